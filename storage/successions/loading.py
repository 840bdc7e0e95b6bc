"""Successions read, and what the clusters of one have now."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domain.errors import NotFoundError
from bot.domain.matching import OfferState
from bot.domain.permissions import Role
from bot.domain.sigs import PersonState
from bot.domain.successions import Lineage, OpenAction, Part, Stock, Succession
from storage.directory import directory
from storage.successions.holdings import OPEN
from storage.tables import (
    ActionItemRow,
    ClusterRow,
    MembershipRow,
    OfferRow,
    OrganisationRow,
    PersonRow,
    PracticeRow,
    SectionRow,
    SigRow,
    SuccessionPartRow,
    SuccessionRow,
)

# An alias costs a millisecond to make; a statement may use the same one each time.
_OLD, _NEW = aliased(ClusterRow), aliased(ClusterRow)
_OLD_NAME, _NEW_NAME = aliased(OrganisationRow), aliased(OrganisationRow)


def all_successions(
    session: Session, sig_id: int, *, undone: bool = False
) -> tuple[Succession, ...]:
    """Return the successions of a group in the order in which they were made.

    Those that were taken back only if ``undone``.
    """
    query = select(SuccessionRow).where(SuccessionRow.sig_id == sig_id)
    if not undone:
        query = query.where(col(SuccessionRow.undone_at).is_(None))
    return _successions(session, query)


def lineage(session: Session, sig_id: int) -> Lineage:
    """Return who follows whom in a group, with the names of its clusters."""
    query = (
        select(OrganisationRow.key, OrganisationRow.name)
        .join(ClusterRow, col(ClusterRow.organisation_id) == OrganisationRow.id)
        .where(ClusterRow.sig_id == sig_id)
    )
    names = dict(session.exec(query).all())
    return Lineage(all_successions(session, sig_id), names)


def get(session: Session, sig_id: int, succession_id: int) -> Succession:
    """Return a succession, also one that was taken back.

    Raises:
        NotFoundError: the group has none with this id.
    """
    query = select(SuccessionRow).where(
        SuccessionRow.sig_id == sig_id, SuccessionRow.id == succession_id
    )
    found = _successions(session, query)
    if not found:
        raise NotFoundError("There is no such change of clusters in this group.")
    return found[0]


def by_nonce(session: Session, sig_id: int, nonce: str) -> Succession | None:
    """Return the succession that a form has made already."""
    query = select(SuccessionRow).where(
        SuccessionRow.sig_id == sig_id, SuccessionRow.nonce == nonce
    )
    return next(iter(_successions(session, query)), None)


def is_made_here(session: Session, succession_id: int) -> bool:
    """Whether it is known what a succession moved: one of a file moved nothing."""
    query = select(SuccessionRow.moved).where(SuccessionRow.id == succession_id)
    return session.exec(query).first() is not None


def lock(session: Session, sig_id: int) -> None:
    """Let nobody else change the clusters of this group before the commit.

    The weaker of PostgreSQL's two locks, so that nobody who only adds something to
    the group has to wait.
    """
    query = select(SigRow.id).where(SigRow.id == sig_id)
    session.exec(query.with_for_update(key_share=True)).one()


def taken_keys(session: Session, sig_id: int) -> frozenset[str]:
    """Return the keys that a new cluster cannot have: those of people count too."""
    query = select(OrganisationRow.key).where(OrganisationRow.sig_id == sig_id)
    return frozenset({*session.exec(query), *directory(session, sig_id).names})


def stock(session: Session, sig_id: int, cluster_ids: Collection[int]) -> Stock:
    """Return what clusters have; their networks and hubs are in their profiles."""
    people = _count(
        session,
        MembershipRow,
        col(MembershipRow.sig_id) == sig_id,
        col(MembershipRow.cluster_id).in_(cluster_ids),
    )
    externals = _count(
        session,
        MembershipRow,
        col(MembershipRow.sig_id) == sig_id,
        col(MembershipRow.sponsor_cluster_id).in_(cluster_ids),
        col(MembershipRow.role) == Role.EXTERNAL,
    )
    return Stock(
        practices=_count(
            session,
            PracticeRow,
            col(PracticeRow.cluster_id).in_(cluster_ids),
            col(PracticeRow.number).is_not(None),
        ),
        people=people,
        externals=externals,
        offers=_count(
            session,
            OfferRow,
            col(OfferRow.cluster_id).in_(cluster_ids),
            col(OfferRow.state) == OfferState.OPEN,
        ),
        actions=_open_actions(session, cluster_ids),
        sections=_sections(session, cluster_ids),
    )


def _successions(session: Session, query: Any) -> tuple[Succession, ...]:
    ordered = query.order_by(col(SuccessionRow.id))
    rows = session.exec(ordered.execution_options(populate_existing=True)).all()
    parts = _parts(session, [row.id for row in rows])
    return tuple(
        Succession(
            id=row.id,
            kind=row.kind,
            effective_on=row.effective_on,
            note=row.note,
            parts=tuple(parts[row.id]),
            nonce=row.nonce,
            made_by=row.made_by,
            made_at=row.made_at,
            undone_at=row.undone_at,
        )
        for row in rows
    )


def _parts(session: Session, ids: Collection[int]) -> defaultdict[int, list[Part]]:
    query = (
        select(SuccessionPartRow, _OLD_NAME.key, _NEW_NAME.key)
        .outerjoin(_OLD, col(_OLD.id) == SuccessionPartRow.predecessor_id)
        .outerjoin(_OLD_NAME, col(_OLD_NAME.id) == _OLD.organisation_id)
        .outerjoin(_NEW, col(_NEW.id) == SuccessionPartRow.successor_id)
        .outerjoin(_NEW_NAME, col(_NEW_NAME.id) == _NEW.organisation_id)
        .where(col(SuccessionPartRow.succession_id).in_(ids))
        .order_by(col(SuccessionPartRow.id))
    )
    found: defaultdict[int, list[Part]] = defaultdict(list)
    for row, predecessor, successor in session.exec(query):
        found[row.succession_id].append(
            Part(
                predecessor=predecessor or "",
                successor=successor or "",
                predecessor_name=row.predecessor_name,
                successor_name=row.successor_name,
            )
        )
    return found


def _count(session: Session, table: Any, *conditions: Any) -> int:
    query = sa.select(sa.func.count()).select_from(table)
    if table is MembershipRow:
        query = query.join(PersonRow, col(PersonRow.id) == MembershipRow.person_id)
        conditions += (col(PersonRow.state) == PersonState.ACTIVE,)
    found: int = session.connection().execute(query.where(*conditions)).scalar_one()
    return found


def _open_actions(
    session: Session, cluster_ids: Collection[int]
) -> tuple[OpenAction, ...]:
    query = (
        select(ActionItemRow.number, ActionItemRow.title, OrganisationRow.name)
        .join(ClusterRow, col(ClusterRow.id) == ActionItemRow.owner_cluster_id)
        .join(OrganisationRow, col(OrganisationRow.id) == ClusterRow.organisation_id)
        .where(
            col(ActionItemRow.owner_cluster_id).in_(cluster_ids),
            col(ActionItemRow.status).in_(OPEN),
        )
        .order_by(col(ActionItemRow.number))
    )
    return tuple(
        OpenAction(number=number, title=title, owner=owner)
        for number, title, owner in session.exec(query)
    )


def _sections(session: Session, cluster_ids: Collection[int]) -> tuple[str, ...]:
    query = (
        select(SectionRow.title)
        .where(col(SectionRow.owner_cluster_id).in_(cluster_ids))
        .order_by(col(SectionRow.position), col(SectionRow.id))
    )
    return tuple(session.exec(query))
