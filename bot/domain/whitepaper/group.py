"""What the group did: clusters, networks, meetings and decisions for the paper."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.domain.meetings import Decision, DecisionStatus, Meeting, MeetingStatus
from bot.domain.practices import Attribution, Practice
from bot.domain.whitepaper.document import (
    ClusterProfile,
    DecisionEntry,
    FormerCluster,
    MeetingEntry,
    NetworkEntry,
)
from bot.domain.whitepaper.history import cluster_of, current, lineage_of
from bot.domain.whitepaper.selection import attribution
from bot.domain.whitepaper.values import Snapshot

_IN_FORCE = {DecisionStatus.ADOPTED, DecisionStatus.SUPERSEDED}
# However people write it: P-7, p 07, practice 7, and with hyphens that do not break.
_NAMED = re.compile(
    r"\b(P|R)(?:ractice|ecommendation)?[-\u2010-\u2013\s]?(?:\d{4}-)?0*([1-9]\d*)\b",
    re.IGNORECASE,
)


def cluster_profiles(
    snapshot: Snapshot, printed: tuple[Practice, ...]
) -> tuple[ClusterProfile, ...]:
    """Return the clusters by country; an anonymous practice is never traced to one.

    A practice of a cluster that ended counts for the one that speaks for it now.
    """
    names = {network.slug: network.name for network in snapshot.networks}
    lineage, numbers = lineage_of(snapshot), _by_cluster(snapshot, printed)
    clusters = sorted(
        current(snapshot), key=lambda item: (item.country, item.name, item.key)
    )
    return tuple(
        ClusterProfile(
            cluster=cluster,
            networks=tuple(names[slug] for slug in cluster.networks if slug in names),
            practices=tuple(
                sorted(
                    number
                    for key, found in numbers.items()
                    if lineage.voice(key) == cluster.key
                    for number in found
                )
            ),
        )
        for cluster in clusters
    )


def former_clusters(
    snapshot: Snapshot, printed: tuple[Practice, ...]
) -> tuple[FormerCluster, ...]:
    """Return the clusters that ended, by name, with what became of each."""
    lineage, numbers = lineage_of(snapshot), _by_cluster(snapshot, printed)
    ended = [each for each in snapshot.clusters if lineage.has_ended(each.key)]
    return tuple(
        FormerCluster(
            name=lineage.historic_name(cluster.key),
            key=cluster.key,
            practices=tuple(numbers.get(cluster.key, ())),
        )
        for cluster in sorted(ended, key=lambda item: (item.name.casefold(), item.key))
    )


def _by_cluster(
    snapshot: Snapshot, printed: tuple[Practice, ...]
) -> dict[str, list[int]]:
    """Return the numbers of the practices that may be traced to each cluster."""
    found: dict[str, list[int]] = {}
    for practice in printed:
        cluster = cluster_of(practice, snapshot)
        if cluster and attribution(practice) is not Attribution.ANONYMOUS:
            found.setdefault(cluster.key, []).append(practice.number or 0)
    return found


def network_entries(
    snapshot: Snapshot, printed: tuple[Practice, ...]
) -> tuple[NetworkEntry, ...]:
    """Return the networks in the group's order, with who and what belongs to them."""
    return tuple(
        NetworkEntry(
            network=network,
            clusters=tuple(
                cluster
                for cluster in sorted(current(snapshot), key=lambda item: item.country)
                if network.slug in cluster.networks
            ),
            practices=tuple(
                practice.number or 0
                for practice in printed
                if network.slug in practice.content.networks
            ),
        )
        for network in sorted(snapshot.networks, key=lambda item: item.position)
    )


def meeting_log(
    snapshot: Snapshot,
    decisions: tuple[DecisionEntry, ...],
    *,
    printed: Mapping[str, set[int]],
) -> tuple[MeetingEntry, ...]:
    """Return the meetings by number; people appear as numbers only."""
    return tuple(
        MeetingEntry(
            meeting=_without_names(meeting, printed),
            clusters_present=_voices_present(meeting, snapshot),
            externals_present=len(meeting.attendance.external_present),
            decisions=tuple(
                entry.decision.number
                for entry in decisions
                if entry.meeting == meeting.number
            ),
        )
        for meeting in meetings(snapshot)
    )


def _voices_present(meeting: Meeting, snapshot: Snapshot) -> int:
    """Count the clusters as they were on that day: those that were one count once."""
    day = meeting.starts_local.date()
    return len(lineage_of(snapshot).voices_on(meeting.attendance.present, day))


def _without_names(meeting: Meeting, printed: Mapping[str, set[int]]) -> Meeting:
    """Take away a title that tells of something the paper does not print."""
    if _names_more_than(meeting.title, printed):
        return replace(meeting, title="Meeting of the group")
    return meeting


def meetings(snapshot: Snapshot) -> list[Meeting]:
    """Return all meetings by number."""
    return sorted(snapshot.meetings, key=lambda meeting: meeting.number)


def held(snapshot: Snapshot) -> list[Meeting]:
    """Return the meetings that took place, by number."""
    return [
        meeting
        for meeting in meetings(snapshot)
        if meeting.status is MeetingStatus.HELD
    ]


def decision_log(
    snapshot: Snapshot, *, printed: Mapping[str, set[int]]
) -> tuple[DecisionEntry, ...]:
    """Return the adopted decisions that speak of nothing unprinted.

    A decision such as "P-21 goes back to its author" would tell the public what the
    group keeps to itself.
    """
    recorded: list[tuple[int | None, Decision]] = [
        (meeting.number, decision)
        for meeting in meetings(snapshot)
        for decision in meeting.decisions
    ]
    recorded += [(None, decision) for decision in snapshot.decisions]
    adopted = [pair for pair in recorded if pair[1].status in _IN_FORCE]
    later = {decision.supersedes: decision.number for _, decision in adopted}
    return tuple(
        DecisionEntry(
            decision=decision,
            meeting=meeting,
            superseded_by=later.get(decision.number),
        )
        for meeting, decision in sorted(adopted, key=lambda pair: pair[1].number)
        if not _names_more_than(decision.text, printed)
    )


def _names_more_than(text: str, printed: Mapping[str, set[int]]) -> bool:
    """Whether the text names a practice or recommendation that is not printed."""
    return any(
        int(number) not in printed[kind.upper()]
        for kind, number in _NAMED.findall(text)
    )
