"""Who was in a group: what can be given back, and who may come in again alone."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.permissions import Role
from bot.domain.sigs import Membership
from storage.statements import insert
from storage.tables import ClusterRow, FormerMemberRow, MembershipRow

# What a place is made of; the rest of the row is kept by the database itself.
_KEPT = (
    "cluster_id",
    "sponsor_cluster_id",
    "organisation_id",
    "purpose",
    "may_submit",
    "meetings",
    "invited_by",
    "key",
    "title",
    "listed_as",
    "position",
    "extra",
)


def end(
    session: Session, sig_id: int, person_id: int, *, by: int, now: datetime
) -> bool:
    """Take a person's place away and remember it; say whether there was one."""
    row = session.get(MembershipRow, (sig_id, person_id), populate_existing=True)
    if row is None:
        return False
    values = {"ended_at": now, "ended_by": by, "place": _packed(row)}
    statement = insert(session, FormerMemberRow).values(
        sig_id=sig_id, person_id=person_id, **values
    )
    changes = values | {"updated_at": statement.excluded.updated_at}
    session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=["sig_id", "person_id"], set_=changes
        )
    )
    session.delete(row)
    session.flush()
    return True


def put_back(session: Session, sig_id: int, person_id: int) -> bool:
    """Give a person the place back that they had; say whether there was one."""
    former = _row(session, sig_id, person_id)
    if former is None:
        return False
    place = _unpacked(former.place)
    for name in ("cluster_id", "sponsor_cluster_id"):
        if place[name] and session.get(ClusterRow, place[name]) is None:
            place[name] = None  # a cluster that was only there for a while
    if _is_taken(session, sig_id, place["key"]):
        place["key"] = None
    session.add(MembershipRow(sig_id=sig_id, person_id=person_id, **place))
    session.delete(former)
    session.flush()
    return True


def place_of(session: Session, sig_id: int, person_id: int) -> Membership | None:
    """Return the place that a person had and can be given back."""
    former = _row(session, sig_id, person_id)
    if former is None:
        return None
    known = _unpacked(former.place)
    meetings = known["meetings"]
    return Membership(
        sig_id=sig_id,
        person_id=person_id,
        role=known["role"],
        cluster_id=known["cluster_id"],
        sponsor_cluster_id=known["sponsor_cluster_id"],
        purpose=known["purpose"],
        expires_on=known["expires_on"],
        may_submit=known["may_submit"],
        meetings=None if meetings is None else tuple(meetings),
        invited_by=known["invited_by"],
    )


def was_removed(session: Session, sig_id: int, person_id: int) -> bool:
    """Say whether somebody else took this person out of the group."""
    former = _row(session, sig_id, person_id)
    return former is not None and former.ended_by != person_id


def forget(session: Session, sig_id: int, person_id: int) -> None:
    """Forget that a person was there before, for example because they are again."""
    session.connection().execute(
        sa.delete(FormerMemberRow).where(
            col(FormerMemberRow.sig_id) == sig_id,
            col(FormerMemberRow.person_id) == person_id,
        )
    )


def _is_taken(session: Session, sig_id: int, key: str | None) -> bool:
    query = select(MembershipRow.key).where(
        MembershipRow.sig_id == sig_id, MembershipRow.key == key
    )
    return key is not None and session.exec(query).first() is not None


def _row(session: Session, sig_id: int, person_id: int) -> FormerMemberRow | None:
    return session.get(FormerMemberRow, (sig_id, person_id), populate_existing=True)


def _packed(row: MembershipRow) -> dict[str, Any]:
    last = row.expires_on.isoformat() if row.expires_on else None
    kept = {name: getattr(row, name) for name in _KEPT}
    return kept | {"role": row.role.value, "expires_on": last}


def _unpacked(place: Mapping[str, Any]) -> dict[str, Any]:
    last = place["expires_on"]
    return {name: place[name] for name in _KEPT} | {
        "role": Role(place["role"]),
        "expires_on": date.fromisoformat(last) if last else None,
    }
