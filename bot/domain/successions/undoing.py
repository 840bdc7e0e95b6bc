"""What depends on a succession, so that it cannot be taken back any more."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.clusters import Cluster, OrganisationStatus
from bot.domain.names import same_as
from bot.domain.successions.values import Succession

IMPORTED = (
    "It came with an imported file, so I do not know what it moved and cannot undo it."
)
_SHOWN = 5


class Holding(StrEnum):
    """What can belong to a cluster; in the order in which people are told."""

    SUCCESSIONS = "successions"
    PRACTICES = "practices"
    ACTIONS = "actions"
    CO_OWNED = "co_owned"
    ATTENDANCE = "attendance"
    AGENDA = "agenda"
    SECTIONS = "sections"
    PEOPLE = "people"
    EXTERNALS = "externals"
    OFFERS = "offers"
    PROPOSALS = "proposals"
    BALLOTS = "ballots"
    POSITIONS = "positions"


_WORDS: Mapping[Holding, tuple[str, str]] = {
    Holding.SUCCESSIONS: ("later change", "later changes"),
    Holding.PRACTICES: ("new practice", "new practices"),
    Holding.ACTIONS: ("new action", "new actions"),
    Holding.CO_OWNED: ("new action it helps with", "new actions it helps with"),
    Holding.ATTENDANCE: ("meeting it was asked to", "meetings it was asked to"),
    Holding.AGENDA: ("agenda item", "agenda items"),
    Holding.SECTIONS: ("section of the paper", "sections of the paper"),
    Holding.PEOPLE: ("new person", "new people"),
    Holding.EXTERNALS: ("new external", "new externals"),
    Holding.OFFERS: ("new need or offer", "new needs or offers"),
    Holding.PROPOSALS: ("proposal of a newcomer", "proposals of newcomers"),
    Holding.BALLOTS: ("vote it gave", "votes it gave"),
    Holding.POSITIONS: ("answer it gave in a round", "answers it gave in rounds"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependent:
    """Things that came to be after a succession; ``names`` where they have any."""

    holding: Holding
    count: int
    names: Sequence[str] = ()

    @property
    def words(self) -> str:
        """What it is, in plain words: ``2 new practices (P-7, P-9)``."""
        one, many = _WORDS[self.holding]
        said = f"{self.count} {one if self.count == 1 else many}"
        if not self.names:
            return said
        rest = ", …" if len(self.names) > _SHOWN else ""
        return f"{said} ({', '.join(self.names[:_SHOWN])}{rest})"


def why_not(dependents: Sequence[Dependent]) -> str:
    """Return why a succession cannot be undone, or nothing."""
    if not dependents:
        return ""
    said = ", ".join(each.words for each in dependents)
    return f"It cannot be undone any more, because something depends on it: {said}."


def name_problem(succession: Succession, known: Iterable[Cluster]) -> str:
    """Return which name would be there twice after an undoing, or nothing."""
    clusters = tuple(known)
    going_on = [
        (each.name, each)
        for each in clusters
        if each.status is OrganisationStatus.ACTIVE
        and each.key not in succession.successors
    ]
    for cluster in clusters:
        if cluster.key not in succession.predecessors:
            continue
        if other := same_as(cluster.name, going_on):
            return (
                f"It cannot be undone now: another cluster is called {other.name}. "
                "Give that one another name first."
            )
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A succession in the list; ``obstacle`` says why it cannot be undone.

    ``can_undo`` is for whoever reads the list.
    """

    succession: Succession
    obstacle: str = ""
    can_undo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of the successions of a group, newest first."""

    items: tuple[Listed, ...]
    offset: int
    total: int
