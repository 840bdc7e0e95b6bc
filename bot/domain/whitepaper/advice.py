"""Recommendations in the order of the paper, with the practices they rest on."""

from collections.abc import Iterable, Mapping

from bot.domain.recommendations import ADDRESSEES, Recommendation, RecommendationStatus
from bot.domain.whitepaper.boxes import Numbering
from bot.domain.whitepaper.document import AddresseeGroup, Advice
from bot.domain.whitepaper.values import Snapshot

NOBODY = ""


def adopted(snapshot: Snapshot) -> tuple[Recommendation, ...]:
    """Return the adopted recommendations by number."""
    chosen = (
        item
        for item in snapshot.recommendations
        if item.status is RecommendationStatus.ADOPTED
    )
    return tuple(sorted(chosen, key=lambda item: item.number))


def addressee_groups(
    recommendations: Iterable[Recommendation],
    *,
    printed: set[int],
    decisions: Mapping[int, int | None],
    names: Mapping[str, str],
    numbering: Numbering,
) -> tuple[AddresseeGroup, ...]:
    """Print each recommendation under its first addressee; others point to it.

    ``decisions`` are those that are printed, each with the number of its meeting;
    ``names`` the clusters by key.
    """
    items = tuple(recommendations)
    order = _addressees(items)
    homes = {
        item.number: min(item.addressees or (NOBODY,), key=order.index)
        for item in items
    }
    advice: dict[int, Advice] = {}
    for addressee in order:
        for item in items:
            if homes[item.number] == addressee:
                advice[item.number] = _advice(
                    item,
                    printed=printed,
                    decisions=decisions,
                    names=names,
                    numbering=numbering,
                )
    return tuple(
        AddresseeGroup(
            addressee=addressee,
            advice=tuple(
                advice[item.number] for item in items if homes[item.number] == addressee
            ),
            elsewhere=tuple(
                advice[item.number]
                for item in items
                if addressee in item.addressees and homes[item.number] != addressee
            ),
        )
        for addressee in order
    )


def _addressees(items: tuple[Recommendation, ...]) -> list[str]:
    named = {addressee for item in items for addressee in item.addressees or (NOBODY,)}
    unknown = sorted(named - set(ADDRESSEES))
    return [slug for slug in ADDRESSEES if slug in named] + unknown


def _advice(
    item: Recommendation,
    *,
    printed: set[int],
    decisions: Mapping[int, int | None],
    names: Mapping[str, str],
    numbering: Numbering,
) -> Advice:
    return Advice(
        recommendation=item,
        evidence=tuple(sorted(printed.intersection(item.evidence))),
        decision=item.decision if item.decision in decisions else None,
        references=numbering.cite(item.ref, links=(), provenance=item.provenance),
        meeting=decisions.get(item.decision or 0),
        endorsed_by=tuple(
            sorted(names[key] for key in item.endorsed_by if key in names)
        ),
    )
