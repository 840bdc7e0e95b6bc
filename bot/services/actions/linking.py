"""What an action item belongs to: a meeting, a decision, a practice, a section."""

from dataclasses import replace

from sqlmodel import Session

from bot.domain.actions import ActionItem
from bot.domain.actions.telling import Story, Verb, Worked
from bot.domain.clock import Clock
from bot.domain.errors import InvalidInputError, NotFoundError
from bot.domain.permissions import Permission
from bot.domain.references import Kind, is_reference, label, parse
from bot.services.actions import common, showing, working
from bot.services.members import Caller, require_permission
from storage import decisions as decision_rows
from storage import meetings as meeting_rows
from storage import practices as practice_rows
from storage.actions.loading import section_keys
from storage.database import Database

_FIELDS = {
    Kind.MEETING: "meeting",
    Kind.DECISION: "decision",
    Kind.PRACTICE: "practice",
}
_WHAT = (
    "Say what it belongs to: a meeting (M-4), a decision (D-5), a practice (P-7) or the "
    "name of a section of the paper, for example: /action link A-13 D-5"
)


def link(db: Database, clock: Clock, *, caller: Caller, number: int, to: str) -> Worked:
    """Let an action item belong to what somebody names; both ends show it.

    Raises:
        InvalidInputError: it is no name of a thing that actions belong to.
        NotAllowedError: it belongs to others; the message says who can.
        NotFoundError: the group has no such action item, or no such thing.
    """
    require_permission(clock, caller, Permission.WORK_ACTION)
    with db.read() as session:
        field, wanted = _meant(session, caller, to)

    def change(action: ActionItem) -> ActionItem:
        changed: ActionItem = replace(action, **{field: wanted})
        if field == "meeting" and action.meeting != wanted:
            changed = replace(changed, agenda_item=None)
        return changed

    return working.changed(
        db, clock, caller=caller, number=number, change=change, verb=Verb.LINKED
    )


def unlink(
    db: Database, clock: Clock, *, caller: Caller, number: int, to: str
) -> Worked:
    """Take a link away again; one that it does not have changes nothing.

    Raises:
        InvalidInputError: it is no name of a thing that actions belong to.
        NotAllowedError: it belongs to others; the message says who can.
        NotFoundError: the group has no such action item.
    """
    require_permission(clock, caller, Permission.WORK_ACTION)

    def change(action: ActionItem) -> ActionItem:
        field, named = _named(to)
        held = getattr(action, field)
        if held != named:
            return action
        gone: ActionItem = replace(action, **{field: None})
        return replace(gone, agenda_item=None) if field == "meeting" else gone

    return working.changed(
        db, clock, caller=caller, number=number, change=change, verb=Verb.UNLINKED
    )


def link_form(db: Database, clock: Clock, *, caller: Caller, number: int) -> Story:
    """Return what the form of the links shows.

    Raises:
        NotAllowedError: it belongs to others; the message says who can.
        NotFoundError: there is none with this number, or it is not theirs.
    """
    require_permission(clock, caller, Permission.WORK_ACTION)
    with db.read() as session:
        action = common.asked(session, caller, number)
        common.require_work(clock, caller, common.one(session, caller.sig.id, action))
        return showing.story(session, clock, caller, action)


def _named(text: str) -> tuple[str, int | str]:
    """Return the field that a name belongs into, and what stands there.

    Raises:
        InvalidInputError: it says nothing.
    """
    name = text.strip()
    for kind, field in _FIELDS.items():
        if is_reference(name, kind):
            return field, parse(name, kind)
    for kind in (Kind.ACTION, Kind.RECOMMENDATION):
        if is_reference(name, kind):
            raise InvalidInputError({"to": _WHAT})
    words = name.split(maxsplit=1)
    if len(words) > 1 and words[0].lower() == "section":
        name = words[1]
    if not name:
        raise InvalidInputError({"to": _WHAT})
    return "section", name


def _meant(session: Session, caller: Caller, text: str) -> tuple[str, int | str]:
    """Return the same, of a thing that the group has.

    Raises:
        InvalidInputError: it says nothing.
        NotFoundError: the group has no such thing.
    """
    field, named = _named(text)
    sig_id = caller.sig.id
    if isinstance(named, str):
        known = set(section_keys(session, sig_id).values())
        found = next((each for each in known if each.lower() == named.lower()), None)
        if found is None:
            raise NotFoundError(f"There is no section “{named}” in the paper. {_WHAT}")
        return field, found
    if field == "decision":
        decision_rows.find(session, sig_id, named)
    elif field == "meeting":
        held = meeting_rows.find(session, sig_id, named)
        if held is None or not caller.actor.may_attend(named):
            name = label(Kind.MEETING, named)
            raise NotFoundError(f"There is no meeting {name}. See /meeting list.")
    else:
        practice_rows.get(session, sig_id, named)
    return field, named
