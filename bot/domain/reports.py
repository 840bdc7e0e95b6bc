"""The figures of a year: what each cluster gave and did.

Years are calendar years in the group's home zone. A cluster that went up in another
keeps its row, under the name it had.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.clusters import Cluster, OrganisationStatus
from bot.domain.errors import InvalidInputError
from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.practices import Attribution, Practice
from bot.domain.recommendations import Recommendation, RecommendationStatus
from bot.domain.whitepaper.selection import attribution, is_accepted

FIRST_YEAR = 2000
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was counted. Recommendations are those that rest on one's practices."""

    attended: int = 0
    submitted: int = 0
    accepted: int = 0
    closed_in_time: int = 0
    closed_late: int = 0
    recommendations: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing to count."""
        return self == Figures()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterYear:
    """The year of one cluster; ``now_part_of`` names those it went up in since."""

    name: str
    country: str
    figures: Figures
    is_former: bool = False
    now_part_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class YearReport:
    """The figures of one year.

    ``others`` is what belongs to no cluster by name: practices given anonymously or
    by externals, and actions of people without a cluster. In ``total`` each thing
    counts once, also a recommendation that rests on practices of several clusters.
    ``undated`` recommendations were adopted without a recorded decision, so nobody
    knows in which year. ``until`` is the last day counted while the year goes on.
    """

    group: str
    year: int
    until: date | None
    held: int
    clusters: tuple[ClusterYear, ...]
    others: Figures
    total: Figures
    undated: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of that year."""
        return not self.held and self.total.is_empty

    @property
    def mean_attendance(self) -> float:
        """How many clusters came to a meeting, on average."""
        return self.total.attended / self.held if self.held else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPractice:
    """A practice with the day its author gave it, where no moment is recorded."""

    practice: Practice
    given_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedAction:
    """An action item that was done; of whom is None when it was of no cluster's."""

    done_on: date | None
    due_on: date | None = None
    cluster_id: int | None = None

    @property
    def is_late(self) -> bool:
        """Whether it was done after its day; without a day it was in time."""
        return bool(self.done_on and self.due_on and self.done_on > self.due_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What a report is counted from.

    ``present`` holds the clusters' ids by meeting id, ``decided_in`` the meeting's id
    by the number of a decision, ``heirs`` the ids of successors by cluster id.
    """

    group: str
    zone: str
    clusters: tuple[Cluster, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    present: Mapping[int, Collection[int]]
    practices: tuple[SharedPractice, ...] = ()
    actions: tuple[ClosedAction, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    decided_in: Mapping[int, int]
    heirs: Mapping[int, Collection[int]]


def read_year(text: str, today: date) -> int:
    """Read a year as it was typed; nothing is the present one.

    Raises:
        InvalidInputError: it is no year, or one of which nothing can be known.
    """
    typed = text.strip()
    if not typed:
        return today.year
    if not _YEAR.fullmatch(typed):
        sentence = f"I need a year with four digits, like /sig report {today.year}."
        raise InvalidInputError({"year": sentence})
    year = int(typed)
    if year > today.year:
        sentence = f"{year} has not begun. The newest report is that of {today.year}."
        raise InvalidInputError({"year": sentence})
    if year < FIRST_YEAR:
        sentence = f"I keep no figures from before {FIRST_YEAR}."
        raise InvalidInputError({"year": sentence})
    return year


def count_year(records: Records, year: int, *, today: date) -> YearReport:
    """Count a year: per cluster, for the others, and all together."""
    held = _held(records, year)
    shown = {None: Figures()} | {each.id: Figures() for each in records.clusters}
    counted = _Count(records, year, held, shown)
    counted.add_meetings()
    counted.add_practices()
    counted.add_actions()
    counted.add_recommendations()
    return YearReport(
        group=records.group,
        year=year,
        until=today if year == today.year else None,
        held=len(held),
        clusters=_rows(records, counted.figures),
        others=counted.figures[None],
        total=counted.total,
        undated=sum(
            item.decision is None or item.decision not in records.decided_in
            for item in _adopted(records)
        ),
    )


def _held(records: Records, year: int) -> dict[int, Meeting]:
    zone = ZoneInfo(records.zone)
    return {
        each.id: each
        for each in records.meetings
        if each.status is MeetingStatus.HELD
        and each.starts_at.astimezone(zone).year == year
    }


def _adopted(records: Records) -> list[Recommendation]:
    wanted = RecommendationStatus.ADOPTED
    return [each for each in records.recommendations if each.status is wanted]


@dataclass(slots=True)
class _Count:
    """The count while it goes on; figures by cluster id, None for the others."""

    records: Records
    year: int
    held: Mapping[int, Meeting]
    figures: dict[int | None, Figures]
    in_year: int = 0

    def add_meetings(self) -> None:
        for meeting in self.held:
            for cluster in set(self.records.present.get(meeting, ())):
                self._add(cluster, attended=1)

    def add_practices(self) -> None:
        for shared in self.records.practices:
            given, accepted = self._years(shared)
            cluster = _giver(shared.practice)
            self._add(
                cluster,
                submitted=given == self.year,
                accepted=accepted == self.year,
            )

    def add_actions(self) -> None:
        for action in self.records.actions:
            if action.done_on is None or action.done_on.year != self.year:
                continue
            late = action.is_late
            self._add(action.cluster_id, closed_in_time=not late, closed_late=late)

    def add_recommendations(self) -> None:
        givers = {
            each.practice.number: _giver(each.practice)
            for each in self.records.practices
        }
        for item in _adopted(self.records):
            if self.records.decided_in.get(item.decision or 0) not in self.held:
                continue
            self.in_year += 1
            known = [givers[number] for number in item.evidence if number in givers]
            for cluster in {each if each in self.figures else None for each in known}:
                self._add(cluster, recommendations=1)

    @property
    def total(self) -> Figures:
        """Everything once: a recommendation may rest on several clusters."""
        rows = self.figures.values()
        return Figures(
            attended=sum(each.attended for each in rows),
            submitted=sum(each.submitted for each in rows),
            accepted=sum(each.accepted for each in rows),
            closed_in_time=sum(each.closed_in_time for each in rows),
            closed_late=sum(each.closed_late for each in rows),
            recommendations=self.in_year,
        )

    def _add(self, cluster: int | None, **more: int) -> None:
        key = cluster if cluster in self.figures else None
        before = self.figures[key]
        changed = {
            name: getattr(before, name) + number for name, number in more.items()
        }
        self.figures[key] = replace(before, **changed)

    def _years(self, shared: SharedPractice) -> tuple[int | None, int | None]:
        """Return the years of submission and acceptance.

        Where no moment is recorded, as in imported lists, it is the day the author
        agreed to publish: without that word nothing is submitted.
        """
        practice = shared.practice
        given = self._year_of(practice.submitted_at)
        if given is None and shared.given_on:
            given = shared.given_on.year
        accepted = self._year_of(practice.accepted_at)
        if accepted is None and is_accepted(practice):
            accepted = given
        return given, accepted

    def _year_of(self, moment: datetime | None) -> int | None:
        zone = ZoneInfo(self.records.zone)
        return moment.astimezone(zone).year if moment else None


def _giver(practice: Practice) -> int | None:
    """Return the cluster that gave it, unless its author wants to stay anonymous."""
    if attribution(practice) is Attribution.ANONYMOUS:
        return None
    return practice.cluster_id


def _rows(
    records: Records, figures: Mapping[int | None, Figures]
) -> tuple[ClusterYear, ...]:
    """Return the clusters by name; former ones only where they did something."""
    names = {each.id: each.name for each in records.clusters}
    ordered = sorted(records.clusters, key=lambda each: (each.name.casefold(), each.id))
    rows = []
    for cluster in ordered:
        is_former = cluster.status is not OrganisationStatus.ACTIVE
        if is_former and figures[cluster.id].is_empty:
            continue
        heirs = (names.get(heir, "") for heir in records.heirs.get(cluster.id, ()))
        rows.append(
            ClusterYear(
                name=cluster.name,
                country=cluster.country,
                figures=figures[cluster.id],
                is_former=is_former,
                now_part_of=tuple(sorted(filter(None, heirs))) if is_former else (),
            )
        )
    return tuple(rows)
