"""Needs and offers of a document; introductions stay where they were made."""

from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.exchange import Entry, OfferRecord
from bot.domain.matching import Offer
from storage import matching
from storage.directory import Directory, directory
from storage.exchange.keys import person_of
from storage.tables import OfferRow, PracticeRow


def load_offers(
    session: Session, sig_id: int, who: Directory
) -> tuple[Entry[OfferRecord], ...]:
    """Return a group's needs and offers, the oldest first."""
    query = select(OfferRow.id, OfferRow.extra).where(
        OfferRow.sig_id == sig_id, col(OfferRow.extra).is_not(None)
    )
    extras = dict(session.exec(query).all())
    return tuple(
        Entry(
            value=OfferRecord(
                offer=offer,
                cluster=who.clusters[offer.cluster_id],
                contact=who.people.get(offer.person_id or 0),
            ),
            extra=extras.get(offer.id) or {},
        )
        for offer in reversed(matching.offers(session, sig_id))
    )


def save_offers(
    session: Session, sig_id: int, *, entries: Iterable[Entry[OfferRecord]]
) -> None:
    """Store needs and offers.

    Raises:
        InvalidInputError: a theme is not known in the group.
    """
    entries = tuple(entries)
    if not entries:
        return
    who, practices = directory(session, sig_id), _practice_ids(session, sig_id)
    known = {each.nonce: each for each in matching.offers(session, sig_id)}
    for entry in entries:
        offer, before = entry.value.offer, known.get(entry.value.offer.nonce)
        contact = person_of(
            who, entry.value.contact, before=before.person_id if before else None
        )
        after = replace(
            offer,
            sig_id=sig_id,
            cluster_id=who.find(entry.value.cluster)[1] or 0,
            person_id=contact,
            practice_id=practices.get(offer.practice_number or 0),
        )
        stored = _save(session, before, after)
        session.connection().execute(
            sa.update(OfferRow)
            .where(col(OfferRow.id) == stored.id)
            .values(cluster_id=after.cluster_id, extra=dict(entry.extra) or None)
        )


def _save(session: Session, before: Offer | None, after: Offer) -> Offer:
    if before is None:
        return matching.add_offer(session, after)
    return matching.save_offer(session, before, after)


def _practice_ids(session: Session, sig_id: int) -> dict[int, int]:
    query = select(PracticeRow.number, PracticeRow.id).where(
        PracticeRow.sig_id == sig_id, col(PracticeRow.number).is_not(None)
    )
    return {number: found for number, found in session.exec(query) if number}
