"""People and their places in groups."""

from collections.abc import Collection
from dataclasses import replace

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import InvalidInputError, NotFoundError
from bot.domain.members import Member
from bot.domain.permissions import Actor, Role
from bot.domain.sigs import Membership, Person, PersonState
from storage.statements import insert
from storage.tables import MembershipRow, PersonRow

_NO_PERSON = "There is no such person."


def find_person(session: Session, team_id: str, user_id: str) -> Person | None:
    """Return the person with this Slack account."""
    query = select(PersonRow).where(
        PersonRow.team_id == team_id, PersonRow.user_id == user_id
    )
    row = session.exec(query.execution_options(populate_existing=True)).first()
    return _person(row) if row else None


def add_person(session: Session, person: Person) -> Person:
    """Store a person and return them with their id.

    A Slack account that is known already is returned as it is, so that two messages
    of a newcomer at the same time make one person.
    """
    statement = (
        insert(session, PersonRow)
        .values(
            key=person.key,
            team_id=person.team_id,
            user_id=person.user_id,
            display_name=person.display_name,
            zone=person.zone,
            state=person.state,
            notice_version=person.notice_version,
            notice_seen_at=person.notice_seen_at,
            version=1,
        )
        .on_conflict_do_nothing(index_elements=["team_id", "user_id"])
        .returning(col(PersonRow.id))
    )
    person_id: int | None = session.connection().execute(statement).scalar()
    if person_id is not None:
        return replace(person, id=person_id)
    known = find_person(session, person.team_id or "", person.user_id or "")
    if known is None:  # gone again since the conflict
        raise NotFoundError(_NO_PERSON)
    return known


def person(session: Session, person_id: int) -> Person:
    """Return a person.

    Raises:
        NotFoundError: there is none with this id.
    """
    return _person(_row(session, person_id))


def save_person(session: Session, changed: Person) -> Person:
    """Store a person's name, zone, state and the notice they were shown.

    Raises:
        NotFoundError: there is none with this id.
    """
    row = _row(session, changed.id)
    row.display_name = changed.display_name
    row.zone = changed.zone
    row.state = changed.state
    row.notice_version = changed.notice_version
    row.notice_seen_at = changed.notice_seen_at
    row.version += 1
    session.flush()
    return _person(row)


def rename_person(session: Session, person_id: int, name: str) -> Person:
    """Store the name a person goes by.

    Raises:
        NotFoundError: there is no such person.
    """
    return save_person(session, replace(person(session, person_id), display_name=name))


def link_person(
    session: Session, person_id: int, *, team_id: str, user_id: str
) -> Person:
    """Tell which Slack account a person known by role only has.

    Raises:
        NotFoundError: there is no such person.
        InvalidInputError: the account belongs to another person.
    """
    row = _row(session, person_id)
    known = find_person(session, team_id, user_id)
    if known is not None and known.id != person_id:
        message = "This Slack account belongs to another person already."
        raise InvalidInputError({"person": message})
    row.team_id, row.user_id = team_id, user_id
    row.version += 1
    session.flush()
    return _person(row)


def actor(session: Session, sig_id: int, person_id: int) -> Actor | None:
    """Return the person as the group sees them, or None for a stranger."""
    place = membership(session, sig_id, person_id)
    if place is None:
        return None
    return Actor(
        person_id=person_id,
        sig_id=sig_id,
        role=place.role,
        cluster_id=place.cluster_id,
        may_submit=place.may_submit,
        expires_on=place.expires_on,
        meetings=place.meetings,
    )


def membership(session: Session, sig_id: int, person_id: int) -> Membership | None:
    """Return a person's place in a group; somebody who left or was erased has none."""
    query = (
        select(MembershipRow)
        .join(PersonRow, col(PersonRow.id) == MembershipRow.person_id)
        .where(
            MembershipRow.sig_id == sig_id,
            MembershipRow.person_id == person_id,
            PersonRow.state == PersonState.ACTIVE,
        )
    )
    row = session.exec(query.execution_options(populate_existing=True)).first()
    return _membership(row) if row else None


def place(session: Session, sig_id: int, person_id: int) -> Membership | None:
    """Return a person's place in a group, also when their account is deactivated."""
    row = session.get(MembershipRow, (sig_id, person_id), populate_existing=True)
    return _membership(row) if row else None


def roster(session: Session, sig_id: int) -> tuple[Member, ...]:
    """Return everybody who has a place in the group, first come first.

    Deactivated accounts are among them, erased people are not.
    """
    query = (
        select(PersonRow, MembershipRow)
        .join(MembershipRow, col(MembershipRow.person_id) == PersonRow.id)
        .where(MembershipRow.sig_id == sig_id, PersonRow.state != PersonState.ERASED)
        .order_by(col(MembershipRow.created_at), col(PersonRow.id))
        .execution_options(populate_existing=True)
    )
    return tuple(
        Member(
            person=_person(person),
            place=_membership(row),
            joined_at=row.created_at,
        )
        for person, row in session.exec(query)
    )


def in_group(session: Session, sig_id: int, *, user_id: str) -> tuple[Person, ...]:
    """Return the people with this Slack id, of any workspace, who have a place."""
    query = (
        select(PersonRow)
        .join(MembershipRow, col(MembershipRow.person_id) == PersonRow.id)
        .where(MembershipRow.sig_id == sig_id, PersonRow.user_id == user_id)
        .order_by(col(PersonRow.id))
    )
    return tuple(_person(row) for row in session.exec(query))


def groups_of(session: Session, person_id: int) -> tuple[int, ...]:
    """Return the ids of the groups in which a person has a place."""
    query = select(MembershipRow.sig_id).where(MembershipRow.person_id == person_id)
    return tuple(session.exec(query.order_by(col(MembershipRow.sig_id))))


def set_membership(session: Session, place: Membership) -> None:
    """Give a person a place in a group, or change it."""
    values = {
        "role": place.role,
        "cluster_id": place.cluster_id,
        "sponsor_cluster_id": place.sponsor_cluster_id,
        "purpose": place.purpose,
        "expires_on": place.expires_on,
        "may_submit": place.may_submit,
        "meetings": None if place.meetings is None else list(place.meetings),
        "invited_by": place.invited_by,
    }
    statement = insert(session, MembershipRow).values(
        sig_id=place.sig_id,
        person_id=place.person_id,
        listed_as="members",
        position=0,
        version=1,
        **values,
    )
    version = col(MembershipRow.version)
    changes = values | {
        "version": version + 1,
        "updated_at": statement.excluded.updated_at,
    }
    session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=["sig_id", "person_id"], set_=changes
        )
    )


def remove_membership(session: Session, sig_id: int, person_id: int) -> bool:
    """Take a person's place in a group away; say whether there was one."""
    statement = sa.delete(MembershipRow).where(
        col(MembershipRow.sig_id) == sig_id, col(MembershipRow.person_id) == person_id
    )
    return session.connection().execute(statement).rowcount == 1


def members_with(
    session: Session, sig_id: int, roles: Collection[Role]
) -> tuple[Person, ...]:
    """Return the active people who have one of these roles, first come first."""
    query = (
        select(PersonRow)
        .join(MembershipRow, col(MembershipRow.person_id) == PersonRow.id)
        .where(
            MembershipRow.sig_id == sig_id,
            col(MembershipRow.role).in_(list(roles)),
            PersonRow.state == PersonState.ACTIVE,
        )
        .order_by(col(PersonRow.id))
    )
    rows = session.exec(query.execution_options(populate_existing=True))
    return tuple(_person(row) for row in rows)


def _row(session: Session, person_id: int) -> PersonRow:
    row = session.get(PersonRow, person_id, populate_existing=True)
    if row is None:
        raise NotFoundError(_NO_PERSON)
    return row


def _person(row: PersonRow) -> Person:
    return Person(
        id=row.id,
        key=row.key,
        team_id=row.team_id,
        user_id=row.user_id,
        display_name=row.display_name,
        zone=row.zone,
        state=row.state,
        notice_version=row.notice_version,
        notice_seen_at=row.notice_seen_at,
    )


def _membership(row: MembershipRow) -> Membership:
    return Membership(
        sig_id=row.sig_id,
        person_id=row.person_id,
        role=row.role,
        cluster_id=row.cluster_id,
        sponsor_cluster_id=row.sponsor_cluster_id,
        purpose=row.purpose,
        expires_on=row.expires_on,
        may_submit=row.may_submit,
        meetings=None if row.meetings is None else tuple(row.meetings),
        invited_by=row.invited_by,
        version=row.version,
    )
