"""Choosing between two texts of a section after an edited draft came back."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.permissions import Permission
from bot.domain.whitepaper.conflicts import (
    Choice,
    Chosen,
    Conflict,
    ConflictState,
    Pick,
)
from bot.domain.whitepaper.sections import Kept
from bot.services.members import Caller, require_permission
from storage import audit, sections
from storage import paper_imports as rows
from storage.database import Database

_REASON = "Chosen between two texts"


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


def settle(db: Database, clock: Clock, *, caller: Caller, chosen: Chosen) -> Choice:
    """Make a text the section's newest and close the conflict.

    What the section says already is kept without a new revision, also where it takes
    none because it is locked or out of the paper. If the section has a newer text than
    the person looked at, nothing is done and the result is not settled.

    Raises:
        InvalidInputError: the text cannot stand in a paper, or would be lost.
        InvalidTransitionError: somebody chose already, or the section takes no text.
        NotAllowedError: the caller may not.
        NotFoundError: there is no such conflict in the group.
        StaleVersionError: somebody else chose at the same moment.
    """
    require_permission(clock, caller, Permission.IMPORT_WHITEPAPER)
    with db.begin() as session:
        found = rows.conflict(session, caller.sig.id, chosen.conflict_id)
        found.require_open()
        choice = Choice(conflict=found, kept=_section(session, caller, found))
        if choice.revision != chosen.base_revision:
            return choice
        chosen.require_nothing_lost(choice)
        _store(session, clock(), caller, choice=choice, body=_text(choice, chosen))
    return replace(choice, is_settled=True)


def _text(choice: Choice, chosen: Chosen) -> str:
    match chosen.pick:
        case Pick.STORED:
            return choice.current
        case Pick.FROM_FILE:
            return choice.conflict.edited
        case Pick.MINE:
            return chosen.body


def _store(
    session: Session, now: datetime, caller: Caller, *, choice: Choice, body: str
) -> None:
    found, state = choice.conflict, ConflictState.KEPT
    if choice.kept is not None and body != choice.current:
        state = ConflictState.TAKEN
        sections.write(
            session,
            choice.kept.id,
            body,
            author_id=caller.person.id,
            reason=_REASON,
            base_revision=choice.revision,
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


def _section(session: Session, caller: Caller, found: Conflict) -> Kept | None:
    there = sections.listed(session, caller.sig.id)
    return next((each for each in there if each.section.key == found.key), None)
