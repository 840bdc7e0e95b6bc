"""Messages about an edition on its way to one person, in the format they want."""

from bot.domain.whitepaper import Edition, EditionState
from bot.domain.whitepaper.exports import Format
from templates.documents.exporting import file_name
from templates.documents.values import Replacement, Written
from templates.messages import Post, paragraph
from templates.reports import File, Upload
from templates.text import mrkdwn

_NAMES = {
    Format.MARKDOWN: "Markdown",
    Format.HTML: "HTML",
    Format.PDF: "PDF",
    Format.DOCX: "a Word document",
    Format.CANVAS: "a canvas",
}
_SHOWN = 8


def comes_directly(edition: Edition, form: Format) -> Post:
    """Say where it will be, to who asked in a channel."""
    return paragraph(f"{_name(edition, form)} comes to you in our direct messages.")


def making(edition: Edition, form: Format) -> Post:
    """Say that the work has begun."""
    return paragraph(f"{_name(edition, form)}: I am making it…")


def uploading(edition: Edition, form: Format) -> Post:
    """Say that it is made and on its way."""
    return paragraph(f"{_name(edition, form)} is made; sending it…")


def no_canvas(edition: Edition) -> Post:
    """Say what comes instead."""
    return paragraph(
        f"This workspace has no canvas for edition {edition.version}, so you get it "
        "as HTML. I am making it…"
    )


def canvas_made(edition: Edition) -> Post:
    """Say where the canvas is."""
    return paragraph(
        f"{_name(edition, Format.CANVAS)} is ready; only you can read it. You find it "
        "under Files in Slack."
    )


def file_of(edition: Edition, form: Format, written: Written) -> File:
    """Return the file for Slack."""
    return File(
        name=file_name(edition.version, form),
        title=f"White paper, edition {edition.version}",
        content=written.content,
        description=f"Edition {edition.version} of the white paper as {_NAMES[form]}",
    )


def delivered(
    edition: Edition, form: Format, *, upload: Upload, written: Written
) -> Post:
    """Say how the sending went, and what could not be printed as it was written."""
    said = {
        Upload.DONE: f"{_name(edition, form)}, for you alone.",
        Upload.REFUSED: "I may not send files here. The edition is kept; whoever runs "
        f"Convenor gets it with `convenor whitepaper draft --format {form}`.",
        Upload.UNCERTAIN: f"{_name(edition, form)} is made, but Slack did not confirm "
        "the file. If it is not here, ask again: it is the same file.",
    }
    return paragraph(said[upload] + _replaced(written.replaced))


def not_made(edition: Edition, form: Format, sentence: str) -> Post:
    """Say that the file did not come about, and why."""
    return paragraph(
        f"{_name(edition, form)} did not come about. {mrkdwn(sentence)}\n"
        f"Edition {edition.version} is kept as it was."
    )


def no_direct_message() -> Post:
    """Say that a file for one person has no place to go."""
    return paragraph(
        "I cannot write to you directly, and files are never private in a channel. "
        "Please allow direct messages from Convenor, and ask again."
    )


def _name(edition: Edition, form: Format) -> str:
    is_withdrawn = edition.state is EditionState.WITHDRAWN
    mark = " (withdrawn)" if is_withdrawn else ""
    return f"*Edition {edition.version}*{mark} of the white paper as {_NAMES[form]}"


def _replaced(replaced: tuple[Replacement, ...]) -> str:
    if not replaced:
        return ""
    shown = [f"{each.character} as {each.words}" for each in replaced[:_SHOWN]]
    more = len(replaced) - _SHOWN
    count = "1 sign" if len(replaced) == 1 else f"{len(replaced)} signs"
    listed = mrkdwn("; ".join(shown)) + (f"; and {more} more" if more > 0 else "")
    return f"\nThe PDF's fonts do not have {count}, printed in other words: {listed}."
