"""Parts that a group knows stay as they are; a file adds those that are new."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar

from bot.domain.exchange.parts.shapes import how_said

P = TypeVar("P")
Ids = Callable[[Iterable[P]], list[str]]


def _stays(_new: Any, old: Any) -> Any:
    return old


def merged(
    new: Iterable[P],
    old: Iterable[P],
    ids: Ids[P],
    both: Callable[[P, P], P] = _stays,
) -> tuple[P, ...]:
    """Return the parts that there are, those that are known here first."""
    new, old = list(new), list(old)
    given = dict(zip(ids(new), new, strict=True))
    held = dict(zip(ids(old), old, strict=True))
    kept = [
        both(given[key], each) if key in given else each for key, each in held.items()
    ]
    return (*kept, *(each for key, each in given.items() if key not in held))


def not_taken(
    new: Iterable[P], after: Iterable[P], ids: Ids[P]
) -> Iterator[tuple[str, P]]:
    """Yield what of a file is another thing than what is there after it."""
    new, after = list(new), list(after)
    held = dict(zip(ids(after), after, strict=True))
    for key, each in zip(ids(new), new, strict=True):
        if key in held and _nameless(each) != _nameless(held[key]):
            yield key, each


def _nameless(part: Any) -> Any:
    """Return a part without people: whoever left the group is in no file."""
    people = {each.name: None for each in fields(part) if how_said(each).of == "person"}
    return replace(part, **people)


def ids_in(names: Iterable[str]) -> list[str]:
    """Return names that differ: the second of a name says so."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found
