"""Words that the form, the lists and the questions share. All of it is mrkdwn."""

import re
from collections.abc import Mapping, Sequence

from bot.domain.matching import Offer, OfferKind
from bot.domain.references import Kind, label
from templates.documents.words import long_date
from templates.text import cut, mrkdwn

# A need or offer has 300 characters; escaped, the worst of them has five times that.
_TEXT = 900
_NAME = 150
# On the card of a practice, which is long already, they are short.
_LINE = 300
_LINES = 5
_EMPTY_LINES = re.compile(r"\n\s*\n")
VERBS: Mapping[OfferKind, str] = {
    OfferKind.NEED: "looks for",
    OfferKind.OFFER: "offers",
}
OUR_VERBS: Mapping[OfferKind, str] = {
    OfferKind.NEED: "Your cluster looks for",
    OfferKind.OFFER: "Your cluster offers",
}


def cluster(offer: Offer) -> str:
    """Return the name of the cluster."""
    return cut(mrkdwn(offer.cluster_name), _NAME)


def quoted(offer: Offer) -> str:
    """Return the text as a quotation."""
    text = cut(mrkdwn(_EMPTY_LINES.sub("\n", offer.text)), _TEXT)
    return "> " + text.replace("\n", "\n> ")


def facts(offer: Offer) -> str:
    """Return theme, last day and practice on one line."""
    found = [
        mrkdwn(offer.theme_label),
        f"until {long_date(offer.until)}",
        label(Kind.PRACTICE, offer.practice_number) if offer.practice_number else "",
    ]
    return cut(" · ".join(each for each in found if each), _NAME)


def on_practice(offers: Sequence[Offer]) -> str:
    """List the needs and offers on a practice, one line each, for its card."""
    lines = [
        f"• {cluster(offer)} {VERBS[offer.kind]}: {cut(mrkdwn(offer.text), _LINE)} "
        f"(until {long_date(offer.until)})"
        for offer in offers[:_LINES]
    ]
    if len(offers) > _LINES:
        lines.append(f"… and {len(offers) - _LINES} more: `/sig offer list`")
    return "\n".join(("*Needs and offers*", *lines))


def statement(offer: Offer) -> str:
    """Return who looks for it or offers it, the facts, and the text."""
    head = f"*{cluster(offer)}* {VERBS[offer.kind]}"
    return f"{head} ({facts(offer)}):\n{quoted(offer)}"
