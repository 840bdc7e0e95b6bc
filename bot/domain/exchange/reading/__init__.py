"""From the JSON values of a file to a document, with a list of what is wrong."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.exchange.fields import Fields
from bot.domain.exchange.filling import fill
from bot.domain.exchange.names import (
    NUMBERED,
    PEOPLE,
    Lists,
    Names,
    identifier,
    repeated,
    short,
)
from bot.domain.exchange.offers import read_offer
from bot.domain.exchange.parts.beside import read_beside
from bot.domain.exchange.reading.group import (
    read_cluster,
    read_member,
    read_network,
    read_sig,
    read_source,
    read_theme,
)
from bot.domain.exchange.reading.meetings import read_decision, read_meeting
from bot.domain.exchange.reading.paper import read_paper
from bot.domain.exchange.reading.practices import read_practice
from bot.domain.exchange.reading.successions import read_successions
from bot.domain.exchange.reading.work import read_action, read_recommendation
from bot.domain.exchange.surplus import storable, surplus
from bot.domain.exchange.values import (
    SCHEMA_VERSION,
    Document,
    Entry,
    Json,
    OfferRecord,
)
from bot.domain.exchange.writing import write

_LISTS = (
    *("themes", "networks", "clusters", "successions"),
    *PEOPLE,
    *NUMBERED.values(),
    *("decisions", "offers", "meeting_series"),
)
_OBJECTS = ("sig", "sources", "white_paper")
_NOTHING_KNOWN = (
    "This file holds nothing that I know. It should be a file that convenor export "
    "wrote."
)


def read(
    raw: Json, group: Document, *, today: date
) -> tuple[Document, tuple[str, ...], tuple[str, ...]]:
    """Return the document in ``raw``, everything that is wrong with it, and doubts.

    References may point to what ``group`` has already; of records that it knows the
    file need not say everything. When there are problems the document is incomplete
    and of no use.
    """
    problems: list[str] = []
    top = Fields(raw, record="", problems=problems)
    version = top.optional_text("schema_version")
    if version is not None and version != SCHEMA_VERSION:
        reason = f"This is {short(version)}; I read {SCHEMA_VERSION}."
        top.complain("schema_version", reason)
    elif not raw.keys() & {*_LISTS, *_OBJECTS}:
        top.complain("", _NOTHING_KNOWN)
    raw = fill(raw, group)
    top.raw = raw
    lists = {name: _records(top, name) for name in _LISTS}
    sources = _sources(top)
    names = Names(lists, [identifier(each) for each in sources], group)
    names.sections |= _in_paper(raw, "sections", "key")
    names.windows |= _in_paper(raw, "comment_windows", "id")
    names.comments |= _in_paper(raw, "comments", "id")
    document = _document(top, lists, sources, names=names, today=today)
    read_ones = read_successions(lists["successions"], names, group)
    document = replace(document, successions=_entries(read_ones))
    if problems:
        return document, tuple(problems), ()
    return _with_extras(raw, document, group), (), tuple(top.doubts)


def _records(top: Fields, name: str) -> list[Fields]:
    listed = top.raw.get(name)
    if listed is not None and not isinstance(listed, list):
        top.complain(name, "This must be a list [ ... ].")
    if not isinstance(listed, list):
        return []
    found = []
    for place, value in enumerate(listed):
        key = value.get("id") if isinstance(value, dict) else None
        shown = f" {short(key)}" if isinstance(key, str) else ""
        record = f"{name}[{place}]{shown}"
        found.append(
            Fields(value, record=record, problems=top.problems, doubts=top.doubts)
        )
    return found


def _sources(top: Fields) -> list[Fields]:
    listed = top.inner("sources")
    if listed is None:
        return []
    return [
        Fields(
            {"id": key, **value} if isinstance(value, dict) else value,
            record=f"sources {short(key)}",
            problems=top.problems,
        )
        for key, value in listed.raw.items()
    ]


def _in_paper(raw: Json, name: str, key: str) -> set[str]:
    """Return what the records of a list of the paper are called."""
    paper = raw.get("white_paper")
    listed = paper.get(name) if isinstance(paper, dict) else None
    keys = (
        each.get(key)
        for each in (listed if isinstance(listed, list) else ())
        if isinstance(each, dict)
    )
    return {key for key in keys if isinstance(key, str)}


def _document(
    top: Fields, lists: Lists, sources: list[Fields], *, names: Names, today: date
) -> Document:
    sig, paper = top.inner("sig"), top.inner("white_paper")
    themes = enumerate(lists["themes"], start=1)
    networks = enumerate(lists["networks"], start=1)
    people = [
        read_member(each, name, names=names) for name in PEOPLE for each in lists[name]
    ]
    return Document(
        sig=Entry(value=read_sig(sig, names)) if sig else None,
        sources=_entries(read_source(each) for each in sources),
        themes=_entries(read_theme(each, place, names=names) for place, each in themes),
        networks=_entries(
            read_network(each, place, names=names, today=today)
            for place, each in networks
        ),
        clusters=_entries(
            read_cluster(each, names, today) for each in lists["clusters"]
        ),
        people=_entries(people),
        practices=_entries(read_practice(each, names) for each in lists["practices"]),
        meetings=_entries(read_meeting(each, names) for each in lists["meetings"]),
        decisions=_entries(read_decision(each, names) for each in lists["decisions"]),
        actions=_entries(read_action(each, names) for each in lists["action_items"]),
        recommendations=_entries(
            read_recommendation(each, names) for each in lists["recommendations"]
        ),
        offers=_entries(_offers(lists["offers"], names, today)),
        paper=Entry(value=read_paper(paper, names)) if paper else None,
        beside=read_beside(lists, names),
    )


def _offers(listed: list[Fields], names: Names, today: date) -> list[OfferRecord]:
    twice = repeated(identifier(fields) for fields in listed)
    for fields in listed:
        if identifier(fields) in twice:
            fields.complain("id", f"{short(identifier(fields))} is there twice.")
    return [read_offer(fields, names, today) for fields in listed]


def _entries(values: Any) -> tuple[Entry[Any], ...]:
    return tuple(Entry(value=value) for value in values)


def _with_extras(raw: Json, document: Document, group: Document) -> Document:
    """Return the document with what the program does not know, from the file."""
    known = write(document, refer_to=group)
    return Document(
        sig=_object_extra(document.sig, raw.get("sig"), known.get("sig")),
        extra={
            name: storable(value)
            for name, value in raw.items()
            if name not in {*_LISTS, *_OBJECTS, "schema_version"}
        },
        sources=tuple(
            _object_extra(entry, raw["sources"][key], known["sources"][key])
            for entry in document.sources
            for key in [entry.value.key]
        ),
        themes=_list_extras(document.themes, raw, known, ("themes",)),
        networks=_list_extras(document.networks, raw, known, ("networks",)),
        clusters=_list_extras(document.clusters, raw, known, ("clusters",)),
        successions=_list_extras(document.successions, raw, known, ("successions",)),
        people=_list_extras(document.people, raw, known, PEOPLE),
        practices=_list_extras(document.practices, raw, known, ("practices",)),
        meetings=_list_extras(document.meetings, raw, known, ("meetings",)),
        decisions=_list_extras(document.decisions, raw, known, ("decisions",)),
        actions=_list_extras(document.actions, raw, known, ("action_items",)),
        recommendations=_list_extras(
            document.recommendations, raw, known, ("recommendations",)
        ),
        offers=_list_extras(document.offers, raw, known, ("offers",)),
        paper=_object_extra(
            document.paper, raw.get("white_paper"), known.get("white_paper")
        ),
        beside=document.beside,
    )


def _list_extras(
    entries: tuple[Entry[Any], ...], raw: Json, known: Json, names: tuple[str, ...]
) -> tuple[Entry[Any], ...]:
    said = [record for name in names for record in raw.get(name) or ()]
    written = {
        record["id"]: record for name in names for record in known.get(name) or ()
    }
    return tuple(
        Entry(value=entry.value, extra=surplus(record, written[record["id"]]))
        for entry, record in zip(entries, said, strict=True)
    )


def _object_extra(entry: Entry[Any] | None, raw: Any, known: Any) -> Any:
    if entry is None:
        return None
    return Entry(value=entry.value, extra=surplus(raw, known))
