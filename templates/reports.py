"""The figures of a year: as text in Slack, as a table, as a picture."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.domain.errors import UnavailableError
from bot.domain.exchange.tables import cell
from bot.domain.reports import ClusterYear, Figures, YearReport
from templates import charts
from templates.charts import Panel, Series
from templates.documents.words import count, country, long_date
from templates.messages import SECTION_LIMIT, Post, paragraph, section
from templates.text import cut, mrkdwn

_OTHERS = "Others"
_NOT_DRAWN = "What belongs to no cluster by name is in the table only, under Others."
_ALL = "All together"
_ROWS = 40
_TEXT = 4000
_NAME = 150
_HEADING = 38
_ALTERNATIVE = 1000
_COLUMNS = (
    "Year",
    "Cluster",
    "Country",
    "Meetings attended",
    "Meetings held",
    "Practices submitted",
    "Practices accepted",
    "Actions closed in time",
    "Actions closed late",
    "Recommendations supported",
)
_NO_CLUSTERS = "There is no chart, because the group has no cluster yet."


class _Style(NamedTuple):
    """How names are spelt and what stands out, in Slack or in a terminal."""

    spell: Callable[[str], str]
    strong: str
    aside: str


_SLACK = _Style(mrkdwn, "*{}*", "_{}_")
_TERMINAL = _Style(str, "{}", "{}")


def summary(report: YearReport) -> Post:
    """Show the figures as lines that read well on a phone too."""
    texts = [cut(text, SECTION_LIMIT) for text in _texts(report, _SLACK, most=_ROWS)]
    return Post(
        text=cut("\n".join(texts), _TEXT), blocks=[section(text) for text in texts]
    )


def plain_text(report: YearReport) -> str:
    """Return the same for a terminal, without a limit."""
    found = _texts(report, _TERMINAL, most=len(report.clusters))
    return "\n\n".join(found) + "\n"


def _texts(report: YearReport, style: _Style, *, most: int) -> Iterator[str]:
    if report.is_empty:
        yield f"I know nothing of {report.year}: no meeting, practice or action."
        return
    yield _head(report, style)
    for row in report.clusters[:most]:
        came = f"Meetings {row.figures.attended} of {report.held} · "
        title = style.strong.format(_title(row, style))
        yield f"{title}\n{came}{_parts(row.figures)}"
    if len(report.clusters) > most:
        more = f"{len(report.clusters) - most} more clusters are in the table."
        yield style.aside.format(more)
    if not report.others.is_empty:
        yield f"{style.strong.format(_OTHERS)}\n{_parts(report.others)}"
    yield style.aside.format(_notes(report))


def _head(report: YearReport, style: _Style) -> str:
    title = f"{style.spell(cut(report.group, _NAME))} in {report.year}"
    until = f", until {long_date(report.until)}" if report.until else ""
    return f"{style.strong.format(title)}{until}\n{_in_words(report)}."


def _in_words(report: YearReport) -> str:
    total = report.total
    closed = total.closed_in_time + total.closed_late
    mean = f"{report.mean_attendance:.1f}"
    came = f", {mean} clusters in each on average" if report.held else ""
    late = f", {total.closed_late} of them late" if total.closed_late else ""
    return (
        f"{count(report.held, 'meeting')}{came}; "
        f"{count(total.submitted, 'practice')} submitted, {total.accepted} accepted; "
        f"{count(closed, 'action')} closed{late}; "
        f"{count(total.recommendations, 'recommendation')} adopted"
    )


def _title(row: ClusterYear, style: _Style) -> str:
    name = style.spell(cut(row.name, _NAME))
    if row.now_part_of:
        heirs = ", ".join(style.spell(cut(each, _NAME)) for each in row.now_part_of)
        return f"{name} (now part of {heirs})"
    return f"{name} (no longer active)" if row.is_former else name


def _parts(figures: Figures) -> str:
    late = f", {figures.closed_late} late" if figures.closed_late else ""
    closed = figures.closed_in_time + figures.closed_late
    return (
        f"Practices {figures.submitted}, accepted {figures.accepted} · "
        f"Actions closed {closed}{late} · "
        f"Recommendations supported {figures.recommendations}"
    )


def _notes(report: YearReport) -> str:
    said = [
        "A cluster supports a recommendation that rests on one of its practices.",
        f"{_OTHERS}: practices given anonymously or by externals, and actions of "
        "people without a cluster."
        if not report.others.is_empty
        else "",
        f"{count(report.undated, 'adopted recommendation')} without a recorded "
        "decision: not counted, because nobody knows the year."
        if report.undated
        else "",
    ]
    return " ".join(filter(None, said))


def table(report: YearReport) -> bytes:
    """Return the figures as CSV (RFC 4180: commas, quotes doubled, CR LF).

    It begins with a byte order mark: people open it in a spreadsheet, and without
    the mark Excel takes UTF-8 for the local code page and garbles names.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for name, where, figures in _rows(report):
        numbers = (
            *(figures.attended, report.held, figures.submitted, figures.accepted),
            *(figures.closed_in_time, figures.closed_late, figures.recommendations),
        )
        writer.writerow([report.year, cell(name), cell(where), *numbers])
    return text.getvalue().encode("utf-8-sig")


def _rows(report: YearReport) -> Iterator[tuple[str, str, Figures]]:
    for row in report.clusters:
        yield _title(row, _TERMINAL), country(row.country), row.figures
    yield _OTHERS, "", report.others
    yield _ALL, "", report.total


def chart(report: YearReport) -> bytes:
    """Return the figures of the clusters as a picture (PNG).

    Raises:
        UnavailableError: matplotlib is not installed.
    """
    rows = report.clusters[:_ROWS]
    until = f", until {long_date(report.until)}" if report.until else ""
    return charts.bars(
        f"{cut(report.group, _HEADING)}: the year {report.year}{until}",
        "" if report.others.is_empty else _NOT_DRAWN,
        names=[row.name for row in rows],
        panels=_panels(report, [row.figures for row in rows]),
    )


def _panels(report: YearReport, figures: list[Figures]) -> list[Panel]:
    def series(label: str, name: str, colour: str = charts.BLUE) -> Series:
        values = [getattr(each, name) for each in figures]
        return Series(label=label, values=values, colour=colour)

    adopted = report.total.recommendations
    return [
        Panel(
            title=f"Meetings attended, of {report.held}",
            series=[series("attended", "attended")],
            of=report.held,
        ),
        Panel(
            title="Practices",
            series=[
                series("submitted", "submitted"),
                series("accepted", "accepted", charts.SKY),
            ],
        ),
        Panel(
            title="Actions closed",
            series=[
                series("in time", "closed_in_time"),
                series("late", "closed_late", charts.ORANGE),
            ],
        ),
        Panel(
            title=f"Recommendations supported, of {adopted}",
            series=[series("supported", "recommendations")],
            of=adopted,
        ),
    ]


def alternative_text(report: YearReport) -> str:
    """Say in words what the picture shows; Slack takes 1,000 characters."""
    text = (
        f"Bar charts for {count(len(report.clusters), 'cluster')} of {report.group} in "
        f"{report.year}: meetings attended, practices submitted and accepted, actions "
        "closed in time and late, recommendations supported by their practices. All "
        f"together: {_in_words(report)}. The table has every figure."
    )
    return cut(text, _ALTERNATIVE)


def making(report: YearReport) -> Post:
    """Say that the files are being made."""
    return paragraph(f"Making the table and the chart of {report.year}…")


def uploading(report: YearReport) -> Post:
    """Say that the files are on their way."""
    return paragraph(f"The files of {report.year} are made; uploading…")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file; ``description`` is for those who do not see it."""

    name: str
    title: str
    content: bytes
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The files of a report; ``trouble`` says what is missing among them."""

    made: tuple[File, ...]
    trouble: str = ""


def files(report: YearReport) -> Files:
    """Make the table, and the chart where that can be drawn."""
    name, title = f"report-{report.year}", f"{report.group}, {report.year}"
    made = File(
        name=f"{name}.csv",
        title=f"{title}: table",
        content=table(report),
        description=f"The figures of {report.year} as a table.",
    )
    if not report.clusters:
        return Files(made=(made,), trouble=_NO_CLUSTERS)
    try:
        picture = chart(report)
    except UnavailableError as error:
        return Files(made=(made,), trouble=str(error))
    drawn = File(
        name=f"{name}.png",
        title=f"{title}: chart",
        content=picture,
        description=alternative_text(report),
    )
    return Files(made=(made, drawn))


class Upload(StrEnum):
    """How the upload of the files went."""

    DONE = "done"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


def delivered(report: YearReport, upload: Upload, *, trouble: str = "") -> Post:
    """Say where the files are, or why they are not, and what to do then.

    ``trouble`` is a sentence about what is missing among them.
    """
    said = {
        Upload.DONE: f"The figures of {report.year} as files, for you alone.",
        Upload.REFUSED: f"I may not upload files here. {_by_operator(report)}",
        Upload.UNCERTAIN: "Slack did not confirm the upload. If the files are not "
        f"here, type `/sig report {report.year}` again.",
    }
    return paragraph(f"{said[upload]}\n{mrkdwn(trouble)}".strip())


def not_made(sentence: str) -> Post:
    """Say that the files did not come about, and why."""
    return paragraph(f"The files could not be made. {mrkdwn(sentence)}")


def no_direct_message(report: YearReport) -> Post:
    """Say that the files have nowhere to go."""
    return paragraph(
        f"I cannot write to you directly, so I cannot send the files. "
        f"{_by_operator(report)}"
    )


def _by_operator(report: YearReport) -> str:
    command = f"`convenor report --year {report.year}`"
    return f"Whoever runs Convenor gets the files with {command}."
