"""Pictures of the paper: where practices come from, and what each cluster brought.

The Markdown names a picture wherever there is something to show, with or without
matplotlib, so that the same data give the same text everywhere.
"""

from collections.abc import Callable

from bot.domain.errors import UnavailableError
from bot.domain.whitepaper import Document
from templates import charts, heat_maps
from templates.charts import Panel, Series
from templates.documents import words
from templates.documents.values import Picture
from templates.text import cut

COVERAGE, CONTRIBUTIONS = "coverage.png", "contributions.png"
# The tables have every row; a picture stays readable.
_ROWS = _COLUMNS = 40
_DOTS = 200
_PANELS = 3
_NAMES = 3
_NAME = 80


def descriptions(document: Document) -> dict[str, str]:
    """Return the names of the pictures that there are, and what each shows in words."""
    found = {}
    if document.overview.countries and any(row.total for row in document.overview.rows):
        found[COVERAGE] = _coverage_words(document)
    if any(not each.is_empty for each in document.contributions):
        found[CONTRIBUTIONS] = _contribution_words(document)
    return found


def draw(document: Document) -> tuple[Picture, ...]:
    """Return the pictures; none where matplotlib is not installed."""
    try:
        return drawn(document)
    except UnavailableError:
        return ()


def drawn(document: Document) -> tuple[Picture, ...]:
    """Return the pictures.

    Raises:
        UnavailableError: matplotlib is not installed.
    """
    return tuple(
        Picture(name=name, alt=alt, content=_DRAWN[name](document))
        for name, alt in descriptions(document).items()
    )


def _coverage_words(document: Document) -> str:
    rows = document.overview.rows
    highest = max(row.total for row in rows)
    most = [row.theme.label for row in rows if row.total == highest]
    none = [row.theme.label for row in rows if not row.total]
    text = (
        f"Heat map of {words.count(len(rows), 'theme')} and "
        f"{words.count(len(document.overview.countries), 'country', 'countries')} "
        f"that counts the printed practices: most are on {_series(most)} ({highest})"
    )
    return f"{text}, none on {_series(none)}." if none else f"{text}."


def _contribution_words(document: Document) -> str:
    brought, counts = document.contributions, document.counts
    most = max(each.practices for each in brought)
    leading = [each.name for each in brought if most and each.practices == most]
    text = (
        f"Bar charts for {words.count(len(brought), 'cluster')}: practices in this "
        f"paper, attendance at {words.count(counts.meetings_held, 'meeting')} and "
        "recommendations that rest on the practices"
    )
    if leading:
        text += f"; most practices come from {_series(leading)} ({most})"
    return f"{text}."


def _series(names: list[str]) -> str:
    shown = [cut(name, _NAME) for name in names]
    if len(names) > _NAMES + 1:
        shown = [*shown[:_NAMES], f"{len(names) - _NAMES} more"]
    return words.series(shown)


def _coverage(document: Document) -> bytes:
    overview = document.overview
    rows, columns = overview.rows[:_ROWS], overview.countries[:_COLUMNS]
    is_whole = (rows, columns) == (overview.rows, overview.countries)
    return heat_maps.heat_map(
        "Printed practices by theme and country",
        "A practice counts under each of its themes."
        + ("" if is_whole else " The table shows more."),
        rows=[
            (row.theme.label, row.cells[:_COLUMNS], str(row.total or "gap"))
            for row in rows
        ],
        columns=columns,
    )


def _contributions(document: Document) -> bytes:
    brought, counts = document.contributions, document.counts
    shown = brought[:_ROWS]

    def panel(title: str, name: str, *, of: int | None = None) -> Panel:
        values = [getattr(each, name) for each in shown]
        return Panel(title=title, series=[Series(label=name, values=values)], of=of)

    return charts.bars(
        "What each cluster brought",
        "Recommendations: those that rest on a practice of the cluster."
        + ("" if shown == brought else " The table shows more clusters."),
        names=[each.short for each in shown],
        panels=[
            panel("Practices printed", "practices"),
            panel(
                f"Meetings, of {counts.meetings_held}",
                "meetings",
                of=counts.meetings_held,
            ),
            panel(
                f"Recommendations, of {counts.recommendations}",
                "recommendations",
                of=counts.recommendations,
            ),
        ],
        columns=_PANELS,
        dots=_DOTS,
    )


_DRAWN: dict[str, Callable[[Document], bytes]] = {
    COVERAGE: _coverage,
    CONTRIBUTIONS: _contributions,
}
