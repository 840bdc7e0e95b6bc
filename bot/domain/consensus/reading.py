"""What somebody read of a recommendation, so that they decide on those words only."""

from hashlib import sha256

from bot.domain.consensus.values import Facet, Proposed

# What the clusters answer to; where it stands may change while they do.
WORDS = frozenset(Facet) - {Facet.STATUS, Facet.ROUND}
_LENGTH = 6


def mark(proposed: Proposed) -> str:
    """Return what tells one state of a recommendation from another, part by part."""
    return "".join(_signs(proposed).values())


def changed_since(proposed: Proposed, seen: str) -> tuple[Facet, ...]:
    """Return what is different from what was read; ``seen`` is the mark of that.

    Nothing where it is no mark: then nobody can tell.
    """
    now = _signs(proposed)
    before = [seen[at : at + _LENGTH] for at in range(0, len(seen), _LENGTH)]
    if len(before) != len(now):
        return ()
    return tuple(
        facet
        for (facet, sign), old in zip(now.items(), before, strict=True)
        if sign != old
    )


def _signs(proposed: Proposed) -> dict[Facet, str]:
    value, asked = proposed.recommendation, proposed.round
    parts = {
        Facet.TITLE: value.title,
        Facet.STATEMENT: value.statement,
        Facet.RATIONALE: value.rationale,
        Facet.ADDRESSEES: value.addressees,
        Facet.EVIDENCE: value.evidence,
        Facet.THEMES: value.themes,
        Facet.HORIZON: value.horizon,
        Facet.STATUS: value.status.value,
        Facet.ROUND: (asked.number, asked.is_open) if asked else None,
    }
    return {facet: _sign(part) for facet, part in parts.items()}


def _sign(part: object) -> str:
    return sha256(repr(part).encode()).hexdigest()[:_LENGTH]
