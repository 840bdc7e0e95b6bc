"""Reading decisions, and what messages about them speak of."""

from bot.domain.clock import Clock
from bot.domain.decisions import Recorded, Standing
from bot.domain.outbox import Message
from bot.domain.permissions import Permission
from bot.services.decisions import common
from bot.services.decisions.voting import settled
from bot.services.members import Caller, require_permission
from storage import decisions as rows
from storage import outbox
from storage import sigs as sig_rows
from storage.database import Database


def listed(db: Database, clock: Clock, *, caller: Caller) -> tuple[Recorded, ...]:
    """Return the decisions of the group, the newest first.

    Raises:
        NotAllowedError: only members of the group read them.
    """
    require_permission(clock, caller, Permission.READ_DECISIONS)
    with db.read() as session:
        return rows.all_decisions(session, caller.sig.id)[::-1]


def shown(db: Database, clock: Clock, *, caller: Caller, number: int) -> Standing:
    """Return one decision with its tally.

    Raises:
        NotAllowedError: only members of the group read them.
        NotFoundError: there is no such decision.
    """
    require_permission(clock, caller, Permission.READ_DECISIONS)
    with db.read() as session:
        found = rows.find(session, caller.sig.id, number)
        return common.standing(session, caller.sig, found)


def for_message(db: Database, message: Message) -> Standing | None:
    """Return the decision that a message shows."""
    with db.read() as session:
        found = rows.by_id(session, message.object_id)
        if found is None or found.sig_id != message.sig_id:
            return None
        return common.standing(session, sig_rows.get(session, found.sig_id), found)


def decided_for_message(db: Database, message: Message) -> Standing | None:
    """Return a written procedure that is over; its last day ends it now.

    The message of its result is the alarm that ends it: it is due when the procedure
    is, and ending twice is ending once.
    """
    with db.begin() as session:
        found = rows.by_id(session, message.object_id)
        if found is None or found.sig_id != message.sig_id:
            return None
        sig = sig_rows.get(session, found.sig_id)
        found = rows.lock(session, sig.id, found.decision.number)
        standing = common.standing(session, sig, found)
        if found.is_open and found.is_over(message.due_at):
            stored = settled(session, sig, standing, by=None, now=message.due_at)
            return common.standing(session, sig, stored)
    return None if found.is_open else standing


def recorded_message(db: Database, message: Message) -> Message | None:
    """Return the message that shows the decision of another message."""
    with db.read() as session:
        return outbox.by_key(session, common.recorded_key(message.object_id))
