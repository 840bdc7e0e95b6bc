"""Editions: the number and date printed on a draft, decided from what is stored."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.whitepaper.values import Edition, EditionState

SNAPSHOT_DIGITS = 16
_NUMBERED = re.compile(r"(\d+)\.(\d+)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What is printed on one draft: number, date, and the editions before it.

    ``snapshot`` is the beginning of the content's fingerprint: by it an edited draft
    that comes back is known again, whatever number another group gave to theirs.
    """

    version: str
    as_of: date
    history: tuple[Edition, ...] = ()
    snapshot: str = ""


# Drafts are compared under this stamp, so that only their content counts.
BLANK = Stamp(version="", as_of=date.min)


def digest(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def stamp(
    editions: Sequence[Edition], fingerprint: str, *, first: str, as_of: date
) -> Stamp:
    """Return what to print on a draft with this fingerprint.

    If nothing changed since the newest edition, it is that edition again, with its
    number and its date, unless that was withdrawn. Otherwise it is the number after the
    highest, or ``first`` where that is higher (a paper that becomes 1.0), dated
    ``as_of``.
    """
    snapshot = fingerprint[:SNAPSHOT_DIGITS]
    if not editions:
        return Stamp(version=first, as_of=as_of, snapshot=snapshot)
    newest, earlier = editions[-1], tuple(editions[:-1])
    is_withdrawn = newest.state is EditionState.WITHDRAWN
    if newest.fingerprint == fingerprint and not is_withdrawn:
        return Stamp(
            version=newest.version,
            as_of=newest.as_of,
            history=earlier,
            snapshot=snapshot,
        )
    highest = max((item.version for item in editions), key=_rank)
    version = max(next_version(highest), first, key=_rank)
    return Stamp(
        version=version, as_of=as_of, history=(*earlier, newest), snapshot=snapshot
    )


def _rank(version: str) -> tuple[int, ...]:
    """Order numbers as numbers: 0.10 comes after 0.9, and words before both."""
    match = _NUMBERED.fullmatch(version)
    return (int(match[1]), int(match[2])) if match else (-1,)


def is_final(version: str) -> bool:
    """Whether an edition is a publication and no draft: 1.0 or later."""
    return _rank(version) >= (1, 0)


def next_version(version: str) -> str:
    """Return the number after it: 0.9 is followed by 0.10, 1.0 by 1.1."""
    match = _NUMBERED.fullmatch(version)
    if match is None:
        return f"{version}.1"
    return f"{match[1]}.{int(match[2]) + 1}"
