"""Reads, writes and completes what belongs to meetings, decisions and actions."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from bot.domain.actions import ActionStatus
from bot.domain.exchange.fields import Fields
from bot.domain.exchange.meeting_completing import all_decisions
from bot.domain.exchange.names import Lists, Names, identifier, repeated
from bot.domain.exchange.parts.meetings import (
    ActionParts,
    AnswerRecord,
    Beside,
    DecisionParts,
    MeetingParts,
    NoteRecord,
    PointParts,
    VersionRecord,
)
from bot.domain.exchange.parts.merging import ids_in, merged
from bot.domain.exchange.parts.series import read_series
from bot.domain.exchange.parts.shapes import Keys, part_json, read_part
from bot.domain.exchange.values import Document, Json
from bot.domain.meetings import AgendaItem, Meeting
from bot.domain.references import Kind

P = TypeVar("P")


def meeting_parts_json(
    value: Json, meeting: Meeting, *, beside: Beside, keys: Keys
) -> Json:
    """Return a meeting as JSON values with what belongs to it."""
    points = beside.points.get(meeting.number, ())
    agenda = [
        item | (part_json(points[place], keys) if place < len(points) else {})
        for place, item in enumerate(value["agenda"])
    ]
    decisions = [
        decision_parts_json(item, decision.number, beside=beside, keys=keys)
        for item, decision in zip(value["decisions"], meeting.decisions, strict=True)
    ]
    parts = beside.meetings.get(meeting.number)
    said = part_json(parts, keys) if parts else {}
    return value | {"agenda": agenda, "decisions": decisions, **said}


def decision_parts_json(
    value: Json, number: int, *, beside: Beside, keys: Keys
) -> Json:
    """Return a decision as JSON values with what belongs to it."""
    parts = beside.decisions.get(number)
    return value | (part_json(parts, keys) if parts else {})


def action_parts_json(value: Json, number: int, *, beside: Beside, keys: Keys) -> Json:
    """Return an action item as JSON values with what belongs to it."""
    parts = beside.actions.get(number)
    return value | (part_json(parts, keys) if parts else {})


def read_beside(lists: Lists, names: Names) -> Beside:
    """Read what belongs to the meetings, decisions and actions of a file."""
    meetings, points, decisions = {}, {}, {}
    for each in lists["meetings"]:
        number = names.number(Kind.MEETING, identifier(each))
        meetings[number] = read_part(MeetingParts, each, names)
        points[number] = tuple(
            read_part(PointParts, item, names) for item in _quiet(each, "agenda")
        )
        names.agendas[number] = len(points[number])
        for item in _quiet(each, "decisions"):
            found = names.number(Kind.DECISION, identifier(item))
            decisions[found] = _decision(item, names, len(points[number]))
    for each in lists["decisions"]:
        found = names.number(Kind.DECISION, identifier(each))
        decisions[found] = _decision(each, names, 0)
    _check_meetings(lists["meetings"], names, meetings, points)
    actions = {
        names.number(Kind.ACTION, identifier(each)): _action(each, names)
        for each in lists["action_items"]
    }
    return Beside(
        meetings=_said(meetings, MeetingParts()),
        points={number: each for number, each in points.items() if any_said(each)},
        decisions=_said(decisions, DecisionParts()),
        actions=_said(actions, ActionParts()),
        series=read_series(lists["meeting_series"], names),
    )


def any_said(points: Iterable[PointParts]) -> bool:
    """Whether there is anything to say of the points of an agenda."""
    return any(each != PointParts() for each in points)


def _said(found: Mapping[int, P], nothing: P) -> dict[int, P]:
    return {number: each for number, each in found.items() if each != nothing}


def _quiet(given: Fields, name: str) -> Iterator[Fields]:
    """Yield the objects of a list; what is wrong with the list is noted elsewhere."""
    silent = Fields(given.raw, record=given.record, problems=[])
    for each in silent.inners(name):
        each.problems = given.problems
        yield each


def _decision(given: Fields, names: Names, points: int) -> DecisionParts:
    parts = read_part(DecisionParts, given, names)
    _note_point(given, parts.point, points)
    clusters = [each.cluster or "" for each in parts.ballots]
    _note_twice(given, "ballots", clusters)
    return parts


def _action(given: Fields, names: Names) -> ActionParts:
    parts = read_part(ActionParts, given, names)
    if parts.point and not given.says("meeting"):
        given.complain("point", "Say of which meeting this is a point.")
    elif parts.point:
        key = given.raw["meeting"]
        meeting = names.number(Kind.MEETING, key if isinstance(key, str) else "")
        _note_point(given, parts.point, names.agendas.get(meeting, 0))
    if repeated(str(each.meeting) for each in parts.carried):
        given.complain("carried", "A meeting is there twice.")
    return parts


def _check_meetings(
    listed: Iterable[Fields],
    names: Names,
    meetings: Mapping[int, MeetingParts],
    points: Mapping[int, tuple[PointParts, ...]],
) -> None:
    turns: set[tuple[str, Any]] = set()
    for each in listed:
        number = names.number(Kind.MEETING, identifier(each))
        _check(each, meetings[number], names.agendas[number])
        _check_turn(each, meetings[number].series, turns)
        for place, point in enumerate(points[number]):
            before, name = point.carried_from, f"agenda[{place}].carried_from.point"
            if before and before.meeting:
                there = names.agendas.get(before.meeting, 0)
                _note_point(each, before.point, there, name=name)


def _check(given: Fields, parts: MeetingParts, points: int) -> None:
    for place, note in enumerate(parts.notes):
        _note_point(given, note.point, points, name=f"notes[{place}].point")
    _note_twice(given, "notes", [str(each.position) for each in parts.notes])
    revisions = [str(each.revision) for each in parts.minutes]
    _note_twice(given, "minutes", revisions)
    if parts.approval and str(parts.approval.revision) not in revisions:
        given.complain("approval.revision", "There are no minutes with this number.")


def _check_turn(given: Fields, series: str | None, turns: set[tuple[str, Any]]) -> None:
    turn = series or "", str(given.raw.get("occurs_on"))
    if series is not None and turn in turns:
        given.complain("occurs_on", f"{series} has another meeting of that day.")
    turns.add(turn)


def _note_point(
    given: Fields, point: int | None, points: int, *, name: str = "point"
) -> None:
    if point is not None and point > points:
        given.complain(name, f"There is no point {point} on this agenda.")


def _note_twice(given: Fields, name: str, keys: Iterable[str]) -> None:
    for key in repeated(keys):
        given.complain(name, f"{key} is there twice.")


def complete_beside(document: Document, group: Document, completed: Document) -> Beside:
    """Return what belongs to meetings, decisions and actions after an import.

    What is known here stays as it is.
    """
    new, old = document.beside, group.beside
    is_other = bool(old.series) and new.series != old.series
    told = _without_series(new.meetings) if is_other else new.meetings
    held = {each.value.number: each.value for each in group.meetings}
    points = {
        each.value.number: _points(
            each.value.agenda,
            held[each.value.number].agenda if each.value.number in held else (),
            new.points.get(each.value.number, ()),
            old.points.get(each.value.number, ()),
        )
        for each in completed.meetings
    }
    known = {each.value.number for each in group.actions}
    return Beside(
        series=old.series or new.series,
        meetings=_both(told, old.meetings, _meeting),
        points={**old.points}
        | {key: each for key, each in points.items() if any_said(each)},
        decisions=_kept(new.decisions, old.decisions, all_decisions(group), _decided),
        actions=_finished(_kept(new.actions, old.actions, known, _carried), completed),
    )


def _without_series(
    meetings: Mapping[int, MeetingParts],
) -> dict[int, MeetingParts]:
    """Return what belongs to meetings whose series the group does not have."""
    return {number: replace(each, series=None) for number, each in meetings.items()}


def _both(
    new: Mapping[int, P], old: Mapping[int, P], fill: Callable[[P, P], P]
) -> dict[int, P]:
    both = {number: fill(new[number], old[number]) for number in new.keys() & old}
    return {**new, **old, **both}


def _kept(
    new: Mapping[int, P],
    old: Mapping[int, P],
    known: Any,
    fill: Callable[[P | None, P | None], P],
) -> dict[int, P]:
    """Return what is said of records: of those that are known here, mostly as here."""
    return {
        number: fill(new.get(number), old.get(number)) if number in known else each
        for number, each in {**new, **old}.items()
    }


def _decided(new: DecisionParts | None, old: DecisionParts | None) -> DecisionParts:
    new, old = new or DecisionParts(), old or DecisionParts()
    ballots = merged(
        new.ballots, old.ballots, lambda all_: [each.cluster or "" for each in all_]
    )
    return replace(old, ballots=ballots)


def _carried(new: ActionParts | None, old: ActionParts | None) -> ActionParts:
    new, old = new or ActionParts(), old or ActionParts()
    carried = merged(
        new.carried,
        old.carried,
        lambda all_: [str(each.meeting) for each in all_],
    )
    return replace(old, carried=carried)


def _finished(
    parts: Mapping[int, ActionParts], completed: Document
) -> dict[int, ActionParts]:
    """Return them without who has done what is not done."""
    left = {
        each.value.number
        for each in completed.actions
        if each.value.status is not ActionStatus.DONE
    }
    return {
        number: replace(each, done_by=None) if number in left else each
        for number, each in parts.items()
    }


def _points(
    agenda: tuple[AgendaItem, ...],
    held: tuple[AgendaItem, ...],
    new: tuple[PointParts, ...],
    old: tuple[PointParts, ...],
) -> tuple[PointParts, ...]:
    known = dict(zip((item.id for item in held), old, strict=False))
    said = dict(enumerate(new))
    return tuple(
        known.get(item.id, PointParts()) if item.id else said.get(place, PointParts())
        for place, item in enumerate(agenda)
    )


def _meeting(new: MeetingParts, old: MeetingParts) -> MeetingParts:
    is_one = goes_on(new, old)
    minutes = merged(new.minutes, old.minutes, version_ids) if is_one else old.minutes
    return MeetingParts(
        notes=merged(new.notes, old.notes, note_ids),
        minutes=tuple(sorted(minutes, key=lambda each: each.revision)),
        answers=merged(new.answers, old.answers, answer_ids),
        approval=old.approval or (new.approval if is_one else None),
        series=old.series or new.series,
    )


def goes_on(new: MeetingParts, old: MeetingParts) -> bool:
    """Whether no text of the minutes is another one in the file than here."""
    bodies = {each.revision: each.body for each in old.minutes}
    return all(
        bodies.get(each.revision, each.body) == each.body for each in new.minutes
    )


def note_ids(notes: Iterable[NoteRecord]) -> list[str]:
    """Return what each note is known by: its place in the meeting."""
    return [str(each.position) for each in notes]


def version_ids(versions: Iterable[VersionRecord]) -> list[str]:
    """Return what each text of minutes is known by."""
    return [str(each.revision) for each in versions]


def answer_ids(answers: Iterable[AnswerRecord]) -> list[str]:
    """Return what each answer is known by."""
    return ids_in(f"{each.revision} {each.text}" for each in answers)
