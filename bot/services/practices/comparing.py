"""Two versions of a practice, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.clock import Clock
from bot.domain.errors import InvalidInputError
from bot.domain.permissions import Permission
from bot.domain.practices import Practice, PracticeContent, changed_fields
from bot.services.members import Caller, require_permission
from bot.services.practices.reading import read
from storage import themes as theme_rows
from storage.database import Database
from storage.practices import versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two texts of a practice; ``first`` and ``second`` are the numbers of versions.

    ``themes`` are the words for the slugs of themes.
    """

    practice: Practice
    first: int
    second: int
    before: PracticeContent
    after: PracticeContent
    themes: Mapping[str, str]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in which they differ, in the form's order."""
        return changed_fields(self.before, self.after)


def compare(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    practice_id: int,
    version: int | None = None,
) -> Comparison:
    """Compare the newest version with an earlier one.

    Without ``version`` that is the accepted one where a newer one waits, else the one
    before.

    Raises:
        NotFoundError: there is no such practice or version in this group.
        NotAllowedError: externals read what is public, and nobody else's versions.
        InvalidInputError: there is nothing earlier.
    """
    practice = read(db, clock, caller=caller, practice_id=practice_id)
    if practice.author_id != caller.person.id:
        require_permission(clock, caller, Permission.READ_PRACTICES)
    if practice.revision == 1:
        message = (
            f"{practice.ref} has one version only, so there is nothing to compare."
        )
        raise InvalidInputError({"version": message})
    if version == practice.revision:
        message = f"Version {version} is the newest one; name an earlier one."
        raise InvalidInputError({"version": message})
    earlier = practice.accepted_revision if practice.has_newer_text else None
    first = version or earlier or practice.revision - 1
    with db.read() as session:
        before = versions.text(session, practice, first)
        themes = theme_rows.themes(session, caller.sig.id)
    return Comparison(
        practice=practice,
        first=first,
        second=practice.revision,
        before=before,
        after=practice.content,
        themes={theme.slug: theme.label for theme in themes},
    )


def version(
    db: Database, clock: Clock, *, caller: Caller, practice_id: int, number: int
) -> tuple[Practice, PracticeContent]:
    """Return a practice and one of its texts, in full.

    Raises:
        NotFoundError: there is no such practice or version in this group.
        NotAllowedError: externals read what is public, and nobody else's versions.
    """
    practice = read(db, clock, caller=caller, practice_id=practice_id)
    if practice.author_id != caller.person.id:
        require_permission(clock, caller, Permission.READ_PRACTICES)
    with db.read() as session:
        return practice, versions.text(session, practice, number)
