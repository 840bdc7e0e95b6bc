"""Networks: what the register may say, and whom the group lost touch with."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.clusters import Network
from bot.domain.registers.typed import Typed


class NetworkKind(StrEnum):
    """What a network is."""

    NETWORK = "network"
    ALLIANCE = "alliance"
    ASSOCIATION = "association"
    PARTNERSHIP = "partnership"
    PLATFORM = "platform"
    PROJECT = "project"
    RESEARCH_INFRASTRUCTURE = "research_infrastructure"
    OTHER = "other"


class Relation(StrEnum):
    """What the group has to do with it."""

    MEMBER_OF = "member_of"
    LIAISON = "liaison"
    OBSERVER = "observer"
    FUNDER = "funder"
    ADDRESSEE = "addressee"
    HOST = "host"


class NetworkScope(StrEnum):
    """How far it reaches."""

    REGIONAL = "regional"
    NATIONAL = "national"
    CROSS_BORDER = "cross_border"
    EU = "eu"
    GLOBAL = "global"


LIMITS = {"name": 150, "acronym": 30, "next_step": 200}
SILENT_AFTER = timedelta(days=90)
_FUTURE = "That day is still to come. Note the contact when it has happened."


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkCard:
    """A network with who keeps contact; ``clusters`` are names."""

    network: Network
    liaison: str | None
    clusters: tuple[str, ...]
    is_silent: bool
    is_ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkList:
    """The networks of a group: first those that nobody has talked to for long."""

    cards: tuple[NetworkCard, ...]
    today: date
    may_manage: bool
    may_record: bool


def read_details(typed: Typed, network: Network) -> Network:
    """Return the network with what the form says, except for its liaison."""
    kinds, relations = {*NetworkKind, network.kind}, {*Relation, network.relation}
    return replace(
        network,
        name=typed.title("name", LIMITS["name"]),
        acronym=typed.line("acronym", LIMITS["acronym"]),
        kind=typed.choice("kind", kinds) or network.kind,
        relation=typed.choice("relation", relations) or network.relation,
        scope=typed.choice("scope", {*NetworkScope, network.scope or ""}),
        website=typed.address("website", network.website),
        next_step=typed.line("next_step", LIMITS["next_step"]),
        ended_on=typed.day("ended_on"),
    )


def read_contact(typed: Typed, network: Network, *, today: date) -> Network:
    """Return the network after a contact; an older day never hides a later one."""
    day = typed.day("day")
    if day is None:
        typed.complain("day", "Please give the day.")
        return network
    if day > today:
        typed.complain("day", _FUTURE)
    step = typed.line("next_step", LIMITS["next_step"])
    latest = max(day, network.last_contact_on or day)
    return replace(network, last_contact_on=latest, next_step=step)


def is_ended(network: Network, today: date) -> bool:
    """Whether it is over, such as a project that has closed."""
    return network.ended_on is not None and network.ended_on <= today


def is_silent(network: Network, today: date) -> bool:
    """Whether nobody has noted a contact for 90 days."""
    if is_ended(network, today):
        return False
    last = network.last_contact_on
    return last is None or today - last >= SILENT_AFTER


def ordered(networks: Collection[Network], today: date) -> tuple[Network, ...]:
    """Return networks by how much they need a contact, those that ended last."""

    def need(network: Network) -> tuple[bool, bool, date, str]:
        silent = is_silent(network, today)
        since = network.last_contact_on or date.min
        name = network.name.casefold()
        return (
            is_ended(network, today),
            not silent,
            since if silent else date.min,
            name,
        )

    return tuple(sorted(networks, key=need))
