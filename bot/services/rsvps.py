"""Answers to invitations, and the forecast of the quorum that they make."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain import rsvps as rules
from bot.domain.clock import Clock
from bot.domain.errors import NotFoundError
from bot.domain.meetings import Meeting, Rsvp
from bot.domain.members import Member
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import CLUSTER_VOICES, Permission, may
from bot.domain.quorum import Answer, Forecast, forecast
from bot.domain.rsvps import Guest, Replies
from bot.domain.sigs import Sig
from bot.services.meetings.common import asked, numbered
from bot.services.members import Caller, require_permission, today
from storage import audit, outbox, successions
from storage import clusters as cluster_rows
from storage import meetings as meeting_rows
from storage import members as member_rows
from storage import rsvps as rows
from storage.database import Database
from storage.rsvps import Reply

# The messages that show how many come, and so are brought up to date.
SHOWN_IN = (
    MessageKind.MEETING_ANNOUNCED,
    MessageKind.MEETING_MOVED,
    MessageKind.MEETING_REOPENED,
    MessageKind.MEETING_REMINDER,
)
# Many answers within this time change a message once.
_AT_MOST_EVERY = timedelta(seconds=20)
_USEFUL = timedelta(hours=1)
_REFRESH = ":answers:"
_GONE = "There is no such meeting in this group. /meeting list shows yours."


def answer(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    meeting_id: int,
    said: Rsvp,
    represented_by: str = "",
) -> Replies:
    """Store what the caller answers, in place of what they said before.

    Raises:
        NotFoundError: the group has no such meeting, or the caller is not invited.
        NotAllowedError: only people of the group may.
        InvalidTransitionError: the meeting has begun, or was cancelled.
    """
    require_permission(clock, caller, Permission.ANSWER_MEETING)
    now = clock()
    with db.begin() as session:
        meeting = _invited(session, caller, meeting_id)
        rules.require_open(meeting, now=now)
        is_voice = caller.actor.role in CLUSTER_VOICES
        reply = Reply(
            person_id=caller.person.id,
            cluster_id=caller.actor.cluster_id if is_voice else None,
            answer=said,
            represented_by=represented_by if said is Rsvp.REPRESENTED else "",
        )
        if rows.answer(session, meeting.id, reply):
            audit.record(
                session,
                caller.sig.id,
                caller.person.id,
                verb="answered",
                object_kind="meeting",
                object_id=meeting.id,
                now=now,
            )
            refresh(session, caller.sig.id, meeting, now=now)
        return _replies(session, clock, caller, meeting)


def answerable(
    db: Database, clock: Clock, *, caller: Caller, meeting_id: int
) -> Replies:
    """Return a meeting that the caller can answer now, for a form that asks more.

    Raises:
        NotFoundError: the group has no such meeting, or the caller is not invited.
        NotAllowedError: only people of the group may.
        InvalidTransitionError: the meeting has begun, or was cancelled.
    """
    require_permission(clock, caller, Permission.ANSWER_MEETING)
    with db.read() as session:
        meeting = _invited(session, caller, meeting_id)
        rules.require_open(meeting, now=clock())
        return _replies(session, clock, caller, meeting)


def shown(db: Database, clock: Clock, *, caller: Caller, text: str) -> Replies:
    """Return what the caller answered, and what they may see of the others.

    Raises:
        InvalidInputError: the text names no meeting.
        NotFoundError: the group has no such meeting, or the caller is not invited.
        NotAllowedError: only people of the group may.
    """
    require_permission(clock, caller, Permission.ANSWER_MEETING)
    with db.read() as session:
        meeting = asked(session, caller, text, now=clock())
        return _replies(session, clock, caller, meeting)


def people(db: Database, clock: Clock, *, caller: Caller, meeting_id: int) -> Replies:
    """Return who answered what, by person.

    Raises:
        NotFoundError: the group has no such meeting.
        NotAllowedError: only members of the group may.
    """
    require_permission(clock, caller, Permission.READ_RSVP)
    with db.read() as session:
        meeting = _invited(session, caller, meeting_id)
        return _replies(session, clock, caller, meeting)


def forecast_of(session: Session, sig: Sig, meeting: Meeting) -> Forecast:
    """Return how many clusters are to be expected, one voice each."""
    return _forecast(session, sig, rows.of_meeting(session, meeting.id))


def refresh(session: Session, sig_id: int, meeting: Meeting, *, now: datetime) -> None:
    """Let the messages that show how many come say it anew, once for many answers."""
    step = int(_AT_MOST_EVERY.total_seconds())
    turn = int(now.timestamp()) // step + 1
    due_at = now + timedelta(seconds=turn * step - now.timestamp())
    shown_in = rows.shown_in(session, sig_id, meeting.id, kinds=SHOWN_IN)
    for key, place in shown_in.items():
        outbox.enqueue(
            session,
            Message(
                key=f"{key}{_REFRESH}{turn}",
                kind=MessageKind.MEETING_ANSWERS,
                sig_id=sig_id,
                object_id=meeting.id,
                recipient=place,
                due_at=due_at,
                not_after=due_at + _USEFUL,
            ),
        )


def earlier_of(db: Database, message: Message) -> Message | None:
    """Return the message that shows how many come, and is to say it anew."""
    with db.read() as session:
        return outbox.by_key(session, message.key.partition(_REFRESH)[0])


def _invited(session: Session, caller: Caller, meeting_id: int) -> Meeting:
    """Return a meeting of the caller's group to which they are invited.

    Raises:
        NotFoundError: there is no such.
    """
    found = meeting_rows.find_by_id(session, meeting_id)
    if found is None or found[0] != caller.sig.id:
        raise NotFoundError(_GONE)
    return numbered(session, caller, found[1].number)


def _forecast(session: Session, sig: Sig, replies: tuple[Reply, ...]) -> Forecast:
    """Count the answers of those who speak for a cluster now, wherever they did."""
    known = cluster_rows.clusters(session, sig.id)
    keys = {each.id: each.key for each in known}
    seats = {
        member.person.id: keys.get(member.place.cluster_id or 0)
        for member in member_rows.roster(session, sig.id)
        if member.is_active and member.place.role in CLUSTER_VOICES
    }
    return forecast(
        (
            Answer(cluster=seats.get(each.person_id), answer=each.answer)
            for each in replies
        ),
        clusters=[each.key for each in cluster_rows.active(session, sig.id)],
        lineage=successions.lineage(session, sig.id),
        percent=sig.quorum_percent,
    )


def _replies(
    session: Session, clock: Clock, caller: Caller, meeting: Meeting
) -> Replies:
    day, sig = today(clock, caller.sig), caller.sig
    given = rows.of_meeting(session, meeting.id)
    own = next((each for each in given if each.person_id == caller.person.id), None)
    expected = _forecast(session, sig, given)
    may_see = may(caller.actor, Permission.READ_RSVP, today=day)
    lineage = successions.lineage(session, sig.id)
    known = cluster_rows.clusters(session, sig.id) if may_see else ()
    roster = {each.person.id: each for each in member_rows.roster(session, sig.id)}
    names = {each.id: each.name for each in known}
    guests = [
        _guest(each, roster[each.person_id], names)
        for each in given
        if each.person_id in roster
    ]
    coming = {Rsvp.YES, Rsvp.REPRESENTED}
    return Replies(
        meeting=meeting,
        forecast=expected,
        names={each.key: lineage.name(each.key) for each in known},
        own=own.answer if own else None,
        own_represented_by=own.represented_by if own else "",
        guests=tuple(guests) if may_see else (),
        others=sum(
            each.answer in coming
            for each in given
            if each.person_id in roster
            and roster[each.person_id].place.role not in CLUSTER_VOICES
        ),
        is_open=rules.is_open(meeting, now=clock()),
        may_see_people=may_see,
    )


def _guest(reply: Reply, member: Member, names: dict[int, str]) -> Guest:
    is_voice = member.place.role in CLUSTER_VOICES
    cluster_id = member.place.cluster_id if is_voice else None
    return Guest(
        user_id=member.person.user_id,
        role=member.place.role.replace("_", " "),
        cluster=names.get(cluster_id) if cluster_id is not None else None,
        answer=reply.answer,
        represented_by=reply.represented_by,
    )
