"""What the chair hears, alone: what is carried over again, what nobody has."""

from zoneinfo import ZoneInfo

from bot.domain.actions.carrying import RAISED_AFTER, Raised, ToAssign
from bot.domain.outbox import Message
from bot.services.actions import common
from storage import actions as rows
from storage import meetings as meeting_rows
from storage import members as member_rows
from storage import sigs as sig_rows
from storage.database import Database


def for_message(db: Database, message: Message) -> Raised | None:
    """Return what a meeting left open for the second time and is open still."""
    with db.read() as session:
        found = meeting_rows.find_by_id(session, message.object_id)
        if found is None or found[0] != message.sig_id:
            return None
        sig = sig_rows.get(session, message.sig_id)
        ids = rows.carry_rows(session, message.object_id)
        raised = [
            each
            for each in rows.all_actions(session, sig.id)
            if each.id in ids and each.is_open and each.carried == RAISED_AFTER
        ]
        shown = common.shown(session, sig.id, raised)
    if not shown:
        return None
    day = message.due_at.astimezone(ZoneInfo(sig.zone)).date()
    return Raised(meeting=found[1], actions=shown, today=day)


def to_assign_for_message(db: Database, message: Message) -> ToAssign | None:
    """Return the open action items that somebody has to find an owner for."""
    with db.read() as session:
        sig = sig_rows.get(session, message.sig_id)
        gone = {
            each.person.id
            for each in member_rows.roster(session, sig.id)
            if not each.is_active
        }
        known = [each for each in rows.all_actions(session, sig.id) if each.is_open]
        shown = tuple(
            each
            for each in common.shown(session, sig.id, known)
            if not each.owner
            or (each.owner_user_id is None and gone.intersection(each.people[:1]))
        )
    if not shown:
        return None
    day = message.due_at.astimezone(ZoneInfo(sig.zone)).date()
    return ToAssign(actions=shown, sig_id=sig.id, today=day)
