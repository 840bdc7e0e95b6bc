"""What is planned about action items: compared with what is wanted, put right.

And who wants no weekly summary.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.actions.reminders import ACTIVE, Task
from bot.domain.members import Member
from bot.domain.outbox import Message, MessageKind, MessageState
from storage import outbox
from storage.statements import insert
from storage.tables import ActionItemRow, DigestPauseRow, OutboxRow

_PLANNED_ANEW = "it was planned anew"
_UNSENT = (MessageState.PENDING, MessageState.CANCELLED, MessageState.MISSED)
_SENT = (MessageState.SENT, MessageState.CLAIMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What has to change so that exactly what is wanted waits to be sent.

    ``new`` is missing, ``gone`` are the ids of rows that nobody wants any more,
    ``changes`` what becomes of the others.
    """

    new: tuple[Message, ...] = ()
    gone: tuple[int, ...] = ()
    changes: Mapping[int, Mapping[str, Any]]

    @property
    def is_empty(self) -> bool:
        """Whether everything is as it should be."""
        return not (self.new or self.gone or self.changes)


def tasks(
    session: Session,
    sig_id: int,
    *,
    numbers: Collection[int] | None = None,
    due: tuple[date, date] | None = None,
    owner: Member | None = None,
) -> tuple[Task, ...]:
    """Return the group's actions: those with these numbers, or all that are active.

    With ``due`` only those that are due between two days, both of them included; with
    ``owner`` only those of that person, or of their cluster.
    """
    which = col(ActionItemRow.status).in_([status.value for status in ACTIVE])
    if numbers is not None:
        which = col(ActionItemRow.number).in_(list(numbers))
    query = (
        select(ActionItemRow)
        .where(ActionItemRow.sig_id == sig_id, which)
        .order_by(col(ActionItemRow.number))
        .execution_options(populate_existing=True)
    )
    if due is not None:
        query = query.where(col(ActionItemRow.due_on).between(*due))
    if owner is not None:
        is_theirs = col(ActionItemRow.owner_person_id) == owner.person.id
        cluster = col(ActionItemRow.owner_cluster_id) == (owner.place.cluster_id or 0)
        query = query.where(sa.or_(is_theirs, cluster))
    return tuple(_task(row) for row in session.exec(query))


def plan(
    session: Session,
    sig_id: int,
    wanted: Iterable[Message],
    *,
    kind: MessageKind,
    about: Collection[int] | None,
    now: datetime,
) -> Plan:
    """Compare what is wanted with what is planned ``about`` these rows, or any.

    What was begun or sent stays as it is, and what is over is left to the worker, who
    notes that it was missed. What nobody could send while it was of use waits again if
    it is of use at another time. What is wanted for a time before ``now`` and was not
    planned then is left out: that moment is over.
    """
    missing = {each.key: each for each in wanted}
    gone = [
        row.id
        for row in _waiting(session, sig_id, kind, about)
        if row.key not in missing and not _is_over(row, now)
    ]
    changes = {}
    for row in _known(session, missing):
        changed = _changes(row, missing.pop(row.key), now)
        if changed:
            changes[row.id] = changed
    new = (each for each in missing.values() if each.due_at >= now)
    return Plan(new=tuple(new), gone=tuple(gone), changes=changes)


def carry_out(session: Session, found: Plan) -> None:
    """Put right what a plan says, but for what a worker has begun meanwhile."""
    if found.gone:
        ended = {"state": MessageState.CANCELLED, "reason": _PLANNED_ANEW}
        _update(session, found.gone, ended, states=[MessageState.PENDING])
    for row_id, values in sorted(found.changes.items()):
        _update(session, [row_id], values, states=_UNSENT)
    for message in found.new:
        outbox.enqueue(session, message)


def told(
    session: Session,
    sig_id: int,
    kind: MessageKind,
    *,
    about: Collection[int],
    since: datetime,
) -> tuple[Message, ...]:
    """Return what people have read, or read in a moment, about these rows."""
    query = (
        select(OutboxRow.key)
        .where(
            OutboxRow.sig_id == sig_id,
            OutboxRow.kind == kind.value,
            col(OutboxRow.object_id).in_(list(about)),
            col(OutboxRow.state).in_(_SENT),
            col(OutboxRow.due_at) > since,
        )
        .order_by(col(OutboxRow.id))
    )
    found = (outbox.by_key(session, key) for key in session.exec(query).all())
    return tuple(each for each in found if each is not None)


def pauses(session: Session, sig_id: int) -> Mapping[int, date | None]:
    """Return, by person, until when somebody wants no summary; None: at all."""
    query = select(DigestPauseRow).where(DigestPauseRow.sig_id == sig_id)
    query = query.execution_options(populate_existing=True)
    return {row.person_id: row.until for row in session.exec(query)}


def pause(session: Session, sig_id: int, person_id: int, *, until: date | None) -> None:
    """Note that somebody wants no summary until a day, or at all."""
    statement = insert(session, DigestPauseRow).values(
        sig_id=sig_id, person_id=person_id, until=until
    )
    changes = {"until": until, "updated_at": statement.excluded.updated_at}
    session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=["sig_id", "person_id"], set_=changes
        )
    )


def resume(session: Session, sig_id: int, person_id: int) -> None:
    """Note that somebody wants the summary again."""
    session.connection().execute(
        sa.delete(DigestPauseRow).where(
            col(DigestPauseRow.sig_id) == sig_id,
            col(DigestPauseRow.person_id) == person_id,
        )
    )


def _changes(row: OutboxRow, wanted: Message, now: datetime) -> Mapping[str, Any]:
    """Return what becomes of a row that is wanted; nothing where it is right.

    One that was called off before its time waits again; one that had nothing to say
    when its time came does not.
    """
    values = {
        "recipient": wanted.recipient,
        "due_at": wanted.due_at,
        "not_after": wanted.not_after,
    }
    again = values | {"state": MessageState.PENDING, "reason": None, "retry_at": None}
    if row.state is MessageState.CANCELLED:
        return again if min(row.due_at, wanted.due_at) > now else {}
    if row.state is MessageState.MISSED:
        is_of_use = wanted.not_after is not None and wanted.not_after > now
        return again if is_of_use and row.not_after != wanted.not_after else {}
    if row.state is not MessageState.PENDING:
        return {}
    return {name: new for name, new in values.items() if getattr(row, name) != new}


def _is_over(row: OutboxRow, now: datetime) -> bool:
    return row.not_after is not None and row.not_after < now


def _waiting(
    session: Session, sig_id: int, kind: MessageKind, about: Collection[int] | None
) -> list[OutboxRow]:
    query = select(OutboxRow).where(
        OutboxRow.sig_id == sig_id,
        OutboxRow.state == MessageState.PENDING,
        OutboxRow.kind == kind.value,
    )
    if about is not None:
        query = query.where(col(OutboxRow.object_id).in_(list(about)))
    query = query.order_by(col(OutboxRow.id))
    return list(session.exec(query.execution_options(populate_existing=True)))


def _known(session: Session, keys: Collection[str]) -> list[OutboxRow]:
    if not keys:
        return []
    query = select(OutboxRow).where(col(OutboxRow.key).in_(list(keys)))
    return list(session.exec(query.execution_options(populate_existing=True)))


def _update(
    session: Session,
    ids: Collection[int],
    values: Mapping[str, Any],
    *,
    states: Collection[MessageState],
) -> None:
    """Change rows that no worker holds."""
    statement = (
        sa.update(OutboxRow)
        .where(col(OutboxRow.id).in_(list(ids)), col(OutboxRow.state).in_(states))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    session.connection().execute(statement)


def _task(row: ActionItemRow) -> Task:
    return Task(
        id=row.id,
        number=row.number,
        status=row.status,
        due_on=row.due_on,
        snoozed_until=row.snoozed_until,
        owner_person_id=row.owner_person_id,
        owner_cluster_id=row.owner_cluster_id,
        version=row.version,
    )
