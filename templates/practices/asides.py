"""Views beside the practice form: look-alikes, a file, and the last word."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    InputBlock,
    MarkdownTextObject,
    Option,
    RadioButtonsElement,
    SectionBlock,
)
from slack_sdk.models.blocks.block_elements import FileInputElement
from slack_sdk.models.views import View

from bot.domain.practices import LIMITS, Practice
from bot.domain.rich_text import Document, readable
from templates.messages import section
from templates.practices import buttons, inputs
from templates.practices.buttons import button
from templates.practices.form import Form, buttons_block, modal, typed_in
from templates.text import cut, mrkdwn

ALIKE = "practice_alike"
FROM_FILE = "practice_from_file"
TO_FIRST = "practice_to_first"
_CHOICE = "choice"
_FILE = "file"
_NEW = "new"
_DISCARD = "discard"
_VERSION = "version:"
_NAME = 60


class Choice(NamedTuple):
    """What somebody wants with a text that looks like another practice.

    ``version_of`` is the id of the practice of which it is a new version.
    """

    is_discarded: bool = False
    version_of: int | None = None


class Uploaded(NamedTuple):
    """A file that somebody put into the form; ``size`` is 0 where Slack is silent."""

    id: str
    name: str
    size: int


def alike(form: Form, found: Sequence[Practice], editable: Sequence[int]) -> View:
    """Ask whether a text is new; ``editable`` are ids of those the person may edit."""
    first, *others = found
    head = "This looks like " + (
        f"*{first.ref}*" if not others else "practices of this group"
    )
    options = [Option(value=_NEW, label="It is new. Send it.")]
    options += [
        Option(
            value=f"{_VERSION}{each.id}",
            label=f"It is a new version of {each.ref}.",
            description="It takes the place of its text once it is accepted.",
        )
        for each in found
        if each.id in editable
    ]
    options.append(Option(value=_DISCARD, label="It is not needed. Discard mine."))
    blocks: list[Block] = [
        section(
            f"*{head}.* Please have a look. Your text is saved as a draft: if you "
            "close this, `/practice mine` takes you back to it."
        ),
        *map(_row, found),
        InputBlock(
            block_id=_CHOICE,
            label="What is yours?",
            element=RadioButtonsElement(action_id=inputs.VALUE, options=options),
        ),
        buttons_block(
            "alike_actions", ButtonElement(text="Back to my text", action_id=TO_FIRST)
        ),
    ]
    return modal(ALIKE, form, blocks, title="Is it new?", submit="Go on")


def read_choice(view: Mapping[str, Any]) -> Choice:
    """Read what somebody wants."""
    chosen = str(typed_in(view).get(_CHOICE) or "")
    if chosen.startswith(_VERSION):
        return Choice(version_of=int(chosen.removeprefix(_VERSION)))
    return Choice(is_discarded=chosen == _DISCARD)


def from_file(form: Form) -> View:
    """Ask for a file with the description in it."""
    limit = LIMITS["description"]
    element = FileInputElement(
        action_id=inputs.VALUE, filetypes=["md", "txt"], max_files=1
    )
    hint = (
        f"Up to {limit:,} characters. Lists, bold and links of a Markdown file are "
        "kept. It takes the place of what stands in the field now."
    )
    blocks: list[Block] = [
        section("*What is done?* from a file. Everything else you typed is kept."),
        InputBlock(
            block_id=_FILE, label="Text file (.md or .txt)", element=element, hint=hint
        ),
        buttons_block(
            "from_file_actions", ButtonElement(text="Back", action_id=TO_FIRST)
        ),
    ]
    return modal(FROM_FILE, form, blocks, title="From a file", submit="Take it")


def read_file(view: Mapping[str, Any]) -> Uploaded | None:
    """Read which file somebody put there."""
    for file in typed_in(view).get(_FILE) or ():
        size = file.get("size")
        return Uploaded(
            id=str(file["id"]),
            name=str(file.get("name") or "file"),
            size=size if isinstance(size, int) else 0,
        )
    return None


def taken(name: str, document: Document) -> str:
    """Say what became of the file, as mrkdwn."""
    length = len(readable(document))
    shown = mrkdwn(cut(name, _NAME))
    return (
        f":page_facing_up: *What is done?* now has the text of {shown}: {length:,} "
        "characters. Look it over, then go on."
    )


def saved(draft_title: str, number: int | None = None) -> View:
    """Return the last view after "Save and finish later"."""
    name = f"*{mrkdwn(draft_title)}*" if draft_title else "Your draft"
    resume = "type `/practice mine` and press *Continue*"
    if number:
        resume = f"type `/practice edit P-{number}`"
    text = f"{name} is saved. Go on whenever you like: {resume}. Only you can see it."
    return last("Saved", text)


def discarded() -> View:
    """Return the last view of a draft that was thrown away."""
    return last("Discarded", "The draft is gone. Nobody else has seen it.")


def last(title: str, text: str) -> View:
    """Return a view that only says something."""
    return View(type="modal", title=title, close="Close", blocks=[section(text)])


def _row(practice: Practice) -> SectionBlock:
    by = f" ({mrkdwn(practice.cluster_name)})" if practice.cluster_name else ""
    content = practice.content
    text = f"*{practice.ref}* “{mrkdwn(content.title)}”{by}\n{mrkdwn(content.summary)}"
    return SectionBlock(
        text=MarkdownTextObject(text=cut(text, 3000), verbatim=True),
        accessory=button(f"Read {practice.ref}", buttons.READ, practice),
    )
