"""What the chair hears, alone: what is carried over again, what has no owner."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import ActionsBlock, Block

from bot.domain.actions import Shown
from bot.domain.actions.carrying import Raised, ToAssign
from templates.actions import buttons, words
from templates.documents.words import count
from templates.messages import Post, section

_MOST = 15


def carried(found: Raised) -> Post:
    """Tell the chair what was carried over for the second time."""
    total = count(len(found.actions), "action")
    verb = "was" if len(found.actions) == 1 else "were"
    text = (
        f"{total} {verb} still open at the end of {found.meeting.ref}, for the second "
        "time. Perhaps a smaller step, another date or another owner helps; only you "
        "read this."
    )
    names = (buttons.DUE, buttons.ASSIGN, buttons.CANCEL, buttons.SHOW)
    return _listed(text, found.actions, found.today, names)


def to_assign(found: ToAssign) -> Post:
    """Ask those who lead the group who does what nobody has now."""
    total = count(len(found.actions), "open action")
    verb = "needs" if len(found.actions) == 1 else "need"
    text = (
        f":bust_in_silhouette: {total} {verb} an owner: somebody has left, or clusters "
        "have changed. Who does it? I do not guess."
    )
    names = (buttons.ASSIGN, buttons.CANCEL, buttons.SHOW)
    return _listed(text, found.actions, found.today, names)


def _listed(
    text: str, actions: Sequence[Shown], today: date, names: Sequence[str]
) -> Post:
    blocks: list[Block] = [section(text)]
    for each in actions[:_MOST]:
        blocks.append(section(words.line(each, today)))
        row = [buttons.button(name, each) for name in names]
        blocks.append(ActionsBlock(elements=row))
    if (left := len(actions) - _MOST) > 0:
        blocks.append(section(f"And {left} more: `/action list`."))
    return Post(text=text, blocks=blocks)
