"""Externals: the organisation they come from, and the warnings planned for them."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from bot.domain.outbox import Message, MessageKind, MessageState
from storage import outbox
from storage.directory import person_key
from storage.tables import MembershipRow, OrganisationRow, OutboxRow, PersonRow


def organisations(session: Session, sig_id: int) -> dict[int, str]:
    """Return the names of the organisations that externals come from, by person."""
    query = (
        select(MembershipRow.person_id, OrganisationRow.name)
        .join(OrganisationRow, col(OrganisationRow.id) == MembershipRow.organisation_id)
        .where(MembershipRow.sig_id == sig_id)
    )
    return dict(session.exec(query).all())


def kinds(session: Session, sig_id: int) -> dict[int, str]:
    """Return what sort of organisations externals come from, by person."""
    query = (
        select(MembershipRow.person_id, OrganisationRow.kind)
        .join(OrganisationRow, col(OrganisationRow.id) == MembershipRow.organisation_id)
        .where(MembershipRow.sig_id == sig_id)
    )
    return dict(session.exec(query).all())


def set_organisation(
    session: Session, sig_id: int, person_id: int, *, name: str
) -> None:
    """Store the organisation that an external comes from."""
    place = session.get_one(MembershipRow, (sig_id, person_id), populate_existing=True)
    key = person_key(session.get_one(PersonRow, person_id), place)
    query = select(OrganisationRow).where(
        OrganisationRow.sig_id == sig_id, OrganisationRow.key == key
    )
    row = session.exec(query).first()
    if row is None:
        row = OrganisationRow(
            sig_id=sig_id, key=key, name=name, kind="other", country=""
        )
        session.add(row)
    row.name = name
    session.flush()
    place.organisation_id = row.id
    session.flush()


def warnings(session: Session, sig_id: int) -> dict[str, MessageState]:
    """Return the keys of the warnings that a group planned so far, and their states."""
    return {row.key: row.state for row in _rows(session, sig_id)}


def plan(
    session: Session,
    sig_id: int,
    wanted: Iterable[Message],
    *,
    settled: Collection[str],
    now: datetime,
) -> None:
    """Let exactly these warnings wait; those that begin like ``settled`` stay as is.

    What is planned but not wanted any more is cancelled, what was cancelled and is
    wanted again waits again.
    """
    done = tuple(settled)
    missing = {each.key: each for each in wanted if not each.key.startswith(done)}
    for row in _rows(session, sig_id):
        if row.key.startswith(done):
            continue
        message = missing.pop(row.key, None)
        if message is None and row.state is MessageState.PENDING:
            row.state, row.reason = MessageState.CANCELLED, "it was planned anew"
        if message is not None and row.state is MessageState.CANCELLED:
            row.state, row.reason, row.due_at = MessageState.PENDING, None, now
        if message is not None and row.due_at >= now:
            row.due_at, row.not_after = message.due_at, message.not_after
    session.flush()
    for message in missing.values():
        outbox.enqueue(session, message)


def _rows(session: Session, sig_id: int) -> list[OutboxRow]:
    query = (
        select(OutboxRow)
        .where(
            OutboxRow.sig_id == sig_id,
            OutboxRow.kind == MessageKind.EXTERNAL_ENDING.value,
        )
        .order_by(col(OutboxRow.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.exec(query))
