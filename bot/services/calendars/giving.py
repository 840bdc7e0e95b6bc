"""The button "Add to my calendar": the file of one meeting, in private."""

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import InvalidInputError, NotFoundError
from bot.domain.invitations import Given, is_told, uid_of
from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.permissions import Permission
from bot.services.calendars.enclosing import give
from bot.services.meetings.common import asked, numbered
from bot.services.members import Caller, require_permission, today
from storage import invitations as rows
from storage import meetings as meeting_rows
from storage.database import Database


def group_of(db: Database, meeting_id: int) -> int | None:
    """Return the group of a meeting: a button in a direct message says only which."""
    with db.read() as session:
        found = meeting_rows.find_by_id(session, meeting_id)
    return found[0] if found else None


def take(db: Database, clock: Clock, *, caller: Caller, meeting_id: int) -> Given:
    """Send the caller the file of a meeting of their group, in private.

    Once a day however often they press; whatever changes later comes by itself.

    Raises:
        NotAllowedError: only the group and whom it invited see meetings.
        NotFoundError: the group has no such meeting, or they are not invited to it.
        InvalidInputError: it is over, began already, or is cancelled.
    """
    require_permission(clock, caller, Permission.READ_MEETINGS)
    with db.begin() as session:
        found = meeting_rows.find_by_id(session, meeting_id)
        if found is None or found[0] != caller.sig.id:
            raise NotFoundError("There is no such meeting in this group any more.")
        meeting = numbered(session, caller, found[1].number)
        return _give(session, clock, caller, meeting)


def take_named(db: Database, clock: Clock, *, caller: Caller, text: str) -> Given:
    """Send the caller the file of the meeting called ``M-4``, or ``next``.

    Raises:
        NotAllowedError: only the group and whom it invited see meetings.
        NotFoundError: the group has no such meeting, or they are not invited to it.
        InvalidInputError: that is no such name; or as for ``take``.
    """
    require_permission(clock, caller, Permission.READ_MEETINGS)
    with db.begin() as session:
        meeting = asked(session, caller, text, now=clock())
        return _give(session, clock, caller, meeting)


def _give(session: Session, clock: Clock, caller: Caller, meeting: Meeting) -> Given:
    now = clock()
    is_off = meeting.status is MeetingStatus.CANCELLED
    if is_off or not is_told(meeting, now=now):
        what = "is cancelled" if is_off else "is over, or has begun"
        said = f"{meeting.ref} {what}, so there is nothing to put in a calendar."
        raise InvalidInputError({"meeting": said})
    rows.keep_uid(session, meeting.id, uid_of(caller.sig, meeting))
    is_new = give(
        session,
        caller.sig,
        meeting,
        user_id=str(caller.person.user_id),
        due=now,
        day=today(clock, caller.sig).isoformat(),
    )
    return Given(meeting=meeting, is_new=is_new)
