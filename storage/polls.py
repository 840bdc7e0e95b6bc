"""Polls, their times, what people answered, and the messages planned about them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import NotFoundError, StaleVersionError
from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.polls import Ballot, Poll, PollAnswer, Slot
from bot.domain.sigs import PersonState
from storage import outbox
from storage.statements import changed_one, insert_new
from storage.tables import (
    ClusterRow,
    MeetingRow,
    MembershipRow,
    OrganisationRow,
    OutboxRow,
    PersonRow,
    PollAnswerRow,
    PollRow,
    PollSlotRow,
)

_NONE = "There is no such poll in this group. /meeting poll list shows all."
_UNSENT = (MessageState.PENDING, MessageState.CANCELLED)


def add(session: Session, sig_id: int, poll: Poll, *, source: str) -> Poll:
    """Store a new poll with the group's next number.

    Nobody else may add one before the commit: the caller holds the group's lock.
    ``source`` names the form it came from.
    """
    last = select(sa.func.max(PollRow.number)).where(PollRow.sig_id == sig_id)
    number = (session.exec(last).one() or 0) + 1
    row = PollRow(sig_id=sig_id, number=number, source=source, **_values(poll))
    session.add(row)
    session.flush()
    session.add_all(
        PollSlotRow(
            poll_id=row.id,
            position=slot.position,
            starts_local=slot.starts_local,
            starts_at=slot.starts_at,
        )
        for slot in poll.slots
    )
    session.flush()
    return get(session, sig_id, row.id)


def by_source(session: Session, sig_id: int, source: str) -> Poll | None:
    """Return the poll that a form has made already."""
    return next(iter(_load(session, sig_id, col(PollRow.source) == source)), None)


def polls(session: Session, sig_id: int) -> tuple[Poll, ...]:
    """Return the polls of a group, the newest first."""
    return _load(session, sig_id)


def find(session: Session, sig_id: int, number: int) -> Poll:
    """Return a poll by the number that people say.

    Raises:
        NotFoundError: the group has none with this number.
    """
    return _only(_load(session, sig_id, col(PollRow.number) == number))


def get(session: Session, sig_id: int, poll_id: int) -> Poll:
    """Return a poll of the group.

    Raises:
        NotFoundError: the group has none with this id.
    """
    return _only(_load(session, sig_id, col(PollRow.id) == poll_id))


def lock(session: Session, sig_id: int, poll_id: int) -> Poll:
    """Return a poll that nobody else changes or answers before the commit.

    Whoever answers while it is closed comes before that, or hears that it is closed.

    Raises:
        NotFoundError: the group has none with this id.
    """
    query = select(PollRow.id).where(PollRow.sig_id == sig_id, PollRow.id == poll_id)
    session.exec(query.with_for_update()).first()
    return get(session, sig_id, poll_id)


def save(session: Session, sig_id: int, poll: Poll) -> Poll:
    """Store what was changed about a poll and its times; return its new version.

    Raises:
        StaleVersionError: somebody saved it since it was read.
    """
    statement = (
        sa.update(PollRow)
        .where(
            col(PollRow.sig_id) == sig_id,
            col(PollRow.id) == poll.id,
            col(PollRow.version) == poll.version,
        )
        .values(**_values(poll), version=poll.version + 1)
    )
    if not changed_one(session, statement):
        raise StaleVersionError(
            f"{poll.ref} was changed by somebody else in the meantime. Look at it "
            f"with /meeting poll {poll.number}, then change it again."
        )
    for slot in poll.slots:
        session.connection().execute(
            sa.update(PollSlotRow)
            .where(col(PollSlotRow.id) == slot.id)
            .values(starts_at=slot.starts_at)
        )
    return replace(poll, version=poll.version + 1)


def set_meeting(session: Session, poll_id: int, meeting_id: int) -> None:
    """Note which meeting a poll has made."""
    statement = (
        sa.update(PollRow)
        .where(col(PollRow.id) == poll_id)
        .values(meeting_id=meeting_id)
    )
    session.connection().execute(statement)


def ballots(session: Session, sig_id: int, poll_id: int) -> tuple[Ballot, ...]:
    """Return all answers to a poll, with what their authors speak for now."""
    keys = _cluster_keys(session, sig_id)
    query = (
        select(PollAnswerRow, MembershipRow.cluster_id, PersonRow.state)
        .join(PollSlotRow, col(PollSlotRow.id) == PollAnswerRow.slot_id)
        .join(PersonRow, col(PersonRow.id) == PollAnswerRow.person_id)
        .outerjoin(
            MembershipRow,
            sa.and_(
                col(MembershipRow.person_id) == PollAnswerRow.person_id,
                col(MembershipRow.sig_id) == sig_id,
            ),
        )
        .where(PollSlotRow.poll_id == poll_id)
        .order_by(col(PollAnswerRow.slot_id), col(PollAnswerRow.person_id))
        .execution_options(populate_existing=True)
    )
    return tuple(
        Ballot(
            slot_id=row.slot_id,
            person_id=row.person_id,
            answer=row.answer,
            cluster=keys.get(row.cluster_id or 0),
            speaks_for=keys.get(now or 0) if state is PersonState.ACTIVE else None,
        )
        for row, now, state in session.exec(query)
    )


def answers_of(
    session: Session, poll_id: int, person_id: int
) -> Mapping[int, PollAnswer]:
    """Return what one person answered, by the id of the time."""
    query = (
        select(PollAnswerRow.slot_id, PollAnswerRow.answer)
        .join(PollSlotRow, col(PollSlotRow.id) == PollAnswerRow.slot_id)
        .where(PollSlotRow.poll_id == poll_id, PollAnswerRow.person_id == person_id)
    )
    return {slot_id: PollAnswer(said) for slot_id, said in session.exec(query)}


def answer(
    session: Session,
    poll: Poll,
    answers: Mapping[int, PollAnswer],
    *,
    person_id: int,
    cluster_id: int,
) -> None:
    """Store one person's answers in place of those they gave before."""
    ours = [slot.id for slot in poll.slots]
    session.connection().execute(
        sa.delete(PollAnswerRow).where(
            col(PollAnswerRow.person_id) == person_id,
            col(PollAnswerRow.slot_id).in_(ours),
        )
    )
    for slot_id, said in answers.items():
        insert_new(
            session,
            PollAnswerRow,
            slot_id=slot_id,
            person_id=person_id,
            cluster_id=cluster_id,
            answer=said,
        )


def answerers(session: Session, poll_id: int) -> frozenset[int]:
    """Return the ids of the people who have answered."""
    query = (
        select(PollAnswerRow.person_id)
        .join(PollSlotRow, col(PollSlotRow.id) == PollAnswerRow.slot_id)
        .where(PollSlotRow.poll_id == poll_id)
    )
    return frozenset(session.exec(query.distinct()))


def messages(
    session: Session, poll_id: int, kinds: Collection[MessageKind]
) -> tuple[Message, ...]:
    """Return the messages about a poll, the oldest first."""
    found = (outbox.by_key(session, row.key) for row in _rows(session, poll_id, kinds))
    return tuple(each for each in found if each is not None)


def plan(
    session: Session,
    poll_id: int,
    wanted: Iterable[Message],
    *,
    kinds: Collection[MessageKind],
    now: datetime,
) -> None:
    """Let exactly these messages of these kinds wait; what was sent stays as it is.

    What is planned but not wanted any more is cancelled, what was cancelled and is
    wanted again waits again.
    """
    missing = {each.key: each for each in wanted}
    for row in _rows(session, poll_id, kinds):
        message = missing.pop(row.key, None)
        if row.state not in _UNSENT:
            continue
        if message is None:
            row.state, row.reason = MessageState.CANCELLED, "it was planned anew"
        elif row.state is MessageState.CANCELLED:
            row.state, row.reason = MessageState.PENDING, None
            row.due_at, row.not_after = max(message.due_at, now), message.not_after
    session.flush()
    for message in missing.values():
        outbox.enqueue(session, message)


def _rows(
    session: Session, poll_id: int, kinds: Collection[MessageKind]
) -> list[OutboxRow]:
    query = (
        select(OutboxRow)
        .where(
            OutboxRow.object_id == poll_id,
            col(OutboxRow.kind).in_([each.value for each in kinds]),
        )
        .order_by(col(OutboxRow.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.exec(query))


def _only(found: tuple[Poll, ...]) -> Poll:
    if not found:
        raise NotFoundError(_NONE)
    return found[0]


def _load(
    session: Session, sig_id: int, *conditions: sa.ColumnElement[bool]
) -> tuple[Poll, ...]:
    query = (
        select(PollRow, MeetingRow.number)
        .outerjoin(MeetingRow, col(MeetingRow.id) == PollRow.meeting_id)
        .where(PollRow.sig_id == sig_id, *conditions)
        .order_by(col(PollRow.number).desc())
        .execution_options(populate_existing=True)
    )
    found = session.exec(query).all()
    slots = _slots(session, [row.id for row, _ in found])
    return tuple(_poll(row, meeting, slots[row.id]) for row, meeting in found)


def _slots(session: Session, poll_ids: Collection[int]) -> defaultdict[int, list[Slot]]:
    query = (
        select(PollSlotRow)
        .where(col(PollSlotRow.poll_id).in_(poll_ids))
        .order_by(col(PollSlotRow.position), col(PollSlotRow.id))
        .execution_options(populate_existing=True)
    )
    found: defaultdict[int, list[Slot]] = defaultdict(list)
    for row in session.exec(query):
        slot = Slot(
            id=row.id,
            position=row.position,
            starts_local=row.starts_local,
            starts_at=row.starts_at,
        )
        found[row.poll_id].append(slot)
    return found


def _cluster_keys(session: Session, sig_id: int) -> Mapping[int, str]:
    query = (
        select(ClusterRow.id, OrganisationRow.key)
        .join(OrganisationRow, col(OrganisationRow.id) == ClusterRow.organisation_id)
        .where(ClusterRow.sig_id == sig_id)
    )
    return {cluster_id: key or "" for cluster_id, key in session.exec(query)}


def _values(poll: Poll) -> dict[str, Any]:
    return {
        "title": poll.title,
        "zone": poll.zone,
        "duration_minutes": poll.duration_minutes,
        "mode": poll.mode,
        "join_url": poll.join_url,
        "place": poll.place,
        "deadline_at": poll.deadline_at,
        "state": poll.state,
        "author_id": poll.author_id,
    }


def _poll(row: PollRow, meeting: int | None, slots: list[Slot]) -> Poll:
    return Poll(
        id=row.id,
        number=row.number,
        title=row.title,
        zone=row.zone,
        duration_minutes=row.duration_minutes,
        mode=row.mode,
        join_url=row.join_url,
        place=row.place,
        deadline_at=row.deadline_at,
        state=row.state,
        author_id=row.author_id,
        meeting=meeting,
        slots=tuple(slots),
        version=row.version,
    )
