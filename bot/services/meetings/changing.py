"""Adds a meeting, moves it, cancels it, opens it again."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import InvalidInputError, InvalidTransitionError
from bot.domain.meeting_views import Changed
from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.outbox import MessageKind
from bot.domain.permissions import Permission
from bot.domain.registers.typed import Typed, Values
from bot.domain.schedules import Details, read_details, read_reason
from bot.domain.sigs import Sig
from bot.services import agendas
from bot.services.meetings import reminding, telling
from bot.services.meetings.common import asked, numbered
from bot.services.members import Caller, require_permission
from storage import audit
from storage import meeting_rows as rows
from storage import series as series_rows
from storage.database import Database

KIND = "meeting"
_WHICH = "Which one? /meeting list cancelled shows those that were cancelled."
_WHY = "Please say why in a few words: everybody reads it."


def create(
    session: Session,
    sig: Sig,
    meeting: Meeting,
    *,
    actor_id: int | None,
    now: datetime,
) -> Meeting:
    """Add one meeting with its announcement and its reminders; return it numbered.

    Called in the transaction of whoever schedules it; ``actor_id`` is a person's id,
    None where the program goes on with a series.
    """
    added = rows.add(session, sig.id, meeting)
    _log(session, sig, added, verb="scheduled", actor_id=actor_id, now=now)
    telling.announce(session, sig, added, now=now)
    reminding.replan(session, sig.id, numbers=[added.number], now=now)
    agendas.pick_up(session, sig.id, now=now)
    return added


def editable(db: Database, clock: Clock, *, caller: Caller, text: str) -> Changed:
    """Return a meeting that can be moved or cancelled, with its series.

    Raises:
        InvalidTransitionError: it is over, runs, or was cancelled.
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: the group has no such meeting.
    """
    require_permission(clock, caller, Permission.SCHEDULE_MEETINGS)
    with db.read() as session:
        meeting = asked(session, caller, text, now=clock())
        _require_coming(meeting)
        series = series_rows.find(session, caller.sig.id, meeting.series_id or 0)
    return Changed(meeting=meeting, series=series)


def move(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    version: int,
    typed: Values,
) -> Changed:
    """Give one meeting another time, place or title; of a series, this one alone.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        InvalidTransitionError: it is over, runs, or was cancelled.
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: the group has no such meeting.
    """
    require_permission(clock, caller, Permission.SCHEDULE_MEETINGS)
    form, now = Typed(typed), clock()
    with db.begin() as session:
        stored = numbered(session, caller, number)
        details = read_details(form, now=now, known=stored)
        reason = read_reason(form)
        form.require()
        if details.fits(stored):
            return Changed(meeting=stored)  # nothing new, or the same save twice
        _require_coming(stored)
        if stored.version != version:
            return Changed(meeting=stored, is_stale=True)
        changed = _with(stored, details, reason=reason)
        is_moved = details.is_moved(stored)
        kind = MessageKind.MEETING_MOVED if is_moved else MessageKind.MEETING_CHANGED
        saved = apply(
            session, caller.sig, changed, kind=kind, actor_id=caller.person.id, now=now
        )
    return Changed(meeting=saved, is_new=True)


def check_move(
    db: Database, clock: Clock, *, caller: Caller, number: int, typed: Values
) -> Changed:
    """Look at what was typed before the whole series follows it.

    Raises:
        InvalidInputError: with a sentence per field.
        InvalidTransitionError: it is over, runs, or was cancelled.
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: the group has no such meeting.
    """
    require_permission(clock, caller, Permission.SCHEDULE_MEETINGS)
    form = Typed(typed)
    with db.read() as session:
        stored = numbered(session, caller, number)
        read_details(form, now=clock(), known=stored)
        read_reason(form)
        form.require()
        _require_coming(stored)
        series = series_rows.find(session, caller.sig.id, stored.series_id or 0)
    return Changed(meeting=stored, series=series)


def cancel(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    version: int,
    typed: Values,
) -> Changed:
    """Call a meeting off, with a reason; again changes nothing.

    Raises:
        InvalidInputError: no reason is given, or too long a one.
        InvalidTransitionError: it is over, or runs.
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: the group has no such meeting.
    """
    require_permission(clock, caller, Permission.SCHEDULE_MEETINGS)
    form, now = Typed(typed), clock()
    reason = read_reason(form, missing=_WHY)
    form.require()
    with db.begin() as session:
        stored = numbered(session, caller, number)
        if stored.status is MeetingStatus.CANCELLED:
            return Changed(meeting=stored)
        _require_coming(stored)
        if stored.version != version:
            return Changed(meeting=stored, is_stale=True)
        saved = call_off(
            session,
            caller.sig,
            stored,
            reason=reason,
            actor_id=caller.person.id,
            now=now,
        )
    return Changed(meeting=saved, is_new=True)


def reopen(db: Database, clock: Clock, *, caller: Caller, text: str) -> Changed:
    """Let a cancelled meeting take place after all; again changes nothing.

    Raises:
        InvalidInputError: no meeting is named.
        InvalidTransitionError: it was held, or its time is over.
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: the group has no such meeting.
    """
    require_permission(clock, caller, Permission.SCHEDULE_MEETINGS)
    now = clock()
    if not text.strip():
        raise InvalidInputError({"reference": _WHICH})
    with db.begin() as session:
        stored = asked(session, caller, text, now=now)
        if stored.status is not MeetingStatus.CANCELLED:
            _require_coming(stored)
            return Changed(meeting=stored)
        if stored.starts_at <= now:
            raise InvalidTransitionError(
                f"The time of {stored.ref} is over. /meeting schedule plans another."
            )
        saved = apply(
            session,
            caller.sig,
            replace(stored, status=MeetingStatus.SCHEDULED, cancelled_reason=""),
            kind=MessageKind.MEETING_REOPENED,
            actor_id=caller.person.id,
            now=now,
        )
    return Changed(meeting=saved, is_new=True)


def call_off(
    session: Session,
    sig: Sig,
    meeting: Meeting,
    *,
    reason: str,
    actor_id: int | None,
    now: datetime,
    is_told: bool = True,
) -> Meeting:
    """Cancel a meeting; ``is_told``: with a notice of its own.

    What stood on its agenda goes on in the next one.
    """
    cancelled = replace(
        meeting, status=MeetingStatus.CANCELLED, cancelled_reason=reason
    )
    saved = apply(
        session,
        sig,
        cancelled,
        kind=MessageKind.MEETING_CANCELLED,
        actor_id=actor_id,
        now=now,
        is_told=is_told,
    )
    agendas.carry_over(session, sig.id, saved, now)
    return saved


def apply(
    session: Session,
    sig: Sig,
    meeting: Meeting,
    *,
    kind: MessageKind,
    actor_id: int | None,
    now: datetime,
    is_told: bool = True,
) -> Meeting:
    """Save a change of one meeting, post one notice, and plan its reminders anew.

    Calendars take the change because of its sequence (RFC 5546, 2.1.4).
    """
    numbered_up = replace(meeting, sequence=meeting.sequence + 1)
    saved = rows.change(session, sig.id, numbered_up)
    verb = kind.value.removeprefix("meeting_")
    _log(session, sig, saved, verb=verb, actor_id=actor_id, now=now)
    if is_told:
        telling.changed(session, sig, saved, kind=kind, now=now)
    reminding.replan(session, sig.id, numbers=[saved.number], now=now)
    return saved


def _with(meeting: Meeting, details: Details, *, reason: str) -> Meeting:
    moved_from = meeting.moved_from
    if details.is_moved(meeting):
        moved_from = moved_from or meeting.starts_local.date()
    return replace(
        meeting,
        title=details.title,
        starts_local=details.moment.starts_local,
        starts_at=details.moment.starts_at,
        zone=details.moment.zone,
        duration_minutes=details.duration_minutes,
        mode=details.mode,
        join_url=details.join_url,
        place=details.place,
        moved_from=moved_from,
        note=reason or meeting.note,
    )


def _require_coming(meeting: Meeting) -> None:
    """Let a meeting pass that has not begun."""
    if meeting.status in telling.COMING:
        return
    said = {
        MeetingStatus.CANCELLED: "was cancelled. /meeting reopen "
        f"{meeting.ref} lets it take place after all.",
        MeetingStatus.IN_PROGRESS: "has begun. /meeting end closes it.",
    }.get(meeting.status, "was held; that cannot be changed any more.")
    raise InvalidTransitionError(f"{meeting.ref} {said}")


def _log(
    session: Session,
    sig: Sig,
    meeting: Meeting,
    *,
    verb: str,
    actor_id: int | None,
    now: datetime,
) -> None:
    audit.record(
        session,
        sig.id,
        actor_id,
        verb=verb,
        object_kind=KIND,
        object_id=meeting.id,
        now=now,
    )
