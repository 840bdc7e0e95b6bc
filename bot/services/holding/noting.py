"""Notes of a meeting: written by anybody who speaks for a cluster, never lost."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    StaleVersionError,
)
from bot.domain.meetings import Meeting
from bot.domain.minutes import Note, Noted, require_open, tidy_note
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Permission, may
from bot.domain.registers.edited import Edited
from bot.services.holding.material import require_open_meeting
from bot.services.holding.running import head_key
from bot.services.meetings.common import numbered
from bot.services.members import Caller, require_permission, today
from storage import audit, outbox
from storage import meetings as meeting_rows
from storage import notes as rows
from storage.database import Database

_USEFUL = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteForm:
    """What the form of a note shows: the meeting with its agenda, and the note."""

    meeting: Meeting
    note: Note | None = None


def note_form(db: Database, clock: Clock, *, caller: Caller) -> NoteForm:
    """Return the meeting that a new note goes to.

    Raises:
        InvalidTransitionError: none runs, and the minutes of the last are approved.
        NotAllowedError: the caller may not take notes.
    """
    require_permission(clock, caller, Permission.TAKE_NOTES)
    with db.read() as session:
        return NoteForm(meeting=require_open_meeting(session, caller))


def note(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    text: str,
    source: str,
    agenda_item_id: int | None = None,
    number: int | None = None,
) -> Noted:
    """Store a note; the same ``source`` again is the same note.

    ``number`` is the meeting whose form was filled in, else the one that runs. After
    the end of a meeting notes go in until its minutes are approved.

    Raises:
        InvalidInputError: it is empty or too long, or speaks of an unknown point.
        InvalidTransitionError: no meeting takes notes now.
        NotAllowedError: the caller may not take notes.
    """
    require_permission(clock, caller, Permission.TAKE_NOTES)
    with db.begin() as session:
        meeting = (
            require_open_meeting(session, caller)
            if number is None
            else numbered(session, caller, number)
        )
        require_open(meeting)
        new = Note(
            meeting_id=meeting.id,
            text=tidy_note(text),
            agenda_item_id=_item(meeting, agenda_item_id),
            author_id=caller.person.id,
        )
        known = rows.by_source(session, source)
        if known is not None and known.meeting_id == meeting.id:
            return Noted(note=known, meeting=meeting)
        source = source if known is None else f"{source}:{meeting.id}"
        stored = rows.add(session, new, source=source)
        _log(session, clock, caller, verb="noted", note=stored)
        _show(session, clock, caller, note=stored)
    return Noted(note=stored, meeting=meeting)


def note_to_change(
    db: Database, clock: Clock, *, caller: Caller, note_id: int
) -> NoteForm:
    """Return a note that the caller may change, and its meeting.

    Raises:
        InvalidTransitionError: the minutes are approved.
        NotAllowedError: somebody else wrote it.
        NotFoundError: there is no such note in the group.
    """
    require_permission(clock, caller, Permission.TAKE_NOTES)
    with db.read() as session:
        return _changeable(session, clock, caller, note_id)


def change_note(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    note_id: int,
    version: int,
    text: str,
    agenda_item_id: int | None = None,
) -> Edited[Note]:
    """Store a changed note; what somebody else saved meanwhile is not overwritten.

    Raises:
        InvalidInputError: it is empty or too long.
        InvalidTransitionError: the minutes are approved.
        NotAllowedError: somebody else wrote it.
        NotFoundError: there is no such note in the group.
    """
    require_permission(clock, caller, Permission.TAKE_NOTES)
    with db.begin() as session:
        form = _changeable(session, clock, caller, note_id)
        before = form.note
        if before is None:
            raise StaleVersionError("This note is not there any more.")
        after = replace(
            before,
            text=tidy_note(text),
            agenda_item_id=_item(form.meeting, agenda_item_id),
        )
        if after == before:
            return Edited(stored=before)
        if before.version != version:
            return Edited(stored=before, typed=after)
        stored = rows.save(session, after)
        _log(session, clock, caller, verb="changed note", note=stored)
        _show(session, clock, caller, note=stored, is_new=False)
    return Edited(stored=stored)


def note_for_message(db: Database, message: Message) -> Noted | None:
    """Return the note that a message shows."""
    with db.read() as session:
        try:
            found, number = rows.get(session, message.sig_id, message.object_id)
        except NotFoundError:
            return None
        meeting = meeting_rows.find(session, message.sig_id, number)
    return Noted(note=found, meeting=meeting) if meeting else None


def _changeable(
    session: Session, clock: Clock, caller: Caller, note_id: int
) -> NoteForm:
    found, number = rows.get(session, caller.sig.id, note_id)
    meeting = numbered(session, caller, number)
    require_open(meeting)
    day = today(clock, caller.sig)
    is_leader = may(caller.actor, Permission.RUN_MEETING, today=day)
    if found.author_id != caller.person.id and not is_leader:
        raise NotAllowedError(
            "Only whoever wrote a note, the chair and the secretariat can change it."
        )
    return NoteForm(meeting=meeting, note=found)


def _item(meeting: Meeting, item_id: int | None) -> int | None:
    if item_id is not None and item_id not in {each.id for each in meeting.agenda}:
        said = "This point is not on the agenda any more. Choose another one."
        raise InvalidInputError({"item": said})
    return item_id


def _show(
    session: Session, clock: Clock, caller: Caller, *, note: Note, is_new: bool = True
) -> None:
    """Put the note into the thread, or bring what stands there up to date."""
    if caller.sig.channel_id is None:
        return
    now = clock()
    kind = MessageKind.MEETING_NOTE if is_new else MessageKind.MEETING_NOTE_REFRESH
    is_held = outbox.by_key(session, head_key(note.meeting_id)) is not None
    outbox.enqueue(
        session,
        Message(
            key=note_key(note.id) if is_new else f"note:{note.id}:v{note.version}",
            kind=kind,
            sig_id=caller.sig.id,
            object_id=note.id,
            recipient=caller.sig.channel_id,
            due_at=now,
            not_after=now + _USEFUL,
            thread_key=head_key(note.meeting_id) if is_held else None,
        ),
    )


def note_key(note_id: int) -> str:
    """Return the key of the message that shows a note."""
    return f"note:{note_id}"


def shown_note(db: Database, message: Message) -> Message | None:
    """Return the message that shows the note of another message."""
    with db.read() as session:
        return outbox.by_key(session, note_key(message.object_id))


def _log(
    session: Session, clock: Clock, caller: Caller, *, verb: str, note: Note
) -> None:
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb=verb,
        object_kind="note",
        object_id=note.id,
        now=clock(),
    )
