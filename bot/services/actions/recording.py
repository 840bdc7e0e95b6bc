"""Recording who does what until when, while a meeting runs."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session

from bot.domain.actions import ActionItem, Shown
from bot.domain.clock import Clock
from bot.domain.errors import InvalidInputError
from bot.domain.meetings import Meeting
from bot.domain.members import account_in
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Permission
from bot.domain.text import decode_slack, normalise_line
from bot.services.holding.material import open_meeting
from bot.services.holding.running import head_key
from bot.services.members import Caller, require_permission
from storage import actions as rows
from storage import audit, inbound, outbox
from storage import members as member_rows
from storage.database import Database
from storage.directory import directory

MAX_TITLE = 200
_USEFUL = timedelta(days=3)
_MENTION = re.compile(r"^\s*<@[UW][A-Z0-9]+(?:\|[^>]*)?>\s*")
_DUE = re.compile(r"\s+by\s+(\d{4}-\d{2}-\d{2})\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wrote: what, who by their Slack account, until when."""

    title: str
    user_id: str | None = None
    due_on: date | None = None


def require_recordable(clock: Clock, caller: Caller) -> None:
    """Let pass whoever may record an action.

    Raises:
        NotAllowedError: the caller may not.
    """
    require_permission(clock, caller, Permission.RECORD_ACTION)


def record(
    db: Database, clock: Clock, *, caller: Caller, wanted: Wanted, source: str
) -> Shown | None:
    """Store an action; one without an owner is flagged wherever it is shown.

    It belongs to the meeting that runs or was last; the same ``source`` again is the
    same action, and None.

    Raises:
        InvalidInputError: there is no text, no such date, or nobody of that name.
        NotAllowedError: the caller may not.
    """
    require_permission(clock, caller, Permission.RECORD_ACTION)
    read, now = _checked(wanted), clock()
    with db.begin() as session:
        if not inbound.first_time(session, f"action:{caller.sig.id}:{source}", now):
            return None
        meeting = open_meeting(session, caller)
        new = rows.add(
            session,
            caller.sig.id,
            ActionItem(
                number=0,
                title=read.title,
                owner=_owner(session, caller, read.user_id),
                meeting=meeting.number if meeting else None,
                due_on=read.due_on,
            ),
        )
        stored = _recorded(session, caller.sig.id, new)
        _tell(session, clock, caller, stored, meeting=meeting)
    return stored


def for_message(db: Database, message: Message) -> Shown | None:
    """Return the action that a message shows."""
    with db.read() as session:
        found = rows.by_id(session, message.sig_id, message.object_id)
        return _recorded(session, message.sig_id, found) if found else None


def read(typed: str) -> Wanted:
    """Read an action as Slack sends it: who first, what, and ``by`` a date last.

    Raises:
        InvalidInputError: there is no such date.
    """
    user_id = account_in(typed) if _MENTION.match(typed) else None
    text = decode_slack(_MENTION.sub("", typed, count=1) if user_id else typed)
    due = _DUE.search(text)
    if due is None:
        return Wanted(title=text, user_id=user_id)
    try:
        due_on = date.fromisoformat(due[1])
    except ValueError:
        said = f"{due[1]} is no date. Write it like 2027-02-19."
        raise InvalidInputError({"title": said}) from None
    return Wanted(title=_DUE.sub("", text), user_id=user_id, due_on=due_on)


def _checked(wanted: Wanted) -> Wanted:
    title = normalise_line(wanted.title)
    if not title:
        said = "Write what is to be done, for example: /action @somebody send the list."
        raise InvalidInputError({"title": said})
    if len(title) > MAX_TITLE:
        said = f"That is {len(title)} characters; {MAX_TITLE} fit here."
        raise InvalidInputError({"title": said})
    return replace(wanted, title=title)


def _owner(session: Session, caller: Caller, user_id: str | None) -> str | None:
    if user_id is None:
        return None
    for person in member_rows.in_group(session, caller.sig.id, user_id=user_id):
        return directory(session, caller.sig.id).people.get(person.id)
    said = "This person is not in the group. Ask them to type /sig members first."
    raise InvalidInputError({"owner": said})


def _recorded(session: Session, sig_id: int, action: ActionItem) -> Shown:
    who = directory(session, sig_id)
    person_id, _ = who.find(action.owner) if action.owner else (None, None)
    person = member_rows.person(session, person_id) if person_id else None
    return Shown(
        action=action,
        action_id=rows.action_ids(session, sig_id)[action.number],
        owner=who.names.get(action.owner or "", ""),
        owner_user_id=person.user_id if person else None,
    )


def _tell(
    session: Session,
    clock: Clock,
    caller: Caller,
    stored: Shown,
    *,
    meeting: Meeting | None,
) -> None:
    now = clock()
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb="recorded",
        object_kind="action",
        object_id=stored.action_id,
        now=now,
    )
    if caller.sig.channel_id is None:
        return
    head = head_key(meeting.id) if meeting else ""
    is_reply = bool(head) and outbox.by_key(session, head) is not None
    outbox.enqueue(
        session,
        Message(
            key=f"action:{stored.action_id}:recorded",
            kind=MessageKind.ACTION_RECORDED,
            sig_id=caller.sig.id,
            object_id=stored.action_id,
            recipient=caller.sig.channel_id,
            due_at=now,
            not_after=now + _USEFUL,
            thread_key=head if is_reply else None,
        ),
    )
