"""Action items written: one that changes, or those of a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.actions import ActionItem
from bot.domain.errors import InvalidInputError, StaleVersionError
from bot.domain.references import Kind, label
from storage.actions.loading import find, section_keys, source_in
from storage.directory import Directory, directory
from storage.meetings import meeting_ids, practice_ids
from storage.sigs import next_number
from storage.statements import changed_one
from storage.tables import (
    ActionCoOwnerRow,
    ActionItemRow,
    AgendaItemRow,
    DecisionRow,
    MeetingRow,
)


@dataclass(frozen=True, slots=True)
class _Group:
    """What action items of a group can belong to, by the names that people use."""

    who: Directory
    meetings: Mapping[int, int]
    decisions: Mapping[int, int]
    practices: Mapping[int, int]
    sections: Mapping[str, int]
    points: frozenset[int]


def add(
    session: Session,
    sig_id: int,
    action: ActionItem,
    *,
    source: str | None = None,
    recorded_by: int | None = None,
) -> ActionItem:
    """Store a new action item with the group's next number.

    ``recorded_by`` is the id of whoever writes it down, where it does not say so
    itself. ``source`` is what it is made of; a second one of the same source is refused
    by the database, so ask ``by_source`` first.

    Raises:
        InvalidInputError: its owner or what it belongs to is not known in the group.
    """
    number = next_number(session, sig_id, Kind.ACTION)
    group = _group(session, sig_id)
    row = ActionItemRow(sig_id=sig_id, **_values(replace(action, number=number), group))
    row.recorded_by_id = action.recorded_by or recorded_by
    row.source = source_in(sig_id, source) if source else None
    session.add(row)
    session.flush()
    _write_co_owners(session, row.id, action=action, who=group.who)
    session.flush()
    return find(session, sig_id, number, who=group.who)


def change(session: Session, sig_id: int, action: ActionItem) -> ActionItem:
    """Store a changed action item.

    Raises:
        InvalidInputError: its owner or what it belongs to is not known in the group.
        StaleVersionError: somebody saved it since it was read.
    """
    group = _group(session, sig_id)
    statement = (
        sa.update(ActionItemRow)
        .where(
            col(ActionItemRow.sig_id) == sig_id,
            col(ActionItemRow.number) == action.number,
            col(ActionItemRow.version) == action.version,
        )
        .values(**_values(action, group), version=action.version + 1)
    )
    if not changed_one(session, statement):
        raise StaleVersionError(
            f"{action.ref} was changed by somebody else in the meantime, so nothing "
            f"was saved. Look at it with /action show {action.ref} and try again."
        )
    _write_co_owners(session, action.id, action=action, who=group.who)
    session.flush()
    return find(session, sig_id, action.number, who=group.who)


def save(session: Session, sig_id: int, changed: Iterable[ActionItem]) -> None:
    """Store the action items of a file, new or in place of those with their numbers.

    Raises:
        InvalidInputError: an owner, or what one belongs to, is not known in the group.
    """
    group = _group(session, sig_id)
    query = select(ActionItemRow).where(ActionItemRow.sig_id == sig_id)
    known = {row.number: row for row in session.exec(query)}
    rows = []
    for action in changed:
        values = _values(action, group)
        if row := known.get(action.number):
            row.sqlmodel_update(values | {"version": row.version + 1})
        else:
            row = ActionItemRow(sig_id=sig_id, **values)
            session.add(row)
        rows.append((row, action))
    session.flush()
    for row, action in rows:
        _write_co_owners(session, row.id, action=action, who=group.who)
    session.flush()


def _group(session: Session, sig_id: int) -> _Group:
    decisions = select(DecisionRow.number, DecisionRow.id).where(
        DecisionRow.sig_id == sig_id
    )
    points = (
        select(AgendaItemRow.id)
        .join(MeetingRow, col(MeetingRow.id) == AgendaItemRow.meeting_id)
        .where(MeetingRow.sig_id == sig_id)
    )
    return _Group(
        who=directory(session, sig_id),
        meetings=meeting_ids(session, sig_id),
        decisions=dict(session.exec(decisions).all()),
        practices=practice_ids(session, sig_id),
        # Of two editions with a section of this name the newer one is meant.
        sections={key: each for each, key in section_keys(session, sig_id).items()},
        points=frozenset(session.exec(points)),
    )


def _values(action: ActionItem, group: _Group) -> dict[str, Any]:
    person_id, cluster_id = group.who.ids_of(action.owner)
    said_by, _ = group.who.find(action.said_by)
    return {
        "number": action.number,
        "key": action.key,
        "title": action.title,
        "owner_person_id": person_id,
        "owner_cluster_id": cluster_id,
        "due_on": action.due_on,
        "status": action.status,
        "done_on": action.done_on,
        "priority": action.priority,
        "note": action.note,
        "evidence": action.evidence,
        "detail": action.detail,
        "reason": action.reason,
        "snoozed_until": action.snoozed_until,
        "permalink": action.permalink,
        "said_by_id": said_by,
        "recorded_by_id": action.recorded_by,
        "done_by_id": action.done_by,
        # A point that went from the agenda takes the link with it.
        "agenda_item_id": (
            action.agenda_item if action.agenda_item in group.points else None
        ),
        **_links(action, group),
    }


def _links(action: ActionItem, group: _Group) -> dict[str, int | None]:
    numbered = (
        ("meeting", Kind.MEETING, action.meeting, group.meetings),
        ("decision", Kind.DECISION, action.decision, group.decisions),
        ("practice", Kind.PRACTICE, action.practice, group.practices),
    )
    found: dict[str, int | None] = {}
    for name, kind, number, known in numbered:
        if number is not None and number not in known:
            message = f"There is no {name} {label(kind, number)}."
            raise InvalidInputError({name: message})
        found[f"{name}_id"] = None if number is None else known[number]
    if action.section is not None and action.section not in group.sections:
        raise InvalidInputError({"section": f"There is no section {action.section}."})
    found["section_id"] = group.sections[action.section] if action.section else None
    return found


def _write_co_owners(
    session: Session, action_id: int, *, action: ActionItem, who: Directory
) -> None:
    same = col(ActionCoOwnerRow.action_id) == action_id
    session.connection().execute(sa.delete(ActionCoOwnerRow).where(same))
    for position, key in enumerate(action.co_owners):
        person_id, cluster_id = who.ids_of(key)
        session.add(
            ActionCoOwnerRow(
                action_id=action_id,
                person_id=person_id,
                cluster_id=cluster_id,
                position=position,
            )
        )
