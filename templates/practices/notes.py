"""What the practice form has to say on top: drafts, changes of others, warnings."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    MarkdownTextObject,
    Option,
    SectionBlock,
    StaticSelectElement,
)

from bot.domain.practices import Practice
from templates.messages import section
from templates.practices import buttons, words
from templates.practices.inputs import Choices
from templates.text import cut, mrkdwn, plain

RESUME = "practice_resume"
_MOST_OPTIONS = 100
_OPTION_TEXT = 75
_LISTED = 1200
_DETAIL = 60
_CHANGED = (
    ":warning: *Somebody changed P-{number} while you were writing* ({fields}). "
    "Nothing is overwritten: your text is in this form and kept for you, theirs is "
    "the newest version. Look at theirs, take over what you like, and go on: *Save* "
    "at the end makes yours the newest version; theirs stays as an earlier one."
)
_WARNED = (
    ":warning: *Please look once more before it goes out.* This looks like contact "
    "details, or like the number of a person:\n{listed}\nEverybody in the group reads "
    "the text, and everybody at all if it is printed. Take it out (*Back* leads to "
    "the first step), or press *{button}* again and it goes out as it is."
)


def drafts(unfinished: Sequence[Practice]) -> list[Block]:
    """Offer to go on with a draft instead of beginning a new one."""
    if not unfinished:
        return []
    count = len(unfinished)
    many = "an unfinished draft" if count == 1 else f"{count} unfinished drafts"
    options = [
        Option(
            value=str(each.id),
            label=plain(each.content.title or "Without a title", _OPTION_TEXT),
        )
        for each in reversed(unfinished[-_MOST_OPTIONS:])
    ]
    menu = StaticSelectElement(
        action_id=RESUME, placeholder="Go on with…", options=options
    )
    text = f"*You have {many}.* Go on with one, or begin something new below."
    return [
        SectionBlock(
            block_id="drafts",
            text=MarkdownTextObject(text=text, verbatim=True),
            accessory=menu,
        )
    ]


def changed(
    practice_id: int | None,
    number: int | None,
    sig_id: int | None,
    choices: Choices,
) -> list[Block]:
    """Say that somebody else saved another text, and let it be seen."""
    if not choices.others or practice_id is None:
        return []
    named = ", ".join(words.field(name) for name in choices.others)
    text = _CHANGED.format(number=number, fields=mrkdwn(named))
    value = f"{practice_id}:{choices.since}:{sig_id or ''}"
    look = ButtonElement(
        text="Show what changed", action_id=buttons.COMPARE, value=value
    )
    return [section(text), ActionsBlock(block_id="changed_actions", elements=[look])]


def warned(found: Mapping[str, Sequence[str]], *, is_edit: bool) -> list[Block]:
    """Ask whether contact details are meant, and say in which field they are."""
    if not found:
        return []
    lines = [
        f"• *{mrkdwn(words.field(name))}*: "
        + ", ".join(mrkdwn(cut(each, _DETAIL)) for each in details)
        for name, details in found.items()
    ]
    listed = cut("\n".join(lines), _LISTED)
    return [
        section(_WARNED.format(listed=listed, button="Save" if is_edit else "Submit"))
    ]


def happened(note: str) -> list[Block]:
    """Say what has just happened; ``note`` is mrkdwn, already escaped."""
    return [section(note)] if note else []
