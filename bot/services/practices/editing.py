"""Changing a practice that is with the group: kept while it is written, then saved."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.practices import (
    BEING_REVISED,
    DEFAULT_REVIEWS,
    Declaration,
    Practice,
    PracticeContent,
    PracticeEvent,
    change_of,
    changed_fields,
    check_as_of,
    check_declaration,
    check_lengths,
    check_submission,
    require_valid,
    tidy,
)
from bot.domain.sigs import Sig
from bot.services.members import Caller, today
from bot.services.practices.asking import ask_again, ask_reviewers, close
from bot.services.practices.reading import of_group, require_editable
from bot.services.practices.telling import cancel_author_nudges, note
from bot.services.practices.writing import Change, offered, record_consent
from storage import practices as rows
from storage.database import Database
from storage.practices import versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """What somebody writes of a practice, beside what the group has now.

    ``others`` names the fields that somebody else changed since this person began
    with version ``since``; then nothing was saved as a version, and both are kept.
    """

    practice: Practice
    content: PracticeContent
    is_saved: bool = False
    others: tuple[str, ...] = ()
    since: int = 1


def resume(db: Database, clock: Clock, *, caller: Caller, practice_id: int) -> Edited:
    """Return the text to edit: what the caller has not sent yet, else the newest.

    Raises:
        NotFoundError: there is no such practice in this group.
        NotAllowedError: only its author, the chair, secretariat and editors may.
    """
    with db.begin() as session:
        practice = of_group(caller, rows.lock(session, practice_id))
        require_editable(clock, caller, practice)
        kept = versions.edit_of(session, practice.id, caller.person.id)
        if kept is None:
            return Edited(practice=practice, content=practice.content)
        others = _others(session, practice, kept.revision)
        _keep(session, caller, practice, kept.content)
    return Edited(
        practice=practice, content=kept.content, others=others, since=kept.revision
    )


def keep_edit(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    practice_id: int,
    revision: int,
    change: Change,
    strict: Callable[[PracticeContent], dict[str, str]] = check_lengths,
) -> Edited:
    """Keep what was typed so far of a new text; only its writer sees it.

    Raises:
        InvalidInputError: a field is not acceptable (nothing is kept).
        NotFoundError: there is no such practice in this group.
        NotAllowedError: only its author, the chair, secretariat and editors may.
    """
    with db.begin() as session:
        practice = of_group(caller, rows.lock(session, practice_id))
        require_editable(clock, caller, practice)
        content = tidy(change(_base(session, caller, practice)))
        require_valid(offered(session, caller, strict(content)))
        others = _others(session, practice, revision)
        _keep(session, caller, practice, content)
    return Edited(practice=practice, content=content, others=others, since=revision)


def edit(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    practice_id: int,
    revision: int,
    change: Change,
    declaration: Declaration | None = None,
    needed: int = DEFAULT_REVIEWS,
) -> Edited:
    """Save a new version of a practice, which waits for acceptance.

    ``revision`` is the version that was changed. Where somebody else saved another
    one since, nothing is overwritten: the text is kept, and the result says what they
    changed. ``declaration`` is the author's, renewed; without it the one of before
    holds.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotFoundError: there is no such practice in this group.
        NotAllowedError: only its author, the chair, secretariat and editors may.
    """
    now = clock()
    with db.begin() as session:
        practice = of_group(caller, rows.lock(session, practice_id))
        require_editable(clock, caller, practice)
        content = tidy(change(_base(session, caller, practice)))
        problems = offered(session, caller, check_submission(content))
        problems |= check_as_of(content, today(clock, caller.sig))
        if declaration is not None:
            problems |= check_declaration(content, declaration)
        require_valid(problems)
        if practice.revision != revision and practice.content != content:
            others = _others(session, practice, revision)
            _keep(session, caller, practice, content)
            return Edited(
                practice=practice, content=content, others=others, since=revision
            )
        practice = save_version(
            session, caller, practice, content, needed=needed, now=now
        )
        if declaration is not None:
            record_consent(session, caller, practice, declaration, now=now)
            practice = rows.by_id(session, practice.id)
        versions.drop_edit(session, practice.id, caller.person.id)
    return Edited(practice=practice, content=content, is_saved=True)


def save_version(
    session: Session,
    caller: Caller,
    before: Practice,
    content: PracticeContent,
    *,
    needed: int,
    now: datetime,
) -> Practice:
    """Store a new version; a text that says the same is none, unless one was asked."""
    event = change_of(before.status)
    if content == before.content and event is PracticeEvent.EDIT:
        return before
    practice = rows.revise(session, before, before.revise(content))
    cancel_author_nudges(session, before)
    sig, by = caller.sig, caller.person.id
    note(session, sig, event=event, practice=practice, by=by, now=now)
    _ask(session, sig, before, practice, needed=needed, now=now)
    return practice


def _ask(
    session: Session,
    sig: Sig,
    before: Practice,
    practice: Practice,
    *,
    needed: int,
    now: datetime,
) -> None:
    """Ask whoever knows this text already; for a new edition of one, others in turn."""
    if before.status in BEING_REVISED:
        ask_again(
            session, sig, practice, before=before.revision, needed=needed, now=now
        )
    else:
        close(session, practice, before.revision, now=now)
        ask_reviewers(session, sig, practice, needed=needed, now=now)


def _base(session: Session, caller: Caller, practice: Practice) -> PracticeContent:
    kept = versions.edit_of(session, practice.id, caller.person.id)
    return kept.content if kept else practice.content


def _others(session: Session, practice: Practice, revision: int) -> tuple[str, ...]:
    """Name the fields that somebody changed since the version ``revision``."""
    if practice.revision == revision:
        return ()
    begun = versions.text(session, practice, revision)
    return changed_fields(begun, practice.content)


def _keep(
    session: Session, caller: Caller, practice: Practice, content: PracticeContent
) -> None:
    edit = versions.Edit(
        practice_id=practice.id,
        person_id=caller.person.id,
        version=practice.version,
        revision=practice.revision,
        content=content,
    )
    versions.keep_edit(session, edit)
