"""The special interest group itself and the people in it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.permissions import Role

DEFAULT_LICENCE = "CC-BY-4.0"
DEFAULT_ZONE = "Europe/Brussels"
DEFAULT_NAME = "Special interest group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sig:
    """A special interest group; ``team_id`` is None until Slack is connected."""

    id: int = 0
    name: str = DEFAULT_NAME
    objectives: str = ""
    licence: str = DEFAULT_LICENCE
    zone: str = DEFAULT_ZONE
    language: str = "en"
    min_clusters: int = 5
    max_clusters: int = 10
    team_id: str | None = None
    channel_id: str | None = None


class PersonState(StrEnum):
    """Where a person stands; ``erased`` keeps no name and no Slack id."""

    ACTIVE = "active"
    LEFT = "left"
    ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person, known by Slack id or, when imported, by a role name only.

    ``key`` is the identifier in the exchange format (``chair``, ``ext-hospital``).
    """

    id: int = 0
    key: str | None = None
    team_id: str | None = None
    user_id: str | None = None
    display_name: str = ""
    zone: str | None = None
    state: PersonState = PersonState.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A person's place in one group.

    ``cluster_id`` is the cluster the person speaks for. The remaining fields matter
    for externals: who invited them, why, until when (last day, inclusive).
    """

    sig_id: int
    person_id: int
    role: Role
    cluster_id: int | None = None
    sponsor_cluster_id: int | None = None
    purpose: str = ""
    expires_on: date | None = None
    may_submit: bool = True
