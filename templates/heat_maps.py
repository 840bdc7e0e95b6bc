"""Tables of numbers as coloured cells, made with matplotlib where it is installed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from templates import charts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# One hue from light to dark: its order shows with every kind of colour blindness and
# on grey paper. The numbers in the cells say the same, so nobody depends on it
# (WCAG 2.2, 1.4.1).
_LIGHTEST, _DARKEST = "#D6E8F3", "#003F63"
_NARROW, _SIDE, _CELL, _ROW, _HEAD = 7.5, 3.4, 0.34, 0.42, 1.3
_DOTS = 200
_GAP = 0.35  # between the last country and the sum
# From here on white letters are the better ones; on both sides the contrast is 4.5
# to 1 and more (WCAG 2.2, 1.4.3).
_DARK, _LETTERS = 0.645, "black"
# So few are not dark yet, however few the others are.
_DARKEST_AT = 6


def heat_map(
    title: str,
    note: str,
    *,
    rows: Sequence[tuple[str, Sequence[int], str]],
    columns: Sequence[str],
) -> bytes:
    """Draw rows of a name, a number for each column, and a word at the end; a PNG.

    Raises:
        UnavailableError: matplotlib is not installed.
    """
    width = max(_NARROW, _SIDE + _CELL * (len(columns) + 2))
    figure = charts.figure_of(len(rows) * _ROW + _HEAD, width=width)
    axes = figure.subplots()
    _fill(axes, [numbers for _, numbers, _ in rows])
    for down, (_, _, last) in enumerate(rows):
        _write(axes, len(columns) + _GAP, down, text=last)
    _dress(axes, [name for name, _, _ in rows], columns)
    charts.write_titles(figure, title, note)
    return charts.png(figure, dots=_DOTS)


def _fill(axes: "Axes", numbers: Sequence[Sequence[int]]) -> None:
    """Colour the cells, white for none, and write the numbers into them."""
    from matplotlib.colors import (  # noqa: PLC0415 - an optional package
        LinearSegmentedColormap,
    )

    highest = max(_DARKEST_AT, *(max(row, default=0) for row in numbers))
    scale = LinearSegmentedColormap.from_list("one hue", [_LIGHTEST, _DARKEST])
    axes.pcolormesh(
        numbers,
        cmap=scale.with_extremes(under="white"),
        vmin=1,
        vmax=highest,
        edgecolors=charts.GRID,
        linewidth=0.6,
    )
    for down, row in enumerate(numbers):
        for along, number in enumerate(row):
            is_dark = (number - 1) / (highest - 1) >= _DARK
            if number:
                _write(axes, along, down, text=str(number), is_dark=is_dark)


def _write(
    axes: "Axes", along: float, down: int, *, text: str, is_dark: bool = False
) -> None:
    axes.text(
        along + 0.5,
        down + 0.5,
        text,
        ha="center",
        va="center",
        size=9,
        color="white" if is_dark else _LETTERS,
        parse_math=False,
    )


def _dress(axes: "Axes", names: Sequence[str], columns: Sequence[str]) -> None:
    end = len(columns) + _GAP
    places = [*(number + 0.5 for number in range(len(columns))), end + 0.5]
    axes.set_xticks(places, [*columns, "All"])
    axes.set_yticks(
        [number + 0.5 for number in range(len(names))],
        [charts.short_name(name) for name in names],
    )
    for written in axes.get_yticklabels():
        written.set_parse_math(False)  # two dollar signs are no formula
    axes.set_xlim(0, end + 1)
    axes.set_ylim(len(names), 0)  # the first name on top
    axes.tick_params(length=0, labelsize=9, colors=charts.INK)
    axes.tick_params(axis="x", top=True, labeltop=True, bottom=False, labelbottom=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
