"""Setting a group up: the steps of the form, and what each answer must be like."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import time
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from anyascii import anyascii

from bot.domain.countries import COUNTRIES, from_nuts_prefix
from bot.domain.errors import InvalidInputError
from bot.domain.languages import LANGUAGES
from bot.domain.sigs import Sig
from bot.domain.text import normalise, normalise_line

# What was typed, by the name of the field of Sig; countries are several.
Typed = Mapping[str, str | tuple[str, ...]]

STEPS: Sequence[tuple[str, ...]] = (
    ("name", "objectives"),
    ("licence", "language", "min_clusters", "max_clusters", "quorum_percent"),
    ("zone", "holiday_countries", "quiet_from", "quiet_until"),
    ("chairs_channel_id",),
)
FIELDS = tuple(name for step in STEPS for name in step)
LICENCES = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0")  # SPDX ids the paper has words for
NAME_LIMIT = 150
OBJECTIVES_LIMIT = 3000
MAX_HOLIDAY_COUNTRIES = 30
MAX_CLUSTERS = 1000
HIGHEST_PERCENT = 100
# What the guidance for special interest groups recommends; others only get a remark.
USUAL_CLUSTERS = (5, 10)
_SHOWN = 40
_NUMBER = re.compile(r"\d{1,6}", re.ASCII)
_CLOCK = re.compile(r"\d\d:\d\d", re.ASCII)
_PRIVATE_CHANNEL = re.compile(r"[CG][A-Z0-9]{1,30}", re.ASCII)
# Names of no place: what a computer uses that was not told where it is.
_NO_PLACES = {"Factory", "localtime"}
_REGIONS = ("Europe", "Atlantic", "Africa", "Asia", "America", "Australia", "Pacific")


class _WrongError(Exception):
    """An answer that does not fit; the message stands beside its field."""


def typed_of(sig: Sig) -> dict[str, str | tuple[str, ...]]:
    """Return a group's settings as the form shows them."""
    return {
        "name": sig.name,
        "objectives": sig.objectives,
        "licence": sig.licence,
        "language": sig.language,
        "min_clusters": str(sig.min_clusters),
        "max_clusters": str(sig.max_clusters),
        "quorum_percent": str(sig.quorum_percent),
        "zone": sig.zone,
        "holiday_countries": sig.holiday_countries,
        "quiet_from": sig.quiet_from.strftime("%H:%M"),
        "quiet_until": sig.quiet_until.strftime("%H:%M"),
        "chairs_channel_id": sig.chairs_channel_id or "",
    }


def applied(typed: Typed, names: Collection[str], *, to: Sig) -> Sig:
    """Return the group with the answers to these fields.

    What the group has already is always fine, also where a list does not offer it.

    Raises:
        InvalidInputError: a sentence for each field that does not fit.
    """
    known, values, problems = typed_of(to), {}, {}
    for name in names:
        given = typed.get(name, "")
        if given == known[name]:
            values[name] = getattr(to, name)
            continue
        try:
            values[name] = _READ[name](given)
        except _WrongError as error:
            problems[name] = str(error)
    if problems:
        raise InvalidInputError(problems)
    changed = replace(to, **values)
    if changed.min_clusters > changed.max_clusters and "max_clusters" in names:
        message = "This is below the smallest number you expect."
        raise InvalidInputError({"max_clusters": message})
    return changed


def is_usual_size(at_least: int, at_most: int) -> bool:
    """Say whether these are as many clusters as groups are advised to have."""
    low, high = USUAL_CLUSTERS
    return low <= at_least <= at_most <= high


@cache
def zones() -> frozenset[str]:
    """Return the names of all time zones (IANA) that this computer knows."""
    return frozenset(available_timezones() - _NO_PLACES)


def find_zones(typed: str, *, limit: int = 100) -> tuple[str, ...]:
    """Return the zones whose name has all the words typed, those of Europe first."""
    words = _spoken(anyascii(normalise_line(typed))).split()
    found = [zone for zone in zones() if all(word in _spoken(zone) for word in words)]
    return tuple(sorted(found, key=_precedence)[:limit])


@cache
def _spoken(zone: str) -> str:
    return zone.casefold().replace("_", " ").replace("/", " ")


def _precedence(zone: str) -> tuple[int, str]:
    region = zone.partition("/")[0]
    known = region in _REGIONS and "/" in zone
    return (_REGIONS.index(region) if known else len(_REGIONS)), zone


def _name(given: Any) -> str:
    name = normalise_line(str(given))
    if not name:
        raise _WrongError("Please give the group a name.")
    if len(name) > NAME_LIMIT:
        raise _WrongError(f"That is {len(name)} characters; {NAME_LIMIT} fit here.")
    return name


def _objectives(given: Any) -> str:
    text = normalise(str(given))
    if len(text) > OBJECTIVES_LIMIT:
        message = f"That is {len(text)} characters; {OBJECTIVES_LIMIT} fit here."
        raise _WrongError(message)
    return text


def _licence(given: Any) -> str:
    if given not in LICENCES:
        raise _WrongError(f"Please choose one of {', '.join(LICENCES)}.")
    return str(given)


def _language(given: Any) -> str:
    if given not in LANGUAGES:
        raise _WrongError("I do not know this language. Please choose it in the list.")
    return str(given)


def _number(given: Any) -> int:
    text = str(given).strip()
    if not _NUMBER.fullmatch(text) or not 1 <= int(text) <= MAX_CLUSTERS:
        raise _WrongError(f"Please write a whole number from 1 to {MAX_CLUSTERS}.")
    return int(text)


def _percent(given: Any) -> int:
    text = str(given).strip().removesuffix("%").strip()
    if not _NUMBER.fullmatch(text) or not 1 <= int(text) <= HIGHEST_PERCENT:
        raise _WrongError("Please write a whole number from 1 to 100.")
    return int(text)


def _zone(given: Any) -> str:
    if given not in zones():
        raise _WrongError(
            f"I do not know the time zone {_cut(given)}. Type the name of a large city "
            "in your country and choose it in the list, for example Europe/Brussels."
        )
    return str(given)


def _countries(given: Any) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(given or ()))
    for code in codes:
        if code not in COUNTRIES:
            raise _WrongError(_unknown_country(str(code)))
    if len(codes) > MAX_HOLIDAY_COUNTRIES:
        message = f"Please choose up to {MAX_HOLIDAY_COUNTRIES} countries."
        raise _WrongError(message)
    return codes


def _unknown_country(code: str) -> str:
    meant = from_nuts_prefix(code)
    if len(code) == len(meant) and meant in COUNTRIES:
        # EL and UK are how the European Union and its NUTS codes write two of them.
        return f"{COUNTRIES[meant]} has the code {meant} here (ISO 3166), not {code}."
    return f"I do not know the country {_cut(code)}. Please choose it in the list."


def _clock(given: Any) -> time:
    text = str(given).strip()
    try:
        return time.fromisoformat(_CLOCK.fullmatch(text)[0])  # type: ignore[index]
    except (TypeError, ValueError):
        raise _WrongError("Please choose a time such as 20:00.") from None


def _private_channel(given: Any) -> str | None:
    if not given:
        return None
    if not _PRIVATE_CHANNEL.fullmatch(str(given)):
        raise _WrongError("Please choose a private channel in the list.")
    return str(given)


def _cut(given: Any) -> str:
    text = normalise_line(str(given))
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


_READ: Mapping[str, Callable[[Any], Any]] = {
    "name": _name,
    "objectives": _objectives,
    "licence": _licence,
    "language": _language,
    "min_clusters": _number,
    "max_clusters": _number,
    "quorum_percent": _percent,
    "zone": _zone,
    "holiday_countries": _countries,
    "quiet_from": _clock,
    "quiet_until": _clock,
    "chairs_channel_id": _private_channel,
}
