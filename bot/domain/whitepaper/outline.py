"""Outlines to start from, and how a paper takes one without losing a word."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from bot.domain import names
from bot.domain.whitepaper.values import Paper, Section, SectionMode

_CHAIR, _SECRETARIAT = "chair", "secretariat"
_BY_HAND, _BOTH, _MADE = (
    SectionMode.HANDWRITTEN,
    SectionMode.MIXED,
    SectionMode.GENERATED,
)


class Template(StrEnum):
    """An outline to start from."""

    LONG = "long"
    SHORT = "short"


# The triad of issues, practices and propositions, with what papers of this kind put
# around it: mandate, method, state of play, registers.
_LONG = (
    ("title_page", "Title page", _MADE, _SECRETARIAT),
    ("colophon", "About this paper", _BOTH, _SECRETARIAT),
    ("foreword", "Foreword", _BY_HAND, _CHAIR),
    ("executive_summary", "Executive summary", _BOTH, _SECRETARIAT),
    ("introduction", "Introduction and mandate", _BY_HAND, _CHAIR),
    ("methodology", "How this paper was made", _MADE, _SECRETARIAT),
    ("state_of_play", "State of play by country and cluster", _BOTH, _SECRETARIAT),
    ("practices", "Practices", _MADE, _SECRETARIAT),
    ("analysis", "Cross-cutting analysis", _BY_HAND, None),
    ("recommendations", "Recommendations", _MADE, _CHAIR),
    ("networks", "Relation with other networks", _BOTH, _SECRETARIAT),
    ("outlook", "Outlook", _BY_HAND, _CHAIR),
    ("annex_contributors", "Annex A: contributors", _MADE, _SECRETARIAT),
    ("annex_register", "Annex B: register of practices", _MADE, _SECRETARIAT),
    ("annex_meetings", "Annex C: meeting log and decisions", _MADE, _SECRETARIAT),
    (
        "annex_instruments",
        "Annex D: funding and market-entry instruments",
        _BY_HAND,
        _SECRETARIAT,
    ),
    ("annex_glossary", "Annex E: glossary", _BY_HAND, None),
    ("annex_references", "Annex F: references", _BOTH, _SECRETARIAT),
)
# The triad itself, as position papers of a few pages have it.
_SHORT = (
    ("title_page", "Title page", _MADE, _SECRETARIAT),
    ("colophon", "About this paper", _BOTH, _SECRETARIAT),
    ("key_issues", "Key issues", _BY_HAND, _CHAIR),
    ("practices", "Best practices", _MADE, _SECRETARIAT),
    ("recommendations", "Propositions", _MADE, _CHAIR),
    ("annex_contributors", "Annex A: contributors", _MADE, _SECRETARIAT),
    ("annex_references", "Annex B: references", _BOTH, _SECRETARIAT),
)
_KEY_LIMIT = 40


def _outline(
    entries: Sequence[tuple[str, str, SectionMode, str | None]],
) -> tuple[Section, ...]:
    return tuple(
        Section(key=key, title=title, position=position, mode=mode, owner=owner)
        for position, (key, title, mode, owner) in enumerate(entries, start=1)
    )


DEFAULT_SECTIONS = _outline(_LONG)
TEMPLATES: Mapping[Template, tuple[Section, ...]] = {
    Template.LONG: DEFAULT_SECTIONS,
    Template.SHORT: _outline(_SHORT),
}
# Sections that a chair may add by choosing them, those of all templates.
KNOWN: Mapping[str, Section] = {
    section.key: section
    for template in reversed(tuple(TEMPLATES.values()))
    for section in template
}
_GIVEN_TITLES = {
    (section.key, section.title)
    for template in TEMPLATES.values()
    for section in template
}


def default_paper(sig_name: str, year: int, *, due_on: date | None = None) -> Paper:
    """Return the outline for a new paper; what people write is due that day."""
    return Paper(
        key=f"WP-{year}",
        title=f"{sig_name}: white paper {year}",
        subtitle="Practices and recommendations",
        sections=tuple(
            replace(section, due_on=due_on) if section.is_unwritten else section
            for section in DEFAULT_SECTIONS
        ),
    )


def arranged(
    template: Template, sections: Sequence[Section]
) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """Return the outline after a start from a template, and what it goes without.

    ``sections`` are all that the paper has, also those taken out. A section of the
    same key stays what it is, with its text, owner and date; a title that somebody
    gave it stays too. What people wrote in other sections follows at the end; only
    sections without a word of theirs are taken out, and can be put back.
    """
    held = {section.key: section for section in sections}
    wanted = TEMPLATES[template]
    keys = {section.key for section in wanted}
    ours = [_taken(section, held.get(section.key)) for section in wanted]
    rest = [each for each in sections if each.key not in keys and not each.is_removed]
    extra = [each for each in rest if has_words(each) or each.locked]
    numbered = tuple(
        replace(section, position=position)
        for position, section in enumerate((*ours, *extra), start=1)
    )
    return numbered, tuple(each for each in rest if each not in extra)


def has_words(section: Section) -> bool:
    """Whether people wrote something in it."""
    return bool((section.body or "").strip())


def _taken(wanted: Section, held: Section | None) -> Section:
    if held is None:
        return wanted
    is_ours = (held.key, held.title) in _GIVEN_TITLES
    mode = wanted.mode
    if mode is SectionMode.GENERATED and has_words(held):
        mode = SectionMode.MIXED
    title = wanted.title if is_ours else held.title
    return replace(held, title=title, mode=mode, is_removed=False)


def new_key(title: str, taken: Sequence[str]) -> str:
    """Return a key for a new section, for ever."""
    return names.unused(names.slug(title, _KEY_LIMIT, "_") or "section", taken, "_")


def moved(order: Sequence[int], section_id: int, step: int) -> tuple[int, ...]:
    """Return the order with one section further up (-1) or down (1), if it can."""
    place = order.index(section_id)
    other = min(max(0, place + step), len(order) - 1)
    changed = list(order)
    changed.insert(other, changed.pop(place))
    return tuple(changed)
