"""Points of agendas: added, changed, put in order."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, select

from bot.domain.errors import InvalidInputError, NotFoundError, StaleVersionError
from bot.domain.meetings import AgendaItem, Meeting
from storage.directory import Directory, directory
from storage.meetings import practice_ids
from storage.networks import network_ids
from storage.tables import AgendaItemRow, MeetingRow

_GONE = "This point is not there any more. Look at the agenda again: /meeting agenda."
STALE = (
    "The agenda was changed by somebody else in the meantime. Look at it again with "
    "/meeting agenda, then go on from there."
)


def add(
    session: Session,
    sig_id: int,
    meeting: Meeting,
    *,
    item: AgendaItem,
    who: Directory | None = None,
) -> AgendaItem:
    """Store a new point of a meeting's agenda; ``proposed_by`` is a person's id.

    Raises:
        InvalidInputError: it names somebody or something the group does not know.
    """
    values = _values(session, sig_id, item, who or directory(session, sig_id))
    row = AgendaItemRow(
        meeting_id=meeting.id,
        position=item.position,
        state=item.state,
        proposed_by=item.proposed_by,
        carried_from_id=item.carried_from_id,
        **values,
    )
    session.add(row)
    session.flush()
    return _with(item, row)


def change(
    session: Session, sig_id: int, item: AgendaItem, *, who: Directory | None = None
) -> AgendaItem:
    """Store what was changed about a point, but for its place.

    ``item.version`` is the version it was read at.

    Raises:
        NotFoundError: the group has no such point.
        StaleVersionError: somebody saved it since it was read.
        InvalidInputError: it names somebody or something the group does not know.
    """
    row = _current(session, sig_id, item)
    values = _values(session, sig_id, item, who or directory(session, sig_id))
    row.sqlmodel_update(values | {"state": item.state, "version": item.version + 1})
    session.flush()
    return _with(item, row)


def reorder(
    session: Session, sig_id: int, before: Iterable[AgendaItem], after: Iterable[Any]
) -> None:
    """Store the new places of points, of those that have another one now.

    Raises:
        NotFoundError: the group has no such point.
        StaleVersionError: somebody saved one of them since it was read.
    """
    places = {each.id: each.position for each in before}
    for item in after:
        if places.get(item.id) != item.position:
            row = _current(session, sig_id, item)
            row.position, row.version = item.position, item.version + 1
    session.flush()


def number_of(session: Session, sig_id: int, item_id: int) -> int:
    """Return the number of the meeting whose agenda has this point.

    Raises:
        NotFoundError: the group has no such point.
    """
    query = (
        select(MeetingRow.number)
        .join(AgendaItemRow)
        .where(AgendaItemRow.id == item_id, MeetingRow.sig_id == sig_id)
    )
    number = session.exec(query).first()
    if number is None:
        raise NotFoundError(_GONE)
    return number


def _current(session: Session, sig_id: int, item: AgendaItem) -> AgendaItemRow:
    query = (
        select(AgendaItemRow)
        .join(MeetingRow)
        .where(AgendaItemRow.id == item.id, MeetingRow.sig_id == sig_id)
        .with_for_update(of=AgendaItemRow)
        .execution_options(populate_existing=True)
    )
    row = session.exec(query).first()
    if row is None:
        raise NotFoundError(_GONE)
    if row.version != item.version:
        raise StaleVersionError(STALE)
    return row


def _values(
    session: Session, sig_id: int, item: AgendaItem, who: Directory
) -> dict[str, Any]:
    person_id, cluster_id = who.find(item.presenter)
    practices = practice_ids(session, sig_id)
    if item.practice is not None and item.practice not in practices:
        message = f"There is no practice P-{item.practice} in this group."
        raise InvalidInputError({"practice": message})
    slugs = [item.network] if item.network else []
    networks = network_ids(session, sig_id, slugs)
    return {
        "kind": item.kind,
        "title": item.title,
        "minutes": item.minutes,
        "presenter_person_id": person_id,
        "presenter_cluster_id": cluster_id,
        "practice_id": practices[item.practice] if item.practice else None,
        "network_id": next(iter(networks), None),
    }


def _with(item: AgendaItem, row: AgendaItemRow) -> AgendaItem:
    return AgendaItem(
        id=row.id,
        position=row.position,
        kind=item.kind,
        title=item.title,
        minutes=item.minutes,
        presenter=item.presenter,
        practice=item.practice,
        network=item.network,
        state=row.state,
        proposed_by=row.proposed_by,
        carried_from_id=row.carried_from_id,
        version=row.version,
    )
