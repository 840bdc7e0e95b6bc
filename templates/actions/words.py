"""How an action item is put into words: one line, its state, what is missing."""

from datetime import date

from bot.domain.actions import ActionItem, ActionStatus, Shown
from bot.domain.references import Kind, label
from templates.documents.words import long_date
from templates.text import cut, mrkdwn

_SHORT = 150
_TIMES = {1: "once", 2: "twice"}
NEEDS_OWNER = ":warning: needs an owner"
NEEDS_DATE = ":warning: needs a date"
STATES = {
    ActionStatus.OPEN: "open",
    ActionStatus.IN_PROGRESS: "in progress",
    ActionStatus.BLOCKED: "blocked",
    ActionStatus.DONE: "done",
    ActionStatus.CANCELLED: "cancelled",
}


def line(shown: Shown, today: date, *, with_owner: bool = True) -> str:
    """Return an action item on one line of mrkdwn, with what is missing."""
    action = shown.action
    facts = [
        owner(shown) if with_owner and shown.owner else "",
        when(action, today),
        *flags(shown),
    ]
    said = " · ".join(filter(None, facts))
    title = mrkdwn(cut(action.title, _SHORT))
    return f"*{action.ref}* {title}" + (f"\n{said}" if said else "")


def owner(shown: Shown) -> str:
    """Return who does it: the account where there is one, else a title or a name."""
    user = shown.owner_user_id
    return f"<@{user}>" if user else mrkdwn(shown.owner)


def helpers(shown: Shown) -> str:
    """Return who helps: accounts where there are, else titles and names."""
    users = shown.helper_user_ids or (None,) * len(shown.helpers)
    named = zip(users, shown.helpers, strict=True)
    return ", ".join(f"<@{user}>" if user else mrkdwn(name) for user, name in named)


def state(action: ActionItem) -> str:
    """Return where it stands, in lower case."""
    said = STATES[action.status]
    if action.status is ActionStatus.DONE and action.done_on:
        return f"{said} on {long_date(action.done_on)}"
    return said


def when(action: ActionItem, today: date) -> str:
    """Return when it is due and where it stands, in a few words."""
    if not action.is_open:
        return state(action)
    found = []
    if action.due_on is not None:
        found.append(due(action, today))
    if action.status is not ActionStatus.OPEN:
        found.append(STATES[action.status])
    if action.snoozed_until is not None and action.snoozed_until > today:
        found.append(f"snoozed until {long_date(action.snoozed_until)}")
    return " · ".join(found)


def due(action: ActionItem, today: date) -> str:
    """Return the due date, and whether it is over."""
    if action.due_on is None:
        return "no date"
    if action.is_overdue(today):
        return f"was due {long_date(action.due_on)}"
    if action.due_on == today:
        return "due today"
    return f"due {long_date(action.due_on)}"


def flags(shown: Shown) -> list[str]:
    """Return what an open action item lacks."""
    if not shown.action.is_open:
        return []
    missing = [] if shown.owner else [NEEDS_OWNER]
    if shown.action.due_on is None:
        missing.append(NEEDS_DATE)
    return missing


def carried(action: ActionItem) -> str:
    """Return how often it was carried over, where that is worth a word."""
    if action.carried == 0 or not action.is_open:
        return ""
    return f"carried over {_TIMES.get(action.carried, f'{action.carried} times')}"


def refs(action: ActionItem) -> list[str]:
    """Return the names of what it belongs to."""
    found = [
        label(kind, number)
        for kind, number in (
            (Kind.MEETING, action.meeting),
            (Kind.DECISION, action.decision),
            (Kind.PRACTICE, action.practice),
        )
        if number is not None
    ]
    return [*found, action.section] if action.section else found
