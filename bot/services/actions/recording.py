"""Recording who does what until when: read from a line, or typed into a form."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.domain.actions import ActionItem, Shown
from bot.domain.actions.drafts import (
    MAX_CO_OWNERS,
    MAX_DETAIL,
    MAX_TITLE,
    NO_TEXT,
    Draft,
    Form,
    Recorded,
)
from bot.domain.actions.phrases import today_in
from bot.domain.actions.telling import Verb
from bot.domain.clock import Clock
from bot.domain.errors import InvalidInputError
from bot.domain.externals import is_over
from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.members import Member
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Permission, Role
from bot.domain.registers.clusters import ordered
from bot.domain.text import normalise, normalise_line
from bot.services.actions import common, reminding
from bot.services.actions.assigning import sponsors_of
from bot.services.holding.material import open_meeting
from bot.services.holding.running import head_key
from bot.services.members import Caller, require_permission, today
from storage import actions as rows
from storage import audit, inbound, outbox
from storage import clusters as cluster_rows
from storage import meetings as meeting_rows
from storage import members as member_rows
from storage.database import Database
from storage.directory import directory

_USEFUL = timedelta(days=3)
_MOST_MEETINGS = 50
_TOO_LONG = "That is {} characters; {} fit here."
_WHO = {"owner": "Whoever is to do it", "co_owners": "Somebody who is to help"}
_NOT_HERE = (
    "{} is not in the group. Ask them to type /sig members in its channel once, or "
    "choose somebody else."
)
_GONE = "{} has a deactivated account, or their access is over. Choose somebody else."
_ONE_OWNER = "Choose either a person or a cluster: an action has one owner."
_NO_CLUSTER = "This cluster is not in the group any more. Choose another owner."
_OVER = "That day is over. Choose today or a later one."


def require_recordable(clock: Clock, caller: Caller) -> None:
    """Let pass whoever may record an action.

    Raises:
        NotAllowedError: the caller may not.
    """
    require_permission(clock, caller, Permission.RECORD_ACTION)


def to_record(db: Database, clock: Clock, *, caller: Caller, draft: Draft) -> Form:
    """Return a draft with what its form offers; where it belongs to is preset.

    Raises:
        NotAllowedError: the caller may not record one.
    """
    require_permission(clock, caller, Permission.RECORD_ACTION)
    with db.read() as session:
        meetings = _meetings(session, caller)
        draft = with_meeting(session, caller, draft)
        known = cluster_rows.active(session, caller.sig.id)
    return Form(draft=draft, meetings=meetings, clusters=ordered(known))


def record(
    db: Database, clock: Clock, *, caller: Caller, draft: Draft, source: str
) -> Recorded:
    """Store an action; one without an owner is flagged wherever it is shown.

    Everybody reads of it in the channel, in the thread of a meeting that it belongs
    to; whoever sponsors an external that owns it is told. The same ``source`` again
    is the same action.

    Raises:
        InvalidInputError: there is no text, the day is over, or somebody named is not
            in the group.
        NotAllowedError: the caller may not.
    """
    require_permission(clock, caller, Permission.RECORD_ACTION)
    checked, now = _checked(draft, day_of(clock, caller)), clock()
    sig_id = caller.sig.id
    with db.begin() as session:
        is_new = inbound.first_time(session, f"action:{sig_id}:{source}", now)
        known = rows.by_source(session, sig_id, source)
        if known is not None or not is_new:
            return _again(session, caller, known)
        wanted = _item(session, clock, caller=caller, draft=checked)
        new = rows.add(session, sig_id, wanted, source=source)
        stored = common.one(session, sig_id, new)
        meeting = _meeting_of(session, caller, new)
        _announce(session, caller, stored, meeting=meeting, now=now)
        told = _tell_sponsors(session, caller, stored, now=now)
        reminding.replan(session, sig_id, numbers=[new.number], now=now)
    return Recorded(shown=stored, told=told)


def for_message(db: Database, message: Message) -> Shown | None:
    """Return the action that a message shows."""
    with db.read() as session:
        found = rows.by_id(session, message.sig_id, message.object_id)
        return common.one(session, message.sig_id, found) if found else None


def day_of(clock: Clock, caller: Caller) -> date:
    """Return the day that the caller has now."""
    return today_in(clock(), caller.person.zone or caller.sig.zone)


def is_there(member: Member, day: date) -> bool:
    """Whether somebody can be given an action."""
    return member.is_active and not is_over(member.place, day)


def with_meeting(session: Session, caller: Caller, draft: Draft) -> Draft:
    """Let a draft that belongs to nothing yet belong to the meeting of now."""
    if draft.belongs:
        return draft
    meeting = open_meeting(session, caller)
    return replace(draft, meeting=meeting.number if meeting else None)


def _meetings(session: Session, caller: Caller) -> tuple[Meeting, ...]:
    """Return the meetings that an action may belong to, latest first."""
    found = [
        each
        for each in meeting_rows.all_meetings(session, caller.sig.id)
        if each.status is not MeetingStatus.CANCELLED
        and caller.actor.may_attend(each.number)
    ]
    found.sort(key=lambda each: (each.starts_at, each.number), reverse=True)
    return tuple(found[:_MOST_MEETINGS])


def _checked(draft: Draft, today: date) -> Draft:
    """Return what was typed, made safe to store.

    Raises:
        InvalidInputError: with a sentence for each field that is wrong.
    """
    title, detail = normalise_line(draft.title), normalise(draft.detail)
    problems = {}
    if not title:
        problems["title"] = NO_TEXT
    if len(title) > MAX_TITLE:
        problems["title"] = _TOO_LONG.format(len(title), MAX_TITLE)
    if len(detail) > MAX_DETAIL:
        problems["detail"] = _TOO_LONG.format(len(detail), MAX_DETAIL)
    if draft.owner and draft.cluster:
        problems["cluster"] = _ONE_OWNER
    if draft.due_on and draft.due_on < today:
        problems["due_on"] = _OVER
    helpers = tuple(dict.fromkeys(draft.co_owners))
    if len(helpers) > MAX_CO_OWNERS:
        problems["co_owners"] = f"At most {MAX_CO_OWNERS} people can help."
    if problems:
        raise InvalidInputError(problems)
    others = tuple(each for each in helpers if each != draft.owner)
    return replace(draft, title=title, detail=detail, co_owners=others)


def _item(
    session: Session, clock: Clock, *, caller: Caller, draft: Draft
) -> ActionItem:
    """Return the action with everybody in it by key.

    Raises:
        InvalidInputError: somebody is not in the group, or not there any more.
    """
    who, day = directory(session, caller.sig.id), today(clock, caller.sig)
    if draft.cluster and draft.cluster not in who.clusters.values():
        raise InvalidInputError({"cluster": _NO_CLUSTER})
    people = {
        each.person.user_id: each for each in member_rows.roster(session, caller.sig.id)
    }

    def key(field: str, account: str) -> str:
        found = people.get(account)
        if found is None or not is_there(found, day):
            said = (_GONE if found else _NOT_HERE).format(_WHO[field])
            raise InvalidInputError({field: said})
        return who.people[found.person.id]

    owner = key("owner", draft.owner) if draft.owner else draft.cluster
    return ActionItem(
        number=0,
        title=draft.title,
        detail=draft.detail,
        owner=owner or None,
        co_owners=tuple(key("co_owners", each) for each in draft.co_owners),
        due_on=draft.due_on,
        meeting=draft.meeting,
        decision=draft.decision,
        practice=draft.practice,
        section=draft.section,
        agenda_item=draft.agenda_item,
        permalink=draft.permalink,
        said_by=draft.said_by,
        recorded_by=caller.person.id,
    )


def _again(session: Session, caller: Caller, known: ActionItem | None) -> Recorded:
    if known is None:
        raise InvalidInputError({"title": "That is recorded already."})
    return Recorded(shown=common.one(session, caller.sig.id, known), is_new=False)


def _meeting_of(session: Session, caller: Caller, action: ActionItem) -> Meeting | None:
    if action.meeting is None:
        return None
    return meeting_rows.find(session, caller.sig.id, action.meeting)


def _announce(
    session: Session,
    caller: Caller,
    stored: Shown,
    *,
    meeting: Meeting | None,
    now: datetime,
) -> None:
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb="recorded",
        object_kind="action",
        object_id=stored.action_id,
        now=now,
    )
    if caller.sig.channel_id is None:
        return
    head = head_key(meeting.id) if meeting else ""
    is_reply = bool(head) and outbox.by_key(session, head) is not None
    outbox.enqueue(
        session,
        Message(
            key=common.recorded_key(stored.action_id),
            kind=MessageKind.ACTION_RECORDED,
            sig_id=caller.sig.id,
            object_id=stored.action_id,
            recipient=caller.sig.channel_id,
            due_at=now,
            not_after=now + _USEFUL,
            thread_key=head if is_reply else None,
        ),
    )


def _tell_sponsors(
    session: Session, caller: Caller, stored: Shown, *, now: datetime
) -> int:
    """Tell whoever answers for an external that owns it; return how many hear it."""
    members = member_rows.roster(session, caller.sig.id)
    sponsors = {
        person_id
        for member in members
        if member.person.id in stored.people[:1] and stored.owner_user_id
        for person_id in _answering(member, members)
    }
    sponsors -= {caller.person.id}
    common.tell(session, caller, stored, verb=Verb.SPONSORED, to=sponsors, now=now)
    return len(sponsors)


def _answering(member: Member, members: tuple[Member, ...]) -> tuple[int, ...]:
    is_external = member.place.role is Role.EXTERNAL
    return sponsors_of(member, members) if is_external else ()
