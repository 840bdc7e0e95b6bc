"""Groups: who they are, where they live in Slack, and the numbers they give out."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import InvalidInputError, NotFoundError
from bot.domain.references import Kind
from bot.domain.sigs import Sig
from storage.statements import insert
from storage.tables import MembershipRow, PersonRow, SigCounterRow, SigRow
from storage.tables.columns import as_tuple


def add(session: Session, sig: Sig) -> Sig:
    """Store a new group and return it with its id.

    Raises:
        InvalidInputError: its channel belongs to another group.
    """
    _require_free(session, sig.team_id, sig.channel_id)
    row = SigRow(team_id=sig.team_id, channel_id=sig.channel_id, **_settings(sig))
    session.add(row)
    session.flush()
    return _sig(row)


def get(session: Session, sig_id: int) -> Sig:
    """Return a group.

    Raises:
        NotFoundError: there is none with this id.
    """
    return _sig(_row(session, sig_id))


def all_sigs(session: Session) -> tuple[Sig, ...]:
    """Return all groups, oldest first."""
    rows = session.exec(select(SigRow).order_by(col(SigRow.id)))
    return tuple(_sig(row) for row in rows)


def by_channel(session: Session, team_id: str, channel_id: str) -> Sig | None:
    """Return the group whose main channel this is."""
    query = select(SigRow).where(
        SigRow.team_id == team_id, SigRow.channel_id == channel_id
    )
    row = session.exec(query).first()
    return _sig(row) if row else None


def of_person(session: Session, team_id: str, user_id: str) -> tuple[Sig, ...]:
    """Return the groups that the Slack user belongs to, oldest first."""
    query = (
        select(SigRow)
        .join(MembershipRow, col(MembershipRow.sig_id) == SigRow.id)
        .join(PersonRow, col(PersonRow.id) == MembershipRow.person_id)
        .where(PersonRow.team_id == team_id, PersonRow.user_id == user_id)
        .order_by(col(SigRow.id))
    )
    return tuple(_sig(row) for row in session.exec(query))


def without_channel(session: Session) -> Sig | None:
    """Return the oldest group that has no channel yet, for example an imported one."""
    query = (
        select(SigRow).where(col(SigRow.channel_id).is_(None)).order_by(col(SigRow.id))
    )
    row = session.exec(query).first()
    return _sig(row) if row else None


def bind(session: Session, sig_id: int, *, team_id: str, channel_id: str) -> Sig:
    """Make a Slack channel the home of a group.

    Raises:
        NotFoundError: there is no such group.
        InvalidInputError: the channel belongs to another group.
    """
    row = _row(session, sig_id)
    if (row.team_id, row.channel_id) == (team_id, channel_id):
        return _sig(row)
    _require_free(session, team_id, channel_id)
    row.team_id, row.channel_id = team_id, channel_id
    row.version += 1
    session.flush()
    return _sig(row)


def next_number(session: Session, sig_id: int, kind: Kind) -> int:
    """Take the group's next number of a kind, without gaps and without doubles.

    The counter is part of the caller's transaction: its row stays locked until that
    ends, and a rollback gives the number back. A database sequence would leave gaps.
    """
    row = {"sig_id": sig_id, "kind": kind.value, "last": 1}
    statement = (
        insert(session, SigCounterRow)
        .values(**row)
        .on_conflict_do_update(
            index_elements=["sig_id", "kind"],
            set_={"last": col(SigCounterRow.last) + 1},
        )
        .returning(col(SigCounterRow.last))
    )
    number: int = session.connection().execute(statement).scalar_one()
    return number


def give_back(session: Session, sig_id: int, *, kind: Kind, number: int) -> None:
    """Return a number taken in this transaction that turned out not to be needed."""
    statement = (
        sa.update(SigCounterRow)
        .where(
            col(SigCounterRow.sig_id) == sig_id,
            col(SigCounterRow.kind) == kind.value,
            col(SigCounterRow.last) == number,
        )
        .values(last=number - 1)
    )
    session.connection().execute(statement)


def raise_counter(session: Session, sig_id: int, *, kind: Kind, number: int) -> None:
    """Let the numbers of a kind go on after ``number``."""
    statement = insert(session, SigCounterRow).values(
        sig_id=sig_id, kind=kind.value, last=number
    )
    last = col(SigCounterRow.last)
    higher = sa.case((last < number, number), else_=last)
    session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=["sig_id", "kind"], set_={"last": higher}
        )
    )


def _require_free(
    session: Session, team_id: str | None, channel_id: str | None
) -> None:
    if team_id is None or channel_id is None:
        return
    other = by_channel(session, team_id, channel_id)
    if other is not None:
        message = f"This channel is already the home of {other.name}."
        raise InvalidInputError({"channel": message})


def _row(session: Session, sig_id: int) -> SigRow:
    row = session.get(SigRow, sig_id)
    if row is None:
        raise NotFoundError("There is no such group.")
    return row


def _settings(sig: Sig) -> dict[str, Any]:
    """Return what a chair decides about the group."""
    return {
        "name": sig.name,
        "objectives": sig.objectives,
        "licence": sig.licence,
        "zone": sig.zone,
        "language": sig.language,
        "min_clusters": sig.min_clusters,
        "max_clusters": sig.max_clusters,
        "chairs_channel_id": sig.chairs_channel_id,
        "state": sig.state,
        "is_shared": sig.is_shared,
        "holiday_countries": list(sig.holiday_countries),
        "quiet_from": sig.quiet_from,
        "quiet_until": sig.quiet_until,
    }


def _sig(row: SigRow) -> Sig:
    return Sig(
        id=row.id,
        name=row.name,
        objectives=row.objectives,
        licence=row.licence,
        zone=row.zone,
        language=row.language,
        min_clusters=row.min_clusters,
        max_clusters=row.max_clusters,
        team_id=row.team_id,
        channel_id=row.channel_id,
        chairs_channel_id=row.chairs_channel_id,
        state=row.state,
        is_shared=row.is_shared,
        holiday_countries=as_tuple(row.holiday_countries),
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        version=row.version,
    )
