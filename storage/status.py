"""What the status of a group is read from: as many queries for many as for few."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.actions import ActionStatus
from bot.domain.meetings import Meeting
from bot.domain.outbox import MessageState
from bot.domain.permissions import CLUSTER_VOICES, Role
from bot.domain.sigs import PersonState, ProposalState, Sig
from bot.domain.status import Actions, Delivery, LastEdition, Someone, is_leaving
from bot.domain.whitepaper import Paper, Snapshot
from storage import clusters, recommendations, whitepaper
from storage import networks as network_rows
from storage import themes as theme_rows
from storage.delivery_log import is_late, latest
from storage.practices.outlines import Outline
from storage.tables import (
    ActionItemRow,
    ClusterProposalRow,
    EditionRow,
    MeetingRow,
    MembershipRow,
    OutboxRow,
    PersonRow,
    SuccessionPartRow,
    SuccessionRow,
)

# How many messages that did not arrive are named.
_TROUBLES = 3
_FINISHED = (ActionStatus.DONE, ActionStatus.CANCELLED)
_UNSENT = (MessageState.PENDING, MessageState.CLAIMED)
_LOST = (MessageState.MISSED, MessageState.FAILED)


def actions(session: Session, sig_id: int, today: date) -> Actions:
    """Count the action items that are not finished."""
    query: Any = sa.select(
        sa.func.count(),
        _how_many(col(ActionItemRow.due_on) < today),
        _how_many(col(ActionItemRow.status) == ActionStatus.BLOCKED),
        _how_many(
            col(ActionItemRow.owner_person_id).is_(None)
            & col(ActionItemRow.owner_cluster_id).is_(None)
        ),
    ).where(
        col(ActionItemRow.sig_id) == sig_id, col(ActionItemRow.status).not_in(_FINISHED)
    )
    found = session.connection().execute(query).one()
    return Actions(
        open=found[0], overdue=found[1], blocked=found[2], without_owner=found[3]
    )


def last_edition(session: Session, sig_id: int) -> LastEdition | None:
    """Return number and day of the newest draft."""
    query = (
        sa.select(col(EditionRow.label), col(EditionRow.as_of))
        .where(col(EditionRow.sig_id) == sig_id)
        .order_by(col(EditionRow.id).desc())
        .limit(1)
    )
    found = session.connection().execute(query).first()
    return LastEdition(version=found.label, as_of=found.as_of) if found else None


def heirs(session: Session, sig_id: int) -> Mapping[int, set[int]]:
    """Return the ids of the clusters that each cluster went up in."""
    query: Any = (
        sa.select(
            col(SuccessionPartRow.predecessor_id), col(SuccessionPartRow.successor_id)
        )
        .join(SuccessionRow, col(SuccessionRow.id) == SuccessionPartRow.succession_id)
        .where(
            col(SuccessionRow.sig_id) == sig_id, col(SuccessionRow.undone_at).is_(None)
        )
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for before, after in session.connection().execute(query):
        found[before].add(after)
    return found


def paper_material(session: Session, sig: Sig, known: Iterable[Outline]) -> Snapshot:
    """Return what decides what the paper lacks, and nothing of its long texts.

    The whole snapshot says the same and takes several times as long.
    """
    title = f"White paper of the {sig.name}"
    return Snapshot(
        group_name=sig.name,
        objectives=sig.objectives,
        paper=whitepaper.paper(session, sig.id)
        or Paper(title=title, licence=sig.licence, language=sig.language),
        themes=theme_rows.themes(session, sig.id),
        clusters=clusters.clusters(session, sig.id),
        externals=(),
        networks=network_rows.networks(session, sig.id),
        practices=tuple(each.practice for each in known),
        recommendations=recommendations.all_recommendations(session, sig.id),
        meetings=meetings(session, sig.id),
        actions=(),
        sources=(),
        editions=(),
    )


def meetings(session: Session, sig_id: int) -> tuple[Meeting, ...]:
    """Return the meetings by number, without their parts."""
    query = (
        select(MeetingRow)
        .where(MeetingRow.sig_id == sig_id)
        .order_by(col(MeetingRow.number))
        .execution_options(populate_existing=True)
    )
    return tuple(_meeting(row) for row in session.exec(query))


def delivery(
    session: Session, sig_id: int, *, since: datetime, now: datetime
) -> Delivery:
    """Count the messages since a day: sent, late, never, or still waiting."""
    state, due = col(OutboxRow.state), col(OutboxRow.due_at)
    waits = state.in_(_UNSENT) & (due <= now)
    ended = state.in_((MessageState.SENT, *_LOST)) & (due >= since)
    late = (state == MessageState.SENT) & is_late()
    query = (
        sa.select(state, col(OutboxRow.reason), sa.func.count(), sa.func.min(due), late)
        .where(col(OutboxRow.sig_id) == sig_id, waits | ended)
        .group_by(state, col(OutboxRow.reason), late)
    )
    found = _delivery(session.connection().execute(query).all())
    if found.is_well:
        return found
    troubles = latest(
        session, sig_id, since=since, now=now, limit=_TROUBLES, only_troubles=True
    )
    return replace(found, troubles=troubles)


def _delivery(found: Iterable[Any]) -> Delivery:
    numbers: Counter[MessageState] = Counter()
    reasons: Counter[str] = Counter()
    waiting: list[datetime] = []
    late = 0
    for state, reason, count, oldest, is_late_row in found:
        numbers[state] += count
        late += count if is_late_row else 0
        if state is MessageState.FAILED:
            reasons[reason or ""] += count
        if state in _UNSENT:
            waiting.append(oldest)
    return Delivery(
        sent=numbers[MessageState.SENT],
        late=late,
        missed=numbers[MessageState.MISSED],
        failed=numbers[MessageState.FAILED],
        waiting=sum(numbers[state] for state in _UNSENT),
        waiting_since=min(waiting, default=None),
        reasons=tuple(sorted(reasons.items(), key=lambda each: (-each[1], each[0]))),
    )


def people(
    session: Session, sig_id: int, today: date
) -> tuple[tuple[Someone, ...], tuple[Someone, ...]]:
    """Return who speaks for no cluster, and which externals' access ends soon.

    An imported person without a Slack account cannot choose a cluster.
    """
    query = (
        select(PersonRow, MembershipRow)
        .join(MembershipRow, col(MembershipRow.person_id) == PersonRow.id)
        .where(
            MembershipRow.sig_id == sig_id,
            PersonRow.state == PersonState.ACTIVE,
            sa.or_(
                col(MembershipRow.role).in_(list(CLUSTER_VOICES))
                & col(MembershipRow.cluster_id).is_(None)
                & col(PersonRow.user_id).is_not(None),
                (col(MembershipRow.role) == Role.EXTERNAL)
                & col(MembershipRow.expires_on).is_not(None),
            ),
        )
        .order_by(col(MembershipRow.expires_on), col(PersonRow.id))
        .execution_options(populate_existing=True)
    )
    found = session.exec(query).all()
    return (
        tuple(_someone(*each) for each in found if each[1].role is not Role.EXTERNAL),
        tuple(
            _someone(*each)
            for each in found
            if each[1].role is Role.EXTERNAL and is_leaving(each[1].expires_on, today)
        ),
    )


def open_proposals(session: Session, sig_id: int) -> tuple[str, ...]:
    """Return the names of proposed clusters that nobody has decided on."""
    query = (
        select(ClusterProposalRow.name)
        .where(
            ClusterProposalRow.sig_id == sig_id,
            ClusterProposalRow.state == ProposalState.OPEN,
        )
        .order_by(col(ClusterProposalRow.id))
    )
    return tuple(session.exec(query))


def _someone(person: PersonRow, place: MembershipRow) -> Someone:
    return Someone(
        user_id=person.user_id,
        words=place.title or place.role.replace("_", " "),
        expires_on=place.expires_on,
    )


def _how_many(condition: sa.ColumnElement[bool]) -> Any:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def _meeting(row: MeetingRow) -> Meeting:
    return Meeting(
        id=row.id,
        number=row.number,
        key=row.key,
        title=row.title,
        starts_local=row.starts_local,
        zone=row.zone,
        starts_at=row.starts_at,
        duration_minutes=row.duration_minutes,
        mode=row.mode,
        status=row.status,
        minutes_status=row.minutes_status,
        note=row.note,
        moved_from=row.moved_from,
    )
