"""Reading practices: who may see which."""

from bot.domain.clock import Clock
from bot.domain.errors import NotAllowedError, NotFoundError
from bot.domain.permissions import Permission, may
from bot.domain.practices import (
    BEING_REVISED,
    DECIDED,
    EDITABLE,
    IN_REVIEW,
    STATUS_WORDS,
    TRANSITIONS,
    Practice,
    PracticeEvent,
    PracticeStatus,
    Visibility,
    after,
    is_possible,
)
from bot.services.members import (
    Caller,
    require_access,
    require_permission,
    today,
)
from storage import practices as rows
from storage.database import Database
from storage.practices import versions


def read(db: Database, clock: Clock, *, caller: Caller, practice_id: int) -> Practice:
    """Return a practice that the caller may read: the newest text, else the accepted.

    Raises:
        NotFoundError: there is none, or it is somebody else's draft.
        NotAllowedError: externals read their own and what is public.
    """
    require_access(clock, caller)
    with db.read() as session:
        practice = of_group(caller, rows.by_id(session, practice_id))
        printed = versions.printable(session, practice_id)
    for each in (practice, printed):
        if may_read(clock, caller, each):
            return each
    who = "Its author and the editors" if practice.number else "Its author"
    raise NotAllowedError(f"{who} can read {practice.ref} now, nobody else.")


def find(db: Database, clock: Clock, *, caller: Caller, number: int) -> Practice:
    """Return the practice with that number, if the caller may read it.

    Raises:
        NotFoundError: there is none.
        NotAllowedError: externals read their own and what is public.
    """
    with db.read() as session:
        found = rows.get(session, caller.sig.id, number)
    return read(db, clock, caller=caller, practice_id=found.id)


def mine(db: Database, clock: Clock, *, caller: Caller) -> tuple[Practice, ...]:
    """Return the caller's drafts and practices, drafts first, newest first.

    Raises:
        NotAllowedError: an external's last day is over.
    """
    require_access(clock, caller)
    with db.read() as session:
        drafts = rows.drafts_of(session, caller.sig.id, caller.person.id)
        numbered = rows.numbered(session, caller.sig.id)
    own = [each for each in numbered if each.author_id == caller.person.id]
    return (*drafts, *reversed(own))


def listed(db: Database, clock: Clock, *, caller: Caller) -> tuple[Practice, ...]:
    """Return every practice that the caller may read, by number.

    Raises:
        NotAllowedError: an external's last day is over.
    """
    require_access(clock, caller)
    with db.read() as session:
        numbered = rows.numbered(session, caller.sig.id)
    return tuple(each for each in numbered if may_read(clock, caller, each))


def may_edit(clock: Clock, caller: Caller, practice: Practice) -> bool:
    """Whether the caller may change this practice now."""
    try:
        require_editable(clock, caller, practice)
    except (NotAllowedError, NotFoundError):
        return False
    return True


def possible(
    clock: Clock, caller: Caller, practice: Practice
) -> frozenset[PracticeEvent]:
    """Return what the caller may do with this practice now, by the table of states."""
    day = today(clock, caller.sig)
    is_author = practice.author_id == caller.person.id

    def is_allowed(event: PracticeEvent) -> bool:
        transition = TRANSITIONS[event]
        if transition.by_author and is_author:
            return True
        permission = transition.permission
        return permission is not None and may(caller.actor, permission, today=day)

    return frozenset(
        event
        for event in PracticeEvent
        if is_possible(event, practice.status) and is_allowed(event)
    )


def require_possible(
    clock: Clock, caller: Caller, practice: Practice, event: PracticeEvent
) -> None:
    """Let pass whoever may do this with the practice now.

    Raises:
        NotAllowedError: the table of states gives it to others.
        InvalidTransitionError: its state does not allow it.
    """
    require_steppable(clock, caller, practice, event)
    after(event, practice.status, practice.ref)


def require_steppable(
    clock: Clock, caller: Caller, practice: Practice, event: PracticeEvent
) -> None:
    """Let pass whoever may do this with the practice, in whatever state it is.

    Raises:
        NotFoundError: it is of another group, or somebody else's draft.
        NotAllowedError: the table of states gives it to others, or an external's last
            day is over.
    """
    of_group(caller, practice)
    require_access(clock, caller)
    transition = TRANSITIONS[event]
    is_author = practice.author_id == caller.person.id
    if transition.permission and not (transition.by_author and is_author):
        require_permission(clock, caller, transition.permission)


def require_editable(clock: Clock, caller: Caller, practice: Practice) -> None:
    """Let pass whoever may change this practice now.

    Raises:
        NotFoundError: it is of another group, or somebody else's draft.
        NotAllowedError: somebody else's, or it is no longer waiting.
    """
    of_group(caller, practice)
    day = today(clock, caller.sig)
    is_author = practice.author_id == caller.person.id
    allowed = Permission.SUBMIT_PRACTICE if is_author else Permission.ACCEPT_PRACTICE
    if not may(caller.actor, allowed, today=day):
        raise NotAllowedError(f"Only its author and editors can change {practice.ref}.")
    if practice.status not in EDITABLE | {PracticeStatus.DRAFT}:
        state = STATUS_WORDS[practice.status]
        raise NotAllowedError(
            f"{practice.ref} is {state}, so it cannot be changed any more."
        )


def require_withdrawable(clock: Clock, caller: Caller, practice: Practice) -> None:
    """Let pass whoever may withdraw this practice.

    Raises:
        NotFoundError: it is of another group, or somebody else's draft.
        NotAllowedError: it is somebody else's, and the caller does not lead the group;
            or an external's last day is over.
    """
    of_group(caller, practice)
    require_access(clock, caller)
    if practice.author_id != caller.person.id:
        require_permission(clock, caller, Permission.WITHDRAW_PRACTICE)


def of_group(caller: Caller, practice: Practice) -> Practice:
    """Return a numbered practice of the caller's group, or the caller's own draft.

    Raises:
        NotFoundError: to the caller there is no such practice.
    """
    is_own = practice.author_id == caller.person.id
    if practice.sig_id != caller.sig.id or not (practice.number or is_own):
        raise NotFoundError("There is no such practice in this group.")
    return practice


def may_read(clock: Clock, caller: Caller, practice: Practice) -> bool:
    """Whether the caller may read this practice, of their group, in its state."""
    if practice.sig_id != caller.sig.id:
        return False
    is_own = practice.author_id == caller.person.id
    day = today(clock, caller.sig)
    if is_own or may(caller.actor, Permission.ACCEPT_PRACTICE, today=day):
        return True
    decided = practice.status in DECIDED
    if may(caller.actor, Permission.REVIEW_PRACTICE, today=day):
        return decided or practice.status in BEING_REVISED
    if may(caller.actor, Permission.READ_PRACTICES, today=day):
        return decided or practice.status in IN_REVIEW
    return decided and practice.content.visibility is Visibility.PUBLIC
