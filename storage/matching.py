"""Needs and offers of clusters, and the introductions that follow from them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.clusters import OrganisationStatus, Theme
from bot.domain.errors import NotFoundError, StaleVersionError
from bot.domain.matching import Holders, Introduction, Offer, holders
from bot.domain.registers.themes import successors
from storage import themes as theme_rows
from storage.statements import changed_one, insert, insert_new
from storage.tables import (
    ClusterRow,
    IntroductionRow,
    OfferRow,
    OrganisationRow,
    PracticeRow,
    SuccessionPartRow,
    SuccessionRow,
)

_NO_OFFER = "This need or offer does not exist any more."
_NO_INTRODUCTION = "This introduction does not exist any more."


def add_offer(session: Session, offer: Offer) -> Offer:
    """Store a need or offer; the same nonce again returns the one stored first."""
    statement = (
        insert(session, OfferRow)
        .values(
            sig_id=offer.sig_id,
            nonce=offer.nonce,
            cluster_id=offer.cluster_id,
            stated_on=offer.stated_on,
            version=1,
            **_content(session, offer),
        )
        .on_conflict_do_nothing(index_elements=["sig_id", "nonce"])
    )
    session.connection().execute(statement)
    known = _find(session, offer.sig_id, col(OfferRow.nonce) == offer.nonce)
    if not known:  # gone again since the conflict
        raise NotFoundError(_NO_OFFER)
    return known[0]


def save_offer(session: Session, before: Offer, after: Offer) -> Offer:
    """Store a changed need or offer.

    Raises:
        StaleVersionError: somebody saved it since ``before`` was read.
    """
    statement = (
        sa.update(OfferRow)
        .where(
            col(OfferRow.id) == before.id,
            col(OfferRow.sig_id) == before.sig_id,
            col(OfferRow.version) == before.version,
        )
        .values(version=before.version + 1, **_content(session, after))
    )
    if not changed_one(session, statement):
        message = "Somebody changed this in the meantime. Please open it again."
        raise StaleVersionError(message)
    return offer(session, before.sig_id, before.id)


def offer(session: Session, sig_id: int, offer_id: int) -> Offer:
    """Return a need or offer of the group.

    Raises:
        NotFoundError: the group has none with this id.
    """
    found = _find(session, sig_id, col(OfferRow.id) == offer_id)
    if not found:
        raise NotFoundError(_NO_OFFER)
    return found[0]


def lock_offer(session: Session, sig_id: int, offer_id: int) -> Offer:
    """Return a need or offer that nobody else changes before this transaction ends.

    Raises:
        NotFoundError: the group has none with this id.
    """
    query = select(OfferRow.id).where(OfferRow.id == offer_id)
    session.exec(query.with_for_update()).first()
    return offer(session, sig_id, offer_id)


def offers(session: Session, sig_id: int) -> tuple[Offer, ...]:
    """Return all needs and offers of the group, newest first."""
    return _find(session, sig_id)


def by_nonce(session: Session, sig_id: int, nonce: str) -> Offer | None:
    """Return what a form with this nonce has stated before."""
    found = _find(session, sig_id, col(OfferRow.nonce) == nonce)
    return found[0] if found else None


def cluster_holders(session: Session, sig_id: int) -> Holders:
    """Return who stands for each of the group's clusters today."""
    query = (
        select(ClusterRow.id, OrganisationRow.status)
        .join(OrganisationRow, col(OrganisationRow.id) == ClusterRow.organisation_id)
        .where(ClusterRow.sig_id == sig_id)
    )
    followed = (
        select(SuccessionPartRow)
        .join(SuccessionRow, col(SuccessionRow.id) == SuccessionPartRow.succession_id)
        .where(SuccessionRow.sig_id == sig_id, col(SuccessionRow.undone_at).is_(None))
    )
    statuses = {
        cluster_id: OrganisationStatus(status)
        for cluster_id, status in session.exec(query)
    }
    parts = [
        (part.predecessor_id, part.successor_id)
        for part in session.exec(followed)
        if part.predecessor_id is not None and part.successor_id is not None
    ]
    return holders(statuses, parts)


def propose(session: Session, introduction: Introduction) -> tuple[Introduction, bool]:
    """Store an introduction, locked, and say that it is new.

    The same pair again returns the first one.
    """
    is_new = insert_new(
        session,
        IntroductionRow,
        sig_id=introduction.sig_id,
        need_id=introduction.need_id,
        offer_id=introduction.offer_id,
        need_person_id=introduction.need_person_id,
        offer_person_id=introduction.offer_person_id,
        proposed_by=introduction.proposed_by,
        version=1,
    )
    query = select(IntroductionRow.id).where(
        IntroductionRow.need_id == introduction.need_id,
        IntroductionRow.offer_id == introduction.offer_id,
    )
    known = session.exec(query).one()
    return lock_introduction(session, introduction.sig_id, known), is_new


def introduction(session: Session, sig_id: int, introduction_id: int) -> Introduction:
    """Return an introduction of the group.

    Raises:
        NotFoundError: the group has none with this id.
    """
    row = session.get(IntroductionRow, introduction_id, populate_existing=True)
    if row is None or row.sig_id != sig_id:
        raise NotFoundError(_NO_INTRODUCTION)
    return _introduction(row)


def lock_introduction(
    session: Session, sig_id: int, introduction_id: int
) -> Introduction:
    """Return an introduction that nobody else changes before this transaction ends.

    Two people who answer at the same moment then come one after the other, and the
    second sees what the first has said.

    Raises:
        NotFoundError: the group has none with this id.
    """
    query = select(IntroductionRow.id).where(IntroductionRow.id == introduction_id)
    session.exec(query.with_for_update()).first()
    return introduction(session, sig_id, introduction_id)


def save_introduction(session: Session, changed: Introduction) -> Introduction:
    """Store who is asked and what was said; ``changed`` was read under a lock."""
    statement = (
        sa.update(IntroductionRow)
        .where(
            col(IntroductionRow.id) == changed.id,
            col(IntroductionRow.version) == changed.version,
        )
        .values(
            need_person_id=changed.need_person_id,
            offer_person_id=changed.offer_person_id,
            need_answer=changed.need_answer,
            offer_answer=changed.offer_answer,
            introduced_at=changed.introduced_at,
            version=changed.version + 1,
        )
    )
    if not changed_one(session, statement):
        raise StaleVersionError("Somebody was faster. Please look again.")
    return replace(changed, version=changed.version + 1)


def introductions(
    session: Session, sig_id: int
) -> Mapping[tuple[int, int], Introduction]:
    """Return the group's introductions by the ids of need and offer."""
    query = select(IntroductionRow).where(IntroductionRow.sig_id == sig_id)
    found = session.exec(query.execution_options(populate_existing=True))
    return {(row.need_id, row.offer_id): _introduction(row) for row in found}


def _find(
    session: Session, sig_id: int, *conditions: sa.ColumnElement[bool]
) -> tuple[Offer, ...]:
    query = (
        select(OfferRow, OrganisationRow.name, PracticeRow.number)
        .join(ClusterRow, col(ClusterRow.id) == OfferRow.cluster_id)
        .join(OrganisationRow, col(OrganisationRow.id) == ClusterRow.organisation_id)
        .outerjoin(PracticeRow, col(PracticeRow.id) == OfferRow.practice_id)
        .where(OfferRow.sig_id == sig_id, *conditions)
        .order_by(col(OfferRow.stated_on).desc(), col(OfferRow.id).desc())
        .execution_options(populate_existing=True)
    )
    found = session.exec(query).all()
    themes = _themes_by_id(session, sig_id) if found else {}
    return tuple(
        _offer(row, name, number, themes.get(row.theme_id or 0))
        for row, name, number in found
    )


def _themes_by_id(session: Session, sig_id: int) -> Mapping[int, Theme]:
    """Return the group's themes by id; one that was merged is its successor."""
    known = theme_rows.all_themes(session, sig_id)
    by_slug = {theme.slug: theme for theme in known}
    last = successors(known)
    return {theme.id: by_slug[last[theme.slug]] for theme in known}


def _content(session: Session, offer: Offer) -> dict[str, Any]:
    slugs = [offer.theme] if offer.theme else []
    theme_ids = theme_rows.theme_ids(session, offer.sig_id, slugs)
    return {
        "kind": offer.kind,
        "person_id": offer.person_id,
        "theme_id": theme_ids[0] if theme_ids else None,
        "practice_id": offer.practice_id,
        "text": offer.text,
        "until": offer.until,
        "may_print": offer.may_print,
        "state": offer.state,
    }


def _offer(
    row: OfferRow, cluster_name: str, practice: int | None, theme: Theme | None
) -> Offer:
    return Offer(
        id=row.id,
        sig_id=row.sig_id,
        nonce=row.nonce,
        kind=row.kind,
        cluster_id=row.cluster_id,
        cluster_name=cluster_name,
        person_id=row.person_id,
        theme=theme.slug if theme else None,
        theme_label=theme.label if theme else "",
        practice_id=row.practice_id,
        practice_number=practice,
        text=row.text,
        until=row.until,
        stated_on=row.stated_on,
        may_print=row.may_print,
        state=row.state,
        version=row.version,
    )


def _introduction(row: IntroductionRow) -> Introduction:
    return Introduction(
        id=row.id,
        sig_id=row.sig_id,
        need_id=row.need_id,
        offer_id=row.offer_id,
        need_person_id=row.need_person_id,
        offer_person_id=row.offer_person_id,
        need_answer=row.need_answer,
        offer_answer=row.offer_answer,
        proposed_by=row.proposed_by,
        introduced_at=row.introduced_at,
        version=row.version,
    )
