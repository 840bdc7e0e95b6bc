"""An agenda as somebody sees it: its points with names, what it opens with, times."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.agendas.openings import Opening
from bot.domain.agendas.order import Timing, listed, proposed, put_off
from bot.domain.agendas.points import is_correctable
from bot.domain.meetings import AgendaItem, Meeting
from bot.domain.practices import Practice


@dataclass(frozen=True, slots=True, kw_only=True)
class Presenter:
    """Who presents: a Slack account where there is one, else a name or a role."""

    name: str
    user_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """A meeting's agenda; ``presenters`` are by key.

    ``suggestion`` is a practice that somebody could present. ``own`` are the ids of
    the points that the reader proposed; ``is_open``: it can still change, and
    ``is_running``: the meeting takes place now. ``is_full``: the reader may see what
    the group knows besides. ``is_stale``: what they pressed was overtaken, and nothing
    was changed.
    """

    meeting: Meeting
    timing: Timing
    openings: tuple[Opening, ...] = ()
    suggestion: Practice | None = None
    presenters: Mapping[str, Presenter] = field(default_factory=dict)
    own: frozenset[int] = frozenset()
    is_open: bool = False
    is_running: bool = False
    is_full: bool = True
    may_order: bool = False
    is_stale: bool = False

    @property
    def is_correctable(self) -> bool:
        """Whether one can still say what the meeting did, though it is over."""
        return is_correctable(self.meeting)

    @property
    def points(self) -> tuple[AgendaItem, ...]:
        """What the meeting goes through, in order."""
        return listed(self.meeting)

    @property
    def proposed(self) -> tuple[AgendaItem, ...]:
        """What waits for the chair's word."""
        return proposed(self.meeting)

    @property
    def put_off(self) -> tuple[AgendaItem, ...]:
        """What goes on in another meeting."""
        return put_off(self.meeting)

    def presenter(self, item: AgendaItem) -> Presenter | None:
        """Return who presents a point."""
        return self.presenters.get(item.presenter or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the form of a point offers; names by key, short name and slug.

    ``item`` is None for a blank one and has no id while it is new; ``person`` is the
    account that presents it. Where ``is_full`` is False, the reader may not see the
    clusters and networks. ``places`` counts the points that are in order, ``place``
    is that of this one.
    """

    meeting: Meeting
    item: AgendaItem | None = None
    person: str | None = None
    clusters: Mapping[str, str] = field(default_factory=dict)
    networks: Mapping[str, str] = field(default_factory=dict)
    is_full: bool = True
    may_order: bool = False
    places: int = 0
    place: int = 0
