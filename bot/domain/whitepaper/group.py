"""What the group did: clusters, networks, meetings and decisions for the paper."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.domain.clusters import Cluster
from bot.domain.meetings import DecisionStatus, Meeting, MeetingStatus
from bot.domain.practices import Attribution, Practice
from bot.domain.whitepaper.document import (
    ClusterProfile,
    DecisionEntry,
    MeetingEntry,
    NetworkEntry,
)
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
    """Return the clusters by country; an anonymous practice is never traced to one."""
    names = {network.slug: network.name for network in snapshot.networks}
    open_ones = [
        practice
        for practice in printed
        if attribution(practice) is not Attribution.ANONYMOUS
    ]
    clusters = sorted(
        snapshot.clusters, key=lambda item: (item.country, item.name, item.key)
    )
    return tuple(
        ClusterProfile(
            cluster=cluster,
            networks=tuple(names[slug] for slug in cluster.networks if slug in names),
            practices=tuple(
                practice.number or 0
                for practice in open_ones
                if _is_from(practice, cluster)
            ),
        )
        for cluster in clusters
    )


def _is_from(practice: Practice, cluster: Cluster) -> bool:
    if practice.cluster_key:
        return practice.cluster_key == cluster.key
    return practice.cluster_id is not None and practice.cluster_id == cluster.id


def network_entries(
    snapshot: Snapshot, printed: tuple[Practice, ...]
) -> tuple[NetworkEntry, ...]:
    """Return the networks in the group's order, with who and what belongs to them."""
    return tuple(
        NetworkEntry(
            network=network,
            clusters=tuple(
                cluster
                for cluster in sorted(snapshot.clusters, key=lambda item: item.country)
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
            clusters_present=len(meeting.attendance.present),
            externals_present=len(meeting.attendance.external_present),
            decisions=tuple(
                entry.decision.number
                for entry in decisions
                if entry.meeting == meeting.number
            ),
        )
        for meeting in meetings(snapshot)
    )


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
    adopted = [
        (meeting, decision)
        for meeting in meetings(snapshot)
        for decision in meeting.decisions
        if decision.status in _IN_FORCE
    ]
    later = {decision.supersedes: decision.number for _, decision in adopted}
    return tuple(
        DecisionEntry(
            decision=decision,
            meeting=meeting.number,
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
