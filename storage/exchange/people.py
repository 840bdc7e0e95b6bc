"""People of a document with their places in the group."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import InvalidInputError
from bot.domain.exchange import Entry, Member
from bot.domain.permissions import Role
from bot.domain.sigs import Membership, PersonState
from storage import members
from storage.directory import Directory, directory
from storage.exchange.credits import save_credits
from storage.exchange.keys import person_of
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
    query = sa.select(sa.func.max(MembershipRow.position)).where(
        col(MembershipRow.sig_id) == sig_id
    )
    position = session.connection().execute(query).scalar() or 0
    for entry in entries:
        member = entry.value
        is_new = member.key not in ids
        person_id = _save_person(session, sig_id, member, ids.get(member.key))
        _save_place(session, sig_id, person_id, member=member, who=who)
        position += is_new
        values: dict[str, Any] = {"position": position} if is_new else {}
        values |= {
            "key": member.key,
            "title": member.title,
            "listed_as": member.listed_as,
            "organisation_id": _save_organisation(session, sig_id, person_id, member),
            "extra": dict(entry.extra) or None,
        }
        _update(session, sig_id, person_id, values)
    _save_inviters(session, sig_id, [entry.value for entry in entries])
    save_credits(session, sig_id, [entry.value for entry in entries])


def _save_place(
    session: Session, sig_id: int, person_id: int, *, member: Member, who: Directory
) -> None:
    known = members.place(session, sig_id, person_id)
    place = Membership(
        sig_id=sig_id,
        person_id=person_id,
        role=member.role,
        cluster_id=who.find(member.cluster)[1],
        sponsor_cluster_id=who.find(member.sponsor)[1],
        purpose=member.purpose,
        expires_on=member.expires_on,
        may_submit=member.may_submit,
        meetings=member.meetings,
        invited_by=known.invited_by if known else None,
    )
    members.set_membership(session, place)
    # Somebody who was erased here had this key, and needs it no more.
    statement = sa.update(MembershipRow).where(
        col(MembershipRow.sig_id) == sig_id,
        col(MembershipRow.key) == member.key,
        col(MembershipRow.person_id) != person_id,
    )
    session.connection().execute(statement.values(key=None))


def _save_inviters(session: Session, sig_id: int, listed: Iterable[Member]) -> None:
    """Store who invited whom, once all of them are there."""
    who = directory(session, sig_id)
    for member in listed:
        person_id = who.find(member.key)[0] or 0
        known = members.place(session, sig_id, person_id)
        before = known.invited_by if known else None
        inviter = person_of(who, member.invited_by, before=before)
        if inviter != before:
            _update(session, sig_id, person_id, {"invited_by": inviter})


def _update(
    session: Session, sig_id: int, person_id: int, values: Mapping[str, Any]
) -> None:
    statement = sa.update(MembershipRow).where(
        col(MembershipRow.sig_id) == sig_id,
        col(MembershipRow.person_id) == person_id,
    )
    session.connection().execute(statement.values(**values))


def _save_person(
    session: Session, sig_id: int, member: Member, person_id: int | None
) -> int:
    person = member.person
    if person_id is None:
        return _add_person(session, sig_id, member)
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


def _add_person(session: Session, sig_id: int, member: Member) -> int:
    person = member.person
    known = None
    if person.user_id and person.team_id:
        query = select(PersonRow).where(
            PersonRow.team_id == person.team_id, PersonRow.user_id == person.user_id
        )
        known = session.exec(query).first()
    if known is None:
        return members.add_person(session, person).id
    place = session.get(MembershipRow, (sig_id, known.id), populate_existing=True)
    if place is not None and place.key is not None:
        message = f"The Slack account of {member.key} is known as {place.key}."
        raise InvalidInputError({"people": message})
    if known.state is PersonState.ACTIVE:  # no file brings somebody back
        known.state = person.state
    known.display_name = person.display_name or known.display_name
    session.flush()
    return known.id


def _save_organisation(
    session: Session, sig_id: int, person_id: int, member: Member
) -> int | None:
    """Store what is known of an external's organisation."""
    says = (member.kind, member.country, member.organisation)
    if member.role is not Role.EXTERNAL or not any(says):
        return None
    values: dict[str, Any] = {
        "kind": member.kind or "other",
        "country": member.country or "",
        "name": member.organisation or "",
    }
    place = session.get_one(MembershipRow, (sig_id, person_id), populate_existing=True)
    query = select(OrganisationRow).where(
        OrganisationRow.sig_id == sig_id,
        OrganisationRow.key == member.key
        if place.organisation_id is None
        else OrganisationRow.id == place.organisation_id,
    )
    row = session.exec(query).first()
    if row is None:
        row = OrganisationRow(sig_id=sig_id, key=member.key, **values)
        session.add(row)
    else:
        row.sqlmodel_update(values)
    session.flush()
    return row.id
