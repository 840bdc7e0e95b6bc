"""How a part of a record stands in a file: each field says how it is read there.

From that it is read and written; what a field says by default is not written.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from bot.domain.exchange.fields import Fields
from bot.domain.exchange.moments import in_utc
from bot.domain.references import Kind

P = TypeVar("P")
E = TypeVar("E", bound=StrEnum)
D = TypeVar("D", date, datetime)
Json = dict[str, Any]
Keys = Mapping[Kind, Mapping[int, str]]
_SAID = "said"
ENDS_FIRST = "It cannot end before it begins."
_MAX_REVISION = 1_000_000


class Names(Protocol):
    """Reads identifiers; what they stand for is known to the file and the group."""

    people: set[str]
    clusters: set[str]
    sections: set[str]
    windows: set[str]
    comments: set[str]
    series: set[str]

    def refer(self, fields: Fields, name: str, kind: Kind) -> int | None:
        """Read a reference to a numbered record, or null."""

    def one_of(self, fields: Fields, name: str, known: set[str]) -> str | None:
        """Read an identifier that must be known, or null."""

    def some_of(self, fields: Fields, name: str, known: set[str]) -> tuple[str, ...]:
        """Read a list of identifiers that must be known, each once."""


@dataclass(frozen=True, slots=True)
class Said:
    """How a field is read, what it is called in a file, and whom it names.

    ``of`` is "person" or "cluster" where the value is the key of one, and the kind of
    record where it is a number.
    """

    read: Callable[[Fields, Names, str], Any]
    name: str = ""
    of: str | Kind = ""


def said(how: Said, name: str = "") -> dict[str, Said]:
    """Return the metadata of a field; without a ``default`` it must be there."""
    return {_SAID: Said(how.read, name, how.of)}


def how_said(each: "Field[Any]") -> Said:
    """Return what a field says of itself."""
    known: Said = each.metadata[_SAID]
    return Said(known.read, known.name or each.name, known.of)


def parts_of(kind: type[Any]) -> Iterator[tuple[str, Said]]:
    """Yield the fields of a part with how they stand in a file."""
    for each in fields(kind):
        yield each.name, how_said(each)


def read_part(kind: type[P], given: Fields, names: Names) -> P:
    """Read a part; everything wrong with it is noted."""
    values = {}
    for each in fields(kind):  # type: ignore[arg-type]  # parts are dataclasses
        how = how_said(each)
        is_needed = each.default is MISSING and each.default_factory is MISSING
        if given.says(how.name):
            values[each.name] = how.read(given, names, how.name)
        elif is_needed:
            given.complain(how.name, "This is missing.")
            values[each.name] = None
    return kind(**values)


def read_parts(
    kind: type[P], given: Fields, names: Names, *, name: str
) -> tuple[P, ...]:
    """Read a list of parts."""
    return tuple(read_part(kind, each, names) for each in given.inners(name))


def part_json(part: Any, keys: Keys | None = None) -> Json:
    """Return a part as JSON values, without what goes without saying.

    ``keys`` are the identifiers of numbered records.
    """
    return {
        how.name: _json(value, how.of, keys or {})
        for each in fields(part)
        for how in [how_said(each)]
        if (value := getattr(part, each.name)) != each.default
    }


def parts_json(parts: Any, keys: Keys | None = None) -> list[Json]:
    """Return a list of parts as JSON values."""
    return [part_json(each, keys) for each in parts]


def _json(value: Any, of: str | Kind, keys: Keys) -> Any:
    if isinstance(of, Kind):
        return keys[of][value]
    if isinstance(value, datetime):
        return in_utc(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_json(each, "", keys) for each in value]
    return part_json(value, keys) if is_dataclass(value) else value


def is_before(later: D | None, first: D | None) -> bool:
    """Whether what should be later is not; what is missing was noted already."""
    return later is not None and first is not None and later < first


def choice(kind: type[E]) -> Said:
    """Return one of the values of an enumeration."""
    return Said(lambda given, _names, name: given.required_choice(name, kind))


def choices(kind: type[E]) -> Said:
    """Return a list of values of an enumeration, each once."""

    def read(given: Fields, _names: Names, name: str) -> tuple[E, ...]:
        found = given.texts(name)
        for each in found:
            if each not in set(kind):
                given.complain(name, f"Choose from: {', '.join(kind)}.")
        return tuple(each for each in kind if each in found)

    return Said(read)


def words(limit: int) -> Said:
    """Return a text of one or more lines."""
    return Said(
        lambda given, _names, name: given.text(name, limit, one_line=False),
    )


def line(limit: int) -> Said:
    """Return a text of one line."""
    return Said(lambda given, _names, name: given.text(name, limit))


def keys_of(known: str) -> Said:
    """Return a list of identifiers that the group knows, by the name of their set."""
    return Said(
        lambda given, names, name: names.some_of(given, name, getattr(names, known))
    )


def key_of(known: str) -> Said:
    """Return an identifier that the group knows, by the name of their set."""
    return Said(
        lambda given, names, name: names.one_of(given, name, getattr(names, known))
    )


def record_of(kind: Kind) -> Said:
    """Return the number of a record that is named by its identifier."""
    return Said(lambda given, names, name: names.refer(given, name, kind), of=kind)


def count(high: int, low: int = 0) -> Said:
    """Return a whole number."""
    return Said(lambda given, _names, name: given.required_integer(name, low, high))


def verbatim(limit: int | None = 200_000) -> Said:
    """Return a text that stays as it is, byte for byte."""
    return Said(lambda given, _names, name: given.verbatim(name, limit) or "")


PERSON = Said(
    lambda given, names, name: names.one_of(given, name, names.people), of="person"
)
CLUSTER = Said(
    lambda given, names, name: names.one_of(given, name, names.clusters), of="cluster"
)
KEY = Said(lambda given, _names, name: given.key(name))
DAY = Said(lambda given, _names, name: given.required_day(name))
MOMENT = Said(lambda given, _names, name: given.moment(name))
FLAG = Said(lambda given, _names, name: given.flag(name, default=False))
REVISION = count(_MAX_REVISION, 1)
