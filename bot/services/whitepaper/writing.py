"""Writing a section: reading it, saving a text, its history, taking an old one back."""

from bot.domain.clock import Clock
from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotFoundError,
)
from bot.domain.permissions import Permission, may
from bot.domain.text import normalise_line
from bot.domain.whitepaper import SectionState
from bot.domain.whitepaper.desk import Difference, Editing, History, Saved
from bot.domain.whitepaper.handwriting import structure_remarks
from bot.domain.whitepaper.sections import (
    REASON_LIMIT,
    Kept,
    StaleTextError,
    Unsaved,
    may_write,
    require_writable,
)
from bot.domain.whitepaper.wording import compared
from bot.services.members import Caller, require_permission, today
from bot.services.whitepaper.common import (
    find,
    log,
    owner_words,
    people,
    prepare,
    require_writer,
)
from storage import sections as rows
from storage.database import Database

_TOO_LONG = "A reason may have {} characters; this one has {}."


def to_edit(db: Database, clock: Clock, *, caller: Caller, name: str | int) -> Editing:
    """Return a section for the form; ``name`` is its id, key, place or title.

    Raises:
        InvalidInputError: several are called that.
        InvalidTransitionError: it is locked, taken out, or generated.
        NotAllowedError: it is somebody else's to write.
        NotFoundError: there is no such section.
    """
    require_permission(clock, caller, Permission.WRITE_SECTION)
    prepare(db, clock, caller=caller)
    with db.read() as session:
        kept = find(session, caller.sig, name)
        require_writer(session, caller, kept)
        require_writable(kept.section, leads=_leads(clock, caller))
        unsaved = rows.unsaved(session, kept.id, caller.person.id)
    return Editing(kept=kept, unsaved=unsaved)


def save(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    section_id: int,
    base_revision: int,
    body: str,
    reason: str = "",
) -> Saved:
    """Save a text as the newest; what is refused is kept for its author.

    Where somebody else saved meanwhile nothing is overwritten: the answer has both.

    Raises:
        InvalidInputError: the text cannot stand in a paper.
        InvalidTransitionError: the section was locked, taken out or made generated.
        NotAllowedError: it is somebody else's to write.
        NotFoundError: there is no such section.
    """
    require_permission(clock, caller, Permission.WRITE_SECTION)
    typed = Unsaved(body=body, reason=_reason(reason), base_revision=base_revision)
    try:
        return _save(db, clock, caller, section_id, typed)
    except (InvalidTransitionError, InvalidInputError, StaleTextError) as error:
        kept = _keep(db, caller, section_id, typed)
        if not isinstance(error, StaleTextError):
            raise
        return Saved(kept=kept, refused=typed)


def _leads(clock: Clock, caller: Caller) -> bool:
    """Whether the caller can unlock a section, and put it back, themselves."""
    day = today(clock, caller.sig)
    return may(caller.actor, Permission.OUTLINE_WHITEPAPER, today=day)


def _reason(typed: str) -> str:
    reason = normalise_line(typed)
    if len(reason) > REASON_LIMIT:
        said = _TOO_LONG.format(REASON_LIMIT, len(reason))
        raise InvalidInputError({"reason": said})
    return reason


def _save(
    db: Database, clock: Clock, caller: Caller, section_id: int, typed: Unsaved
) -> Saved:
    now = clock()
    with db.begin() as session:
        before = rows.find(session, caller.sig.id, section_id)
        require_writer(session, caller, before)
        require_writable(before.section, leads=_leads(clock, caller))
        number = rows.write(
            session,
            section_id,
            typed.body,
            author_id=caller.person.id,
            reason=typed.reason,
            base_revision=typed.base_revision,
            now=now,
        )
        rows.drop_unsaved(session, section_id, caller.person.id)
        kept = rows.find(session, caller.sig.id, section_id)
        is_new = number != before.section.revision
        if is_new:
            log(session, caller, "wrote", kind="section", object_id=kept.id, now=now)
    was_agreed = is_new and before.section.state is SectionState.AGREED
    remarks = tuple(structure_remarks(kept.section))
    return Saved(kept=kept, was_agreed=was_agreed, remarks=remarks)


def _keep(db: Database, caller: Caller, section_id: int, typed: Unsaved) -> Kept:
    """Keep a text that was refused, and return the section as it is now."""
    with db.begin() as session:
        kept = rows.find(session, caller.sig.id, section_id)
        if _is_storable(typed.body):
            rows.keep_unsaved(session, section_id, caller.person.id, unsaved=typed)
    return kept


def _is_storable(body: str) -> bool:
    try:
        body.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in body


def discard(db: Database, clock: Clock, *, caller: Caller, section_id: int) -> Kept:
    """Forget the caller's own text that was not saved; the section stays as it is.

    Raises:
        NotAllowedError: only members of the group write.
        NotFoundError: there is no such section.
    """
    require_permission(clock, caller, Permission.WRITE_SECTION)
    with db.begin() as session:
        kept = rows.find(session, caller.sig.id, section_id)
        rows.drop_unsaved(session, section_id, caller.person.id)
    return kept


def history(db: Database, clock: Clock, *, caller: Caller, name: str | int) -> History:
    """Return a section with all its texts.

    Raises:
        InvalidInputError: several are called that.
        NotAllowedError: only people inside the group may read it.
        NotFoundError: there is no such section.
    """
    require_permission(clock, caller, Permission.READ_WHITEPAPER)
    may_it = may(caller.actor, Permission.WRITE_SECTION, today=today(clock, caller.sig))
    prepare(db, clock, caller=caller)
    with db.read() as session:
        kept = find(session, caller.sig, name)
        authors = people(session, caller.sig)
        return History(
            kept=kept,
            owner=owner_words(kept, authors),
            revisions=rows.revisions(session, kept.id),
            authors=authors,
            may_write=may_it and may_write(caller.actor, kept),
            unsaved=rows.unsaved(session, kept.id, caller.person.id),
        )


def difference(
    db: Database, clock: Clock, *, caller: Caller, section_id: int, number: int
) -> Difference:
    """Return what a revision changed in the one before it.

    Raises:
        NotAllowedError: only people inside the group may read it.
        NotFoundError: there is no such section, or it never had this revision.
    """
    require_permission(clock, caller, Permission.READ_WHITEPAPER)
    with db.read() as session:
        kept = rows.find(session, caller.sig.id, section_id)
        texts = rows.revisions(session, section_id)
    later = next((each for each in texts if each.number == number), None)
    if later is None:
        raise NotFoundError(f"{kept.section.title} has no revision {number}.")
    earlier = next((each.body for each in texts if each.number < number), "")
    return Difference(kept=kept, revision=later, pieces=compared(earlier, later.body))


def restore(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    section_id: int,
    number: int,
    base_revision: int,
) -> Saved:
    """Make an older text the newest again, as a revision of its own.

    Raises:
        InvalidTransitionError: the section is locked, taken out, or generated.
        NotAllowedError: it is somebody else's to write.
        NotFoundError: there is no such section, or it never had this revision.
        StaleVersionError: somebody saved another text since the list was shown.
    """
    require_permission(clock, caller, Permission.WRITE_SECTION)
    with db.read() as session:
        rows.find(session, caller.sig.id, section_id)
        old = rows.revision(session, section_id, number)
    typed = Unsaved(
        body=old.body,
        reason=f"Revision {number} restored",
        base_revision=base_revision,
    )
    return _save(db, clock, caller, section_id, typed)


def text(db: Database, clock: Clock, *, caller: Caller, section_id: int) -> Kept:
    """Return a section whose text goes out as a file.

    Raises:
        NotAllowedError: only people inside the group may read it.
        NotFoundError: there is no such section.
    """
    require_permission(clock, caller, Permission.READ_WHITEPAPER)
    with db.read() as session:
        return rows.find(session, caller.sig.id, section_id)
