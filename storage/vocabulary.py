"""Words of a group looked up: what people call a thing becomes its id."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from bot.domain.errors import InvalidInputError

K = TypeVar("K", str, int)


def ids_of(kind: str, wanted: Iterable[K], *, known: Mapping[K, int]) -> list[int]:
    """Return the ids of things by what people call them, each once.

    Raises:
        InvalidInputError: one of them is not known.
    """
    names = list(dict.fromkeys(wanted))
    unknown = [str(name) for name in names if name not in known]
    if unknown:
        message = f"I do not know the {kind} {', '.join(unknown)}."
        raise InvalidInputError({f"{kind}s": message})
    # Two words may stand for one thing: a theme and one that was merged into it.
    return list(dict.fromkeys(known[name] for name in names))


def require_new(key: str, known: Iterable[str]) -> None:
    """Let a new short name pass.

    Raises:
        InvalidInputError: something has it already.
    """
    if key in known:
        message = f"There is already one with the short name {key}."
        raise InvalidInputError({"key": message})
