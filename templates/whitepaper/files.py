"""The text of one section as a file, for one person."""

from bot.domain.whitepaper.markers import protect
from bot.domain.whitepaper.sections import Kept
from templates.messages import Post, paragraph
from templates.reports import File, Upload
from templates.text import mrkdwn


def file_of(kept: Kept) -> File:
    """Return the section's text between its marks, as the paper's file has it."""
    part = kept.section
    return File(
        name=f"section-{part.key}-r{part.revision}.md",
        title=part.title,
        content=f"{protect(part)}\n".encode(),
        description=f"The text of {part.title}, revision {part.revision}",
    )


def coming(kept: Kept) -> Post:
    """Say that the file is on its way."""
    return paragraph(f"The text of *{mrkdwn(kept.section.title)}* comes as a file…")


def delivered(kept: Kept, upload: Upload) -> Post:
    """Say how that went, and how the text comes back."""
    title = mrkdwn(kept.section.title)
    if upload is Upload.REFUSED:
        return paragraph(
            f"I may not send files here, so I cannot give you the text of *{title}*. "
            "It is in the file of the newest draft: `/whitepaper draft`."
        )
    text = (
        f"The text of *{title}*, revision {kept.section.revision}, for you alone. "
        "Change what is between the two marks, leave the marks as they are, and bring "
        "the file back with `/whitepaper import`."
    )
    if upload is Upload.UNCERTAIN:
        text += "\nSlack did not confirm the file. If it is not here, ask again."
    return paragraph(text)


def no_direct_message() -> Post:
    """Say that a file for one person has no place to go."""
    return paragraph(
        "I cannot write to you directly, and files are never private in a channel. "
        "The text is in the file of the newest draft: `/whitepaper draft`."
    )
