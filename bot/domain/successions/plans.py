"""What somebody wants to happen to clusters, and what it would mean."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from bot.domain.clusters import Cluster, Hub
from bot.domain.references import Kind, label
from bot.domain.successions.values import SuccessionKind

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was filled in; ids are of clusters, ``new`` are names of new ones.

    ``left`` are the numbers of open actions that nobody takes over. After a split
    ``heir`` says which successor takes over what can have one owner only: the place
    of the successor among all, counted from 0; None for nobody yet.
    """

    kind: SuccessionKind = SuccessionKind.MERGER
    predecessors: tuple[int, ...] = ()
    successors: tuple[int, ...] = ()
    new: tuple[str, ...] = ()
    country: str | None = None
    effective_on: date | None = None
    note: str = ""
    left: frozenset[int] = frozenset()
    heir: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAction:
    """An action that a cluster which ends still has to do."""

    number: int
    title: str
    owner: str

    @property
    def ref(self) -> str:
        """The name people say, for example ``A-13``."""
        return label(Kind.ACTION, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What the clusters that end have now: it moves, except for the practices."""

    practices: int = 0
    people: int = 0
    externals: int = 0
    offers: int = 0
    actions: tuple[OpenAction, ...] = ()
    sections: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    hubs: tuple[Hub, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a plan would do, before anybody has agreed to it.

    ``voices_before`` and ``voices_after`` count the votes of all clusters concerned;
    ``sample`` is one practice's cluster as the paper would name it.
    """

    kind: SuccessionKind
    effective_on: date
    old_names: tuple[str, ...]
    new_names: tuple[str, ...]
    voices_before: int
    voices_after: int
    sample: str
    stock: Stock

    @property
    def digest(self) -> str:
        """What tells one preview from another: somebody may change the group."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


def heir(kind: SuccessionKind, names: Sequence[T], chosen: int | None) -> T | None:
    """Return which successor takes over what can have one owner only."""
    if kind is not SuccessionKind.SPLIT:
        return names[0]
    return names[chosen] if chosen is not None and chosen < len(names) else None


def founded(plan: Plan, name: str, *, key: str, parents: Sequence[Cluster]) -> Cluster:
    """Return a new cluster with the profile that it takes over.

    A renamed cluster keeps everything but its name. Otherwise only what all parents
    share is certain; networks, hubs and priorities are joined. Numbers of members are
    never added, because the members of several clusters overlap.
    """
    if plan.kind is SuccessionKind.RENAME:
        return replace(
            parents[0], id=0, key=key, name=name, name_original=None, acronym=None
        )
    country = plan.country or parents[0].country
    in_country = all(each.country == country for each in parents)
    nuts = _shared([(each.nuts, each.nuts_name) for each in parents])
    is_split = plan.kind is SuccessionKind.SPLIT
    return Cluster(
        key=key,
        name=name,
        kind=_shared([each.kind for each in parents]) or "cluster_organisation",
        country=country,
        nuts=nuts[0] if nuts and in_country else None,
        nuts_name=nuts[1] if nuts and in_country else None,
        zone=_shared([each.zone for each in parents]) if in_country else None,
        networks=joined_networks(parents),
        # Which of the new clusters keeps which office, only they can say.
        hubs=() if is_split else joined_hubs(parents),
        s3_priorities=tuple(
            dict.fromkeys(item for each in parents for item in each.s3_priorities)
        ),
    )


def joined_networks(parents: Sequence[Cluster]) -> tuple[str, ...]:
    """Return the networks of clusters, each once."""
    return tuple(dict.fromkeys(slug for each in parents for slug in each.networks))


def joined_hubs(parents: Sequence[Cluster]) -> tuple[Hub, ...]:
    """Return the hubs of clusters; where one had its seat is a hub from now on."""
    found: dict[str, Hub] = {}
    for each in parents:
        seat = (Hub(city=each.city, nuts=each.nuts),) if each.city else ()
        for hub in (*seat, *each.hubs):
            found.setdefault(hub.city.casefold(), hub)
    return tuple(found.values())


def _shared(values: Sequence[T]) -> T | None:
    first = values[0]
    return first if all(each == first for each in values) else None
