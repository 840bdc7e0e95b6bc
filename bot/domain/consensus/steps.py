"""The steps of a recommendation: asking about it, counting, what the chair decides."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.consensus.values import OPEN, Proposed, Round, Tally
from bot.domain.errors import InvalidInputError, InvalidTransitionError
from bot.domain.recommendations import RecommendationStatus

SHORTEST, LONGEST = timedelta(days=1), timedelta(days=60)
_LATER = "Choose a day from tomorrow on, at most 60 days ahead."


def require_editable(proposed: Proposed) -> None:
    """Let a recommendation pass whose words can still be changed.

    Raises:
        InvalidTransitionError: it is decided, or clusters are being asked about it.
    """
    _require_undecided(proposed)
    if proposed.has_open_round:
        message = (
            f"The clusters are just being asked about {proposed.ref}, so its words "
            "stay as they are until the round is over."
        )
        raise InvalidTransitionError(message)


def open_round(proposed: Proposed, *, now: datetime, closes_at: datetime) -> Proposed:
    """Ask the clusters until a moment.

    Raises:
        InvalidInputError: the end is too near or too far.
        InvalidTransitionError: it is decided, or they are being asked already.
    """
    _require_undecided(proposed)
    if proposed.has_open_round:
        message = f"There is a round about {proposed.ref} already."
        raise InvalidTransitionError(message)
    if not now < closes_at <= now + LONGEST + SHORTEST:
        raise InvalidInputError({"closes_on": _LATER})
    number = proposed.round.number + 1 if proposed.round else 1
    return replace(
        _with(proposed, RecommendationStatus.DISCUSSED),
        round=Round(number=number, opened_at=now, closes_at=closes_at),
        positions=(),
    )


def require_answerable(proposed: Proposed, now: datetime) -> None:
    """Let a recommendation pass to which clusters can say something.

    Raises:
        InvalidTransitionError: nobody is asked, or the round is over.
    """
    if proposed.round is None or not proposed.round.takes(now):
        message = (
            f"Nobody is asked about {proposed.ref} at the moment. "
            f"See /whitepaper recommend {proposed.ref}"
        )
        raise InvalidTransitionError(message)


def end_round(proposed: Proposed, counted: Tally, *, now: datetime) -> Proposed:
    """Count a round: adopted if nobody objects, else it stays for the chair.

    Raises:
        InvalidTransitionError: there is no round.
    """
    if proposed.round is None or not proposed.round.is_open:
        message = f"There is no round about {proposed.ref}."
        raise InvalidTransitionError(message)
    ended = replace(proposed, round=replace(proposed.round, ended_at=now))
    if not counted.is_consensus:
        return ended
    return _with(ended, RecommendationStatus.ADOPTED)


def rule(
    proposed: Proposed,
    status: RecommendationStatus,
    *,
    reason: str = "",
    dissent: str | None = None,
    other: int | None = None,
    now: datetime,
) -> Proposed:
    """Decide as the chair; a round that is open ends with it.

    ``dissent`` is what is printed of the objections, for the archive also of what is
    rejected.

    Raises:
        InvalidTransitionError: the state does not allow this step.
    """
    _require_step(proposed, status)
    if other == proposed.recommendation.number:
        message = f"{proposed.ref} cannot take its own place."
        raise InvalidTransitionError(message)
    ended = proposed.round
    if ended is not None and ended.is_open:
        ended = replace(ended, ended_at=now)
    said = replace(
        proposed.recommendation,
        status=status,
        dissent=dissent or proposed.recommendation.dissent,
    )
    return replace(
        proposed, recommendation=said, round=ended, other=other, reason=reason
    )


_STEPS = {
    RecommendationStatus.PROPOSED: {RecommendationStatus.REJECTED},
    RecommendationStatus.DISCUSSED: {RecommendationStatus.DISCUSSED},
    RecommendationStatus.ADOPTED: OPEN,
    RecommendationStatus.REJECTED: OPEN,
    RecommendationStatus.MERGED: OPEN,
    RecommendationStatus.SUPERSEDED: {RecommendationStatus.ADOPTED},
}


def _require_step(proposed: Proposed, status: RecommendationStatus) -> None:
    if proposed.status is status and status is not RecommendationStatus.DISCUSSED:
        message = f"{proposed.ref} is {status} already."
        raise InvalidTransitionError(message)
    if proposed.status not in _STEPS[status]:
        message = f"{proposed.ref} is {proposed.status}; it cannot become {status}."
        raise InvalidTransitionError(message)


def _require_undecided(proposed: Proposed) -> None:
    if not proposed.is_open:
        message = f"{proposed.ref} is {proposed.status}, so this is decided."
        raise InvalidTransitionError(message)


def _with(proposed: Proposed, status: RecommendationStatus) -> Proposed:
    changed = replace(proposed.recommendation, status=status)
    return replace(proposed, recommendation=changed)


def is_overdue(proposed: Proposed, now: datetime) -> bool:
    """Whether a round is over and was not counted yet."""
    found = proposed.round
    return found is not None and found.is_open and now >= found.closes_at
