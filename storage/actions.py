"""Action items with their owners."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.actions import ActionItem
from bot.domain.errors import InvalidInputError
from bot.domain.references import Kind
from storage.directory import Directory, directory
from storage.meetings import meeting_ids
from storage.sigs import next_number
from storage.tables import ActionCoOwnerRow, ActionItemRow, MeetingRow


def all_actions(
    session: Session, sig_id: int, *, who: Directory | None = None
) -> tuple[ActionItem, ...]:
    """Return the group's action items, by number."""
    who = who or directory(session, sig_id)
    co_owners = _co_owners(session, sig_id, who)
    query = (
        select(ActionItemRow, MeetingRow.number)
        .outerjoin(MeetingRow, col(MeetingRow.id) == ActionItemRow.meeting_id)
        .where(ActionItemRow.sig_id == sig_id)
        .order_by(col(ActionItemRow.number))
        .execution_options(populate_existing=True)
    )
    return tuple(
        _action(
            row,
            owner=who.key_of(row.owner_person_id, row.owner_cluster_id),
            co_owners=tuple(co_owners[row.id]),
            meeting=meeting,
        )
        for row, meeting in session.exec(query)
    )


def save(session: Session, sig_id: int, changed: Iterable[ActionItem]) -> None:
    """Store action items, new or in place of those with their numbers.

    Raises:
        InvalidInputError: an owner or a meeting is not known in the group.
    """
    who, meetings = directory(session, sig_id), meeting_ids(session, sig_id)
    query = select(ActionItemRow).where(ActionItemRow.sig_id == sig_id)
    known = {row.number: row for row in session.exec(query)}
    rows = []
    for action in changed:
        values = _values(action, who=who, meetings=meetings)
        if row := known.get(action.number):
            row.sqlmodel_update(values | {"version": row.version + 1})
        else:
            row = ActionItemRow(sig_id=sig_id, **values)
            session.add(row)
        rows.append((row, action))
    session.flush()
    for row, action in rows:
        _write_co_owners(session, row.id, action=action, who=who)
    session.flush()


def _values(
    action: ActionItem, *, who: Directory, meetings: Mapping[int, int]
) -> dict[str, Any]:
    person_id, cluster_id = who.ids_of(action.owner)
    if action.meeting is not None and action.meeting not in meetings:
        message = f"There is no meeting M-{action.meeting}."
        raise InvalidInputError({"meeting": message})
    return {
        "number": action.number,
        "key": action.key,
        "title": action.title,
        "owner_person_id": person_id,
        "owner_cluster_id": cluster_id,
        "meeting_id": meetings[action.meeting] if action.meeting else None,
        "due_on": action.due_on,
        "status": action.status,
        "done_on": action.done_on,
        "priority": action.priority,
        "note": action.note,
        "evidence": action.evidence,
    }


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


def _co_owners(
    session: Session, sig_id: int, who: Directory
) -> defaultdict[int, list[str]]:
    query = (
        select(ActionCoOwnerRow)
        .join(ActionItemRow, col(ActionItemRow.id) == ActionCoOwnerRow.action_id)
        .where(ActionItemRow.sig_id == sig_id)
        .order_by(col(ActionCoOwnerRow.position))
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for row in session.exec(query):
        if key := who.key_of(row.person_id, row.cluster_id):
            found[row.action_id].append(key)
    return found


def _action(
    row: ActionItemRow,
    *,
    owner: str | None,
    co_owners: tuple[str, ...],
    meeting: int | None,
) -> ActionItem:
    return ActionItem(
        number=row.number,
        key=row.key,
        title=row.title,
        owner=owner,
        co_owners=co_owners,
        meeting=meeting,
        due_on=row.due_on,
        status=row.status,
        done_on=row.done_on,
        priority=row.priority,
        note=row.note,
        evidence=row.evidence,
    )


def add(session: Session, sig_id: int, action: ActionItem) -> ActionItem:
    """Store a new action item with the group's next number.

    Raises:
        InvalidInputError: its owner or its meeting is not known in the group.
    """
    number = next_number(session, sig_id, Kind.ACTION)
    new = replace(action, number=number)
    save(session, sig_id, [new])
    return new


def of_meeting(
    session: Session, sig_id: int, number: int
) -> tuple[tuple[int, ActionItem], ...]:
    """Return what is to be done since a meeting, each with its id."""
    found = [each for each in all_actions(session, sig_id) if each.meeting == number]
    ids = action_ids(session, sig_id)
    return tuple((ids[each.number], each) for each in found)


def action_ids(session: Session, sig_id: int) -> dict[int, int]:
    """Return the ids of the group's action items by number."""
    query = select(ActionItemRow.number, ActionItemRow.id).where(
        ActionItemRow.sig_id == sig_id
    )
    return dict(session.exec(query).all())


def by_id(session: Session, sig_id: int, action_id: int) -> ActionItem | None:
    """Return an action item of the group, for messages that know only its id."""
    number = {row: number for number, row in action_ids(session, sig_id).items()}
    wanted = number.get(action_id)
    found = (each for each in all_actions(session, sig_id) if each.number == wanted)
    return next(found, None)
