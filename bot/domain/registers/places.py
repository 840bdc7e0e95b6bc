"""Places that exist: countries, regions (NUTS) and time zones."""

from difflib import get_close_matches
from functools import cache

from bot.domain import nuts
from bot.domain.countries import COUNTRIES, to_nuts_prefix
from bot.domain.setup import zones

_CODE = "I do not know this country code. Use the two letters of ISO 3166, such as {}."
_EXAMPLES = {"EL": "GR for Greece", "UK": "GB for the United Kingdom"}
_NO_NUTS = "There are no NUTS codes for {}. Please leave this empty."
_FORM = "A NUTS code has two letters and up to three signs, for example DK03."
_UNKNOWN = "There is no NUTS code {} in the edition of {}."
_CLOSE = 0.8


def check_country(code: str | None) -> str | None:
    """Return what is wrong with an ISO 3166-1 code, or None."""
    if code in COUNTRIES:
        return None
    return _CODE.format(_EXAMPLES.get(code or "", "GR or GB"))


def check_nuts(code: str, country: str | None, edition: str | None) -> str | None:
    """Return what is wrong with a NUTS code for a place in that country, or None.

    Without an edition the code may be of any.
    """
    if problem := _check_form(code, country):
        return problem
    if edition is not None and edition not in nuts.EDITIONS:
        return f"I know the NUTS editions {' and '.join(nuts.EDITIONS)}."
    found = nuts.edition_of(code)
    if found is None:
        return _UNKNOWN.format(code, " or ".join(nuts.EDITIONS))
    if edition is None or nuts.exists(code, edition):
        return None
    where = [each for each in nuts.EDITIONS if nuts.exists(code, each)]
    return f"{_UNKNOWN.format(code, edition)} It is one of {where[0]}."


def _check_form(code: str, country: str | None) -> str | None:
    if not nuts.FORM.fullmatch(code):
        return _FORM
    if country not in COUNTRIES:
        return None  # said beside the country
    prefix, name = to_nuts_prefix(country), COUNTRIES[country]
    if not nuts.has_codes(prefix):
        return _NO_NUTS.format(name)
    if code[:2] == country != prefix:
        return f"NUTS writes {prefix} for {name}: {prefix}{code[2:]}."
    if code[:2] != prefix:
        return f"This code is not in {name}; there they begin with {prefix}."
    return None


def check_zone(name: str) -> str | None:
    """Return what is wrong with the name of a time zone (IANA), or None."""
    if name in _zones():
        return None
    near = nearest_zone(name)
    hint = f"Did you mean {near}?" if near else "Write one like Europe/Brussels."
    return f"I do not know this time zone. {hint}"


def find_zone(typed: str) -> str | None:
    """Return the time zone that was typed, also as a town and in any case."""
    return _names().get(_folded(typed))


def nearest_zone(typed: str) -> str | None:
    """Return the time zone whose name or town is most like what was typed."""
    near = get_close_matches(_folded(typed), _names(), n=1, cutoff=_CLOSE)
    return _names()[near[0]] if near else None


def _folded(typed: str) -> str:
    return "_".join(typed.split()).casefold()


@cache
def _names() -> dict[str, str]:
    towns = {zone.rpartition("/")[2].casefold(): zone for zone in sorted(_zones())}
    return towns | {zone.casefold(): zone for zone in _zones()}


@cache
def _zones() -> frozenset[str]:
    """Return what people call time zones: places, and UTC."""
    skipped = ("posix/", "right/", "Etc/", "SystemV/")
    places = {name for name in zones() if "/" in name and not name.startswith(skipped)}
    return frozenset(places | {"UTC"})
