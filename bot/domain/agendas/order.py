"""The order of an agenda, and whether the time is enough for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.agendas.openings import Opening
from bot.domain.meetings import AgendaItem, AgendaState, Meeting

LISTED = {AgendaState.ACCEPTED, AgendaState.DONE}
_WAITING = {AgendaState.PROPOSED, AgendaState.ACCEPTED}


class Move(StrEnum):
    """Where a point goes in the order."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long everything takes together, of how many minutes there are."""

    planned: int
    available: int

    @property
    def overrun(self) -> int:
        """By how many minutes it is too long."""
        return max(0, self.planned - self.available)


def listed(meeting: Meeting) -> tuple[AgendaItem, ...]:
    """Return what the meeting goes through, in order."""
    return _in_order(each for each in meeting.agenda if each.state in LISTED)


def proposed(meeting: Meeting) -> tuple[AgendaItem, ...]:
    """Return what waits for the chair's word, first come first."""
    wanted = AgendaState.PROPOSED
    return _in_order(each for each in meeting.agenda if each.state is wanted)


def put_off(meeting: Meeting) -> tuple[AgendaItem, ...]:
    """Return what goes on in the next meeting."""
    wanted = AgendaState.DEFERRED
    return _in_order(each for each in meeting.agenda if each.state is wanted)


def unfinished(meeting: Meeting) -> tuple[AgendaItem, ...]:
    """Return what was to be spoken about, or proposed, and is not done."""
    return _in_order(each for each in meeting.agenda if each.state in _WAITING)


def _in_order(items: Iterable[AgendaItem]) -> tuple[AgendaItem, ...]:
    return tuple(sorted(items, key=lambda each: (each.position, each.id)))


def moved(
    items: Iterable[AgendaItem], item_id: int, move: Move
) -> tuple[AgendaItem, ...]:
    """Return the same points with one of them a place further up or down.

    The first stays the first when it is moved up, the last the last. Positions count
    from 1 without gaps afterwards.
    """
    order = list(_in_order(items))
    ids = [each.id for each in order]
    if item_id in ids:
        at = ids.index(item_id)
        to = at - 1 if move is Move.UP else at + 1
        if 0 <= to < len(order):
            order[at], order[to] = order[to], order[at]
    return renumbered(order)


def placed(
    items: Iterable[AgendaItem], item_id: int, place: int
) -> tuple[AgendaItem, ...]:
    """Return the same points with one of them at a place that counts from 1."""
    order = list(_in_order(items))
    chosen = [each for each in order if each.id == item_id]
    rest = [each for each in order if each.id != item_id]
    at = min(max(place, 1), len(order)) - 1
    return renumbered([*rest[:at], *chosen, *rest[at:]])


def renumbered(items: Sequence[AgendaItem]) -> tuple[AgendaItem, ...]:
    """Return points with positions from 1, in the order in which they are given."""
    return tuple(
        replace(each, position=place) for place, each in enumerate(items, start=1)
    )


def timing(meeting: Meeting, openings: Iterable[Opening] = ()) -> Timing:
    """Add up what the meeting goes through, and what it opens with."""
    minutes = sum(each.minutes for each in listed(meeting))
    return Timing(
        planned=minutes + sum(each.minutes for each in openings),
        available=meeting.duration_minutes,
    )
