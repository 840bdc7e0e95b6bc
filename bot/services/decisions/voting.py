"""Votes of clusters on a decision, entered by one for all or pressed by each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.domain import decisions as rules
from bot.domain.clock import Clock
from bot.domain.clusters import Cluster
from bot.domain.decisions import Choice, DecisionKind, Recorded, Standing
from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
)
from bot.domain.meetings import Decision, DecisionStatus
from bot.domain.outbox import MessageKind
from bot.domain.permissions import Permission
from bot.domain.sigs import Sig
from bot.services.decisions import common
from bot.services.members import Caller, require_permission
from storage import clusters as cluster_rows
from storage import decisions as rows
from storage import outbox
from storage.database import Database
from storage.successions.loading import lineage

_NO_CLUSTER = (
    "You speak for no cluster, so you have no vote. The chair can give you a place: "
    "/sig members."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voted:
    """What became of a vote; ``before`` is what the cluster had said until then."""

    standing: Standing
    choice: Choice
    cluster: str
    before: Choice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the form of a vote shows: the decision, and who has a voice."""

    recorded: Recorded
    clusters: tuple[Cluster, ...]


def vote(
    db: Database, clock: Clock, *, caller: Caller, number: int, choice: Choice
) -> Voted:
    """Store what the caller's cluster says; its latest word counts, whoever says it.

    Raises:
        InvalidTransitionError: the vote is closed or over.
        NotAllowedError: the caller speaks for no cluster.
        NotFoundError: there is no such decision in the group.
    """
    require_permission(clock, caller, Permission.VOTE)
    now = clock()
    with db.begin() as session:
        found = rows.lock(session, caller.sig.id, number)
        _require_open(found, now)
        cluster = cluster_of(session, caller)
        line = lineage(session, caller.sig.id)
        mine = [
            each for each in found.ballots if line.voice(each.cluster) == cluster.key
        ]
        before = max(mine, key=lambda each: each.cast_at, default=None)
        is_new = rows.cast(
            session,
            found.decision.id,
            cluster_id=cluster.id,
            choice=choice,
            person_id=caller.person.id,
        )
        if is_new:
            found = _changed(session, caller, found, verb="voted", now=now)
        return Voted(
            standing=common.standing(session, caller.sig, found),
            choice=choice,
            cluster=cluster.name,
            before=before.choice if before else None,
        )


def cluster_of(session: Session, caller: Caller) -> Cluster:
    """Return the cluster for which the caller speaks today.

    Raises:
        NotAllowedError: there is none.
    """
    known = {each.id: each for each in cluster_rows.clusters(session, caller.sig.id)}
    mine = known.get(caller.actor.cluster_id or 0)
    voice = lineage(session, caller.sig.id).voice(mine.key) if mine else None
    active = cluster_rows.active(session, caller.sig.id)
    found = next((each for each in active if each.key == voice), None)
    if found is None:
        raise NotAllowedError(_NO_CLUSTER)
    return found


def to_enter(db: Database, clock: Clock, *, caller: Caller, number: int) -> Entry:
    """Return a vote whose result the caller can enter.

    Raises:
        InvalidTransitionError: it is closed, or each cluster answers for itself.
        NotAllowedError: the caller may not record decisions.
        NotFoundError: there is no such decision in the group.
    """
    require_permission(clock, caller, Permission.RECORD_DECISION)
    with db.read() as session:
        found = rows.find(session, caller.sig.id, number)
        _require_enterable(found, clock())
        return Entry(
            recorded=found, clusters=cluster_rows.active(session, caller.sig.id)
        )


def enter(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    typed: Mapping[Choice, Collection[str]],
) -> Standing:
    """Store what each cluster said, by its key, and close the vote.

    What clusters pressed before stands where the form says nothing of them.

    Raises:
        InvalidInputError: a cluster is named twice or unknown, or there is no quorum.
        InvalidTransitionError: it is closed already.
        NotAllowedError: the caller may not record decisions.
        NotFoundError: there is no such decision in the group.
    """
    require_permission(clock, caller, Permission.RECORD_DECISION)
    now = clock()
    with db.begin() as session:
        found = rows.lock(session, caller.sig.id, number)
        _require_enterable(found, now)
        said = rules.read_choices(typed)
        known = {each.key: each for each in cluster_rows.active(session, caller.sig.id)}
        if not said.keys() <= known.keys():
            unknown = "I do not know one of these clusters any more. Choose again."
            raise InvalidInputError({Choice.FOR.value: unknown})
        for key, choice in said.items():
            rows.cast(
                session,
                found.decision.id,
                cluster_id=known[key].id,
                choice=choice,
                person_id=caller.person.id,
            )
        found = rows.find(session, caller.sig.id, number)
        standing = common.standing(session, caller.sig, found)
        if not standing.is_met:
            words = rules.quorum_words(
                standing.present, standing.seats, standing.needed
            )
            raise InvalidInputError({Choice.FOR.value: f"There is no quorum: {words}"})
        stored = settled(session, caller.sig, standing, by=caller.person.id, now=now)
        return common.standing(session, caller.sig, stored)


def close(db: Database, clock: Clock, *, caller: Caller, number: int) -> Standing:
    """Close a vote or a written procedure before its time; closed twice is once.

    Raises:
        InvalidTransitionError: there is no quorum yet.
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: there is no such decision in the group.
    """
    require_permission(clock, caller, Permission.RULE)
    now = clock()
    with db.begin() as session:
        found = rows.lock(session, caller.sig.id, number)
        standing = common.standing(session, caller.sig, found)
        if not found.is_open:
            return standing
        if not standing.is_met and not found.is_over(now):
            words = rules.quorum_words(
                standing.present, standing.seats, standing.needed
            )
            raise InvalidTransitionError(
                f"There is no quorum on {found.ref}: {words} Leave it open until more "
                "have voted, or withdraw it."
            )
        stored = settled(session, caller.sig, standing, by=caller.person.id, now=now)
        if found.decision.kind == DecisionKind.WRITTEN:
            outbox.cancel(
                session, common.due_key(found.decision.id), reason="it was closed"
            )
            common.tell(
                session,
                caller.sig,
                stored,
                f"decision:{found.decision.id}:decided",
                kind=MessageKind.DECISION_DECIDED,
                due_at=now,
            )
        return common.standing(session, caller.sig, stored)


def withdraw(db: Database, clock: Clock, *, caller: Caller, number: int) -> Standing:
    """Take back what is still open; it keeps its number. Twice is once.

    Raises:
        InvalidTransitionError: it was decided already.
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: there is no such decision in the group.
    """
    require_permission(clock, caller, Permission.RULE)
    now = clock()
    with db.begin() as session:
        found = rows.lock(session, caller.sig.id, number)
        if found.decision.status is not DecisionStatus.REJECTED:
            day = common.day_of(caller.sig, now)
            after = rules.withdraw(found.decision, on=day)
            found = rows.save(session, caller.sig.id, after)
            key = common.due_key(found.decision.id)
            outbox.cancel(session, key, reason="it was withdrawn")
            common.refresh(session, caller.sig, found, now)
            common.log(session, found, caller.person.id, verb="withdrew", now=now)
        return common.standing(session, caller.sig, found)


def settled(
    session: Session, sig: Sig, standing: Standing, *, by: int | None, now: datetime
) -> Recorded:
    """Close a vote: count it, let it replace what it was to replace, tell it."""
    found = standing.recorded
    decision = rules.settle(
        found.decision,
        standing.counted,
        on=common.day_of(sig, now),
        quorum=bool(standing.is_met),
    )
    if decision.status is DecisionStatus.ADOPTED and decision.supersedes is not None:
        decision = _replacing(session, sig, decision, now=now)
    stored = rows.save(session, sig.id, decision)
    common.refresh(session, sig, stored, now)
    common.log(session, stored, by, verb="closed", now=now)
    return stored


def _replacing(
    session: Session, sig: Sig, decision: Decision, *, now: datetime
) -> Decision:
    """Let an adopted decision take the place of another one, if that still holds."""
    old = rows.lock(session, sig.id, decision.supersedes or 0)
    if old.decision.status is not DecisionStatus.ADOPTED:
        # Another one was quicker; this one holds as well, next to that.
        return replace(decision, supersedes=None)
    gone = rows.save(session, sig.id, rules.supersede(old.decision))
    common.refresh(session, sig, gone, now)
    return decision


def _require_open(found: Recorded, now: datetime) -> None:
    if found.is_open and not found.is_over(now):
        return
    raise InvalidTransitionError(
        f"The vote on {found.ref} is closed. See /decision show {found.ref}."
    )


def _require_enterable(found: Recorded, now: datetime) -> None:
    _require_open(found, now)
    if found.decision.kind != DecisionKind.VOTE:
        raise InvalidTransitionError(
            f"{found.ref} is a written procedure: each cluster answers for itself with "
            "the buttons in the channel."
        )


def _changed(
    session: Session, caller: Caller, found: Recorded, *, verb: str, now: datetime
) -> Recorded:
    rows.touch(session, found.decision.id)
    stored = rows.find(session, caller.sig.id, found.decision.number)
    common.refresh(session, caller.sig, stored, now)
    common.log(session, stored, caller.person.id, verb=verb, now=now)
    return stored
