"""The forms of meetings: schedule, change one or its series, cancel."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ExternalDataSelectElement,
    InputBlock,
    InputInteractiveElement,
    NumberInputElement,
    Option,
    OptionGroup,
    RadioButtonsElement,
    StaticMultiSelectElement,
    TimePickerElement,
)
from slack_sdk.models.views import View

from bot.domain.countries import CONTINENTS, COUNTRIES
from bot.domain.meeting_views import Changed, Versions
from bot.domain.public_holidays import countries as known_countries
from bot.domain.registers.typed import ADDRESS_LIMIT
from bot.domain.schedules import (
    LONGEST,
    MAX_COUNTRIES,
    PLACE_LIMIT,
    REASON_LIMIT,
    SHORTEST,
    TITLE_LIMIT,
    Repeats,
    Scope,
)
from templates import forms
from templates.meetings import cards, words
from templates.messages import section
from templates.sigs.inputs import ZONE, zone_option
from templates.text import plain

SCHEDULE = "meeting_schedule"
CHANGE = "meeting_change"
RULE = "meeting_rule"
CALL_OFF = "meeting_call_off"
Filled = Mapping[str, str | tuple[str, ...]]
_OPTION_TEXT = 75
_REPEATS: Mapping[str, str] = {
    Repeats.ONCE: "Not at all: one meeting",
    Repeats.WEEKDAY: "Monthly on the same weekday, as second Tuesday",
    Repeats.LAST_WEEKDAY: "Monthly on the last such weekday",
    Repeats.DAY: "Monthly on the same day, as the 14th",
    Repeats.WEEKS: "Weekly on the same weekday",
}
_SCOPES: Mapping[Scope, str] = {
    Scope.THIS: "Only this one",
    Scope.FOLLOWING: "This one and all that follow",
    Scope.ALL: "All meetings to come",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a form is about; travels in the view's ``private_metadata``.

    ``nonce`` makes a repeated submission the same series; ``number`` and ``seen`` are
    the meeting that is changed and what was seen of it; ``typed`` is what was typed,
    also in the step before.
    """

    channel: str | None
    sig_id: int
    nonce: str = ""
    number: int = 0
    seen: Versions = field(default_factory=Versions)
    scope: Scope = Scope.THIS
    typed: Filled = field(default_factory=dict)


def read(view: Mapping[str, Any]) -> Form:
    """Read a form with what was typed now and before."""
    meta = json.loads(view.get("private_metadata") or "{}")
    typed = _tuples(meta.get("t") or {}) | _typed(view)
    chosen = typed.get("scope") or meta.get("s") or Scope.THIS
    return Form(
        channel=meta.get("c"),
        sig_id=int(meta.get("g") or 0),
        nonce=str(meta.get("n") or ""),
        number=int(meta.get("i") or 0),
        seen=Versions(meeting=int(meta.get("v") or 1), series=int(meta.get("w") or 1)),
        scope=Scope(str(chosen)),
        typed=typed,
    )


def schedule(about: Form) -> View:
    """Return the form for a new meeting or series."""
    blocks = [*_details(about.typed), *_rule(about.typed)]
    return modal(SCHEDULE, about, blocks, title="Schedule a meeting", submit="Preview")


def rule(about: Form) -> View:
    """Return the form in which a series is changed, from a meeting on."""
    scope = _SCOPES[about.scope].lower()
    said = (
        f"*{scope[0].upper()}{scope[1:]}* will follow what you choose here. Nothing is "
        "saved before the preview. Meetings that were moved alone, cancelled or held "
        "stay as they are."
    )
    typed = {name: value for name, value in about.typed.items() if name == "reason"}
    blocks = [section(said), *_details(about.typed), *_rule(about.typed)]
    kept = replace(about, typed=typed)
    return modal(RULE, kept, blocks, title="Change the series", submit="Preview")


def change(about: Form, changed: Changed) -> View:
    """Return the form in which one meeting is changed; or its series, in a next step.

    Where somebody else came before, their change stands on top.
    """
    blocks: list[Block] = [section(said) for said in _stale(changed)]
    if changed.series is not None or changed.meeting.series_id is not None:
        blocks.append(_scope(about.scope, tuple(Scope)))
    blocks += _details(about.typed)
    blocks.append(_reason(about.typed, required=False))
    title = f"Change {changed.meeting.ref}"
    kept = replace(about, typed={})
    return modal(CHANGE, kept, blocks, title=title, submit="Save")


def call_off(about: Form, changed: Changed) -> View:
    """Return the form in which a meeting is cancelled, or all from it on."""
    blocks: list[Block] = [section(said) for said in _stale(changed)]
    blocks.append(section(cards.summary(changed.meeting)))
    if changed.series is not None or changed.meeting.series_id is not None:
        blocks.append(_scope(about.scope, (Scope.THIS, Scope.FOLLOWING)))
    blocks.append(_reason(about.typed, required=True))
    title = f"Cancel {changed.meeting.ref}"
    kept = replace(about, typed={})
    return modal(
        CALL_OFF,
        kept,
        blocks,
        title=title,
        submit="Cancel the meeting",
        close="Keep it",
    )


def modal(
    callback_id: str,
    about: Form,
    blocks: Sequence[Block],
    *,
    title: str,
    submit: str,
    close: str = "Cancel",
) -> View:
    """Return a modal that remembers what it is about."""
    meta = {
        "c": about.channel,
        "g": about.sig_id,
        "n": about.nonce,
        "i": about.number,
        "v": about.seen.meeting,
        "w": about.seen.series,
        "s": about.scope.value,
        "t": {name: value for name, value in about.typed.items() if value},
    }
    return View(
        type="modal",
        callback_id=callback_id,
        title=plain(title, 24),
        submit=submit,
        close=close,
        private_metadata=json.dumps(meta, separators=(",", ":"), ensure_ascii=False),
        blocks=list(blocks),
    )


def number(
    name: str,
    label: str,
    value: str,
    *,
    low: int,
    high: int,
    hint: str | None = None,
    required: bool = True,
) -> InputBlock:
    """Return an input for a whole number."""
    element = NumberInputElement(
        action_id=forms.VALUE,
        is_decimal_allowed=False,
        min_value=str(low),
        max_value=str(high),
        initial_value=value if value.isdecimal() else None,
    )
    return _input(name, label, element, hint=hint, required=required)


def _details(typed: Filled) -> list[Block]:
    zone = _text(typed, "zone")
    clock = TimePickerElement(
        action_id=forms.VALUE, initial_time=_text(typed, "time") or None
    )
    where = ExternalDataSelectElement(
        action_id=ZONE,
        placeholder="Type the name of a large city",
        min_query_length=1,
        initial_option=zone_option(zone) if zone else None,
    )
    mode, url = _text(typed, "mode"), _text(typed, "join_url")
    title, place = _text(typed, "title"), _text(typed, "place")
    return [
        forms.text("title", "Title", title, limit=TITLE_LIMIT, required=True),
        forms.day(
            "day", "Day (of a series, the first)", _text(typed, "day"), required=True
        ),
        _input("time", "Time", clock),
        _input(
            "zone",
            "Time zone",
            where,
            hint="The meeting keeps its time on the clocks of this place, in summer "
            "and in winter. Everybody else sees it in their own time.",
        ),
        number(
            "duration",
            "How many minutes does it take?",
            _text(typed, "duration"),
            low=SHORTEST,
            high=LONGEST,
        ),
        forms.menu("mode", "How do people meet?", words.MODES, mode, required=True),
        forms.text(
            "join_url",
            "Link to join",
            url,
            limit=ADDRESS_LIMIT,
            hint="An address that starts with https://. It can come later.",
        ),
        forms.text("place", "Place", place, limit=PLACE_LIMIT),
    ]


def _rule(typed: Filled) -> list[Block]:
    repeats = _text(typed, "repeats") or Repeats.ONCE
    months = [
        month for month in typed.get("skip_months") or () if month in words.MONTHS
    ]
    on_holiday = {str(key): said for key, said in words.ON_HOLIDAY.items()}
    return [
        forms.menu(
            "repeats",
            "How does it repeat?",
            _REPEATS,
            repeats,
            hint="Read from the day above: if it is the second Tuesday of its month, "
            "the others are second Tuesdays too.",
            required=True,
        ),
        number(
            "every",
            "Every how many months or weeks?",
            _text(typed, "every"),
            low=1,
            high=52,
            required=False,
        ),
        forms.day(
            "ends_on",
            "Last day of the series",
            _text(typed, "ends_on"),
            hint="Leave it empty if it goes on until you end it.",
        ),
        *forms.many("skip_months", "Months without a meeting", words.MONTHS, months),
        _holidays(typed),
        forms.menu(
            "on_holiday",
            "When it falls on one of them",
            on_holiday,
            _text(typed, "on_holiday") or None,
        ),
    ]


def _holidays(typed: Filled) -> InputBlock:
    known = known_countries()
    chosen = [code for code in typed.get("holiday_countries") or () if code in known]
    groups = {
        title: [_country(code) for code in codes if code in known]
        for title, codes in CONTINENTS.items()
    }
    element = StaticMultiSelectElement(
        action_id=forms.VALUE,
        placeholder="Type to search",
        option_groups=[
            OptionGroup(label=title, options=options)
            for title, options in groups.items()
            if options
        ],
        initial_options=[_country(code) for code in chosen] or None,
        max_selected_items=MAX_COUNTRIES,
    )
    return _input(
        "holiday_countries",
        "Countries whose public holidays count",
        element,
        required=False,
    )


def _country(code: str) -> Option:
    return Option(value=code, label=plain(COUNTRIES.get(code, code), _OPTION_TEXT))


def _scope(chosen: Scope, offered: Sequence[Scope]) -> InputBlock:
    options = {
        scope: Option(value=scope.value, label=_SCOPES[scope]) for scope in offered
    }
    element = RadioButtonsElement(
        action_id=forms.VALUE,
        options=list(options.values()),
        initial_option=options.get(chosen, options[Scope.THIS]),
    )
    return _input("scope", "Which meetings of the series?", element)


def _reason(typed: Filled, *, required: bool) -> InputBlock:
    return forms.text(
        "reason",
        "Why?",
        _text(typed, "reason"),
        limit=REASON_LIMIT,
        hint="Everybody reads it in the channel.",
        required=required,
    )


def _stale(changed: Changed) -> list[str]:
    if not changed.is_stale:
        return []
    said = (
        ":warning: *Somebody changed this meeting while you typed.* This is how it is "
        f"now:\n{cards.summary(changed.meeting)}\nWhat you typed is below. If it "
        "should hold instead, press the button again."
    )
    return [said]


def _typed(view: Mapping[str, Any]) -> dict[str, str | tuple[str, ...]]:
    values: Mapping[str, Any] = view.get("state", {}).get("values", {})
    return {
        name: _entered(next(iter(state.values()), {})) for name, state in values.items()
    }


def _entered(state: Mapping[str, Any]) -> str | tuple[str, ...]:
    """Return the plain value of one element's state, whatever its type."""
    if "selected_options" in state:
        return tuple(str(option["value"]) for option in state["selected_options"] or ())
    if "selected_option" in state:
        return str((state["selected_option"] or {}).get("value") or "")
    for name in ("selected_time", "selected_date", "value"):
        if name in state:
            return str(state[name] or "")
    return ""


def _tuples(typed: Mapping[str, Any]) -> dict[str, str | tuple[str, ...]]:
    return {
        name: tuple(value) if isinstance(value, list) else str(value)
        for name, value in typed.items()
    }


def _input(
    name: str,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str | None = None,
    required: bool = True,
) -> InputBlock:
    return InputBlock(
        block_id=name, label=label, element=element, hint=hint, optional=not required
    )


def _text(typed: Filled, name: str) -> str:
    value = typed.get(name)
    return value if isinstance(value, str) else ""
