"""The questions of the form for people without Slack, and what an answer may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain import names


class Kind(StrEnum):
    """What the answer to a question is."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    LINKS = "links"
    DATE = "date"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: its name in the program, its words, and what fits.

    ``words`` are what can be chosen, by what is stored; too many are not listed.
    ``limit`` counts characters, or choices.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    help: str = ""
    limit: int | None = None
    is_required: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    is_listed: bool = True

    @property
    def hints(self) -> tuple[str, ...]:
        """What a person who fills it in is told, a line each."""
        said = [self.help] if self.help else []
        if self.kind is Kind.CHOICE and self.is_listed:
            said.append(f"Choose one: {'; '.join(self.words.values())}.")
        if self.kind is Kind.CHOICES:
            most = f"up to {self.limit}" if self.limit else "any"
            listed = "; ".join(self.words.values())
            said.append(f"Choose {most}, one per line: {listed}.")
        if self.is_required:
            said.append("Needed before it can be submitted.")
        return tuple(said)


def known_by(questions: Sequence[Question]) -> Mapping[str, Question]:
    """Return the questions by every spelling that is the same to a human."""
    return {
        key: question
        for question in reversed(questions)
        for name in (question.name, question.label)
        for key in names.keys(name)
    }


def find(heading: str, known: Mapping[str, Question]) -> Question | None:
    """Return the question that a heading asks."""
    return next((known[key] for key in names.keys(heading) if key in known), None)
