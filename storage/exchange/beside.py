"""What belongs to meetings, decisions and actions of a document, read."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlmodel import Session, col, select

from bot.domain.decisions import Choice
from bot.domain.exchange.parts.beside import any_said
from bot.domain.exchange.parts.meetings import (
    ActionParts,
    AnswerRecord,
    ApprovalRecord,
    BallotRecord,
    Beside,
    CarryRecord,
    DecisionParts,
    FromPoint,
    MeetingParts,
    NoteRecord,
    PointParts,
    VersionRecord,
)
from bot.domain.exchange.parts.series import SeriesRecord
from storage.directory import Directory
from storage.exchange.parts import part_of
from storage.tables import (
    ActionCarryRow,
    ActionItemRow,
    AgendaItemRow,
    BallotRow,
    DecisionRow,
    MeetingNoteRow,
    MeetingRow,
    MeetingSeriesRow,
    MinutesAnswerRow,
    MinutesApprovalRow,
    MinutesRow,
)

AUTHOR = {"author": "author_id"}
PERSON = {"person": "person_id"}
VERSION = {**AUTHOR, "at": "created_at"}
BALLOT = {**PERSON, "cluster": "cluster_id", "cast_at": "updated_at"}
TAKEN_IN = {"notes": "note", "decisions": "decision", "actions": "action"}


@dataclass(frozen=True)
class Rows:
    """The rows of a group, each kind read once."""

    session: Session
    sig_id: int
    _known: dict[Any, list[Any]] = field(default_factory=dict)

    @cached_property
    def meetings(self) -> dict[int, int]:
        """The numbers of meetings by id."""
        return self._numbers(MeetingRow)

    @cached_property
    def decisions(self) -> dict[int, int]:
        """The numbers of decisions by id."""
        return self._numbers(DecisionRow)

    @cached_property
    def actions(self) -> dict[int, int]:
        """The numbers of action items by id."""
        return self._numbers(ActionItemRow)

    @cached_property
    def series(self) -> dict[int, str]:
        """What series are called in a file, by id: they are counted."""
        query = select(MeetingSeriesRow.id).where(
            MeetingSeriesRow.sig_id == self.sig_id
        )
        ids = self.session.exec(query.order_by(col(MeetingSeriesRow.id)))
        return {found: f"S-{place}" for place, found in enumerate(ids, start=1)}

    @cached_property
    def points(self) -> dict[int, tuple[int, int]]:
        """The number of its meeting and its place there, by the id of a point."""
        places: defaultdict[int, int] = defaultdict(int)
        found = {}
        for row in self.agendas:
            places[row.meeting_id] += 1
            found[row.id] = self.meetings[row.meeting_id], places[row.meeting_id]
        return found

    @cached_property
    def agendas(self) -> list[AgendaItemRow]:
        """The points of agendas in their order."""
        order = col(AgendaItemRow.position), col(AgendaItemRow.id)
        return list(self.of_meetings(AgendaItemRow, *order))

    def of_meetings(self, table: Any, *order: Any) -> Any:
        """Return the rows of the meetings of the group."""
        return self._joined(table, MeetingRow, table.meeting_id, order)

    def of_decisions(self, table: Any, *order: Any) -> Any:
        """Return the rows of the decisions of the group."""
        return self._joined(table, DecisionRow, table.decision_id, order)

    def of_actions(self, table: Any, *order: Any) -> Any:
        """Return the rows of the action items of the group."""
        return self._joined(table, ActionItemRow, table.action_id, order)

    def own(self, table: Any) -> list[Any]:
        """Return the rows of the group itself, by number."""
        if table not in self._known:
            self._known[table] = self._own(table)
        return self._known[table]

    def _own(self, table: Any) -> list[Any]:
        query = (
            select(table)
            .where(table.sig_id == self.sig_id)
            .order_by(col(table.number))
            .execution_options(populate_existing=True)
        )
        return list(self.session.exec(query))

    def _numbers(self, table: Any) -> dict[int, int]:
        return {row.id: row.number for row in self.own(table)}

    def _joined(self, table: Any, owner: Any, link: Any, order: Any) -> Any:
        query = (
            select(table)
            .join(owner, col(owner.id) == link)
            .where(owner.sig_id == self.sig_id)
            .order_by(*order)
            .execution_options(populate_existing=True)
        )
        return self.session.exec(query)


def load_beside(session: Session, sig_id: int, who: Directory) -> Beside:
    """Return what belongs to a group's meetings, decisions and actions."""
    rows = Rows(session, sig_id)
    return Beside(
        meetings=dict(_meetings(rows, who)),
        points=dict(_points(rows, who)),
        decisions=dict(_decisions(rows, who)),
        actions=dict(_actions(rows, who)),
        series=tuple(_series(rows, who)),
    )


def grouped(rows: Any, name: str) -> defaultdict[int, list[Any]]:
    """Return rows by one of their columns, in their order."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _meetings(rows: Rows, who: Directory) -> Iterator[tuple[int, MeetingParts]]:
    notes = note_rows(rows)
    versions = grouped(
        rows.of_meetings(MinutesRow, col(MinutesRow.revision)), "meeting_id"
    )
    answers = grouped(
        rows.of_meetings(MinutesAnswerRow, col(MinutesAnswerRow.id)), "meeting_id"
    )
    approvals = {row.meeting_id: row for row in rows.of_meetings(MinutesApprovalRow)}
    ids = TakenIn(rows)
    held = {row.id: row.series_id for row in rows.own(MeetingRow)}
    for meeting_id, number in rows.meetings.items():
        parts = MeetingParts(
            notes=tuple(
                part_of(
                    NoteRecord,
                    row,
                    who,
                    columns=AUTHOR,
                    point=rows.points.get(row.agenda_item_id or 0, (0, None))[1],
                )
                for row in notes[meeting_id]
            ),
            minutes=tuple(
                part_of(VersionRecord, row, who, columns=VERSION, **ids.counts(row))
                for row in versions[meeting_id]
            ),
            answers=tuple(
                part_of(AnswerRecord, row, who, columns=PERSON)
                for row in answers[meeting_id]
            ),
            approval=_approval(approvals.get(meeting_id), rows, who),
            series=rows.series.get(held[meeting_id] or 0),
        )
        if parts != MeetingParts():
            yield number, parts


def note_rows(rows: Rows) -> defaultdict[int, list[MeetingNoteRow]]:
    """Return the notes of each meeting in their order."""
    order = col(MeetingNoteRow.position), col(MeetingNoteRow.id)
    return grouped(rows.of_meetings(MeetingNoteRow, *order), "meeting_id")


def _approval(
    row: MinutesApprovalRow | None, rows: Rows, who: Directory
) -> ApprovalRecord | None:
    if row is None:
        return None
    meeting = rows.meetings.get(row.approved_in_id or 0)
    return part_of(ApprovalRecord, row, who, columns=PERSON, approved_in=meeting)


class TakenIn:
    """Ids up to which minutes go, as how many of the meeting's rows that are."""

    def __init__(self, rows: Rows) -> None:
        self._ids: dict[str, defaultdict[int, list[int]]] = {
            "notes": defaultdict(list),
            "decisions": defaultdict(list),
            "actions": defaultdict(list),
        }
        listed: dict[str, Any] = {
            "notes": rows.of_meetings(MeetingNoteRow),
            "decisions": rows.own(DecisionRow),
            "actions": rows.own(ActionItemRow),
        }
        for name, found in listed.items():
            for row in found:
                if row.meeting_id is not None:
                    self._ids[name][row.meeting_id].append(row.id)
            for ids in self._ids[name].values():
                ids.sort()

    def counts(self, row: MinutesRow) -> dict[str, int]:
        """Return how many of each a text of minutes takes in."""
        return {
            name: bisect_right(
                self._ids[name][row.meeting_id], row.takes_in.get(column, 0)
            )
            for name, column in TAKEN_IN.items()
        }

    def ids(self, meeting_id: int, version: VersionRecord) -> dict[str, int]:
        """Return the same as ids."""
        found = {}
        for name, column in TAKEN_IN.items():
            ids = self._ids[name][meeting_id][: getattr(version, name)]
            found[column] = ids[-1] if ids else 0
        return found


def _points(rows: Rows, who: Directory) -> Iterator[tuple[int, tuple[PointParts, ...]]]:
    for meeting_id, listed in grouped(rows.agendas, "meeting_id").items():
        points = tuple(
            PointParts(
                proposed_by=who.people.get(row.proposed_by or 0),
                carried_from=_from(rows.points.get(row.carried_from_id or 0)),
            )
            for row in listed
        )
        if any_said(points):
            yield rows.meetings[meeting_id], points


def _from(point: tuple[int, int] | None) -> FromPoint | None:
    return FromPoint(meeting=point[0], point=point[1]) if point else None


def _decisions(rows: Rows, who: Directory) -> Iterator[tuple[int, DecisionParts]]:
    order = col(BallotRow.decision_id), col(BallotRow.cluster_id)
    ballots = grouped(rows.of_decisions(BallotRow, *order), "decision_id")
    for row in rows.own(DecisionRow):
        said = [
            part_of(BallotRecord, each, who, columns=BALLOT, choice=Choice(each.choice))
            for each in ballots[row.id]
        ]
        parts = DecisionParts(
            point=_in_meeting(rows, row.agenda_item_id, row.meeting_id),
            author=who.people.get(row.author_id or 0),
            ballots=tuple(sorted(said, key=lambda each: each.cluster or "")),
        )
        if parts != DecisionParts():
            yield row.number, parts


def _series(rows: Rows, who: Directory) -> Iterator[SeriesRecord]:
    query = (
        select(MeetingSeriesRow)
        .where(MeetingSeriesRow.sig_id == rows.sig_id)
        .order_by(col(MeetingSeriesRow.id))
        .execution_options(populate_existing=True)
    )
    for row in rows.session.exec(query):
        replaces = rows.series.get(row.replaces_id or 0)
        yield part_of(SeriesRecord, row, who, id=rows.series[row.id], replaces=replaces)


def _in_meeting(rows: Rows, point_id: int | None, meeting_id: int | None) -> int | None:
    """Return the place of a point if it is one of this meeting."""
    meeting, place = rows.points.get(point_id or 0, (0, None))
    return place if meeting == rows.meetings.get(meeting_id or 0) else None


def _actions(rows: Rows, who: Directory) -> Iterator[tuple[int, ActionParts]]:
    carried: Mapping[int, list[ActionCarryRow]] = grouped(
        rows.of_actions(ActionCarryRow), "action_id"
    )
    for row in rows.own(ActionItemRow):
        meetings = [
            (rows.meetings[each.meeting_id], each.read_out)
            for each in carried.get(row.id, ())
        ]
        parts = ActionParts(
            point=_in_meeting(rows, row.agenda_item_id, row.meeting_id),
            said_by=who.people.get(row.said_by_id or 0),
            recorded_by=who.people.get(row.recorded_by_id or 0),
            done_by=who.people.get(row.done_by_id or 0),
            carried=tuple(
                CarryRecord(meeting=number, is_read_out=is_read_out)
                for number, is_read_out in sorted(meetings)
            ),
        )
        if parts != ActionParts():
            yield row.number, parts
