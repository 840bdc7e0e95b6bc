"""What those who write the paper are shown: its outline, texts and comments."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.clusters import Cluster
from bot.domain.whitepaper.comments import Comment, Said, Window
from bot.domain.whitepaper.document import Gap
from bot.domain.whitepaper.sections import Kept, Revision, Unsaved
from bot.domain.whitepaper.values import Section
from bot.domain.whitepaper.wording import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A section in the outline: who writes it, in words, and what the reader may do.

    ``is_overdue``: its day is over and it is not agreed.
    """

    kept: Kept
    owner: str
    may_write: bool
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The sections in order, those taken out, and whether the reader may change it."""

    cards: tuple[Card, ...]
    removed: tuple[Kept, ...]
    may_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A section with what the form about it offers; ``user_id`` is its owner's."""

    kept: Kept
    clusters: tuple[Cluster, ...]
    user_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Additions:
    """What the form of a new section offers: known ones, and places."""

    known: tuple[Section, ...]
    sections: tuple[Kept, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """A section to write: its text, or the reader's own that was not saved yet."""

    kept: Kept
    unsaved: Unsaved | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of a text; ``refused`` is set where a newer one was there.

    ``was_agreed``: the group had agreed to the text before. ``remarks`` are what an
    editor should look at.
    """

    kept: Kept
    refused: Unsaved | None = None
    was_agreed: bool = False
    remarks: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A section with its texts, the newest first, and who wrote them, by role.

    ``unsaved`` is a text of the reader that waits to be saved.
    """

    kept: Kept
    owner: str
    revisions: tuple[Revision, ...]
    authors: Mapping[int, str]
    may_write: bool
    unsaved: Unsaved | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is different between a text and the one before it."""

    kept: Kept
    revision: Revision
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The comments on a section that the reader may see, and what they may do.

    ``is_late``: what is said now comes too late for this edition.
    """

    kept: Kept
    said: tuple[Said, ...]
    window: Window | None
    is_late: bool
    may_comment: bool
    may_answer: bool
    has_cluster: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How many comments each section has: all, and those that wait for an answer."""

    sections: tuple[tuple[Kept, int, int], ...]
    windows: tuple[Window, ...]
    may_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What a cluster says of a section, and the comments of its people.

    ``refused`` is a text that was not saved, because a colleague saved meanwhile.
    """

    kept: Kept
    cluster: str
    comment: Comment
    colleagues: tuple[Said, ...]
    is_late: bool
    refused: Comment | None = None
