"""Messages about the white paper: progress, result, what is missing."""

from bot.domain.whitepaper import Edition, Snapshot
from templates.documents import Draft
from templates.messages import Post, paragraph, section
from templates.reports import Upload
from templates.text import mrkdwn

_SHOWN = 8


def assembling(snapshot: Snapshot) -> Post:
    """Say that the work has begun."""
    count = sum(1 for practice in snapshot.practices if practice.is_printable)
    text = (
        f"Assembling the white paper… {_count(count, 'practice')}, "
        f"{_count(len(snapshot.recommendations), 'recommendation')} to look at."
    )
    return paragraph(text)


def comes_elsewhere(channel: str) -> Post:
    """Say where the draft will be."""
    text = f"The draft comes in <#{channel}>, where the group is."
    return paragraph(text)


def uploading(edition: Edition) -> Post:
    """Say that the text is ready and the files are on their way."""
    text = f"Edition {edition.version} is assembled; uploading the files…"
    return paragraph(text)


def file_comment(edition: Edition) -> str:
    """Return the line above the files."""
    return f"Edition {edition.version} of the white paper, as of {edition.as_of}."


_AFTER_UPLOAD = {
    Upload.DONE: "",
    Upload.REFUSED: "\nI may not upload files here. The edition is kept; whoever runs "
    "Convenor gets it with `convenor whitepaper draft`.",
    Upload.UNCERTAIN: "\nSlack did not confirm the upload. If the files are not here, "
    "type `/whitepaper draft` again: it is the same edition.",
}


def drafted(draft: Draft, upload: Upload, summary: str) -> Post:
    """Tell which edition it is, what is in it, what changed and what is missing."""
    counts = draft.counts
    text = (
        f"*Edition {draft.edition.version}* of the white paper: "
        f"{_count(counts.practices, 'practice')} from "
        f"{_count(counts.countries, 'country', 'countries')}, "
        f"{_count(counts.recommendations, 'recommendation')}."
        f"\n*What changed:* {mrkdwn(summary)} All of it: `/whitepaper diff`"
        f"{_AFTER_UPLOAD[upload]}"
    )
    blocks = [section(text)]
    if draft.missing:
        blocks.append(section(_missing(draft.missing)))
    return Post(text=text, blocks=blocks)


def not_drafted(sentence: str) -> Post:
    """Tell that the draft did not come about, and why."""
    text = f"The white paper could not be assembled. {mrkdwn(sentence)}"
    return paragraph(text)


def _missing(missing: tuple[str, ...]) -> str:
    lines = [f"• {mrkdwn(line)}" for line in missing[:_SHOWN]]
    if len(missing) > _SHOWN:
        lines.append(f"• and {len(missing) - _SHOWN} more")
    return "*Still missing*\n" + "\n".join(lines)


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
