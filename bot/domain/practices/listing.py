"""Which practices somebody wants to see: filters as typed, and what they let pass.

``theme:ai country:EE status:accepted mine`` in any order. A value may have several
words and goes on to the next filter; capitals and accents do not matter. The same
filter twice means either, different filters mean all.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain import names
from bot.domain.clusters import Cluster, Theme
from bot.domain.countries import COUNTRIES, from_nuts_prefix
from bot.domain.errors import InvalidInputError
from bot.domain.practices.states import STATUS_WORDS, PracticeStatus
from bot.domain.practices.values import Practice
from bot.domain.text import normalise_line

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
    starts = [match.start() for match in found] + [len(line)]
    asked: dict[str, list[str]] = {name: [] for name in _NAMES}
    is_mine = _bare(line[: starts[0]])
    for match, end in zip(found, starts[1:], strict=True):
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
    ways = [(theme.slug, theme.slug) for theme in themes]
    ways += [(theme.label, theme.slug) for theme in themes]
    there = [each.slug for each in themes if each.merged_into is None]
    found = by_slug[_find("theme", value, ways=ways, known=by_slug, there=there)]
    seen = set[str]()
    while found.merged_into in by_slug and found.slug not in seen:
        seen.add(found.slug)
        found = by_slug[found.merged_into or ""]
    return found


def _cluster(value: str, clusters: Sequence[Cluster]) -> Cluster:
    by_key = {cluster.key: cluster for cluster in clusters}
    ways = [(cluster.key, cluster.key) for cluster in clusters]
    for cluster in clusters:
        also = (cluster.name, cluster.acronym, cluster.name_original)
        ways += [(name, cluster.key) for name in also if name]
    there = [cluster.name for cluster in clusters]
    named = {cluster.key: cluster.name for cluster in clusters}
    return by_key[_find("cluster", value, ways=ways, known=named, there=there)]


def _country(value: str) -> str:
    code = from_nuts_prefix(value) if len(value) == len("EE") else ""
    if code in COUNTRIES:
        return code
    ways = [(name, code) for code, name in COUNTRIES.items()]
    near = [*names.close(value, COUNTRIES.values()), "EE", "Estonia"]
    return _find(
        "country", value, ways=ways, known=COUNTRIES, there=near, is_example=True
    )


def _status(value: str) -> PracticeStatus:
    ways = [(status.value, str(status)) for status in PracticeStatus]
    ways += [(words, str(status)) for status, words in STATUS_WORDS.items()]
    known = {str(status): words for status, words in STATUS_WORDS.items()}
    found = _find("status", value, ways=ways, known=known, there=list(known))
    return PracticeStatus(found)


def _find(
    name: str,
    value: str,
    *,
    ways: Collection[tuple[str, str]],
    known: Mapping[str, object],
    there: Sequence[str],
    is_example: bool = False,
) -> str:
    """Return what a value stands for, of what is ``known`` by it; else say what is."""
    if value in known:
        return value
    found = names.matches(value, ways) if names.keys(value) else ()
    if len(found) == 1:
        return found[0]
    if found:
        fit = [key if name == "theme" else str(known[key]) for key in found]
        raise _refused(f"“{value[:_SHOWN]}” fits more than one {name}: {_listed(fit)}.")
    raise _unknown(name, value, there=there, is_example=is_example)


def _unknown(
    name: str, value: str, *, there: Sequence[str], is_example: bool
) -> InvalidInputError:
    what = f"the {name} “{value[:_SHOWN]}”" if value else f"which {name} you mean"
    said = f"There are: {_listed(there)}." if there else "This group has none yet."
    if is_example:
        said = f"Write for example {_listed(there)}."
    return _refused(f"I do not know {what}. {said}")


def _listed(found: Sequence[str]) -> str:
    known = list(dict.fromkeys(found))
    more = len(known) - _LISTED
    return ", ".join(known[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def _refused(sentence: str) -> InvalidInputError:
    return InvalidInputError({"filters": sentence})
