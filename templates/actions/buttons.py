"""Buttons about an action item: what they are called, and what they carry.

They say which group they are about, so they work in a channel, a direct message and in
App Home alike.
"""

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, ConfirmObject

from bot.domain.actions import ActionStatus, Shown

DONE = "action_done"
SNOOZE = "action_snooze"
SHOW = "action_show"
START = "action_start"
BLOCK = "action_block"
UNBLOCK = "action_unblock"
CANCEL = "action_cancel"
REOPEN = "action_reopen"
ASSIGN = "action_assign"
DUE = "action_due"
EVIDENCE = "action_evidence"
LINK = "action_link"
TAKE = "action_take"
_WORDS = {
    DONE: "Done",
    SNOOZE: "Snooze",
    SHOW: "Show",
    START: "Start",
    BLOCK: "Blocked",
    UNBLOCK: "Unblock",
    CANCEL: "Cancel it",
    REOPEN: "Open it again",
    ASSIGN: "Assign",
    DUE: "Change the date",
    EVIDENCE: "Add the result",
    LINK: "Link",
    TAKE: "I do it",
}
_OPEN, _DOING = ActionStatus.OPEN, ActionStatus.IN_PROGRESS
_MORE = {
    _OPEN: (START, BLOCK, ASSIGN, DUE, LINK, CANCEL),
    _DOING: (BLOCK, ASSIGN, DUE, LINK, CANCEL),
    ActionStatus.BLOCKED: (UNBLOCK, ASSIGN, DUE, LINK, CANCEL),
    ActionStatus.DONE: (REOPEN, EVIDENCE, LINK),
    ActionStatus.CANCELLED: (REOPEN, LINK),
}


def value(shown: Shown) -> str:
    """Return what every button about an action item carries."""
    return f"{shown.sig_id}:{shown.action.number}"


def read_value(carried: str) -> tuple[int, int]:
    """Read of which group an action item is, and its number.

    Raises:
        ValueError: it is not what a button of ours says.
    """
    sig_id, number = carried.split(":")
    return int(sig_id), int(number)


def button(
    action_id: str,
    shown: Shown,
    *,
    text: str = "",
    confirm: ConfirmObject | None = None,
) -> ButtonElement:
    """Return one button about an action item."""
    return ButtonElement(
        text=text or _WORDS[action_id],
        action_id=action_id,
        value=value(shown),
        confirm=confirm,
    )


def buttons(shown: Shown) -> ActionsBlock:
    """Return the buttons that every action item has wherever it is shown."""
    names = [DONE, SNOOZE] if shown.action.is_open else []
    return ActionsBlock(elements=[button(each, shown) for each in (*names, SHOW)])


def short(shown: Shown) -> ActionsBlock | None:
    """Return the buttons of a card that shows it all already."""
    if not shown.action.is_open:
        return None
    names = [DONE, SNOOZE]
    if not shown.owner:
        names.append(TAKE)
    return ActionsBlock(elements=[button(each, shown) for each in names])


def more(shown: Shown) -> ActionsBlock:
    """Return what else can be done about it, on its full card."""
    names = _MORE[shown.action.status]
    return ActionsBlock(elements=[button(each, shown) for each in names])


def undo(shown: Shown) -> ButtonElement:
    """Return the button that takes back what was just said."""
    return button(REOPEN, shown, text="Undo")
