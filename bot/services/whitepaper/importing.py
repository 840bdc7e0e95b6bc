"""Taking an edited draft back: looked at first, then all of it or nothing."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import InvalidTransitionError
from bot.domain.permissions import Permission
from bot.domain.sigs import Sig
from bot.domain.whitepaper import Edition, Section, SectionMode
from bot.domain.whitepaper.conflicts import (
    Conflict,
    ImportState,
    PaperImport,
    preview_of,
)
from bot.domain.whitepaper.incoming import Incoming, decoded, read, rejected
from bot.domain.whitepaper.markers import protect
from bot.domain.whitepaper.roundtrip import UNPLACED, BodyEdit, Plan, plan
from bot.domain.whitepaper.sections import REASON_LIMIT, Kept, StaleTextError
from bot.services.members import Caller, require_permission
from bot.services.whitepaper.common import ensure
from storage import audit, editions, sections
from storage import paper_imports as rows
from storage.database import Database

# Long enough for a holiday; what nobody wanted then is not kept any longer.
_KEPT = timedelta(days=60)
_UNPLACED_TITLE = "Unplaced text"
_UNKNOWN = (
    "It is a draft of another group, or of an edition that this group does not have. "
    "Export the newest one and put your changes into it: /whitepaper export md"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What an edited draft would change; ``is_taken`` when that is done already."""

    import_id: int
    name: str
    plan: Plan
    is_taken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Author:
    """Who brings a draft: a person, or the operator."""

    sig: Sig
    person_id: int | None = None


def require_importable(clock: Clock, caller: Caller) -> None:
    """Let pass whoever may take an edited draft back.

    Raises:
        NotAllowedError: the caller may not.
    """
    require_permission(clock, caller, Permission.IMPORT_WHITEPAPER)


def look(
    db: Database, clock: Clock, *, caller: Caller, file_name: str, data: bytes
) -> Looked:
    """Read an edited draft and keep it until somebody says yes to what it changes.

    Raises:
        ImportRejectedError: it is no draft of this group, or its markers are broken.
        NotAllowedError: the caller may not.
    """
    require_importable(clock, caller)
    return _look(
        db, _Author(sig=caller.sig, person_id=caller.person.id), file_name, data
    )


def look_for(db: Database, sig: Sig, *, file_name: str, data: bytes) -> Looked:
    """Read an edited draft, as the operator.

    Raises:
        ImportRejectedError: it is no draft of this group, or its markers are broken.
    """
    return _look(db, _Author(sig=sig), file_name, data)


def take(db: Database, clock: Clock, *, caller: Caller, import_id: int) -> Looked:
    """Change what the preview said, all of it or nothing; twice is once.

    If the paper was changed since, nothing is done and the result is a new preview:
    ``is_taken`` is False.

    Raises:
        InvalidTransitionError: it was discarded.
        NotAllowedError: the caller may not.
        NotFoundError: it is not kept any more.
    """
    require_importable(clock, caller)
    author = _Author(sig=caller.sig, person_id=caller.person.id)
    return _take(db, clock(), author, import_id)


def take_for(db: Database, clock: Clock, sig: Sig, *, import_id: int) -> Looked:
    """Change what the preview said, as the operator."""
    return _take(db, clock(), _Author(sig=sig), import_id)


def discard(db: Database, clock: Clock, *, caller: Caller, import_id: int) -> str:
    """Say no to an edited draft; return its name.

    Raises:
        InvalidTransitionError: it was taken already.
        NotAllowedError: the caller may not.
        NotFoundError: it is not kept any more.
    """
    require_importable(clock, caller)
    with db.begin() as session:
        kept = rows.lock(session, caller.sig.id, import_id)
        if kept.state is ImportState.TAKEN:
            message = f"{kept.name} is in the paper already."
            raise InvalidTransitionError(message)
        rows.change(session, replace(kept, state=ImportState.DISCARDED))
    return kept.name


def forget_old(db: Database, clock: Clock) -> int:
    """Delete files that nobody said yes to for a long time; return how many."""
    with db.begin() as session:
        return rows.forget_before(session, clock() - _KEPT)


def _look(db: Database, author: _Author, name: str, data: bytes) -> Looked:
    with db.read() as session:
        found = planned(session, author.sig.id, data)
    with db.begin() as session:
        kept = rows.add(
            session,
            author.sig.id,
            person_id=author.person_id,
            name=name,
            text=decoded(data),
            preview=preview_of(found),
        )
    return Looked(import_id=kept.id, name=name, plan=found)


def planned(session: Session, sig_id: int, data: bytes) -> Plan:
    """Return what an edited draft would change in the paper of today.

    Raises:
        ImportRejectedError: it is no draft of this group, or its markers are broken.
    """
    incoming = read(data)
    current = [kept.section for kept in sections.listed(session, sig_id)]
    return plan(incoming, _base(session, sig_id, incoming), current)


def _base(session: Session, sig_id: int, incoming: Incoming) -> Edition:
    """Return what the file was made from: an edition, or sections given out alone."""
    if not incoming.snapshot:
        return _given_out(session, sig_id, incoming)
    edition = editions.of_snapshot(
        session, sig_id, version=incoming.version, snapshot=incoming.snapshot
    )
    if edition is None:
        raise rejected(_UNKNOWN)
    return edition


def _given_out(session: Session, sig_id: int, incoming: Incoming) -> Edition:
    # A whole draft without its number: nobody can tell what was edited in it.
    if any(part.text.strip() for part in incoming.texts):
        raise rejected(_UNKNOWN)
    there = {
        kept.section.key: kept
        for is_removed in (True, False)
        for kept in sections.listed(session, sig_id, is_removed=is_removed)
    }
    regions = []
    for body in incoming.bodies:
        kept = there.get(body.key)
        if kept is None:
            raise rejected(_UNKNOWN)
        text = _text(session, kept, body.revision)
        section = replace(kept.section, revision=body.revision, body=text)
        regions.append(protect(section))
    markdown = "\n".join(regions)
    return Edition(
        version="", as_of=date.min, sha256="", fingerprint="", markdown=markdown
    )


def _text(session: Session, kept: Kept, number: int) -> str:
    """Return what a section said; one that nobody wrote in has no revision yet."""
    texts = {each.number: each.body for each in sections.revisions(session, kept.id)}
    if number not in texts and number > min(texts, default=number):
        raise rejected(_UNKNOWN)
    return texts.get(number, "")


def _take(db: Database, now: datetime, author: _Author, import_id: int) -> Looked:
    try:
        return _taken(db, now, author, import_id)
    except StaleTextError:
        # Somebody saved a text just then: the second look finds it.
        return _taken(db, now, author, import_id)


def _taken(db: Database, now: datetime, author: _Author, import_id: int) -> Looked:
    sig_id = author.sig.id
    with db.begin() as session:
        kept = rows.lock(session, sig_id, import_id)
        if kept.state is ImportState.DISCARDED:
            message = f"{kept.name} was discarded. Add it again: /whitepaper import"
            raise InvalidTransitionError(message)
        found = planned(session, sig_id, kept.text.encode())
        looked = Looked(import_id=kept.id, name=kept.name, plan=found)
        if kept.state is ImportState.TAKEN:
            return replace(looked, is_taken=True)
        if preview_of(found) != kept.preview:
            rows.change(session, replace(kept, preview=preview_of(found)))
            return looked
        _store(session, author, kept, found=found, now=now)
    return replace(looked, is_taken=True)


def _store(
    session: Session,
    author: _Author,
    kept: PaperImport,
    *,
    found: Plan,
    now: datetime,
) -> None:
    ensure(session, author.sig)
    there = {each.section.key: each for each in sections.listed(session, author.sig.id)}
    writing = _Writing(
        session, author, f"Edited draft {found.version}: {kept.name}", now
    )
    for edit in found.taken:
        writing.write(there[edit.key], edit.result, base_revision=edit.revision)
    for edit in found.conflicts:
        section = there.get(edit.key)
        conflict = _conflict(edit, section.id if section else None)
        rows.add_conflict(session, author.sig.id, kept.id, conflict=conflict)
    if found.unplaced:
        unplaced = there.get(UNPLACED) or _make_room(session, author.sig)
        text = "\n\n".join(filter(None, [unplaced.body, found.unplaced]))
        writing.write(unplaced, text, base_revision=unplaced.section.revision)
    rows.change(session, replace(kept, state=ImportState.TAKEN))
    audit.record(
        session,
        author.sig.id,
        author.person_id,
        verb="imported",
        object_kind="paper_import",
        object_id=kept.id,
        now=now,
    )


def _make_room(session: Session, sig: Sig) -> Kept:
    """Return the section for text that stood nowhere, last in the outline."""
    for kept in sections.listed(session, sig.id, is_removed=True):
        if kept.section.key == UNPLACED:
            sections.change(session, kept, removed_at=None)
            return sections.find(session, sig.id, kept.id)
    paper_id, there = ensure(session, sig), sections.listed(session, sig.id)
    new = Section(
        key=UNPLACED,
        title=_UNPLACED_TITLE,
        position=max((each.section.position for each in there), default=0) + 1,
        mode=SectionMode.HANDWRITTEN,
    )
    return sections.find(session, sig.id, sections.add(session, paper_id, new))


@dataclass(frozen=True, slots=True)
class _Writing:
    session: Session
    author: _Author
    reason: str
    at: datetime

    def write(self, kept: Kept, body: str, *, base_revision: int) -> None:
        sections.write(
            self.session,
            kept.id,
            body,
            author_id=self.author.person_id,
            reason=self.reason[:REASON_LIMIT],
            base_revision=base_revision,
            now=self.at,
        )


def _conflict(edit: BodyEdit, section_id: int | None) -> Conflict:
    return Conflict(
        id=0,
        section_id=section_id,
        key=edit.key,
        title=edit.title,
        fate=edit.fate,
        base=edit.base,
        current=edit.current,
        edited=edit.edited,
        revision=edit.revision,
    )
