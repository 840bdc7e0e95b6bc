"""What belongs to a meeting, stored in place of the rows that are there."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import Session, select

from bot.domain.errors import InvalidInputError
from bot.domain.meetings import AgendaItem, Attendance, Decision
from storage.directory import Directory
from storage.tables import AgendaItemRow, AttendanceRow, DecisionRow, NetworkRow

Place = Mapping[str, int | None]


def write_agenda(
    session: Session,
    meeting_id: int,
    *,
    items: Sequence[AgendaItem],
    who: Directory,
    practices: Mapping[int, int],
    networks: Mapping[str, int],
) -> None:
    """Store the points of an agenda; notes and decisions go on pointing to theirs.

    A point without an id is the one that has its position.

    Raises:
        InvalidInputError: one names somebody or something the group does not know.
    """
    same = select(AgendaItemRow).where(AgendaItemRow.meeting_id == meeting_id)
    by_id = {row.id: row for row in session.exec(same)}
    placed = _placed(items, by_id)
    kept = {row.id for _, row in placed if row is not None}
    for row_id, surplus in by_id.items():
        if row_id not in kept:
            session.delete(surplus)
    for item, row in placed:
        values = _values(item, row, who=who)
        values["practice_id"] = _known(practices, item.practice, "P-{}")
        values["network_id"] = _known(networks, item.network, "{}")
        if row is None:
            values["proposed_by"] = item.proposed_by
            values["carried_from_id"] = item.carried_from_id
            session.add(AgendaItemRow(meeting_id=meeting_id, **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            row.sqlmodel_update(values | {"version": row.version + 1})
    session.flush()


def write_attendance(
    session: Session, meeting_id: int, attendance: Attendance, *, who: Directory
) -> None:
    """Store who was there.

    Of people who are not known any more nothing can be said, so it stays.
    """
    same = select(AttendanceRow).where(AttendanceRow.meeting_id == meeting_id)
    left = {
        (row.person_id, row.cluster_id): row
        for row in session.exec(same)
        if who.key_of(row.person_id, row.cluster_id)
    }
    for (person_id, cluster_id), values in _attendance(attendance, who):
        row = left.pop((person_id, cluster_id), None)
        if row is None:
            values |= {"person_id": person_id, "cluster_id": cluster_id}
            session.add(AttendanceRow(meeting_id=meeting_id, **values))
        else:
            row.sqlmodel_update(values)
    for row in left.values():
        session.delete(row)
    session.flush()


def write_decisions(
    session: Session, sig_id: int, held: Sequence[tuple[Decision, Place]]
) -> None:
    """Store decisions by number, each with its place.

    Raises:
        InvalidInputError: one takes the place of a decision that nobody knows.
    """
    query = select(DecisionRow).where(DecisionRow.sig_id == sig_id)
    known = {row.number: row for row in session.exec(query)}
    for decision, place in held:
        values = {**_decision_values(decision), **place}
        if row := known.get(decision.number):
            row.sqlmodel_update(values | {"version": row.version + 1})
        else:
            known[decision.number] = DecisionRow(sig_id=sig_id, **values)
            session.add(known[decision.number])
    session.flush()
    for decision, _ in held:
        old = decision.supersedes
        if old is not None and old not in known:
            message = f"There is no decision D-{old}."
            raise InvalidInputError({"supersedes": message})
        known[decision.number].supersedes_id = known[old].id if old else None
    session.flush()


def network_ids(session: Session, sig_id: int) -> dict[str, int]:
    """Return the ids of the group's networks by short name."""
    query = select(NetworkRow.slug, NetworkRow.id).where(NetworkRow.sig_id == sig_id)
    return dict(session.exec(query).all())


def _placed(
    items: Sequence[AgendaItem], by_id: Mapping[int, AgendaItemRow]
) -> list[tuple[AgendaItem, AgendaItemRow | None]]:
    """Return each point with the row that it has, if any."""
    meant = {item.id for item in items}
    free: defaultdict[int, list[AgendaItemRow]] = defaultdict(list)
    for row_id in sorted(by_id, reverse=True):
        if row_id not in meant:
            free[by_id[row_id].position].append(by_id[row_id])
    placed = []
    for item in items:
        row = by_id.get(item.id)
        if not item.id and free[item.position]:
            row = free[item.position].pop()
        placed.append((item, row))
    return placed


def _values(
    item: AgendaItem, row: AgendaItemRow | None, *, who: Directory
) -> dict[str, Any]:
    person_id, cluster_id = who.ids_of(item.presenter)
    if row is not None and item.presenter is None and not _is_known(row, who):
        person_id, cluster_id = row.presenter_person_id, row.presenter_cluster_id
    return {
        "position": item.position,
        "kind": item.kind,
        "title": item.title,
        "minutes": item.minutes,
        "presenter_person_id": person_id,
        "presenter_cluster_id": cluster_id,
        "state": item.state,
    }


def _is_known(row: AgendaItemRow, who: Directory) -> bool:
    """Whether the presenter, if there is one, is somebody a file can name."""
    ids = row.presenter_person_id, row.presenter_cluster_id
    return ids == (None, None) or who.key_of(*ids) is not None


def _known(ids: Mapping[Any, int], key: Any, shown: str) -> int | None:
    if key is None:
        return None
    if key not in ids:
        what = "practice" if isinstance(key, int) else "network"
        message = f"There is no {what} {shown.format(key)}."
        raise InvalidInputError({"agenda": message})
    return ids[key]


def _attendance(
    attendance: Attendance, who: Directory
) -> Iterator[tuple[tuple[int | None, int | None], dict[str, Any]]]:
    lists = (
        ("present", attendance.present),
        ("apologies", attendance.apologies),
        ("absent", attendance.absent),
        ("present", attendance.external_present),
    )
    for state, keys in lists:
        for position, key in enumerate(keys):
            yield who.ids_of(key), {"state": state, "position": position}


def _decision_values(decision: Decision) -> dict[str, Any]:
    votes = decision.votes
    return {
        "number": decision.number,
        "key": decision.key,
        "text": decision.text,
        "kind": decision.kind,
        "status": decision.status,
        "votes_for": votes.in_favour if votes else None,
        "votes_against": votes.against if votes else None,
        "votes_abstain": votes.abstain if votes else None,
        "dissent": decision.dissent,
        "decided_on": decision.decided_on,
        "due_at": decision.due_at,
        "quorum_met": decision.quorum_met,
    }
