"""Sentences on what becomes of clusters; everything typed is escaped here."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.successions import Preview, Succession, SuccessionKind
from templates.documents.words import count, long_date, series
from templates.text import mrkdwn

KINDS: Mapping[SuccessionKind, tuple[str, str]] = {
    SuccessionKind.MERGER: (
        "Merger",
        "Several clusters become one, or join one that goes on",
    ),
    SuccessionKind.SPLIT: ("Split", "One cluster becomes several"),
    SuccessionKind.RENAME: ("New name", "A cluster goes on under another name"),
    SuccessionKind.REPLACEMENT: (
        "Replacement",
        "Another cluster takes the place of one",
    ),
}
_FUTURE: Mapping[SuccessionKind, str] = {
    SuccessionKind.MERGER: "{old} would be part of {new}",
    SuccessionKind.SPLIT: "{old} would be split into {new}",
    SuccessionKind.RENAME: "{old} would be called {new}",
    SuccessionKind.REPLACEMENT: "{new} would take the place of {old}",
}
_PAST: Mapping[SuccessionKind, str] = {
    SuccessionKind.MERGER: "{old} became part of {new}",
    SuccessionKind.SPLIT: "{old} was split into {new}",
    SuccessionKind.RENAME: "{old} is now called {new}",
    SuccessionKind.REPLACEMENT: "{new} took the place of {old}",
}
_SHOWN = 12


def headline(preview: Preview) -> str:
    """Say in one sentence what is planned."""
    said = _FUTURE[preview.kind].format(
        old=names(preview.old_names), new=f"*{names(preview.new_names)}*"
    )
    return f"{said}, since {long_date(preview.effective_on)}."


def happened(succession: Succession) -> str:
    """Say in one sentence what happened, without a full stop."""
    said = _PAST[succession.kind].format(
        old=names(succession.old_names), new=f"*{names(succession.new_names)}*"
    )
    return f"{said} on {long_date(succession.effective_on)}"


def names(found: Sequence[str]) -> str:
    """Return names as a series, escaped; very many are counted."""
    shown = [mrkdwn(name) for name in found[:_SHOWN]]
    if len(found) > _SHOWN:
        shown.append(f"{len(found) - _SHOWN} others")
    return series(shown)


def consequences(preview: Preview) -> Iterator[str]:
    """Say what a plan would change, one plain sentence each."""
    is_split = preview.kind is SuccessionKind.SPLIT
    new, stock = names(preview.new_names), preview.stock
    yield _practices(preview)
    yield _votes(preview)
    if stock.people:
        yield (
            f"{count(stock.people, 'person has', 'people have')} to choose anew "
            "which cluster they speak for."
            if is_split
            else f"{count(stock.people, 'person speaks', 'people speak')} for {new} "
            "from now on."
        )
    if stock.actions:
        yield _actions(preview)
    taker = "the one you choose below" if is_split else new
    if stock.sections:
        many = count(len(stock.sections), "section")
        yield (
            f"{many} of the white paper would be written by {taker}: "
            f"{names(stock.sections)}."
        )
    if stock.externals:
        many = count(stock.externals, "guest gets", "guests get")
        yield f"{many} {taker} as sponsor."
    if stock.offers:
        many = count(stock.offers, "open need or offer", "open needs and offers")
        yield f"{many} would be {taker}'s."
    yield from _profile(preview, is_split=is_split, new=new)
    yield "Past meetings, decisions and finished actions stay as they are."
    yield "You can undo this until something new depends on it."


def _practices(preview: Preview) -> str:
    number = preview.stock.practices
    if not number:
        return "No practice is concerned."
    keep = "keeps its old name" if number == 1 else "keep their old names"
    return f"{count(number, 'practice')} {keep}, as in “{mrkdwn(preview.sample)}”."


def _votes(preview: Preview) -> str:
    before, after = preview.voices_before, preview.voices_after
    if before == after:
        return "The number of seats and votes stays the same."
    seats = "seats with one vote each become" if before > 1 else "seat becomes"
    return f"{before} {seats} {after}."


def _actions(preview: Preview) -> str:
    many = count(len(preview.stock.actions), "open action needs", "open actions need")
    taker = (
        "the one you choose below"
        if preview.kind is SuccessionKind.SPLIT
        else (names(preview.new_names))
    )
    return f"{many} a new owner: {taker}, unless you untick it below."


def _profile(preview: Preview, *, is_split: bool, new: str) -> Iterator[str]:
    stock = preview.stock
    if preview.kind is SuccessionKind.RENAME:
        yield "Its profile, its networks and its hubs go along."
        return
    if stock.networks:
        yield f"{new} {_takes(preview)} part in: {names(stock.networks)}."
    if not stock.hubs:
        return
    cities = names([hub.city for hub in stock.hubs])
    if is_split:
        yield f"Note in the new profiles who keeps which hub: {cities}."
    else:
        yield f"{new} has hubs in {cities}."


def _takes(preview: Preview) -> str:
    return "takes" if len(preview.new_names) == 1 else "take"
