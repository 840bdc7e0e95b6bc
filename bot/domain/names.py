"""Names that are the same to a human, however they are typed.

Two names are the same when they differ only in case, accents, white space and
punctuation, in letters that merely look alike (a Cyrillic ``a`` in a Latin word;
Unicode Technical Standard #39, https://www.unicode.org/reports/tr39/), or in the
script they are written in.
"""

import re
import unicodedata
from collections.abc import Collection, Hashable, Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import TypeVar

from anyascii import anyascii

from bot.domain.text import normalise_line

T = TypeVar("T")
H = TypeVar("H", bound=Hashable)
# Letters of other scripts by the Latin letters that they pass for, written as numbers
# because nobody could tell them apart here. Case matters: the capital eta passes for H,
# the small one for n.
LOOKALIKES: Mapping[str, str] = {
    chr(int(code, 16)): letter
    for letter, codes in {
        "a": "0410 0430 0391 03b1 0251",
        "b": "0412 0432 044c 0392 03b2",
        "c": "0421 0441",
        "d": "0501",
        "e": "0415 0435 0395 03b5",
        "g": "0581 0261",
        "h": "041d 04ba 04bb 043d 0397 0570",
        "i": "0406 0456 0399 03b9 0131 0269",
        "j": "0408 0458",
        "k": "041a 043a 039a 03ba",
        "m": "041c 043c 039c",
        "n": "039d 03b7 0578",
        "o": "041e 043e 039f 03bf 0555 0585",
        "p": "0420 0440 03a1 03c1",
        "q": "051b 051b 0566",
        "r": "0433",
        "s": "0405 0455",
        "t": "0422 0442 03a4 03c4",
        "u": "03c5 054d 057d 028b",
        "v": "03bd",
        "w": "051c 051d 03c9",
        "x": "0425 0445 03a7 03c7",
        "y": "0423 0443 03a5 03b3",
        "z": "0396",
    }.items()
    for code in codes.split()
}
_LATIN = re.compile(r"[A-Za-z]")
_BETWEEN = re.compile(r"[^a-z0-9]+")
_WORD = re.compile(r"\w+")
_CLOSE = 0.6


# The names of a group and the words of forms are compared again and again.
@lru_cache(maxsize=4096)
def keys(name: str) -> frozenset[str]:
    """Return what stands for a name: by its look and, in another script, by its sound.

    A name in Latin letters has one key; one without letters and digits has none.
    """
    bare = _without_accents(name.replace("&", " and "))
    words = _WORD.findall(bare)
    ways = (_look, _undisguised, str)
    found = {_folded("".join(way(word) for word in words)) for way in ways}
    return frozenset(found - {""})


def are_same(one: str, other: str) -> bool:
    """Whether a human would take two names for the same."""
    return bool(keys(one) & keys(other))


def same_as(name: str, known: Iterable[tuple[str, T]]) -> T | None:
    """Return what has the same name already; ``known`` are names and their owners."""
    wanted = keys(name)
    return next((owner for other, owner in known if keys(other) & wanted), None)


def matches(typed: str, known: Collection[tuple[str, H]]) -> tuple[H, ...]:
    """Return what somebody may mean: by the whole name, its beginning, or a part.

    Those of the same name or acronym are all of them meant.
    """
    wanted = keys(typed)
    met: tuple[H, ...] = ()
    for fits in (_is_same, _begins, _contains):
        met = tuple(dict.fromkeys(h for name, h in known if fits(keys(name), wanted)))
        if met:
            break
    return met


def find(typed: str, known: Collection[tuple[str, H]]) -> H | None:
    """Return the one that somebody means, or None where there are none or several."""
    found = matches(typed, known)
    return found[0] if len(found) == 1 else None


def close(typed: str, known: Iterable[str]) -> list[str]:
    """Return the names that are most like the typed one, the best first."""
    names = {min(keys(name), default=""): name for name in known}
    wanted = min(keys(typed), default="")
    return [names[key] for key in get_close_matches(wanted, names, n=3, cutoff=_CLOSE)]


def slug(text: str, limit: int, between: str = "-") -> str:
    """Return a short name of small ASCII letters and digits for a new record."""
    words = _BETWEEN.sub(between, anyascii(_without_accents(text)).lower())
    return words[:limit].strip(between)


def unused(slug: str, taken: Collection[str], between: str = "-") -> str:
    """Return the short name, with a number where it is taken."""
    found, number = slug, 1
    while found in taken:
        number += 1
        found = f"{slug}{between}{number}"
    return found


def _without_accents(text: str) -> str:
    # Only accents have a combining class; vowel signs of Indian scripts are letters.
    decomposed = unicodedata.normalize("NFKD", normalise_line(text))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _look(word: str) -> str:
    return "".join(LOOKALIKES.get(sign, sign) for sign in word)


def _undisguised(word: str) -> str:
    # In a word with Latin letters those of other scripts are most likely a disguise.
    return _look(word) if _LATIN.search(word) else word


def _folded(text: str) -> str:
    return _BETWEEN.sub("", anyascii(text).casefold())


def _is_same(names: frozenset[str], wanted: frozenset[str]) -> bool:
    return bool(names & wanted)


def _begins(known: frozenset[str], wanted: frozenset[str]) -> bool:
    return any(name.startswith(part) for name in known for part in wanted)


def _contains(known: frozenset[str], wanted: frozenset[str]) -> bool:
    return any(part in name for name in known for part in wanted)
