"""Action items as JSON values."""

from bot.domain.actions import ActionItem
from bot.domain.exchange.practice_writing import Keys, own_number
from bot.domain.exchange.values import Json
from bot.domain.references import Kind


def action_json(action: ActionItem, keys: Keys) -> Json:
    """Return an action item; what few say is written only where it is said."""
    key = keys[Kind.ACTION][action.number]
    meeting = action.meeting
    return {
        "id": key,
        **own_number(key, action.number),
        "title": action.title,
        "owner": action.owner,
        "meeting": keys[Kind.MEETING][meeting] if meeting else None,
        "due": action.due_on.isoformat() if action.due_on else None,
        "status": action.status.value,
        "done_on": action.done_on.isoformat() if action.done_on else None,
        "priority": action.priority,
        "co_owners": list(action.co_owners),
        "note": action.note,
        "evidence": action.evidence,
        **_rare(action, keys),
    }


def _rare(action: ActionItem, keys: Keys) -> Json:
    decision, practice = action.decision, action.practice
    snoozed = action.snoozed_until
    found = {
        "decision": keys[Kind.DECISION][decision] if decision else None,
        "practice": keys[Kind.PRACTICE][practice] if practice else None,
        "section": action.section,
        "detail": action.detail,
        "reason": action.reason,
        "permalink": action.permalink,
        "snoozed_until": snoozed.isoformat() if snoozed else None,
    }
    return {name: value for name, value in found.items() if value}
