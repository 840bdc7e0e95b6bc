"""Tables of numbers as coloured cells, made with matplotlib where it is installed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from templates import charts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Colour = tuple[float, float, float]
_WHITE, _BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)
# One hue from light to dark: its order shows with every kind of colour blindness and
# on grey paper. The numbers in the cells say the same, so nobody depends on it
# (WCAG 2.2, 1.4.1).
_LIGHTEST, _DARKEST = (0.84, 0.91, 0.95), (0.0, 0.25, 0.39)
# From here on white letters are the better ones; on both sides the contrast is 4.5
# to 1 and more (WCAG 2.2, 1.4.3).
_DARK = 0.645
# So few are not dark yet, however few the others are.
_DARKEST_AT = 6
_NARROW, _SIDE, _CELL, _ROW, _HEAD = 7.5, 3.4, 0.34, 0.42, 1.3
_DOTS = 200
_GAP = 0.35  # between the last country and the sum


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
        _write(axes, len(columns) + _GAP, down, text=last, colour=_BLACK)
    _dress(axes, [name for name, _, _ in rows], columns)
    charts.write_titles(figure, title, note)
    return charts.png(figure, dots=_DOTS)


def shade(number: int, highest: int) -> tuple[Colour, Colour]:
    """Return the colour of a cell and that of the number in it; none is white."""
    if not number:
        return _WHITE, _BLACK
    share = (number - 1) / max(highest - 1, 1)
    red, green, blue = (
        first + (last - first) * share
        for first, last in zip(_LIGHTEST, _DARKEST, strict=True)
    )
    return (red, green, blue), _WHITE if share >= _DARK else _BLACK


def _fill(axes: "Axes", numbers: Sequence[Sequence[int]]) -> None:
    """Colour the cells and write the numbers into them."""
    from matplotlib.colors import ListedColormap  # noqa: PLC0415 - an optional package

    highest = max(_DARKEST_AT, *(max(row, default=0) for row in numbers))
    shades = [shade(number, highest) for number in range(highest + 1)]
    axes.pcolormesh(
        numbers,
        cmap=ListedColormap([cell for cell, _ in shades]),
        vmin=-0.5,
        vmax=highest + 0.5,
        edgecolors=charts.GRID,
        linewidth=0.6,
    )
    for down, row in enumerate(numbers):
        for along, number in enumerate(row):
            if number:
                colour = shades[number][1]
                _write(axes, along, down, text=str(number), colour=colour)


def _write(axes: "Axes", along: float, down: int, *, text: str, colour: Colour) -> None:
    axes.text(
        along + 0.5,
        down + 0.5,
        text,
        ha="center",
        va="center",
        size=9,
        color=colour,
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
