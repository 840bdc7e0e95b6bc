"""A week before an external's access ends, whoever answers for them hears of it."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlmodel import Session

from bot.domain import externals as rules
from bot.domain.members import Guest, Member
from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from bot.services.members import people
from bot.services.members.people import Group
from bot.services.members.roster import entry_of
from storage import externals as rows
from storage.database import Database

# Somebody heard of it already, or is about to.
_BEGUN = (MessageState.CLAIMED, MessageState.SENT, MessageState.MISSED)


def replan(session: Session, sig: Sig, now: datetime) -> None:
    """Plan the warnings of a group anew, after any change of its people.

    They are rows of the outbox that are due on that day: a restart loses nothing,
    and none is sent twice for the same last day, whoever gets it.
    """
    group, known = people.load(session, sig), rows.warnings(session, sig.id)
    wanted = [
        each
        for external in _externals(group)
        for each in _warnings(group, external, known, now)
    ]
    begun = {_about(key) for key, state in known.items() if state in _BEGUN}
    rows.plan(session, sig.id, wanted, settled=begun, now=now)


def ending_for_message(db: Database, message: Message) -> Guest | None:
    """Return what a warning speaks of, or None when its reason is gone.

    It is gone when the last day is another one by now, or the external is no longer
    in the group.
    """
    with db.read() as session:
        group = people.of(session, message.sig_id)
        known = rows.organisations(session, message.sig_id)
    for each in _externals(group):
        is_meant = each.person.id == message.object_id
        if is_meant and message.key.startswith(_prefix(group.sig, each)):
            entry = entry_of(group, known, each.person.id)
            return Guest(sig=group.sig, entry=entry)
    return None


def _externals(group: Group) -> Iterator[Member]:
    for each in group.members:
        is_external = each.place.role is Role.EXTERNAL
        if is_external and each.is_active and each.place.expires_on is not None:
            yield each


def _warnings(
    group: Group, external: Member, known: Iterable[str], now: datetime
) -> Iterator[Message]:
    """Yield the warnings for one external, to each who is to hear of it.

    Nobody is warned of a last day that they have only just given.
    """
    last, prefix = external.place.expires_on, _prefix(group.sig, external)
    if last is None or rules.end_of(last, group.sig) <= now:
        return
    was_planned = any(key.startswith(prefix) for key in known)
    for reader in rules.warned(group.members, external.place):
        due = rules.warning_due(group.sig, reader, last)
        if due > now or was_planned:
            yield Message(
                key=f"{prefix}{reader.id}",
                kind=MessageKind.EXTERNAL_ENDING,
                sig_id=group.sig.id,
                object_id=external.person.id,
                recipient=str(reader.user_id),
                due_at=max(due, now),
                not_after=rules.end_of(last, group.sig),
            )


def _prefix(sig: Sig, external: Member) -> str:
    last = external.place.expires_on
    return f"external:{sig.id}:{external.person.id}:{last}:"


def _about(key: str) -> str:
    """Return the part of a key that says which last day of whom it is about."""
    return f"{key.rpartition(':')[0]}:"
