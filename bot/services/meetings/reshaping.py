"""Changes or ends a series from one of its meetings on."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import InvalidInputError
from bot.domain.meeting_views import Ended, Reshaping, Versions
from bot.domain.meetings import Meeting
from bot.domain.outbox import Message
from bot.domain.permissions import Permission
from bot.domain.recurrence import Series, Turn
from bot.domain.recurrence import preview as next_turns
from bot.domain.registers.typed import Typed, Values
from bot.domain.reshaping import Reshaped, following, from_the_first, reshape
from bot.domain.schedules import Scope, read_reason, read_schedule
from bot.domain.sigs import Sig
from bot.services.meetings import changing, reminding, scheduling, telling
from bot.services.meetings.common import numbered
from bot.services.members import Caller, require_permission
from storage import audit, inbound, sigs
from storage import meeting_rows as rows
from storage import meetings as meeting_rows
from storage import series as series_rows
from storage.database import Database

_ALONE = "This meeting belongs to no series. Change it alone."
_ONCE = "Choose how it repeats. To end a series, use /meeting cancel."
_NEVER = "This rule never comes to a meeting. Please look at its days and its months."
_WHY = "Please say why in a few words: everybody reads it."
_SURPLUS = "The series has no meeting on this day any more."


def preview(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    scope: Scope,
    typed: Values,
) -> Reshaping:
    """Return what a change of the series comes to.

    Raises:
        InvalidInputError: with a sentence per field.
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: the group has no such meeting.
    """
    require_permission(clock, caller, Permission.SCHEDULE_MEETINGS)
    with db.read() as session:
        plan = _plan(
            session, clock, caller=caller, number=number, scope=scope, typed=typed
        )
        return _shown(session, caller.sig, plan, now=clock())


def save(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    scope: Scope,
    seen: Versions,
    nonce: str,
    typed: Values,
) -> Reshaping:
    """Let a new rule take the place of the old one; the same nonce does it once.

    What was held, cancelled or moved alone stays as it is; the others keep their
    numbers and follow. The old rule ends the day before.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: the group has no such meeting.
    """
    require_permission(clock, caller, Permission.SCHEDULE_MEETINGS)
    now = clock()
    source = f"reshape:{caller.sig.id}:{nonce}"
    with db.begin() as session:
        before = numbered(session, caller, number)
        done = series_rows.by_source(session, source)
        if done is not None:
            people = scheduling.people_by_zone(session, caller.sig)
            return Reshaping(meeting=before, series=done, people=people)
        _first_day(before)
        series_rows.lock(session, caller.sig.id, before.series_id or 0)
        plan = _plan(
            session, clock, caller=caller, number=number, scope=scope, typed=typed
        )
        shown = _shown(session, caller.sig, plan, now=now)
        if shown.seen != seen:
            return replace(shown, is_stale=True)
        new = _store(session, caller, plan, source=source, now=now)
    return replace(shown, series=new)


def end(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    version: int,
    typed: Values,
) -> Ended:
    """Call off a meeting and all that follow it in its series; again changes nothing.

    Raises:
        InvalidInputError: no reason is given, or the meeting belongs to no series.
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: the group has no such meeting.
    """
    require_permission(clock, caller, Permission.SCHEDULE_MEETINGS)
    form, now = Typed(typed), clock()
    reason = read_reason(form, missing=_WHY)
    form.require()
    with db.begin() as session:
        meeting = numbered(session, caller, number)
        first = _first_day(meeting)
        old = series_rows.lock(session, caller.sig.id, meeting.series_id or 0)
        if old.ends_on is not None and old.ends_on < first:
            return Ended(meeting=meeting)  # the same twice
        if meeting.version != version:
            return Ended(meeting=meeting, is_stale=True)
        sig, actor_id = sigs.get(session, caller.sig.id), caller.person.id
        ended = series_rows.change(
            session, sig.id, replace(old, ends_on=first - timedelta(days=1))
        )
        called_off = tuple(
            _drop(session, sig, each, reason=reason, actor_id=actor_id, now=now)
            for each in _from(session, sig, old, first)
            if each.status in telling.COMING
        )
        news = telling.end_series(session, sig, ended, now=now)
        for each in called_off:
            telling.withdrawn(session, sig, each, news=news)
        _log(session, caller, ended, verb="ended", now=now)
    return Ended(meeting=meeting, called_off=called_off)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    meeting: Meeting
    old: Series
    new: Series
    first: date
    does: Reshaped
    reason: str


def _plan(
    session: Session,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    scope: Scope,
    typed: Values,
) -> _Plan:
    now, sig = clock(), caller.sig
    meeting = numbered(session, caller, number)
    old = series_rows.find(session, sig.id, meeting.series_id or 0)
    if old is None:
        raise InvalidInputError({"day": _ALONE})
    form = Typed(typed)
    read = read_schedule(form, now=now)
    reason = read_reason(form)
    if read.series is None:
        form.complain("repeats", _ONCE)
    form.require()
    new = replace(read.series or old, replaces_id=old.id)
    first = _first_day(meeting)
    if scope is Scope.ALL:
        coming = _coming_days(session, sig, old, now)
        before = sum(day < first for day in coming)
        first = min([first, *coming])
        new = from_the_first(new, before=before, after=now)
    does = reshape(_from(session, sig, old, first), new, after=now)
    return _Plan(
        meeting=meeting, old=old, new=new, first=first, does=does, reason=reason
    )


def _shown(session: Session, sig: Sig, plan: _Plan, *, now: datetime) -> Reshaping:
    turns = next_turns(plan.new, after=now)
    if not turns:
        raise InvalidInputError({"repeats": _NEVER})
    return Reshaping(
        meeting=plan.meeting,
        series=plan.new,
        turns=turns,
        moved=plan.does.moved,
        kept=tuple(meeting for meeting, _ in plan.does.kept),
        surplus=plan.does.surplus,
        people=scheduling.people_by_zone(session, sig),
        seen=Versions(meeting=plan.meeting.version, series=plan.old.version),
    )


def _store(
    session: Session, caller: Caller, plan: _Plan, *, source: str, now: datetime
) -> Series:
    sig, actor_id = sigs.get(session, caller.sig.id), caller.person.id
    inbound.first_time(session, source, now)
    last = plan.first - timedelta(days=1)
    series_rows.change(session, sig.id, replace(plan.old, ends_on=last))
    new = series_rows.add(session, sig.id, plan.new, source=source)
    news = telling.announce_series(session, sig, new, now=now)
    for meeting, turn in plan.does.moved:
        changed = following(meeting, turn, new)
        changed = replace(changed, note=plan.reason or meeting.note)
        _carry(session, sig, changed, news=news, now=now)
    for meeting, kept_turn in plan.does.kept:
        _keep(session, sig, meeting, kept_turn, series=new)
    for meeting in plan.does.surplus:
        dropped = _drop(
            session, sig, meeting, reason=_SURPLUS, actor_id=actor_id, now=now
        )
        telling.withdrawn(session, sig, dropped, news=news)
    _log(session, caller, new, verb="changed", now=now)
    scheduling.top_up(session, sig.id, now)
    return new


def _carry(
    session: Session, sig: Sig, meeting: Meeting, *, news: Message, now: datetime
) -> None:
    changed = replace(meeting, sequence=meeting.sequence + 1)
    saved = rows.change(session, sig.id, changed)
    telling.carried_over(session, sig, saved, news=news, now=now)
    reminding.replan(session, sig.id, numbers=[saved.number], now=now)


def _keep(
    session: Session, sig: Sig, meeting: Meeting, turn: Turn | None, *, series: Series
) -> None:
    """Let a meeting that stays as it is take its turn of the new rule."""
    if turn is not None:
        place = replace(meeting, series_id=series.id, occurs_on=turn.occurs_on)
        rows.change(session, sig.id, place)


def _drop(
    session: Session,
    sig: Sig,
    meeting: Meeting,
    *,
    reason: str,
    actor_id: int | None,
    now: datetime,
) -> Meeting:
    return changing.call_off(
        session,
        sig,
        meeting,
        reason=reason,
        actor_id=actor_id,
        now=now,
        is_told=False,
    )


def _coming_days(
    session: Session, sig: Sig, series: Series, now: datetime
) -> list[date]:
    found = _from(session, sig, series, date.min)
    return [_first_day(each) for each in found if each.starts_at > now]


def _from(
    session: Session, sig: Sig, series: Series, first: date
) -> tuple[Meeting, ...]:
    """Return the meetings of a series from one of its days on."""
    return tuple(
        each
        for each in meeting_rows.all_meetings(session, sig.id)
        if each.series_id == series.id
        and each.occurs_on is not None
        and each.occurs_on >= first
    )


def _first_day(meeting: Meeting) -> date:
    """Return the day of its rule from which on a change holds.

    Raises:
        InvalidInputError: it belongs to no series.
    """
    if meeting.series_id is None or meeting.occurs_on is None:
        raise InvalidInputError({"scope": _ALONE})
    return meeting.occurs_on


def _log(
    session: Session, caller: Caller, series: Series, *, verb: str, now: datetime
) -> None:
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb=verb,
        object_kind="meeting_series",
        object_id=series.id,
        now=now,
    )
