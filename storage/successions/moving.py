"""Carrying a succession out, with a record of what moved, and taking it back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.clusters import Cluster, OrganisationStatus
from bot.domain.successions import (
    Succession,
    SuccessionKind,
    joined_hubs,
    joined_networks,
)
from bot.domain.successions.undoing import Holding
from storage.networks import network_ids
from storage.successions.holdings import OPEN, Movable, movables
from storage.successions.loading import get
from storage.tables import (
    ActionCoOwnerRow,
    ActionItemRow,
    ClusterNetworkRow,
    ClusterRow,
    OrganisationRow,
    SuccessionPartRow,
    SuccessionRow,
)
from storage.tables.columns import Json, without_none


def add(
    session: Session,
    sig_id: int,
    succession: Succession,
    *,
    moved: Json | None = None,
    extra: Mapping[str, Any] | None = None,
) -> Succession:
    """Store a succession; the clusters that it ends are no longer active."""
    row = SuccessionRow(
        sig_id=sig_id,
        kind=succession.kind,
        effective_on=succession.effective_on,
        note=succession.note,
        nonce=succession.nonce,
        made_by=succession.made_by,
        made_at=succession.made_at,
        moved=moved,
        extra=dict(extra or {}) or None,
    )
    session.add(row)
    session.flush()
    ids = _ids(session, sig_id)
    for part in succession.parts:
        session.add(
            SuccessionPartRow(
                succession_id=row.id,
                predecessor_id=ids[part.predecessor],
                successor_id=ids[part.successor],
                predecessor_name=part.predecessor_name,
                successor_name=part.successor_name,
            )
        )
        session.flush()  # one by one: the ids keep the order
    ended = [ids[key] for key in succession.predecessors]
    _set_status(session, ended, OrganisationStatus.MERGED)
    return get(session, sig_id, row.id)


def move(
    session: Session,
    sig_id: int,
    *,
    kind: SuccessionKind,
    old: Sequence[Cluster],
    new: Sequence[Cluster],
    created: Collection[int],
    heir: Cluster | None,
    left: Collection[int],
) -> Json:
    """Give what the old clusters have to the heir and return what was changed.

    ``left`` are the numbers of open actions that wait for another owner.
    """
    ids = [cluster.id for cluster in old]
    is_split = kind is SuccessionKind.SPLIT
    rows: dict[str, list[list[int | None]]] = {}
    for holding, movable in movables().items():
        to = heir.id if heir and not (is_split and movable.is_personal) else None
        if to is None and movable.stays:
            continue
        rows[holding.value] = _move_rows(session, movable, ids, to=to, left=left)
    session.flush()
    return {
        "created": sorted(created),
        "rows": rows,
        "co_owned": _move_co_owners(
            session, ids, to=heir.id, inherited=_ids_in(rows, Holding.ACTIONS)
        )
        if heir
        else [],
        "profiles": [
            _join_profile(session, sig_id, cluster, old=old)
            for cluster in new
            if cluster.id not in created
        ],
    }


def restore(
    session: Session, sig_id: int, succession: Succession, *, now: datetime
) -> Succession:
    """Put everything back that a succession moved; what it made is gone again.

    What somebody moved on since stays where it is now.
    """
    row = session.get_one(SuccessionRow, succession.id, populate_existing=True)
    moved = row.moved or {}
    for holding, movable in movables().items():
        _restore_rows(session, movable, moved.get("rows", {}).get(holding.value, []))
    _restore_co_owners(session, moved.get("co_owned", []))
    for profile in moved.get("profiles", []):
        _restore_profile(session, profile)
    ids = _ids(session, sig_id)
    ended = [ids[key] for key in succession.predecessors]
    _set_status(session, ended, OrganisationStatus.ACTIVE)
    row.undone_at = now
    row.version += 1
    session.flush()
    _remove(session, moved.get("created", []))
    session.expire_all()  # the database itself forgot the clusters that are gone
    return get(session, sig_id, succession.id)


def _ids(session: Session, sig_id: int) -> dict[str, int]:
    query = (
        select(OrganisationRow.key, ClusterRow.id)
        .join(ClusterRow, col(ClusterRow.organisation_id) == OrganisationRow.id)
        .where(ClusterRow.sig_id == sig_id)
    )
    return dict(session.exec(query).all())


def _set_status(
    session: Session, cluster_ids: Collection[int], status: OrganisationStatus
) -> None:
    query = (
        select(OrganisationRow)
        .join(ClusterRow, col(ClusterRow.organisation_id) == OrganisationRow.id)
        .where(col(ClusterRow.id).in_(cluster_ids))
    )
    for row in session.exec(query):
        row.status = status
        row.version += 1
    session.flush()


def _move_rows(
    session: Session,
    movable: Movable,
    ids: Collection[int],
    *,
    to: int | None,
    left: Collection[int],
) -> list[list[int | None]]:
    column = getattr(movable.table, movable.column)
    query = (
        select(movable.table)
        .where(column.in_(ids), movable.which)
        .order_by(getattr(movable.table, movable.identity))
        .execution_options(populate_existing=True)
    )
    found: list[list[int | None]] = []
    for row in session.exec(query).all():
        is_left = movable.table is ActionItemRow and row.number in left
        target = None if is_left else to
        found.append(
            [getattr(row, movable.identity), getattr(row, movable.column), target]
        )
        _set(row, movable.column, target)
    return found


def _restore_rows(
    session: Session, movable: Movable, rows: Iterable[Sequence[int | None]]
) -> None:
    identity = getattr(movable.table, movable.identity)
    for row_id, before, after in rows:
        column = getattr(movable.table, movable.column)
        # A person has places in other groups too: there the cluster is another one.
        query = select(movable.table).where(identity == row_id, column.is_(None))
        if after is not None:
            query = select(movable.table).where(identity == row_id, column == after)
        else:
            query = query.where(_is_of_group(movable, before))
        row = session.exec(query).first()
        if row is not None:
            _set(row, movable.column, before)
    session.flush()


def _is_of_group(movable: Movable, cluster_id: int | None) -> sa.ColumnElement[bool]:
    if not hasattr(movable.table, "sig_id"):
        return sa.true()
    group = select(ClusterRow.sig_id).where(ClusterRow.id == cluster_id)
    found: sa.ColumnElement[bool] = col(movable.table.sig_id) == group.scalar_subquery()
    return found


def _set(row: Any, column: str, value: int | None) -> None:
    setattr(row, column, value)
    if hasattr(row, "version"):
        row.version += 1  # a form that was opened before says so


def _move_co_owners(
    session: Session,
    ids: Collection[int],
    *,
    to: int,
    inherited: Collection[int | None],
) -> list[dict[str, Any]]:
    """Let the heir help where one of the old clusters did, once in each action.

    What it owns since it inherited it, it does not help with as well.
    """
    is_its_own = sa.and_(
        col(ActionCoOwnerRow.cluster_id) == to,
        col(ActionItemRow.owner_cluster_id) == to,
        col(ActionItemRow.id).in_(inherited),
    )
    query = (
        select(ActionCoOwnerRow, ActionItemRow)
        .join(ActionItemRow, col(ActionItemRow.id) == ActionCoOwnerRow.action_id)
        .where(
            sa.or_(col(ActionCoOwnerRow.cluster_id).in_(ids), is_its_own),
            col(ActionItemRow.status).in_(OPEN),
        )
        .order_by(col(ActionItemRow.id), col(ActionCoOwnerRow.position))
    )
    found: dict[int, dict[str, Any]] = {}
    for row, action in session.exec(query).all():
        record = found.setdefault(
            action.id,
            {
                "action": action.id,
                "to": to,
                "removed": [],
                "added": action.owner_cluster_id != to
                and not _is_co_owner(session, action.id, to),
            },
        )
        record["removed"].append([row.cluster_id, row.position])
        session.delete(row)
    session.flush()
    for record in found.values():
        if record["added"]:
            position = record["removed"][0][1]
            session.add(
                ActionCoOwnerRow(
                    action_id=record["action"], cluster_id=to, position=position
                )
            )
    session.flush()
    return list(found.values())


def _is_co_owner(session: Session, action_id: int, cluster_id: int) -> bool:
    query = select(ActionCoOwnerRow.id).where(
        ActionCoOwnerRow.action_id == action_id,
        ActionCoOwnerRow.cluster_id == cluster_id,
    )
    return session.exec(query).first() is not None


def _restore_co_owners(session: Session, records: Iterable[Mapping[str, Any]]) -> None:
    for record in records:
        action_id = record["action"]
        if session.get(ActionItemRow, action_id) is None:
            continue
        if record["added"]:
            session.connection().execute(
                sa.delete(ActionCoOwnerRow).where(
                    col(ActionCoOwnerRow.action_id) == action_id,
                    col(ActionCoOwnerRow.cluster_id) == record["to"],
                )
            )
        for cluster_id, position in record["removed"]:
            if not _is_co_owner(session, action_id, cluster_id):
                session.add(
                    ActionCoOwnerRow(
                        action_id=action_id, cluster_id=cluster_id, position=position
                    )
                )
    session.flush()


def _join_profile(
    session: Session, sig_id: int, cluster: Cluster, *, old: Sequence[Cluster]
) -> Json:
    """Add the networks and hubs of the old clusters to one that goes on."""
    slugs = [each for each in joined_networks(old) if each not in cluster.networks]
    ids = network_ids(session, sig_id, slugs)
    first = len(cluster.networks)
    session.add_all(
        ClusterNetworkRow(cluster_id=cluster.id, network_id=each, position=place)
        for place, each in enumerate(ids, start=first)
    )
    row = session.get_one(ClusterRow, cluster.id, populate_existing=True)
    known = {hub["city"].casefold() for hub in row.hubs}
    hubs = [hub for hub in joined_hubs(old) if hub.city.casefold() not in known]
    row.hubs = [*row.hubs, *(without_none(asdict(hub)) for hub in hubs)]
    row.version += 1
    session.flush()
    return {
        "cluster": cluster.id,
        "networks": ids,
        "hubs": [hub.city for hub in hubs],
    }


def _restore_profile(session: Session, record: Mapping[str, Any]) -> None:
    row = session.get(ClusterRow, record["cluster"], populate_existing=True)
    if row is None:
        return
    added = set(record["hubs"])
    row.hubs = [hub for hub in row.hubs if hub["city"] not in added]
    row.version += 1
    session.connection().execute(
        sa.delete(ClusterNetworkRow).where(
            col(ClusterNetworkRow.cluster_id) == row.id,
            col(ClusterNetworkRow.network_id).in_(record["networks"]),
        )
    )
    session.flush()


def _remove(session: Session, cluster_ids: Collection[int]) -> None:
    query = select(ClusterRow.organisation_id).where(
        col(ClusterRow.id).in_(cluster_ids)
    )
    organisations = list(session.exec(query))
    # The cluster goes with its organisation.
    session.connection().execute(
        sa.delete(OrganisationRow).where(col(OrganisationRow.id).in_(organisations))
    )


def touched(moved: Json, holding: Holding) -> list[int | None]:
    """Return the ids of the rows of one kind that a succession moved."""
    return _ids_in(moved.get("rows", {}), holding)


def _ids_in(
    rows: Mapping[str, Sequence[Sequence[int | None]]], holding: Holding
) -> list[int | None]:
    return [row[0] for row in rows.get(holding.value, ())]
