"""Merging, splitting, renaming and replacing clusters; and taking it back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.clusters import Cluster
from bot.domain.errors import InvalidTransitionError, NotFoundError
from bot.domain.names import slug, unused
from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.permissions import Permission, may
from bot.domain.successions import (
    Lineage,
    Part,
    Parties,
    Plan,
    Preview,
    Succession,
    check,
    founded,
    heir,
    joined_hubs,
    joined_networks,
    tidied,
    undoing,
)
from bot.domain.successions.undoing import Listed, Page
from bot.services.members import Caller, replan, require_permission, today
from bot.services.members.reassigning import asking_for_owners
from storage import audit, outbox
from storage import clusters as cluster_rows
from storage import networks as network_rows
from storage import successions as rows
from storage.database import Database, alone
from storage.practices.indexing import reindex

# After a week it is no news any more that clusters became one.
_USEFUL = timedelta(days=7)
_MAX_KEY = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the form offers: the clusters that exist, and the present day."""

    clusters: tuple[Cluster, ...]
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a plan is checked against, and what it was found to mean."""

    plan: Plan
    parties: Parties
    lineage: Lineage
    day: date
    preview: Preview


def choices(db: Database, clock: Clock, *, caller: Caller) -> Choices:
    """Return what the form offers.

    Raises:
        NotAllowedError: only the chair and the secretariat change clusters.
    """
    require_permission(clock, caller, Permission.MERGE_CLUSTERS)
    with db.read() as session:
        clusters = cluster_rows.active(session, caller.sig.id)
    return Choices(clusters=clusters, today=today(clock, caller.sig))


def preview(db: Database, clock: Clock, *, caller: Caller, plan: Plan) -> Preview:
    """Return what a plan would do; nothing is changed.

    Raises:
        NotAllowedError: only the chair and the secretariat change clusters.
        InvalidInputError: with a sentence for each field.
    """
    require_permission(clock, caller, Permission.MERGE_CLUSTERS)
    with db.read() as session:
        return _look(session, clock, caller, plan).preview


def commit(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    plan: Plan,
    nonce: str,
    digest: str,
) -> Succession | Preview:
    """Carry a plan out as a whole, and tell the channel; the same nonce does it once.

    ``digest`` is that of the preview which was agreed to. When something has changed
    since, nothing is done and the new preview is returned.

    Raises:
        NotAllowedError: only the chair and the secretariat change clusters.
        InvalidInputError: with a sentence for each field.
    """
    require_permission(clock, caller, Permission.MERGE_CLUSTERS)
    now = clock()
    with db.begin() as session:
        alone(session)  # two people may do this at once, and names must stay free
        rows.lock(session, caller.sig.id)
        if known := rows.by_nonce(session, caller.sig.id, nonce):
            return known
        found = _look(session, clock, caller, plan)
        if found.preview.digest != digest:
            return found.preview
        with asking_for_owners(session, caller.sig, f"succession:{nonce}", now=now):
            made = _carry_out(session, caller, found, nonce=nonce, now=now)
        reindex(session, caller.sig.id)
        replan(session, caller.sig, now)
        _record(session, caller, made, verb=made.kind.value, now=now)
        _tell(session, caller, made, MessageKind.CLUSTERS_CHANGED, now=now)
    return made


def undo(
    db: Database, clock: Clock, *, caller: Caller, succession_id: int
) -> Succession:
    """Take a succession back as if it had never been; the second time changes nothing.

    Raises:
        NotAllowedError: only the chair and the secretariat change clusters.
        NotFoundError: the group has no such succession.
        InvalidTransitionError: something depends on it; the message says what.
    """
    require_permission(clock, caller, Permission.MERGE_CLUSTERS)
    now = clock()
    with db.begin() as session:
        alone(session)  # a name that comes back must be free
        rows.lock(session, caller.sig.id)
        known = rows.get(session, caller.sig.id, succession_id)
        if known.undone_at is not None:
            return known
        lineage = rows.lineage(session, caller.sig.id)
        if reason := _obstacle(session, caller, known, lineage=lineage):
            raise InvalidTransitionError(reason)
        undone = rows.restore(session, caller.sig.id, known, now=now)
        reindex(session, caller.sig.id)
        replan(session, caller.sig, now)
        _record(session, caller, undone, verb="undone", now=now)
        _tell(session, caller, undone, MessageKind.CLUSTERS_RESTORED, now=now)
    return undone


def read(
    db: Database, clock: Clock, *, caller: Caller, succession_id: int
) -> Succession:
    """Return a succession of the caller's group.

    Raises:
        NotAllowedError: the caller may not see the clusters of the group.
        NotFoundError: the group has no such succession.
    """
    require_permission(clock, caller, Permission.READ_GROUP)
    with db.read() as session:
        return rows.get(session, caller.sig.id, succession_id)


def listed(
    db: Database, clock: Clock, *, caller: Caller, limit: int, offset: int = 0
) -> Page:
    """Return past successions, newest first, with what speaks against undoing each.

    Raises:
        NotAllowedError: the caller may not see the clusters of the group.
    """
    require_permission(clock, caller, Permission.READ_GROUP)
    day = today(clock, caller.sig)
    may_undo = may(caller.actor, Permission.MERGE_CLUSTERS, today=day)
    with db.read() as session:
        known = rows.all_successions(session, caller.sig.id, undone=True)[::-1]
        offset = offset if 0 <= offset < len(known) else 0
        lineage = rows.lineage(session, caller.sig.id)
        return Page(
            items=tuple(
                _listed(session, caller, each, lineage=lineage)
                if may_undo and each.undone_at is None
                else Listed(succession=each)
                for each in known[offset : offset + limit]
            ),
            offset=offset,
            total=len(known),
        )


def lineage(db: Database, clock: Clock, *, caller: Caller) -> Lineage:
    """Return which cluster speaks for which, for lists and for counting voices.

    Raises:
        NotAllowedError: the caller may not see the clusters of the group.
    """
    require_permission(clock, caller, Permission.READ_GROUP)
    with db.read() as session:
        return rows.lineage(session, caller.sig.id)


def for_message(db: Database, message: Message) -> Succession | None:
    """Return what a message speaks of, or None when its reason is gone.

    What was undone before anybody heard of it is no news, and neither is its undoing.
    """
    is_undoing = message.kind is MessageKind.CLUSTERS_RESTORED
    with db.read() as session:
        try:
            found = rows.get(session, message.sig_id, message.object_id)
        except NotFoundError:
            return None
        first = outbox.by_key(session, _key(found, MessageKind.CLUSTERS_CHANGED))
        # One that is just being sent is heard of before its undoing.
        told = {MessageState.SENT, MessageState.CLAIMED}
        was_told = first is not None and first.state in told
    is_news = was_told if is_undoing else found.undone_at is None
    return found if is_news else None


def _look(session: Session, clock: Clock, caller: Caller, plan: Plan) -> _Found:
    """Check a plan and find out what it would change."""
    plan = tidied(plan)
    known = cluster_rows.clusters(session, caller.sig.id)
    lineage = rows.lineage(session, caller.sig.id)
    day = today(clock, caller.sig)
    parties = check(plan, known, lineage, today=day)
    old = parties.predecessors
    networks = network_rows.networks(session, caller.sig.id)
    names = {each.slug: each.name for each in networks}
    stock = replace(
        rows.stock(session, caller.sig.id, [each.id for each in old]),
        networks=tuple(names[slug] for slug in joined_networks(old)),
        hubs=joined_hubs(old),
    )
    new_names = (*(each.name for each in parties.existing), *plan.new)
    effective_on = plan.effective_on or day  # checked: it is there
    return _Found(
        plan=plan,
        parties=parties,
        lineage=lineage,
        day=effective_on,
        preview=Preview(
            kind=plan.kind,
            effective_on=effective_on,
            old_names=tuple(each.name for each in old),
            new_names=new_names,
            voices_before=len(old) + len(parties.existing),
            voices_after=len(new_names),
            sample=_sample(
                plan, parties, new_names, lineage, day=effective_on, now=clock()
            ),
            stock=stock,
        ),
    )


def _sample(
    plan: Plan,
    parties: Parties,
    new_names: tuple[str, ...],
    lineage: Lineage,
    *,
    day: date,
    now: datetime,
) -> str:
    """Return how the paper will name one of the clusters that end."""
    first = parties.predecessors[0]
    imagined = Succession(
        kind=plan.kind,
        effective_on=day,
        parts=tuple(
            Part(
                predecessor=first.key,
                successor=f"\0{place}",
                predecessor_name=first.name,
                successor_name=name,
            )
            for place, name in enumerate(new_names)
        ),
        made_at=now,
    )
    after = Lineage((*lineage.successions, imagined), lineage.names)
    return after.historic_name(first.key)


def _carry_out(
    session: Session, caller: Caller, found: _Found, *, nonce: str, now: datetime
) -> Succession:
    plan, old = found.plan, found.parties.predecessors
    created = _found_new(session, caller, found)
    new = (*found.parties.existing, *created)
    moved = rows.move(
        session,
        caller.sig.id,
        kind=plan.kind,
        old=old,
        new=new,
        created=[each.id for each in created],
        heir=heir(plan.kind, new, plan.heir),
        left=plan.left,
    )
    succession = Succession(
        kind=plan.kind,
        effective_on=found.day,
        note=plan.note,
        parts=tuple(
            Part(
                predecessor=before.key,
                successor=after.key,
                predecessor_name=before.name,
                successor_name=after.name,
            )
            for before in old
            for after in new
        ),
        nonce=nonce,
        made_by=caller.person.id,
        made_at=now,
    )
    return rows.add(session, caller.sig.id, succession, moved=moved)


def _found_new(session: Session, caller: Caller, found: _Found) -> list[Cluster]:
    taken = set(rows.taken_keys(session, caller.sig.id))
    created = []
    for name in found.plan.new:
        key = unused(slug(name, _MAX_KEY) or "cluster", taken)
        taken.add(key)
        cluster = founded(found.plan, name, key=key, parents=found.parties.predecessors)
        created.append(cluster_rows.add_cluster(session, caller.sig.id, cluster))
    return created


def _listed(
    session: Session, caller: Caller, succession: Succession, *, lineage: Lineage
) -> Listed:
    reason = _obstacle(session, caller, succession, lineage=lineage)
    return Listed(succession=succession, obstacle=reason, can_undo=not reason)


def _obstacle(
    session: Session, caller: Caller, succession: Succession, *, lineage: Lineage
) -> str:
    if not rows.is_made_here(session, succession.id):
        return undoing.IMPORTED
    found = rows.dependents(session, succession, lineage=lineage)
    known = cluster_rows.clusters(session, caller.sig.id)
    return undoing.why_not(found) or undoing.name_problem(succession, known)


def _record(
    session: Session, caller: Caller, made: Succession, *, verb: str, now: datetime
) -> None:
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb=verb,
        object_kind="succession",
        object_id=made.id,
        now=now,
    )


_SUFFIXES: Mapping[MessageKind, str] = {
    MessageKind.CLUSTERS_CHANGED: "channel",
    MessageKind.CLUSTERS_RESTORED: "undone:channel",
}


def _key(made: Succession, kind: MessageKind) -> str:
    return f"succession:{made.id}:{_SUFFIXES[kind]}"


def _tell(
    session: Session,
    caller: Caller,
    made: Succession,
    kind: MessageKind,
    *,
    now: datetime,
) -> None:
    """Tell the group's channel, once."""
    if caller.sig.channel_id is None:
        return
    message = Message(
        key=_key(made, kind),
        kind=kind,
        sig_id=caller.sig.id,
        object_id=made.id,
        recipient=caller.sig.channel_id,
        due_at=now,
        not_after=now + _USEFUL,
    )
    outbox.enqueue(session, message)
