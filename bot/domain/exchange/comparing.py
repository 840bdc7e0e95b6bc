"""What importing a document would change in a group."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.exchange.names import PEOPLE
from bot.domain.exchange.values import Document, Entry, Json
from bot.domain.exchange.writing import write

# The lists of a file, with the fields of a document that hold them.
_FIELDS = {
    "themes": "themes",
    "networks": "networks",
    "clusters": "clusters",
    "successions": "successions",
    "practices": "practices",
    "meetings": "meetings",
    "decisions": "decisions",
    "action_items": "actions",
    "recommendations": "recommendations",
    "offers": "offers",
}
_PAPER = "white_paper"
_SERIES = "meeting_series"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Identifiers of records by the name of their list, and the records to store."""

    added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unchanged: int = 0
    to_store: Document = field(default_factory=Document)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.added or self.changed)


def compare(document: Document, group: Document) -> Difference:
    """Return what differs between a completed document and the group."""
    new, old = write(document, refer_to=group), write(group)
    tally = _Tally()
    parts: dict[str, Any] = {
        name: tuple(tally.differing(list_name, getattr(document, name), new, old))
        for list_name, name in _FIELDS.items()
    }
    parts["beside"] = document.beside
    parts["people"] = tuple(
        entry
        for name in PEOPLE
        for entry in tally.differing(
            name,
            tuple(each for each in document.people if each.value.listed_as == name),
            new,
            old,
        )
    )
    parts["sources"] = tuple(
        entry
        for entry in document.sources
        if tally.note(
            "sources",
            entry.value.key,
            new["sources"][entry.value.key],
            old["sources"].get(entry.value.key),
        )
    )
    if document.paper and tally.note(_PAPER, _PAPER, new[_PAPER], old.get(_PAPER)):
        parts["paper"] = document.paper
    series = new.get(_SERIES), old.get(_SERIES)
    if document.beside.series:
        tally.note(_SERIES, _SERIES, *series)
    if document.sig and tally.note("sig", "sig", new["sig"], old.get("sig")):
        parts["sig"] = document.sig
    if tally.note(
        "file", "file", dict(document.extra) or None, dict(group.extra) or None
    ):
        parts["extra"] = document.extra
    return Difference(
        added={name: tuple(ids) for name, ids in tally.added.items()},
        changed={name: tuple(ids) for name, ids in tally.changed.items()},
        unchanged=tally.unchanged,
        to_store=Document(**parts),
    )


class _Tally:
    def __init__(self) -> None:
        self.added: dict[str, list[str]] = {}
        self.changed: dict[str, list[str]] = {}
        self.unchanged = 0

    def differing(
        self, name: str, entries: tuple[Entry[Any], ...], new: Json, old: Json
    ) -> Iterator[Entry[Any]]:
        """Yield the entries that are new or not as they were."""
        lists = PEOPLE if name in PEOPLE else (name,)
        known = {
            record["id"]: (each, record)
            for each in lists
            for record in old.get(each) or ()
        }
        for entry, record in zip(entries, new.get(name) or (), strict=True):
            key = record["id"]
            before = known.get(key)
            if self.note(name, key, (name, record), before):
                yield entry

    def note(self, name: str, key: str, new: Any, old: Any) -> bool:
        """Count a record and say whether it is to be stored."""
        if new == old:
            self.unchanged += 1
            return False
        there = self.added if old is None else self.changed
        there.setdefault(name, []).append(key)
        return True
