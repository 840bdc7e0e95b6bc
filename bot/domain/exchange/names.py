"""The identifiers a file may use: its own and those the group has already."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from bot.domain.exchange.fields import Fields
from bot.domain.exchange.parts.papers import PaperParts
from bot.domain.exchange.values import EXTERNALS, MEMBERS, ROLES, Document
from bot.domain.permissions import Role
from bot.domain.references import Kind
from bot.domain.text import normalise_line

Lists = Mapping[str, list[Fields]]
NUMBERED = {
    Kind.PRACTICE: "practices",
    Kind.MEETING: "meetings",
    Kind.ACTION: "action_items",
    Kind.RECOMMENDATION: "recommendations",
}
PEOPLE = (ROLES, EXTERNALS, MEMBERS)
_NUMBER = re.compile(r"0*([1-9][0-9]{0,8})", re.ASCII)
_LAST_DIGITS = re.compile(r"[0-9]+$", re.ASCII)
_SHOWN = 40


class Names:
    """Knows every identifier and number; repeated ones are problems."""

    def __init__(self, lists: Lists, sources: Iterable[str], group: Document) -> None:
        self._numbers: dict[Kind, dict[str, int]] = {}
        self._owners: dict[Kind, dict[int, str]] = {}
        for kind in Kind:
            self._owners[kind] = group.keys(kind)
            self._numbers[kind] = {
                key: number for number, key in self._owners[kind].items()
            }
        self.themes = {each.value.slug for each in group.themes}
        self.networks = {each.value.network.slug for each in group.networks}
        self.clusters = {each.value.key for each in group.clusters}
        self.sources = {each.value.key for each in group.sources} | set(sources)
        self.people = {each.value.key for each in group.people}
        paper = group.paper.value.paper if group.paper else None
        self.sections = {each.key for each in paper.sections} if paper else set()
        parts = group.paper.value.parts if group.paper else PaperParts()
        self.windows = {each.id for each in parts.windows}
        self.comments = {each.id for each in parts.comments if each.id}
        self.agendas = {
            each.value.number: len(each.value.agenda) for each in group.meetings
        }
        self.series = {each.id for each in group.beside.series}
        self.series |= _keys(lists["meeting_series"], {})
        # Practices that were made here, not by a file, have no identifier of their own.
        self.made_here = {
            each.value.practice.number: each.value
            for each in group.practices
            if each.value.practice.key is None
        }
        self._collect(lists)

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
            fields.complain(name, f"I do not know {short(key)}.")
        return key

    def required(self, fields: Fields, name: str, known: set[str]) -> str:
        """Read an identifier that must be there and known."""
        if not fields.says(name):
            fields.complain(name, "This is missing.")
        return self.one_of(fields, name, known) or ""

    def some_of(self, fields: Fields, name: str, known: set[str]) -> tuple[str, ...]:
        """Read a list of identifiers that must be known, each once."""
        keys = fields.texts(name)
        for key in keys:
            if key not in known:
                fields.complain(name, f"I do not know {short(key)}.")
        for key in repeated(keys):
            fields.complain(name, f"{short(key)} is there twice.")
        return tuple(dict.fromkeys(keys))

    def _find(self, fields: Fields, name: str, kind: Kind, key: str) -> int | None:
        number = self._numbers[kind].get(key)
        if number is None:
            fields.complain(name, f"I do not know {short(key)}.")
        return number

    def _collect(self, lists: Lists) -> None:
        for kind, name in NUMBERED.items():
            self._number_all(kind, lists[name])
        decisions = chain(_decisions(lists["meetings"]), lists["decisions"])
        self._number_all(Kind.DECISION, decisions)
        self.themes |= _keys(lists["themes"], {})
        self.networks |= _keys(lists["networks"], {})
        # People and clusters share one set of identifiers: both can own an action.
        seen: dict[str, str] = {}
        people = self.people
        self.people = people | _keys(
            [fields for name in PEOPLE for fields in lists[name]], seen
        )
        for fields in lists["clusters"]:
            if identifier(fields) in people:
                fields.complain("id", "A person of this group has this identifier.")
        self.clusters |= _keys(lists["clusters"], seen)

    def _number_all(self, kind: Kind, listed: Iterable[Fields]) -> None:
        seen: dict[str, str] = {}
        for fields in listed:
            key = identifier(fields)
            if key and not _is_twice(fields, key, seen):
                self._give_number(kind, fields, key)

    def _give_number(self, kind: Kind, fields: Fields, key: str) -> None:
        said = fields.integer("number", 1, 999_999_999)
        known = self._numbers[kind].get(key)
        if known is not None:
            if said not in {None, known}:
                reason = f"{key} has the number {known}; numbers never change."
                fields.complain("number", reason)
            return
        number = said or number_in(key)
        if number is None:
            fields.complain("id", "There is no number at its end, as in P-07.")
            return
        owner = self._owners[kind].setdefault(number, key)
        if owner != key:
            fields.complain("id", f"The number {number} belongs to {owner}.")
        self._numbers[kind][key] = number


def repeated(keys: Iterable[str]) -> list[str]:
    """Return the identifiers that are there more than once, in order."""
    return sorted(key for key, count in Counter(keys).items() if key and count > 1)


def identifier(fields: Fields) -> str:
    """Return the identifier of a record, or nothing where it has none."""
    found = fields.raw.get("id")
    return found if isinstance(found, str) else ""


def number_in(key: str) -> int | None:
    """Return the number at the end of an identifier."""
    digits = _LAST_DIGITS.search(key)
    match = _NUMBER.fullmatch(digits[0]) if digits else None
    return int(match[1]) if match else None


def default_role(key: str, listed_as: str) -> Role:
    """Return the role that a record of this list has unless it says otherwise."""
    if listed_as == EXTERNALS:
        return Role.EXTERNAL
    return Role(key) if listed_as == ROLES and key in list(Role) else Role.MEMBER


def short(key: str) -> str:
    """Return an identifier as it is shown in a report: short, on one line."""
    key = normalise_line(key)
    return key if len(key) <= _SHOWN else f"{key[: _SHOWN - 1]}…"


def _decisions(meetings: Iterable[Fields]) -> Iterator[Fields]:
    for meeting in meetings:
        # What is wrong with the list itself is noted when the meeting is read.
        quiet = Fields(meeting.raw, record=meeting.record, problems=[])
        for decision in quiet.inners("decisions"):
            decision.problems = meeting.problems
            yield decision


def _keys(listed: Iterable[Fields], seen: dict[str, str]) -> set[str]:
    keys = set()
    for fields in listed:
        if key := identifier(fields):
            _is_twice(fields, key, seen)
            keys.add(key)
    return keys


def _is_twice(fields: Fields, key: str, seen: dict[str, str]) -> bool:
    place = f"{fields.record} {fields.path}".rstrip(" .")
    if key not in seen:
        seen[key] = place
        return False
    fields.complain("id", f"{short(key)} is there twice; the first is {seen[key]}.")
    return True
