"""What is known of a meeting that runs or is over: what its minutes are made of."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from bot.domain import quorum
from bot.domain.actions import ActionItem
from bot.domain.clock import Clock
from bot.domain.errors import InvalidTransitionError, NotFoundError
from bot.domain.meetings import Meeting, MeetingStatus, MinutesStatus
from bot.domain.minutes import Done, Present, Record, require_started
from bot.domain.permissions import Permission
from bot.domain.references import Kind, parse
from bot.domain.sigs import Sig
from bot.services.agendas.hearing import reading_out
from bot.services.meetings.common import numbered
from bot.services.members import Caller, require_permission
from storage import actions as action_rows
from storage import clusters as cluster_rows
from storage import decisions as decision_rows
from storage import meetings as meeting_rows
from storage import minutes as rows
from storage import notes as note_rows
from storage.database import Database
from storage.directory import directory
from storage.successions.loading import lineage

_BEGUN = {MeetingStatus.IN_PROGRESS, MeetingStatus.HELD}


def material(db: Database, clock: Clock, *, caller: Caller, text: str = "") -> Record:
    """Return all that is known of a meeting, or of the one that runs or was last.

    Raises:
        InvalidInputError: the text is no name of a meeting.
        InvalidTransitionError: it has not begun, or was cancelled.
        NotFoundError: there is none, or the caller is not invited.
    """
    require_permission(clock, caller, Permission.READ_MINUTES)
    with db.read() as session:
        meeting = running_or_latest(session, caller, text)
        require_started(meeting)
        return record_of(session, caller.sig, meeting)


def running_or_latest(session: Session, caller: Caller, text: str) -> Meeting:
    """Return the meeting with this name; without one that which runs or was last.

    Raises:
        InvalidInputError: the text is no name of a meeting.
        NotFoundError: there is none, or the caller is not invited.
    """
    if text.strip():
        return numbered(session, caller, parse(text, Kind.MEETING))
    found = latest(session, caller)
    if found is None:
        raise NotFoundError(
            "No meeting has begun yet. The chair starts one with /meeting start."
        )
    return found


def latest(session: Session, caller: Caller) -> Meeting | None:
    """Return the meeting that runs, else the last one that was held."""
    begun = [
        each
        for each in meeting_rows.all_meetings(session, caller.sig.id)
        if each.status in _BEGUN and caller.actor.may_attend(each.number)
    ]
    return max(begun, key=_recent, default=None)


def _recent(meeting: Meeting) -> tuple[bool, float, int]:
    is_running = meeting.status is MeetingStatus.IN_PROGRESS
    return is_running, meeting.starts_at.timestamp(), meeting.number


def open_meeting(session: Session, caller: Caller) -> Meeting | None:
    """Return the meeting that new notes and decisions go to; None: there is none.

    The one that runs; after its end the last one, until its minutes are approved.
    """
    found = latest(session, caller)
    if found is None or found.minutes_status is MinutesStatus.APPROVED:
        return None
    return found


def require_open_meeting(session: Session, caller: Caller) -> Meeting:
    """Return the meeting that new notes go to.

    Raises:
        InvalidTransitionError: none runs, and the minutes of the last are approved.
    """
    found = open_meeting(session, caller)
    if found is None:
        raise InvalidTransitionError(
            "No meeting runs now, and the minutes of the last one are approved. "
            "The chair starts the next one with /meeting start."
        )
    return found


def record_of(session: Session, sig: Sig, meeting: Meeting) -> Record:
    """Return all that is known of a meeting of this group."""
    return Record(
        group=sig.name,
        meeting=meeting,
        present=_present(session, sig, meeting),
        notes=note_rows.of_meeting(session, meeting.id),
        decisions=decision_rows.of_meeting(session, meeting.id),
        actions=_actions(session, sig.id, meeting),
        read_out=_read_out(session, sig, meeting),
        versions=rows.versions(session, meeting.id),
        answers=rows.answers(session, meeting.id),
        approval=rows.approval(session, meeting.id),
    )


def _present(session: Session, sig: Sig, meeting: Meeting) -> Present:
    line, day = lineage(session, sig.id), meeting.starts_local.date()
    attendance = meeting.attendance
    count = quorum.counted(
        attendance.present,
        clusters=[each.key for each in cluster_rows.active(session, sig.id)],
        lineage=line,
        percent=sig.quorum_percent,
    )

    def names(keys: tuple[str, ...], day: date) -> tuple[str, ...]:
        return tuple(sorted({line.name_on(key, day) for key in keys}))

    return Present(
        clusters=names(attendance.present, day),
        apologies=names(attendance.apologies, day),
        guests=meeting.guests,
        externals=len(attendance.external_present),
        seats=count.seats,
        needed=count.needed,
        is_met=count.is_met if attendance.present else None,
    )


def _actions(session: Session, sig_id: int, meeting: Meeting) -> tuple[Done, ...]:
    found = action_rows.of_meeting(session, sig_id, meeting.number)
    return _named(session, sig_id, [each for _, each in found])


def _read_out(session: Session, sig: Sig, meeting: Meeting) -> tuple[Done, ...]:
    known = action_rows.all_actions(session, sig.id)
    return _named(session, sig.id, reading_out(session, sig, known, meeting))


def _named(
    session: Session, sig_id: int, actions: Iterable[ActionItem]
) -> tuple[Done, ...]:
    who = directory(session, sig_id)
    return tuple(
        Done(id=each.id, action=each, owner=who.names.get(each.owner or "", ""))
        for each in actions
    )
