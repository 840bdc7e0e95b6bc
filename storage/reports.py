"""What the figures of a year are counted from."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.domain.actions import ActionStatus
from bot.domain.reports import ClosedAction, Records, SharedPractice
from bot.domain.sigs import Sig
from storage import clusters, recommendations, status
from storage.practices.outlines import outlines
from storage.tables import (
    ActionItemRow,
    AttendanceRow,
    DecisionRow,
    MeetingRow,
    MembershipRow,
)


def records(session: Session, sig: Sig) -> Records:
    """Return everything a year of the group is counted from."""
    return Records(
        group=sig.name,
        zone=sig.zone,
        clusters=clusters.clusters(session, sig.id),
        meetings=status.meetings(session, sig.id),
        present=_present(session, sig.id),
        practices=tuple(
            SharedPractice(
                practice=each.practice,
                given_on=each.first_consent.given_on if each.first_consent else None,
            )
            for each in outlines(session, sig.id)
        ),
        actions=_closed(session, sig.id),
        recommendations=recommendations.all_recommendations(session, sig.id),
        decided_in=_decided_in(session, sig.id),
        heirs=status.heirs(session, sig.id),
    )


def _present(session: Session, sig_id: int) -> dict[int, set[int]]:
    query: Any = (
        sa.select(col(AttendanceRow.meeting_id), col(AttendanceRow.cluster_id))
        .join(MeetingRow, col(MeetingRow.id) == AttendanceRow.meeting_id)
        .where(
            col(MeetingRow.sig_id) == sig_id,
            col(AttendanceRow.state) == "present",
            col(AttendanceRow.cluster_id).is_not(None),
        )
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for meeting_id, cluster_id in session.connection().execute(query):
        found[meeting_id].add(cluster_id)
    return found


def _closed(session: Session, sig_id: int) -> tuple[ClosedAction, ...]:
    """Return the actions that are done; a person's count for the person's cluster."""
    of_owner = (col(MembershipRow.person_id) == ActionItemRow.owner_person_id) & (
        col(MembershipRow.sig_id) == ActionItemRow.sig_id
    )
    cluster = sa.func.coalesce(
        col(ActionItemRow.owner_cluster_id), col(MembershipRow.cluster_id)
    )
    query: Any = (
        sa.select(
            col(ActionItemRow.done_on),
            col(ActionItemRow.due_on),
            cluster.label("cluster_id"),
        )
        .outerjoin(MembershipRow, of_owner)
        .where(
            col(ActionItemRow.sig_id) == sig_id,
            col(ActionItemRow.status) == ActionStatus.DONE,
        )
        .order_by(col(ActionItemRow.number))
    )
    return tuple(
        ClosedAction(**row._asdict()) for row in session.connection().execute(query)
    )


def _decided_in(session: Session, sig_id: int) -> dict[int, int]:
    query: Any = sa.select(col(DecisionRow.number), col(DecisionRow.meeting_id)).where(
        col(DecisionRow.sig_id) == sig_id
    )
    return {row[0]: row[1] for row in session.connection().execute(query)}
