"""What each cluster brought to the paper, counted by cluster, never by person."""

from collections import Counter
from collections.abc import Iterable

from bot.domain.recommendations import Recommendation
from bot.domain.whitepaper.document import ClusterProfile, Contribution
from bot.domain.whitepaper.group import held
from bot.domain.whitepaper.history import lineage_of
from bot.domain.whitepaper.values import Snapshot


def contributions(
    snapshot: Snapshot,
    clusters: Iterable[ClusterProfile],
    recommendations: Iterable[Recommendation],
) -> tuple[Contribution, ...]:
    """Count for each cluster, in the order of the clusters.

    A cluster that ended counts for the one that speaks for it now. What its members
    want to leave anonymous is not in a profile, so it is not counted here either.
    """
    attended = _attended(snapshot)
    evidence = [frozenset(item.evidence) for item in recommendations]
    return tuple(
        Contribution(
            name=profile.cluster.name,
            short=profile.cluster.acronym or profile.cluster.name,
            key=profile.cluster.key,
            practices=len(profile.practices),
            meetings=attended[profile.cluster.key],
            recommendations=sum(
                not each.isdisjoint(profile.practices) for each in evidence
            ),
        )
        for profile in clusters
    )


def _attended(snapshot: Snapshot) -> Counter[str]:
    """Count the meetings at which a cluster, or one that became it, was present."""
    lineage = lineage_of(snapshot)
    return Counter(
        key
        for meeting in held(snapshot)
        for key in lineage.voices(meeting.attendance.present)
    )
