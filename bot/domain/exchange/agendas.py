"""Which point of an agenda in a file is which point of the group's agenda."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.exchange.values import Json
from bot.domain.meetings import AgendaItem, Decision
from bot.domain.text import normalise_line

# What the agenda of an older file does not know.
_NEWER = ("state", "network")
Sign = tuple[str, int]


def filled_agenda(raw: Any, held: Sequence[Json]) -> Any:
    """Return an agenda with what it leaves out of points that the group knows."""
    if not isinstance(raw, list):
        return raw
    found = _pairs(
        [_sign(item, place) for place, item in enumerate(raw, start=1)],
        [_sign(item, place) for place, item in enumerate(held, start=1)],
    )
    return [
        item if place is None else _filled(item, held[place])
        for item, place in zip(raw, found, strict=True)
    ]


def completed_agenda(
    new: Sequence[AgendaItem],
    held: Sequence[AgendaItem],
    decisions: Sequence[Decision],
) -> tuple[AgendaItem, ...]:
    """Return an agenda whose points are those that the group has.

    Points that somebody proposed or brought along in Slack, and those that something
    was decided about, stay at the end when the file does not know them.
    """
    found = _pairs(
        [(item.title, item.position) for item in new],
        [(item.title, item.position) for item in held],
    )
    known = [
        item if place is None else _same(item, held[place])
        for item, place in zip(new, found, strict=True)
    ]
    decided = {each.agenda_item_id for each in decisions}
    left = [item for place, item in enumerate(held) if place not in found]
    kept = [
        item
        for item in left
        if item.proposed_by or item.carried_from_id or item.id in decided
    ]
    last = max((item.position for item in known), default=0)
    return (*known, *_after(last, kept))


def _after(last: int, items: Sequence[AgendaItem]) -> Iterator[AgendaItem]:
    for item in items:
        last = max(last + 1, item.position)
        yield replace(item, position=last)


def _same(new: AgendaItem, held: AgendaItem) -> AgendaItem:
    return replace(
        new,
        id=held.id,
        proposed_by=held.proposed_by,
        carried_from_id=held.carried_from_id,
        version=held.version,
    )


def _filled(item: Any, held: Json) -> Any:
    left = {name: held[name] for name in _NEWER if name in held and name not in item}
    return {**item, **left}


def _sign(item: Any, place: int) -> Sign | None:
    if not isinstance(item, dict):
        return None
    title, position = item.get("title"), item.get("position")
    return (
        normalise_line(title) if isinstance(title, str) else "",
        position if isinstance(position, int) else place,
    )


def _pairs(new: Sequence[Sign | None], held: Sequence[Sign | None]) -> list[int | None]:
    """Return for each new point which held one it is: of its title, or its place."""
    found: list[int | None] = [None] * len(new)
    free = dict(enumerate(held))
    for parts in (slice(0, 2), slice(0, 1), slice(1, 2)):
        known: dict[Any, list[int]] = {}
        for place in sorted(free, reverse=True):
            known.setdefault((free[place] or ())[parts], []).append(place)
        for place, sign in enumerate(new):
            if sign and found[place] is None and known.get(sign[parts]):
                found[place] = other = known[sign[parts]].pop()
                del free[other]
    return found
