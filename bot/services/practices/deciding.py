"""Deciding about practices: accept alone, reject, withdraw, replace, publish."""

from datetime import datetime

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
    StaleVersionError,
)
from bot.domain.permissions import Permission, may
from bot.domain.practices import (
    DECIDED,
    EDITABLE,
    Label,
    Practice,
    PracticeContent,
    PracticeEvent,
    PracticeStatus,
    is_possible,
    require_independent,
)
from bot.domain.sigs import Sig
from bot.domain.text import normalise
from bot.services.members import (
    Caller,
    require_access,
    require_permission,
    today,
)
from bot.services.practices.asking import close
from bot.services.practices.reading import (
    of_group,
    require_steppable,
    require_withdrawable,
)
from bot.services.practices.telling import cancel_author_nudges, note
from storage import audit
from storage import practices as rows
from storage.database import Database
from storage.practices import versions

MAX_REASON = 500
_DONE = {
    PracticeEvent.RULE: DECIDED,
    PracticeEvent.REJECT: frozenset({PracticeStatus.REJECTED}),
    PracticeEvent.WITHDRAW: frozenset({PracticeStatus.WITHDRAWN}),
    PracticeEvent.SUPERSEDE: frozenset({PracticeStatus.SUPERSEDED}),
    PracticeEvent.TAKE_UP: frozenset({PracticeStatus.UNDER_REVIEW}),
}


def moved_on(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    practice_id: int,
    event: PracticeEvent,
    revision: int | None = None,
) -> Practice | None:
    """Return the practice if a button for this step is out of date, else None.

    A button whose step was done already is not: pressing it twice is pressing it once.

    Raises:
        NotFoundError: there is no such practice in this group.
        NotAllowedError: the step is not one for the caller, so neither is what became
            of the practice.
    """
    with db.read() as session:
        practice = of_group(caller, rows.by_id(session, practice_id))
    require_steppable(clock, caller, practice, event)
    is_done = practice.status in _DONE.get(event, ())
    is_other_text = revision is not None and revision != practice.revision
    if is_done or (is_possible(event, practice.status) and not is_other_text):
        return None
    return practice


def accept(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    practice_id: int,
    revision: int | None = None,
    label: Label | None = None,
) -> Practice:
    """Accept a practice alone, which is recorded as a ruling, and tell its author.

    ``revision`` is the text that was read, where that is known. Accepting again
    changes nothing.

    Raises:
        NotAllowedError: only chair, secretariat and editors may, and editors not
            what they or their cluster sent.
        NotFoundError: there is no such practice in this group.
        InvalidTransitionError: it is not waiting for acceptance.
        StaleVersionError: its author changed it since it was read.
    """
    now = clock()
    with db.begin() as session:
        practice = of_group(caller, rows.lock(session, practice_id))
        require_permission(clock, caller, Permission.ACCEPT_PRACTICE)
        if practice.status is PracticeStatus.ACCEPTED:
            return practice
        _require_unbiased(clock, caller, practice)
        if revision is not None and practice.revision != revision:
            raise StaleVersionError(
                f"{practice.ref} was changed in the meantime. Please read it again."
            )
        accepted = practice.accept(now, label=label)
        return _take(session, caller, PracticeEvent.RULE, practice, accepted, now=now)


def reject(
    db: Database, clock: Clock, *, caller: Caller, practice_id: int, reason: str
) -> Practice:
    """Do not accept a practice, and tell its author why; it is kept, never printed.

    Where an earlier text was accepted, that one holds on. Doing it again changes
    nothing.

    Raises:
        NotAllowedError: only those who lead the group may.
        NotFoundError: there is no such practice in this group.
        InvalidInputError: the reason is missing or too long.
        InvalidTransitionError: it is not waiting for acceptance.
    """
    require_permission(clock, caller, Permission.REJECT_PRACTICE)
    now, reason = clock(), normalise(reason)
    if not reason:
        raise InvalidInputError({"reason": "Please say why; its author reads it."})
    if len(reason) > MAX_REASON:
        said = f"That is {len(reason)} characters; {MAX_REASON} fit here."
        raise InvalidInputError({"reason": said})
    with db.begin() as session:
        practice = of_group(caller, rows.lock(session, practice_id))
        if practice.reason == reason and practice.status not in EDITABLE - DECIDED:
            return practice
        rejected = practice.reject(reason, _accepted_text(session, practice))
        event = PracticeEvent.REJECT
        return _take(session, caller, event, practice, rejected, now=now)


def withdraw(
    db: Database, clock: Clock, *, caller: Caller, practice_id: int
) -> Practice:
    """Take a practice out of the group's collection; doing it again changes nothing.

    Raises:
        NotAllowedError: only its author, the chair and the secretariat may.
        NotFoundError: there is no such practice in this group.
    """
    now = clock()
    with db.begin() as session:
        practice = of_group(caller, rows.lock(session, practice_id))
        require_withdrawable(clock, caller, practice)
        if practice.status is PracticeStatus.WITHDRAWN:
            return practice
        gone, event = practice.withdraw(), PracticeEvent.WITHDRAW
        return _take(session, caller, event, practice, gone, now=now)


def discard(db: Database, clock: Clock, *, caller: Caller, nonce: str) -> None:
    """Throw the caller's draft away; a form that was never saved is none.

    Raises:
        NotAllowedError: it is somebody else's, or an external's last day is over.
        InvalidTransitionError: it was submitted; then it is withdrawn instead.
    """
    require_access(clock, caller)
    now = clock()
    with db.begin() as session:
        draft = rows.by_nonce(session, caller.sig.id, nonce)
        if draft is None:
            return
        if draft.author_id != caller.person.id:
            raise NotAllowedError("This draft belongs to somebody else.")
        if draft.status is not PracticeStatus.DRAFT:
            message = f"{draft.ref} was submitted. `/practice withdraw` takes it out."
            raise InvalidTransitionError(message)
        if not versions.delete_draft(session, draft):
            return
        audit.record(
            session,
            caller.sig.id,
            caller.person.id,
            verb="discarded",
            object_kind="practice",
            object_id=draft.id,
            now=now,
        )


def supersede(
    db: Database, clock: Clock, *, caller: Caller, practice_id: int, newer: int
) -> Practice:
    """Replace a practice by a newer one, which its page then leads to.

    Raises:
        NotAllowedError: only chair, secretariat and editors may.
        NotFoundError: there is no such practice in this group.
        InvalidInputError: the newer one is the same, or not accepted itself.
        InvalidTransitionError: it is not accepted.
    """
    require_permission(clock, caller, Permission.SUPERSEDE_PRACTICE)
    now = clock()
    with db.begin() as session:
        practice = of_group(caller, rows.lock(session, practice_id))
        if practice.superseded_by == newer:
            return practice
        other = rows.get(session, caller.sig.id, newer)
        if other.id == practice.id:
            raise InvalidInputError({"newer": "A practice cannot replace itself."})
        if other.status not in DECIDED:
            said = f"{other.ref} is not accepted, so it cannot replace another one yet."
            raise InvalidInputError({"newer": said})
        replaced, event = practice.supersede(newer), PracticeEvent.SUPERSEDE
        return _take(session, caller, event, practice, replaced, now=now)


def publish(
    session: Session, sig: Sig, practice_id: int, *, by: int | None, now: datetime
) -> Practice:
    """Note that an edition of the paper, 1.0 or later, prints this practice.

    Whatever is not accepted, or is published already, stays as it is.
    """
    practice = rows.lock(session, practice_id)
    if practice.status is not PracticeStatus.ACCEPTED:
        return practice
    published = rows.change_status(session, practice, practice.publish())
    event = PracticeEvent.PUBLISH
    note(session, sig, event=event, practice=published, by=by, now=now)
    return published


def _take(
    session: Session,
    caller: Caller,
    event: PracticeEvent,
    before: Practice,
    after: Practice,
    *,
    now: datetime,
) -> Practice:
    """Store a step, end the review of this text, and tell everybody concerned."""
    is_same_text = after.content == before.content
    store = rows.change_status if is_same_text else rows.revise
    practice = store(session, before, after)
    cancel_author_nudges(session, before)
    by = caller.person.id
    note(session, caller.sig, event=event, practice=practice, by=by, now=now)
    close(session, practice, before.revision, now=now)
    return practice


def _require_unbiased(clock: Clock, caller: Caller, practice: Practice) -> None:
    """Let pass who leads the group, and editors who have no part in the practice.

    Raises:
        NotAllowedError: an editor's own practice, or one of their cluster.
    """
    day = today(clock, caller.sig)
    if may(caller.actor, Permission.REJECT_PRACTICE, today=day):
        return
    try:
        require_independent(
            practice,
            person_id=caller.person.id,
            cluster_id=caller.actor.cluster_id,
        )
    except NotAllowedError as error:
        message = f"{error} The chair can decide about it too."
        raise NotAllowedError(message) from None


def _accepted_text(session: Session, practice: Practice) -> PracticeContent | None:
    """Return the text that was accepted before the one that waits."""
    if not practice.has_newer_text or practice.accepted_revision is None:
        return None
    return versions.text(session, practice, practice.accepted_revision)
