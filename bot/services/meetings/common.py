"""Finds the meeting that somebody means, among those they may see."""

from datetime import datetime

from sqlmodel import Session

from bot.domain.errors import NotFoundError
from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.references import Kind, label, parse
from bot.services.members import Caller
from storage import meetings as rows

_COMING = {
    MeetingStatus.PLANNED,
    MeetingStatus.SCHEDULED,
    MeetingStatus.IN_PROGRESS,
}
_NEXT = {"", "next"}


def asked(session: Session, caller: Caller, text: str, *, now: datetime) -> Meeting:
    """Return the meeting called ``M-4``, or with no name the running or next one.

    Raises:
        InvalidInputError: the text is not such a name.
        NotFoundError: the group has no such meeting, or the caller is not invited.
    """
    if text.strip().lower() in _NEXT:
        return coming(session, caller, now=now)
    return numbered(session, caller, parse(text, Kind.MEETING))


def numbered(session: Session, caller: Caller, number: int) -> Meeting:
    """Return a meeting by its number.

    Raises:
        NotFoundError: the group has no such meeting, or the caller is not invited.
    """
    found = rows.find(session, caller.sig.id, number)
    if found is None or not caller.actor.may_attend(number):
        name = label(Kind.MEETING, number)
        raise NotFoundError(
            f"There is no meeting {name} that you are invited to. "
            "/meeting list shows yours."
        )
    return found


def coming(session: Session, caller: Caller, *, now: datetime) -> Meeting:
    """Return the meeting that runs now, else the next one.

    Raises:
        NotFoundError: nothing is planned that the caller is invited to.
    """
    mine = [
        each
        for each in rows.all_meetings(session, caller.sig.id)
        if each.status in _COMING and caller.actor.may_attend(each.number)
    ]
    running = [each for each in mine if each.status is MeetingStatus.IN_PROGRESS]
    ahead = [each for each in mine if each.ends_at > now]
    chosen = running or ahead
    if not chosen:
        raise NotFoundError(
            "No meeting is planned. The chair schedules one with /meeting schedule."
        )
    return min(chosen, key=lambda each: (each.starts_at, each.number))
