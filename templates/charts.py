"""Pictures of figures, made with matplotlib where it is installed."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from anyascii import anyascii

from bot.domain.errors import UnavailableError
from templates.text import cut

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito's colours: told apart with every kind of colour blindness, and as
# different greys on paper (https://jfly.uni-koeln.de/color/).
BLUE, SKY, ORANGE = "#0072B2", "#56B4E9", "#E69F00"
INK, PALE, GRID = "#1A1A1A", "#E4E4E4", "#D0D0D0"
_COLUMNS = 2
_WIDTH, _ROW, _PANEL, _HEAD = 10.0, 0.5, 1.1, 1.2
_DOTS = 140
_TICKS = 5
_PAD = 0.1
_NAME_WIDTH, _NAME_LINES, _TITLE = 29, 2, 70
_MISSING = (
    "I cannot draw a chart: a package is missing. Whoever runs Convenor adds it "
    "with: pip install 'convenor[charts]'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One kind of thing; ``values`` has a number for each name of the chart."""

    label: str
    values: Sequence[int]
    colour: str = BLUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Bars beside the names, one for each series.

    ``of`` is the whole that every bar is a part of, shown pale behind it.
    """

    title: str
    series: Sequence[Series]
    of: int | None = None


def bars(
    title: str,
    note: str,
    *,
    names: Sequence[str],
    panels: list[Panel],
    columns: int = _COLUMNS,
    dots: float = _DOTS,
) -> bytes:
    """Draw panels of bars that share their names, some beside each other, as a PNG.

    Raises:
        UnavailableError: matplotlib is not installed.
    """
    rows = -(-len(panels) // columns)
    figure = figure_of(rows * (len(names) * _ROW + _PANEL) + _HEAD)
    grid = list(figure.subplots(rows, columns, sharey=True, squeeze=False).flat)
    for axes in grid[len(panels) :]:
        axes.set_visible(False)
    for axes, panel in zip(grid, panels, strict=False):
        _draw(axes, panel, len(names))
    _write_names(grid, names)
    write_titles(figure, title, note)
    return png(figure, dots=dots)


def png(figure: "Figure", *, dots: float = _DOTS) -> bytes:
    """Return the figure as a PNG with so many dots an inch."""
    target = io.BytesIO()
    # Without the program's version the same figures give the same bytes.
    figure.savefig(target, format="png", dpi=dots, metadata={"Software": None})
    return target.getvalue()


def figure_of(height: float, *, width: float = _WIDTH) -> "Figure":
    """Return an empty figure; pyplot would keep every one of them in memory.

    Raises:
        UnavailableError: matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415 - an optional package
        from matplotlib.layout_engine import (  # noqa: PLC0415 - the same
            ConstrainedLayoutEngine,
        )
    except ImportError:
        raise UnavailableError(_MISSING) from None
    layout = ConstrainedLayoutEngine(w_pad=_PAD, h_pad=_PAD)
    return Figure(figsize=(width, height), layout=layout, facecolor="white")


def _write_names(grid: "list[Axes]", names: Sequence[str]) -> None:
    grid[0].set_yticks(range(len(names)), [short_name(name) for name in names])
    grid[0].set_ylim(len(names) - 0.5, -0.5)  # the first name on top
    for axes in grid:
        for written in axes.get_yticklabels():
            written.set_parse_math(False)  # two dollar signs are no formula


def write_titles(figure: "Figure", title: str, note: str) -> None:
    """Write above and below what the figure shows."""
    heading = figure.suptitle(
        _printable(cut(title, _TITLE)), x=0.01, ha="left", weight="bold", size=15
    )
    footing = figure.supxlabel(_printable(note), x=0.01, ha="left", size=9)
    for written in (heading, footing):
        written.set_parse_math(False)
        written.set_color(INK)


def _draw(axes: "Axes", panel: Panel, names: int) -> None:
    thickness = 0.72 / len(panel.series)
    if panel.of:
        axes.barh(range(names), [panel.of] * names, height=thickness, color=PALE)
    for index, series in enumerate(panel.series):
        shift = (index - (len(panel.series) - 1) / 2) * thickness
        places = [place + shift for place in range(names)]
        drawn = axes.barh(
            places,
            series.values,
            height=thickness * 0.92,
            color=series.colour,
            label=series.label,
            # The second series is told apart without any colour too.
            hatch="" if index == 0 else "////",
            edgecolor="white" if index else series.colour,
            linewidth=0,
        )
        axes.bar_label(drawn, padding=3, size=9, color=INK)
    _dress(axes, panel)


def _dress(axes: "Axes", panel: Panel) -> None:
    highest = max((max(each.values, default=0) for each in panel.series), default=0)
    end = max(highest, panel.of or 0, 1)
    axes.set_xlim(0, end * 1.14)
    axes.set_xticks(range(0, end + 1, -(-end // _TICKS)))  # things are counted whole
    axes.tick_params(axis="both", length=0, labelsize=9, colors=INK)
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    axes.spines["left"].set_color(GRID)
    axes.set_title(panel.title, loc="left", size=11.5, weight="bold", color=INK)
    if len(panel.series) > 1:
        axes.legend(
            loc="lower right",  # above the bars, beside the title
            bbox_to_anchor=(1, 1),
            borderaxespad=0,
            ncols=len(panel.series),
            frameon=False,
            fontsize=9,
        )


def short_name(name: str) -> str:
    """Return a name for the side of a figure, on two lines at most."""
    lines = wrap(_printable(name), _NAME_WIDTH, max_lines=_NAME_LINES, placeholder=" …")
    return "\n".join(lines)


def _printable(text: str) -> str:
    """Spell what the font does not have in Latin letters, instead of as boxes."""
    from matplotlib import font_manager  # noqa: PLC0415 - an optional package

    found = font_manager.get_font(font_manager.findfont("DejaVu Sans")).get_charmap()
    return "".join(
        sign if ord(sign) in found or sign == "\n" else anyascii(sign) for sign in text
    )
