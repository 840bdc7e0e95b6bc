"""The keys by which people and clusters of a group are known to each other."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import InvalidInputError
from bot.domain.sigs import PersonState
from storage.tables import ClusterRow, MembershipRow, OrganisationRow, PersonRow


@dataclass(frozen=True, slots=True)
class Directory:
    """Keys and printed names of a group's clusters and people, by id.

    A person is printed by the title of their role ("chair of the group"), never by
    name: naming somebody needs that person's consent.
    """

    clusters: dict[int, str]
    people: dict[int, str]
    names: dict[str, str]
    roles: dict[str, int]

    def key_of(self, person_id: int | None, cluster_id: int | None) -> str | None:
        """Return the key of whichever of the two is given and still in the group."""
        if person_id is not None:
            return self.people.get(person_id)
        return self.clusters.get(cluster_id) if cluster_id is not None else None

    def ids_of(self, key: str | None) -> tuple[int | None, int | None]:
        """Return the ids of a person and of a cluster, at most one of them set.

        A role stands for whoever has had it longest.

        Raises:
            InvalidInputError: nobody in the group has this key or role.
        """
        found = self.find(key)
        if key is not None and found == (None, None):
            raise InvalidInputError({"owner": f"I do not know {key} in this group."})
        return found

    def find(self, key: str | None) -> tuple[int | None, int | None]:
        """Return the same, and two Nones for a key that nobody has."""
        for person_id, known in self.people.items():
            if known == key:
                return person_id, None
        for cluster_id, known in self.clusters.items():
            if known == key:
                return None, cluster_id
        return self.roles.get(key or ""), None


def directory(session: Session, sig_id: int) -> Directory:
    """Return the directory of a group."""
    clusters = (
        select(ClusterRow.id, OrganisationRow.key, OrganisationRow.name)
        .join(OrganisationRow, col(OrganisationRow.id) == ClusterRow.organisation_id)
        .where(ClusterRow.sig_id == sig_id)
        .order_by(col(ClusterRow.id))
    )
    people: Any = (
        sa.select(
            col(PersonRow.id),
            col(PersonRow.key),
            col(PersonRow.team_id),
            col(PersonRow.user_id),
            col(MembershipRow.key).label("place_key"),
            col(MembershipRow.role),
            col(MembershipRow.title),
        )
        .join(MembershipRow, col(MembershipRow.person_id) == PersonRow.id)
        .where(
            col(MembershipRow.sig_id) == sig_id,
            col(PersonRow.state) != PersonState.ERASED,
        )
        .order_by(col(PersonRow.id))
    )
    found = Directory({}, {}, {}, {})
    for cluster_id, key, name in session.exec(clusters):
        found.clusters[cluster_id] = key
        found.names[key] = name
    for person in session.execute(people):
        key = person.place_key or _own_key(person)
        found.people[person.id] = key
        found.roles.setdefault(person.role.value, person.id)
        found.names[key] = person.title or person.role.replace("_", " ")
    return found


def person_key(person: PersonRow, place: MembershipRow) -> str:
    """Return the key that stands for a person in the files of a group.

    Each group has its own, so that a file of one says nothing about another. Without
    one a Slack account gives a key that means the same in every database.
    """
    return place.key or _own_key(person)


def _own_key(person: PersonRow | sa.Row[Any]) -> str:
    if person.user_id:
        return f"{person.team_id}.{person.user_id}"
    return person.key or f"person-{person.id}"
