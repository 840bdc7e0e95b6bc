"""Notes of meetings, in the order in which they were said."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import NotFoundError, StaleVersionError
from bot.domain.minutes import Note
from storage.statements import changed_one
from storage.tables import MeetingNoteRow, MeetingRow


def add(session: Session, note: Note, *, source: str) -> Note:
    """Store a note; the same ``source`` again is the same note."""
    if known := by_source(session, source):
        return known
    last = sa.select(sa.func.coalesce(sa.func.max(MeetingNoteRow.position), 0))
    place = last.where(col(MeetingNoteRow.meeting_id) == note.meeting_id)
    row = MeetingNoteRow(
        meeting_id=note.meeting_id,
        agenda_item_id=note.agenda_item_id,
        position=session.connection().execute(place).scalar_one() + 1,
        text=note.text,
        author_id=note.author_id,
        source=source,
    )
    session.add(row)
    session.flush()
    return _note(row)


def by_source(session: Session, source: str) -> Note | None:
    """Return the note that came from there."""
    query = select(MeetingNoteRow).where(MeetingNoteRow.source == source)
    row = session.exec(query).first()
    return _note(row) if row else None


def of_meeting(session: Session, meeting_id: int) -> tuple[Note, ...]:
    """Return the notes of a meeting, in their order."""
    query = (
        select(MeetingNoteRow)
        .where(MeetingNoteRow.meeting_id == meeting_id)
        .order_by(col(MeetingNoteRow.position), col(MeetingNoteRow.id))
        .execution_options(populate_existing=True)
    )
    return tuple(_note(row) for row in session.exec(query))


def get(session: Session, sig_id: int, note_id: int) -> tuple[Note, int]:
    """Return a note of a group, and the number of its meeting.

    Raises:
        NotFoundError: the group has no such note.
    """
    query = (
        select(MeetingNoteRow, MeetingRow.number)
        .join(MeetingRow, col(MeetingRow.id) == MeetingNoteRow.meeting_id)
        .where(MeetingNoteRow.id == note_id, MeetingRow.sig_id == sig_id)
        .execution_options(populate_existing=True)
    )
    found = session.exec(query).first()
    if found is None:
        raise NotFoundError("There is no such note in this group.")
    return _note(found[0]), found[1]


def save(session: Session, note: Note) -> Note:
    """Store a changed note.

    Raises:
        StaleVersionError: somebody saved it since it was read.
    """
    statement = (
        sa.update(MeetingNoteRow)
        .where(
            col(MeetingNoteRow.id) == note.id,
            col(MeetingNoteRow.version) == note.version,
        )
        .values(
            text=note.text,
            agenda_item_id=note.agenda_item_id,
            version=note.version + 1,
        )
    )
    if not changed_one(session, statement):
        raise StaleVersionError("Somebody else changed this note. Open it again.")
    row = session.get_one(MeetingNoteRow, note.id, populate_existing=True)
    return _note(row)


def _note(row: MeetingNoteRow) -> Note:
    return Note(
        id=row.id,
        meeting_id=row.meeting_id,
        position=row.position,
        text=row.text,
        agenda_item_id=row.agenda_item_id,
        author_id=row.author_id,
        version=row.version,
    )
