"""The special interest group itself and the people in it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from bot.domain.permissions import Role

DEFAULT_LICENCE = "CC-BY-4.0"
DEFAULT_ZONE = "Europe/Brussels"
DEFAULT_NAME = "Special interest group"


# Private nudges wait for the morning of the person who gets them.
QUIET_FROM = time(20)
QUIET_UNTIL = time(7)
QUORUM_PERCENT = 50


class SigState(StrEnum):
    """Whether a group has a channel it can use.

    ``archived``: its channel was archived or deleted, or the bot removed from it.
    """

    ACTIVE = "active"
    ARCHIVED = "archived"


class ChannelStatus(StrEnum):
    """What became of a Slack channel, as far as the bot can use it."""

    OPEN = "open"
    ARCHIVED = "archived"
    DELETED = "deleted"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """How a channel was found; None is what Slack did not say.

    ``is_shared`` says that people of other workspaces are in it (Slack Connect).
    """

    status: ChannelStatus | None = None
    is_shared: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objectives:
    """One text of what a group is for, and since when it holds."""

    revision: int
    text: str
    set_on: date
    author_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sig:
    """A special interest group; ``team_id`` is None until Slack is connected.

    ``holiday_countries`` are ISO 3166-1 alpha-2 codes. From ``quiet_from`` to
    ``quiet_until``, in the reader's zone, nobody gets a private nudge; the same time
    twice is no quiet hours.
    ``quorum_percent`` of the clusters must be there for a vote to count.
    ``chairs_channel_id`` is a private channel for those who lead the group;
    ``is_shared`` says that people of other workspaces are in the main channel.
    """

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
    chairs_channel_id: str | None = None
    state: SigState = SigState.ACTIVE
    is_shared: bool = False
    holiday_countries: tuple[str, ...] = ()
    quiet_from: time = QUIET_FROM
    quiet_until: time = QUIET_UNTIL
    quorum_percent: int = QUORUM_PERCENT
    version: int = 1


class ProposalState(StrEnum):
    """What became of a cluster that a newcomer proposed."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class PersonState(StrEnum):
    """Where a person stands; ``erased`` keeps no name and no Slack id."""

    ACTIVE = "active"
    LEFT = "left"
    ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person, known by Slack id or, when imported, by a role name only.

    ``key`` is the identifier in the exchange format (``chair``, ``ext-hospital``);
    ``notice_version`` the privacy notice that the person was shown last.
    """

    id: int = 0
    key: str | None = None
    team_id: str | None = None
    user_id: str | None = None
    display_name: str = ""
    zone: str | None = None
    state: PersonState = PersonState.ACTIVE
    notice_version: str | None = None
    notice_seen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A person's place in one group.

    ``cluster_id`` is the cluster the person speaks for. The remaining fields matter
    for externals: who invited them, why, until when (last day, inclusive), and to
    which meetings by number (None: all).
    """

    sig_id: int
    person_id: int
    role: Role
    cluster_id: int | None = None
    sponsor_cluster_id: int | None = None
    purpose: str = ""
    expires_on: date | None = None
    may_submit: bool = True
    meetings: tuple[int, ...] | None = None
    invited_by: int | None = None
    version: int = 1
