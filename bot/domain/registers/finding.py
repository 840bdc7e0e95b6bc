"""From what somebody types to the one record of a register that is meant."""

from collections.abc import Collection
from typing import TypeVar

from bot.domain import names
from bot.domain.errors import NotFoundError

T = TypeVar("T")
_MOST = 5


def find(kind: str, typed: str, known: Collection[tuple[str, str, T]]) -> T:
    """Return the record that is meant; ``known`` are words, title and record.

    Raises:
        NotFoundError: none is meant, or several; the message names the nearest.
    """
    # Two may have one title, such as a former cluster and one that took its name.
    titles = {id(record): title for _, title, record in known}
    records = {id(record): record for _, _, record in known}
    found = names.matches(typed, [(word, id(record)) for word, _, record in known])
    if len(found) == 1:
        return records[found[0]]
    lists = f"/sig {kind}s lists all."
    if found:
        several = "; ".join(titles[each] for each in found[:_MOST])
        raise NotFoundError(
            f"“{typed}” fits several {kind}s: {several}. Please type more of the name."
        )
    if not typed:
        raise NotFoundError(f"Which {kind}? Type its name after it. {lists}")
    near = names.close(typed, {title for _, title, _ in known})
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    raise NotFoundError(f"I do not know a {kind} called “{typed}”. {hint}{lists}")
