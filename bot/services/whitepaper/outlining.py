"""The outline of the paper: which sections, in which order, whose, and how far."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import InvalidTransitionError
from bot.domain.permissions import Permission, may
from bot.domain.whitepaper import Section, SectionState
from bot.domain.whitepaper import outline as outlines
from bot.domain.whitepaper.desk import Card, Outline
from bot.domain.whitepaper.outline import Template
from bot.domain.whitepaper.sections import Kept, may_write
from bot.services.members import Caller, require_permission, today
from bot.services.whitepaper.common import (
    ensure,
    everything,
    log,
    owner_words,
    people,
    prepare,
)
from storage import sections as rows
from storage.database import Database

_TITLE_PAGE = "title_page"


def outline(db: Database, clock: Clock, *, caller: Caller) -> Outline:
    """Return the outline; a group without a paper gets the default one now.

    Raises:
        NotAllowedError: only people inside the group may read it.
    """
    require_permission(clock, caller, Permission.READ_WHITEPAPER)
    prepare(db, clock, caller=caller)
    day = today(clock, caller.sig)
    with db.read() as session:
        known = people(session, caller.sig)
        return Outline(
            cards=tuple(
                _card(caller, kept, known=known, day=day)
                for kept in rows.listed(session, caller.sig.id)
            ),
            removed=rows.listed(session, caller.sig.id, is_removed=True),
            may_change=may(caller.actor, Permission.OUTLINE_WHITEPAPER, today=day),
        )


def card(db: Database, clock: Clock, *, caller: Caller, section_id: int) -> Card:
    """Return one section of the outline.

    Raises:
        NotAllowedError: only people inside the group may read it.
        NotFoundError: there is no such section.
    """
    require_permission(clock, caller, Permission.READ_WHITEPAPER)
    with db.read() as session:
        kept = rows.find(session, caller.sig.id, section_id)
        known = people(session, caller.sig)
    return _card(caller, kept, known=known, day=today(clock, caller.sig))


def _card(caller: Caller, kept: Kept, *, known: Mapping[int, str], day: date) -> Card:
    section = kept.section
    is_late = section.due_on is not None and section.due_on < day
    may_it = may(caller.actor, Permission.WRITE_SECTION, today=day)
    return Card(
        kept=kept,
        owner=owner_words(kept, known) if section.owner else "",
        may_write=may_it and may_write(caller.actor, kept),
        is_overdue=is_late and section.state is not SectionState.AGREED,
    )


def start(db: Database, clock: Clock, *, caller: Caller, template: Template) -> Outline:
    """Start from a template: no text is lost, and what is taken out can come back.

    Raises:
        NotAllowedError: only the chair and the secretariat may.
    """
    require_permission(clock, caller, Permission.OUTLINE_WHITEPAPER)
    now = clock()
    with db.begin() as session:
        paper_id = ensure(session, caller.sig)
        held = {each.id: each for each in everything(session, caller.sig)}
        sections = [each.section for each in held.values()]
        wanted, gone = outlines.arranged(template, sections)
        for section in wanted:
            if section.id:
                _take(session, held[section.id], section)
            else:
                rows.add(session, paper_id, section)
        for section in gone:
            rows.change(session, held[section.id], removed_at=now)
        log(session, caller, "started", kind="outline", object_id=paper_id, now=now)
    return outline(db, clock, caller=caller)


def _take(session: Session, held: Kept, section: Section) -> None:
    if section != held.section:
        rows.change(
            session,
            held,
            title=section.title,
            mode=section.mode,
            position=section.position,
            removed_at=None,
        )


def move(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    section_id: int,
    place: int,
    step: int,
) -> Outline:
    """Move a section one place up (-1) or down (1) from where the reader saw it.

    The same click twice moves it once.

    Raises:
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: there is no such section.
    """
    require_permission(clock, caller, Permission.OUTLINE_WHITEPAPER)
    now = clock()
    with db.begin() as session:
        ensure(session, caller.sig)
        rows.find(session, caller.sig.id, section_id)
        order = [each.id for each in rows.listed(session, caller.sig.id)]
        if section_id in order and order.index(section_id) + 1 == place:
            rows.reorder(session, outlines.moved(order, section_id, step))
            log(session, caller, "moved", kind="section", object_id=section_id, now=now)
    return outline(db, clock, caller=caller)


def remove(db: Database, clock: Clock, *, caller: Caller, section_id: int) -> Kept:
    """Take a section out of the paper; its texts and comments are kept.

    Raises:
        InvalidTransitionError: it is locked, or the title page.
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: there is no such section.
    """
    require_permission(clock, caller, Permission.OUTLINE_WHITEPAPER)
    now = clock()
    with db.begin() as session:
        ensure(session, caller.sig)
        kept = rows.find(session, caller.sig.id, section_id)
        if kept.section.key == _TITLE_PAGE:
            raise InvalidTransitionError("Every paper has its title page; it stays.")
        if kept.section.locked:
            message = f"{kept.section.title} is locked. Unlock it first."
            raise InvalidTransitionError(message)
        if not kept.section.is_removed:
            rows.change(session, kept, removed_at=now)
            log(session, caller, "removed", kind="section", object_id=kept.id, now=now)
        return rows.find(session, caller.sig.id, section_id)


def put_back(db: Database, clock: Clock, *, caller: Caller, section_id: int) -> Kept:
    """Put a section back that was taken out, with its texts, at its place.

    Raises:
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: there is no such section.
    """
    require_permission(clock, caller, Permission.OUTLINE_WHITEPAPER)
    now = clock()
    with db.begin() as session:
        ensure(session, caller.sig)
        kept = rows.find(session, caller.sig.id, section_id)
        if kept.section.is_removed:
            rows.change(session, kept, removed_at=None)
            order = [each.id for each in rows.listed(session, caller.sig.id)]
            rows.reorder(session, order)
            log(session, caller, "put back", kind="section", object_id=kept.id, now=now)
        return rows.find(session, caller.sig.id, section_id)
