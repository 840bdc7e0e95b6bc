"""Adding sections to the outline: known ones, or with a new title."""

from sqlmodel import Session

from bot.domain import names
from bot.domain.clock import Clock
from bot.domain.errors import InvalidInputError
from bot.domain.permissions import Permission
from bot.domain.registers.typed import Typed, Values
from bot.domain.whitepaper import Section, SectionMode
from bot.domain.whitepaper import outline as outlines
from bot.domain.whitepaper.desk import Additions
from bot.domain.whitepaper.sections import TITLE_LIMIT, Kept
from bot.services.members import Caller, require_permission
from bot.services.whitepaper.common import check_title, ensure, everything, log
from storage import inbound
from storage import sections as rows
from storage.database import Database

_SENT = "This form was sent already: look at /whitepaper outline."


def additions(db: Database, clock: Clock, *, caller: Caller) -> Additions:
    """Return what the form of a new section offers.

    Raises:
        NotAllowedError: only the chair and the secretariat may.
    """
    require_permission(clock, caller, Permission.OUTLINE_WHITEPAPER)
    with db.read() as session:
        here = rows.listed(session, caller.sig.id)
    keys = {each.section.key for each in here}
    known = tuple(each for key, each in outlines.KNOWN.items() if key not in keys)
    return Additions(known=known, sections=here)


def add(
    db: Database, clock: Clock, *, caller: Caller, nonce: str, typed: Values
) -> Kept:
    """Add a section, a known one or one with a new title; the same nonce adds one.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: only the chair and the secretariat may.
    """
    require_permission(clock, caller, Permission.OUTLINE_WHITEPAPER)
    form, now = Typed(typed), clock()
    with db.begin() as session:
        paper_id = ensure(session, caller.sig)
        here = rows.listed(session, caller.sig.id)
        if not inbound.first_time(session, f"section:{caller.sig.id}:{nonce}", now):
            return _added_before(form, here)
        new = _new(form, everything(session, caller.sig))
        section_id = _bring_in(session, caller, paper_id, new)
        _place(session, here, section_id, after=form.raw("after"))
        log(session, caller, "added", kind="section", object_id=section_id, now=now)
        return rows.find(session, caller.sig.id, section_id)


def _added_before(form: Typed, here: tuple[Kept, ...]) -> Kept:
    title = form.raw("title") or getattr(
        outlines.KNOWN.get(form.raw("known")), "title", ""
    )
    pairs = [(each.section.title, each) for each in here]
    found = names.same_as(title, pairs)
    if found is None:
        raise InvalidInputError({"title": _SENT})
    return found


def _new(form: Typed, known: tuple[Kept, ...]) -> Section:
    chosen = outlines.KNOWN.get(form.raw("known"))
    title = form.line("title", TITLE_LIMIT) or (chosen.title if chosen else "")
    if not names.keys(title):
        form.complain("title", "Please give the section a title, or choose one above.")
    here = [each for each in known if not each.section.is_removed]
    check_title(form, title, here)
    mode = form.choice("mode", list(SectionMode)) or SectionMode.HANDWRITTEN
    form.require()
    if chosen is not None:
        held = {each.section.key: each.section for each in known}
        return Section(
            id=held[chosen.key].id if chosen.key in held else 0,
            key=chosen.key,
            title=title,
            position=len(known) + 1,
            mode=chosen.mode,
        )
    taken = [each.section.key for each in known]
    return Section(
        key=outlines.new_key(title, taken),
        title=title,
        position=len(known) + 1,
        mode=SectionMode(mode),
        template=form.raw("template") or None,
    )


def _bring_in(session: Session, caller: Caller, paper_id: int, new: Section) -> int:
    """Add a section, or put one of this key back that was taken out."""
    if not new.id:
        return rows.add(session, paper_id, new)
    held = rows.find(session, caller.sig.id, new.id)
    rows.change(session, held, title=new.title, removed_at=None)
    return new.id


def _place(
    session: Session, here: tuple[Kept, ...], section_id: int, *, after: str
) -> None:
    order = [each.id for each in here]
    known = {str(each.id): place for place, each in enumerate(here, start=1)}
    order.insert(known.get(after, len(order)), section_id)
    rows.reorder(session, order)
