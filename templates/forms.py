"""Inputs of forms, each with what is known so far, and what was typed into them.

An input's block id is the name of its field, so that an error finds its place.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    DatePickerElement,
    InputBlock,
    InputInteractiveElement,
    MarkdownTextObject,
    Option,
    OptionGroup,
    PlainTextInputElement,
    StaticMultiSelectElement,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.countries import CONTINENTS, COUNTRIES
from bot.domain.languages import EUROPEAN, LANGUAGES
from templates.text import plain

VALUE = "value"
_MOST_OPTIONS = 100
_OPTION_TEXT = 75
Words = Mapping[str, str]
Groups = Mapping[str, Words]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a form is about; travels in the view's ``private_metadata``.

    ``nonce`` makes a repeated submission the same record; ``version`` is the one that
    was opened, ``record_id`` is 0 while there is none.
    """

    nonce: str = ""
    channel: str | None = None
    record_id: int = 0
    version: int = 1


def modal(
    callback_id: str,
    about: About,
    blocks: Sequence[Block],
    *,
    title: str,
    submit: str,
) -> View:
    """Return a form that remembers what it is about."""
    meta = {
        "n": about.nonce,
        "c": about.channel,
        "i": about.record_id,
        "v": about.version,
    }
    return View(
        type="modal",
        callback_id=callback_id,
        title=plain(title, 24),
        submit=submit,
        close="Cancel",
        private_metadata=json.dumps(meta, separators=(",", ":")),
        blocks=blocks,
    )


def read_about(view: Mapping[str, Any]) -> About:
    """Read what a form is about."""
    meta = json.loads(view.get("private_metadata") or "{}")
    return About(
        nonce=str(meta.get("n") or ""),
        channel=meta.get("c"),
        record_id=int(meta.get("i") or 0),
        version=int(meta.get("v") or 1),
    )


def read_typed(view: Mapping[str, Any]) -> dict[str, str | Sequence[str] | None]:
    """Read what was typed and chosen, by the name of the field."""
    values: Mapping[str, Any] = view.get("state", {}).get("values", {})
    return {
        name: _typed(next(iter(state.values()), {})) for name, state in values.items()
    }


def text(
    name: str,
    label: str,
    value: str | None,
    *,
    limit: int,
    hint: str | None = None,
    lines: bool = False,
    required: bool = False,
) -> InputBlock:
    """Return an input for text, of one line or several."""
    element = PlainTextInputElement(
        action_id=VALUE,
        multiline=lines,
        max_length=limit,
        initial_value=(value or "")[:limit] or None,
    )
    return _input(name, label, element, hint=hint, required=required)


def menu(
    name: str,
    label: str,
    words: Words | Groups,
    chosen: str | None,
    *,
    hint: str | None = None,
    required: bool = False,
) -> InputBlock:
    """Return a menu; what is chosen already is offered also where no list has it."""
    groups = grouped(words, [chosen] if chosen else [])
    element = StaticSelectElement(
        action_id=VALUE,
        placeholder="Choose, or type to search",
        **offered(groups),
        initial_option=_option_of(groups, chosen),
    )
    return _input(name, label, element, hint=hint, required=required)


def many(
    name: str,
    label: str,
    words: Words,
    chosen: Sequence[str],
    *,
    hint: str | None = None,
) -> list[InputBlock]:
    """Return a menu for several; none where there is nothing to choose from."""
    if not words and not chosen:
        return []  # Slack refuses a menu without options
    groups = grouped(words, chosen)
    options = [_option_of(groups, each) for each in chosen]
    element = StaticMultiSelectElement(
        action_id=VALUE,
        placeholder="Choose, or type to search",
        **offered(groups),
        initial_options=[option for option in options if option] or None,
    )
    return [_input(name, label, element, hint=hint)]


def country(chosen: str | None) -> InputBlock:
    """Return the menu of all countries, Europe first."""
    groups = {
        continent: {code: COUNTRIES[code] for code in codes}
        for continent, codes in CONTINENTS.items()
    }
    known = chosen if chosen in COUNTRIES else None
    return menu("country", "Country", groups, known, required=True)


def language(name: str, label: str, chosen: str | None) -> InputBlock:
    """Return the menu of all languages, those of Europe first."""
    others = sorted(LANGUAGES.keys() - set(EUROPEAN), key=LANGUAGES.__getitem__)
    middle = len(others) // 2
    groups = {
        "Languages of Europe": {code: LANGUAGES[code] for code in EUROPEAN},
        "Other languages": {code: LANGUAGES[code] for code in others[:middle]},
        "More languages": {code: LANGUAGES[code] for code in others[middle:]},
    }
    return menu(name, label, groups, chosen)


def person(
    name: str, label: str, chosen: str | None, *, hint: str | None = None
) -> InputBlock:
    """Return a menu of the people of the workspace."""
    element = UserSelectElement(action_id=VALUE, initial_user=chosen)
    return _input(name, label, element, hint=hint)


def day(
    name: str,
    label: str,
    chosen: date | str | None,
    *,
    hint: str | None = None,
    required: bool = False,
) -> InputBlock:
    """Return a calendar."""
    given = str(chosen) if chosen else None
    element = DatePickerElement(action_id=VALUE, initial_date=given)
    return _input(name, label, element, hint=hint, required=required)


def note(said: str) -> ContextBlock:
    """Return a small line of mrkdwn, already escaped."""
    return ContextBlock(elements=[MarkdownTextObject(text=said, verbatim=True)])


def _input(
    name: str,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str | None = None,
    required: bool = False,
) -> InputBlock:
    return InputBlock(
        block_id=name, label=label, element=element, hint=hint, optional=not required
    )


def grouped(words: Words | Groups, chosen: Collection[str] = ()) -> dict[str, Words]:
    """Return options in groups of at most a hundred, as Slack wants them."""
    groups: dict[str, Words] = {}
    flat: dict[str, str] = {}
    for key, value in words.items():
        if isinstance(value, str):
            flat[key] = value
        else:
            groups[key] = value
    known = {slug for group in groups.values() for slug in group} | flat.keys()
    flat |= {each: each for each in chosen if each not in known}
    entries = list(flat.items())
    for start in range(0, len(entries), _MOST_OPTIONS):
        part = entries[start : start + _MOST_OPTIONS]
        groups[f"{start + 1} to {start + len(part)}"] = dict(part)
    return groups


def offered(groups: Groups) -> dict[str, Any]:
    """Return the options of a menu, in groups where there are several."""
    parts = {
        name: [_option(*entry) for entry in words.items()]
        for name, words in groups.items()
    }
    if len(parts) == 1:
        return {"options": next(iter(parts.values()))}
    found = [OptionGroup(label=name, options=part) for name, part in parts.items()]
    return {"option_groups": found}


def _option_of(groups: Groups, chosen: str | None) -> Option | None:
    for words in groups.values():
        if chosen is not None and chosen in words:
            return _option(chosen, words[chosen])
    return None


def _option(slug: str, word: str) -> Option:
    return Option(value=slug, label=plain(word, _OPTION_TEXT))


def _typed(state: Mapping[str, Any]) -> str | Sequence[str] | None:
    """Return the plain value of one element's state, whatever its type."""
    if "selected_options" in state:
        return [str(option["value"]) for option in state["selected_options"] or ()]
    if "selected_option" in state:
        option = state["selected_option"]
        return str(option["value"]) if option else None
    for key in ("selected_date", "selected_user"):
        if key in state:
            return str(state[key]) if state[key] else None
    value = state.get("value")
    return None if value is None else str(value)
