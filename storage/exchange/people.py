"""People of a document with their places in the group."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import InvalidInputError
from bot.domain.exchange import Entry, Member
from bot.domain.permissions import Role
from bot.domain.sigs import Membership
from storage import members
from storage.directory import directory, person_key
from storage.tables import MembershipRow, OrganisationRow, PersonRow


def save_people(
    session: Session, sig_id: int, *, entries: Iterable[Entry[Member]]
) -> None:
    """Store people; a Slack account that is known anywhere stays one person.

    Raises:
        InvalidInputError: a Slack account belongs to somebody else.
    """
    entries = list(entries)
    if not entries:
        return
    who = directory(session, sig_id)
    ids = {key: person_id for person_id, key in who.people.items()}
    cluster_ids = {key: cluster_id for cluster_id, key in who.clusters.items()}
    query = sa.select(sa.func.max(MembershipRow.position)).where(
        col(MembershipRow.sig_id) == sig_id
    )
    position = session.connection().execute(query).scalar() or 0
    for entry in entries:
        member = entry.value
        is_new = member.key not in ids
        person_id = _save_person(session, member, ids.get(member.key))
        # Files do not tell these two; what members decided about them stays.
        known = members.place(session, sig_id, person_id)
        place = Membership(
            sig_id=sig_id,
            person_id=person_id,
            role=member.role,
            cluster_id=cluster_ids.get(member.cluster or ""),
            sponsor_cluster_id=cluster_ids.get(member.sponsor or ""),
            purpose=member.purpose,
            expires_on=member.expires_on,
            may_submit=member.may_submit,
            meetings=known.meetings if known else None,
            invited_by=known.invited_by if known else None,
        )
        members.set_membership(session, place)
        position += is_new
        values: dict[str, Any] = {"position": position} if is_new else {}
        values |= {
            "title": member.title,
            "listed_as": member.listed_as,
            "organisation_id": _save_organisation(session, sig_id, member),
            "extra": dict(entry.extra) or None,
        }
        session.connection().execute(
            sa.update(MembershipRow)
            .where(
                col(MembershipRow.sig_id) == sig_id,
                col(MembershipRow.person_id) == person_id,
            )
            .values(**values)
        )


def _save_person(session: Session, member: Member, person_id: int | None) -> int:
    person = member.person
    if person_id is None:
        return _add_person(session, member)
    row = session.get_one(PersonRow, person_id)
    if person.user_id and person.team_id and row.user_id != person.user_id:
        if row.user_id is not None:
            message = f"{member.key} belongs to another Slack account."
            raise InvalidInputError({"people": message})
        members.link_person(
            session, person_id, team_id=person.team_id, user_id=person.user_id
        )
    row.display_name, row.zone = person.display_name, person.zone
    row.state = person.state
    session.flush()
    return person_id


def _add_person(session: Session, member: Member) -> int:
    person = member.person
    known = None
    if person.user_id and person.team_id:
        query = select(PersonRow).where(
            PersonRow.team_id == person.team_id, PersonRow.user_id == person.user_id
        )
        known = session.exec(query).first()
    if known is None:
        return members.add_person(session, person).id
    if known.key is None:
        known.key = member.key
    if person_key(known) != member.key:
        message = f"The Slack account of {member.key} is known as {known.key}."
        raise InvalidInputError({"people": message})
    known.state = person.state
    known.display_name = person.display_name or known.display_name
    session.flush()
    return known.id


def _save_organisation(session: Session, sig_id: int, member: Member) -> int | None:
    """Store what is known of an external's organisation: its kind and country."""
    if member.role is not Role.EXTERNAL or not (member.kind or member.country):
        return None
    values: dict[str, Any] = {
        "kind": member.kind or "other",
        "country": member.country or "",
    }
    query = select(OrganisationRow).where(
        OrganisationRow.sig_id == sig_id, OrganisationRow.key == member.key
    )
    row = session.exec(query).first()
    if row is None:
        row = OrganisationRow(sig_id=sig_id, key=member.key, name="", **values)
        session.add(row)
    else:
        row.sqlmodel_update(values)
    session.flush()
    return row.id
