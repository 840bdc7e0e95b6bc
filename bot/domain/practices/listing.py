"""Which practices somebody wants to see: filters as typed, and what they let pass.

``theme:ai country:EE status:accepted mine`` in any order. A value may have several
words and goes on to the next filter; capitals and accents do not matter. The same
filter twice means either, different filters mean all.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bot.domain import names
from bot.domain.clusters import Cluster, Theme
from bot.domain.countries import COUNTRIES, from_nuts_prefix
from bot.domain.errors import InvalidInputError
from bot.domain.practices.states import STATUS_WORDS, PracticeStatus
from bot.domain.practices.values import Practice
from bot.domain.text import normalise_line

T = TypeVar("T")
MINE = "mine"
_EXAMPLE = "/practice list theme:ai country:EE status:accepted"
_MOST = 20
_LONGEST = 2000
_SHOWN = 60
_LISTED = 15
_PLURALS = {"themes": "theme", "clusters": "cluster", "countries": "country"}
# The names of filters, and what they are of; the sign after the name ends it.
_NAMES = ("theme", "country", "cluster", "status")
_FILTER = re.compile(r"(?:^|(?<=\s))([^\W\d_]+)\s*:\s*")
_QUOTES = "\"'“”„‘’«»"  # noqa: RUF001 - people paste them


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a group's practices can be asked for by.

    ``themes`` are all, also those that went up in another; so are ``clusters``.
    """

    themes: Sequence[Theme] = ()
    clusters: Sequence[Cluster] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is asked for; an empty part lets everything pass.

    ``themes`` and ``countries`` are slugs and codes with their words, ``clusters``
    ids with names.
    """

    mine: bool = False
    themes: Mapping[str, str] = field(default_factory=dict)
    countries: Mapping[str, str] = field(default_factory=dict)
    clusters: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    statuses: tuple[PracticeStatus, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether everything passes."""
        return not self.text

    @property
    def text(self) -> str:
        """The filters as one may type them, always in the same order."""
        parts = [MINE] if self.mine else []
        parts += [f"theme:{slug}" for slug in self.themes]
        parts += [f"country:{code}" for code in self.countries]
        parts += [f"cluster:{key}" for key, _ in self.clusters.values()]
        parts += [f"status:{status}" for status in self.statuses]
        return " ".join(parts)

    @property
    def words(self) -> tuple[str, ...]:
        """What is asked for, each part in words."""
        statuses = [STATUS_WORDS[status] for status in self.statuses]
        parts = (
            ("theme", list(self.themes.values())),
            ("country", list(self.countries.values())),
            ("cluster", [name for _, name in self.clusters.values()]),
            ("status", statuses),
        )
        said = [f"{name}: {' or '.join(found)}" for name, found in parts if found]
        return ("yours", *said) if self.mine else tuple(said)

    def lets_pass(self, practice: Practice, *, person_id: int) -> bool:
        """Whether a practice is asked for by this person."""
        content = practice.content
        return (
            (not self.mine or practice.author_id == person_id)
            and (not self.themes or not self.themes.keys().isdisjoint(content.themes))
            and (not self.countries or content.country in self.countries)
            and (not self.clusters or practice.cluster_id in self.clusters)
            and (not self.statuses or practice.status in self.statuses)
        )


def parse(text: str, known: Known) -> Filters:
    """Read filters as somebody typed them.

    Raises:
        InvalidInputError: a filter or its value is not known; the sentence names
            those that are.
    """
    line = normalise_line(text)
    if len(line) > _LONGEST:
        raise _refused(f"That is too long for a filter. Write for example {_EXAMPLE}.")
    found = list(_FILTER.finditer(line))
    if len(found) > _MOST:
        raise _refused(f"Up to {_MOST} filters fit into one list.")
    head = line[: found[0].start()] if found else line
    asked: dict[str, list[str]] = {name: [] for name in _NAMES}
    ends = [match.start() for match in found[1:]] + [len(line)]
    is_mine = _bare(head)
    for match, end in zip(found, ends, strict=True):
        value = line[match.end() : end].strip()
        # `country:EE mine`: the word may stand anywhere between filters.
        if value.casefold().endswith(f" {MINE}"):
            is_mine, value = True, value[: -len(MINE)].strip()
        asked[_name(match[1])].append(value.strip(_QUOTES).strip())
    return _filters(asked, known, is_mine=is_mine)


def _filters(
    asked: Mapping[str, Sequence[str]], known: Known, *, is_mine: bool
) -> Filters:
    themes = [_theme(value, known.themes) for value in asked["theme"]]
    clusters = [_cluster(value, known.clusters) for value in asked["cluster"]]
    codes = [_country(value) for value in asked["country"]]
    statuses = [_status(value) for value in asked["status"]]
    return Filters(
        mine=is_mine,
        themes={theme.slug: theme.label for theme in themes},
        countries={code: COUNTRIES[code] for code in codes},
        clusters={each.id: (each.key, each.name) for each in clusters},
        statuses=tuple(dict.fromkeys(statuses)),
    )


def _bare(head: str) -> bool:
    """Read what stands before the first filter: nothing, or ``mine``."""
    words = head.split()
    for word in words:
        if word.casefold() != MINE:
            raise _refused(
                f"I do not know the filter “{word[:_SHOWN]}”. There are: {MINE}, "
                f"{', '.join(f'{name}:…' for name in _NAMES)}. Write for example "
                f"{_EXAMPLE}."
            )
    return bool(words)


def _name(typed: str) -> str:
    name = typed.casefold()
    name = _PLURALS.get(name, name)
    if name not in _NAMES:
        raise _refused(
            f"I do not know the filter “{typed[:_SHOWN]}:”. There are: {MINE}, "
            f"{', '.join(f'{each}:…' for each in _NAMES)}."
        )
    return name


def _theme(value: str, themes: Sequence[Theme]) -> Theme:
    by_slug = {theme.slug: theme for theme in themes}
    ways = [(theme.slug, theme) for theme in themes]
    ways += [(theme.label, theme) for theme in themes]
    found = by_slug.get(value) or _find(value, ways)
    seen = set[str]()
    while found and found.merged_into in by_slug and found.slug not in seen:
        seen.add(found.slug)
        found = by_slug[found.merged_into or ""]
    if found is None:
        there = [each.slug for each in themes if each.merged_into is None]
        raise _unknown("theme", value, there)
    return found


def _cluster(value: str, clusters: Sequence[Cluster]) -> Cluster:
    ways = [(cluster.key, cluster) for cluster in clusters]
    for cluster in clusters:
        also = (cluster.name, cluster.acronym, cluster.name_original)
        ways += [(name, cluster) for name in also if name]
    by_key = {cluster.key: cluster for cluster in clusters}
    found = by_key.get(value) or _find(value, ways)
    if found is None:
        raise _unknown("cluster", value, [cluster.name for cluster in clusters])
    return found


def _country(value: str) -> str:
    code = from_nuts_prefix(value) if len(value) == len("EE") else ""
    if code in COUNTRIES:
        return code
    found = _find(value, [(name, code) for code, name in COUNTRIES.items()])
    if found is None:
        near = [*names.close(value, COUNTRIES.values()), "EE", "Estonia"]
        raise _unknown("country", value, near, as_example=True)
    return found


def _status(value: str) -> PracticeStatus:
    ways = [(status.value, status) for status in PracticeStatus]
    ways += [(words, status) for status, words in STATUS_WORDS.items()]
    found = _find(value, ways)
    if found is None:
        raise _unknown("status", value, [str(status) for status in PracticeStatus])
    return found


def _find(value: str, ways: Collection[tuple[str, T]]) -> T | None:
    """Return what a name stands for; one without letters stands for nothing."""
    return names.find(value, ways) if names.keys(value) else None


def _unknown(
    name: str, value: str, there: Iterable[str], *, as_example: bool = False
) -> InvalidInputError:
    known = list(dict.fromkeys(there))
    listed = ", ".join(known[:_LISTED])
    if len(known) > _LISTED:
        listed += f" and {len(known) - _LISTED} more"
    what = f"the {name} “{value[:_SHOWN]}”" if value else f"which {name} you mean"
    if as_example:
        return _refused(f"I do not know {what}. Write for example {listed}.")
    said = f"There are: {listed}." if known else "This group has none yet."
    return _refused(f"I do not know {what}. {said}")


def _refused(sentence: str) -> InvalidInputError:
    return InvalidInputError({"filters": sentence})
