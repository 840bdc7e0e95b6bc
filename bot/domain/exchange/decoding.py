"""From the bytes of a file to JSON values, or one plain sentence why not."""

import json
import math
from collections.abc import Iterable
from typing import Any

from bot.domain.errors import ImportRejectedError
from bot.domain.text import normalise_line

# Far more than a group writes in its life, so that its own export always fits.
MAX_BYTES = 1024 * 1024 * 1024
_MAX_DEPTH = 40
_MARKS = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"\x00": "UTF-16 or UTF-32",
}
_WRONG_ENCODING = (
    "This file is written in {found}. Please save it as UTF-8 (in the editor: "
    '"Save as", encoding UTF-8) and import it again.'
)


def decode(data: bytes) -> dict[str, Any]:
    """Return the JSON object in a file (RFC 8259).

    A byte order mark is ignored, as section 8.1 allows. Two entries of one object
    with the same name are refused: one of them would be lost.

    Raises:
        ImportRejectedError: it is too large, not UTF-8, not JSON or not an object.
    """
    if len(data) > MAX_BYTES:
        raise _rejected(f"This file is larger than {MAX_BYTES // 2**20} MB.")
    repeated: list[str] = []
    try:
        value = json.loads(
            _to_text(data),
            object_pairs_hook=lambda pairs: _object(pairs, repeated),
            parse_constant=_refuse,
            parse_float=_number,
        )
    except (ValueError, RecursionError) as error:
        raise _rejected(_why_not_json(error)) from None
    if repeated:
        names = ", ".join(repeated[:10])
        raise _rejected(f"The file says some things twice: {names}.")
    if not isinstance(value, dict):
        raise _rejected("The file must hold one JSON object: { ... }.")
    if _is_deep(value):
        raise _rejected("The file is nested too deeply.")
    return value


def _to_text(data: bytes) -> str:
    for mark, found in _MARKS.items():
        if data.startswith(mark) or (mark == b"\x00" and mark in data[:4]):
            raise _rejected(_WRONG_ENCODING.format(found=found))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"another encoding than UTF-8 (line {line})"
        raise _rejected(_WRONG_ENCODING.format(found=found)) from None


def _object(pairs: Iterable[tuple[str, Any]], repeated: list[str]) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for name, item in pairs:
        if name in value:
            repeated.append(normalise_line(name[:60]))
        value[name] = item
    return value


def _refuse(name: str) -> float:
    # NaN and Infinity are not JSON, although Python reads them.
    raise ValueError(f"{name} is not a number in JSON")


def _number(text: str) -> float:
    # Python reads a number that is too large as infinite, which JSON cannot hold.
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is too large a number")
    return number


def _why_not_json(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        where = f"line {error.lineno}, column {error.colno}"
        return f"The file is not JSON: {error.msg} ({where})."
    if isinstance(error, RecursionError):
        return "The file is nested too deeply."
    return f"The file is not JSON: {error}."


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(_MAX_DEPTH):
        level = [item for each in level for item in _children(each)]
        if not level:
            return False
    return True


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _rejected(summary: str) -> ImportRejectedError:
    return ImportRejectedError(summary, (summary,))
