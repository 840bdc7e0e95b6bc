"""Writing minutes: each text is a version, an older one can come back."""

from sqlmodel import Session

from bot.domain import minutes as rules
from bot.domain.clock import Clock
from bot.domain.errors import NotFoundError
from bot.domain.meetings import Meeting
from bot.domain.minutes import Record, TakesIn, Version
from bot.domain.permissions import Permission
from bot.domain.registers.edited import Edited
from bot.services.holding.material import record_of
from bot.services.meetings.common import numbered
from bot.services.members import Caller, require_permission
from bot.services.minutes import telling
from storage import minutes as rows
from storage.database import Database


def to_edit(db: Database, clock: Clock, *, caller: Caller, number: int) -> Record:
    """Return what is known of a meeting whose minutes can be written.

    Raises:
        InvalidTransitionError: they are approved, or it has not begun.
        NotAllowedError: only chair, secretariat and editors write minutes.
        NotFoundError: there is no such meeting.
    """
    require_permission(clock, caller, Permission.WRITE_MINUTES)
    with db.read() as session:
        meeting = numbered(session, caller, number)
        rules.require_open(meeting)
        return record_of(session, caller.sig, meeting)


def edit(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    revision: int,
    body: str,
    takes_in: TakesIn,
    reason: str = "",
) -> Edited[Version]:
    """Store a new text; one that somebody else wrote meanwhile is not overwritten.

    ``revision`` is the text that the form was opened with, 0 for none; ``takes_in``
    up to what it goes. Both texts come back where they met.

    Raises:
        InvalidInputError: it is empty or too long.
        InvalidTransitionError: the minutes are approved, or the meeting has not begun.
        NotAllowedError: only chair, secretariat and editors write minutes.
        NotFoundError: there is no such meeting.
    """
    require_permission(clock, caller, Permission.WRITE_MINUTES)
    tidied = rules.tidy_body(body)
    with db.begin() as session:
        meeting = _locked(session, caller, number)
        known = rows.versions(session, meeting.id)
        newest = known[-1] if known else None
        if newest is not None and newest.body == tidied:
            return Edited(stored=newest)  # nothing new, or the same save twice
        if newest is not None and newest.revision != revision:
            typed = Version(revision=revision, body=tidied, sha256=rules.digest(tidied))
            return Edited(stored=newest, typed=typed)
        stored = write(
            session,
            caller,
            meeting,
            body=tidied,
            takes_in=takes_in,
            reason=rules.tidy_reason(reason),
        )
        telling.log(session, clock, caller, verb="wrote minutes", meeting=meeting)
        telling.refresh(session, caller.sig, meeting, now=clock())
    return Edited(stored=stored)


def restore(
    db: Database, clock: Clock, *, caller: Caller, number: int, revision: int
) -> Version:
    """Let an older text hold again, as a new version; twice is once.

    What was noted after it comes at the end again, so nothing is lost.

    Raises:
        InvalidTransitionError: the minutes are approved.
        NotAllowedError: only chair, secretariat and editors write minutes.
        NotFoundError: there is no such version.
    """
    require_permission(clock, caller, Permission.WRITE_MINUTES)
    with db.begin() as session:
        meeting = _locked(session, caller, number)
        known = {each.revision: each for each in rows.versions(session, meeting.id)}
        old = known.get(revision)
        if old is None:
            raise NotFoundError(f"There is no version {revision} of these minutes.")
        newest = known[max(known)]
        if newest.body == old.body:
            return newest
        stored = write(
            session,
            caller,
            meeting,
            body=old.body,
            takes_in=old.takes_in,
            reason=f"Version {revision} again",
        )
        telling.log(session, clock, caller, verb="restored minutes", meeting=meeting)
        telling.refresh(session, caller.sig, meeting, now=clock())
    return stored


def write(
    session: Session,
    caller: Caller,
    meeting: Meeting,
    *,
    body: str,
    takes_in: TakesIn,
    reason: str,
) -> Version:
    """Store a version; the first one makes the minutes a draft."""
    status = rules.drafted(meeting)
    if status is not meeting.minutes_status:
        rows.set_status(session, meeting.id, status)
    return rows.add_version(
        session,
        meeting.id,
        body=body,
        takes_in=takes_in,
        author_id=caller.person.id,
        reason=reason,
    )


def _locked(session: Session, caller: Caller, number: int) -> Meeting:
    rows.lock(session, caller.sig.id, number)
    meeting = numbered(session, caller, number)
    rules.require_open(meeting)
    return meeting
