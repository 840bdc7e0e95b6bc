"""Action items with their owners."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.actions import ActionItem
from bot.domain.errors import InvalidInputError
from storage.directory import Directory, directory
from storage.meetings import meeting_ids
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


def save(session: Session, sig_id: int, action: ActionItem) -> None:
    """Store an action item, new or in place of the one with its number.

    Raises:
        InvalidInputError: its owner or its meeting is not known in the group.
    """
    who = directory(session, sig_id)
    values = _values(session, sig_id, action=action, who=who)
    query = select(ActionItemRow).where(
        ActionItemRow.sig_id == sig_id, ActionItemRow.number == action.number
    )
    row = session.exec(query).first()
    if row is None:
        row = ActionItemRow(sig_id=sig_id, **values)
        session.add(row)
    else:
        row.sqlmodel_update(values | {"version": row.version + 1})
    session.flush()
    _write_co_owners(session, row.id, action=action, who=who)


def _values(
    session: Session, sig_id: int, *, action: ActionItem, who: Directory
) -> dict[str, Any]:
    person_id, cluster_id = who.ids_of(action.owner)
    meeting_id = None
    if action.meeting is not None:
        meeting_id = meeting_ids(session, sig_id).get(action.meeting)
        if meeting_id is None:
            message = f"There is no meeting M-{action.meeting}."
            raise InvalidInputError({"meeting": message})
    return {
        "number": action.number,
        "key": action.key,
        "title": action.title,
        "owner_person_id": person_id,
        "owner_cluster_id": cluster_id,
        "meeting_id": meeting_id,
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
    session.flush()


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
