"""Coverage in Slack: the tables in words, and the pictures for one person."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block

from bot.domain.whitepaper import Document, Picture
from bot.domain.whitepaper.document import Contribution, GapKind, OverviewRow
from templates.documents.pictures import COVERAGE, descriptions
from templates.documents.sentences import missing_lines
from templates.documents.words import count
from templates.messages import SECTION_LIMIT, Post, paragraph, section
from templates.reports import File, Upload
from templates.text import cut, mrkdwn

_ROWS = 40
_NAME = 150
_LINE = 400
_TEXT = 4000
_ALTERNATIVE = 1000
# A section holds so many lines, so that none of them is cut.
_TOGETHER = 7
_TITLES = {COVERAGE: "Practices by theme and country"}
_WARNINGS = {
    *(GapKind.FEW_PRACTICES, GapKind.FEW_COUNTRIES, GapKind.NO_EVIDENCE),
    *(GapKind.NEVER_CITED, GapKind.OLD_FACTS),
}


def coverage(document: Document) -> Post:
    """Say in words what the tables say: themes by country, then the clusters."""
    counts = document.counts
    head = (
        f"*What the paper covers today*: {count(counts.practices, 'practice')} from "
        f"{count(counts.countries, 'country', 'countries')} on "
        f"{counts.themes - counts.themes_empty} of {count(counts.themes, 'theme')}."
    )
    blocks: list[Block] = [section(head)]
    for title, lines in (
        ("By theme", list(_themes(document))),
        ("By cluster", list(_clusters(document))),
        ("To look at", list(_warnings(document))),
    ):
        blocks += _listed(title, lines)
    blocks.append(section(_ends(document)))
    texts = [str(block.to_dict()["text"]["text"]) for block in blocks]
    return Post(text=cut("\n".join(texts), _TEXT), blocks=blocks)


def has_pictures(document: Document) -> bool:
    """Whether there is anything to draw."""
    return bool(descriptions(document))


def files(pictures: tuple[Picture, ...]) -> list[File]:
    """Return the pictures as files, each with what it shows in words."""
    return [
        File(
            name=each.name,
            title=_TITLES.get(each.name, "What each cluster brought"),
            content=each.content,
            description=cut(each.alt, _ALTERNATIVE),
        )
        for each in pictures
    ]


def drawing() -> Post:
    """Say that the pictures are on their way."""
    return paragraph("Drawing what the paper covers…")


def sent(upload: Upload) -> Post:
    """Say how that went."""
    said = {
        Upload.DONE: "What the paper covers, as pictures. The draft has them too.",
        Upload.REFUSED: "I may not send files here, so there are no pictures. The "
        "words say the same: `/whitepaper coverage`",
        Upload.UNCERTAIN: "Slack did not confirm the pictures. If they are not here, "
        "ask again: `/whitepaper coverage`",
    }
    return paragraph(said[upload])


def not_drawn(sentence: str) -> Post:
    """Tell that there are no pictures, and why."""
    return paragraph(mrkdwn(sentence))


def _listed(title: str, lines: list[str]) -> Iterator[Block]:
    shown = lines[:_ROWS]
    if len(lines) > _ROWS:
        shown.append(f"• and {len(lines) - _ROWS} more; the paper has all of them")
    for start in range(0, len(shown), _TOGETHER):
        part = shown[start : start + _TOGETHER]
        if start == 0:
            part = [f"*{title}*", *part]
        yield section(cut("\n".join(part), SECTION_LIMIT))


def _themes(document: Document) -> Iterator[str]:
    for row in document.overview.rows:
        name = mrkdwn(cut(row.theme.label, _NAME))
        if row.total:
            text = f"{row.total} ({_countries(row, document.overview.countries)})"
            yield cut(f"• {name}: {text}", _LINE)
        else:
            yield f"• {name}: *none yet*"


def _countries(row: OverviewRow, codes: tuple[str, ...]) -> str:
    found = zip(codes, row.cells, strict=True)
    shown = [f"{code} {cell}" if cell > 1 else code for code, cell in found if cell]
    return ", ".join(shown) or "no country given"


def _clusters(document: Document) -> Iterator[str]:
    held = document.counts.meetings_held
    for each in document.contributions:
        yield f"• {mrkdwn(cut(each.name, _NAME))}: {_brought(each, held)}"


def _brought(each: Contribution, held: int) -> str:
    parts = [count(each.practices, "practice")]
    if held:
        parts.append(f"{each.meetings} of {count(held, 'meeting')}")
    if each.recommendations:
        recommendations = count(each.recommendations, "recommendation")
        parts.append(f"{recommendations} on them")
    return ", ".join(parts)


def _warnings(document: Document) -> Iterator[str]:
    found = [gap for gap in document.missing if gap.kind in _WARNINGS]
    return (f"• {mrkdwn(cut(line, _LINE))}" for line in missing_lines(found))


def _ends(document: Document) -> str:
    if has_pictures(document):
        return "The pictures come to you as a direct message."
    return "There is nothing to draw yet. Share a practice: `/practice`"
