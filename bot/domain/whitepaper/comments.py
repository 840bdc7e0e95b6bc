"""Comments on sections: windows, positions of clusters, what became of each.

::

    stateDiagram-v2
        [*] --> open: said in time
        [*] --> kept: said too late
        open --> accepted
        open --> declined
        open --> kept: for the next edition
        kept --> open: the next time for comments, or an editor
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.errors import InvalidInputError

COMMENT_LIMIT = 3000
ANSWER_LIMIT = 500
NOTE_LIMIT = 500
# The channel is reminded this long before a window closes, if it is open that long.
REMINDER = timedelta(days=2)


class CommentKind(StrEnum):
    """Who speaks: one person, or a cluster with one voice."""

    COMMENT = "comment"
    POSITION = "position"


class CommentState(StrEnum):
    """What became of a comment."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A time to comment on some sections, by key; on all where none is named."""

    id: int = 0
    sig_id: int = 0
    nonce: str = ""
    sections: tuple[str, ...] = ()
    note: str = ""
    opened_at: datetime
    closes_at: datetime
    version: int = 1

    def is_open(self, now: datetime) -> bool:
        """Whether it is not over yet."""
        return self.opened_at <= now < self.closes_at

    def covers(self, key: str) -> bool:
        """Whether this section may be commented on in it."""
        return not self.sections or key in self.sections


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What was said about a section; ``proposal`` is the text to put there instead.

    ``person_id`` and ``cluster_id`` are forgotten when those go. A position names the
    comments it consolidates.
    """

    id: int = 0
    section_id: int
    window_id: int | None = None
    kind: CommentKind = CommentKind.COMMENT
    person_id: int | None = None
    cluster_id: int | None = None
    text: str
    proposal: str = ""
    consolidates: tuple[int, ...] = ()
    is_late: bool = False
    state: CommentState = CommentState.OPEN
    answer: str = ""
    answered_by: int | None = None
    version: int = 1
    said_at: datetime | None = None

    @property
    def ref(self) -> str:
        """How people speak of it."""
        return f"#{self.id}"


def window_for(
    windows: Iterable[Window], key: str, now: datetime
) -> tuple[Window | None, bool]:
    """Return the window that a comment of now belongs to, and if it is too late.

    Without any window comments are welcome at any time: then none is late.
    """
    fitting = [each for each in windows if each.covers(key) and each.opened_at <= now]
    if not fitting:
        return None, False
    newest = max(fitting, key=lambda each: (each.closes_at, each.id))
    return newest, not newest.is_open(now)


def state_of_new(*, is_late: bool) -> CommentState:
    """Return where a comment begins: a late one waits for the next edition."""
    return CommentState.KEPT if is_late else CommentState.OPEN


def require_later(closes_at: datetime, now: datetime) -> None:
    """Let a window pass that is open for some time.

    Raises:
        InvalidInputError: it would be over already.
    """
    if closes_at <= now:
        raise InvalidInputError({"until": "This day is over. Choose a later one."})


def position_nonce(section_id: int, cluster_id: int, window: Window | None) -> str:
    """Return what makes a cluster's position one: for each section and window."""
    return f"position:{section_id}:{cluster_id}:{window.id if window else 0}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A comment as a reader sees it: by whom in words, and what they may do.

    ``is_mine``: the reader wrote it; ``is_ours``: it is of the reader's cluster.
    ``taken_up``: the position of the cluster consolidates it.
    """

    comment: Comment
    by: str
    is_mine: bool = False
    is_ours: bool = False
    taken_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A comment with its answer, as its author is told."""

    comment: Comment
    section: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A window as the channel is told of it: titles of the sections it is for."""

    window: Window
    titles: tuple[str, ...]
    zone: str
    comments: int = 0
