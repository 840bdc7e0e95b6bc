"""Finding practices by words: how text and question are folded, and what is shown.

Text and question go through the same folding, in Python, so that every database
answers alike: capitals, accents, scripts and punctuation do not matter. What somebody
types is only ever words, never the syntax of a query.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii

from bot.domain.countries import COUNTRIES
from bot.domain.errors import InvalidInputError
from bot.domain.practices.states import PracticeStatus
from bot.domain.practices.values import Practice, Visibility
from bot.domain.rich_text import from_markdown, readable
from bot.domain.text import normalise_line

MAX_QUERY = 200
MAX_WORDS = 12
PAGE = 10
# Nobody reads more of them, and counting on would take longer than finding.
COUNTED = 500
# The beginning of a word is enough when it says something: "presc", not "p".
_MIN_PREFIX = 3
# A text that uses a word so often is about it.
_OFTEN = 3
_EXCERPT = 160
_BEFORE_HIT = 50
_ELLIPSIS = "…"
# Of a longer word only the beginning counts; a database takes no word without end.
_WORD = re.compile(r"([a-z0-9]{1,60})[a-z0-9]*")
# E-prescription, mHealth's m-health, X-ray, P-7: people write them in one word or two.
_COMPOUND = re.compile(r"(?<![a-z0-9])([a-z])-([a-z0-9]{1,59})")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")

State = tuple[PracticeStatus, Visibility]
Part = tuple[str, bool]


class Labels(NamedTuple):
    """The names people see for the slugs of themes and networks."""

    themes: Mapping[str, str]
    networks: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The different words of one text by place, the weightiest place first."""

    title: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What somebody looks for: ``words`` are folded, ``text`` is as typed."""

    text: str
    words: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether the last word may be the beginning of a longer one."""
        return len(self.words[-1]) >= _MIN_PREFIX and self.words[-1].isalpha()

    def met_by(self, words: Collection[str]) -> frozenset[str]:
        """Return which of its words are among these."""
        met, last = frozenset(self.words).intersection(words), self.words[-1]
        if last in met or not self.is_open:
            return met
        begins = any(word.startswith(last) for word in words)
        return met | {last} if begins else met

    def count_in(self, text: str, more_than: int) -> int:
        """Return how many of its words are in a text; 0 when they are not more."""
        folded = fold(text)
        in_one = folded.replace("-", "")
        # Most texts have none of them, and to look for letters is fast.
        if sum(word in folded or word in in_one for word in self.words) <= more_than:
            return 0
        return len(self.met_by(_folded_words(folded)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Which practices somebody may read, by state: their own, and those of others."""

    person_id: int
    own: frozenset[State]
    others: frozenset[State]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A practice that was found; ``parts`` of the field say where, hits marked."""

    practice: Practice
    field: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of what a search found.

    ``total`` counts all pages, up to ``COUNTED`` and the end of this page; one more
    says that there are more.
    """

    query: Query
    total: int
    offset: int = 0
    hits: tuple[Hit, ...] = field(default=())

    @property
    def is_counted(self) -> bool:
        """Whether ``total`` is how many there are; else there are more."""
        return self.total <= COUNTED


def parse_query(typed: str) -> Query:
    """Read what somebody looks for.

    Raises:
        InvalidInputError: there is nothing to look for, or too much.
    """
    text = normalise_line(typed)
    if len(text) > MAX_QUERY:
        raise _refused(
            f"That is {len(text)} characters. Please search with a few words, up to "
            f"{MAX_QUERY} characters."
        )
    words = tuple(dict.fromkeys(joined_words_of(text)))
    if len(words) > MAX_WORDS:
        raise _refused(
            f"That is {len(words)} words. Please search with up to {MAX_WORDS}; the "
            "rare ones help most."
        )
    if not words:
        nothing = f"In “{text}” there is no word to look for. " if text else ""
        raise _refused(
            f"{nothing}What shall I look for? Type a few words, for example "
            "/practice search prescription Estonia."
        )
    return Query(text=text, words=words)


def is_query(typed: str) -> bool:
    """Whether there is something to look for in it."""
    try:
        parse_query(typed)
    except InvalidInputError:
        return False
    return True


def _refused(sentence: str) -> InvalidInputError:
    return InvalidInputError({"search": sentence})


def fold(text: str) -> str:
    """Return text in small ASCII letters: without accents, in Latin script.

    NFKD (Unicode Standard Annex #15) takes letters and accents apart; what is still
    not ASCII is spelt as it sounds, or left out.
    """
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = _NOT_ASCII.sub(lambda found: _in_ascii(found[0]), apart)
    return text.lower()


# Mostly a few accents, or a word in another script: the same again and again.
@lru_cache(maxsize=4096)
def _in_ascii(signs: str) -> str:
    kept = (sign for sign in signs if not unicodedata.combining(sign))
    return anyascii("".join(kept))


def words_of(text: str) -> list[str]:
    """Return the folded words of a text, compounds also in one word."""
    return _folded_words(fold(text))


def _folded_words(folded: str) -> list[str]:
    joined = [first + rest for first, rest in _COMPOUND.findall(folded)]
    return _WORD.findall(folded) + joined


def joined_words_of(text: str) -> list[str]:
    """Return the folded words of a text, compounds only in one word."""
    folded = fold(text)
    if "-" in folded:
        folded = _COMPOUND.sub(r"\1\2", folded)
    return _WORD.findall(folded)


def terms_of(practice: Practice, labels: Labels) -> Terms:
    """Return the words by which one text of a practice is found.

    What describes only the author, and where a claim comes from, is not searched.
    """
    content = practice.content
    places: dict[str, list[str]] = {"title": [], "summary": [], "facts": [], "rest": []}
    for name, text in passages(practice, labels):
        places[_PLACES.get(name, "rest")] += words_of(text)
    places["title"] += words_of(practice.ref) if practice.number else ()
    counts = Counter(word for words in places.values() for word in words)
    places["facts"] += words_of(" ".join((*content.themes, *content.networks)))
    places["facts"] += [word for word, times in counts.items() if times >= _OFTEN]
    return Terms(**{place: tuple(dict.fromkeys(got)) for place, got in places.items()})


_PLACES = {
    "title": "title",
    "title_original": "title",
    "summary": "summary",
    "themes": "facts",
    "organisation": "facts",
    "cluster": "facts",
    "country": "facts",
    "nuts_name": "facts",
    "networks": "facts",
}


_TEXTS = (
    "title",
    "title_original",
    "summary",
    "problem",
    "description",
    "evidence",
    "transfer",
    "difficulties",
    "resources",
    "stakeholders",
    "looking_for",
    "organisation",
    "nuts_name",
)


def passages(practice: Practice, labels: Labels) -> Iterator[tuple[str, str]]:
    """Yield the texts of a practice that are searched, each with its field's name."""
    content = practice.content
    for name in _TEXTS:
        if text := getattr(content, name):
            yield name, _plain(text) if name in content.formatted else text
    money = content.funding
    others = {
        "themes": _named(content.themes, labels.themes),
        "cluster": practice.cluster_name,
        "country": COUNTRIES.get(content.country or "", content.country),
        "networks": _named(content.networks, labels.networks),
        "funding": f"{money.programme or ''} {money.grant or ''}" if money else None,
        "links": " ".join(link.partition("//")[2] for link in content.links),
    }
    yield from ((name, text) for name, text in others.items() if text)


def _plain(formatted: str) -> str:
    return readable(from_markdown(formatted))


def _named(slugs: Iterable[str], labels: Mapping[str, str]) -> str:
    return ", ".join(labels.get(slug, slug) for slug in slugs)


def hit_of(practice: Practice, labels: Labels, query: Query) -> Hit:
    """Return a practice with the passage, beside its title, that says most of it."""
    best, most = ("summary", practice.content.summary), 0
    for name, text in passages(practice, labels):
        met = 0 if name == "title" else query.count_in(text, most)
        if met > most:
            best, most = (name, text), met
        if most == len(query.words):
            break
    name, text = best
    return Hit(practice=practice, field=name, parts=excerpt(text, query))


def excerpt(text: str, query: Query) -> tuple[Part, ...]:
    """Return the surroundings of the first hit, or the beginning, hits marked."""
    words, is_hit = text.split(), _test_of(query)
    first = next((at for at, word in enumerate(words) if is_hit(word)), 0)
    start, room = first, _BEFORE_HIT
    while start and len(words[start - 1]) < room:
        start -= 1
        room -= len(words[start]) + 1
    end, room = start, _EXCERPT
    while end < len(words) and (room > 0 or end <= first):
        room -= len(words[end]) + 1
        end += 1
    shown = [(word, is_hit(word)) for word in words[start:end]]
    before = [(_ELLIPSIS, False)] if start else []
    after = [(_ELLIPSIS, False)] if end < len(words) else []
    return _joined([*before, *shown, *after])


def _test_of(query: Query) -> Callable[[str], bool]:
    """Return whether a word, as it is written, is one that is looked for."""
    wanted, last = frozenset(query.words), query.words[-1]
    is_open = query.is_open

    def is_hit(word: str) -> bool:
        parts = _parts_of(word)
        return not wanted.isdisjoint(parts) or (
            is_open and any(part.startswith(last) for part in parts)
        )

    return is_hit


# The same few thousand words come again and again, in every text that is shown.
@lru_cache(maxsize=8192)
def _parts_of(word: str) -> tuple[str, ...]:
    return tuple(words_of(word))


def _joined(words: Iterable[Part]) -> tuple[Part, ...]:
    parts: list[Part] = []
    for word, is_hit in words:
        if parts and not is_hit and not parts[-1][1]:
            parts[-1] = (f"{parts[-1][0]} {word}", False)
        else:
            parts.append((word, is_hit))
    return tuple(parts)
