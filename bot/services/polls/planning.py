"""Plans what is said about a poll: reminders, the end, the result, the count.

Everything is a row of the outbox, so a restart loses nothing and says nothing twice.
The keys of reminders and of the end carry the deadline: with another deadline they
are others.
"""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.members import Member
from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.permissions import TABLE, Permission
from bot.domain.polls import Poll, PollState
from bot.domain.quiet import when_awake
from bot.domain.sigs import Sig
from bot.services.polls.common import asked_in_private, count, voices
from storage import clusters as cluster_rows
from storage import members as member_rows
from storage import outbox, sigs
from storage import polls as rows
from storage.successions import loading as successions

REMINDED_BEFORE = timedelta(days=1)
_PLANNED = (MessageKind.POLL_REMINDER, MessageKind.POLL_OVER, MessageKind.POLL_RESULT)
_SENT = (MessageState.SENT, MessageState.CLAIMED)
# A word about a zone that reaches somebody later than this is of no use.
_USEFUL = timedelta(days=7)


def announce(session: Session, sig: Sig, poll: Poll, *, now: datetime) -> None:
    """Post a new poll in the group's channel."""
    _post(
        session,
        sig,
        poll,
        key=channel_key(poll.id),
        kind=MessageKind.POLL_OPENED,
        due=now,
        until=poll.deadline_at,
    )


def refresh(session: Session, sig: Sig, poll: Poll, *, now: datetime) -> None:
    """Show in the channel, and in the results of the chairs, how the poll stands now.

    Each change has a row of its own: one that waits already may be rendered before
    this change is saved.
    """
    key = f"poll:{poll.id}:refresh:{uuid.uuid4().hex}"
    _post(session, sig, poll, key=key, kind=MessageKind.POLL_REFRESH, due=now)
    for each in rows.messages(session, poll.id, [MessageKind.POLL_RESULT]):
        if each.state in _SENT:
            again = Message(
                key=f"{each.key}|{uuid.uuid4().hex}",
                kind=MessageKind.POLL_RESULT_REFRESH,
                sig_id=sig.id,
                object_id=poll.id,
                recipient=each.recipient,
                due_at=now,
            )
            outbox.enqueue(session, again)


def replan(session: Session, sig: Sig, poll: Poll, *, now: datetime) -> None:
    """Plan reminders, the end and the result anew; doing it again changes nothing."""
    poll, members = poll.at(now), member_rows.roster(session, sig.id)
    wanted: list[Message] = []
    if poll.state is PollState.OPEN:
        wanted += _reminders(session, sig, poll, members=members, now=now)
    if not poll.is_ended:
        wanted += _ends(session, sig, poll, members)
    rows.plan(session, poll.id, wanted, kinds=_PLANNED, now=now)


def tell_zone(session: Session, sig: Sig, poll: Poll, *, now: datetime) -> None:
    """Tell those who answered that the times are in another zone than they saw."""
    answered = rows.answerers(session, poll.id)
    wanted = [
        Message(
            key=f"poll:{poll.id}:zone:{poll.version}:{each.person.id}",
            kind=MessageKind.POLL_ZONE,
            sig_id=sig.id,
            object_id=poll.id,
            recipient=str(each.person.user_id),
            due_at=_awake(now, sig, each),
            not_after=now + _USEFUL,
        )
        for each in voices(member_rows.roster(session, sig.id))
        if each.person.id in answered and each.person.user_id
    ]
    rows.plan(session, poll.id, wanted, kinds=[MessageKind.POLL_ZONE], now=now)


def channel_key(poll_id: int) -> str:
    """Return the key of the message that asks the channel."""
    return f"poll:{poll_id}:channel"


def leads(member: Member) -> bool:
    """Whether somebody hears of the result and decides."""
    roles = TABLE[Permission.POLL_DATES]
    return member.is_active and member.place.role in roles


def to_remind(
    session: Session, sig: Sig, poll: Poll, members: tuple[Member, ...]
) -> list[Member]:
    """Return who is asked again: of each cluster that is silent, the one who votes."""
    lineage = successions.lineage(session, sig.id)
    silent = count(session, sig, poll, lineage=lineage).silent
    keys = {each.id: each.key for each in cluster_rows.clusters(session, sig.id)}
    asked = {
        each.person.id
        for cluster_id, each in asked_in_private(members).items()
        if lineage.voice(keys[cluster_id]) in silent
    }
    return [each for each in members if each.person.id in asked]


def _reminders(
    session: Session,
    sig: Sig,
    poll: Poll,
    *,
    members: tuple[Member, ...],
    now: datetime,
) -> Iterator[Message]:
    """Yield one word to each, a day before the deadline.

    Who hears of a poll, or of more time, less than a day before is not reminded.
    """
    known = rows.messages(session, poll.id, [MessageKind.POLL_REMINDER])
    keys = {each.key for each in known}
    for each in to_remind(session, sig, poll, members):
        key = f"poll:{poll.id}:reminder:{_stamp(poll)}:{each.person.id}"
        due = _awake(poll.deadline_at - REMINDED_BEFORE, sig, each)
        if due > now or key in keys:
            yield Message(
                key=key,
                kind=MessageKind.POLL_REMINDER,
                sig_id=sig.id,
                object_id=poll.id,
                recipient=str(each.person.user_id),
                due_at=due,
                not_after=poll.deadline_at,
            )


def _ends(
    session: Session, sig: Sig, poll: Poll, members: tuple[Member, ...]
) -> Iterator[Message]:
    """Yield what happens at the deadline: the channel's count, the chairs' result.

    Those who lead get it in their private channel, or each of them where there is
    none.
    """
    channel = sigs.get(session, sig.id).channel_id
    if channel is not None:
        yield _end(poll, sig, channel, kind=MessageKind.POLL_OVER, last="channel")
    chairs = sigs.get(session, sig.id).chairs_channel_id
    if chairs is not None:
        yield _end(poll, sig, chairs, kind=MessageKind.POLL_RESULT, last="chairs")
        return
    for each in members:
        user, who = each.person.user_id, str(each.person.id)
        if leads(each) and user:
            yield _end(poll, sig, user, kind=MessageKind.POLL_RESULT, last=who)


def _end(
    poll: Poll, sig: Sig, recipient: str, *, kind: MessageKind, last: str
) -> Message:
    word = kind.value.removeprefix("poll_")
    return Message(
        key=f"poll:{poll.id}:{word}:{_stamp(poll)}:{last}",
        kind=kind,
        sig_id=sig.id,
        object_id=poll.id,
        recipient=recipient,
        due_at=poll.deadline_at,
    )


def _post(
    session: Session,
    sig: Sig,
    poll: Poll,
    *,
    key: str,
    kind: MessageKind,
    due: datetime,
    until: datetime | None = None,
) -> None:
    channel = sigs.get(session, sig.id).channel_id
    if channel is None:
        return  # a group that has no channel yet
    outbox.enqueue(
        session,
        Message(
            key=key,
            kind=kind,
            sig_id=sig.id,
            object_id=poll.id,
            recipient=channel,
            due_at=due,
            not_after=until,
        ),
    )


def _awake(moment: datetime, sig: Sig, member: Member) -> datetime:
    return when_awake(
        moment,
        member.person.zone or sig.zone,
        quiet_from=sig.quiet_from,
        quiet_until=sig.quiet_until,
    )


def _stamp(poll: Poll) -> int:
    return int(poll.deadline_at.timestamp())
