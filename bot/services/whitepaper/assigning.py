"""What chairs set about a section: title, mode, owner, date, lock, and its state."""

from dataclasses import replace

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import StaleVersionError
from bot.domain.permissions import Permission, Role
from bot.domain.registers.typed import Typed, Values
from bot.domain.whitepaper import SectionMode, SectionState
from bot.domain.whitepaper.desk import Settings
from bot.domain.whitepaper.sections import TITLE_LIMIT, Kept, lost_by, require_step
from bot.services.members import Caller, require_permission
from bot.services.whitepaper.common import check_title, ensure, log, require_writer
from storage import clusters as cluster_rows
from storage import members as member_rows
from storage import sections as rows
from storage.database import Database

_AGREE = {SectionState.AGREED}
_ASIDE = (
    "People have written in this section. If it is only generated, their text is not "
    "printed. Choose below to keep it aside, or leave the section mixed."
)
_REWRITTEN = (
    "{} was written anew since you looked at it, so nothing was changed. Please read "
    "it first."
)
_NOT_HERE = "Please choose a member of this group: /sig members shows who is in it."


def settings(
    db: Database, clock: Clock, *, caller: Caller, section_id: int
) -> Settings:
    """Return what the form about a section shows.

    Raises:
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: there is no such section.
    """
    require_permission(clock, caller, Permission.OUTLINE_WHITEPAPER)
    with db.read() as session:
        kept = rows.find(session, caller.sig.id, section_id)
        owner = None
        if kept.owner_person_id is not None and not kept.has_lost_owner:
            owner = member_rows.person(session, kept.owner_person_id).user_id
        clusters = cluster_rows.active(session, caller.sig.id)
    return Settings(kept=kept, clusters=clusters, user_id=owner)


def change(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    section_id: int,
    version: int,
    typed: Values,
) -> Kept:
    """Store title, mode, owner and due date; the key stays for ever.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved. One asks
            whether a text should be kept aside that would not be printed any more.
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: there is no such section.
        StaleVersionError: somebody else changed it meanwhile.
    """
    require_permission(clock, caller, Permission.OUTLINE_WHITEPAPER)
    form, now = Typed(typed), clock()
    with db.begin() as session:
        ensure(session, caller.sig)
        kept = rows.lock(session, caller.sig.id, section_id)
        values = _read(session, caller, form, kept)
        form.require()
        if values == _held(kept):
            return kept  # nothing new, or the same save twice
        rows.change(session, replace(kept, version=version), **values)
        log(session, caller, "changed", kind="section", object_id=section_id, now=now)
        return rows.find(session, caller.sig.id, section_id)


def _read(
    session: Session, caller: Caller, form: Typed, kept: Kept
) -> dict[str, object]:
    title = form.title("title", TITLE_LIMIT)
    here = rows.listed(session, caller.sig.id)
    check_title(form, title, [each for each in here if each.id != kept.id])
    mode = SectionMode(form.choice("mode", list(SectionMode)) or kept.section.mode)
    was_made = kept.section.mode is SectionMode.GENERATED
    if lost_by(mode, kept.section) and not was_made and form.raw("aside") != "yes":
        form.complain("mode", _ASIDE)
    person_id, cluster_id = _owner(session, caller, form, kept=kept)
    return {
        "title": title,
        "mode": mode,
        "owner_person_id": person_id,
        "owner_cluster_id": cluster_id,
        "due_on": form.day("due"),
    }


def _held(kept: Kept) -> dict[str, object]:
    section = kept.section
    return {
        "title": section.title,
        "mode": section.mode,
        "owner_person_id": kept.owner_person_id,
        "owner_cluster_id": kept.owner_cluster_id,
        "due_on": section.due_on,
    }


def _owner(
    session: Session, caller: Caller, form: Typed, *, kept: Kept
) -> tuple[int | None, int | None]:
    """Read who should write it: somebody of the group, or a cluster."""
    user_id, chosen = form.raw("person"), form.raw("cluster")
    if user_id and chosen:
        form.complain("cluster", "Choose a person or a cluster, not both.")
    if chosen:
        active = cluster_rows.active(session, caller.sig.id)
        known = {str(each.id): each.id for each in active}
        if chosen not in known:
            form.complain("cluster", "Choose one of the list.")
        return None, known.get(chosen)
    if not user_id:
        return _unshown_owner(session, kept), None
    person = member_rows.find_person(session, caller.sig.team_id or "", user_id)
    place = (
        member_rows.membership(session, caller.sig.id, person.id) if person else None
    )
    if place is None or place.role is Role.EXTERNAL:
        form.complain("person", _NOT_HERE)
        return None, None
    return place.person_id, None


def _unshown_owner(session: Session, kept: Kept) -> int | None:
    """Keep an owner known by role only: no menu of accounts could show them."""
    if kept.owner_person_id is None or kept.has_lost_owner:
        return None
    owner = member_rows.person(session, kept.owner_person_id)
    return None if owner.user_id else owner.id


def lock(
    db: Database, clock: Clock, *, caller: Caller, section_id: int, locked: bool
) -> Kept:
    """Lock a section against changes of its text, or unlock it.

    Raises:
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: there is no such section.
    """
    require_permission(clock, caller, Permission.OUTLINE_WHITEPAPER)
    now = clock()
    with db.begin() as session:
        kept = rows.lock(session, caller.sig.id, section_id)
        if kept.section.locked is not locked:
            rows.change(session, kept, locked=locked)
            verb = "locked" if locked else "unlocked"
            log(session, caller, verb, kind="section", object_id=kept.id, now=now)
        return rows.find(session, caller.sig.id, section_id)


def step(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    section_id: int,
    revision: int,
    state: SectionState,
) -> Kept:
    """Say how far a section is; that it is agreed only those who lead the group.

    ``revision`` is the text that the reader has seen: nobody agrees to another one.

    Raises:
        InvalidTransitionError: there is no such step from where it stands.
        NotAllowedError: it is somebody else's, or not theirs to agree.
        NotFoundError: there is no such section.
        StaleVersionError: it has another text now.
    """
    needed = (
        Permission.OUTLINE_WHITEPAPER if state in _AGREE else Permission.WRITE_SECTION
    )
    require_permission(clock, caller, needed)
    now = clock()
    with db.begin() as session:
        kept = rows.lock(session, caller.sig.id, section_id)
        require_writer(session, caller, kept)
        if kept.section.state is not state:
            if kept.section.revision != revision:
                raise StaleVersionError(_REWRITTEN.format(kept.section.title))
            require_step(kept, state)
            rows.change(session, kept, state=state)
            log(session, caller, state, kind="section", object_id=kept.id, now=now)
        return rows.find(session, caller.sig.id, section_id)
