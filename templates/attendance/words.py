"""Who was at a meeting, in lines."""

from collections.abc import Iterable, Mapping

from bot.domain.attendance import Marked, Sheet
from templates.text import cut, mrkdwn

_LIST = 700


def lines_of(sheet: Sheet, marked: Marked) -> list[str]:
    """Return who was there, by cluster, escaped."""
    found = marked.attendance
    groups = (
        ("There", _names(found.present, sheet.clusters)),
        ("Apologies", _names(found.apologies, sheet.clusters)),
        ("Absent", _names(found.absent, sheet.clusters)),
        ("Externals", _names(found.external_present, sheet.externals)),
        ("Guests", _row(marked.guests)),
    )
    said = [f"*{title}:* {names}" for title, names in groups if names]
    return said or ["Nobody has noted yet who was there."]


def _names(keys: tuple[str, ...], names: Mapping[str, str]) -> str:
    return _row(names.get(key, key) for key in keys)


def _row(names: Iterable[str]) -> str:
    return cut(mrkdwn(", ".join(names)), _LIST)
