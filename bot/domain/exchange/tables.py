"""A written document as tables for spreadsheets (CSV)."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.exchange.values import Json

# A spreadsheet takes a cell that begins with one of these for a formula
# (https://owasp.org/www-community/attacks/CSV_Injection). Where the list separator is
# a semicolon or a tab the spreadsheet may cut our cells there, so what follows a
# separator or a line break within a cell is guarded too.
# White space and full-width signs are folded by some spreadsheets.
_SPACE = r"[^\S\t\r\n]*"
_FORMULA = re.compile(
    rf"(^|[,;\t\r\n])({_SPACE}(?:\"{_SPACE})?)(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])"
)
_LISTS = (
    "themes",
    "networks",
    "clusters",
    "successions",
    "roles",
    "external_stakeholders",
    "members",
    "practices",
    "meetings",
    "action_items",
    "recommendations",
    "offers",
    "meeting_series",
)
# Lists within records, written as tables of their own.
_PARTS = {
    "successions": {"parts": "succession_parts"},
    "meetings": {
        "agenda": "agenda_items",
        "decisions": "decisions",
        "notes": "notes",
        "minutes": "minutes",
    },
    "recommendations": {"rounds": "rounds"},
    "white_paper": {
        "sections": "sections",
        "editions": "editions",
        "comment_windows": "comment_windows",
        "comments": "comments",
    },
}
# Older texts of sections are for the program, not for a spreadsheet.
_TEXTS = "revisions"
_ATTENDANCE = "attendance"


def csv_files(document: Json) -> dict[str, str]:
    """Return the text of each table by file name; the same tables for any group."""
    tables: dict[str, list[Json]] = {
        name: list(document.get(name) or ()) for name in _LISTS
    }
    tables["sources"] = [
        {"id": key, **source} for key, source in (document.get("sources") or {}).items()
    ]
    for parent, parts in _PARTS.items():
        owners = [document.get(parent)] if parent == "white_paper" else tables[parent]
        for part, name in parts.items():
            tables[name] = [
                {_owner_name(parent): owner.get("id"), **record}
                for owner in owners
                if owner
                for record in owner.get(part) or ()
            ]
    outside = [{"meeting": None, **each} for each in document.get("decisions") or ()]
    tables["decisions"] += outside
    tables["sections"] = [
        {name: value for name, value in each.items() if name != _TEXTS}
        for each in tables["sections"]
    ]
    tables[_ATTENDANCE] = list(_attendance(tables["meetings"]))
    hidden = {part for parts in _PARTS.values() for part in parts} | {_ATTENDANCE}
    return {
        f"{name}.csv": _csv(records, without=hidden if name in _PARTS else set())
        for name, records in sorted(tables.items())
    }


def _owner_name(parent: str) -> str:
    return parent if parent == "white_paper" else parent.removesuffix("s")


def _attendance(meetings: Iterable[Json]) -> Iterable[Json]:
    for meeting in meetings:
        for state, keys in (meeting.get(_ATTENDANCE) or {}).items():
            if isinstance(keys, list):
                for key in keys:
                    yield {"meeting": meeting["id"], "who": key, "state": state}


def _csv(records: list[Json], *, without: set[str]) -> str:
    columns = dict.fromkeys(
        name for record in records for name in record if name not in without
    )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if columns:
        writer.writerow(cell(name) for name in columns)
    for record in records:
        writer.writerow(cell(record.get(name)) for name in columns)
    return text.getvalue()


def cell(value: Any) -> str:
    """Return a value as the text of a cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = "; ".join(value)
    if isinstance(value, list | Mapping):
        value = json.dumps(value, ensure_ascii=False)
    return _FORMULA.sub(r"\1\2'", str(value))
