"""Asking the clusters about a recommendation, and counting what they said."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain import consensus as rules
from bot.domain.clock import Clock
from bot.domain.consensus import (
    REASON_LIMIT,
    Answer,
    Outcome,
    Position,
    Proposed,
    Stance,
    Standing,
)
from bot.domain.decisions import DecisionKind
from bot.domain.errors import InvalidInputError
from bot.domain.meetings import Decision, DecisionStatus
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Permission
from bot.domain.recommendations import RecommendationStatus
from bot.domain.registers.typed import Typed, Values
from bot.domain.sigs import Sig
from bot.domain.text import normalise
from bot.services.decisions import common as decisions
from bot.services.decisions.voting import cluster_of
from bot.services.members import Caller, require_permission
from bot.services.recommendations.common import (
    announce,
    done,
    end_of,
    for_everybody,
    log,
    outdated,
    standing,
    tally,
    tell,
)
from storage import consensus as rows
from storage import decisions as decision_rows
from storage import sigs as sig_rows
from storage.database import Database

_WHY = "Say what you object to, so that the words can be changed."


def open_round(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    version: int,
    typed: Values,
    seen: str = "",
) -> Outcome:
    """Ask every cluster until the end of a day; the channel is told once.

    Nobody is asked about words that changed since the caller looked: ``version`` and
    ``seen`` are those of then.

    Raises:
        InvalidInputError: the day is missing, over, or too far.
        InvalidTransitionError: it is decided, or there is a round already.
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: there is no such recommendation.
    """
    require_permission(clock, caller, Permission.RULE_RECOMMENDATIONS)
    form, now = Typed(typed), clock()
    day = form.day("closes_on")
    if day is None:
        form.complain("closes_on", "Choose until when the clusters can answer.")
    form.require()
    with db.begin() as session:
        found = rows.lock(session, caller.sig.id, number)
        closes_at = end_of(day, caller.sig) if day else now
        asked = rules.open_round(found, now=now, closes_at=closes_at)
        if found.version != version:
            return outdated(session, clock, caller, found, seen=seen)
        saved = rows.save(session, asked)
        announce(session, caller.sig, saved, now=now)
        log(session, saved, caller.person.id, "asked", now=now)
        return done(session, clock, caller=caller, proposed=saved)


def say(
    db: Database, clock: Clock, *, caller: Caller, number: int, answer: Answer
) -> Outcome:
    """Store what the caller's cluster says; its latest word counts, whoever says it.

    What was said to other words than those of today, by the button of an earlier
    round, is not stored.

    Raises:
        InvalidInputError: an objection has no reason, or it is too long.
        InvalidTransitionError: nobody is asked, or the round is over.
        NotAllowedError: the caller speaks for no cluster.
        NotFoundError: there is no such recommendation.
    """
    require_permission(clock, caller, Permission.VOTE)
    now, reason = clock(), _reason(answer)
    with db.begin() as session:
        found = rows.lock(session, caller.sig.id, number)
        rules.require_answerable(found, now)
        cluster = cluster_of(session, caller)
        if not rules.WORDS.isdisjoint(rules.changed_since(found, answer.seen)):
            return outdated(session, clock, caller, found, seen=answer.seen)
        position = Position(
            cluster=cluster.key,
            stance=answer.stance,
            reason=reason,
            is_printed=answer.is_printed and answer.stance is Stance.OBJECT,
            said_at=now,
        )
        rows.say(
            session,
            found,
            position,
            cluster_id=cluster.id,
            person_id=caller.person.id,
        )
        log(session, found, caller.person.id, "answered", now=now)
        found = rows.find(session, caller.sig.id, number)
        return done(session, clock, caller=caller, proposed=found)


def end(db: Database, clock: Clock, *, caller: Caller, number: int) -> Standing:
    """Count a round before its time; ended twice is once.

    Raises:
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: there is no such recommendation.
    """
    require_permission(clock, caller, Permission.RULE_RECOMMENDATIONS)
    with db.begin() as session:
        found = rows.lock(session, caller.sig.id, number)
        if found.has_open_round:
            found = _counted(
                session, caller.sig, found, by=caller.person.id, now=clock()
            )
        return standing(session, clock, caller=caller, proposed=found)


def count_what_is_over(db: Database, clock: Clock) -> int:
    """Count every round whose time is over; return how many."""
    counted, now = 0, clock()
    with db.read() as session:
        known = sig_rows.all_sigs(session)
        due = [
            (sig.id, each.recommendation.number)
            for sig in known
            for each in rows.open_rounds(session, sig.id)
            if rules.is_overdue(each, now)
        ]
    for sig_id, number in due:
        with db.begin() as session:
            sig = sig_rows.get(session, sig_id)
            found = rows.lock(session, sig_id, number)
            if rules.is_overdue(found, now):
                _counted(session, sig, found, by=None, now=now)
                counted += 1
    return counted


def for_message(db: Database, message: Message) -> Standing | None:
    """Return the recommendation that a message is about; None: nothing to ask now."""
    with db.read() as session:
        found = rows.by_id(session, message.sig_id, message.object_id)
        if found is None:
            return None
        is_question = message.kind in {
            MessageKind.ROUND_OPENED,
            MessageKind.ROUND_REMINDER,
        }
        if is_question and not found.has_open_round:
            return None
        return for_everybody(session, sig_rows.get(session, message.sig_id), found)


def adopted(
    session: Session, sig: Sig, proposed: Proposed, *, by: int | None, now: datetime
) -> Proposed:
    """Give what was adopted its decision, so that it can be traced.

    The decision of the chair is a ruling, that of a round a written procedure.
    """
    if proposed.recommendation.decision is not None:
        return proposed
    kind = DecisionKind.RULING if proposed.reason else DecisionKind.WRITTEN
    decision = Decision(
        number=0,
        text=f"{proposed.ref} is adopted: {proposed.recommendation.title}",
        kind=kind.value,
        status=DecisionStatus.ADOPTED,
        decided_on=decisions.day_of(sig, now),
        author_id=by,
    )
    source = f"recommendation:{proposed.id}"
    recorded = decision_rows.by_source(session, sig.id, source) or decision_rows.add(
        session, sig.id, decision, meeting_id=None, source=source
    )
    words = replace(proposed.recommendation, decision=recorded.decision.number)
    return rows.save(session, replace(proposed, recommendation=words))


def _counted(
    session: Session, sig: Sig, found: Proposed, *, by: int | None, now: datetime
) -> Proposed:
    counted = tally(session, sig, found)
    saved = rows.save(session, rules.end_round(found, counted, now=now))
    kind = MessageKind.ROUND_DISPUTED
    if saved.status is RecommendationStatus.ADOPTED:
        saved = adopted(session, sig, saved, by=by, now=now)
        kind = MessageKind.ROUND_ENDED
    tell(session, sig, saved, kind, now=now)
    log(session, saved, by, "counted", now=now)
    return saved


def _reason(answer: Answer) -> str:
    said = normalise(answer.reason).strip()
    if answer.stance is Stance.OBJECT and not said:
        raise InvalidInputError({"reason": _WHY})
    if len(said) > REASON_LIMIT:
        message = f"That is {len(said)} characters; {REASON_LIMIT} fit here."
        raise InvalidInputError({"reason": message})
    return said
