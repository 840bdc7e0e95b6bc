"""One JSON object read field by field; everything wrong is noted, nothing raised."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.text import normalise, normalise_line

E = TypeVar("E", bound=StrEnum)
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", re.ASCII)
_SLUG = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MAX_INT = 2**31 - 1
_MAX_TEXT = 200_000
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_SHOWN = 40
_MISSING = "This is missing."
_NAMES = {
    str: "text in quotes",
    int: "a whole number",
    bool: "true or false",
    list: "a list [ ... ]",
    dict: "an object { ... }",
}


class Fields:
    """Reads one object; problems are named by record, field and reason."""

    def __init__(
        self,
        raw: Any,
        *,
        record: str,
        problems: list[str],
        doubts: list[str] | None = None,
        path: str = "",
    ) -> None:
        self.record, self.path, self.problems = record, path, problems
        self.doubts: list[str] = [] if doubts is None else doubts
        self._asked: set[str] = set()
        self.raw: dict[str, Any] = raw if isinstance(raw, dict) else {}
        if not isinstance(raw, dict):
            self.complain("", f"This must be {_NAMES[dict]}.")

    def complain(self, name: str, reason: str) -> None:
        """Note a problem of a field."""
        place = f"{self.path}{name}".rstrip(".")
        self.problems.append(": ".join(filter(None, (self.record, place, reason))))

    def doubt_unknown(self, who: str) -> None:
        """Note as a doubt each field that nobody has asked for: it may be misspelt."""
        for name in self._unknown():
            self.doubts.append(f"{who}: I do not know the field {name}.")

    def refuse_unknown(self) -> None:
        """Note as a problem each field that nobody has asked for."""
        for name in self._unknown():
            self.complain(name, "I do not know this field.")

    def says(self, name: str) -> bool:
        """Whether the field is there and not null."""
        self._asked.add(name)
        return self.raw.get(name) is not None

    def key(self, name: str = "id") -> str:
        """Read an identifier."""
        value = self._get(name, str)
        if value is None:
            if not self.says(name):
                self.complain(name, _MISSING)
            return ""
        if not _KEY.fullmatch(value):
            self.complain(name, "Use up to 80 letters, digits, dots and dashes.")
            return ""
        return str(value)

    def text(self, name: str, limit: int = _MAX_TEXT, *, one_line: bool = True) -> str:
        """Read a text that may be missing or empty."""
        return self.optional_text(name, limit, one_line=one_line) or ""

    def required_text(
        self, name: str, limit: int = _MAX_TEXT, *, one_line: bool = True
    ) -> str:
        """Read a text that says something."""
        if not self.says(name):
            self.complain(name, _MISSING)
            return ""
        before = len(self.problems)
        value = self.text(name, limit, one_line=one_line)
        if not value and len(self.problems) == before:
            self.complain(name, "This is empty.")
        return value

    def optional_text(
        self, name: str, limit: int = _MAX_TEXT, *, one_line: bool = True
    ) -> str | None:
        """Read a text or null, normalised as everything that is stored."""
        value = self._get(name, str)
        if value is None:
            return None
        clean = normalise_line(value) if one_line else normalise(value)
        if len(clean) > limit:
            reason = f"That is {len(clean)} characters; {limit} fit here."
            self.complain(name, reason)
        return clean

    def verbatim(self, name: str, limit: int | None = _MAX_TEXT) -> str | None:
        """Read a text that must stay as it is, byte for byte."""
        value = self._get(name, str)
        if value is None:
            return None
        if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            self.complain(name, "This holds a character that cannot be stored.")
            return ""
        if limit is not None and len(value) > limit:
            reason = f"That is {len(value)} characters; {limit} fit here."
            self.complain(name, reason)
        return str(value)

    def slug(self, name: str, default: str = "") -> str:
        """Read a word of an open vocabulary."""
        return self.optional_slug(name) or default

    def optional_slug(self, name: str) -> str | None:
        """Read a word of an open vocabulary, or null."""
        value = self._get(name, str)
        if value is None:
            return None
        if not _SLUG.fullmatch(value):
            self.complain(name, "Use lower-case letters, digits and underscores.")
            return None
        return str(value)

    def choice(self, name: str, kind: type[E]) -> E | None:
        """Read one of the values of an enumeration, or null."""
        value = self._get(name, str)
        if value is None:
            return None
        if value not in list(kind):
            self.complain(name, f"Choose one of: {', '.join(kind)}.")
            return None
        return kind(value)

    def required_choice(self, name: str, kind: type[E]) -> E:
        """Read one of the values of an enumeration."""
        if not self.says(name):
            self.complain(name, f"This is missing. Choose one of: {', '.join(kind)}.")
        return self.choice(name, kind) or next(iter(kind))

    def integer(self, name: str, low: int = 0, high: int = _MAX_INT) -> int | None:
        """Read a whole number, or null."""
        value = self._get(name, int)
        if value is None:
            return None
        if not low <= value <= high:
            self.complain(name, f"Write a number from {low} to {high}.")
            return None
        return int(value)

    def required_integer(self, name: str, low: int, high: int) -> int:
        """Read a whole number that must be there."""
        if not self.says(name):
            self.complain(name, _MISSING)
        return self.integer(name, low, high) or 0

    def integers(self, name: str, low: int, high: int) -> tuple[int, ...] | None:
        """Read a list of whole numbers, each once and in order, or null."""
        listed = self._get(name, list)
        if listed is None:
            return None
        found = set()
        for place, value in enumerate(listed):
            if not isinstance(value, int) or isinstance(value, bool):
                self.complain(f"{name}[{place}]", f"This must be {_NAMES[int]}.")
            elif not low <= value <= high:
                reason = f"Write a number from {low} to {high}."
                self.complain(f"{name}[{place}]", reason)
            else:
                found.add(value)
        return tuple(sorted(found))

    def number(self, name: str, high: float) -> float | None:
        """Read a number from zero up that may have decimals, or null."""
        value = self.raw.get(name)
        if not isinstance(value, float):
            return self.integer(name, 0, int(high))
        self._asked.add(name)
        if not 0 <= value <= high:
            self.complain(name, f"Write a number from 0 to {high:g}.")
            return None
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """Read true or false."""
        value = self._get(name, bool)
        return default if value is None else bool(value)

    def day(self, name: str) -> date | None:
        """Read a calendar date, or null."""
        value = self._get(name, str)
        if value is None:
            return None
        try:
            if _FULL_DATE.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.complain(name, "Write a date like 2021-03-15.")
        return None

    def required_day(self, name: str) -> date:
        """Read a calendar date that must be there."""
        if not self.says(name):
            self.complain(name, _MISSING)
        return self.day(name) or date.min

    def moment(self, name: str) -> datetime | None:
        """Read a point in time with its offset from UTC, or null."""
        value = self._get(name, str)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            self.complain(name, "Write a time like 2021-03-15T13:00Z.")
            return None
        return moment if self.is_in_years(name, moment) else None

    def is_in_years(self, name: str, moment: datetime) -> bool:
        """Whether a time can be counted in every time zone; else note a problem."""
        is_fine = _FIRST_YEAR <= moment.year <= _LAST_YEAR
        if not is_fine:
            reason = f"Write a year from {_FIRST_YEAR} to {_LAST_YEAR}."
            self.complain(name, reason)
        return is_fine

    def zone(self, name: str = "tz") -> str | None:
        """Read a time zone, or null."""
        value = self._get(name, str)
        if value is None:
            return None
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.complain(name, "Write a time zone like Europe/Brussels.")
            return None
        return str(value)

    def texts(self, name: str, limit: int = _MAX_TEXT) -> tuple[str, ...]:
        """Read a list of texts."""
        found = []
        for place, value in enumerate(self._get(name, list) or ()):
            if isinstance(value, str):
                found.append(normalise_line(value))
                if len(found[-1]) > limit:
                    reason = f"That is {len(found[-1])} characters; {limit} fit here."
                    self.complain(f"{name}[{place}]", reason)
            else:
                self.complain(f"{name}[{place}]", f"This must be {_NAMES[str]}.")
        return tuple(found)

    def inner(self, name: str) -> "Fields | None":
        """Read an object, or null."""
        if self._get(name, dict) is None:
            return None
        return self._child(self.raw[name], name)

    def inners(self, name: str) -> Iterator["Fields"]:
        """Read a list of objects."""
        for place, value in enumerate(self._get(name, list) or ()):
            yield self._child(value, f"{name}[{place}]")

    def _child(self, raw: Any, name: str) -> "Fields":
        path = f"{self.path}{name}."
        return Fields(
            raw,
            record=self.record,
            problems=self.problems,
            doubts=self.doubts,
            path=path,
        )

    def _unknown(self) -> list[str]:
        left = [name for name in self.raw if name not in self._asked]
        return [normalise_line(name)[:_SHOWN] for name in left]

    def _get(self, name: str, kind: type) -> Any:
        self._asked.add(name)
        value = self.raw.get(name)
        # For Python true is a number as well, for the file it is not.
        fits = isinstance(value, kind) and isinstance(value, bool) == (kind is bool)
        if value is not None and not fits:
            self.complain(name, f"This must be {_NAMES[kind]}.")
            return None
        return value
