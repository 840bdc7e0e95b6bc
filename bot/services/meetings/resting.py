"""What the chair decides of a meeting on a public holiday."""

from dataclasses import replace
from datetime import datetime, time

from sqlmodel import Session

from bot.domain import public_holidays, zones
from bot.domain.clock import Clock
from bot.domain.countries import COUNTRIES
from bot.domain.meeting_views import Choice, HolidayQuestion
from bot.domain.meetings import Meeting
from bot.domain.outbox import MessageKind
from bot.domain.permissions import Permission
from bot.services.meetings import changing, telling
from bot.services.meetings.common import numbered
from bot.services.members import Caller, require_permission
from storage import audit
from storage import series as series_rows
from storage.database import Database


def decide(
    db: Database, clock: Clock, *, caller: Caller, number: int, choice: Choice
) -> HolidayQuestion:
    """Keep a meeting on a holiday, move it to the next working day, or cancel it.

    Once it was decided, or the meeting changed otherwise, it stays as it is.

    Raises:
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: the group has no such meeting.
    """
    require_permission(clock, caller, Permission.SCHEDULE_MEETINGS)
    now = clock()
    with db.begin() as session:
        meeting = numbered(session, caller, number)
        asked = telling.question_of(session, caller.sig.id, meeting)
        is_open = meeting.status in telling.COMING and meeting.sequence == 0
        if not is_open or meeting.starts_at <= now:
            return asked
        if choice is Choice.KEEP:
            _note_kept(session, caller, meeting, now=now)
            return asked
        if choice is Choice.SKIP:
            decided = changing.call_off(
                session,
                caller.sig,
                meeting,
                reason=_reason(asked),
                actor_id=caller.person.id,
                now=now,
            )
        else:
            decided = changing.apply(
                session,
                caller.sig,
                _on_working_day(session, caller, meeting, reason=_reason(asked)),
                kind=MessageKind.MEETING_MOVED,
                actor_id=caller.person.id,
                now=now,
            )
    return replace(asked, meeting=decided)


def _on_working_day(
    session: Session, caller: Caller, meeting: Meeting, *, reason: str
) -> Meeting:
    series = series_rows.find(session, caller.sig.id, meeting.series_id or 0)
    countries = series.holiday_countries if series else ()
    day = meeting.starts_local.date()
    later = public_holidays.next_working_day(day, countries)
    clock_time: time = series.local_time if series else meeting.starts_local.time()
    moment = zones.resolve(datetime.combine(later, clock_time), meeting.zone)
    return replace(
        meeting,
        starts_local=moment.starts_local,
        starts_at=moment.starts_at,
        moved_from=day,
        note=reason,
    )


def _note_kept(
    session: Session, caller: Caller, meeting: Meeting, *, now: datetime
) -> None:
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb="kept on holiday",
        object_kind=changing.KIND,
        object_id=meeting.id,
        now=now,
    )


def _reason(asked: HolidayQuestion) -> str:
    said = "; ".join(
        f"{each.name} ({COUNTRIES.get(each.country, each.country)})"
        for each in asked.holidays
    )
    return f"Public holiday: {said}."[:300]
