"""The secret address of a person's calendar: given, changed, switched off, read.

The secret has 256 random bits and is shown once; what is stored is its SHA-256. A
slow hash would protect nothing more: nobody can guess 256 bits.
"""

import hashlib
import hmac
import secrets

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import StaleVersionError
from bot.domain.invitations import Calendar, Feed, Method, uid_of
from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.permissions import Permission, may
from bot.services.calendars.enclosing import to_invitation
from bot.services.members import Caller, require_permission, today
from storage import audit, sigs
from storage import feeds as rows
from storage import invitations as invitation_rows
from storage import meetings as meeting_rows
from storage import members as member_rows
from storage.database import Database

_BYTES = 32
# Enough of the hash to tell one address from the next; it opens nothing.
_MARK = 16
_STALE = (
    "This was done already. Type /meeting calendar to see how your calendar stands."
)


def open_feed(db: Database, clock: Clock, *, caller: Caller) -> Feed:
    """Give the caller an address; where they have one, say that they do.

    Raises:
        NotAllowedError: only the group and whom it invited see meetings.
    """
    require_permission(clock, caller, Permission.READ_MEETINGS)
    with db.begin() as session:
        known = rows.token_of(session, caller.sig.id, caller.person.id)
        if known is None:
            return _make(session, clock, caller, seen=None)
    return Feed(sig=caller.sig, mark=known[:_MARK])


def renew(db: Database, clock: Clock, *, caller: Caller, mark: str) -> Feed:
    """Give the caller another address; the one of this ``mark`` stops at once.

    Raises:
        NotAllowedError: only the group and whom it invited see meetings.
        StaleVersionError: the caller changed it meanwhile, for example by pressing
            twice.
    """
    require_permission(clock, caller, Permission.READ_MEETINGS)
    with db.begin() as session:
        known = rows.token_of(session, caller.sig.id, caller.person.id)
        if (known or "")[:_MARK] != mark:
            raise StaleVersionError(_STALE)
        return _make(session, clock, caller, seen=known)


def switch_off(db: Database, clock: Clock, *, caller: Caller) -> Feed:
    """Let the caller's address stop; a second time changes nothing.

    Raises:
        NotAllowedError: only the group and whom it invited see meetings.
    """
    require_permission(clock, caller, Permission.READ_MEETINGS)
    with db.begin() as session:
        if rows.remove(session, caller.sig.id, caller.person.id):
            _log(session, clock, caller, "switched_off")
    return Feed(sig=caller.sig)


def read(db: Database, clock: Clock, *, secret: str) -> Calendar | None:
    """Return the calendar that a secret opens; None when it opens none.

    None also when its owner left the group, or an external's last day is over.
    """
    token = _hash(secret)
    with db.read() as session:
        found = rows.find(session, token)
        # What is not known is compared too, so that both take the same time.
        known = found[2] if found else _hash("")
        if not hmac.compare_digest(known, token) or found is None:
            return None
        calendar = _calendar(session, clock, sig_id=found[0], person_id=found[1])
    if calendar is not None:
        _keep_uids(db, calendar)
    return calendar


def _make(session: Session, clock: Clock, caller: Caller, *, seen: str | None) -> Feed:
    secret = secrets.token_urlsafe(_BYTES)
    token = _hash(secret)
    sig, person = caller.sig, caller.person
    if not rows.replace(session, sig.id, person.id, token=token, seen=seen):
        raise StaleVersionError(_STALE)
    _log(session, clock, caller, "switched_on")
    return Feed(sig=sig, mark=token[:_MARK], secret=secret)


def _log(session: Session, clock: Clock, caller: Caller, verb: str) -> None:
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb=verb,
        object_kind="calendar",
        object_id=caller.person.id,
        now=clock(),
    )


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _calendar(
    session: Session, clock: Clock, *, sig_id: int, person_id: int
) -> Calendar | None:
    actor = member_rows.actor(session, sig_id, person_id)
    sig = sigs.get(session, sig_id)
    day = today(clock, sig)
    if actor is None or not may(actor, Permission.READ_MEETINGS, today=day):
        return None
    changed_at = invitation_rows.changed_at(session, sig_id)
    return Calendar(
        sig=sig,
        entries=tuple(
            to_invitation(sig, each, made_at=changed_at[each.id], method=Method.PUBLISH)
            for each in meeting_rows.all_meetings(session, sig_id)
            if _is_shown(each) and actor.may_attend(each.number)
        ),
    )


def _is_shown(meeting: Meeting) -> bool:
    """Say whether it is in the calendar: what is cancelled vanishes from it.

    Whoever reads a calendar takes what it holds now in place of what it held; many
    programs go on showing an entry that only says it is cancelled.
    """
    return meeting.status is not MeetingStatus.CANCELLED


def _keep_uids(db: Database, calendar: Calendar) -> None:
    missing = [each.meeting for each in calendar.entries if each.meeting.uid is None]
    if missing:
        with db.begin() as session:
            for meeting in missing:
                uid = uid_of(calendar.sig, meeting)
                invitation_rows.keep_uid(session, meeting.id, uid)
