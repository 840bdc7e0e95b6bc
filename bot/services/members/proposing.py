"""Clusters that are not in the list: a newcomer proposes, those who lead decide."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain import members as rules
from bot.domain import names
from bot.domain.clock import Clock
from bot.domain.clusters import Cluster
from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotFoundError,
    StaleVersionError,
)
from bot.domain.members import News, Proposal, ProposedCluster
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Permission, Role
from bot.domain.registers.typed import Typed, Values
from bot.domain.sigs import Person, ProposalState, Sig
from bot.services.members import people
from bot.services.members.callers import Caller, require_permission
from bot.services.members.people import Group
from storage import audit, outbox
from storage import clusters as cluster_rows
from storage import members as rows
from storage import proposals as proposal_rows
from storage.database import Database

_USEFUL = timedelta(days=60)
_KEY = 40
_NEWER = "This proposal was changed since. There is a newer message about it."


def propose(
    session: Session, group: Group, person: Person, *, typed: Values, now: datetime
) -> Proposal:
    """Store what a newcomer proposes and tell those who decide; the same is once.

    Raises:
        InvalidInputError: with a sentence per field.
    """
    reading = Typed(typed)
    active = cluster_rows.active(session, group.sig.id)
    proposed = rules.read_proposed(reading, active)
    if reading.problems:
        raise InvalidInputError(reading.problems)
    known = proposal_rows.of_person(session, group.sig.id, person.id)
    is_open = known is not None and known.state is ProposalState.OPEN
    if known is not None and is_open and known.cluster == proposed:
        return known
    proposal = proposal_rows.store(session, group.sig.id, person.id, proposed=proposed)
    for each in _deciders(session, group.sig.id):
        _tell(session, proposal, MessageKind.CLUSTER_PROPOSED, to=each, now=now)
    _log(session, proposal, person, verb="proposed", now=now)
    return proposal


def accept_cluster(
    db: Database, clock: Clock, *, caller: Caller, proposal_id: int, version: int
) -> News:
    """Add the proposed cluster, let its proposer speak for it, and tell them.

    A cluster that somebody added meanwhile is not added again. Accepting again
    changes nothing. ``version`` is the one that was read.

    Raises:
        NotAllowedError: only those who lead the group may.
        NotFoundError: the group has no such proposal.
        InvalidTransitionError: it was declined.
        StaleVersionError: the newcomer describes another cluster by now.
    """
    require_permission(clock, caller, Permission.MANAGE_CLUSTERS)
    now = clock()
    with db.begin() as session:
        group = people.lock(session, caller.sig.id)
        proposal = _asked(
            session, caller, proposal_id, version, to=ProposalState.ACCEPTED
        )
        if proposal.state is ProposalState.OPEN:
            active = cluster_rows.active(session, caller.sig.id)
            cluster = rules.same_cluster(proposal.cluster.name, active)
            cluster = cluster or _add(session, group, proposal.cluster)
            _link(session, group, proposal, cluster)
            proposal = _decide(session, caller, proposal, cluster=cluster, now=now)
        return _news(session, caller.sig, proposal)


def decline_cluster(
    db: Database, clock: Clock, *, caller: Caller, proposal_id: int, version: int
) -> News:
    """Do not add the proposed cluster and tell its proposer, who may choose another.

    Raises:
        NotAllowedError: only those who lead the group may.
        NotFoundError: the group has no such proposal.
        InvalidTransitionError: it was accepted.
        StaleVersionError: the newcomer describes another cluster by now.
    """
    require_permission(clock, caller, Permission.MANAGE_CLUSTERS)
    now = clock()
    with db.begin() as session:
        people.lock(session, caller.sig.id)
        proposal = _asked(
            session, caller, proposal_id, version, to=ProposalState.DECLINED
        )
        if proposal.state is ProposalState.OPEN:
            proposal = _decide(session, caller, proposal, cluster=None, now=now)
        return _news(session, caller.sig, proposal)


def proposal_for_message(db: Database, message: Message) -> News | None:
    """Return what a message speaks of, or None when its reason is gone."""
    with db.read() as session:
        group = people.of(session, message.sig_id)
        try:
            proposal = proposal_rows.get(session, message.sig_id, message.object_id)
        except NotFoundError:
            return None
        news = _news(session, group.sig, proposal)
    is_question = message.kind is MessageKind.CLUSTER_PROPOSED
    is_open = proposal.state is ProposalState.OPEN
    is_newest = message.key.split(":")[2] == f"v{_asked_version(proposal)}"
    return news if is_newest and (is_open or not is_question) else None


def question_of(db: Database, message: Message) -> Message | None:
    """Return the question that a later message brings up to date."""
    with db.read() as session:
        return outbox.by_key(session, message.key.removesuffix(":refresh"))


def _deciders(session: Session, sig_id: int) -> Sequence[Person]:
    """Return whom to ask: the secretariat and the chairs, else the vice chairs."""
    for roles in ([Role.SECRETARIAT, Role.CHAIR], [Role.VICE_CHAIR]):
        found = rows.members_with(session, sig_id, roles)
        reachable = [each for each in found if each.user_id]
        if reachable:
            return reachable
    return ()


def _asked(
    session: Session,
    caller: Caller,
    proposal_id: int,
    version: int,
    *,
    to: ProposalState,
) -> Proposal:
    """Return a proposal that waits for a decision, or has this one already."""
    proposal = proposal_rows.get(session, caller.sig.id, proposal_id)
    if version != _asked_version(proposal):
        raise StaleVersionError(_NEWER)
    if proposal.state not in {ProposalState.OPEN, to}:
        was = "added" if proposal.state is ProposalState.ACCEPTED else "declined"
        message = f"{proposal.cluster.name} was {was} already; nothing is changed."
        raise InvalidTransitionError(message)
    return proposal


def _add(session: Session, group: Group, proposed: ProposedCluster) -> Cluster:
    taken = cluster_rows.taken_keys(session, group.sig.id)
    key = names.unused(f"cl-{names.slug(proposed.name, _KEY)}".rstrip("-"), taken)
    new = Cluster(
        key=key,
        name=proposed.name,
        country=proposed.country,
        website=proposed.website,
    )
    return cluster_rows.add_cluster(session, group.sig.id, new)


def _link(session: Session, group: Group, proposal: Proposal, cluster: Cluster) -> None:
    """Let the proposer speak for the cluster, where they still speak for none."""
    found = [m for m in group.members if m.person.id == proposal.person_id]
    if not found or found[0].place.cluster_id is not None:
        return
    place = found[0].place
    if not rules.speaks_for_a_cluster(place.role):
        return
    role = place.role
    if role is Role.MEMBER:
        role = rules.role_of_newcomer(group.members, cluster.id)
    rows.set_membership(session, replace(place, role=role, cluster_id=cluster.id))


def _decide(
    session: Session,
    caller: Caller,
    proposal: Proposal,
    *,
    cluster: Cluster | None,
    now: datetime,
) -> Proposal:
    decided = proposal_rows.decide(
        session,
        proposal,
        state=ProposalState.ACCEPTED if cluster else ProposalState.DECLINED,
        by=caller.person.id,
        cluster_id=cluster.id if cluster else None,
    )
    proposer = rows.person(session, proposal.person_id)
    decision = MessageKind.CLUSTER_PROPOSAL_DECIDED
    _tell(session, decided, decision, to=proposer, now=now)
    for each in _deciders(session, caller.sig.id):
        refresh = MessageKind.CLUSTER_PROPOSAL_REFRESH
        _tell(session, decided, refresh, to=each, now=now)
    _log(session, decided, caller.person, verb=decided.state.value, now=now)
    return decided


def _news(session: Session, sig: Sig, proposal: Proposal) -> News:
    by = proposal.decided_by
    known = cluster_rows.clusters(session, sig.id)
    place = rows.place(session, sig.id, proposal.person_id)
    has_voice = place is not None and place.cluster_id == proposal.cluster_id
    return News(
        sig=sig,
        proposal=proposal,
        proposer=rows.person(session, proposal.person_id),
        version=_asked_version(proposal),
        has_voice=has_voice and proposal.cluster_id is not None,
        cluster=next((c for c in known if c.id == proposal.cluster_id), None),
        decided_by=rows.person(session, by) if by else None,
    )


def _tell(
    session: Session,
    proposal: Proposal,
    kind: MessageKind,
    *,
    to: Person,
    now: datetime,
) -> None:
    if to.user_id is None:
        return
    key = f"proposal:{proposal.id}:v{_asked_version(proposal)}:{to.id}"
    ends = {
        MessageKind.CLUSTER_PROPOSAL_REFRESH: ":refresh",
        MessageKind.CLUSTER_PROPOSAL_DECIDED: ":decided",
    }
    outbox.enqueue(
        session,
        Message(
            key=key + ends.get(kind, ""),
            kind=kind,
            sig_id=proposal.sig_id,
            object_id=proposal.id,
            recipient=to.user_id,
            due_at=now,
            not_after=now + _USEFUL,
        ),
    )


def _asked_version(proposal: Proposal) -> int:
    """Return the version that the question was about: deciding makes one more."""
    is_open = proposal.state is ProposalState.OPEN
    return proposal.version if is_open else proposal.version - 1


def _log(
    session: Session, proposal: Proposal, by: Person, *, verb: str, now: datetime
) -> None:
    audit.record(
        session,
        proposal.sig_id,
        by.id,
        verb=verb,
        object_kind="cluster_proposal",
        object_id=proposal.id,
        now=now,
    )
