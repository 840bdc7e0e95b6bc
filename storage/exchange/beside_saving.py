"""What belongs to meetings, decisions and actions of a document, written.

What is known here was settled when the document was completed: of a row that is there
only what it does not say yet is written.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from sqlmodel import Session

from bot.domain.exchange import Document
from bot.domain.exchange.parts.beside import answer_ids
from bot.domain.exchange.parts.meetings import (
    ActionParts,
    AnswerRecord,
    Beside,
    DecisionParts,
    MeetingParts,
    PointParts,
)
from bot.domain.exchange.parts.series import SeriesRecord
from bot.domain.minutes import digest
from storage.directory import directory
from storage.exchange.beside import (
    AUTHOR,
    BALLOT,
    PERSON,
    VERSION,
    Rows,
    TakenIn,
    grouped,
    note_rows,
)
from storage.exchange.keys import person_of
from storage.exchange.parts import part_of, values_of
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
    Table,
)

R = TypeVar("R", MeetingRow, DecisionRow, ActionItemRow)
_Places = Mapping[tuple[int | None, int | None], int]
_POINT = {"point"}


def save_beside(session: Session, sig_id: int, *, document: Document) -> None:
    """Store what belongs to the meetings, decisions and actions of a document."""
    said = _of(document)
    if said == Beside() and not document.beside.series:
        return
    saving = _Saving(session, sig_id, document)
    saving.series(document.beside.series)
    saving.of_series(said.meetings)
    saving.points(said.points)
    saving.notes(said.meetings)
    saving.answers(said.meetings)
    saving.decisions(said.decisions)
    saving.actions(said.actions)
    session.flush()
    saving.minutes(said.meetings)
    session.flush()


def _of(document: Document) -> Beside:
    """Return what belongs to the records that the document holds."""
    beside = document.beside
    meetings = {each.value.number for each in document.meetings}
    decisions = {each.value.number for each in document.decisions}
    for entry in document.meetings:
        decisions |= {each.number for each in entry.value.decisions}
    actions = {each.value.number for each in document.actions}

    def those(found: Mapping[int, Any], numbers: set[int]) -> dict[int, Any]:
        return {number: each for number, each in found.items() if number in numbers}

    return Beside(
        meetings=those(beside.meetings, meetings),
        points=those(beside.points, meetings),
        decisions=those(beside.decisions, decisions),
        actions=those(beside.actions, actions),
    )


class _Saving:
    def __init__(self, session: Session, sig_id: int, document: Document) -> None:
        self._session = session
        self._rows = Rows(session, sig_id)
        self._who = directory(session, sig_id)
        self._ids = {number: found for found, number in self._rows.meetings.items()}
        self._places = _places(self._rows, document)
        self._series: dict[str, int] = {}

    def series(self, series: Iterable[SeriesRecord]) -> None:
        """Store the rules of series in a group that has none."""
        self._series = {key: found for found, key in self._rows.series.items()}
        if self._series:
            return
        for each in series:
            row = MeetingSeriesRow(
                sig_id=self._rows.sig_id,
                replaces_id=self._series.get(each.replaces or ""),
                **self._values(each, {}, leave={"id", "replaces"}),
            )
            self._session.add(row)
            self._session.flush()
            self._series[each.id] = row.id

    def of_series(self, meetings: Mapping[int, MeetingParts]) -> None:
        """Store of which series meetings are."""
        rows = self._numbered(MeetingRow)
        for number, parts in meetings.items():
            _add_to(rows[number], series_id=self._series.get(parts.series or ""))

    def points(self, points: Mapping[int, tuple[PointParts, ...]]) -> None:
        """Store who proposed points, and what they go on from."""
        rows: dict[int, AgendaItemRow] = {row.id: row for row in self._rows.agendas}
        for number, listed in points.items():
            for place, each in enumerate(listed, start=1):
                row, before = rows[self._places[number, place]], each.carried_from
                start = (before.meeting, before.point) if before else (None, None)
                _add_to(
                    row,
                    proposed_by=person_of(self._who, each.proposed_by),
                    carried_from_id=self._places.get(start),
                )

    def notes(self, meetings: Mapping[int, MeetingParts]) -> None:
        """Store the notes that are new."""
        known = {
            (row.meeting_id, row.position)
            for rows in note_rows(self._rows).values()
            for row in rows
        }
        for number, parts in meetings.items():
            for each in parts.notes:
                if (self._ids[number], each.position) not in known:
                    values = self._values(each, AUTHOR, leave=_POINT)
                    values["agenda_item_id"] = self._places.get((number, each.point))
                    self._add(MeetingNoteRow, number, values)

    def answers(self, meetings: Mapping[int, MeetingParts]) -> None:
        """Store what was said about minutes, if it is new."""
        held = grouped(self._rows.of_meetings(MinutesAnswerRow), "meeting_id")
        for number, parts in meetings.items():
            meeting_id = self._ids[number]
            there = (
                part_of(AnswerRecord, row, self._who, columns=PERSON)
                for row in held[meeting_id]
            )
            known = set(answer_ids(there))
            for key, each in zip(answer_ids(parts.answers), parts.answers, strict=True):
                if key not in known:
                    values = self._values(each, PERSON)
                    values["source"] = f"file:{meeting_id}:{digest(key)}"
                    self._add(MinutesAnswerRow, number, values)

    def minutes(self, meetings: Mapping[int, MeetingParts]) -> None:
        """Store texts of minutes that are new, and which one was approved."""
        texts = self._rows.of_meetings(MinutesRow)
        known = {(row.meeting_id, row.revision) for row in texts}
        approved = {
            row.meeting_id for row in self._rows.of_meetings(MinutesApprovalRow)
        }
        taken = TakenIn(self._rows)
        for number, parts in meetings.items():
            meeting_id = self._ids[number]
            for each in parts.minutes:
                if (meeting_id, each.revision) not in known:
                    values = self._values(
                        each, VERSION, leave={"notes", "decisions", "actions"}
                    )
                    values |= {
                        "sha256": digest(each.body),
                        "takes_in": taken.ids(meeting_id, each),
                    }
                    self._add(MinutesRow, number, values)
            if parts.approval and meeting_id not in approved:
                values = self._values(parts.approval, PERSON, leave={"approved_in"})
                where = self._ids.get(parts.approval.approved_in or 0)
                self._add(
                    MinutesApprovalRow, number, values | {"approved_in_id": where}
                )

    def decisions(self, decisions: Mapping[int, DecisionParts]) -> None:
        """Store who wrote decisions about what, and the votes that are new."""
        rows = self._numbered(DecisionRow)
        cast = {
            (row.decision_id, row.cluster_id)
            for row in self._rows.of_decisions(BallotRow)
        }
        for number, parts in decisions.items():
            row = rows[number]
            _add_to(
                row,
                author_id=person_of(self._who, parts.author),
                agenda_item_id=self._place_of(row, parts),
            )
            for each in parts.ballots:
                values = self._values(each, BALLOT)
                if (row.id, values["cluster_id"]) not in cast:
                    self._session.add(BallotRow(decision_id=row.id, **values))

    def actions(self, actions: Mapping[int, ActionParts]) -> None:
        """Store where actions come from, and the meetings that had them."""
        rows = self._numbered(ActionItemRow)
        known = {
            (row.action_id, row.meeting_id)
            for row in self._rows.of_actions(ActionCarryRow)
        }
        for number, parts in actions.items():
            row = rows[number]
            _add_to(
                row,
                said_by_id=person_of(self._who, parts.said_by),
                recorded_by_id=person_of(self._who, parts.recorded_by),
                done_by_id=person_of(self._who, parts.done_by),
                agenda_item_id=self._place_of(row, parts),
            )
            for each in parts.carried:
                meeting_id = self._ids[each.meeting or 0]
                if (row.id, meeting_id) not in known:
                    new = ActionCarryRow(
                        action_id=row.id,
                        meeting_id=meeting_id,
                        read_out=each.is_read_out,
                    )
                    self._session.add(new)

    def _numbered(self, table: type[R]) -> dict[int, R]:
        return {row.number: row for row in self._rows.own(table)}

    def _place_of(
        self, row: DecisionRow | ActionItemRow, parts: DecisionParts | ActionParts
    ) -> int | None:
        """Return the point of its meeting's agenda that it belongs to."""
        meeting = self._rows.meetings.get(row.meeting_id or 0)
        return self._places.get((meeting, parts.point))

    def _values(
        self, part: Any, columns: Mapping[str, str], *, leave: Iterable[str] = ()
    ) -> dict[str, Any]:
        return values_of(part, self._who, columns=columns, leave=set(leave))

    def _add(self, table: type[Any], number: int, values: Mapping[str, Any]) -> None:
        self._session.add(table(meeting_id=self._ids[number], **values))


def _add_to(row: Table, **values: Any) -> None:
    """Write what a row does not say yet."""
    for name, value in values.items():
        if value is not None and getattr(row, name) is None:
            setattr(row, name, value)


def _places(rows: Rows, document: Document) -> _Places:
    """Return the ids of points by meeting and by their place in a file."""
    found: dict[tuple[int | None, int | None], int] = {
        point: row_id for row_id, point in rows.points.items()
    }
    for entry in document.meetings:
        number, agenda = entry.value.number, entry.value.agenda
        # A file may list them in another order than that of their positions.
        in_order = sorted(range(len(agenda)), key=lambda at: agenda[at].position)
        ids = [found[number, place] for place in range(1, len(agenda) + 1)]
        for place, at in enumerate(in_order):
            found[number, at + 1] = ids[place]
    return found
