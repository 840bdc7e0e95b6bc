"""Themes: their words, their order, and what happens when two become one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.domain.clusters import Theme
from bot.domain.registers.typed import Typed

LIMITS = {"label": 75, "description": 500}
FIRST = "first"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeUse:
    """How much hangs on a theme; ``links`` counts everything, also old texts."""

    practices: int = 0
    recommendations: int = 0
    offers: int = 0
    links: int = 0
    merged: int = 0

    @property
    def is_used(self) -> bool:
        """Whether something would be lost with it."""
        return bool(self.links or self.merged)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeCard:
    """A theme and what hangs on it; ``successor`` where it was merged."""

    theme: Theme
    use: ThemeUse
    successor: Theme | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeList:
    """The themes of a group in their order, and those that were merged."""

    cards: tuple[ThemeCard, ...]
    merged: tuple[ThemeCard, ...] = ()
    may_manage: bool

    @property
    def themes(self) -> tuple[Theme, ...]:
        """The themes alone."""
        return tuple(card.theme for card in self.cards)


def read_words(typed: Typed, theme: Theme) -> Theme:
    """Return the theme with the name and the description of the form."""
    label = typed.title("label", LIMITS["label"])
    description = typed.text("description", LIMITS["description"])
    return replace(theme, label=label, description=description or "")


def read_place(typed: Typed, themes: Sequence[Theme], slug: str) -> tuple[str, ...]:
    """Return the short names in their new order; the form names the one before."""
    order = [theme.slug for theme in themes if theme.slug != slug]
    after = typed.choice("after", {FIRST, *order})
    if after is None:
        return tuple(theme.slug for theme in themes)
    place = 0 if after == FIRST else order.index(after) + 1
    return (*order[:place], slug, *order[place:])


def current_place(themes: Sequence[Theme], slug: str) -> str:
    """Return the short name of the theme before this one."""
    order = [theme.slug for theme in themes]
    place = order.index(slug) if slug in order else len(order)
    return order[place - 1] if place else FIRST


def successors(themes: Collection[Theme]) -> dict[str, str]:
    """Return the short name that each short name stands for now."""
    into = {theme.slug: theme.merged_into for theme in themes}
    found = {}
    for slug in into:
        last, passed = slug, {slug}
        while (following := into.get(last)) and following not in passed:
            passed.add(last := following)
        found[slug] = last
    return found
