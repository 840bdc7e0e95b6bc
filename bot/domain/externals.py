"""Externals: who invites them, what for, until when, and the word in time before."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from bot.domain import quiet
from bot.domain.clusters import Cluster
from bot.domain.errors import InvalidInputError, NotAllowedError
from bot.domain.members import Entry, Member, speaks_for_a_cluster
from bot.domain.permissions import TABLE, Permission, Role
from bot.domain.references import Kind, parse
from bot.domain.registers.typed import Typed
from bot.domain.sigs import Membership, Person, Sig

PURPOSE_LIMIT = 200
ORGANISATION_LIMIT = 150
USUAL = relativedelta(months=6)
LONGEST = relativedelta(months=24)
WARNED_BEFORE = timedelta(days=7)
_MORNING = time(9)
_MEETINGS_LIMIT = 200
LEADERS = TABLE[Permission.MANAGE_MEMBERS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an external is invited for; ``meetings`` are numbers, None for all."""

    sponsor_cluster_id: int
    organisation: str
    purpose: str
    expires_on: date
    may_submit: bool
    meetings: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationForm:
    """What the form of an invitation offers and shows.

    ``entry`` is the external it is about, where one is known already.
    """

    sponsors: Sequence[Cluster]
    usual_end: date
    latest_end: date
    entry: Entry | None = None


def usual_end(today: date) -> date:
    """Return the last day that a new invitation proposes."""
    return today + USUAL


def latest_end(today: date) -> date:
    """Return the last day that anybody may be given."""
    return today + LONGEST


def extended(expires_on: date, today: date) -> date:
    """Return the last day after half a year more, within what is allowed."""
    return min(max(expires_on, today) + USUAL, latest_end(today))


def is_over(place: Membership, today: date) -> bool:
    """Say whether an external's last day is over."""
    last = place.expires_on
    return place.role is Role.EXTERNAL and last is not None and last < today


def read_terms(typed: Typed, *, sponsors: Collection[int], today: date) -> Terms:
    """Return what somebody is invited for; problems stay in ``typed``.

    ``sponsors`` are the clusters that whoever invites may speak for.
    """
    purpose = typed.line(
        "purpose", PURPOSE_LIMIT, missing="Please say in a few words what for."
    )
    organisation = typed.line(
        "organisation", ORGANISATION_LIMIT, missing="Please name their organisation."
    )
    last = typed.day("expires_on")
    if problem := _check_end(last, today):
        typed.complain("expires_on", problem)
    return Terms(
        sponsor_cluster_id=_sponsor(typed, sponsors),
        organisation=organisation or "",
        purpose=purpose or "",
        expires_on=last or today,
        may_submit=typed.raw("may_submit") == "yes",
        meetings=_meetings(typed),
    )


def is_sponsor(reader: Member, external: Membership) -> bool:
    """Say whether somebody may decide about an external: sponsor, or leads."""
    place = reader.place
    is_own = place.cluster_id is not None and (
        place.cluster_id == external.sponsor_cluster_id
    )
    invited = external.invited_by == reader.person.id
    return place.role in LEADERS or is_own or invited


def require_sponsor(reader: Member, external: Membership) -> None:
    """Let pass whoever may decide about an external.

    Raises:
        NotAllowedError: another cluster invited them.
    """
    if not is_sponsor(reader, external):
        raise NotAllowedError(
            "Another cluster invited this person. That cluster or the chair can "
            "change it."
        )


def warned(members: Iterable[Member], place: Membership) -> tuple[Person, ...]:
    """Return who hears that an external's access ends soon.

    Whoever invited them; when they are gone the people of the sponsoring cluster;
    when there are none the chairs, and then all who lead the group.
    """
    there = [m for m in members if m.is_active and m.person.user_id]
    inside = [m for m in there if m.place.role is not Role.EXTERNAL]
    ways = (
        [m for m in inside if m.person.id == place.invited_by],
        [m for m in inside if _speaks_for(m, place.sponsor_cluster_id)],
        [m for m in inside if m.place.role is Role.CHAIR],
        [m for m in inside if m.place.role in LEADERS],
    )
    return tuple(m.person for m in next(filter(None, ways), []))


def warning_due(sig: Sig, person: Person, expires_on: date) -> datetime:
    """Return when to warn: the morning a week before, in the reader's zone, as UTC."""
    zone = person.zone or sig.zone
    morning = datetime.combine(expires_on - WARNED_BEFORE, _MORNING, ZoneInfo(zone))
    return quiet.when_awake(
        morning, zone, quiet_from=sig.quiet_from, quiet_until=sig.quiet_until
    )


def end_of(expires_on: date, sig: Sig) -> datetime:
    """Return the moment when a last day in the group's home zone is over, as UTC."""
    after = datetime.combine(expires_on + timedelta(days=1), time(), ZoneInfo(sig.zone))
    return after.astimezone(UTC)


def _speaks_for(member: Member, cluster_id: int | None) -> bool:
    place = member.place
    is_theirs = cluster_id is not None and place.cluster_id == cluster_id
    return is_theirs and speaks_for_a_cluster(place.role)


def _check_end(last: date | None, today: date) -> str | None:
    if last is None:
        return "Please choose their last day."
    if last < today:
        return "This day is over. Choose one that is still to come."
    if last > latest_end(today):
        return f"At most 24 months: until {latest_end(today):%-d %B %Y}."
    return None


def _sponsor(typed: Typed, sponsors: Collection[int]) -> int:
    value = typed.choice("sponsor", {str(each) for each in sponsors})
    if value is None:
        typed.complain("sponsor", "Please choose the cluster that invites.")
    return int(value or 0)


def _meetings(typed: Typed) -> tuple[int, ...] | None:
    """Read "M-4, 7": the numbers of meetings; nothing means all of them."""
    given = typed.line("meetings", _MEETINGS_LIMIT)
    if not given:
        return None
    parts = given.replace(",", " ").replace(";", " ").split()
    try:
        return tuple(sorted({parse(part, Kind.MEETING) for part in parts}))
    except InvalidInputError:
        typed.complain("meetings", "Write numbers of meetings, like M-4, M-7.")
        return None
