"""How far the paper is, and what stands in the way of publishing it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain.errors import InvalidTransitionError
from bot.domain.permissions import Permission
from bot.domain.whitepaper.document import Gap, GapKind
from bot.domain.whitepaper.editions import is_final
from bot.domain.whitepaper.roundtrip import UNPLACED
from bot.domain.whitepaper.sections import Kept
from bot.domain.whitepaper.values import Edition, EditionState, SectionState

_TO_WRITE = {GapKind.NO_OWNER, GapKind.UNWRITTEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Where the paper stands on a day, for one reader.

    ``conflicts`` and ``comments`` are how many wait for somebody; ``practices`` how
    many would be printed. ``allowed`` is what the reader may do, ``to_write`` the keys
    of sections without words that the reader may write.
    """

    today: date
    version: str
    newest: Edition | None
    sections: tuple[Kept, ...]
    gaps: tuple[Gap, ...]
    practices: int
    conflicts: int
    comments: int
    allowed: frozenset[Permission]
    to_write: tuple[str, ...]

    @property
    def empty(self) -> tuple[Gap, ...]:
        """Sections that nobody has written."""
        return tuple(gap for gap in self.gaps if gap.kind in _TO_WRITE)

    @property
    def not_agreed(self) -> tuple[Kept, ...]:
        """Sections with words of people to which the group has not agreed yet."""
        return tuple(
            each
            for each in self.sections
            if each.section.is_protected
            and each.section.state not in {SectionState.AGREED, SectionState.EMPTY}
        )

    @property
    def unplaced(self) -> bool:
        """Whether text of an import still waits to be put where it belongs."""
        return has_unplaced(self.sections)

    @property
    def is_blocked(self) -> bool:
        """Whether it cannot be published: texts wait for a choice or a place."""
        return bool(self.conflicts) or self.unplaced or not self.practices

    def is_overdue(self, kept: Kept) -> bool:
        """Whether a section's day is over and the group has not agreed to it."""
        due = kept.section.due_on
        is_open = kept.section.state is not SectionState.AGREED
        return due is not None and due < self.today and is_open


def has_unplaced(sections: Iterable[Kept]) -> bool:
    """Whether text of an import still waits to be put where it belongs."""
    return any(each.section.key == UNPLACED and each.body.strip() for each in sections)


def next_publication(editions: tuple[Edition, ...]) -> str:
    """Return the number of the next edition that is published: 1.0, then 2.0."""
    numbers = [
        int(each.version.partition(".")[0])
        for each in editions
        if is_final(each.version) and each.state is not EditionState.DRAFT
    ]
    return f"{max(numbers, default=0) + 1}.0"


def require_withdrawable(edition: Edition) -> None:
    """Let a published edition pass.

    Raises:
        InvalidTransitionError: it is a draft, or withdrawn already.
    """
    if edition.state is EditionState.WITHDRAWN:
        message = f"Edition {edition.version} is withdrawn already."
        raise InvalidTransitionError(message)
    if not edition.is_published:
        message = (
            f"Edition {edition.version} is a draft. Only what was published can be "
            "withdrawn; a draft is followed by the next one."
        )
        raise InvalidTransitionError(message)
