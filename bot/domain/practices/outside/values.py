"""What was found in a form that came back: answers, problems, notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.domain.practices.values import PracticeContent

# A form has about thirty questions; more mistakes than this are one mistake.
MOST_PROBLEMS = 60
MOST_PRACTICES = 20


class Given(NamedTuple):
    """An answer as it was typed, and the line of the file it begins in."""

    line: int
    text: str


class Problem(NamedTuple):
    """What is wrong: the line, what the question is called, and a sentence."""

    line: int
    field: str
    said: str

    def __str__(self) -> str:
        """Name the place and say it."""
        place = f"Line {self.line}" if self.line else ""
        where = ", ".join(filter(None, (place, self.field)))
        return f"{where}: {self.said}" if where else self.said


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The answers about one practice, by the name of the question."""

    line: int
    answers: Mapping[str, Given] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """One practice from a form, and the labels of what is still needed."""

    content: PracticeContent
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a form says; with a problem nothing of it may be stored.

    ``digest`` stands for the bytes of the file; ``notes`` are worth a look.
    """

    digest: str
    practices: Sequence[Outside] = ()
    problems: Sequence[Problem] = ()
    notes: Sequence[str] = ()

    @property
    def is_fine(self) -> bool:
        """Whether it can be taken in."""
        return bool(self.practices) and not self.problems
