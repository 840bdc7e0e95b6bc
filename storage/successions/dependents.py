"""What came to be after a succession and would be lost or wrong without it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.domain.references import Kind, label
from bot.domain.successions import Lineage, Succession
from bot.domain.successions.undoing import Dependent, Holding
from storage.successions.moving import touched
from storage.tables import (
    ActionCoOwnerRow,
    ActionItemRow,
    AgendaItemRow,
    AttendanceRow,
    BallotRow,
    ClusterProposalRow,
    DecisionRow,
    MeetingRow,
    MembershipRow,
    OfferRow,
    PracticeRow,
    RecommendationPositionRow,
    RecommendationRow,
    SectionRow,
    SuccessionPartRow,
    SuccessionRow,
)

# What names a cluster, with the column that does, what identifies the row for the
# record of what moved, and what people call it.
_REFERRING: Mapping[Holding, tuple[Any, Any, Any, Kind | None]] = {
    Holding.PRACTICES: (
        PracticeRow,
        PracticeRow.cluster_id,
        PracticeRow.id,
        Kind.PRACTICE,
    ),
    Holding.ACTIONS: (
        ActionItemRow,
        ActionItemRow.owner_cluster_id,
        ActionItemRow.id,
        Kind.ACTION,
    ),
    Holding.CO_OWNED: (
        ActionCoOwnerRow,
        ActionCoOwnerRow.cluster_id,
        ActionCoOwnerRow.action_id,
        None,
    ),
    Holding.ATTENDANCE: (
        AttendanceRow,
        AttendanceRow.cluster_id,
        AttendanceRow.id,
        Kind.MEETING,
    ),
    Holding.AGENDA: (
        AgendaItemRow,
        AgendaItemRow.presenter_cluster_id,
        AgendaItemRow.id,
        None,
    ),
    Holding.SECTIONS: (SectionRow, SectionRow.owner_cluster_id, SectionRow.id, None),
    Holding.PEOPLE: (
        MembershipRow,
        MembershipRow.cluster_id,
        MembershipRow.person_id,
        None,
    ),
    Holding.EXTERNALS: (
        MembershipRow,
        MembershipRow.sponsor_cluster_id,
        MembershipRow.person_id,
        None,
    ),
    Holding.OFFERS: (OfferRow, OfferRow.cluster_id, OfferRow.id, None),
    Holding.PROPOSALS: (
        ClusterProposalRow,
        ClusterProposalRow.cluster_id,
        ClusterProposalRow.id,
        None,
    ),
}

# What only a cluster itself can have said, and what it was about.
_SAYING: Mapping[Holding, tuple[Any, Any, Any, Kind]] = {
    Holding.BALLOTS: (BallotRow, DecisionRow, DecisionRow.number, Kind.DECISION),
    Holding.POSITIONS: (
        RecommendationPositionRow,
        RecommendationRow,
        RecommendationRow.number,
        Kind.RECOMMENDATION,
    ),
}


def dependents(
    session: Session, succession: Succession, *, lineage: Lineage
) -> tuple[Dependent, ...]:
    """Return what depends on a succession.

    On a cluster that it made everything depends that it did not bring along itself;
    on one that was there before, what is newer than the succession.
    """
    row = session.get_one(SuccessionRow, succession.id, populate_existing=True)
    moved = row.moved or {}
    created = list(moved.get("created", ()))
    query = sa.select(col(SuccessionPartRow.successor_id)).where(
        col(SuccessionPartRow.succession_id) == row.id
    )
    ids = set(filter(None, session.connection().execute(query).scalars()))
    found = list(_later(lineage, succession))
    for holding in _REFERRING:
        names = list(_new_rows(session, row, holding, created=created, ids=ids))
        if names:
            named = tuple(filter(None, names))
            found.append(Dependent(holding=holding, count=len(names), names=named))
    return (*found, *_said(session, created))


def _said(session: Session, created: Collection[int]) -> Iterator[Dependent]:
    """Yield what clusters said that would be gone: their word goes with them."""
    for holding, (said, about, number, kind) in _SAYING.items():
        query = (
            sa.select(col(number))
            .join_from(about, said)
            .where(col(said.cluster_id).in_(created))
            .order_by(col(number))
        )
        names = [label(kind, n) for n in session.connection().execute(query).scalars()]
        if names:
            yield Dependent(holding=holding, count=len(names), names=tuple(names))


def _later(lineage: Lineage, succession: Succession) -> Iterator[Dependent]:
    if later := lineage.later_than(succession):
        names = tuple(name for each in later for name in each.new_names)
        yield Dependent(holding=Holding.SUCCESSIONS, count=len(later), names=names)


def _new_rows(
    session: Session,
    row: SuccessionRow,
    holding: Holding,
    *,
    created: Collection[int],
    ids: Collection[int],
) -> Iterator[str]:
    table, column, identity, kind = _REFERRING[holding]
    moved = row.moved or {}
    brought = touched(moved, holding)
    if holding is Holding.CO_OWNED:
        brought = [each["action"] for each in moved.get("co_owned", ())]
    name = _name_of(holding) if kind else sa.literal(None)
    query = sa.select(name).select_from(table)
    if holding is Holding.ATTENDANCE:
        query = query.join(MeetingRow, col(MeetingRow.id) == AttendanceRow.meeting_id)
    query = query.where(
        sa.or_(
            column.in_(created),
            sa.and_(column.in_(ids), table.created_at > row.created_at),
        ),
        identity.not_in(brought),
    ).order_by(identity)
    for number in session.connection().execute(query).scalars():
        yield label(kind, number) if kind and number else ""


def _name_of(holding: Holding) -> Any:
    return {
        Holding.PRACTICES: PracticeRow.number,
        Holding.ACTIONS: ActionItemRow.number,
        Holding.ATTENDANCE: MeetingRow.number,
    }[holding]
