"""What a file does not say of a record that the group knows is as the group says.

What it says as ``null`` it does say: that is cleared.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.domain.exchange.agendas import filled_agenda
from bot.domain.exchange.names import NUMBERED, PEOPLE
from bot.domain.exchange.parts.paper import LISTS as PAPER_LISTS
from bot.domain.exchange.values import Document, Entry, Json
from bot.domain.exchange.writing import write
from bot.domain.practices import FORMATTABLE, PracticeContent
from bot.domain.references import Kind

_PRACTICES = NUMBERED[Kind.PRACTICE]
_MEETINGS = NUMBERED[Kind.MEETING]
_LISTS = (
    *("themes", "networks", "clusters", "successions", "offers", "decisions"),
    *PEOPLE,
    *NUMBERED.values(),
)
_ENTRIES = (
    *("sources", "themes", "networks", "clusters", "successions", "people"),
    *("practices", "meetings", "decisions", "actions", "recommendations", "offers"),
)
_PAPER = "white_paper"
# Lists within records whose elements are told apart by this field.
_PARTS = {_MEETINGS: ("decisions", "id"), _PAPER: ("sections", "key")}
# What is said of the one field is not true of another value of it.
_OF: Mapping[str, Mapping[str, Collection[str]]] = {
    "clusters": {"nuts": ("nuts_name", "nuts_version")},
    _PRACTICES: {
        "consent": ("attribution",),
        "nuts": ("nuts_name", "nuts_version"),
        **dict.fromkeys(FORMATTABLE, ("formatted",)),
    },
    NUMBERED[Kind.ACTION]: {"status": ("done_on", "reason")},
    _MEETINGS: {"starts_local": ("starts_utc",), "tz": ("starts_utc",)},
}
# What these say is another thing in another list of people.
_OF_LIST = ("role", "permission")
# These say how old a file is, or belong to an account: to be silent means something.
_NEVER = {
    "sections": ("revision", "revisions"),
    _PAPER: ("editions", *PAPER_LISTS),
    "sig": ("slack_team_id", "slack_channel_id"),
}
# Of practices only these: what is decided in its workflow is kept elsewhere.
_PRACTICE = {*PracticeContent.__dataclass_fields__, "status", "licence", "consent"}


def fill(raw: Json, group: Document) -> Json:
    """Return a file with what it leaves out of records that the group knows."""
    held = write(_without_extras(group))
    filled = dict(raw)
    for name in _LISTS:
        if isinstance(raw.get(name), list):
            filled[name] = _all(raw[name], _held(held, name), name, by="id")
    for name in ("sig", _PAPER):
        if name in held and isinstance(raw.get(name), dict):
            filled[name] = _one(raw[name], held[name], name)
    if isinstance(raw.get("sources"), dict):
        filled["sources"] = {
            key: _one(value, held["sources"].get(key), "sources")
            for key, value in raw["sources"].items()
        }
    return filled


def _without_extras(document: Document) -> Document:
    """Return a document without what files said that the program does not know."""
    lists: dict[str, Any] = {
        name: tuple(_bare(getattr(document, name))) for name in _ENTRIES
    }
    sig, paper = document.sig, document.paper
    return replace(
        document,
        **lists,
        sig=Entry(value=sig.value) if sig else None,
        paper=Entry(value=paper.value) if paper else None,
    )


def _bare(entries: tuple[Entry[Any], ...]) -> Iterator[Entry[Any]]:
    return (Entry(value=entry.value) for entry in entries)


def _held(held: Json, name: str) -> list[Json]:
    """Return the records of a list; people may have been in another one."""
    moved = [
        {field: value for field, value in each.items() if field not in _OF_LIST}
        for other in PEOPLE
        if name in PEOPLE and other != name
        for each in held.get(other) or ()
    ]
    return moved + (held.get(name) or [])


def _all(raw: list[Any], held: Collection[Json], name: str, *, by: str) -> list[Any]:
    known = {record[by]: record for record in held}
    return [_one(each, known.get(_key(each, by)), name) for each in raw]


def _key(record: Any, by: str) -> str:
    key = record.get(by) if isinstance(record, dict) else None
    return key if isinstance(key, str) else ""


def _one(raw: Any, held: Mapping[str, Any] | None, name: str) -> Any:
    if held is None or not isinstance(raw, dict):
        return raw
    other = [
        each
        for field, those in _OF.get(name, {}).items()
        if field in raw and raw[field] != held.get(field)
        for each in those
    ]
    left_out = {*other, *_NEVER.get(name, ())}
    left = {
        field: value
        for field, value in held.items()
        if field not in left_out and (name != _PRACTICES or field in _PRACTICE)
    }
    part, by = _PARTS.get(name, ("", ""))
    if isinstance(raw.get(part), list):
        raw = raw | {part: _all(raw[part], held[part], part, by=by)}
    if name == _MEETINGS and "agenda" in raw:
        raw = raw | {"agenda": filled_agenda(raw["agenda"], held["agenda"])}
    return raw | {field: left[field] for field in left if field not in raw}
