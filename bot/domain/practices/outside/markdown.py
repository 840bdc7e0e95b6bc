r"""A form as Markdown: a heading for each question, the answer below it.

``# Practice`` begins a practice, ``## Title`` a question, lines with ``> Help:`` are
ours. Everything else is the answer, whatever signs it begins with; ``\`` in front of a
line makes one of these an answer too.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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

BEGIN = "Practice"
HELP = "> Help:"
_BEGINS = names.keys(BEGIN)
_TITLE = re.compile(r" {0,3}#[^\S\n]+(.*?)[\s#]*")
_HEADING = re.compile(r" {0,3}##[^\S\n]+(.*?)[\s#]*")
_HELP = re.compile(r" {0,3}>[^\S\n]*Help:", re.IGNORECASE)
_ESCAPED = re.compile(r"^(\s*)\\(?=[#>\\])")
_SHOWN = 60
_Lines = list[tuple[int, str]]


@dataclass(slots=True)
class _Practice:
    line: int
    answers: dict[str, tuple[int, _Lines]] = field(default_factory=dict)


def split(
    text: str, questions: Sequence[Question]
) -> tuple[list[Filled], list[Problem]]:
    """Return the answers by practice and question, and what could not be placed."""
    reader = _Reader(known_by(questions))
    for number, line in enumerate(text.split("\n"), start=1):
        if len(reader.problems) >= MOST_PROBLEMS:
            break
        reader.take(number, line)
    return reader.filled(), reader.problems


@dataclass(slots=True)
class _Reader:
    known: Mapping[str, Question]
    practices: list[_Practice] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    answer: _Lines | None = None
    is_lost: bool = False

    def take(self, number: int, line: str) -> None:
        """Take the next line of the file."""
        if _HELP.match(line):
            return
        title, heading = _TITLE.fullmatch(line), _HEADING.fullmatch(line)
        if title and names.keys(title[1]) & _BEGINS:
            self._begin(number)
        elif heading:
            self._ask(number, heading[1])
        elif self.answer is not None:
            self.answer.append((number, _ESCAPED.sub(r"\1", line)))
        elif line.strip() and not self.is_lost:
            self.is_lost = True
            said = "This text stands before the first question, so I cannot place it."
            self.problems.append(Problem(number, "", said))

    def filled(self) -> list[Filled]:
        """Return what was answered at all."""
        return [
            Filled(line=practice.line, answers=answers)
            for practice in self.practices
            if (answers := _answers(practice))
        ]

    def _begin(self, number: int) -> None:
        if len(self.practices) == MOST_PRACTICES:
            said = f"Up to {MOST_PRACTICES} practices fit into one file."
            self.problems.append(Problem(number, "", said))
        self.practices.append(_Practice(number))
        self.answer, self.is_lost = None, False

    def _ask(self, number: int, heading: str) -> None:
        question = find(heading, self.known)
        if question is None:
            shown = normalise_line(heading)[:_SHOWN]
            said = (
                f"I do not know the question “{shown}”. If it belongs to your answer, "
                "put a \\ in front of the line."
            )
            self.problems.append(Problem(number, "", said))
            self.answer = []
            return
        if not self.practices:
            self.practices.append(_Practice(number))
        answers = self.practices[-1].answers
        if question.name in answers:
            earlier = answers[question.name][0]
            said = f"This question is there twice, first in line {earlier}."
            self.problems.append(Problem(number, question.label, said))
        self.answer = []
        answers[question.name] = (number, self.answer)


def _answers(practice: _Practice) -> dict[str, Given]:
    found = {}
    for name, (_, lines) in practice.answers.items():
        begins = next((number for number, text in lines if text.strip()), None)
        if begins is not None:
            found[name] = Given(begins, "\n".join(text for _, text in lines))
    return found
