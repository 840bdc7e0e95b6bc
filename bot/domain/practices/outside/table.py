"""A form as a table (CSV): a row for each question, a column for each practice.

RFC 4180, and what spreadsheets make of it: semicolons or tabs between the cells, a
byte order mark, CR LF.
"""

import csv
import io
from collections.abc import Sequence

from bot.domain import names
from bot.domain.practices.outside.questions import Question, find, known_by
from bot.domain.practices.outside.values import (
    MOST_PRACTICES,
    MOST_PROBLEMS,
    Filled,
    Given,
    Problem,
)
from bot.domain.text import normalise_line

HEADER = ("Question", "Help", "Answer")
_ANSWERS = 2
_SEPARATORS = (";", ",", "\t")
_SHOWN = 60
Row = tuple[int, list[str]]


def split(
    text: str, questions: Sequence[Question]
) -> tuple[list[Filled], list[Problem]]:
    """Return the answers by practice and question, and what could not be placed."""
    text = text.lstrip("\ufeff")
    separator = _separator(text)
    if separator is None:
        listed = ", ".join(HEADER)
        said = f"The first row must be the one of the form: {listed}."
        return [], [Problem(1, "", said)]
    rows, broken = _rows(text, separator)
    if broken is not None:
        return [], [broken]
    return _placed(rows[1:], questions)


def _separator(text: str) -> str | None:
    """Return what stands between the cells, told by the first row."""
    head = text.partition("\n")[0]
    for separator in _SEPARATORS:
        cells = [cell.strip('" ') for cell in head.split(separator)]
        if len(cells) > _ANSWERS and names.are_same(cells[0], HEADER[0]):
            return separator
    return None


def _rows(text: str, separator: str) -> tuple[list[Row], Problem | None]:
    """Return the rows with the lines they begin in, and where it is no table."""
    source = io.StringIO(text, newline="")
    reader = csv.reader(source, delimiter=separator, strict=True)
    rows: list[Row] = []
    begins = 1
    try:
        for cells in reader:
            rows.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error:
        said = "From this row on I cannot read the table: a quotation mark is missing."
        return [], Problem(begins, "", said)
    return rows, None


def _placed(
    rows: Sequence[Row], questions: Sequence[Question]
) -> tuple[list[Filled], list[Problem]]:
    known = known_by(questions)
    columns: dict[int, dict[str, Given]] = {}
    problems: list[Problem] = []
    asked: dict[str, int] = {}
    for line, cells in rows:
        answers = {
            at: text for at, text in enumerate(cells) if at >= _ANSWERS and text.strip()
        }
        question = find(cells[0], known) if cells else None
        if question is None:
            if any(cell.strip() for cell in cells):
                problems.append(_unknown(line, cells[0]))
        elif question.name in asked:
            said = (
                f"This question is there twice, first in line {asked[question.name]}."
            )
            problems.append(Problem(line, question.label, said))
        else:
            asked[question.name] = line
            for at, text in answers.items():
                columns.setdefault(at, {})[question.name] = Given(line, text)
        if len(problems) >= MOST_PROBLEMS:
            break
    if len(columns) > MOST_PRACTICES:
        said = f"Up to {MOST_PRACTICES} practices fit into one file."
        problems.append(Problem(1, "", said))
    return [Filled(line=1, answers=columns[at]) for at in sorted(columns)], problems


def _unknown(line: int, cell: str) -> Problem:
    shown = normalise_line(cell)[:_SHOWN]
    said = (
        f"I do not know the question “{shown}”. Please leave the first column as it is."
    )
    return Problem(line, "", said)
