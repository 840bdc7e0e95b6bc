"""Open actions go on in the next meeting by themselves; those that are done are heard.

What is open stands on every agenda anyway. Here is noted what each meeting leaves over
and what was read out in it, so that nothing is read out twice and the chair hears of
what is carried over again and again.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.actions import ActionItem
from bot.domain.actions.carrying import RAISED_AFTER, left_over, to_read_out
from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from storage import actions as rows
from storage import meetings as meeting_rows
from storage import members as member_rows
from storage import outbox

_CHAIRS = (Role.CHAIR, Role.VICE_CHAIR)
_USEFUL = timedelta(days=14)


def close(session: Session, sig: Sig, meeting: Meeting, *, now: datetime) -> None:
    """Note what a meeting that ends leaves over and what it heard of; once.

    The chair is told, alone, of what was carried over for the second time.
    """
    known = rows.all_actions(session, sig.id)
    heard = reading_out(session, sig, known, meeting)
    already = rows.carry_rows(session, meeting.id)
    new = rows.recorded_since(session, sig.id, meeting.starts_at)
    left = left_over(known, meeting, new=new)
    rows.carry(
        session,
        meeting.id,
        left_open=[each.id for each in left],
        read_out=[each.id for each in heard],
    )
    if any(each.carried + 1 == RAISED_AFTER for each in left if each.id not in already):
        _tell_chairs(session, sig, meeting, now=now)


def reading_out(
    session: Session, sig: Sig, known: tuple[ActionItem, ...], meeting: Meeting
) -> tuple[ActionItem, ...]:
    """Return what a meeting hears of as done: noted once it is over, until then new."""
    if meeting.status is MeetingStatus.HELD:
        ids = rows.read_out_in(session, meeting.id)
        return tuple(each for each in known if each.id in ids)
    zone = ZoneInfo(sig.zone)
    moments = rows.reading_out(session, sig.id)
    return to_read_out(
        known,
        heard={each: at.astimezone(zone).date() for each, at in moments.items()},
        last=_last_day(session, sig, meeting),
    )


def _last_day(session: Session, sig: Sig, meeting: Meeting) -> date | None:
    """Return the day of the last meeting that was held before this one."""
    held = [
        each.starts_at
        for each in meeting_rows.all_meetings(session, sig.id)
        if each.status is MeetingStatus.HELD and each.starts_at < meeting.starts_at
    ]
    return max(held).astimezone(ZoneInfo(sig.zone)).date() if held else None


def _tell_chairs(
    session: Session, sig: Sig, meeting: Meeting, *, now: datetime
) -> None:
    for person in member_rows.members_with(session, sig.id, _CHAIRS):
        if person.user_id is None:
            continue
        outbox.enqueue(
            session,
            Message(
                key=f"meeting:{meeting.id}:carried:{person.user_id}",
                kind=MessageKind.ACTIONS_CARRIED,
                sig_id=sig.id,
                object_id=meeting.id,
                recipient=person.user_id,
                due_at=now,
                not_after=now + _USEFUL,
            ),
        )
