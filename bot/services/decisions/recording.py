"""Recording a decision, and correcting its wording while that is possible."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.domain import decisions as rules
from bot.domain.clock import Clock
from bot.domain.decisions import BALLOTED, DecisionKind, Proposal, Recorded
from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
)
from bot.domain.meetings import Decision, DecisionStatus, Meeting, MinutesStatus
from bot.domain.permissions import Permission, may
from bot.domain.references import Kind, parse
from bot.domain.registers.edited import Edited
from bot.services.decisions import common
from bot.services.holding.material import open_meeting
from bot.services.members import Caller, require_permission, today
from storage import decisions as rows
from storage import meetings as meeting_rows
from storage.database import Database

_NO_MEETING = (
    "No meeting runs now. Choose the written procedure, so that every cluster can "
    "answer, or start the meeting with /meeting start."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the form offers; ``meeting`` is where it goes, ``old`` what it replaces."""

    kinds: tuple[DecisionKind, ...]
    meeting: Meeting | None = None
    old: Recorded | None = None


def form(
    db: Database, clock: Clock, *, caller: Caller, supersedes: str = ""
) -> Choices:
    """Return what the form of a new decision offers.

    Raises:
        InvalidInputError: ``supersedes`` is no name of a decision.
        InvalidTransitionError: that one is not in force.
        NotAllowedError: the caller may not record decisions.
        NotFoundError: there is no such decision.
    """
    require_permission(clock, caller, Permission.RECORD_DECISION)
    with db.read() as session:
        meeting = open_meeting(session, caller)
        old = None
        if supersedes.strip():
            number = parse(supersedes, Kind.DECISION)
            old = rows.find(session, caller.sig.id, number)
            rules.require_in_force(old.decision)
    return Choices(kinds=_kinds(clock, caller, meeting), meeting=meeting, old=old)


def _kinds(
    clock: Clock, caller: Caller, meeting: Meeting | None
) -> tuple[DecisionKind, ...]:
    in_meetings = {DecisionKind.CONSENSUS, DecisionKind.VOTE}
    day = today(clock, caller.sig)
    return tuple(
        each
        for each in DecisionKind
        if (meeting is not None or each not in in_meetings)
        and (
            each is not DecisionKind.RULING
            or may(caller.actor, Permission.RULE, today=day)
        )
    )


def record(
    db: Database, clock: Clock, *, caller: Caller, nonce: str, proposal: Proposal
) -> Recorded:
    """Store a decision; the same nonce is the same one.

    A consensus and a ruling hold at once; a vote and a written procedure are open
    until they are closed.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        InvalidTransitionError: what it replaces is not in force.
        NotAllowedError: the caller may not, or only the chair may.
    """
    require_permission(clock, caller, Permission.RECORD_DECISION)
    if proposal.kind is DecisionKind.RULING:
        require_permission(clock, caller, Permission.RULE)
    now, sig, proposal = clock(), caller.sig, rules.tidied(proposal)
    with db.begin() as session:
        known = rows.by_source(session, sig.id, nonce)
        if known is not None:
            return _own(known, caller)
        rules.check(proposal, now=now, zone=sig.zone)
        meeting = _meeting_for(session, caller, proposal)
        old = _replaced(session, sig.id, proposal.supersedes)
        decision = _decided(session, caller, proposal, meeting=meeting, now=now)
        stored = rows.add(
            session,
            sig.id,
            decision,
            meeting_id=meeting.id if meeting else None,
            source=nonce,
        )
        if old is not None and stored.decision.status is DecisionStatus.ADOPTED:
            take_place(session, caller, old, now)
        common.announce(session, sig, stored, now)
        common.log(session, stored, caller.person.id, verb="recorded", now=now)
    return stored


def _own(known: Recorded, caller: Caller) -> Recorded:
    if known.decision.author_id != caller.person.id:
        raise NotAllowedError("This form belongs to somebody else.")
    return known


def _meeting_for(
    session: Session, caller: Caller, proposal: Proposal
) -> Meeting | None:
    """Return the meeting a decision belongs to; a written procedure has none."""
    if proposal.kind is DecisionKind.WRITTEN:
        return None
    meeting = open_meeting(session, caller)
    if meeting is None and proposal.kind is not DecisionKind.RULING:
        raise InvalidInputError({"kind": _NO_MEETING})
    items = {each.id for each in meeting.agenda} if meeting else set()
    if proposal.agenda_item_id is not None and proposal.agenda_item_id not in items:
        said = "This point is not on the agenda any more. Choose another one."
        raise InvalidInputError({"item": said})
    return meeting


def _replaced(session: Session, sig_id: int, number: int | None) -> Recorded | None:
    if number is None:
        return None
    old = rows.lock(session, sig_id, number)
    rules.require_in_force(old.decision)
    return old


def _decided(
    session: Session,
    caller: Caller,
    proposal: Proposal,
    *,
    meeting: Meeting | None,
    now: datetime,
) -> Decision:
    due_at = None
    if proposal.kind is DecisionKind.WRITTEN and proposal.ends_on is not None:
        due_at = rules.end_of(proposal.ends_on, caller.sig.zone)
    new = Decision(
        number=0,
        text=proposal.text,
        kind=proposal.kind.value,
        status=DecisionStatus.PROPOSED,
        supersedes=proposal.supersedes,
        dissent=proposal.dissent,
        due_at=due_at,
        agenda_item_id=proposal.agenda_item_id if meeting else None,
        author_id=caller.person.id,
    )
    if proposal.kind in BALLOTED:
        return new
    is_met = None
    if proposal.kind is DecisionKind.CONSENSUS and meeting is not None:
        is_met = _require_quorum(session, caller, meeting)
    return rules.adopt(new, on=common.day_of(caller.sig, now), quorum=is_met)


def _require_quorum(session: Session, caller: Caller, meeting: Meeting) -> bool | None:
    """Return whether a quorum was counted; None where nobody noted who was there."""
    count = common.count_in(session, caller.sig, meeting)
    if count is not None and not count.is_met:
        words = rules.quorum_words(len(count.present), count.seats, count.needed)
        raise InvalidInputError(
            {
                "kind": f"There is no quorum: {words} If more are there, correct who "
                "is (/meeting attendance); else choose the written procedure."
            }
        )
    return count.is_met if count else None


def take_place(session: Session, caller: Caller, old: Recorded, now: datetime) -> None:
    """Note that a decision holds no more, because a new one took its place."""
    gone = rows.save(session, caller.sig.id, rules.supersede(old.decision))
    common.refresh(session, caller.sig, gone, now)
    common.log(session, gone, caller.person.id, verb="superseded", now=now)


def to_reword(db: Database, clock: Clock, *, caller: Caller, number: int) -> Recorded:
    """Return a decision whose wording can still be corrected.

    Raises:
        InvalidTransitionError: it cannot any more; the message says what to do.
        NotAllowedError: the caller may not record decisions.
        NotFoundError: there is no such decision.
    """
    require_permission(clock, caller, Permission.RECORD_DECISION)
    with db.read() as session:
        found = rows.find(session, caller.sig.id, number)
        _require_rewordable(session, caller, found)
    return found


def reword(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    version: int,
    text: str,
    dissent: str,
) -> Edited[Recorded]:
    """Store a corrected wording; what somebody else saved is not overwritten.

    Raises:
        InvalidInputError: with a sentence per field.
        InvalidTransitionError: it cannot be corrected any more.
        NotAllowedError: the caller may not record decisions.
        NotFoundError: there is no such decision.
    """
    require_permission(clock, caller, Permission.RECORD_DECISION)
    now = clock()
    with db.begin() as session:
        found = rows.lock(session, caller.sig.id, number)
        _require_rewordable(session, caller, found)
        after = rules.reword(found.decision, text=text, dissent=dissent)
        if after == found.decision:
            return Edited(stored=found)
        if found.decision.version != version:
            return Edited(stored=found, typed=replace(found, decision=after))
        stored = rows.save(session, caller.sig.id, after)
        common.refresh(session, caller.sig, stored, now)
        common.log(session, stored, caller.person.id, verb="reworded", now=now)
    return Edited(stored=stored)


def _require_rewordable(session: Session, caller: Caller, found: Recorded) -> None:
    decision = found.decision
    if found.is_open and not found.ballots:
        return
    if found.is_open:
        raise InvalidTransitionError(
            f"Clusters have voted on {decision.ref} as it reads. Withdraw it and "
            "record it anew."
        )
    meeting = None
    if found.meeting is not None:
        meeting = meeting_rows.find(session, caller.sig.id, found.meeting)
    if meeting is None or meeting.minutes_status is MinutesStatus.APPROVED:
        raise InvalidTransitionError(
            f"{decision.ref} stands as it is. What the group decides anew takes its "
            f"place: /decision supersede {decision.ref}."
        )
