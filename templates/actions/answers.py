"""What people hear after they said something of an action item, and others do."""

from slack_sdk.models.blocks import ActionsBlock

from bot.domain.actions import ActionStatus
from bot.domain.actions.telling import Notice, Verb, Worked
from templates.actions import buttons, cards, words
from templates.documents.words import long_date
from templates.messages import Post, section
from templates.text import cut, mrkdwn

_SHORT = 300
_BEFORE = {
    ActionStatus.DONE: "is done already",
    ActionStatus.CANCELLED: "was cancelled already",
    ActionStatus.BLOCKED: "is blocked already",
    ActionStatus.IN_PROGRESS: "is in progress already",
    ActionStatus.OPEN: "is open already",
}


def done(worked: Worked) -> Post:
    """Say that it is done, with a way back; or that it was done before, and by whom."""
    if not worked.is_new:
        return _before(worked)
    said = f":white_check_mark: {worked.shown.action.ref} is done. Thank you!"
    return cards.answered(worked, said, may_undo=True)


def cancelled(worked: Worked) -> Post:
    """Say that it is not to be done any more, with a way back."""
    if not worked.is_new:
        return _before(worked)
    said = f"{worked.shown.action.ref} is cancelled. Those who had it are told why."
    return cards.answered(worked, said, may_undo=True)


def changed(worked: Worked) -> Post:
    """Say how it stands now."""
    action = worked.shown.action
    if not worked.is_new:
        return _before(worked)
    said = {
        ActionStatus.OPEN: "is open again",
        ActionStatus.IN_PROGRESS: "is in progress",
        ActionStatus.BLOCKED: "is blocked. Those who lead the group are told why",
    }.get(action.status, f"is {words.state(action)}")
    return cards.answered(worked, f"{action.ref} {said}.")


def assigned(worked: Worked) -> Post:
    """Say whose it is now."""
    shown = worked.shown
    if not worked.is_new:
        said = f"{shown.action.ref} belongs to {words.owner(shown)} already."
        return cards.answered(worked, said)
    said = f"{shown.action.ref} belongs to {words.owner(shown)} now, who is told."
    return cards.answered(worked, said)


def taken(worked: Worked) -> Post:
    """Say that it is theirs now."""
    said = f"{worked.shown.action.ref} is yours now. Thank you!"
    return cards.answered(worked, said)


def moved(worked: Worked) -> Post:
    """Say when it is due now."""
    action = worked.shown.action
    day = long_date(action.due_on) if action.due_on else ""
    said = (
        f"{action.ref} is due {day} now." if day else f"{action.ref} has no date now."
    )
    if not worked.is_new:
        said = said.replace(" now.", " already.")
    return cards.answered(worked, said)


def snoozed(worked: Worked) -> Post:
    """Say until when nobody is reminded."""
    action = worked.shown.action
    until = action.snoozed_until
    said = f"{action.ref} is not snoozed any more."
    if until is not None:
        said = f"No reminder of {action.ref} before {long_date(until)}."
        if action.due_on == until:
            said += " It is due on that day."
    return cards.answered(worked, said)


def evidenced(worked: Worked) -> Post:
    """Say that what shows it is kept."""
    return cards.answered(worked, f"Noted with {worked.shown.action.ref}.")


def linked(worked: Worked) -> Post:
    """Say what it belongs to now."""
    action = worked.shown.action
    refs = ", ".join(map(mrkdwn, words.refs(action)))
    said = (
        f"{action.ref} belongs to {refs}." if refs else f"{action.ref} has no link now."
    )
    return cards.answered(worked, said)


def _before(worked: Worked) -> Post:
    action = worked.shown.action
    by = f"<@{worked.by_user_id}>" if worked.by_user_id else mrkdwn(worked.by)
    by = "you" if worked.by == "you" else by
    who = f", as {by} said" if by else ""
    day = ""
    if action.status is ActionStatus.DONE and action.done_on:
        day = f", since {long_date(action.done_on)}"
    said = f"{action.ref} {_BEFORE[action.status]}{who}{day}. Nothing has changed."
    return cards.answered(worked, said)


def notice(found: Notice) -> Post:
    """Tell somebody what became of an action item that concerns them."""
    shown, action = found.shown, found.shown.action
    by = f"<@{found.by_user_id}>" if found.by_user_id else "The group"
    title = mrkdwn(cut(action.title, _SHORT))
    reason = f": {mrkdwn(cut(action.reason, _SHORT))}" if action.reason else "."
    owner = words.owner(shown) or "nobody"
    due = long_date(action.due_on) if action.due_on else "no day"
    text = {
        Verb.DONE: f":white_check_mark: {by} has done *{action.ref}*.",
        Verb.REOPENED: f"{by} has opened *{action.ref}* again.",
        Verb.BLOCKED: f":no_entry_sign: {by} cannot go on with *{action.ref}*{reason}",
        Verb.UNBLOCKED: f"*{action.ref}* can go on: {by} says that nothing blocks it.",
        Verb.CANCELLED: f"{by} has cancelled *{action.ref}*{reason}",
        Verb.MOVED: f"{by} has given *{action.ref}* another date: {due}.",
        Verb.ASSIGNED: f"{by} has given you *{action.ref}*.",
        Verb.TAKEN_AWAY: f"*{action.ref}* belongs to {owner} now. {by} changed that.",
        Verb.SPONSORED: (
            f"{by} has given *{action.ref}* to {owner}, for whom your cluster answers."
        ),
    }.get(found.verb, f"{by} has changed *{action.ref}*.")
    details = words.line(shown, found.today)
    blocks = [section(f"{text}\n{details}")]
    row = buttons.buttons(shown)
    if found.verb in {Verb.TAKEN_AWAY, Verb.SPONSORED}:
        row = ActionsBlock(elements=[buttons.button(buttons.SHOW, shown)])
    return Post(text=f"{text} {title}", blocks=[*blocks, row])
