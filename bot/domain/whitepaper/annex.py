"""Needs and offers in the paper: only those whose cluster agreed, while they stand."""

import re
from datetime import date

from bot.domain.clusters import OrganisationStatus
from bot.domain.matching import Offer, OfferKind
from bot.domain.whitepaper.document import OfferEntry
from bot.domain.whitepaper.history import lineage_of
from bot.domain.whitepaper.values import Section, SectionMode, Snapshot

KEY = "annex_offers"
_TITLE = "needs and offers"
_LETTER = re.compile(r"Annex ([A-Y])\b", re.IGNORECASE)


def offer_entries(
    snapshot: Snapshot, *, printed: set[int], as_of: date
) -> tuple[OfferEntry, ...]:
    """Return what may be listed on the paper's day: needs first, then by theme.

    The organisation is named as it was, with what became of it, never a person. A
    practice is named only where the paper has it.
    """
    lineage = lineage_of(snapshot)
    names = {
        cluster.id: lineage.historic_name(cluster.key)
        for cluster in snapshot.clusters
        if cluster.status is not OrganisationStatus.DISSOLVED
        or lineage.has_ended(cluster.key)
    }
    places = {theme.slug: theme.position for theme in snapshot.themes}
    shown = (
        offer
        for offer in snapshot.offers
        if offer.may_print
        and offer.is_open(as_of)
        and offer.stated_on <= as_of
        and offer.cluster_id in names
    )

    def place(offer: Offer) -> tuple[bool, int, str, date, str, int]:
        return (
            offer.kind is not OfferKind.NEED,
            places.get(offer.theme or "", len(places) + 1),
            names[offer.cluster_id].casefold(),
            offer.until,
            offer.text,
            offer.id,
        )

    return tuple(
        OfferEntry(
            kind=offer.kind,
            cluster=names[offer.cluster_id],
            theme=offer.theme_label,
            text=offer.text,
            until=offer.until,
            practice=offer.practice_number
            if offer.practice_number in printed
            else None,
        )
        for offer in sorted(shown, key=place)
    )


def with_annex(
    sections: tuple[Section, ...], entries: tuple[OfferEntry, ...]
) -> tuple[Section, ...]:
    """Return the outline with a place for needs and offers, where there are any.

    It comes last, with the letter after those of the other annexes; an outline that
    has the section already keeps it where it stands.
    """
    if not entries or any(section.key == KEY for section in sections):
        return sections
    letters = [
        match[1].upper()
        for section in sections
        if (match := _LETTER.match(section.title))
    ]
    name = f"Annex {chr(ord(max(letters)) + 1)}" if letters else "Annex"
    last = max((section.position for section in sections), default=0)
    annex = Section(
        key=KEY,
        title=f"{name}: {_TITLE}",
        position=last + 1,
        mode=SectionMode.GENERATED,
    )
    return (*sections, annex)
