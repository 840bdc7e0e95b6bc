"""Tells the channel of meetings: planned, moved, cancelled, on again.

Each change is told once: its key carries the meeting's sequence, which every change
raises, and a notice that a later change overtook is not sent.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.meeting_views import HolidayQuestion, SeriesNews
from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Role
from bot.domain.public_holidays import on
from bot.domain.quiet import when_awake
from bot.domain.recurrence import Series
from bot.domain.sigs import Sig
from bot.services.calendars import enclosing
from storage import meetings as rows
from storage import members, outbox, rsvps, sigs
from storage import series as series_rows
from storage.database import Database

# A meeting of a series is announced this long before; others at once.
ANNOUNCED_BEFORE = timedelta(days=28)
_OVERTAKEN = ":overtaken:"
_USEFUL = timedelta(days=7)
COMING = frozenset({MeetingStatus.PLANNED, MeetingStatus.SCHEDULED})
_LEADERS = (Role.CHAIR, Role.SECRETARIAT)
_NOTICES = (
    MessageKind.MEETING_ANNOUNCED,
    MessageKind.MEETING_MOVED,
    MessageKind.MEETING_CHANGED,
    MessageKind.MEETING_CANCELLED,
    MessageKind.MEETING_REOPENED,
)


def announce(session: Session, sig: Sig, meeting: Meeting, *, now: datetime) -> None:
    """Let the channel know of a new meeting: one of a series four weeks before."""
    due = now
    if meeting.series_id is not None:
        due = max(now, meeting.starts_at - ANNOUNCED_BEFORE)
    _post(session, sig, meeting, kind=MessageKind.MEETING_ANNOUNCED, due=due)


def changed(
    session: Session, sig: Sig, meeting: Meeting, *, kind: MessageKind, now: datetime
) -> None:
    """Let the channel know of a change, in place of what was not yet said."""
    _drop(session, sig, meeting, now=now)
    _post(session, sig, meeting, kind=kind, due=now)


def carried_over(
    session: Session, sig: Sig, meeting: Meeting, *, news: Message, now: datetime
) -> None:
    """Let a meeting follow its series, of which ``news`` tells the channel.

    What was to be said of the meeting later is said later.
    """
    if _drop(session, sig, meeting, now=now):
        announce(session, sig, meeting, now=now)
    else:
        enclosing.enclose(session, sig, meeting, notice=news)


def withdrawn(session: Session, sig: Sig, meeting: Meeting, *, news: Message) -> None:
    """Take back a meeting that ``news`` of its series calls off.

    Calendars are told where somebody heard of it.
    """
    if not _drop(session, sig, meeting, now=news.due_at):
        enclosing.enclose(session, sig, meeting, notice=news)


def announce_series(
    session: Session, sig: Sig, series: Series, *, now: datetime
) -> Message:
    """Let the channel know of a new rule."""
    return _post_series(
        session, sig, series, kind=MessageKind.SERIES_ANNOUNCED, now=now
    )


def end_series(session: Session, sig: Sig, series: Series, *, now: datetime) -> Message:
    """Let the channel know that a series ends."""
    return _post_series(session, sig, series, kind=MessageKind.SERIES_ENDED, now=now)


def ask_about_holiday(
    session: Session, sig: Sig, meeting: Meeting, *, now: datetime
) -> None:
    """Ask those who lead what to do about a meeting on a public holiday.

    The question waits for their morning.
    """
    for leader in members.members_with(session, sig.id, _LEADERS):
        if leader.user_id is None:
            continue
        outbox.enqueue(
            session,
            Message(
                key=f"meeting:{meeting.id}:holiday:{leader.id}",
                kind=MessageKind.MEETING_HOLIDAY,
                sig_id=sig.id,
                object_id=meeting.id,
                recipient=leader.user_id,
                due_at=when_awake(
                    now,
                    leader.zone or sig.zone,
                    quiet_from=sig.quiet_from,
                    quiet_until=sig.quiet_until,
                ),
                not_after=meeting.starts_at,
            ),
        )


def for_message(db: Database, message: Message) -> Meeting | None:
    """Return the meeting as a notice finds it; None when a change overtook it."""
    with db.read() as session:
        found = rows.find_by_id(session, message.object_id)
    if found is None:
        return None
    _, meeting = found
    is_told = message.key == _key(meeting, message.kind, meeting.sequence)
    is_cancelled = message.kind is MessageKind.MEETING_CANCELLED
    is_true = (
        meeting.status is MeetingStatus.CANCELLED
        if is_cancelled
        else meeting.status in COMING
    )
    return meeting if is_told and is_true else None


def overtaken_for_message(db: Database, message: Message) -> Meeting | None:
    """Return the meeting of which an earlier message is out of date."""
    with db.read() as session:
        found = rows.find_by_id(session, message.object_id)
    if found is None:
        return None
    _, sequence = message.key.rsplit(_OVERTAKEN, 1)
    return found[1] if int(sequence) == found[1].sequence else None


def overtaken(db: Database, message: Message) -> Message | None:
    """Return the earlier message that is out of date."""
    with db.read() as session:
        return outbox.by_key(session, message.key.rsplit(_OVERTAKEN, 1)[0])


def series_for_message(db: Database, message: Message) -> SeriesNews | None:
    """Return a series as a notice finds it; None when it has no meetings any more."""
    with db.read() as session:
        found = series_rows.find_by_id(session, message.object_id)
        if found is None:
            return None
        sig_id, series = found
        news = _news(session, sig_id, series)
    if message.kind is MessageKind.SERIES_ENDED:
        return news if series.ends_on is not None else None
    return news if news.meetings else None


def question_for_message(db: Database, message: Message) -> HolidayQuestion | None:
    """Return what a chair is asked; None once the meeting was changed or cancelled."""
    with db.read() as session:
        found = rows.find_by_id(session, message.object_id)
        if found is None:
            return None
        sig_id, meeting = found
        question = question_of(session, sig_id, meeting)
    is_open = meeting.status in COMING and meeting.sequence == 0
    return question if is_open else None


def question_of(session: Session, sig_id: int, meeting: Meeting) -> HolidayQuestion:
    """Return what is asked about a meeting on a holiday."""
    series = series_rows.find(session, sig_id, meeting.series_id or 0)
    countries = series.holiday_countries if series else ()
    day = meeting.starts_local.date()
    return HolidayQuestion(sig_id=sig_id, meeting=meeting, holidays=on(day, countries))


def _news(session: Session, sig_id: int, series: Series) -> SeriesNews:
    of_it = [
        meeting
        for meeting in rows.all_meetings(session, sig_id)
        if meeting.series_id == series.id and meeting.occurs_on is not None
    ]
    of_it.sort(key=lambda each: (each.starts_at, each.number))
    after = series.ends_on
    replaced = (
        series_rows.find(session, sig_id, series.replaces_id)
        if series.replaces_id
        else None
    )
    return SeriesNews(
        series=series,
        meetings=tuple(each for each in of_it if each.status in COMING),
        called_off=tuple(
            each
            for each in of_it
            if each.status is MeetingStatus.CANCELLED
            and after is not None
            and each.occurs_on is not None
            and each.occurs_on > after
        ),
        replaced=replaced,
    )


def _key(meeting: Meeting, kind: MessageKind, sequence: int) -> str:
    return f"meeting:{meeting.id}:{kind.value}:{sequence}:channel"


def _drop(session: Session, sig: Sig, meeting: Meeting, *, now: datetime) -> bool:
    """Cancel what was not yet said of a meeting; say whether there was something.

    What was said already is changed: it shall not invite people to a time that is gone.
    """
    said = rsvps.shown_in(session, sig.id, meeting.id, kinds=_NOTICES)
    for key, place in said.items():
        outbox.enqueue(
            session,
            Message(
                key=f"{key}{_OVERTAKEN}{meeting.sequence}",
                kind=MessageKind.MEETING_OVERTAKEN,
                sig_id=sig.id,
                object_id=meeting.id,
                recipient=place,
                due_at=now,
                not_after=now + _USEFUL,
            ),
        )
    dropped = [
        outbox.cancel(session, _key(meeting, kind, sequence), reason="changed again")
        for sequence in range(meeting.sequence)
        for kind in _NOTICES
    ]
    return any(dropped)


def _post(
    session: Session, sig: Sig, meeting: Meeting, *, kind: MessageKind, due: datetime
) -> None:
    channel = sigs.get(session, sig.id).channel_id
    if channel is None:
        return  # a group that has no channel yet
    notice = Message(
        key=_key(meeting, kind, meeting.sequence),
        kind=kind,
        sig_id=sig.id,
        object_id=meeting.id,
        recipient=channel,
        due_at=due,
        not_after=max(meeting.ends_at, due + timedelta(days=1)),
    )
    outbox.enqueue(session, notice)
    enclosing.enclose(session, sig, meeting, notice=notice)


def _post_series(
    session: Session, sig: Sig, series: Series, *, kind: MessageKind, now: datetime
) -> Message:
    channel = sigs.get(session, sig.id).channel_id
    notice = Message(
        key=f"series:{series.id}:{kind.value}:channel",
        kind=kind,
        sig_id=sig.id,
        object_id=series.id,
        recipient=channel or "",
        due_at=now,
        not_after=now + _USEFUL,
    )
    if channel is not None:
        outbox.enqueue(session, notice)
    return notice
