"""What somebody typed into a form, read field by field; nothing is raised."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit

from bot.domain import names
from bot.domain.errors import InvalidInputError
from bot.domain.text import normalise, normalise_line

Values = Mapping[str, str | Sequence[str] | None]
ADDRESS_LIMIT = 300
_HIGHEST = 1_000_000
_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HTTPS = "Write an address that starts with https://, for example https://example.org."


class Typed:
    """Reads the fields of one form; ``problems`` maps a field to its sentence."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.problems: dict[str, str] = {}

    def line(self, name: str, limit: int, *, missing: str = "") -> str | None:
        """Read a text of one line; ``missing`` is said where it must not be empty."""
        return self._text(name, normalise_line(self.raw(name)), limit, missing)

    def title(self, name: str, limit: int) -> str:
        """Read what a new thing is called; it must not be empty."""
        found = self.line(name, limit, missing="Please give a name.") or ""
        if found and not names.keys(found):
            self.complain(name, "A name needs letters or digits.")
        return found

    def text(self, name: str, limit: int, *, missing: str = "") -> str | None:
        """Read a text of several lines."""
        return self._text(name, normalise(self.raw(name)), limit, missing)

    def lines(self, name: str, *, most: int, limit: int) -> tuple[str, ...]:
        """Read a list with one entry per line, each once."""
        found = (normalise_line(line) for line in self.raw(name).splitlines())
        entries = tuple(dict.fromkeys(filter(None, found)))
        if len(entries) > most:
            self.complain(name, f"That is {len(entries)} lines; {most} fit here.")
        for place, entry in enumerate(entries, start=1):
            if len(entry) > limit:
                said = f"Line {place} has {len(entry)} characters; {limit} fit there."
                self.complain(name, said)
        return entries

    def choice(self, name: str, allowed: Collection[str]) -> str | None:
        """Read what was chosen in a menu."""
        value = self.raw(name) or None
        if value is not None and value not in allowed:
            self.complain(name, "Choose one of the list.")
        return value

    def choices(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Read everything that was chosen in a menu."""
        given = self.values.get(name) or ()
        values = tuple(dict.fromkeys([given] if isinstance(given, str) else given))
        if any(value not in allowed for value in values):
            self.complain(name, "Choose from the list.")
        return values

    def count(self, name: str) -> int | None:
        """Read a whole number from zero up."""
        typed = normalise_line(self.raw(name))
        if not typed:
            return None
        if not (typed.isascii() and typed.isdecimal()) or int(typed[:9]) > _HIGHEST:
            self.complain(name, "Write a whole number, for example 82.")
            return None
        return int(typed)

    def number(self, name: str, highest: float) -> float | None:
        """Read a number that may have decimals, with a point or a comma."""
        typed = normalise_line(self.raw(name)).replace(",", ".")
        if not typed:
            return None
        fits = re.fullmatch(r"\d{1,6}(\.\d{1,3})?", typed, re.ASCII)
        if not fits or float(typed) > highest:
            said = f"Write a number up to {highest:g}, for example 2.5."
            self.complain(name, said)
            return None
        return float(typed)

    def year(self, name: str, *, today: date) -> int | None:
        """Read a year that is not in the future."""
        typed = normalise_line(self.raw(name))
        if not typed:
            return None
        if not re.fullmatch(r"(18|19|20)\d\d", typed, re.ASCII):
            self.complain(name, "Write a year, for example 2012.")
            return None
        if int(typed) > today.year:
            self.complain(name, "That year is still to come.")
        return int(typed)

    def partial_date(self, name: str, *, today: date) -> str | None:
        """Read a date as exact as it is known: 2021, 2021-03 or 2021-03-15."""
        typed = normalise_line(self.raw(name))
        if not typed:
            return None
        first = first_day(typed)
        if first is None:
            self.complain(name, "Write a date like 2021, 2021-03 or 2021-03-15.")
        elif first > today:
            self.complain(name, "That day is still to come.")
        return typed

    def day(self, name: str) -> date | None:
        """Read a calendar day."""
        typed = self.raw(name)
        if not typed:
            return None
        found = first_day(typed)
        if found is None or found.isoformat() != typed:
            self.complain(name, "Write a day like 2021-03-15.")
            return None
        return found

    def address(self, name: str, known: str | None) -> str | None:
        """Read a web address; https:// may be left out. What is known already stays."""
        typed = normalise_line(self.raw(name))
        if not typed or typed == known:
            return typed or None
        if not _SCHEME.match(typed):
            typed = f"https://{typed}"
        if not is_address(typed):
            self.complain(name, _HTTPS)
        return typed

    def complain(self, name: str, sentence: str) -> None:
        """Note what is wrong with a field; the first sentence stays."""
        self.problems.setdefault(name, sentence)

    def require(self) -> None:
        """Let the form pass.

        Raises:
            InvalidInputError: with a sentence per field that is not acceptable.
        """
        if self.problems:
            raise InvalidInputError(self.problems)

    def raw(self, name: str) -> str:
        """Return what was typed, as it is."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def _text(self, name: str, value: str, limit: int, missing: str) -> str | None:
        if not value and missing:
            self.complain(name, missing)
        if len(value) > limit:
            self.complain(name, f"That is {len(value)} characters; {limit} fit here.")
        return value or None


def first_day(partial: str) -> date | None:
    """Return the first day of a year, month or day (ISO 8601), or None."""
    if not _PARTIAL_DATE.fullmatch(partial):
        return None
    try:
        return date.fromisoformat(f"{partial}-01-01"[:10])
    except ValueError:
        return None


def is_address(url: str) -> bool:
    """Whether it is a web address with https and a host name, and no trick in it."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = "@" not in parts.netloc and not re.search(r"[\s<>|\"]", url)
    fits = len(url) <= ADDRESS_LIMIT and "." in host.strip(".")
    return parts.scheme == "https" and plain and fits
