"""Lists the meetings of a group, and reads one."""

from datetime import datetime

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.meeting_views import Listed, Shown, Which
from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.permissions import Permission, may
from bot.services import rsvps
from bot.services.meetings.common import asked, numbered
from bot.services.members import Caller, require_permission, today
from storage import meetings as rows
from storage import series as series_rows
from storage import sigs as sig_rows
from storage.database import Database


def listed(db: Database, clock: Clock, *, caller: Caller, which: Which) -> Listed:
    """Return the meetings that the caller may attend.

    Raises:
        NotAllowedError: only people of the group may.
    """
    require_permission(clock, caller, Permission.READ_MEETINGS)
    now = clock()
    with db.read() as session:
        found = [
            each
            for each in rows.all_meetings(session, caller.sig.id)
            if _kind(each, now) is which and caller.actor.may_attend(each.number)
        ]
    found.sort(
        key=lambda each: (each.starts_at, each.number),
        reverse=which is not Which.COMING,
    )
    return Listed(
        which=which,
        meetings=tuple(found),
        may_schedule=_may_schedule(clock, caller),
    )


def show(db: Database, clock: Clock, *, caller: Caller, text: str) -> Shown:
    """Return the meeting called ``M-4``; with no name the running or next one.

    Raises:
        InvalidInputError: the text is not such a name.
        NotAllowedError: only people of the group may.
        NotFoundError: the group has no such meeting, or the caller is not invited.
    """
    require_permission(clock, caller, Permission.READ_MEETINGS)
    with db.read() as session:
        meeting = asked(session, caller, text, now=clock())
        return _shown(session, clock, caller, meeting=meeting)


def read(db: Database, clock: Clock, *, caller: Caller, number: int) -> Shown:
    """Return one meeting by its number.

    Raises:
        NotAllowedError: only people of the group may.
        NotFoundError: the group has no such meeting, or the caller is not invited.
    """
    require_permission(clock, caller, Permission.READ_MEETINGS)
    with db.read() as session:
        meeting = numbered(session, caller, number)
        return _shown(session, clock, caller, meeting=meeting)


def for_card(db: Database, sig_id: int, meeting: Meeting) -> Shown:
    """Return what the card of a meeting says that the whole channel reads."""
    with db.read() as session:
        sig = sig_rows.get(session, sig_id)
        forecast = rsvps.forecast_of(session, sig, meeting)
        return Shown(meeting=meeting, forecast=forecast)


def _shown(
    session: Session, clock: Clock, caller: Caller, *, meeting: Meeting
) -> Shown:
    return Shown(
        meeting=meeting,
        series=series_rows.find(session, caller.sig.id, meeting.series_id or 0),
        forecast=rsvps.forecast_of(session, caller.sig, meeting),
        may_change=_may_schedule(clock, caller),
        is_over=meeting.ends_at <= clock(),
    )


def _kind(meeting: Meeting, now: datetime) -> Which:
    if meeting.status is MeetingStatus.CANCELLED:
        return Which.CANCELLED
    is_past = meeting.status is MeetingStatus.HELD or (
        meeting.status is not MeetingStatus.IN_PROGRESS and meeting.ends_at <= now
    )
    return Which.PAST if is_past else Which.COMING


def _may_schedule(clock: Clock, caller: Caller) -> bool:
    day = today(clock, caller.sig)
    return may(caller.actor, Permission.SCHEDULE_MEETINGS, today=day)
