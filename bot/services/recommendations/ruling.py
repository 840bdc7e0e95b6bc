"""Deciding as the chair: adopt, reject, merge, supersede, open again."""

from bot.domain import consensus as rules
from bot.domain.clock import Clock
from bot.domain.consensus import REASON_LIMIT, Outcome, Proposed, Ruling
from bot.domain.errors import InvalidInputError
from bot.domain.outbox import MessageKind
from bot.domain.permissions import Permission
from bot.domain.recommendations import RecommendationStatus
from bot.domain.text import normalise
from bot.services.members import Caller, require_permission
from bot.services.recommendations.common import done, log, outdated, tally, tell
from bot.services.recommendations.rounds import adopted
from storage import consensus as rows
from storage.database import Database

_NEEDS_REASON = {
    RecommendationStatus.ADOPTED,
    RecommendationStatus.REJECTED,
    RecommendationStatus.MERGED,
    RecommendationStatus.SUPERSEDED,
}
_NEEDS_OTHER = {RecommendationStatus.MERGED, RecommendationStatus.SUPERSEDED}


def rule(
    db: Database, clock: Clock, *, caller: Caller, number: int, ruling: Ruling
) -> Outcome:
    """Decide; objections that want to be printed become its dissent. Told to all.

    Nothing is decided about words, or a round, that changed since the chair looked.

    Raises:
        InvalidInputError: the reason or the other one is missing, or too long.
        InvalidTransitionError: the state does not allow it.
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: there is no such recommendation.
    """
    require_permission(clock, caller, Permission.RULE_RECOMMENDATIONS)
    reason, now = _reason(ruling), clock()
    with db.begin() as session:
        found = rows.lock(session, caller.sig.id, number)
        if _is_same(found, ruling, reason):
            return done(session, clock, caller=caller, proposed=found)
        if ruling.other is not None:
            rows.find(session, caller.sig.id, ruling.other)
        decided = rules.rule(
            found,
            ruling.status,
            reason=reason,
            dissent=tally(session, caller.sig, found).dissent or None,
            other=ruling.other,
            now=now,
        )
        if found.version != ruling.version:
            return outdated(session, clock, caller, found, seen=ruling.seen)
        saved = rows.save(session, decided)
        if saved.status is RecommendationStatus.ADOPTED:
            saved = adopted(session, caller.sig, saved, by=caller.person.id, now=now)
        tell(session, caller.sig, saved, MessageKind.RECOMMENDATION_RULED, now=now)
        log(session, saved, caller.person.id, ruling.status.value, now=now)
        return done(session, clock, caller=caller, proposed=saved)


def _is_same(found: Proposed, ruling: Ruling, reason: str) -> bool:
    """Whether just this was decided already: the form was sent twice."""
    decided = (found.status, found.reason, found.other)
    return decided == (ruling.status, reason, ruling.other)


def _reason(ruling: Ruling) -> str:
    said = normalise(ruling.reason).strip()
    if ruling.status in _NEEDS_REASON and not said:
        raise InvalidInputError({"reason": "Say why: the group reads it."})
    if len(said) > REASON_LIMIT:
        message = f"That is {len(said)} characters; {REASON_LIMIT} fit here."
        raise InvalidInputError({"reason": message})
    if ruling.status in _NEEDS_OTHER and ruling.other is None:
        raise InvalidInputError({"other": "Write its number, for example R-4."})
    return said
