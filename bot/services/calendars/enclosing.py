"""Sends a meeting's file along with what is said about the meeting."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.invitations import Invitation, Method, is_told, method_for, uid_of
from bot.domain.meetings import Meeting
from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.permissions import Permission, may
from bot.domain.sigs import Sig
from bot.services.calendars import keys
from storage import invitations as rows
from storage import meetings as meeting_rows
from storage import members, outbox, sigs
from storage.database import Database
from storage.invitations import Guest

# A meeting of a series is announced, and so sent by e-mail, this long before.
ANNOUNCED_BEFORE = timedelta(days=28)
_GIVEN = (MessageState.PENDING, MessageState.CLAIMED, MessageState.SENT)
_SENT = (MessageState.SENT,)


def enclose(session: Session, sig: Sig, meeting: Meeting, *, notice: Message) -> None:
    """Let the file of a meeting follow a notice about it, in the notice's thread.

    Called in the transaction of the change; again it changes nothing. Whoever took an
    earlier file gets the new one too, and who is invited by e-mail an e-mail.
    """
    rows.keep_uid(session, meeting.id, uid_of(sig, meeting))
    if notice.recipient:  # a group may have no channel yet
        key = keys.of_file(meeting, "channel")
        outbox.enqueue(session, _file(meeting, notice, key=key, thread=notice.key))
    for user_id in _takers(session, meeting):
        give(session, sig, meeting, user_id=user_id, due=notice.due_at, day="")
    for guest in rows.guests(session, sig.id):
        if is_invited(guest, meeting):
            mail(session, sig, meeting, guest, due=notice.due_at)


def give(
    session: Session,
    sig: Sig,
    meeting: Meeting,
    *,
    user_id: str,
    due: datetime,
    day: str,
) -> bool:
    """Send somebody the file in their direct message with the bot: a line, then it.

    ``day`` is that on which they asked for it; without it a change is told.

    Returns:
        False when this was asked for before.
    """
    note = Message(
        key=keys.of_file(meeting, f"{user_id}:{day}"),
        kind=MessageKind.MEETING_FILE_NOTE,
        sig_id=sig.id,
        object_id=meeting.id,
        recipient=user_id,
        due_at=due,
        not_after=_useful_until(meeting, due),
    )
    is_new = outbox.enqueue(session, note)
    key = f"{note.key}:file"
    outbox.enqueue(session, _file(meeting, note, key=key, thread=note.key))
    return is_new


def mail(
    session: Session, sig: Sig, meeting: Meeting, guest: Guest, *, due: datetime
) -> None:
    """Send somebody without Slack the meeting by e-mail, once for each change."""
    person_id = guest.member.person.id
    message = Message(
        key=keys.of_mail(meeting, person_id),
        kind=MessageKind.MEETING_MAIL,
        sig_id=sig.id,
        object_id=meeting.id,
        recipient=keys.mailbox(person_id),
        due_at=due,
        not_after=_useful_until(meeting, due),
    )
    if not outbox.enqueue(session, message):
        # Nobody who was not invited for a while, or to this one, got it then.
        rows.send_again(session, message.key, due=due)


def is_invited(guest: Guest, meeting: Meeting) -> bool:
    """Say whether a guest may come to a meeting."""
    meetings = guest.member.place.meetings
    return meetings is None or meeting.number in meetings


def note_for_message(db: Database, message: Message) -> Meeting | None:
    """Return the meeting that a line above a file speaks of; None as for the file."""
    found = file_for_message(db, message, now=message.due_at)
    return found.meeting if found else None


def file_for_message(
    db: Database, message: Message, *, now: datetime
) -> Invitation | None:
    """Return what a file says; None when a change overtook it, or the meeting began.

    Or when it is for somebody who may not see the meeting any more.
    """
    with db.read() as session:
        found = _current(session, message, now)
        if found is None or not _may_have(session, message, found):
            return None
    return found


def mail_for_message(
    db: Database, message: Message, *, now: datetime
) -> tuple[Invitation, str] | None:
    """Return what an e-mail says and where it goes; None when its reason is gone.

    Nobody hears of the end of what they never heard of.
    """
    with db.read() as session:
        found = _current(session, message, now)
        guest = _guest(session, message) if found else None
        if found is None or guest is None:
            return None
        told = rows.recipients(
            session, found.meeting.id, MessageKind.MEETING_MAIL, _SENT
        )
        is_unheard = message.recipient not in told
        if found.method is Method.CANCEL and is_unheard:
            return None
        if not _may_see(session, guest.member.person.id, found):
            return None
    return replace(found, attendee=guest.email), guest.email


def to_invitation(
    sig: Sig, meeting: Meeting, *, made_at: datetime, method: Method | None = None
) -> Invitation:
    """Return a meeting as calendars are told of it."""
    return Invitation(
        meeting=meeting,
        sig=sig,
        uid=uid_of(sig, meeting),
        method=method or method_for(meeting),
        made_at=made_at,
    )


def _file(meeting: Meeting, notice: Message, *, key: str, thread: str) -> Message:
    return Message(
        key=key,
        kind=MessageKind.MEETING_FILE,
        sig_id=notice.sig_id,
        object_id=meeting.id,
        recipient=keys.shelf(notice.recipient),
        due_at=notice.due_at,
        not_after=_useful_until(meeting, notice.due_at),
        thread_key=thread,
    )


def _useful_until(meeting: Meeting, due: datetime) -> datetime:
    return max(meeting.starts_at, due + timedelta(hours=1))


def _takers(session: Session, meeting: Meeting) -> list[str]:
    """Return who took the file before; the first time nobody can have."""
    kind = MessageKind.MEETING_FILE_NOTE
    return sorted(rows.recipients(session, meeting.id, kind, _GIVEN))


def _current(session: Session, message: Message, now: datetime) -> Invitation | None:
    found = meeting_rows.find_by_id(session, message.object_id)
    if found is None or found[0] != message.sig_id:
        return None
    meeting = found[1]
    if not keys.is_current(message.key, meeting) or not is_told(meeting, now=now):
        return None
    return to_invitation(sigs.get(session, message.sig_id), meeting, made_at=now)


def _may_have(session: Session, message: Message, found: Invitation) -> bool:
    """Say whether a file may still go there: in the channel, or to who may see it."""
    place = keys.place_of(message.recipient)
    if place[0] not in "UW":
        return True
    people = members.in_group(session, message.sig_id, user_id=place)
    return any(_may_see(session, person.id, found) for person in people)


def _may_see(session: Session, person_id: int, found: Invitation) -> bool:
    actor = members.actor(session, found.sig.id, person_id)
    day = found.made_at.astimezone(ZoneInfo(found.sig.zone)).date()
    return (
        actor is not None
        and may(actor, Permission.READ_MEETINGS, today=day)
        and actor.may_attend(found.meeting.number)
    )


def _guest(session: Session, message: Message) -> Guest | None:
    wanted = keys.person_of(message.recipient)
    found = rows.guests(session, message.sig_id)
    return next((each for each in found if each.member.person.id == wanted), None)
