"""Reads what became of clusters: mergers, splits, renamings, replacements."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from bot.domain.exchange.fields import Fields
from bot.domain.exchange.names import Names
from bot.domain.exchange.values import Document
from bot.domain.successions import (
    MAX_NOTE,
    Lineage,
    Part,
    Succession,
    SuccessionKind,
    shape_problem,
)

_NAME = 150


def read_successions(
    listed: Iterable[Fields], names: Names, group: Document
) -> tuple[Succession, ...]:
    """Read what became of clusters; together with the group it makes no circle."""
    held = {each.value.nonce: each.value for each in group.successions}
    found: dict[str, Succession] = {}
    for fields in listed:
        read = _succession(fields, names)
        if read.nonce in found:
            fields.complain("id", f"{read.nonce} is there twice.")
        elif read.nonce in held:
            _note_changes(fields, read, held[read.nonce])
        else:
            _note_problem(fields, read, (*held.values(), *found.values()))
        found[read.nonce] = read
    return tuple(found.values())


def _succession(fields: Fields, names: Names) -> Succession:
    key = fields.key()
    effective_on = fields.day("effective_on")
    if effective_on is None and not fields.says("effective_on"):
        fields.complain("effective_on", "This is missing.")
    day = effective_on or date.max
    return Succession(
        kind=fields.required_choice("kind", SuccessionKind),
        effective_on=day,
        note=fields.text("note", MAX_NOTE, one_line=False),
        parts=tuple(_part(each, names) for each in fields.inners("parts")),
        nonce=key,
        made_at=fields.moment("made_at") or datetime.combine(day, time(), UTC),
    )


def _part(fields: Fields, names: Names) -> Part:
    return Part(
        predecessor=names.required(fields, "predecessor", names.clusters),
        successor=names.required(fields, "successor", names.clusters),
        predecessor_name=fields.required_text("predecessor_name", _NAME),
        successor_name=fields.required_text("successor_name", _NAME),
    )


def _note_changes(fields: Fields, read: Succession, held: Succession) -> None:
    if (read.kind, _pairs(read)) != (held.kind, _pairs(held)):
        reason = "What became of which cluster cannot be changed by a file."
        fields.complain("parts", reason)


def _note_problem(
    fields: Fields, read: Succession, before: tuple[Succession, ...]
) -> None:
    if problem := shape_problem(read.kind, _pairs(read), Lineage(before)):
        fields.complain("parts", problem)


def _pairs(succession: Succession) -> dict[str, frozenset[str]]:
    return {
        key: frozenset(
            part.successor for part in succession.parts if part.predecessor == key
        )
        for key in succession.predecessors
    }
