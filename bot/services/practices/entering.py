"""What to ask before a practice goes out: contact details, and whether it is new."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.contact_details import signs_of, unknown
from bot.domain.errors import NotAllowedError
from bot.domain.permissions import Permission
from bot.domain.practices import (
    DEFAULT_REVIEWS,
    Declaration,
    Practice,
    PracticeContent,
    check_as_of,
    check_declaration,
    check_submission,
    contacts_in,
    require_valid,
    tidy,
)
from bot.domain.practices.prefill import laid_over
from bot.services.members import Caller, require_permission, today
from bot.services.practices.editing import save_version
from bot.services.practices.reading import may_edit, of_group, require_editable
from bot.services.practices.searching import look_alikes
from bot.services.practices.writing import Change, begun, offered, record_consent
from storage import practices as rows
from storage.database import Database
from storage.practices import versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubts:
    """What the author is asked once, before a text goes out.

    ``warned`` is what looks like contact details, by field; ``confirmed`` are the
    signs to give back when the author sends it all the same. ``alike`` are practices
    that look the same, and ``editable`` the ids of those the author may edit.
    """

    warned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    alike: tuple[Practice, ...] = ()
    editable: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to ask."""
        return bool(self.warned or self.alike)


def doubts(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    nonce: str,
    change: Change,
    declaration: Declaration,
    confirmed: frozenset[str] = frozenset(),
) -> Doubts:
    """Return what to ask about a draft that is about to be submitted.

    Nothing is saved. What was submitted already is not asked about again.

    Raises:
        InvalidInputError: with a sentence per field.
        NotAllowedError: the caller may not submit, or it is somebody else's draft.
    """
    require_permission(clock, caller, Permission.SUBMIT_PRACTICE)
    with db.read() as session:
        draft = rows.by_nonce(session, caller.sig.id, nonce)
        before = draft.content if draft else begun(session, caller)
        content = tidy(change(before))
        problems = check_entry(session, clock, caller=caller, content=content)
    if draft is not None and draft.author_id != caller.person.id:
        raise NotAllowedError("This draft belongs to somebody else.")
    if draft is not None and draft.number is not None:
        return Doubts()
    require_valid(problems | check_declaration(content, declaration))
    if found := _warned(contacts_in(content), confirmed):
        return found
    besides = draft.id if draft else None
    alike = look_alikes(db, clock, caller=caller, content=content, besides=besides)
    practices = tuple(each.practice for each in alike)
    editable = tuple(each.id for each in practices if may_edit(clock, caller, each))
    return Doubts(confirmed=confirmed, alike=practices, editable=editable)


def doubts_of_edit(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    practice_id: int,
    change: Change,
    confirmed: frozenset[str] = frozenset(),
) -> Doubts:
    """Return what to ask about a new text of a practice: contact details that are new.

    Raises:
        InvalidInputError: with a sentence per field.
        NotFoundError: there is no such practice in this group.
        NotAllowedError: only its author, the chair, secretariat and editors may.
    """
    with db.read() as session:
        practice = of_group(caller, rows.by_id(session, practice_id))
        require_editable(clock, caller, practice)
        kept = versions.edit_of(session, practice.id, caller.person.id)
        content = tidy(change(kept.content if kept else practice.content))
        problems = check_entry(session, clock, caller=caller, content=content)
    require_valid(problems)
    known = signs_of(contacts_in(practice.content))
    return _warned(contacts_in(content), confirmed, known)


def check_entry(
    session: Session, clock: Clock, *, caller: Caller, content: PracticeContent
) -> dict[str, str]:
    """Return everything that stands in the way of a text that somebody enters now."""
    problems = offered(session, caller, check_submission(content))
    return problems | check_as_of(content, today(clock, caller.sig))


def become_version(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    nonce: str,
    practice_id: int,
    declaration: Declaration,
    needed: int = DEFAULT_REVIEWS,
) -> Practice:
    """Make the caller's draft the newest text of a practice; the draft is no more.

    What the draft leaves empty stays as the practice has it. A second time nothing
    changes.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotFoundError: there is no such practice in this group.
        NotAllowedError: only its author, the chair, secretariat and editors may; or
            the draft was sent meanwhile, or another new version is unfinished.
    """
    now = clock()
    with db.begin() as session:
        practice = of_group(caller, rows.lock(session, practice_id))
        require_editable(clock, caller, practice)
        draft = rows.by_nonce(session, caller.sig.id, nonce)
        if draft is None:
            return practice
        _require_free(session, caller, draft, practice)
        is_author = practice.author_id == caller.person.id
        content = _version(draft.content, practice.content, is_author=is_author)
        problems = check_entry(session, clock, caller=caller, content=content)
        if is_author:
            problems |= check_declaration(content, declaration)
        require_valid(problems)
        practice = save_version(
            session, caller, practice, content, needed=needed, now=now
        )
        if is_author:
            record_consent(session, caller, practice, declaration, now=now)
        versions.delete_draft(session, draft)
        return rows.by_id(session, practice.id)


def _warned(
    found: Mapping[str, tuple[str, ...]],
    confirmed: frozenset[str],
    known: frozenset[str] = frozenset(),
) -> Doubts:
    left = unknown(found, confirmed | known)
    return Doubts(warned=left, confirmed=confirmed | signs_of(left))


def _require_free(
    session: Session, caller: Caller, draft: Practice, practice: Practice
) -> None:
    if draft.author_id != caller.person.id:
        raise NotAllowedError("This draft belongs to somebody else.")
    if draft.number is not None:
        message = f"Your text was sent as {draft.ref} already."
        raise NotAllowedError(message)
    if versions.edit_of(session, practice.id, caller.person.id) is not None:
        message = (
            f"You have a new version of {practice.ref} that is not sent yet. Finish "
            f"that one first: /practice edit {practice.ref}. This text stays your "
            "draft."
        )
        raise NotAllowedError(message)


def _version(
    draft: PracticeContent, before: PracticeContent, *, is_author: bool
) -> PracticeContent:
    """Lay the draft over the text; about printing its author alone decides."""
    decides = draft if is_author else before
    return replace(
        laid_over(draft, before),
        attribution=decides.attribution,
        visibility=decides.visibility,
    )
