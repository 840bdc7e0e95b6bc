"""What became of a form that two people may have had open at once."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited(Generic[T]):
    """``stored`` is what holds now; ``typed`` what was not saved.

    ``typed`` is set when somebody else saved while the form was open: both are shown
    then, and saving once more keeps one's own.
    """

    stored: T
    typed: T | None = None
