"""One action item with everything it comes from, and all that comes from a thing."""

from sqlmodel import Session

from bot.domain.actions import ActionItem
from bot.domain.actions.telling import Around, Story
from bot.domain.clock import Clock
from bot.domain.decisions import Recorded
from bot.domain.errors import NotFoundError
from bot.domain.meetings import Meeting
from bot.domain.permissions import Permission, Role, may
from bot.domain.practices import Practice
from bot.domain.references import Kind
from bot.services.actions import common
from bot.services.members import Caller, require_permission, today
from bot.services.practices.reading import may_read
from storage import actions as rows
from storage import decisions as decision_rows
from storage import meetings as meeting_rows
from storage import practices as practice_rows
from storage import whitepaper as paper_rows
from storage.database import Database
from storage.directory import directory


def show(db: Database, clock: Clock, *, caller: Caller, named: str | int) -> Story:
    """Return an action item with the chain that leads to it.

    Raises:
        InvalidInputError: it is no such name.
        NotAllowedError: the caller may not see any.
        NotFoundError: there is none with this number.
    """
    require_permission(clock, caller, Permission.READ_ACTIONS)
    with db.read() as session:
        action = common.asked(session, caller, named)
        return story(session, clock, caller, action)


def to_change(db: Database, clock: Clock, *, caller: Caller, number: int) -> Story:
    """Return an action item that a form is to be about.

    Raises:
        NotAllowedError: it belongs to others; the message says who can.
        NotFoundError: there is none with this number.
    """
    require_permission(clock, caller, Permission.WORK_ACTION)
    with db.read() as session:
        action = common.asked(session, caller, number)
        common.require_work(clock, caller, common.one(session, caller.sig.id, action))
        return story(session, clock, caller, action)


def story(session: Session, clock: Clock, caller: Caller, action: ActionItem) -> Story:
    """Return the chain of an action item, as far as the caller may see it."""
    sig_id, day = caller.sig.id, today(clock, caller.sig)
    found = common.one(session, sig_id, action)
    decision = _decision(session, clock, caller, action)
    number = action.meeting or (decision.meeting if decision else None)
    meeting = _meeting(session, caller, number)
    points = meeting.agenda if meeting else ()
    said_by, _ = directory(session, sig_id).find(action.said_by)
    return Story(
        shown=found,
        today=day,
        may_work=common.may_work(clock, caller, found),
        meeting=meeting,
        point=next((each for each in points if each.id == action.agenda_item), None),
        decision=decision,
        practice=_practice(session, clock, caller, action),
        section=_section(session, sig_id, action),
        said_by_user_id=common.accounts(session, sig_id).get(said_by or 0),
    )


def around(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    kind: Kind,
    number: int,
) -> Around:
    """Return what was decided and is to be done because of a meeting, and so on.

    For a decision and a practice the action items that belong to them; for a meeting
    also its decisions, and what is to be done by them. Externals see what is theirs.

    Raises:
        NotAllowedError: the caller may not see any.
    """
    require_permission(clock, caller, Permission.READ_ACTIONS)
    sig_id, day = caller.sig.id, today(clock, caller.sig)
    with db.read() as session:
        decisions, points = tuple[Recorded, ...](), dict[int, str]()
        if kind is Kind.MEETING:
            points = _points(session, caller, number)
            decisions = _decided_in(session, clock, caller, number)
        wanted = {(kind, number)} | {
            (Kind.DECISION, each.decision.number) for each in decisions
        }
        known = rows.all_actions(session, sig_id)
        mine = [each for each in known if wanted.intersection(_links(each))]
        found = common.shown(session, sig_id, mine)
    if caller.actor.role is Role.EXTERNAL:
        found = tuple(each for each in found if common.is_theirs(each, caller))
    return Around(actions=found, decisions=decisions, today=day, points=points)


def _points(session: Session, caller: Caller, number: int) -> dict[int, str]:
    meeting = _meeting(session, caller, number)
    return {each.id: each.title for each in meeting.agenda} if meeting else {}


def _links(action: ActionItem) -> set[tuple[Kind, int | None]]:
    return {
        (Kind.MEETING, action.meeting),
        (Kind.DECISION, action.decision),
        (Kind.PRACTICE, action.practice),
    }


def _decided_in(
    session: Session, clock: Clock, caller: Caller, number: int
) -> tuple[Recorded, ...]:
    may_read = may(
        caller.actor, Permission.READ_DECISIONS, today=today(clock, caller.sig)
    )
    meeting = meeting_rows.find(session, caller.sig.id, number)
    if meeting is None or not may_read:
        return ()
    return decision_rows.of_meeting(session, meeting.id)


def around_section(db: Database, clock: Clock, *, caller: Caller, key: str) -> Around:
    """Return what is to be done for a section of the paper.

    Raises:
        NotAllowedError: the caller may not see any.
    """
    require_permission(clock, caller, Permission.READ_ACTIONS)
    sig_id, day = caller.sig.id, today(clock, caller.sig)
    with db.read() as session:
        known = rows.all_actions(session, sig_id)
        mine = [each for each in known if each.section == key]
        found = common.shown(session, sig_id, mine)
    if caller.actor.role is Role.EXTERNAL:
        found = tuple(each for each in found if common.is_theirs(each, caller))
    return Around(actions=found, decisions=(), today=day)


def _decision(
    session: Session, clock: Clock, caller: Caller, action: ActionItem
) -> Recorded | None:
    day = today(clock, caller.sig)
    if action.decision is None or not may(
        caller.actor, Permission.READ_DECISIONS, today=day
    ):
        return None
    try:
        return decision_rows.find(session, caller.sig.id, action.decision)
    except NotFoundError:
        return None


def _practice(
    session: Session, clock: Clock, caller: Caller, action: ActionItem
) -> Practice | None:
    if action.practice is None:
        return None
    found = practice_rows.get(session, caller.sig.id, action.practice)
    return found if may_read(clock, caller, found) else None


def _meeting(session: Session, caller: Caller, number: int | None) -> Meeting | None:
    if number is None or not caller.actor.may_attend(number):
        return None
    return meeting_rows.find(session, caller.sig.id, number)


def _section(session: Session, sig_id: int, action: ActionItem) -> str:
    if action.section is None:
        return ""
    paper = paper_rows.paper(session, sig_id)
    titles = {each.key: each.title for each in paper.sections} if paper else {}
    return titles.get(action.section, action.section)
