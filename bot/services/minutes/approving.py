"""Approving minutes: from then on nothing in them changes."""

from sqlmodel import Session

from bot.domain import minutes as rules
from bot.domain.clock import Clock
from bot.domain.errors import InvalidTransitionError, StaleVersionError
from bot.domain.meetings import Meeting, MeetingStatus, MinutesStatus
from bot.domain.minutes import Record
from bot.domain.permissions import Permission
from bot.services.holding.material import record_of
from bot.services.meetings import reminding
from bot.services.meetings.common import numbered
from bot.services.members import Caller, require_permission, today
from bot.services.minutes import telling
from storage import meetings as meeting_rows
from storage import minutes as rows
from storage.database import Database


def approve(
    db: Database, clock: Clock, *, caller: Caller, number: int, revision: int
) -> Record:
    """Approve the text that the caller saw; twice is once.

    Where another meeting runs just now, that is where they are approved.

    Raises:
        InvalidTransitionError: they were not circulated, corrections are open, or
            something was noted after the text.
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: there is no such meeting.
        StaleVersionError: somebody changed the text since the caller saw it.
    """
    require_permission(clock, caller, Permission.APPROVE_MINUTES)
    now = clock()
    with db.begin() as session:
        rows.lock(session, caller.sig.id, number)
        meeting = numbered(session, caller, number)
        status, record = (
            rules.approved(meeting),
            record_of(session, caller.sig, meeting),
        )
        if meeting.minutes_status is MinutesStatus.APPROVED:
            return record
        _require_finished(record, revision)
        rows.set_status(session, meeting.id, status)
        rows.approve(
            session,
            meeting.id,
            revision=revision,
            on=today(clock, caller.sig),
            in_meeting_id=_running(session, caller, meeting),
            person_id=caller.person.id,
        )
        telling.refresh(session, caller.sig, meeting, now=now)
        telling.log(session, clock, caller, verb="approved", meeting=meeting)
        reminding.replan(session, caller.sig.id, numbers={number}, now=now)
        return record_of(session, caller.sig, numbered(session, caller, number))


def _require_finished(record: Record, revision: int) -> None:
    ref, newest = record.meeting.ref, record.newest
    if newest is None or newest.revision != revision:
        raise StaleVersionError(
            f"Somebody changed the minutes of {ref} since you saw them. Read them with "
            f"/meeting minutes {ref} first."
        )
    if record.corrections:
        raise InvalidTransitionError(
            f"Corrections to the minutes of {ref} are still open: "
            f"{len(record.corrections)}. Take each in or press Settled: "
            f"/meeting minutes {ref}."
        )
    if record.takes_in != newest.takes_in and _is_later(record):
        raise InvalidTransitionError(
            f"Something was noted in {ref} after this text was written. Circulate the "
            "minutes once more, so that everybody can read it."
        )


def _is_later(record: Record) -> bool:
    """Whether something was noted that the newest text does not have."""
    has, newest = record.takes_in, record.newest
    if newest is None:
        return True
    taken = newest.takes_in
    return (
        has.note > taken.note
        or has.decision > taken.decision
        or has.action > taken.action
    )


def _running(session: Session, caller: Caller, meeting: Meeting) -> int | None:
    """Return the id of the meeting that runs while another's minutes are approved."""
    for each in meeting_rows.all_meetings(session, caller.sig.id):
        if each.status is MeetingStatus.IN_PROGRESS and each.id != meeting.id:
            return each.id
    return None
