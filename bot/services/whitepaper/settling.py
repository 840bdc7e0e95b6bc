"""Choosing between two texts of a section after an edited draft came back."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.permissions import Permission
from bot.domain.whitepaper.conflicts import Conflict, ConflictState
from bot.domain.whitepaper.sections import REASON_LIMIT, Kept
from bot.services.members import Caller, require_permission
from storage import audit, sections
from storage import paper_imports as rows
from storage.database import Database

_REASON = "Chosen between two texts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Two texts, and what the section says today; None: it is out of the paper."""

    conflict: Conflict
    kept: Kept | None

    @property
    def revision(self) -> int:
        """The revision that a chosen text replaces."""
        return self.kept.section.revision if self.kept else 0

    @property
    def current(self) -> str:
        """What the section says today."""
        return self.kept.body if self.kept else self.conflict.current


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What somebody settled on, made from revision ``base_revision`` of the section."""

    conflict_id: int
    version: int
    body: str
    base_revision: int


def waiting(db: Database, clock: Clock, *, caller: Caller) -> tuple[Conflict, ...]:
    """Return the sections for which nobody has chosen a text yet.

    Raises:
        NotAllowedError: the caller may not.
    """
    require_permission(clock, caller, Permission.IMPORT_WHITEPAPER)
    with db.read() as session:
        return rows.conflicts(session, caller.sig.id)


def to_settle(
    db: Database, clock: Clock, *, caller: Caller, conflict_id: int
) -> Choice:
    """Return both texts, for the form.

    Raises:
        InvalidTransitionError: somebody chose already.
        NotAllowedError: the caller may not.
        NotFoundError: there is no such conflict in the group.
    """
    require_permission(clock, caller, Permission.IMPORT_WHITEPAPER)
    with db.read() as session:
        found = rows.conflict(session, caller.sig.id, conflict_id)
        found.require_open()
        return Choice(conflict=found, kept=_section(session, caller, found))


def settle(db: Database, clock: Clock, *, caller: Caller, chosen: Chosen) -> Conflict:
    """Make a text the section's newest and close the conflict.

    What the section says already is kept without a new revision, also where it takes
    none because it is locked or out of the paper.

    Raises:
        InvalidInputError: the text cannot stand in a paper.
        InvalidTransitionError: somebody chose already, or the section takes no text.
        NotAllowedError: the caller may not.
        NotFoundError: there is no such conflict in the group.
        StaleTextError: the section has a newer text; a StaleVersionError with both.
        StaleVersionError: somebody else chose meanwhile.
    """
    require_permission(clock, caller, Permission.IMPORT_WHITEPAPER)
    now = clock()
    with db.begin() as session:
        found = rows.conflict(session, caller.sig.id, chosen.conflict_id)
        found.require_open()
        choice = Choice(conflict=found, kept=_section(session, caller, found))
        state = ConflictState.KEPT
        if choice.kept is not None and chosen.body != choice.current:
            state = ConflictState.TAKEN
            sections.write(
                session,
                choice.kept.id,
                chosen.body,
                author_id=caller.person.id,
                reason=_REASON[:REASON_LIMIT],
                base_revision=chosen.base_revision,
                now=now,
            )
        rows.settle(session, found, state=state, person_id=caller.person.id)
        audit.record(
            session,
            caller.sig.id,
            caller.person.id,
            verb="settled",
            object_kind="section_conflict",
            object_id=found.id,
            now=now,
        )
    return found


def _section(session: Session, caller: Caller, found: Conflict) -> Kept | None:
    there = sections.listed(session, caller.sig.id)
    return next((each for each in there if each.section.key == found.key), None)
