"""What an action item belongs to: a meeting, a decision, a practice, a section."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from bot.domain.actions import ActionItem
from bot.domain.actions.telling import Verb, Worked
from bot.domain.clock import Clock
from bot.domain.errors import InvalidInputError, NotFoundError
from bot.domain.permissions import Permission
from bot.domain.references import Kind, is_reference, label, parse
from bot.services.actions import common, working
from bot.services.members import Caller, require_permission
from bot.services.practices.reading import may_read
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
_LETTERS = {field: kind for kind, field in _FIELDS.items()}
_WHAT = (
    "Say what it belongs to: a meeting (M-4), a decision (D-5), a practice (P-7) or "
    "the name of a section of the paper, for example: /action link A-13 D-5"
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
        field, wanted = _meant(session, clock, caller, text=to)

    def change(action: ActionItem) -> ActionItem:
        if field == "meeting" and action.meeting != wanted:
            action = replace(action, agenda_item=None)
        return _with(action, field, wanted)

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
        gone = _with(action, field, None)
        return replace(gone, agenda_item=None) if field == "meeting" else gone

    return working.changed(
        db, clock, caller=caller, number=number, change=change, verb=Verb.UNLINKED
    )


def _with(action: ActionItem, field: str, value: int | str | None) -> ActionItem:
    values: dict[str, Any] = {field: value}
    changed: ActionItem = replace(action, **values)
    return changed


def relink(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    typed: Mapping[str, str],
    version: int | None = None,
) -> Worked:
    """Let an action item belong to exactly what a form says, by the names of fields.

    ``version`` is the one the form was opened with.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: it belongs to others; the message says who can.
        NotFoundError: the group has no such action item.
        StaleVersionError: somebody changed it since ``version``.
    """
    require_permission(clock, caller, Permission.WORK_ACTION)
    _require_point(db, caller, typed)
    wanted, problems = dict[str, int | str | None](), dict[str, str]()
    with db.read() as session:
        for name in (*_FIELDS.values(), "section"):
            try:
                wanted[name] = _field(session, clock, caller, name=name, typed=typed)
            except (InvalidInputError, NotFoundError) as error:
                problems[name] = str(error)
    if problems:
        raise InvalidInputError(problems)

    point = typed.get("point", "")

    def change(action: ActionItem) -> ActionItem:
        common.require_version(action, version)
        if action.meeting != wanted["meeting"]:
            action = replace(action, agenda_item=None)
        elif "point" in typed:
            action = replace(action, agenda_item=int(point) if point else None)
        for name, value in wanted.items():
            action = _with(action, name, value)
        return action

    return working.changed(
        db, clock, caller=caller, number=number, change=change, verb=Verb.LINKED
    )


def _require_point(db: Database, caller: Caller, typed: Mapping[str, str]) -> None:
    """Let pass a point that is on the agenda of the meeting of the form.

    Raises:
        InvalidInputError: it is not.
    """
    point = typed.get("point", "")
    if not point:
        return
    with db.read() as session:
        meetings = meeting_rows.all_meetings(session, caller.sig.id)
    points = {str(each.id) for meeting in meetings for each in meeting.agenda}
    if point not in points:
        said = "This point is not on the agenda any more. Choose another one."
        raise InvalidInputError({"point": said})


def _field(
    session: Session,
    clock: Clock,
    caller: Caller,
    *,
    name: str,
    typed: Mapping[str, str],
) -> int | str | None:
    """Return what a field of the form says; one that is empty says that there is none.

    Raises:
        InvalidInputError: it names another kind of thing.
        NotFoundError: the group has no such thing.
    """
    text = typed.get(name, "").strip()
    if not text:
        return None
    if text.isdecimal() and name in _LETTERS:
        text = label(_LETTERS[name], int(text))
    field, value = _meant(session, clock, caller, text=text)
    if field != name:
        raise InvalidInputError({name: f"This is no {name}."})
    return value


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


def _meant(
    session: Session, clock: Clock, caller: Caller, *, text: str
) -> tuple[str, int | str]:
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
        found_practice = practice_rows.get(session, sig_id, named)
        if not may_read(clock, caller, found_practice):
            raise NotFoundError(f"There is no practice {found_practice.ref} for you.")
    return field, named
