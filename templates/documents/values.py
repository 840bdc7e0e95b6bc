"""What the writers of the paper's formats take and give."""

from dataclasses import dataclass

from bot.domain.whitepaper.pictures import Picture

__all__ = ["Picture", "Replacement", "Written"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """A character that a format cannot print, and what stands in its place."""

    character: str
    words: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file of the paper, and what had to be written otherwise in it."""

    content: bytes
    replaced: tuple[Replacement, ...] = ()
