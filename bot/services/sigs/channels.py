"""What happens to a group's channel, and who has to know."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.outbox import Message, MessageKind
from bot.domain.sigs import ChannelStatus, Sig, Sighting, SigState
from bot.services.sigs.leading import tell_leaders
from storage import audit, outbox
from storage import sigs as rows
from storage.database import Database

_LOST = {
    ChannelStatus.ARCHIVED: MessageKind.CHANNEL_ARCHIVED,
    ChannelStatus.DELETED: MessageKind.CHANNEL_DELETED,
    ChannelStatus.LEFT: MessageKind.CHANNEL_LEFT,
}


def homes(db: Database, team_id: str) -> tuple[str, ...]:
    """Return the channels of the workspace that its groups and their chairs use."""
    with db.read() as session:
        known = rows.of_team(session, team_id)
    used = [place for sig in known for place in (sig.channel_id, sig.chairs_channel_id)]
    return tuple(dict.fromkeys(place for place in used if place))


def seen(
    db: Database, clock: Clock, *, team_id: str, channel_id: str, sighting: Sighting
) -> None:
    """Take note of how a channel was found; those who lead hear of a change once.

    Seeing the same again changes nothing, so events may come twice and in any order.
    """
    with db.begin() as session:
        home = rows.by_channel(session, team_id, channel_id)
        if home is not None:
            _see_home(session, rows.lock(session, home.id), sighting, clock())
        for sig in rows.by_chairs_channel(session, team_id, channel_id):
            _see_chairs_channel(session, rows.lock(session, sig.id), sighting, clock())


def follow(db: Database, clock: Clock, *, team_id: str, old: str, new: str) -> None:
    """Follow a channel that got another id, with all that waits for it."""
    with db.begin() as session:
        affected = rows.by_channel(session, team_id, old)
        is_taken = rows.by_channel(session, team_id, new) is not None
        if is_taken or not rows.follow(session, team_id, old=old, new=new):
            return  # told before, or none of ours
        outbox.readdress(session, team_id, old=old, new=new)
        if affected is not None:
            _log(session, affected, "followed_channel", clock())


def greet(db: Database, clock: Clock, *, team_id: str, channel_id: str) -> None:
    """Say, once in a channel that no group uses, what the bot does."""
    with db.begin() as session:
        if rows.is_used(session, channel_id):
            return
        outbox.enqueue(
            session,
            Message(
                key=f"greeting:{team_id}:{channel_id}",
                kind=MessageKind.BOT_GREETING,
                sig_id=0,
                object_id=0,
                recipient=channel_id,
                due_at=clock(),
            ),
        )


def is_free(db: Database, channel_id: str) -> bool:
    """Say whether no group uses the channel yet."""
    with db.read() as session:
        return not rows.is_used(session, channel_id)


def for_message(db: Database, message: Message) -> Sig | None:
    """Return the group a message speaks of, or None when its reason is gone."""
    with db.read() as session:
        sig = rows.get(session, message.object_id)
    reasons = {
        MessageKind.GROUP_SET_UP: sig.channel_id == message.recipient,
        MessageKind.CHANNEL_SHARED: sig.is_shared,
        MessageKind.CHAIRS_CHANNEL_LOST: sig.chairs_channel_id is None,
    }
    holds = reasons.get(message.kind, sig.state is SigState.ARCHIVED)
    return sig if holds else None


def _see_home(session: Session, sig: Sig, sighting: Sighting, now: datetime) -> None:
    after = replace(
        sig,
        state=_state(sig, sighting),
        is_shared=sig.is_shared if sighting.is_shared is None else sighting.is_shared,
    )
    if after == sig:
        return
    after = rows.save(session, after)
    if after.state is not sig.state:
        is_lost = after.state is SigState.ARCHIVED
        _log(session, after, "lost_channel" if is_lost else "regained_channel", now)
    if after.state is SigState.ARCHIVED and sig.state is SigState.ACTIVE:
        kind = _LOST[sighting.status or ChannelStatus.ARCHIVED]
        tell_leaders(session, after, kind, now=now)
    if after.is_shared and not sig.is_shared:
        tell_leaders(session, after, MessageKind.CHANNEL_SHARED, now=now)


def _see_chairs_channel(
    session: Session, sig: Sig, sighting: Sighting, now: datetime
) -> None:
    """Give up a chairs' channel that is gone, or that others can read."""
    is_open = sighting.status in {None, ChannelStatus.OPEN}
    if is_open and not sighting.is_shared:
        return
    after = rows.save(session, replace(sig, chairs_channel_id=None))
    _log(session, after, "lost_chairs_channel", now)
    tell_leaders(session, after, MessageKind.CHAIRS_CHANNEL_LOST, now=now)


def _state(sig: Sig, sighting: Sighting) -> SigState:
    if sighting.status is None:
        return sig.state
    is_open = sighting.status is ChannelStatus.OPEN
    return SigState.ACTIVE if is_open else SigState.ARCHIVED


def _log(session: Session, sig: Sig, verb: str, now: datetime) -> None:
    audit.record(
        session,
        sig.id,
        None,
        verb=verb,
        object_kind="sig",
        object_id=sig.id,
        now=now,
    )
