"""What others are told about a practice, and what a message speaks of."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import NotFoundError
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import TABLE, Permission
from bot.domain.practices import (
    GONE,
    NUDGE_DAYS,
    TRANSITIONS,
    Practice,
    PracticeEvent,
    PracticeStatus,
)
from bot.domain.quiet import when_awake
from bot.domain.sigs import Sig
from bot.services.members import Caller, require_permission
from storage import audit, outbox
from storage import members as member_rows
from storage import practices as rows
from storage.database import Database

# After three days an announcement or a thank-you is no news any more.
_USEFUL = timedelta(days=3)
# A nudge that could not be sent is worth sending until the next one is near.
NUDGE_USEFUL = timedelta(days=5)

_TO_AUTHOR: Mapping[PracticeEvent, MessageKind] = {
    PracticeEvent.TAKE_UP: MessageKind.PRACTICE_TAKEN_UP,
    PracticeEvent.ASK: MessageKind.PRACTICE_CHANGES,
    PracticeEvent.ACCEPT: MessageKind.PRACTICE_ACCEPTED,
    PracticeEvent.RULE: MessageKind.PRACTICE_ACCEPTED,
    PracticeEvent.REJECT: MessageKind.PRACTICE_REJECTED,
    PracticeEvent.PUBLISH: MessageKind.PRACTICE_PUBLISHED,
    PracticeEvent.EDIT: MessageKind.PRACTICE_EDITED,
    PracticeEvent.RESUBMIT: MessageKind.PRACTICE_EDITED,
    PracticeEvent.WITHDRAW: MessageKind.PRACTICE_WITHDRAWN,
    PracticeEvent.SUPERSEDE: MessageKind.PRACTICE_SUPERSEDED,
}
# These are news for the author only when somebody else did it.
_OWN = {
    PracticeEvent.EDIT,
    PracticeEvent.RESUBMIT,
    PracticeEvent.WITHDRAW,
    PracticeEvent.SUPERSEDE,
}


def _is(status: PracticeStatus) -> Callable[[Practice], bool]:
    return lambda practice: practice.status is status


def _is_there(practice: Practice) -> bool:
    return practice.status not in GONE


# Whether a message is still true when it is sent; the others always are.
_STILL_TRUE: Mapping[MessageKind, Callable[[Practice], bool]] = {
    MessageKind.PRACTICE_SUBMITTED: _is_there,
    MessageKind.PRACTICE_ACCEPTED: _is_there,
    MessageKind.PRACTICE_EDITED: _is_there,
    MessageKind.PRACTICE_TAKEN_UP: _is(PracticeStatus.UNDER_REVIEW),
    MessageKind.PRACTICE_CHANGES: _is(PracticeStatus.CHANGES_REQUESTED),
    MessageKind.PRACTICE_NUDGE: _is(PracticeStatus.CHANGES_REQUESTED),
    MessageKind.PRACTICE_REJECTED: lambda practice: bool(practice.reason),
    MessageKind.PRACTICE_WITHDRAWN: _is(PracticeStatus.WITHDRAWN),
    MessageKind.PRACTICE_PUBLISHED: _is(PracticeStatus.PUBLISHED),
    MessageKind.PRACTICE_SUPERSEDED: _is(PracticeStatus.SUPERSEDED),
}


def for_message(db: Database, message: Message) -> Practice | None:
    """Return what a message speaks of, or None when its reason is gone.

    A withdrawn practice is no news any more, but its announcement still has to say so.
    """
    with db.read() as session:
        try:
            practice = rows.by_id(session, message.object_id)
        except NotFoundError:
            return None
    is_true = _STILL_TRUE.get(message.kind)
    return practice if is_true is None or is_true(practice) else None


def announcement_of(db: Database, practice_id: int) -> Message | None:
    """Return the message that announced the practice in the channel."""
    with db.read() as session:
        return outbox.by_key(session, _announcement_key(practice_id))


def note(
    session: Session,
    sig: Sig,
    *,
    event: PracticeEvent,
    practice: Practice,
    by: int | None,
    now: datetime,
) -> None:
    """Record a step that was just stored, tell the author, and then the channel.

    ``by`` is the person who did it, or None for the program.
    """
    audit.record(
        session,
        sig.id,
        by,
        verb=TRANSITIONS[event].verb,
        object_kind="practice",
        object_id=practice.id,
        now=now,
    )
    is_own = by == practice.author_id and event in _OWN
    if event in _TO_AUTHOR and practice.number and not is_own:
        _tell_author(session, practice, kind=_TO_AUTHOR[event], now=now)
    if event is PracticeEvent.SUBMIT:
        _announce(session, sig, practice, now)
    elif practice.number:
        _refresh(session, sig, practice, now)


def refresh(db: Database, clock: Clock, *, caller: Caller, practice: Practice) -> None:
    """Let the channel's announcement say what is true now, once more.

    For a message that somebody still saw as it was before. Many clicks are one.

    Raises:
        NotFoundError: it is a practice of another group.
        NotAllowedError: only people inside the group bring its messages up to date.
    """
    require_permission(clock, caller, Permission.READ_PRACTICES)
    if practice.sig_id != caller.sig.id:
        raise NotFoundError("There is no such practice in this group.")
    now = clock()
    if caller.sig.channel_id and practice.number:
        with db.begin() as session:
            tell(
                session,
                practice.sig_id,
                f"practice:{practice.id}:v{practice.version}:refresh:{now:%Y%m%d%H%M}",
                kind=MessageKind.PRACTICE_REFRESH,
                object_id=practice.id,
                recipient=caller.sig.channel_id,
                due_at=now,
            )


def plan_author_nudges(
    session: Session, sig: Sig, practice: Practice, now: datetime
) -> None:
    """Remind the author, in private and in the morning, of changes that were asked."""
    if practice.author_id is None or practice.author_user_id is None:
        return
    zone = member_rows.person(session, practice.author_id).zone
    for days in NUDGE_DAYS:
        tell(
            session,
            practice.sig_id,
            _nudge_key(practice, days),
            kind=MessageKind.PRACTICE_NUDGE,
            object_id=practice.id,
            recipient=practice.author_user_id,
            due_at=in_the_day(sig, zone, now + timedelta(days=days)),
            useful=NUDGE_USEFUL,
        )


def cancel_author_nudges(session: Session, practice: Practice) -> None:
    """Send no reminder about a text that is not with its author any more."""
    for days in NUDGE_DAYS:
        outbox.cancel(session, _nudge_key(practice, days), reason="it moved on")


def tell_leaders(
    session: Session, practice: Practice, *, kind: MessageKind, now: datetime
) -> None:
    """Tell those who lead the group that a practice needs their word."""
    leaders = TABLE[Permission.REJECT_PRACTICE]
    for person in member_rows.members_with(session, practice.sig_id, leaders):
        if person.user_id is not None:
            key = f"practice:{practice.id}:r{practice.revision}:{kind}:{person.id}"
            tell(
                session,
                practice.sig_id,
                key,
                kind=kind,
                object_id=practice.id,
                recipient=person.user_id,
                due_at=now,
            )


def tell(
    session: Session,
    sig_id: int,
    key: str,
    *,
    kind: MessageKind,
    object_id: int,
    recipient: str,
    due_at: datetime,
    useful: timedelta = _USEFUL,
) -> None:
    """Put a message into the outbox; the same key again changes nothing."""
    outbox.enqueue(
        session,
        Message(
            key=key,
            kind=kind,
            sig_id=sig_id,
            object_id=object_id,
            recipient=recipient,
            due_at=due_at,
            not_after=due_at + useful,
        ),
    )


def in_the_day(sig: Sig, zone: str | None, moment: datetime) -> datetime:
    """Return the moment, or the morning after it where it is night for the person."""
    return when_awake(
        moment,
        zone if zone and _is_known(zone) else sig.zone,
        quiet_from=sig.quiet_from,
        quiet_until=sig.quiet_until,
    )


def _is_known(zone: str) -> bool:
    """Whether this machine knows the zone; Slack may know more."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _tell_author(
    session: Session, practice: Practice, *, kind: MessageKind, now: datetime
) -> None:
    if practice.author_user_id:
        tell(
            session,
            practice.sig_id,
            f"practice:{practice.id}:v{practice.version}:{kind}:author",
            kind=kind,
            object_id=practice.id,
            recipient=practice.author_user_id,
            due_at=now,
        )


def _announce(session: Session, sig: Sig, practice: Practice, now: datetime) -> None:
    if sig.channel_id:
        tell(
            session,
            practice.sig_id,
            _announcement_key(practice.id),
            kind=MessageKind.PRACTICE_SUBMITTED,
            object_id=practice.id,
            recipient=sig.channel_id,
            due_at=now,
        )


def _refresh(session: Session, sig: Sig, practice: Practice, now: datetime) -> None:
    """Let the channel's announcement say what is true now: title, state, buttons."""
    if sig.channel_id:
        tell(
            session,
            practice.sig_id,
            f"practice:{practice.id}:v{practice.version}:refresh",
            kind=MessageKind.PRACTICE_REFRESH,
            object_id=practice.id,
            recipient=sig.channel_id,
            due_at=now,
        )


def _announcement_key(practice_id: int) -> str:
    return f"practice:{practice_id}:submitted:channel"


def _nudge_key(practice: Practice, days: int) -> str:
    return f"practice:{practice.id}:r{practice.revision}:nudge:{days}"
