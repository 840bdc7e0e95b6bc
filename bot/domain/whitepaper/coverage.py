"""What each cluster brought to the paper, counted by cluster, never by person."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from bot.domain.permissions import Role
from bot.domain.recommendations import Recommendation
from bot.domain.whitepaper.credit import OF_A_PRACTICE, CreditRole, in_order
from bot.domain.whitepaper.document import ClusterProfile, Contribution, CreditEntry
from bot.domain.whitepaper.group import held
from bot.domain.whitepaper.history import lineage_of
from bot.domain.whitepaper.values import Snapshot

_EXTERNAL = "external stakeholders"  # with spaces, so never a cluster's key


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


def credit_entries(
    snapshot: Snapshot, clusters: Iterable[ClusterProfile]
) -> tuple[CreditEntry, ...]:
    """Return the roles by cluster, then of those who belong to none.

    Practices of people who are not in the group any more count for their cluster.
    """
    profiles = tuple(clusters)
    traced = {number for profile in profiles for number in profile.practices}
    lineage = lineage_of(snapshot)
    own = {number for each in snapshot.contributors for number in each.practices}
    found: defaultdict[str | None, set[CreditRole]] = defaultdict(set)
    for profile in profiles:
        if set(profile.practices) - own:
            found[profile.cluster.key] |= OF_A_PRACTICE
    for each in snapshot.contributors:
        place = lineage.voice(each.cluster) if each.cluster else None
        if each.role is Role.EXTERNAL:
            place = _EXTERNAL
        found[place] |= each.roles(traced)
    names = {profile.cluster.key: profile.cluster.name for profile in profiles}
    rest = {None: snapshot.group_name, _EXTERNAL: "External stakeholders"}
    return tuple(
        CreditEntry(organisation=name, roles=in_order(found[key]))
        for key, name in (*names.items(), *rest.items())
        if found.get(key)
    )


def _attended(snapshot: Snapshot) -> Counter[str]:
    """Count the meetings at which a cluster, or one that became it, was present."""
    lineage = lineage_of(snapshot)
    return Counter(
        key
        for meeting in held(snapshot)
        for key in lineage.voices(meeting.attendance.present)
    )
