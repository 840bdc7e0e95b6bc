"""Taking in a form from outside: how it goes, what is in it, what became of it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    InputBlock,
    MarkdownTextObject,
    SectionBlock,
)
from slack_sdk.models.blocks.block_elements import FileInputElement
from slack_sdk.models.views import View

from bot.domain.practices import Practice
from bot.domain.practices.outside import MAX_BYTES, Outside, Reading
from bot.domain.sigs import Sig
from templates.messages import Post, paragraph, read_value, section
from templates.practices import buttons
from templates.practices.form import typed_in
from templates.reports import Upload
from templates.text import cut, mrkdwn

IMPORT = "practice_import"
TAKE = "practice_import_take"
SEND_FORM = "practice_form_send"
FILE = "file"
_VALUE = "value"
_ENDINGS = ("md", "markdown", "csv", "txt")
_PROBLEMS = 15
_TITLE = 150
_SHOWN = 2600
_HOW = (
    "*Somebody without Slack has a practice?* Give them the form, as text or for a "
    "spreadsheet. They fill it in and send it back to you, and you add it here. It "
    "becomes a draft that only you can see; you look through it and confirm that it "
    "may be shared and printed before it is submitted."
)


class Added(NamedTuple):
    """A file that somebody added to the form: its id, its name, its size in bytes."""

    id: str
    name: str
    size: int


class File(NamedTuple):
    """Which file a button takes in, and for which group."""

    file_id: str
    sig_id: int


def view(*, channel: str | None, sig_id: int) -> View:
    """Explain how it goes and ask for the file."""
    send = ButtonElement(text="Send me the empty form", action_id=SEND_FORM)
    meta = json.dumps({"c": channel, "g": sig_id}, separators=(",", ":"))
    kilobytes = MAX_BYTES // 1000
    return View(
        type="modal",
        callback_id=IMPORT,
        title="Practice from outside",
        submit="Read it",
        close="Cancel",
        private_metadata=meta,
        blocks=[
            section(_HOW),
            ActionsBlock(elements=[send]),
            InputBlock(
                block_id=FILE,
                label="The form, filled in",
                element=FileInputElement(
                    action_id=_VALUE, filetypes=list(_ENDINGS), max_files=1
                ),
                hint=f"A .md or .csv file of up to {kilobytes} kB. Nothing is saved "
                "before you have seen what is in it.",
            ),
        ],
    )


def read_added(view: Mapping[str, Any]) -> Added | None:
    """Read which file somebody added."""
    for file in typed_in(view).get(FILE) or ():
        name, size = str(file.get("name") or ""), int(file.get("size") or 0)
        return Added(str(file["id"]), name, size)
    return None


def preview(name: str, reading: Reading, file: File) -> Post:
    """Show what is in a form, and let it be taken in if nothing is wrong."""
    text = "\n".join(
        [
            f"*{mrkdwn(name)}*: {counted(reading)}.",
            *_problems(reading),
            *(_line(each) for each in reading.practices),
            *(f":information_source: {mrkdwn(note)}" for note in reading.notes),
            *_next(reading),
        ]
    )
    text = cut(text, _SHOWN)
    if not reading.is_fine:
        return paragraph(text)
    value = json.dumps({"f": file.file_id, "g": file.sig_id}, separators=(",", ":"))
    take = ButtonElement(text="Import", action_id=TAKE, value=value, style="primary")
    return Post(text=text, blocks=[section(text), ActionsBlock(elements=[take])])


def read_file(value: str) -> File:
    """Read what the button is about."""
    asked = read_value(value)
    return File(str(asked.get("f", "")), int(asked.get("g", 0)))


def taken(practices: Sequence[Practice], *, were_there: bool) -> Post:
    """Say that the drafts are there, each with the way to go on."""
    many = "1 draft is" if len(practices) == 1 else f"{len(practices)} drafts are"
    head = f"*{many} saved.* Only you can see it. "
    if len(practices) > 1:
        head = f"*{many} saved.* Only you can see them. "
    if were_there:
        head = f"*{many} there already*, from the same file. "
    head += (
        "Next: look through it, and confirm that it may be shared and printed. "
        "`/practice mine` takes you there too."
    )
    lines = [f"• {_title(each)}" for each in practices]
    return Post(
        text=cut("\n".join((head, *lines)), _SHOWN),
        blocks=[section(head), *map(_row, practices)],
    )


def for_sponsor(practice: Practice) -> Post:
    """Tell a sponsor of a practice that the operator took in for them."""
    by = f" for {mrkdwn(practice.cluster_name)}" if practice.cluster_name else ""
    text = (
        f"A practice came in from outside{by}: {_title(practice)}. It is a draft that "
        "only you can see. Please look through it; you confirm that it may be shared "
        "and printed before it is submitted."
    )
    go_on = buttons.button("Continue", buttons.CONTINUE, practice, style="primary")
    return Post(text=text, blocks=[section(text), ActionsBlock(elements=[go_on])])


def sending() -> Post:
    """Say that the empty form is on its way."""
    return _plain("Sending you the empty form…")


def sent(upload: Upload) -> Post:
    """Say that the empty form is there, or why not."""
    said = {
        Upload.DONE: "The empty form, as text and for a spreadsheet: pass on whichever "
        "suits. When it comes back, share it with me here or with `/practice import`.",
        Upload.REFUSED: "I may not upload files here. Whoever runs Convenor gets the "
        "form with `convenor practice form`.",
        Upload.UNCERTAIN: "Slack did not confirm the upload. If the form is not here, "
        "type `/practice import` again.",
    }
    return _plain(said[upload])


def form_is_coming() -> Post:
    """Say where the form will be."""
    return _plain("The empty form comes into your direct messages with me.")


def no_direct_message() -> Post:
    """Say that the form has nowhere to go."""
    return _plain(
        "I cannot write to you directly, so I cannot send you the form. Whoever runs "
        "Convenor gets it with `convenor practice form`."
    )


def not_read(sentence: str) -> Post:
    """Say why a file cannot be read as a form."""
    return _plain(f"{mrkdwn(sentence)} Nothing was saved.")


def which_channel(groups: Sequence[Sig], command: str) -> Post:
    """Say where to add a file that could be for several groups, and how."""
    named = ", ".join(mrkdwn(sig.name) for sig in groups)
    return _plain(
        f"You are in several groups ({named}). Please add the file with `{command}` in "
        "the channel of the group that it is for."
    )


def plain_text(name: str, reading: Reading) -> str:
    """Return the preview for a terminal."""
    lines = [f"{name}: {counted(reading)}"]
    lines += [f"  {problem}" for problem in reading.problems]
    lines += [f"  please check: {note}" for note in reading.notes]
    for each in reading.practices:
        title = each.content.title or "(without a title)"
        needs = f" (still needed: {', '.join(each.missing)})" if each.missing else ""
        lines.append(f"  {title}{needs}")
    return "\n".join(lines)


def counted(reading: Reading) -> str:
    """Say how many practices and problems are in a form."""
    practices, problems = len(reading.practices), len(reading.problems)
    found = "1 practice" if practices == 1 else f"{practices} practices"
    wrong = "1 problem" if problems == 1 else f"{problems or 'no'} problems"
    return f"{found}, {wrong}"


def _problems(reading: Reading) -> list[str]:
    shown = [f"• {mrkdwn(str(each))}" for each in reading.problems[:_PROBLEMS]]
    more = len(reading.problems) - len(shown)
    return [*shown, f"… and {more} more."] if more > 0 else shown


def _line(each: Outside) -> str:
    title = cut(mrkdwn(each.content.title), _TITLE) or "_without a title_"
    if not each.missing:
        return f"{title}: complete."
    return f"{title}: still needed are {mrkdwn('; '.join(each.missing))}."


def _next(reading: Reading) -> list[str]:
    if reading.problems:
        return ["Nothing was saved. Please let the file be mended, and share it again."]
    if any(each.missing for each in reading.practices):
        return ["What is still needed can be added in Slack before you submit it."]
    return []


def _title(practice: Practice) -> str:
    return cut(mrkdwn(practice.content.title), _TITLE) or "_without a title_"


def _row(practice: Practice) -> SectionBlock:
    return SectionBlock(
        text=MarkdownTextObject(text=_title(practice), verbatim=True),
        accessory=buttons.button("Continue", buttons.CONTINUE, practice),
    )


def _plain(text: str) -> Post:
    return paragraph(text)
