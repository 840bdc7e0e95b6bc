"""Publishing the paper, withdrawing it, and what stands in the way."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    StaleVersionError,
)
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Permission, may
from bot.domain.text import normalise
from bot.domain.whitepaper import (
    DRAFTING,
    PUBLISHED,
    Edition,
    EditionState,
    Paper,
    Picture,
    Snapshot,
    assemble,
)
from bot.domain.whitepaper.readiness import (
    Readiness,
    has_unplaced,
    next_publication,
    require_withdrawable,
)
from bot.domain.whitepaper.sections import Kept, may_write
from bot.domain.whitepaper.selection import printable
from bot.services import practices
from bot.services.members import Caller, require_permission, today
from bot.services.whitepaper.common import prepare
from storage import audit, comments, editions, outbox, paper_imports, sections
from storage import practices as practice_rows
from storage import whitepaper as rows
from storage.database import Database

REASON_LIMIT = 500
_BLOCKED = "The paper cannot be published yet. What is in the way: /whitepaper status"
_CHANGED = (
    "A practice was changed or withdrawn while the paper was assembled. Nothing was "
    "published; please try again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What is assembled to be published: the edition and what it prints."""

    edition: Edition
    practices: Collection[int]
    pictures: tuple[Picture, ...] = ()


def status(db: Database, clock: Clock, *, caller: Caller) -> Readiness:
    """Return how far the paper is, for everybody who may read it.

    Raises:
        NotAllowedError: the caller may not.
    """
    require_permission(clock, caller, Permission.READ_WHITEPAPER)
    prepare(db, clock, caller=caller)
    with db.read() as session:
        return _readiness(session, caller, today(clock, caller.sig))


def to_publish(
    db: Database, clock: Clock, *, caller: Caller
) -> tuple[Snapshot, date, Readiness]:
    """Return what would be published, the day it speaks of, and what is in the way.

    Raises:
        NotAllowedError: only chair and secretariat publish.
    """
    require_permission(clock, caller, Permission.PUBLISH_WHITEPAPER)
    day = today(clock, caller.sig)
    with db.read() as session:
        snapshot = rows.snapshot(session, caller.sig.id)
        found = _readiness(session, caller, day)
    if not _is_published(snapshot):
        paper = replace(snapshot.paper, status=PUBLISHED, version=found.version)
        snapshot = replace(snapshot, paper=paper)
    return snapshot, day, found


def publish(
    db: Database, clock: Clock, *, caller: Caller, publication: Publication
) -> Edition:
    """Keep an edition as the paper itself; the same one twice is one.

    Authors of the practices that it prints hear of it.

    Raises:
        InvalidTransitionError: texts wait for a choice or a place, or it has nothing.
        NotAllowedError: only chair and secretariat publish.
        StaleVersionError: what may be printed changed while it was assembled.
    """
    require_permission(clock, caller, Permission.PUBLISH_WHITEPAPER)
    now, sig = clock(), caller.sig
    with db.begin() as session:
        edition = publication.edition
        for known in editions.all_editions(session, sig.id):
            if known.is_published and known.sha256 == edition.sha256:
                return known
        printed = printable(practice_rows.numbered(session, sig.id), sig.licence)
        if not printed or _waits(session, sig.id):
            raise InvalidTransitionError(_BLOCKED)
        if {each.number for each in printed} != set(publication.practices):
            raise StaleVersionError(_CHANGED)
        settled = replace(edition, state=EditionState.PUBLISHED, settled_at=now)
        kept = editions.add(session, sig.id, settled, pictures=publication.pictures)
        for practice in printed:
            practices.publish(session, sig, practice.id, by=caller.person.id, now=now)
        _set_status(session, sig.id, PUBLISHED, version=kept.version)
        _log(session, caller, "published", kept, now=now)
    return kept


def to_withdraw(db: Database, clock: Clock, *, caller: Caller, version: str) -> Edition:
    """Return a published edition, for the form; "" is the newest.

    Raises:
        InvalidTransitionError: it is a draft, or withdrawn already.
        NotAllowedError: only chair and secretariat withdraw.
        NotFoundError: there is none.
    """
    require_permission(clock, caller, Permission.PUBLISH_WHITEPAPER)
    with db.read() as session:
        return _withdrawable(session, caller.sig.id, version)


def withdraw(
    db: Database, clock: Clock, *, caller: Caller, version: str, reason: str
) -> Edition:
    """Take a published edition back; the group is told why.

    Copies that people have cannot be recalled.

    Raises:
        InvalidInputError: there is no reason, or it is too long.
        InvalidTransitionError: it is a draft, or withdrawn already.
        NotAllowedError: only chair and secretariat withdraw.
        NotFoundError: there is none.
        StaleVersionError: somebody else changed it meanwhile.
    """
    require_permission(clock, caller, Permission.PUBLISH_WHITEPAPER)
    said, now = _reason(reason), clock()
    with db.begin() as session:
        found = _withdrawable(session, caller.sig.id, version)
        editions.settle(session, found, EditionState.WITHDRAWN, said=said, now=now)
        _set_status(session, caller.sig.id, DRAFTING)
        _log(session, caller, "withdrew", found, now=now)
        _tell(session, caller, found, now=now)
    return replace(found, state=EditionState.WITHDRAWN, said=said, settled_at=now)


def for_message(db: Database, message: Message) -> Edition | None:
    """Return the edition that a message speaks of."""
    with db.read() as session:
        known = editions.all_editions(session, message.sig_id)
    return next((each for each in known if each.id == message.object_id), None)


def _is_published(snapshot: Snapshot) -> bool:
    newest = snapshot.editions[-1] if snapshot.editions else None
    return newest is not None and newest.is_published and snapshot.paper.is_published


def _readiness(session: Session, caller: Caller, day: date) -> Readiness:
    sig_id, actor = caller.sig.id, caller.actor
    snapshot = rows.snapshot(session, sig_id)
    document = assemble(snapshot, as_of=day)
    allowed = frozenset(each for each in Permission if may(actor, each, today=day))
    listed = sections.listed(session, sig_id)
    return Readiness(
        today=day,
        version=next_publication(snapshot.editions),
        newest=snapshot.editions[-1] if snapshot.editions else None,
        sections=listed,
        gaps=document.missing,
        practices=document.counts.practices,
        conflicts=len(paper_imports.conflicts(session, sig_id)),
        comments=sum(comments.open_counts(session, sig_id).values()),
        allowed=allowed,
        to_write=tuple(
            each.section.key
            for each in listed
            if each.section.is_unwritten and _takes_text(caller, each, allowed)
        ),
    )


def _takes_text(caller: Caller, kept: Kept, allowed: Collection[Permission]) -> bool:
    """Whether the caller could write this section now."""
    is_theirs = may_write(caller.actor, kept) and not kept.section.locked
    return is_theirs and Permission.WRITE_SECTION in allowed


def _waits(session: Session, sig_id: int) -> bool:
    """Whether a text waits for a choice or a place; nothing is assembled for that."""
    return bool(paper_imports.conflicts(session, sig_id)) or has_unplaced(
        sections.listed(session, sig_id)
    )


def _withdrawable(session: Session, sig_id: int, version: str) -> Edition:
    if version:
        found = editions.find(session, sig_id, version)
    else:
        known = editions.all_editions(session, sig_id)
        published = [each for each in known if each.is_published]
        found = published[-1] if published else editions.find(session, sig_id, "")
    require_withdrawable(found)
    return found


def _reason(typed: str) -> str:
    said = normalise(typed).strip()
    if not said:
        raise InvalidInputError({"reason": "Say why: the group reads it."})
    if len(said) > REASON_LIMIT:
        message = f"That is {len(said)} characters; {REASON_LIMIT} fit here."
        raise InvalidInputError({"reason": message})
    return said


def _set_status(
    session: Session, sig_id: int, status: str, *, version: str | None = None
) -> None:
    known = rows.paper(session, sig_id)
    if known is None:
        title = f"White paper of group {sig_id}"
        known = rows.add_paper(session, sig_id, Paper(title=title))
    changed = replace(known, status=status, version=version or known.version)
    rows.update_paper(session, sig_id, replace(changed, sections=()))


def _log(
    session: Session, caller: Caller, verb: str, edition: Edition, *, now: datetime
) -> None:
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb=verb,
        object_kind="edition",
        object_id=edition.id,
        now=now,
    )


def _tell(session: Session, caller: Caller, edition: Edition, *, now: datetime) -> None:
    if caller.sig.channel_id is None:
        return
    outbox.enqueue(
        session,
        Message(
            key=f"edition:{edition.id}:withdrawn",
            kind=MessageKind.EDITION_WITHDRAWN,
            sig_id=caller.sig.id,
            object_id=edition.id,
            recipient=caller.sig.channel_id,
            due_at=now,
        ),
    )
