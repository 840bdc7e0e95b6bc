"""What people see of an action item that is being recorded, or just was."""

from slack_sdk.models.blocks import ActionsBlock, Block

from bot.domain.actions import ActionStatus, Shown
from bot.domain.actions.drafts import Recorded
from templates.actions import buttons, words
from templates.meetings.words import day
from templates.messages import Post, paragraph, section
from templates.text import cut, mrkdwn, pieces_of

_SHORT = 300
_MOST_PIECES = 40


def in_thread(shown: Shown) -> Post:
    """Show a new action where everybody sees it."""
    text = f":pushpin: {_said(shown)}"
    names = [buttons.SHOW]
    if shown.action.is_open:
        names = [buttons.DONE, buttons.SNOOZE, *names]
        names += [] if shown.owner else [buttons.TAKE]
    elements = [buttons.button(each, shown) for each in names]
    return Post(text=text, blocks=[section(text), ActionsBlock(elements=elements)])


def thanks(recorded: Recorded) -> Post:
    """Tell whoever recorded it what it is called, and what is missing."""
    shown = recorded.shown
    if not recorded.is_new:
        return again(shown)
    text = f"Recorded as {_said(shown)}"
    if not shown.owner:
        text += (
            "\nWhoever does it presses “I do it” on its card, or the chair says who: "
            f"`/action assign {shown.action.ref} @somebody`."
        )
    if recorded.told:
        text += "\nI have told those who answer for this external."
    return paragraph(text)


def again(shown: Shown) -> Post:
    """Say that the same was recorded before."""
    return paragraph(f"That is recorded already: {_said(shown)}")


def too_long(typed: str) -> Post:
    """Give back a text that fits nowhere, so that it is not lost."""
    text = (
        "That is too long for an action. Nothing is recorded; here is what you wrote. "
        "Say in one sentence what is to be done, and keep the rest in a document."
    )
    pieces: list[Block] = [section(mrkdwn(each)) for each in pieces_of(typed)]
    return Post(text=text, blocks=[section(text), *pieces[:_MOST_PIECES]])


def _said(shown: Shown) -> str:
    action = shown.action
    who = words.owner(shown)
    owned = f"Owner: {who}." if who else ":warning: It needs an owner."
    helped = words.helpers(shown)
    helping = f" Helped by {helped}." if helped else ""
    due = f" Due {day(action.due_on)}." if action.due_on else ""
    is_new = action.status is ActionStatus.OPEN
    state = "" if is_new else f" It is {words.state(action)}."
    title = mrkdwn(cut(action.title, _SHORT))
    return f"*{action.ref}* {title}\n{owned}{helping}{due}{state}"
