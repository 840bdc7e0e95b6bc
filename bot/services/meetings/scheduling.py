"""Schedules a meeting or a series, and keeps the next meetings of a series ready."""

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain import zones
from bot.domain.clock import Clock
from bot.domain.errors import InvalidInputError
from bot.domain.meeting_views import Preview, Scheduled
from bot.domain.meetings import Meeting, MeetingStatus, MinutesStatus
from bot.domain.permissions import Permission
from bot.domain.recurrence import Fate, OnHoliday, Series, Turn
from bot.domain.recurrence import meetings as turns_that_meet
from bot.domain.recurrence import preview as next_turns
from bot.domain.registers.typed import Typed, Values
from bot.domain.schedules import Details, Mode, Repeats, Schedule, read_schedule
from bot.domain.sigs import Sig
from bot.services.meetings import changing, telling, zone_changes
from bot.services.members import Caller, require_permission
from storage import audit, inbound, sigs
from storage import members as member_rows
from storage import series as rows
from storage.database import Database

logger = logging.getLogger(__name__)
_USUAL_MINUTES = 90
_NEVER = "This rule never comes to a meeting. Please look at its days and its months."
Filled = Mapping[str, str | tuple[str, ...]]


def blank(db: Database, clock: Clock, *, caller: Caller) -> Filled:
    """Return the form as it is before anything is typed.

    Raises:
        NotAllowedError: only the chair and the secretariat may.
    """
    require_permission(clock, caller, Permission.SCHEDULE_MEETINGS)
    with db.read() as session:
        sig = sigs.get(session, caller.sig.id)
    return {
        "title": f"{sig.name} meeting",
        "zone": sig.zone,
        "duration": str(_USUAL_MINUTES),
        "mode": Mode.ONLINE.value,
        "repeats": Repeats.WEEKDAY.value,
        "every": "1",
        "holiday_countries": sig.holiday_countries,
        "on_holiday": OnHoliday.SKIP.value,
    }


def preview(db: Database, clock: Clock, *, caller: Caller, typed: Values) -> Preview:
    """Return what the form comes to: the next dates, and what is to be known of them.

    Raises:
        InvalidInputError: with a sentence per field.
        NotAllowedError: only the chair and the secretariat may.
    """
    require_permission(clock, caller, Permission.SCHEDULE_MEETINGS)
    now = clock()
    schedule, turns = _read(typed, now=now)
    with db.read() as session:
        people = people_by_zone(session, caller.sig)
    return Preview(schedule=schedule, turns=turns, people=people)


def schedule(
    db: Database, clock: Clock, *, caller: Caller, nonce: str, typed: Values
) -> Scheduled:
    """Save a meeting or a series with its first meetings; the same nonce does it once.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: only the chair and the secretariat may.
    """
    require_permission(clock, caller, Permission.SCHEDULE_MEETINGS)
    now = clock()
    read, _ = _read(typed, now=now)
    source = f"schedule:{caller.sig.id}:{nonce}"
    with db.begin() as session:
        sig = sigs.get(session, caller.sig.id)
        if not inbound.first_time(session, source, now):
            return _scheduled_before(session, sig, source)
        if read.series is None:
            once = replace(_meeting(read.details), note=read.note)
            actor_id = caller.person.id
            made = changing.create(session, sig, once, actor_id=actor_id, now=now)
            return Scheduled(meetings=(made,), sig=sig)
        return add_series(
            session,
            sig,
            read.series,
            actor_id=caller.person.id,
            source=source,
            now=now,
        )


def add_series(
    session: Session,
    sig: Sig,
    series: Series,
    *,
    actor_id: int | None,
    source: str,
    now: datetime,
) -> Scheduled:
    """Store a series, say so, and make its first meetings."""
    added = rows.add(session, sig.id, series, source=source)
    audit.record(
        session,
        sig.id,
        actor_id,
        verb="scheduled",
        object_kind="meeting_series",
        object_id=added.id,
        now=now,
    )
    telling.announce_series(session, sig, added, now=now)
    made = _top_up_one(session, sig, added, now=now, actor_id=actor_id)
    return Scheduled(meetings=made, series=added, sig=sig)


def top_up(session: Session, sig_id: int, now: datetime) -> tuple[Meeting, ...]:
    """Make the meetings that the group's series should have by now.

    Calling it again, or in two processes at once, makes nothing twice: each series is
    locked, and each of its days has one meeting, whatever became of it.
    """
    sig = sigs.get(session, sig_id)
    zone_changes.follow(session, sig, now=now)
    made: list[Meeting] = []
    for series in rows.of_group(session, sig_id):
        if series.ends_on is not None and series.ends_on < now.date():
            continue
        if not zones.is_known(series.zone):
            # It must not keep the other groups waiting; its card says what to do.
            logger.warning("Series %s: no time zone of this name", series.id)
            continue
        made += _top_up_one(session, sig, series, now=now, actor_id=None)
    return tuple(made)


def people_by_zone(session: Session, sig: Sig) -> Mapping[str, int]:
    """Count the members of a group by their time zone; unknown ones are at home."""
    roster = member_rows.roster(session, sig.id)
    return Counter(member.person.zone or sig.zone for member in roster)


def _top_up_one(
    session: Session,
    sig: Sig,
    series: Series,
    *,
    now: datetime,
    actor_id: int | None,
) -> tuple[Meeting, ...]:
    """Make the meetings that one series lacks; nobody else does so meanwhile."""
    if not _missing(session, sig, series, now=now):
        return ()  # most of the time, and without waiting for a lock
    locked = rows.lock(session, sig.id, series.id)
    made = []
    for turn in _missing(session, sig, locked, now=now):
        new = replace(_from_rule(locked, turn), occurs_on=turn.occurs_on)
        added = changing.create(session, sig, new, actor_id=actor_id, now=now)
        if turn.fate is Fate.ASKS:
            telling.ask_about_holiday(session, sig, added, now=now)
        made.append(added)
    return tuple(made)


def _missing(
    session: Session, sig: Sig, series: Series, *, now: datetime
) -> list[Turn]:
    """Return the turns that should have a meeting by now; cancelled ones count not."""
    there = rows.days(session, sig.id, series.id)
    missing, ready = [], 0
    for turn in turns_that_meet(series, after=now):
        if turn.occurs_on not in there:
            missing.append(turn)
        ready += there.get(turn.occurs_on, MeetingStatus.SCHEDULED) in telling.COMING
        if ready >= series.ahead:
            break
    return missing


def _scheduled_before(session: Session, sig: Sig, source: str) -> Scheduled:
    """Return what the same form made when it was sent first."""
    series = rows.by_source(session, source)
    return Scheduled(meetings=(), series=series, sig=sig)


def _from_rule(series: Series, turn: Turn) -> Meeting:
    moment = turn.moment or zones.resolve(
        datetime.combine(turn.occurs_on, series.local_time), series.zone
    )
    details = Details(
        title=series.title,
        moment=moment,
        wall=moment.starts_local,
        duration_minutes=series.duration_minutes,
        mode=series.mode,
        join_url=series.join_url,
        place=series.place,
    )
    return replace(_meeting(details), series_id=series.id)


def _read(typed: Values, *, now: datetime) -> tuple[Schedule, tuple[Turn, ...]]:
    form = Typed(typed)
    found = read_schedule(form, now=now)
    form.require()
    if found.series is None:
        once = found.details.moment
        day = once.starts_local.date()
        wall = found.details.wall
        return found, (Turn(occurs_on=day, fate=Fate.MEETS, moment=once, wall=wall),)
    turns = next_turns(found.series, after=now)
    if not turns:
        raise InvalidInputError({"repeats": _NEVER})
    return found, turns


def _meeting(details: Details) -> Meeting:
    return Meeting(
        number=0,
        title=details.title,
        starts_local=details.moment.starts_local,
        zone=details.moment.zone,
        starts_at=details.moment.starts_at,
        duration_minutes=details.duration_minutes,
        mode=details.mode,
        join_url=details.join_url,
        place=details.place,
        status=MeetingStatus.SCHEDULED,
        minutes_status=MinutesStatus.NONE,
    )
