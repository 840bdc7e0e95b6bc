"""Meetings with their agendas, decisions and attendance."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domain.meetings import AgendaItem, Attendance, Decision, Meeting, Votes
from storage.directory import Directory, directory
from storage.meeting_parts import (
    Place,
    network_ids,
    write_agenda,
    write_attendance,
    write_decisions,
)
from storage.tables import (
    AgendaItemRow,
    AttendanceRow,
    DecisionRow,
    MeetingRow,
    NetworkRow,
    PracticeRow,
)

# An alias costs a millisecond to make; a statement may use the same one each time.
_OLD = aliased(DecisionRow)
_Grouped = defaultdict[int, list[Any]]


def all_meetings(
    session: Session, sig_id: int, *, who: Directory | None = None
) -> tuple[Meeting, ...]:
    """Return the group's meetings with everything in them, by number."""
    return _load(session, sig_id, who=who or directory(session, sig_id))


def find(session: Session, sig_id: int, number: int) -> Meeting | None:
    """Return a meeting with everything in it; None when the group has no such."""
    which = col(MeetingRow.number) == number
    found = _load(session, sig_id, which, who=directory(session, sig_id))
    return found[0] if found else None


def find_by_id(session: Session, meeting_id: int) -> tuple[int, Meeting] | None:
    """Return the id of its group and a meeting, for messages that know only its id."""
    row = session.get(MeetingRow, meeting_id)
    meeting = find(session, row.sig_id, row.number) if row else None
    return (row.sig_id, meeting) if row and meeting else None


def _load(
    session: Session,
    sig_id: int,
    which: sa.ColumnElement[bool] | None = None,
    *,
    who: Directory,
) -> tuple[Meeting, ...]:
    """Return the meetings ``which``, or all, in five queries however many."""
    which = sa.true() if which is None else which
    query = (
        select(MeetingRow)
        .where(MeetingRow.sig_id == sig_id, which)
        .order_by(col(MeetingRow.number))
        .execution_options(populate_existing=True)
    )
    agendas = _agendas(session, sig_id, who, which)
    decisions = _decisions(session, sig_id, which)
    attendance = _attendance(session, sig_id, which)
    return tuple(
        _meeting(
            row,
            agenda=tuple(agendas[row.id]),
            decisions=tuple(decisions[row.id]),
            attendance=_to_attendance(attendance[row.id], who),
        )
        for row in session.exec(query)
    )


def save(
    session: Session,
    sig_id: int,
    changed: Iterable[Meeting],
    *,
    outside: Sequence[Decision] = (),
) -> None:
    """Store meetings, new or in place of those with their numbers.

    Points of agendas and decisions keep their rows, and so what is said of them;
    decisions that a meeting does not hold any more stay where they are. ``outside``
    are decisions of no meeting.

    Raises:
        InvalidInputError: one names somebody or something the group does not know.
    """
    changed = list(changed)
    who, practices = directory(session, sig_id), practice_ids(session, sig_id)
    networks = network_ids(session, sig_id)
    rows = _saved_rows(session, sig_id, changed)
    for meeting in changed:
        meeting_id = rows[meeting.number].id
        write_agenda(
            session,
            meeting_id,
            items=meeting.agenda,
            who=who,
            practices=practices,
            networks=networks,
        )
        write_attendance(session, meeting_id, meeting.attendance, who=who)
    held: list[tuple[Decision, Place]] = [
        (decision, {"meeting_id": rows[meeting.number].id, "position": position})
        for meeting in changed
        for position, decision in enumerate(meeting.decisions)
    ]
    # Those outside of meetings are in the order of their numbers.
    alone: Place = {"meeting_id": None, "position": 0}
    held += [(decision, alone) for decision in outside]
    write_decisions(session, sig_id, held)


def decision_ids(session: Session, sig_id: int) -> dict[int, int]:
    """Return the ids of the group's decisions by number."""
    query = select(DecisionRow.number, DecisionRow.id).where(
        DecisionRow.sig_id == sig_id
    )
    return dict(session.exec(query).all())


def meeting_ids(session: Session, sig_id: int) -> dict[int, int]:
    """Return the ids of the group's meetings by number."""
    query = select(MeetingRow.number, MeetingRow.id).where(MeetingRow.sig_id == sig_id)
    return dict(session.exec(query).all())


def practice_ids(session: Session, sig_id: int) -> dict[int, int]:
    """Return the ids of the group's practices by number."""
    query = select(PracticeRow.number, PracticeRow.id).where(
        PracticeRow.sig_id == sig_id, col(PracticeRow.number).is_not(None)
    )
    return {number or 0: found for number, found in session.exec(query)}


def _values(meeting: Meeting) -> dict[str, Any]:
    return {
        "number": meeting.number,
        "key": meeting.key,
        "title": meeting.title,
        "starts_local": meeting.starts_local,
        "zone": meeting.zone,
        "starts_at": meeting.starts_at,
        "duration_minutes": meeting.duration_minutes,
        "mode": meeting.mode,
        "status": meeting.status,
        "minutes_status": meeting.minutes_status,
        "note": meeting.note,
        "moved_from": meeting.moved_from,
        "occurs_on": meeting.occurs_on,
        "uid": meeting.uid,
        "sequence": meeting.sequence,
        "join_url": meeting.join_url,
        "place": meeting.place,
        "cancelled_reason": meeting.cancelled_reason,
        "began_at": meeting.began_at,
        "ended_at": meeting.ended_at,
        "guests": list(meeting.guests),
    }


def _saved_rows(
    session: Session, sig_id: int, changed: Iterable[Meeting]
) -> dict[int, MeetingRow]:
    query = select(MeetingRow).where(MeetingRow.sig_id == sig_id)
    rows = {row.number: row for row in session.exec(query)}
    for meeting in changed:
        row = rows.get(meeting.number)
        if row is None:
            row = MeetingRow(sig_id=sig_id, **_values(meeting))
            session.add(row)
            rows[meeting.number] = row
        else:
            row.sqlmodel_update(_values(meeting) | {"version": row.version + 1})
    session.flush()
    return rows


def _agendas(
    session: Session, sig_id: int, who: Directory, which: sa.ColumnElement[bool]
) -> _Grouped:
    query = (
        select(AgendaItemRow, PracticeRow.number, NetworkRow.slug)
        .join(MeetingRow, col(MeetingRow.id) == AgendaItemRow.meeting_id)
        .outerjoin(PracticeRow, col(PracticeRow.id) == AgendaItemRow.practice_id)
        .outerjoin(NetworkRow, col(NetworkRow.id) == AgendaItemRow.network_id)
        .where(MeetingRow.sig_id == sig_id, which)
        .order_by(col(AgendaItemRow.position), col(AgendaItemRow.id))
    )
    found: _Grouped = defaultdict(list)
    for row, practice, network in session.exec(query):
        found[row.meeting_id].append(
            AgendaItem(
                id=row.id,
                position=row.position,
                kind=row.kind,
                title=row.title,
                minutes=row.minutes,
                presenter=who.key_of(row.presenter_person_id, row.presenter_cluster_id),
                practice=practice,
                network=network,
                state=row.state,
                proposed_by=row.proposed_by,
                carried_from_id=row.carried_from_id,
                version=row.version,
            )
        )
    return found


def decisions_outside(session: Session, sig_id: int) -> tuple[Decision, ...]:
    """Return the decisions that were taken outside of meetings, by number."""
    query = (
        select(DecisionRow, _OLD.number)
        .outerjoin(_OLD, col(_OLD.id) == DecisionRow.supersedes_id)
        .where(DecisionRow.sig_id == sig_id, col(DecisionRow.meeting_id).is_(None))
        .order_by(col(DecisionRow.number))
        .execution_options(populate_existing=True)
    )
    return tuple(
        to_decision(row, supersedes) for row, supersedes in session.exec(query)
    )


def _decisions(
    session: Session, sig_id: int, which: sa.ColumnElement[bool]
) -> _Grouped:
    query = (
        select(DecisionRow, _OLD.number)
        .join(MeetingRow, col(MeetingRow.id) == DecisionRow.meeting_id)
        .outerjoin(_OLD, col(_OLD.id) == DecisionRow.supersedes_id)
        .where(DecisionRow.sig_id == sig_id, which)
        .order_by(col(DecisionRow.position), col(DecisionRow.id))
        .execution_options(populate_existing=True)
    )
    found: _Grouped = defaultdict(list)
    for row, supersedes in session.exec(query):
        found[row.meeting_id or 0].append(to_decision(row, supersedes))
    return found


def _attendance(
    session: Session, sig_id: int, which: sa.ColumnElement[bool]
) -> _Grouped:
    query = (
        select(AttendanceRow)
        .join(MeetingRow, col(MeetingRow.id) == AttendanceRow.meeting_id)
        .where(MeetingRow.sig_id == sig_id, which)
        .order_by(col(AttendanceRow.position), col(AttendanceRow.id))
    )
    found: _Grouped = defaultdict(list)
    for row in session.exec(query):
        found[row.meeting_id].append(row)
    return found


def _to_attendance(rows: list[AttendanceRow], who: Directory) -> Attendance:
    def keys(state: str, *, external: bool) -> tuple[str, ...]:
        found = (
            who.key_of(row.person_id, row.cluster_id)
            for row in rows
            if row.state == state and (row.person_id is not None) == external
        )
        return tuple(key for key in found if key)

    return Attendance(
        present=keys("present", external=False),
        apologies=keys("apologies", external=False),
        absent=keys("absent", external=False),
        external_present=keys("present", external=True),
    )


def to_decision(row: DecisionRow, supersedes: int | None) -> Decision:
    """Return a row as a domain value; ``supersedes`` is the number of an older one."""
    votes = None
    if row.votes_for is not None:
        votes = Votes(
            in_favour=row.votes_for,
            against=row.votes_against or 0,
            abstain=row.votes_abstain or 0,
        )
    return Decision(
        id=row.id,
        number=row.number,
        key=row.key,
        text=row.text,
        kind=row.kind,
        status=row.status,
        votes=votes,
        supersedes=supersedes,
        dissent=row.dissent,
        decided_on=row.decided_on,
        due_at=row.due_at,
        quorum_met=row.quorum_met,
        agenda_item_id=row.agenda_item_id,
        author_id=row.author_id,
        version=row.version,
    )


def _meeting(row: MeetingRow, **parts: Any) -> Meeting:
    return Meeting(
        id=row.id,
        number=row.number,
        key=row.key,
        title=row.title,
        starts_local=row.starts_local,
        zone=row.zone,
        starts_at=row.starts_at,
        duration_minutes=row.duration_minutes,
        mode=row.mode,
        status=row.status,
        minutes_status=row.minutes_status,
        note=row.note,
        moved_from=row.moved_from,
        series_id=row.series_id,
        occurs_on=row.occurs_on,
        uid=row.uid,
        sequence=row.sequence,
        join_url=row.join_url,
        place=row.place,
        cancelled_reason=row.cancelled_reason,
        began_at=row.began_at,
        ended_at=row.ended_at,
        guests=tuple(row.guests),
        thread_channel_id=row.thread_channel_id,
        thread_ts=row.thread_ts,
        version=row.version,
        **parts,
    )
