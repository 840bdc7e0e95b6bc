"""Circulating minutes: everybody reads them, says they are right, or corrects."""

import re

from sqlmodel import Session

from bot.domain import minutes as rules
from bot.domain.clock import Clock
from bot.domain.errors import (
    InvalidTransitionError,
    NotFoundError,
    StaleVersionError,
)
from bot.domain.meetings import Meeting, MinutesStatus
from bot.domain.minutes import Answer, Correction, Record, TakesIn
from bot.domain.outbox import Message
from bot.domain.permissions import Permission
from bot.services.holding.material import record_of
from bot.services.meetings import reminding
from bot.services.meetings.common import numbered
from bot.services.members import Caller, require_permission
from bot.services.minutes import telling
from bot.services.minutes.writing import write
from storage import meetings as meeting_rows
from storage import minutes as rows
from storage import outbox
from storage import sigs as sig_rows
from storage.database import Database

_REVISION = re.compile(r":r(\d+):circulated")


def circulate(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    revision: int,
    body: str,
    takes_in: TakesIn,
) -> Record:
    """Send everybody the minutes; the same text twice is once.

    ``body`` is the text as it was shown, which began as version ``revision``.

    Raises:
        InvalidTransitionError: they are approved, or the meeting is not over.
        NotAllowedError: only chair, secretariat and editors do.
        NotFoundError: there is no such meeting.
        StaleVersionError: somebody wrote another text meanwhile.
    """
    require_permission(clock, caller, Permission.WRITE_MINUTES)
    tidied, now = rules.tidy_body(body), clock()
    with db.begin() as session:
        rows.lock(session, caller.sig.id, number)
        meeting = numbered(session, caller, number)
        status = rules.circulated(meeting)
        known = rows.versions(session, meeting.id)
        newest = known[-1] if known else None
        if newest is not None and newest.revision != revision:
            if newest.body == tidied:  # the same button, pressed twice
                return record_of(session, caller.sig, meeting)
            raise StaleVersionError(
                f"Somebody changed the minutes of {meeting.ref} since. Read them with "
                f"/meeting minutes {meeting.ref}, then circulate them."
            )
        if newest is None or newest.body != tidied:
            newest = write(
                session,
                caller,
                meeting,
                body=tidied,
                takes_in=takes_in,
                reason="As circulated",
            )
        rows.set_status(session, meeting.id, status)
        telling.circulate(
            session, caller.sig, meeting, revision=newest.revision, now=now
        )
        telling.refresh(session, caller.sig, meeting, now=now)
        telling.log(session, clock, caller, verb="circulated", meeting=meeting)
        reminding.replan(session, caller.sig.id, numbers={number}, now=now)
        return record_of(session, caller.sig, numbered(session, caller, number))


def agree(db: Database, clock: Clock, *, caller: Caller, number: int) -> Correction:
    """Note that the minutes look right to the caller; twice is once.

    Raises:
        InvalidTransitionError: they are not circulated, or approved already.
        NotFoundError: there is no such meeting, or the caller is not invited.
    """
    require_permission(clock, caller, Permission.READ_MINUTES)
    with db.begin() as session:
        meeting = _readable(session, caller, number)
        newest = rows.versions(session, meeting.id)[-1]
        source = f"minutes:{meeting.id}:r{newest.revision}:right:{caller.person.id}"
        answer = Answer(
            meeting_id=meeting.id,
            revision=newest.revision,
            person_id=caller.person.id,
        )
        return _store(session, clock, caller, meeting, answer=answer, source=source)


def to_correct(db: Database, clock: Clock, *, caller: Caller, number: int) -> Record:
    """Return the minutes to which the caller can propose a correction.

    Raises:
        InvalidTransitionError: they are not circulated, or approved already.
        NotFoundError: there is no such meeting, or the caller is not invited.
    """
    require_permission(clock, caller, Permission.READ_MINUTES)
    with db.read() as session:
        meeting = _readable(session, caller, number)
        return record_of(session, caller.sig, meeting)


def propose(
    db: Database, clock: Clock, *, caller: Caller, number: int, nonce: str, text: str
) -> Correction:
    """Store a correction that somebody proposes; the same nonce is the same one.

    Raises:
        InvalidInputError: it is empty or too long.
        InvalidTransitionError: they are not circulated, or approved already.
        NotFoundError: there is no such meeting, or the caller is not invited.
    """
    require_permission(clock, caller, Permission.READ_MINUTES)
    tidied = rules.tidy_correction(text)
    with db.begin() as session:
        meeting = _readable(session, caller, number)
        newest = rows.versions(session, meeting.id)[-1]
        answer = Answer(
            meeting_id=meeting.id,
            revision=newest.revision,
            person_id=caller.person.id,
            text=tidied,
        )
        source = f"minutes:{meeting.id}:{caller.person.id}:{nonce}"
        said = _store(session, clock, caller, meeting, answer=answer, source=source)
        if said.is_new:
            answer_id = rows.answer_id(session, source)
            telling.correction(session, caller.sig, answer_id=answer_id, now=clock())
        return said


def settle(db: Database, clock: Clock, *, caller: Caller, answer_id: int) -> Correction:
    """Note that a correction was dealt with; twice is once.

    Raises:
        NotAllowedError: only chair, secretariat and editors do.
        NotFoundError: there is no such correction in the group.
    """
    require_permission(clock, caller, Permission.WRITE_MINUTES)
    with db.begin() as session:
        answer, number = rows.answer(session, caller.sig.id, answer_id)
        meeting = numbered(session, caller, number)
        is_new = rows.settle(session, answer_id)
        if is_new:
            telling.log(session, clock, caller, verb="settled", meeting=meeting)
            telling.refresh(session, caller.sig, meeting, now=clock())
        record = record_of(session, caller.sig, meeting)
    return Correction(record=record, answer=answer, is_new=is_new)


def for_message(db: Database, message: Message) -> tuple[Record, int] | None:
    """Return the minutes that a message circulates, and which version it is about."""
    revision = _REVISION.search(message.key)
    with db.read() as session:
        found = meeting_rows.find_by_id(session, message.object_id)
        if found is None or found[0] != message.sig_id or revision is None:
            return None
        record = record_of(session, sig_rows.get(session, found[0]), found[1])
    return record, int(revision[1])


def circulated_message(db: Database, message: Message) -> Message | None:
    """Return the message that circulated the version another one speaks of."""
    key = message.key.partition(":circulated")[0]
    with db.read() as session:
        return outbox.by_key(session, f"{key}:circulated")


def correction_for_message(db: Database, message: Message) -> Correction | None:
    """Return the correction that somebody is told of, while it waits."""
    with db.read() as session:
        try:
            answer, number = rows.answer(session, message.sig_id, message.object_id)
        except NotFoundError:
            return None
        meeting = meeting_rows.find(session, message.sig_id, number)
        if meeting is None or answer.is_settled:
            return None
        record = record_of(session, sig_rows.get(session, message.sig_id), meeting)
    return Correction(record=record, answer=answer)


def _readable(session: Session, caller: Caller, number: int) -> Meeting:
    meeting = numbered(session, caller, number)
    rules.require_open(meeting)
    if meeting.minutes_status is not MinutesStatus.CIRCULATED:
        raise InvalidTransitionError(
            f"The minutes of {meeting.ref} are still being written. You will find them "
            "in the channel."
        )
    return meeting


def _store(
    session: Session,
    clock: Clock,
    caller: Caller,
    meeting: Meeting,
    *,
    answer: Answer,
    source: str,
) -> Correction:
    is_new = rows.add_answer(session, answer, source=source)
    if is_new:
        verb = "proposed a correction" if answer.text else "agreed"
        telling.log(session, clock, caller, verb=verb, meeting=meeting)
        telling.refresh(session, caller.sig, meeting, now=clock())
    record = record_of(session, caller.sig, meeting)
    return Correction(record=record, answer=answer, is_new=is_new)
