"""Answering a poll: one's own form, until the deadline."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.clock import Clock
from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
)
from bot.domain.permissions import Permission
from bot.domain.polls import Poll, PollAnswer, PollState, Sheet
from bot.services.members import Caller, require_permission
from bot.services.polls import planning
from bot.services.polls.common import note
from storage import polls as rows
from storage.database import Database

_WORDS = {each.value for each in PollAnswer}
_NOTHING = "Say something about at least one of the times."
_STATES: Mapping[PollState, str] = {
    PollState.CLOSED: "{ref} is closed: the time for answers is over, and the chair "
    "chooses now. /meeting poll {number} shows how it stands.",
    PollState.DECIDED: "{ref} is decided already. /meeting poll {number} shows what "
    "came of it.",
    PollState.CANCELLED: "{ref} was cancelled, so there is nothing to answer any more.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What became of a form: saved, or sent back because the times have moved."""

    sheet: Sheet
    is_saved: bool


def sheet(db: Database, clock: Clock, *, caller: Caller, poll_id: int) -> Sheet:
    """Return the poll with the caller's own answers, to be filled in.

    Raises:
        NotAllowedError: the caller speaks for no cluster.
        NotFoundError: the group has no such poll.
        InvalidTransitionError: it takes no answers any more.
    """
    require_permission(clock, caller, Permission.ANSWER_POLL)
    _cluster_of(caller)
    with db.read() as session:
        poll = rows.get(session, caller.sig.id, poll_id).at(clock())
        _require_open(poll)
        answers = rows.answers_of(session, poll.id, caller.person.id)
    return Sheet(sig_id=caller.sig.id, poll=poll, answers=answers)


def answer(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    poll_id: int,
    zone: str,
    answers: Mapping[int, str],
) -> Answered:
    """Store what the caller says, in place of what they said before.

    ``answers`` are by the id of the time; ``zone`` is the one in which the times were
    shown: where it was corrected since, nothing is saved and they look again.

    Raises:
        NotAllowedError: the caller speaks for no cluster.
        NotFoundError: the group has no such poll.
        InvalidInputError: nothing is answered, or not as the form asks.
        InvalidTransitionError: it takes no answers any more.
    """
    require_permission(clock, caller, Permission.ANSWER_POLL)
    cluster_id, now = _cluster_of(caller), clock()
    with db.begin() as session:
        poll = rows.lock(session, caller.sig.id, poll_id).at(now)
        _require_open(poll)
        said = _read(poll, answers)
        given = Sheet(sig_id=caller.sig.id, poll=poll, answers=said)
        if zone != poll.zone:
            return Answered(sheet=given, is_saved=False)
        before = rows.ballots(session, caller.sig.id, poll_id)
        rows.answer(
            session, poll, said, person_id=caller.person.id, cluster_id=cluster_id
        )
        if rows.ballots(session, caller.sig.id, poll_id) != before:
            by = caller.person.id
            note(session, caller.sig, poll, verb="answered", by=by, now=now)
            planning.replan(session, caller.sig, poll, now=now)
            planning.refresh(session, caller.sig, poll, now=now)
    return Answered(sheet=given, is_saved=True)


def _read(poll: Poll, answers: Mapping[int, str]) -> Mapping[int, PollAnswer]:
    known = {slot.id for slot in poll.slots}
    if not answers:
        raise InvalidInputError({f"slot_{poll.slots[0].id}": _NOTHING})
    for slot_id, word in answers.items():
        if slot_id not in known or word not in _WORDS:
            said = "Choose yes, if need be or no."
            raise InvalidInputError({f"slot_{slot_id}": said})
    return {slot_id: PollAnswer(word) for slot_id, word in answers.items()}


def _cluster_of(caller: Caller) -> int:
    if caller.actor.cluster_id is None:
        raise NotAllowedError(
            "A poll counts one voice per cluster, and I do not know which cluster you "
            "speak for. Please ask the chair or the secretariat to enter it: they "
            "find you under /sig members."
        )
    return caller.actor.cluster_id


def _require_open(poll: Poll) -> None:
    said = _STATES.get(poll.state)
    if said is not None:
        message = said.format(ref=poll.ref, number=poll.number)
        raise InvalidTransitionError(message)
