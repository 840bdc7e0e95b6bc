"""What may happen to clusters: every rule, with a sentence for the field it breaks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.clusters import Cluster, OrganisationStatus
from bot.domain.countries import COUNTRIES
from bot.domain.errors import InvalidInputError
from bot.domain.names import are_same, keys, same_as
from bot.domain.successions.lineage import Lineage
from bot.domain.successions.plans import Plan
from bot.domain.successions.values import SuccessionKind
from bot.domain.text import normalise, normalise_line

MAX_NAME = 150
MAX_NOTE = 300
MAX_NEW = 10
MAX_PREDECESSORS = 20
_FIRST_YEAR = 1900
_UNKNOWN = "I do not know one of these clusters. Please choose again."
_ENDING = {
    SuccessionKind.MERGER: "Choose the clusters that become one.",
    SuccessionKind.SPLIT: "Choose the one cluster that is split.",
    SuccessionKind.RENAME: "Choose the one cluster that gets a new name.",
    SuccessionKind.REPLACEMENT: "Choose the one cluster that is replaced.",
}
_NO_SUCCESSOR = "Choose the cluster that goes on above, or write the new name here."


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """The clusters of a plan; ``existing`` are successors that were there before."""

    predecessors: tuple[Cluster, ...]
    existing: tuple[Cluster, ...]


def tidied(plan: Plan) -> Plan:
    """Return a plan with its texts normalised and nothing chosen twice."""
    names = (normalise_line(name) for name in plan.new)
    return replace(
        plan,
        predecessors=tuple(dict.fromkeys(plan.predecessors)),
        successors=tuple(dict.fromkeys(plan.successors)),
        new=tuple(name for name in names if name),
        note=normalise(plan.note),
    )


def check(
    plan: Plan, clusters: Iterable[Cluster], lineage: Lineage, *, today: date
) -> Parties:
    """Return the clusters of a plan that may be carried out.

    Raises:
        InvalidInputError: with a sentence for each field.
    """
    known = {cluster.id: cluster for cluster in clusters}
    parties = Parties(
        predecessors=tuple(known[each] for each in plan.predecessors if each in known),
        existing=tuple(known[each] for each in plan.successors if each in known),
    )
    problems = {
        "predecessors": _predecessors(plan, parties, lineage),
        "successors": _existing(plan, parties, lineage),
        "new": _new(plan, parties, known.values()),
        "country": _country(plan, parties),
        "effective_on": _day(plan, parties, lineage, today=today),
        "note": _too_long(plan.note, MAX_NOTE),
    }
    if found := {name: said for name, said in problems.items() if said}:
        raise InvalidInputError(found)
    return parties


def _predecessors(plan: Plan, parties: Parties, lineage: Lineage) -> str:
    number = len(plan.predecessors)
    if len(parties.predecessors) != number:
        return _UNKNOWN
    if not number:
        return _ENDING[plan.kind]
    if plan.kind is not SuccessionKind.MERGER and number > 1:
        return f"{_ENDING[plan.kind]} For several clusters take Merger."
    # A cluster can also join one that goes on under its name: that makes two.
    if plan.kind is SuccessionKind.MERGER and number + len(plan.successors) < 2:  # noqa: PLR2004 - one is nothing to merge
        return "A merger needs two clusters or more. Choose the others too."
    if number > MAX_PREDECESSORS:
        return f"Choose at most {MAX_PREDECESSORS} clusters at a time."
    return _all_active(parties.predecessors, lineage)


def _existing(plan: Plan, parties: Parties, lineage: Lineage) -> str:
    if len(parties.existing) != len(plan.successors):
        return _UNKNOWN
    if plan.kind is SuccessionKind.RENAME and parties.existing:
        return (
            "This cluster has its name already. Leave this empty and write the new "
            "name, or take Merger to join the two."
        )
    ending = {cluster.key for cluster in parties.predecessors}
    for cluster in parties.existing:
        if cluster.key in ending:
            return (
                f"{cluster.name} cannot follow itself. Leave it out of the clusters "
                "that end, or write a new name below."
            )
        if before := ending & lineage.ancestors(cluster.key):
            # It holds a part of the other already, so the other cannot hold it.
            name = lineage.name(min(before))
            return f"{name} is part of {cluster.name} already."
        for predecessor in parties.predecessors:
            if cluster.key in lineage.ancestors(predecessor.key):
                return (
                    f"{lineage.historic_name(cluster.key)} went up in "
                    f"{predecessor.name}: this would be a circle."
                )
    return _all_active(parties.existing, lineage) or _number_of_successors(plan)


def _number_of_successors(plan: Plan) -> str:
    """Return what is wrong with more than one successor, where one must be chosen."""
    is_split = plan.kind is SuccessionKind.SPLIT
    if not is_split and plan.successors and len(plan.successors) + len(plan.new) > 1:
        return "Only one cluster can follow. For several take Split."
    return ""


def _new(plan: Plan, parties: Parties, known: Iterable[Cluster]) -> str:
    number = len(plan.successors) + len(plan.new)
    if plan.kind is SuccessionKind.SPLIT and number < 2:  # noqa: PLR2004 - one is no split
        return "A split makes two clusters or more: write one name a line."
    if not number:
        return _NO_SUCCESSOR
    if plan.kind is not SuccessionKind.SPLIT and len(plan.new) > 1:
        return "Only one cluster can follow: write one line. For several take Split."
    if len(plan.new) > MAX_NEW:
        return f"Write at most {MAX_NEW} names."
    too_long = (_too_long(name, MAX_NAME) for name in plan.new)
    return next(filter(None, too_long), "") or _name_taken(plan, parties, known)


def _name_taken(plan: Plan, parties: Parties, known: Iterable[Cluster]) -> str:
    taken = [
        (each.name, each) for each in known if each.status is OrganisationStatus.ACTIVE
    ]
    for place, name in enumerate(plan.new):
        if not keys(name):
            return f"{name} has no letters. Please write a name."
        if any(are_same(name, other) for other in plan.new[:place]):
            return f"{name} is there twice, or differs only in case or accents."
        other = same_as(name, taken)
        if other is None:
            continue
        if plan.kind is SuccessionKind.RENAME and other in parties.predecessors:
            return (
                f"{name} differs from {other.name} only in its spelling. Correct that "
                "in the profile: /sig clusters."
            )
        return (
            f"There is a cluster {other.name} already. If it goes on, choose it above "
            "and not among the clusters that end; else write another name."
        )
    return ""


def _country(plan: Plan, parties: Parties) -> str:
    if plan.country is not None and plan.country not in COUNTRIES:
        return "I do not know this country. Please choose one from the list."
    countries = {each.country for each in parties.predecessors}
    if plan.new and plan.country is None and len(countries) > 1:
        return "These clusters are in several countries. Choose that of the new one."
    return ""


def _day(plan: Plan, parties: Parties, lineage: Lineage, *, today: date) -> str:
    day = plan.effective_on
    if day is None:
        return "Choose the day since when this holds."
    if day > today:
        return "This takes effect at once. Please come back on that day."
    if day.year < _FIRST_YEAR:
        return f"Choose a day after {_FIRST_YEAR}."
    for cluster in parties.predecessors:
        began = lineage.beginning_of(cluster.key)
        if began and began.effective_on > day:
            since = f"{began.effective_on:%Y-%m-%d}"
            return f"{cluster.name} began on {since}. Choose that day or a later one."
    return ""


def _all_active(clusters: Iterable[Cluster], lineage: Lineage) -> str:
    for cluster in clusters:
        if lineage.has_ended(cluster.key):
            return (
                f"{lineage.historic_name(cluster.key)} has ended already. Choose the "
                "one that followed."
            )
        if cluster.status is not OrganisationStatus.ACTIVE:
            return f"{cluster.name} is not active any more. Choose another one."
    return ""


def _too_long(text: str, limit: int) -> str:
    if len(text) <= limit:
        return ""
    return f"That is {len(text)} characters; {limit} fit here."


def shape_problem(
    kind: SuccessionKind, pairs: Mapping[str, frozenset[str]], lineage: Lineage
) -> str:
    """Return what is wrong with a succession of a file, or nothing.

    ``pairs`` has the keys of the successors by that of each predecessor; ``lineage``
    holds the successions before it.
    """
    successors = frozenset().union(*pairs.values())
    if not pairs or not successors:
        return "It names no clusters."
    if any(each != successors for each in pairs.values()):
        return "Every cluster that ends must have the same successors."
    if (kind is SuccessionKind.SPLIT) != (len(successors) > 1):
        return "A split has several successors, everything else has one."
    if kind is not SuccessionKind.MERGER and len(pairs) > 1:
        return "Only a merger can end several clusters."
    return _circle_problem(frozenset(pairs), successors, lineage)


def _circle_problem(
    predecessors: frozenset[str], successors: frozenset[str], lineage: Lineage
) -> str:
    for key in sorted(predecessors & successors):
        return f"{key} cannot follow itself."
    earlier = frozenset().union(*map(lineage.ancestors, predecessors))
    for key in sorted(successors & earlier):
        return f"{key} went up in one of these: that would be a circle."
    for key in sorted(predecessors | successors):
        if lineage.has_ended(key):
            return f"{key} has ended already."
    return ""
