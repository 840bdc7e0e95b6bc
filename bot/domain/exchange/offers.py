"""Needs and offers of clusters; who was introduced to whom is nobody else's matter."""

from dataclasses import replace
from datetime import date

from bot.domain.exchange.fields import Fields
from bot.domain.exchange.names import Names
from bot.domain.exchange.practice_writing import Keys
from bot.domain.exchange.values import Json, OfferRecord
from bot.domain.matching import (
    Offer,
    OfferKind,
    OfferState,
    Statement,
    check_statement,
)
from bot.domain.references import Kind

_TO_COME = "That day is still to come."


def offer_json(record: OfferRecord, keys: Keys) -> Json:
    """Return a need or an offer."""
    offer = record.offer
    practice = offer.practice_number
    value: Json = {
        "id": offer.nonce,
        "kind": offer.kind.value,
        "cluster": record.cluster,
        "theme": offer.theme,
        "practice": keys[Kind.PRACTICE][practice] if practice else None,
        "text": offer.text,
        "until": offer.until.isoformat(),
        "stated_on": offer.stated_on.isoformat(),
        "may_print": offer.may_print,
        "state": offer.state.value,
    }
    return value | ({"contact": record.contact} if record.contact else {})


def read_offer(fields: Fields, names: Names, today: date) -> OfferRecord:
    """Read a need or an offer, with the same rules as the form."""
    before = len(fields.problems)
    offer = Offer(
        sig_id=0,
        nonce=fields.key(),
        kind=fields.required_choice("kind", OfferKind),
        cluster_id=0,
        theme=names.one_of(fields, "theme", names.themes),
        practice_number=names.refer(fields, "practice", Kind.PRACTICE),
        text=fields.text("text", one_line=False),
        until=fields.required_day("until"),
        stated_on=fields.required_day("stated_on"),
        may_print=fields.flag("may_print", default=False),
        state=fields.choice("state", OfferState) or OfferState.OPEN,
    )
    if len(fields.problems) == before:
        _check(fields, offer, today)
    return OfferRecord(
        offer=offer,
        cluster=names.required(fields, "cluster", names.clusters),
        contact=names.one_of(fields, "contact", names.people),
    )


def as_careful(new: OfferRecord, old: OfferRecord) -> OfferRecord:
    """Return what is stated; a file opens nothing that is closed, nor prints it.

    Whose it is and since when is decided where it was stated.
    """
    is_closed = old.offer.state is OfferState.CLOSED
    offer = replace(
        new.offer,
        stated_on=old.offer.stated_on,
        may_print=new.offer.may_print and old.offer.may_print,
        state=old.offer.state if is_closed else new.offer.state,
    )
    return replace(new, offer=offer, cluster=old.cluster)


def _check(fields: Fields, offer: Offer, today: date) -> None:
    if offer.stated_on > today:
        fields.complain("stated_on", _TO_COME)
        return
    # What is over is fine in a file; the form counts from the day it is sent.
    day = max(offer.stated_on, min(offer.until, today))
    statement = Statement(
        kind=offer.kind, theme=offer.theme, text=offer.text, until=offer.until
    )
    found = check_statement(statement, day=day, themes=())
    for name, reason in found.items():
        fields.complain(name, reason)
