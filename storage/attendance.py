"""Who was at a meeting: stored as those who lead the group say it."""

from collections.abc import Iterator

from sqlmodel import Session, select

from bot.domain.meetings import Attendance
from storage.directory import Directory, directory
from storage.tables import AttendanceRow


def save(
    session: Session, sig_id: int, meeting_id: int, attendance: Attendance
) -> None:
    """Store who was there in place of what was said before.

    Raises:
        InvalidInputError: it names somebody the group does not know.
    """
    who = directory(session, sig_id)
    query = select(AttendanceRow).where(AttendanceRow.meeting_id == meeting_id)
    for row in session.exec(query):
        session.delete(row)
    session.flush()  # a flush inserts before it deletes
    session.add_all(_rows(meeting_id, attendance, who))
    session.flush()


def _rows(
    meeting_id: int, attendance: Attendance, who: Directory
) -> Iterator[AttendanceRow]:
    lists = (
        ("present", attendance.present),
        ("apologies", attendance.apologies),
        ("absent", attendance.absent),
        ("present", attendance.external_present),
    )
    for state, keys in lists:
        for position, key in enumerate(keys):
            person_id, cluster_id = who.ids_of(key)
            yield AttendanceRow(
                meeting_id=meeting_id,
                person_id=person_id,
                cluster_id=cluster_id,
                state=state,
                position=position,
            )
