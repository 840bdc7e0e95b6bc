"""Rules about people in a group: coming in, who votes, and the chair who must stay."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import names
from bot.domain.clusters import Cluster
from bot.domain.countries import COUNTRIES
from bot.domain.errors import InvalidInputError, NotAllowedError
from bot.domain.permissions import CLUSTER_VOICES, Role
from bot.domain.registers.typed import Typed
from bot.domain.sigs import Membership, Person, PersonState, ProposalState, Sig

NAME_LIMIT = 150
_ACCOUNT = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_NAME_MISSING = "Please write the name of your cluster."
_LISTED = "{} is in the list already. Go back and choose it there."
LAST_CHAIR = (
    "This is the last chair of the group, and a group needs one. Appoint another chair "
    "first: `/sig members change`."
)
_EXTERNALS_ARE_INVITED = "Externals are invited: `/sig members invite`."
_NO_CLUSTER = "Choose the cluster that this person stands in for."


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedCluster:
    """A cluster that is not in the list, as a newcomer describes it."""

    name: str
    country: str
    website: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A newcomer's cluster that waits for a decision, or what became of it."""

    id: int
    sig_id: int
    person_id: int
    cluster: ProposedCluster
    state: ProposalState = ProposalState.OPEN
    cluster_id: int | None = None
    decided_by: int | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person with their place in one group, since ``joined_at``."""

    person: Person
    place: Membership
    joined_at: datetime

    @property
    def is_active(self) -> bool:
        """Whether their account works."""
        return self.person.state is PersonState.ACTIVE

    @property
    def is_acting_chair(self) -> bool:
        """Whether they lead the group and can be reached in Slack."""
        is_there = self.is_active and self.person.user_id is not None
        return is_there and self.place.role is Role.CHAIR


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Somebody in the list: their cluster, or the one that sponsors them.

    ``is_voting``: the vote of their cluster is with them; ``organisation`` is that
    of an external, and ``kind`` what sort of organisation it is.
    """

    member: Member
    cluster: Cluster | None = None
    sponsor: Cluster | None = None
    is_voting: bool = False
    organisation: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Everybody in a group, by cluster, and what the reader may do about it."""

    entries: tuple[Entry, ...]
    may_manage: bool
    may_invite: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One person, and what the reader may do about them."""

    entry: Entry
    may_manage: bool = False
    may_invite: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a message about a proposal says: who proposes what, what became of it.

    ``cluster`` is the one it led to, ``decided_by`` whoever decided. ``version`` is
    that of the question; ``has_voice``: the proposer speaks for the cluster now.
    """

    sig: Sig
    proposal: Proposal
    proposer: Person
    version: int
    has_voice: bool = False
    cluster: Cluster | None = None
    decided_by: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """An external of a group, as a message tells of them."""

    sig: Sig
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Chairless:
    """A group without a chair; ``can_appoint``: the reader may name another one."""

    sig: Sig
    can_appoint: bool


def speaks_for_a_cluster(role: Role) -> bool:
    """Say whether somebody with this role is asked which cluster they speak for."""
    return role in CLUSTER_VOICES


def is_asked_for_cluster(place: Membership | None) -> bool:
    """Say whether somebody who comes in with this place, or none, is asked that."""
    if place is None:
        return True
    return speaks_for_a_cluster(place.role) and place.cluster_id is None


def voting(members: Iterable[Member]) -> Mapping[int, int]:
    """Return who votes for each cluster: the person's id by the cluster's.

    A cluster has one voice however many of its people take part. It is that of its
    member; where there are several, of the one who has been there longest. Somebody
    with another task in the group comes after the members, an alternate last.
    """
    found: dict[int, Member] = {}
    for each in members:
        cluster = each.place.cluster_id
        if cluster is None or not each.is_active:
            continue
        if not speaks_for_a_cluster(each.place.role):
            continue
        known = found.get(cluster)
        if known is None or _precedence(each) < _precedence(known):
            found[cluster] = each
    return {cluster: each.person.id for cluster, each in found.items()}


def _precedence(member: Member) -> tuple[int, datetime, int]:
    rank = {Role.MEMBER: 0, Role.ALTERNATE: 2}.get(member.place.role, 1)
    return rank, member.joined_at, member.person.id


def role_of_newcomer(members: Iterable[Member], cluster_id: int | None) -> Role:
    """Return what somebody becomes who comes in for a cluster.

    The second person of a cluster is its alternate, so that its vote stays where
    it is until those who lead the group decide otherwise.
    """
    has_member = any(
        each.place.cluster_id == cluster_id and each.place.role is Role.MEMBER
        for each in members
        if each.is_active
    )
    return Role.ALTERNATE if cluster_id is not None and has_member else Role.MEMBER


def require_chair_left(members: Iterable[Member], person_id: int) -> None:
    """Let pass whoever stops being chair while another one is there.

    Raises:
        NotAllowedError: it is the last chair whom Slack can reach.
    """
    chairs = {each.person.id for each in members if each.is_acting_chair}
    if chairs == {person_id}:
        raise NotAllowedError(LAST_CHAIR)


def changed(
    place: Membership, role: Role, cluster_id: int | None, *, is_outside: bool
) -> Membership:
    """Return the place with another role; without a voice there is no cluster.

    What limits an external ends with that role.

    Raises:
        InvalidInputError: with a sentence per field.
    """
    if role is Role.EXTERNAL:
        raise InvalidInputError({"role": _EXTERNALS_ARE_INVITED})
    if is_outside:
        said = "People of other workspaces take part as externals only."
        raise InvalidInputError({"role": said})
    if role is Role.ALTERNATE and cluster_id is None:
        raise InvalidInputError({"cluster": _NO_CLUSTER})
    bare = Membership(sig_id=place.sig_id, person_id=place.person_id, role=role)
    cluster_id = cluster_id if speaks_for_a_cluster(role) else None
    return replace(bare, cluster_id=cluster_id, version=place.version)


def read_proposed(typed: Typed, known: Iterable[Cluster]) -> ProposedCluster:
    """Return the cluster that a newcomer describes; problems stay in ``typed``."""
    name = typed.line("name", NAME_LIMIT, missing=_NAME_MISSING) or ""
    listed = same_cluster(name, known)
    if name and listed is not None:
        typed.complain("name", _LISTED.format(listed.name))
    country = typed.choice("country", COUNTRIES)
    if country is None:
        typed.complain("country", "Please choose a country.")
    return ProposedCluster(
        name=name, country=country or "", website=typed.address("website", None)
    )


def same_cluster(name: str, known: Iterable[Cluster]) -> Cluster | None:
    """Return the cluster that has this name, but for case, accents or script."""
    owned = [(other, each) for each in known for other in _names_of(each)]
    return names.same_as(name, owned)


def matching(clusters: Collection[Cluster], typed: str) -> tuple[Cluster, ...]:
    """Return the clusters that fit every word typed: by name, acronym or country."""
    words = [key for word in typed.split() if (key := names.keys(word))]
    return tuple(each for each in clusters if all(_fits(each, key) for key in words))


def account_in(text: str) -> str | None:
    """Return the first account that a command names, as Slack writes it.

    ``<@U123|name>`` with escaping switched on
    (https://docs.slack.dev/interactivity/implementing-slash-commands).
    """
    found = _ACCOUNT.search(text)
    return found[1] if found else None


def _fits(cluster: Cluster, word: frozenset[str]) -> bool:
    said = (*_names_of(cluster), COUNTRIES.get(cluster.country, ""))
    known = [key for name in said for key in names.keys(name)]
    return any(part in key for part in word for key in known)


def _names_of(cluster: Cluster) -> tuple[str, ...]:
    given = (cluster.name, cluster.name_original, cluster.acronym)
    return tuple(name for name in given if name)
