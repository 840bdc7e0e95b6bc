"""What a record of a file says beyond what the program knows, kept and given back."""

from collections.abc import Mapping
from typing import Any

from bot.domain.exchange.values import Json


def surplus(raw: Any, known: Any) -> Json:
    """Return what is in ``raw`` and not in ``known``, in the shape of ``raw``.

    Where both have a value the known one is the truth. Elements of lists are told
    apart by their ``id`` or ``key``, else by their place.
    """
    if isinstance(raw, dict) and isinstance(known, dict):
        return _of_objects(raw, known)
    if isinstance(raw, list) and isinstance(known, list):
        return _of_lists(raw, known)
    return {}


def merge(known: Any, extra: Any) -> Any:
    """Return ``known`` with the surplus laid under it."""
    if not extra:
        return known
    if isinstance(known, dict):
        merged = {name: merge(item, extra.get(name)) for name, item in known.items()}
        return merged | {
            name: item for name, item in extra.items() if name not in known
        }
    if isinstance(known, list):
        return [
            merge(item, extra.get(_identity(item, place)))
            for place, item in enumerate(known)
        ]
    return known


def without(extra: Mapping[str, Any], name: str) -> Json:
    """Return a surplus that does not say this."""
    return {each: item for each, item in extra.items() if each != name}


def storable(value: Any) -> Any:
    """Return a JSON value that can be written as UTF-8."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        return {storable(name): storable(item) for name, item in value.items()}
    return value


def _of_objects(raw: Json, known: Json) -> Json:
    found: Json = {}
    for name, item in raw.items():
        if name not in known:
            found[name] = storable(item)
        elif inner := surplus(item, known[name]):
            found[name] = inner
    return found


def _of_lists(raw: list[Any], known: list[Any]) -> Json:
    by_identity = {_identity(item, place): item for place, item in enumerate(known)}
    found = {
        identity: inner
        for place, item in enumerate(raw)
        if (identity := _identity(item, place)) in by_identity
        and (inner := surplus(item, by_identity[identity]))
    }
    return {storable(identity): inner for identity, inner in found.items()}


def _identity(item: Any, place: int) -> str:
    if isinstance(item, dict):
        for name in ("id", "key"):
            if isinstance(item.get(name), str):
                return f"{name}:{item[name]}"
    return f"place:{place}"
