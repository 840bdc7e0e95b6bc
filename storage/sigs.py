"""Groups: who they are, where they live in Slack, and the numbers they give out."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import InvalidInputError, NotFoundError, StaleVersionError
from bot.domain.references import Kind
from bot.domain.sigs import Objectives, Sig, SigState
from storage.statements import insert
from storage.tables import (
    MembershipRow,
    PersonRow,
    SigCounterRow,
    SigObjectivesRow,
    SigRow,
)
from storage.tables.columns import as_tuple

_NO_GROUP = "There is no such group."


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


def of_team(session: Session, team_id: str) -> tuple[Sig, ...]:
    """Return the groups of a workspace, oldest first."""
    query = select(SigRow).where(SigRow.team_id == team_id).order_by(col(SigRow.id))
    return tuple(_sig(row) for row in session.exec(query))


def by_chairs_channel(
    session: Session, team_id: str, channel_id: str
) -> tuple[Sig, ...]:
    """Return the groups whose chairs use this private channel."""
    query = select(SigRow).where(
        SigRow.team_id == team_id, SigRow.chairs_channel_id == channel_id
    )
    return tuple(_sig(row) for row in session.exec(query.order_by(col(SigRow.id))))


def is_used(session: Session, channel_id: str) -> bool:
    """Say whether a channel is the home of a group or that of its chairs."""
    query = select(SigRow.id).where(
        sa.or_(
            col(SigRow.channel_id) == channel_id,
            col(SigRow.chairs_channel_id) == channel_id,
        )
    )
    return session.exec(query).first() is not None


def without_channel(session: Session) -> Sig | None:
    """Return the oldest group that has no channel yet, for example an imported one."""
    query = (
        select(SigRow).where(col(SigRow.channel_id).is_(None)).order_by(col(SigRow.id))
    )
    row = session.exec(query).first()
    return _sig(row) if row else None


def homeless(session: Session, team_id: str) -> tuple[Sig, ...]:
    """Return the groups that a channel of the workspace may take in, oldest first.

    They have lost their channel, or never had one: then they are of no workspace,
    and nobody in them is of another one.
    """
    elsewhere = (
        select(MembershipRow.sig_id)
        .join(PersonRow, col(PersonRow.id) == MembershipRow.person_id)
        .where(MembershipRow.sig_id == SigRow.id, PersonRow.team_id != team_id)
        .correlate(SigRow)
        .exists()
    )
    lost = sa.and_(
        col(SigRow.team_id) == team_id, col(SigRow.state) == SigState.ARCHIVED
    )
    new = sa.and_(col(SigRow.team_id).is_(None), ~elsewhere)
    query = select(SigRow).where(sa.or_(lost, new)).order_by(col(SigRow.id))
    return tuple(_sig(row) for row in session.exec(query))


def bind(
    session: Session,
    sig_id: int,
    *,
    team_id: str,
    channel_id: str,
    is_shared: bool = False,
) -> Sig:
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
    row.state, row.is_shared = SigState.ACTIVE, is_shared
    row.version += 1
    session.flush()
    return _sig(row)


def by_configured_channel(
    session: Session, team_id: str, channel_id: str
) -> Sig | None:
    """Return the group for which the operator's settings named this channel."""
    query = select(SigRow).where(
        SigRow.team_id == team_id, SigRow.configured_channel_id == channel_id
    )
    row = session.exec(query.order_by(col(SigRow.id))).first()
    return _sig(row) if row else None


def configured(session: Session, team_id: str) -> tuple[Sig, ...]:
    """Return the groups that the operator's settings ever gave a channel."""
    query = select(SigRow).where(
        SigRow.team_id == team_id, col(SigRow.configured_channel_id).is_not(None)
    )
    return tuple(_sig(row) for row in session.exec(query.order_by(col(SigRow.id))))


def note_configured(session: Session, sig_id: int, channel_id: str) -> None:
    """Note which channel the operator's settings name for a group."""
    row = _row(session, sig_id)
    row.configured_channel_id = channel_id
    session.flush()


def lock(session: Session, sig_id: int) -> Sig:
    """Return a group as it is now and let nobody else change it until the commit.

    Raises:
        NotFoundError: there is none with this id.
    """
    row = session.get(SigRow, sig_id, populate_existing=True, with_for_update=True)
    if row is None:
        raise NotFoundError(_NO_GROUP)
    return _sig(row)


def save(session: Session, changed: Sig) -> Sig:
    """Store what was decided about a group; its channel is the matter of ``bind``.

    Raises:
        NotFoundError: there is no such group.
        StaleVersionError: somebody else saved a newer version.
    """
    known = lock(session, changed.id)
    if known.version != changed.version:
        raise StaleVersionError(
            "Somebody else changed these settings since you opened the form. What you "
            "typed is still here: press Save again to see what they saved."
        )
    row = _row(session, changed.id)
    row.sqlmodel_update(_settings(changed) | {"version": row.version + 1})
    session.flush()
    return _sig(row)


def follow(session: Session, team_id: str, *, old: str, new: str) -> bool:
    """Give the groups that use a channel its new id; say whether there were any."""
    found = False
    for column in (col(SigRow.channel_id), col(SigRow.chairs_channel_id)):
        statement = (
            sa.update(SigRow)
            .where(col(SigRow.team_id) == team_id, column == old)
            .values({column: new, col(SigRow.version): col(SigRow.version) + 1})
        )
        found |= session.connection().execute(statement).rowcount > 0
    return found


def last_saved(session: Session, sig_id: int) -> datetime:
    """Return when the group's row was changed last.

    Raises:
        NotFoundError: there is no such group.
    """
    return _row(session, sig_id).updated_at


def objectives(session: Session, sig_id: int) -> tuple[Objectives, ...]:
    """Return the texts of what a group was for, the newest last."""
    query = (
        select(SigObjectivesRow)
        .where(SigObjectivesRow.sig_id == sig_id)
        .order_by(col(SigObjectivesRow.revision))
    )
    return tuple(
        Objectives(
            revision=row.revision,
            text=row.text,
            set_on=row.set_on,
            author_id=row.author_id,
        )
        for row in session.exec(query)
    )


def add_objectives(
    session: Session, sig_id: int, text: str, *, set_on: date, author_id: int | None
) -> Objectives:
    """Store what a group is for from a day on; earlier texts stay."""
    known = objectives(session, sig_id)
    new = Objectives(
        revision=known[-1].revision + 1 if known else 1,
        text=text,
        set_on=set_on,
        author_id=author_id,
    )
    row = SigObjectivesRow(
        sig_id=sig_id,
        revision=new.revision,
        text=new.text,
        set_on=new.set_on,
        author_id=new.author_id,
    )
    session.add(row)
    session.flush()
    return new


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
        raise NotFoundError(_NO_GROUP)
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
        "quorum_percent": sig.quorum_percent,
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
        quorum_percent=row.quorum_percent,
        version=row.version,
    )
