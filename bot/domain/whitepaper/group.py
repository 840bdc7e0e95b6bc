"""What the group did: clusters, networks, meetings and decisions for the paper."""

import re

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
_NAMED = re.compile(r"\b([PR])-?(?:\d{4}-)?0*([1-9]\d*)\b", re.ASCII)


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
    snapshot: Snapshot, decisions: tuple[DecisionEntry, ...]
) -> tuple[MeetingEntry, ...]:
    """Return the meetings by number; people appear as numbers only."""
    return tuple(
        MeetingEntry(
            meeting=meeting,
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
    snapshot: Snapshot, *, practices: set[int], recommendations: set[int]
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
    printed = {"P": practices, "R": recommendations}
    return tuple(
        DecisionEntry(
            decision=decision,
            meeting=meeting.number,
            superseded_by=later.get(decision.number),
        )
        for meeting, decision in sorted(adopted, key=lambda pair: pair[1].number)
        if all(
            int(number) in printed[kind]
            for kind, number in _NAMED.findall(decision.text)
        )
    )
