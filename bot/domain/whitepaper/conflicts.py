"""Edited drafts that wait for a yes, and texts between which somebody has to choose."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import InvalidInputError, InvalidTransitionError
from bot.domain.whitepaper.roundtrip import Fate, Plan
from bot.domain.whitepaper.sections import Kept

_WOULD_BE_LOST = (
    "You changed the text below, and it would be lost. Choose “My own text”, or empty "
    "the field."
)


class ImportState(StrEnum):
    """Where an edited draft stands."""

    PENDING = "pending"
    TAKEN = "taken"
    DISCARDED = "discarded"


class ConflictState(StrEnum):
    """Whether somebody chose, and what."""

    OPEN = "open"
    KEPT = "kept"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperImport:
    """An edited draft as it came, with what its sender was shown of it."""

    id: int
    person_id: int | None
    name: str
    text: str
    preview: str
    state: ImportState


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two texts of one section. ``section_id`` is None when it is not there any more.

    ``base`` is what both began with, ``edited`` what came in the file, ``current`` what
    the section said then, as its ``revision``.
    """

    id: int
    section_id: int | None
    key: str
    title: str
    fate: Fate
    base: str
    current: str
    edited: str
    revision: int
    state: ConflictState = ConflictState.OPEN
    version: int = 1

    def require_open(self) -> None:
        """Let an open conflict pass.

        Raises:
            InvalidTransitionError: somebody chose already.
        """
        if self.state is not ConflictState.OPEN:
            message = (
                f"Somebody chose a text for {self.title} already. Look at it: "
                f"/whitepaper section {self.key}"
            )
            raise InvalidTransitionError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Two texts, and what the section says today; None: it is out of the paper."""

    conflict: Conflict
    kept: Kept | None
    is_settled: bool = False

    @property
    def revision(self) -> int:
        """The revision that a chosen text replaces."""
        return self.kept.section.revision if self.kept else 0

    @property
    def current(self) -> str:
        """What the section says today."""
        return self.kept.body if self.kept else self.conflict.current


class Pick(StrEnum):
    """Which text somebody chose."""

    STORED = "stored"
    FROM_FILE = "file"
    MINE = "mine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What somebody settled on, looking at revision ``base_revision``.

    ``body`` is what stands in the field for a text of their own.
    """

    conflict_id: int
    pick: Pick
    base_revision: int
    body: str = ""

    def require_nothing_lost(self, choice: Choice) -> None:
        """Let pass unless a text of their own would be dropped without a word.

        Raises:
            InvalidInputError: they wrote one and chose another.
        """
        known = ("", choice.conflict.edited, choice.current)
        if self.pick is Pick.MINE or self.body.strip() in map(str.strip, known):
            return
        raise InvalidInputError({"choice": _WOULD_BE_LOST})


def preview_of(plan: Plan) -> str:
    """Return what identifies a plan: another one would change other things."""
    said = [
        f"{edit.key} {edit.fate} {len(edit.result)} {edit.result} {edit.edited}"
        for edit in plan.bodies
    ]
    text = "\0".join([plan.version, *said, plan.unplaced])
    return hashlib.sha256(text.encode()).hexdigest()
