"""When people hear of what they are to do: a function of the action and of the time.

An action is spoken of three days before it is due and on that day. Later it is only in
the weekly summary, which has everything that waits for a person. Planning twice plans
the same: a message is known by a key that says whom it is for and what day it is about.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.actions.items import ActionItem, ActionStatus, Shown
from bot.domain.members import Member, speaks_for_a_cluster
from bot.domain.permissions import Role
from bot.domain.quiet import when_awake
from bot.domain.reminders import Due
from bot.domain.sigs import Sig, SigState
from bot.domain.zones import is_known, zone_of

# What waits for somebody who was asked; who is blocked waits for others.
ACTIVE = frozenset({ActionStatus.OPEN, ActionStatus.IN_PROGRESS})
REMINDED_BEFORE = timedelta(days=3)
# Reminders are planned when their day is near: most actions change before.
PLANNED_AHEAD = timedelta(days=8)
PAUSE = timedelta(weeks=4)
_MORNING = time(9)
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
# Monday morning; whoever could not be reached on Monday hears it on Tuesday.
_DIGEST_DAYS = 2


class Step(StrEnum):
    """Which of the two reminders it is."""

    SOON = "soon"
    TODAY = "today"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What the planner knows of an action; ids are those of the rows."""

    id: int
    number: int
    status: ActionStatus
    due_on: date | None
    snoozed_until: date | None = None
    owner_person_id: int | None = None
    owner_cluster_id: int | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """A reminder of an action as its reader sees it; not ``is_waiting``: it is over."""

    sig: Sig
    shown: Shown
    today: date
    is_waiting: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWork:
    """What a group has to do, without saying who: ``actions`` are all that are open."""

    actions: tuple[ActionItem, ...]
    today: date

    @property
    def overdue(self) -> int:
        """How many should have been done by now."""
        return sum(each.is_overdue(self.today) for each in self.actions)

    @property
    def without_owner(self) -> int:
        """How many nobody has taken."""
        return sum(each.owner is None for each in self.actions)

    @property
    def without_date(self) -> int:
        """How many have no day by which they are due."""
        return sum(each.due_on is None for each in self.actions)


def owners(task: Task, members: Iterable[Member]) -> tuple[Member, ...]:
    """Return who is reminded: the owner, or those who speak for the cluster.

    Whoever only helps is not.
    """
    return tuple(each for each in members if owns(task, each))


def owns(task: Task, member: Member) -> bool:
    """Whether an action is this person's, alone or with others of their cluster."""
    if task.owner_person_id is not None:
        return task.owner_person_id == member.person.id
    cluster = member.place.cluster_id
    is_voice = speaks_for_a_cluster(member.place.role)
    return is_voice and cluster is not None and cluster == task.owner_cluster_id


def is_reachable(member: Member, sig: Sig, day: date) -> bool:
    """Whether somebody gets private messages of the group on that day.

    Not when the account is deactivated, an external's last day is over, or the group
    has no channel any more.
    """
    if not member.is_active or not member.person.user_id:
        return False
    last = member.place.expires_on
    is_over = member.place.role is Role.EXTERNAL and last is not None and last < day
    return sig.state is SigState.ACTIVE and not is_over


def zone(member: Member, sig: Sig) -> str:
    """Return where somebody lives, as far as this machine knows the place."""
    own = member.person.zone
    return own if own and is_known(own) else sig.zone


def reminders(task: Task, member: Member, sig: Sig) -> Iterator[Due]:
    """Yield the reminders of an action to one who owns it, the earlier first.

    Each is of use on its day only, until the quiet hours of that evening.
    """
    if task.status not in ACTIVE or not owns(task, member):
        return
    for step, day in steps(task):
        begin, end = _awake(day, sig, zone(member, sig))
        if is_reachable(member, sig, day):
            name = f"action:{task.id}:{step}:{day:%F}:{task.due_on:%F}"
            key = f"{name}:{member.person.id}"
            yield Due(key=key, due_at=begin, not_after=end)


def steps(task: Task) -> Iterator[tuple[Step, date]]:
    """Yield the days on which an action is spoken of; never before it wakes again."""
    if task.due_on is None:
        return
    wakes = task.snoozed_until or date.min
    first = max(task.due_on - REMINDED_BEFORE, wakes)
    if first < task.due_on:
        yield Step.SOON, first
    if wakes <= task.due_on:
        yield Step.TODAY, task.due_on


def digest(member: Member, sig: Sig, now: datetime) -> Due | None:
    """Return the weekly summary that is the next for somebody, or due just now.

    There is one a week at most: the key names the week (ISO 8601), wherever on earth
    the person is. After an outage it comes as long as it is of use, never at night.
    """
    where = zone(member, sig)
    today = now.astimezone(zone_of(where)).date()
    monday = today - today.weekday() * _DAY
    for week in (monday, monday + _WEEK):
        windows = (
            _awake(week + number * _DAY, sig, where) for number in range(_DIGEST_DAYS)
        )
        for begin, end in windows:
            if now < end and is_reachable(member, sig, week):
                key = digest_key(sig.id, member.person.id, week)
                return Due(key=key, due_at=begin, not_after=end)
    return None


def is_paused(
    paused: Mapping[int, date | None], member: Member, sig: Sig, due_at: datetime
) -> bool:
    """Whether somebody wants no summary then: until a day, or (None) at all."""
    if member.person.id not in paused:
        return False
    until = paused[member.person.id]
    day = due_at.astimezone(zone_of(zone(member, sig))).date()
    return until is None or day < until


def digest_key(sig_id: int, person_id: int, day: date) -> str:
    """Return the key of the summary of that day's week."""
    year, week, _ = day.isocalendar()
    return f"digest:{sig_id}:{year}-W{week:02}:{person_id}"


def _awake(day: date, sig: Sig, where: str) -> tuple[datetime, datetime]:
    """Return when somebody is reminded on a day, and until when it is of use (UTC).

    From nine o'clock, or when the quiet hours end; until they begin, or the day ends.
    """
    here, hours = zone_of(where), (sig.quiet_from, sig.quiet_until)
    begin = when_awake(
        datetime.combine(day, _MORNING, here),
        here.key,
        quiet_from=hours[0],
        quiet_until=hours[1],
    )
    if begin.astimezone(here).date() != day:
        # Quiet from the morning on: then before that.
        begin = datetime.combine(day, hours[1], here).astimezone(UTC)
    end = datetime.combine(day + _DAY, time(), here)
    evening = datetime.combine(day, hours[0], here)
    if hours[0] != hours[1] and begin < evening:
        end = min(end, evening)
    return begin, end.astimezone(UTC)
