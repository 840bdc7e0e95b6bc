"""The identifiers a file may use: its own and those the group has already."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.domain.exchange.fields import Fields
from bot.domain.exchange.values import EXTERNALS, MEMBERS, ROLES, Document, Json
from bot.domain.references import Kind

_NUMBER = re.compile(r"0*([1-9][0-9]{0,8})", re.ASCII)
_LAST_DIGITS = re.compile(r"[0-9]+$", re.ASCII)
LISTS = {
    Kind.PRACTICE: "practices",
    Kind.MEETING: "meetings",
    Kind.ACTION: "action_items",
    Kind.RECOMMENDATION: "recommendations",
}
PEOPLE = (ROLES, EXTERNALS, MEMBERS)


class Names:
    """Knows every identifier and number; repeated ones are problems."""

    def __init__(self, raw: Json, group: Document, problems: list[str]) -> None:
        self._problems = problems
        self._numbers: dict[Kind, dict[str, int]] = {}
        self._owners: dict[Kind, dict[int, str]] = {}
        for kind in Kind:
            self._owners[kind] = dict(group.keys(kind))
            self._numbers[kind] = {
                key: number for number, key in self._owners[kind].items()
            }
        for kind, name in LISTS.items():
            self._number_all(kind, records(raw, name, problems))
        self._number_all(Kind.DECISION, self._decisions(raw))
        self.themes = {each.value.slug for each in group.themes}
        self.networks = {each.value.slug for each in group.networks}
        self.clusters = {each.value.key for each in group.clusters}
        self.sources = {each.value.key for each in group.sources}
        self.people = {each.value.key for each in group.people}
        self._collect(raw)

    def number(self, kind: Kind, key: str) -> int:
        """Return the number of a record of this file."""
        return self._numbers[kind].get(key, 0)

    def refer(self, fields: Fields, name: str, kind: Kind) -> int | None:
        """Read a reference to a numbered record, or null."""
        key = fields.optional_text(name)
        return None if key is None else self._find(fields, name, kind, key)

    def refer_all(self, fields: Fields, name: str, kind: Kind) -> tuple[int, ...]:
        """Read a list of references to numbered records."""
        found = [self._find(fields, name, kind, key) for key in fields.texts(name)]
        return tuple(dict.fromkeys(number for number in found if number))

    def one_of(self, fields: Fields, name: str, known: set[str]) -> str | None:
        """Read an identifier that must be known, or null."""
        key = fields.optional_text(name)
        if key is not None and key not in known:
            fields.complain(name, f"I do not know {_short(key)}.")
        return key

    def some_of(self, fields: Fields, name: str, known: set[str]) -> tuple[str, ...]:
        """Read a list of identifiers that must be known, each once."""
        keys = fields.texts(name)
        for key in keys:
            if key not in known:
                fields.complain(name, f"I do not know {_short(key)}.")
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            fields.complain(name, f"{_short(key)} is there twice.")
        return tuple(dict.fromkeys(keys))

    def _find(self, fields: Fields, name: str, kind: Kind, key: str) -> int | None:
        number = self._numbers[kind].get(key)
        if number is None:
            fields.complain(name, f"I do not know {_short(key)}.")
        return number

    def _collect(self, raw: Json) -> None:
        for name, known in (
            ("themes", self.themes),
            ("networks", self.networks),
        ):
            self._add(known, records(raw, name, self._problems))
        # People and clusters share one set of identifiers: both can own an action.
        seen: dict[str, str] = {}
        self._add(self.clusters, records(raw, "clusters", self._problems), seen)
        for name in PEOPLE:
            self._add(self.people, records(raw, name, self._problems), seen)
        for fields, key in records(raw, "clusters", []):
            if key in self.people:
                fields.complain("id", "A person of this group has this identifier.")
        sources = raw.get("sources")
        self.sources |= set(sources) if isinstance(sources, dict) else set()

    def _add(
        self,
        known: set[str],
        listed: Iterator[tuple[Fields, str]],
        seen: dict[str, str] | None = None,
    ) -> None:
        seen = {} if seen is None else seen
        for fields, key in listed:
            _note_twice(fields, key, seen)
            known.add(key)
        known.discard("")

    def _number_all(self, kind: Kind, listed: Iterator[tuple[Fields, str]]) -> None:
        seen: dict[str, str] = {}
        for fields, key in listed:
            if key and not _note_twice(fields, key, seen):
                self._give_number(kind, fields, key)

    def _give_number(self, kind: Kind, fields: Fields, key: str) -> None:
        said = fields.integer("number", 1, 999_999_999)
        known = self._numbers[kind].get(key)
        if known is not None:
            if said not in {None, known}:
                reason = f"{key} has the number {known}; numbers never change."
                fields.complain("number", reason)
            return
        number = said or _number_in(key)
        if number is None:
            fields.complain("id", "There is no number at its end, as in P-07.")
            return
        owner = self._owners[kind].setdefault(number, key)
        if owner != key:
            fields.complain("id", f"The number {number} belongs to {owner}.")
        self._numbers[kind][key] = number

    def _decisions(self, raw: Json) -> Iterator[tuple[Fields, str]]:
        for meeting, _ in records(raw, "meetings", []):
            quiet = Fields(meeting.raw, record=meeting.record, problems=[])
            for place, decision in enumerate(quiet.inners("decisions")):
                fields = Fields(
                    decision.raw,
                    record=meeting.record,
                    problems=self._problems,
                    path=f"decisions[{place}].",
                )
                yield fields, Fields(decision.raw, record="", problems=[]).key()


def records(
    raw: Json, name: str, problems: list[str]
) -> Iterator[tuple[Fields, str]]:
    """Yield the records of a list with their identifiers.

    A problem of the list itself is noted in ``problems``; those of its records are
    collected with them.
    """
    listed = raw.get(name)
    if listed is None:
        return
    if not isinstance(listed, list):
        problems.append(f"{name}: This must be a list [ ... ].")
        return
    for place, value in enumerate(listed):
        key = identifier(value)
        record = f"{name}[{place}] {_short(key)}".rstrip()
        yield Fields(value, record=record, problems=problems), key


def identifier(value: Any) -> str:
    """Return the identifier of a record, or nothing where it has none."""
    found = value.get("id") if isinstance(value, Mapping) else None
    return found if isinstance(found, str) else ""


def default_number(key: str) -> int | None:
    """Return the number that an identifier alone stands for."""
    return _number_in(key)


def _number_in(key: str) -> int | None:
    digits = _LAST_DIGITS.search(key)
    match = _NUMBER.fullmatch(digits[0]) if digits else None
    return int(match[1]) if match else None


def _note_twice(fields: Fields, key: str, seen: dict[str, str]) -> bool:
    if not key:
        return False
    first = seen.setdefault(key, fields.record)
    place = f"{fields.record} {fields.path}"
    if first == fields.record and key not in _SENTINEL:
        return False
    del place
    fields.complain("id", f"{_short(key)} is also {first}.")
    return True


_SENTINEL: set[str] = set()


def _short(key: str) -> str:
    return key if len(key) <= 40 else key[:39] + "…"
