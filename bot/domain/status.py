"""How a group is doing: what is planned, what waits, and what is missing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from bot.domain.clusters import Cluster, Network, OrganisationStatus
from bot.domain.delivery_log import LogLine
from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.practices import PracticeStatus
from bot.domain.references import Kind, label
from bot.domain.sigs import Sig, SigState
from bot.domain.whitepaper import Gap

QUIET_AFTER = timedelta(days=90)
DELIVERY_WINDOW = timedelta(days=30)
_ENDS_SOON = relativedelta(months=1)
_NO_CONTRIBUTION = {
    PracticeStatus.DRAFT,
    PracticeStatus.WITHDRAWN,
    PracticeStatus.REJECTED,
}
_COMING = {MeetingStatus.PLANNED, MeetingStatus.SCHEDULED, MeetingStatus.IN_PROGRESS}
_WAITING = {PracticeStatus.SUBMITTED, PracticeStatus.UNDER_REVIEW}


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeState:
    """Where one practice stands."""

    number: int
    status: PracticeStatus
    cluster_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actions:
    """Action items that are not finished, as numbers: nobody is blamed in public."""

    open: int = 0
    overdue: int = 0
    blocked: int = 0
    without_owner: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LastEdition:
    """The newest draft of the paper."""

    version: str
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Messages of the last days that did not arrive as they should.

    ``sent`` are all that arrived, ``late`` those of them that came late; ``waiting``
    are due and not sent, the oldest since ``waiting_since``. ``reasons`` says why
    messages failed: Slack's word for it, and how often. ``troubles`` are the latest of
    those that did not arrive as they should.
    """

    sent: int = 0
    late: int = 0
    missed: int = 0
    failed: int = 0
    waiting: int = 0
    waiting_since: datetime | None = None
    reasons: tuple[tuple[str, int], ...] = ()
    troubles: tuple[LogLine, ...] = ()

    @property
    def is_well(self) -> bool:
        """Whether everything arrived in time."""
        return not (self.late or self.missed or self.failed or self.waiting)


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """A person, by Slack id or, where there is none, by the words for the role."""

    user_id: str | None = None
    words: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForLeaders:
    """What concerns single people or the bot's own work: for those who can act.

    ``proposals`` are the names of clusters that newcomers proposed.
    """

    delivery: Delivery
    without_cluster: tuple[Someone, ...] = ()
    leaving: tuple[Someone, ...] = ()
    proposals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the group is doing on one day.

    ``silent`` are the clusters that have not contributed; ``networks`` counts the
    running ones, and ``quiet`` are those without contact. ``leaders`` is None for
    whoever may not see it.
    """

    sig: Sig
    today: date
    meeting: Meeting | None
    practices: tuple[PracticeState, ...]
    actions: Actions
    edition: LastEdition | None
    missing: tuple[Gap, ...]
    clusters: tuple[Cluster, ...]
    silent: tuple[Cluster, ...]
    networks: int
    quiet: tuple[Network, ...]
    leaders: ForLeaders | None = None

    @property
    def is_archived(self) -> bool:
        """Whether the group's channel is gone."""
        return self.sig.state is SigState.ARCHIVED

    @property
    def by_status(self) -> tuple[tuple[PracticeStatus, int], ...]:
        """How many practices are in each state, in the order of their life."""
        found = [each.status for each in self.practices]
        return tuple((each, found.count(each)) for each in _ORDER if each in found)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The practices that wait for the group, such as ``P-7``; oldest first."""
        return tuple(
            label(Kind.PRACTICE, each.number)
            for each in self.practices
            if each.status in _WAITING
        )


_ORDER = (
    PracticeStatus.PUBLISHED,
    PracticeStatus.ACCEPTED,
    PracticeStatus.SUBMITTED,
    PracticeStatus.UNDER_REVIEW,
    PracticeStatus.CHANGES_REQUESTED,
    PracticeStatus.REJECTED,
    PracticeStatus.SUPERSEDED,
    PracticeStatus.WITHDRAWN,
)


def next_meeting(meetings: Iterable[Meeting], now: datetime) -> Meeting | None:
    """Return the meeting that goes on now, or else the one that comes next."""
    coming = (
        each
        for each in meetings
        if each.status in _COMING
        and each.starts_at + timedelta(minutes=each.duration_minutes) > now
    )
    return min(coming, key=lambda each: (each.starts_at, each.number), default=None)


def active(clusters: Iterable[Cluster]) -> tuple[Cluster, ...]:
    """Return the clusters that exist under their name, by name."""
    found = (each for each in clusters if each.status is OrganisationStatus.ACTIVE)
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.id)))


def silent(
    clusters: Iterable[Cluster],
    practices: Iterable[PracticeState],
    *,
    heirs: Mapping[int, Collection[int]],
) -> tuple[Cluster, ...]:
    """Return the active clusters from which nothing has come that counts.

    What a cluster gave counts for those it went up in too: ``heirs`` maps the id of
    a cluster to those of its successors.
    """
    heard = {
        each.cluster_id for each in practices if each.status not in _NO_CONTRIBUTION
    }
    known = {each for each in heard if each is not None}
    new = set(known)
    while new:
        new = {heir for each in new for heir in heirs.get(each, ())} - known
        known |= new
    return tuple(each for each in active(clusters) if each.id not in known)


def running(networks: Iterable[Network], today: date) -> tuple[Network, ...]:
    """Return the networks that have not ended: the others need no contact."""
    return tuple(
        each for each in networks if each.ended_on is None or each.ended_on > today
    )


def quiet(networks: Iterable[Network], today: date) -> tuple[Network, ...]:
    """Return the running networks without contact for 90 days, the longest first."""
    found = (
        each
        for each in running(networks, today)
        if (each.last_contact_on or date.min) < today - QUIET_AFTER
    )
    return tuple(sorted(found, key=lambda each: each.last_contact_on or date.min))


def is_leaving(expires_on: date | None, today: date) -> bool:
    """Whether access ends within a month; what has ended already is over."""
    return expires_on is not None and today <= expires_on <= today + _ENDS_SOON
