"""The inputs of the forms of meetings, each with what was typed so far."""

from collections.abc import Mapping, Sequence

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

from bot.domain.countries import CONTINENTS, COUNTRIES
from bot.domain.public_holidays import countries as known_countries
from bot.domain.registers.typed import ADDRESS_LIMIT
from bot.domain.reminders import LADDER
from bot.domain.schedules import (
    LONGEST,
    MAX_COUNTRIES,
    PLACE_LIMIT,
    REASON_LIMIT,
    REMINDERS,
    SHORTEST,
    TITLE_LIMIT,
    Repeats,
    Scope,
)
from templates import forms
from templates.meetings import words
from templates.sigs.inputs import ZONE, zone_option
from templates.text import plain

Filled = Mapping[str, str | tuple[str, ...]]
_OPTION_TEXT = 75
_REPEATS: Mapping[str, str] = {
    Repeats.ONCE: "Not at all: one meeting",
    Repeats.WEEKDAY: "Monthly on the same weekday, as second Tuesday",
    Repeats.LAST_WEEKDAY: "Monthly on the last such weekday",
    Repeats.DAY: "Monthly on the same day, as the 14th",
    Repeats.WEEKS: "Weekly on the same weekday",
}
SCOPES: Mapping[Scope, str] = {
    Scope.THIS: "Only this one",
    Scope.FOLLOWING: "This one and all that follow",
    Scope.ALL: "All meetings to come",
}


def details(typed: Filled) -> list[Block]:
    """Ask when and where a meeting is."""
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


def rule(typed: Filled) -> list[Block]:
    """Ask how a meeting repeats."""
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
        *forms.many(
            "reminders",
            "When is the channel reminded?",
            {str(each): f"{words.before(each)} before" for each in REMINDERS},
            _reminders(typed),
        ),
    ]


def scope(chosen: Scope, offered: Sequence[Scope]) -> InputBlock:
    """Ask which meetings of a series are meant."""
    options = {
        scope: Option(value=scope.value, label=SCOPES[scope]) for scope in offered
    }
    element = RadioButtonsElement(
        action_id=forms.VALUE,
        options=list(options.values()),
        initial_option=options.get(chosen, options[Scope.THIS]),
    )
    return _input("scope", "Which meetings of the series?", element)


def reason(typed: Filled, *, required: bool) -> InputBlock:
    """Ask why something is changed."""
    return forms.text(
        "reason",
        "Why?",
        _text(typed, "reason"),
        limit=REASON_LIMIT,
        hint="Everybody reads it in the channel.",
        required=required,
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


def _reminders(typed: Filled) -> list[str]:
    chosen = typed.get("reminders")
    usual = [str(each) for each in LADDER]
    return usual if chosen is None else [str(each) for each in chosen]


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
