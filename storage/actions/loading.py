"""Action items read with their owners and what they belong to."""

from collections import Counter, defaultdict

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.actions import FINISHED, ActionItem, ActionStatus
from bot.domain.errors import NotFoundError
from bot.domain.references import Kind, label
from storage.directory import Directory, directory
from storage.tables import (
    ActionCarryRow,
    ActionCoOwnerRow,
    ActionItemRow,
    DecisionRow,
    MeetingRow,
    PracticeRow,
    SectionRow,
    WhitePaperRow,
)


def all_actions(
    session: Session, sig_id: int, *, who: Directory | None = None
) -> tuple[ActionItem, ...]:
    """Return the group's action items, by number."""
    return _load(session, sig_id, who=who)


def find(
    session: Session, sig_id: int, number: int, *, who: Directory | None = None
) -> ActionItem:
    """Return an action item.

    Raises:
        NotFoundError: the group has none with this number.
    """
    found = _load(session, sig_id, ActionItemRow.number == number, who=who)
    if not found:
        name = label(Kind.ACTION, number)
        raise NotFoundError(f"There is no action {name}. See /action list all.")
    return found[0]


def lock(session: Session, sig_id: int, number: int) -> ActionItem:
    """Return an action item that nobody else changes until the commit.

    Raises:
        NotFoundError: the group has none with this number.
    """
    query = select(ActionItemRow.id).where(
        ActionItemRow.sig_id == sig_id, ActionItemRow.number == number
    )
    session.exec(query.with_for_update()).first()
    return find(session, sig_id, number)


def by_id(session: Session, sig_id: int, action_id: int) -> ActionItem | None:
    """Return an action item of the group, for messages that know only its id."""
    return next(iter(_load(session, sig_id, ActionItemRow.id == action_id)), None)


def by_source(session: Session, sig_id: int, source: str) -> ActionItem | None:
    """Return the action item that was made of this before."""
    stored = source_in(sig_id, source)
    return next(iter(_load(session, sig_id, ActionItemRow.source == stored)), None)


def source_in(sig_id: int, source: str) -> str:
    """Return what is stored: the same message may be of interest to two groups."""
    return f"{sig_id}:{source}"


def open_of(session: Session, sig_id: int, *, person_id: int) -> tuple[int, ...]:
    """Return the numbers of what a person has still to do, also one who has left."""
    query = select(ActionItemRow.number).where(
        ActionItemRow.sig_id == sig_id,
        ActionItemRow.owner_person_id == person_id,
        col(ActionItemRow.status).not_in(list(FINISHED)),
    )
    return tuple(session.exec(query))


def has_finished(session: Session, sig_id: int, *, person_id: int) -> bool:
    """Whether an action of a person was done, or they did one of somebody else."""
    query = select(ActionItemRow.id).where(
        ActionItemRow.sig_id == sig_id,
        ActionItemRow.status == ActionStatus.DONE,
        sa.or_(
            col(ActionItemRow.owner_person_id) == person_id,
            col(ActionItemRow.done_by_id) == person_id,
        ),
    )
    return session.exec(query.limit(1)).first() is not None


def unowned(session: Session, sig_id: int) -> frozenset[int]:
    """Return the numbers of what is still to be done and has no owner."""
    query = select(ActionItemRow.number).where(
        ActionItemRow.sig_id == sig_id,
        col(ActionItemRow.owner_person_id).is_(None),
        col(ActionItemRow.owner_cluster_id).is_(None),
        col(ActionItemRow.status).not_in(list(FINISHED)),
    )
    return frozenset(session.exec(query))


def of_meeting(
    session: Session, sig_id: int, number: int
) -> tuple[tuple[int, ActionItem], ...]:
    """Return what is to be done since a meeting, each with its id."""
    found = _load(session, sig_id, MeetingRow.number == number)
    return tuple((each.id, each) for each in found)


def _load(
    session: Session,
    sig_id: int,
    *which: sa.ColumnElement[bool] | bool,
    who: Directory | None = None,
) -> tuple[ActionItem, ...]:
    who = who or directory(session, sig_id)
    query = (
        select(
            ActionItemRow,
            MeetingRow.number,
            DecisionRow.number,
            PracticeRow.number,
        )
        .outerjoin(MeetingRow, col(MeetingRow.id) == ActionItemRow.meeting_id)
        .outerjoin(DecisionRow, col(DecisionRow.id) == ActionItemRow.decision_id)
        .outerjoin(PracticeRow, col(PracticeRow.id) == ActionItemRow.practice_id)
        .where(ActionItemRow.sig_id == sig_id, *which)
        .order_by(col(ActionItemRow.number))
        .execution_options(populate_existing=True)
    )
    rows = session.exec(query).all()
    ids = [row.id for row, *_ in rows] if which else None
    sections = section_keys(session, sig_id)
    co_owners = _co_owners(session, sig_id, who=who, ids=ids)
    carried = _carried(session, sig_id, ids=ids)
    return tuple(
        ActionItem(
            id=row.id,
            number=row.number,
            key=row.key,
            title=row.title,
            owner=who.key_of(row.owner_person_id, row.owner_cluster_id),
            co_owners=tuple(co_owners[row.id]),
            meeting=meeting,
            due_on=row.due_on,
            status=row.status,
            done_on=row.done_on,
            priority=row.priority,
            note=row.note,
            evidence=row.evidence,
            detail=row.detail,
            reason=row.reason,
            snoozed_until=row.snoozed_until,
            decision=decision,
            practice=practice,
            section=sections.get(row.section_id or 0),
            agenda_item=row.agenda_item_id,
            permalink=row.permalink,
            said_by=who.key_of(row.said_by_id, None),
            recorded_by=row.recorded_by_id,
            done_by=row.done_by_id,
            carried=carried[row.id],
            version=row.version,
        )
        for row, meeting, decision, practice in rows
    )


def section_keys(session: Session, sig_id: int) -> dict[int, str]:
    """Return the names of the sections of the group's paper by id."""
    query = (
        select(SectionRow.id, SectionRow.key)
        .join(WhitePaperRow, col(WhitePaperRow.id) == SectionRow.paper_id)
        .where(WhitePaperRow.sig_id == sig_id)
        .order_by(col(SectionRow.id))
    )
    return dict(session.exec(query).all())


def _co_owners(
    session: Session, sig_id: int, *, who: Directory, ids: list[int] | None
) -> defaultdict[int, list[str]]:
    query = (
        select(ActionCoOwnerRow)
        .join(ActionItemRow, col(ActionItemRow.id) == ActionCoOwnerRow.action_id)
        .where(ActionItemRow.sig_id == sig_id)
        .order_by(col(ActionCoOwnerRow.position))
    )
    if ids is not None:
        query = query.where(col(ActionCoOwnerRow.action_id).in_(ids))
    found: defaultdict[int, list[str]] = defaultdict(list)
    for row in session.exec(query):
        if key := who.key_of(row.person_id, row.cluster_id):
            found[row.action_id].append(key)
    return found


def _carried(session: Session, sig_id: int, *, ids: list[int] | None) -> Counter[int]:
    """Return how often each was carried over."""
    query = (
        select(ActionCarryRow.action_id, sa.func.count())
        .join(ActionItemRow, col(ActionItemRow.id) == ActionCarryRow.action_id)
        .where(ActionItemRow.sig_id == sig_id, col(ActionCarryRow.read_out).is_(False))
        .group_by(col(ActionCarryRow.action_id))
    )
    if ids is not None:
        query = query.where(col(ActionCarryRow.action_id).in_(ids))
    return Counter(dict(session.exec(query).all()))
