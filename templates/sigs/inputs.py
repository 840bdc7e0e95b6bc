"""The inputs of the set-up form, each with what was typed so far."""

from collections.abc import Iterable, Mapping

from slack_sdk.models.blocks import (
    ConversationFilter,
    ConversationSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    InputInteractiveElement,
    NumberInputElement,
    Option,
    OptionGroup,
    PlainTextInputElement,
    StaticMultiSelectElement,
    StaticSelectElement,
    TimePickerElement,
)

from bot.domain.countries import CONTINENTS, COUNTRIES
from bot.domain.languages import EUROPEAN, LANGUAGES
from bot.domain.setup import (
    HIGHEST_PERCENT,
    LICENCES,
    MAX_CLUSTERS,
    MAX_HOLIDAY_COUNTRIES,
    NAME_LIMIT,
    USUAL_CLUSTERS,
    Typed,
)
from templates import labels
from templates.text import plain

VALUE = "value"
ZONE = "sig_zone"
_OPTION_TEXT = 75
_LOW, _HIGH = USUAL_CLUSTERS


def step_1(typed: Typed, *, longest: int) -> list[InputBlock]:
    """Ask what the group is called and what it is for."""
    name = PlainTextInputElement(
        action_id=VALUE,
        max_length=NAME_LIMIT,
        initial_value=_text(typed, "name")[:NAME_LIMIT] or None,
    )
    objectives = PlainTextInputElement(
        action_id=VALUE,
        multiline=True,
        max_length=longest,
        initial_value=_text(typed, "objectives")[:longest] or None,
    )
    return [
        _input(
            "name",
            "Name of the group",
            name,
            hint="As the white paper should print it, for example: Digitalisation SIG.",
        ),
        _input(
            "objectives",
            "What is the group for?",
            objectives,
            hint="A few sentences; they open the white paper. Earlier texts are kept "
            f"with their day. Up to {longest} characters.",
            optional=True,
        ),
    ]


def step_2(typed: Typed, *, is_new: bool) -> list[InputBlock]:
    """Ask for the licence and language of the paper, and the size of the group."""
    licence = _text(typed, "licence")
    known = dict.fromkeys((*LICENCES, *([licence] if licence else [])))
    options = {each: _licence(each) for each in known}
    hint = "Authors agree to it when they share a practice."
    if not is_new:
        hint += (
            " If you change it, practices shared under another one stay out of the "
            "paper until their authors agree to the new one."
        )
    select = StaticSelectElement(
        action_id=VALUE,
        options=list(options.values()),
        initial_option=options.get(licence),
    )
    return [
        _input("licence", "Licence of the white paper", select, hint=hint),
        _input("language", "Language of the white paper", _language(typed)),
        _number(typed, "min_clusters", "Clusters you expect: at least"),
        _number(
            typed,
            "max_clusters",
            "Clusters you expect: at most",
            hint=f"Most groups have {_LOW} to {_HIGH}. Other numbers are fine too.",
        ),
        _number(
            typed,
            "quorum_percent",
            "Quorum: percent of the clusters",
            hint="So many have to be there for a decision to count; each cluster has "
            "one voice, however many of its people come.",
            highest=HIGHEST_PERCENT,
        ),
    ]


def step_3(typed: Typed) -> list[InputBlock]:
    """Ask for what is about time."""
    zone = _text(typed, "zone")
    select = ExternalDataSelectElement(
        action_id=ZONE,
        placeholder="Type the name of a large city",
        min_query_length=1,
        initial_option=zone_option(zone) if zone else None,
    )
    return [
        _input(
            "zone",
            "Home time zone",
            select,
            hint="Meetings keep their time on the clocks of this place, in summer and "
            "in winter.",
        ),
        _input(
            "holiday_countries",
            "Public holidays to avoid",
            _countries(typed),
            hint="The countries of your members: no meeting is planned on their "
            "public holidays.",
            optional=True,
        ),
        _time(typed, "quiet_from", "Quiet hours: from"),
        _time(
            typed,
            "quiet_until",
            "Quiet hours: until",
            hint="In everybody's own time zone; private reminders wait until then. "
            "The same time twice: no quiet hours.",
        ),
    ]


def step_4(typed: Typed) -> list[InputBlock]:
    """Ask for the private channel of those who lead."""
    select = ConversationSelectElement(
        action_id=VALUE,
        placeholder="Choose a private channel",
        initial_conversation=_text(typed, "chairs_channel_id") or None,
        filter=ConversationFilter(
            include=["private"], exclude_external_shared_channels=True
        ),
    )
    return [
        _input(
            "chairs_channel_id",
            "Private channel of those who lead",
            select,
            hint="For what is not for everybody yet. I have to be in it: type "
            "/invite @Convenor there first. Without one I write to each of you.",
            optional=True,
        )
    ]


def zone_options(zones: Iterable[str]) -> list[Option]:
    """Return the zones found as options."""
    return [zone_option(zone) for zone in zones]


def zone_option(zone: str) -> Option:
    """Return a time zone as an option."""
    return Option(value=zone, label=plain(zone.replace("_", " "), _OPTION_TEXT))


def _language(typed: Typed) -> StaticSelectElement:
    chosen = _text(typed, "language")
    others = [code for code in LANGUAGES if code not in EUROPEAN]
    others.sort(key=LANGUAGES.__getitem__)
    middle = next(i for i, code in enumerate(others) if LANGUAGES[code] >= "M")
    groups: Mapping[str, Iterable[str]] = {
        "Languages of Europe": EUROPEAN,
        "Other languages, A to L": others[:middle],
        "Other languages, M to Z": others[middle:],
    }
    if chosen and chosen not in LANGUAGES:
        groups = {"As it is": [chosen], **groups}
    return StaticSelectElement(
        action_id=VALUE,
        placeholder="Type to search",
        option_groups=[
            OptionGroup(label=title, options=[_named(LANGUAGES, c) for c in codes])
            for title, codes in groups.items()
        ],
        initial_option=_named(LANGUAGES, chosen) if chosen else None,
    )


def _countries(typed: Typed) -> StaticMultiSelectElement:
    chosen = [c for c in typed.get("holiday_countries") or () if c in COUNTRIES]
    return StaticMultiSelectElement(
        action_id=VALUE,
        placeholder="Type to search",
        option_groups=[
            OptionGroup(label=title, options=[_named(COUNTRIES, c) for c in codes])
            for title, codes in CONTINENTS.items()
        ],
        initial_options=[_named(COUNTRIES, code) for code in chosen] or None,
        max_selected_items=MAX_HOLIDAY_COUNTRIES,
    )


def _named(names: Mapping[str, str], code: str) -> Option:
    return Option(value=code, label=plain(names.get(code, code), _OPTION_TEXT))


def _licence(spdx: str) -> Option:
    return Option(
        value=spdx, label=plain(labels.LICENCES.get(spdx, spdx), _OPTION_TEXT)
    )


def _number(
    typed: Typed,
    name: str,
    label: str,
    *,
    hint: str | None = None,
    highest: int = MAX_CLUSTERS,
) -> InputBlock:
    value = _text(typed, name)
    element = NumberInputElement(
        action_id=VALUE,
        is_decimal_allowed=False,
        min_value="1",
        max_value=str(highest),
        initial_value=value if value.isdecimal() else None,
    )
    return _input(name, label, element, hint=hint)


def _time(
    typed: Typed, name: str, label: str, *, hint: str | None = None
) -> InputBlock:
    element = TimePickerElement(
        action_id=VALUE, initial_time=_text(typed, name) or None
    )
    return _input(name, label, element, hint=hint)


def _input(
    name: str,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str | None = None,
    optional: bool = False,
) -> InputBlock:
    return InputBlock(
        block_id=name, label=label, element=element, hint=hint, optional=optional
    )


def _text(typed: Typed, name: str) -> str:
    value = typed.get(name)
    return value if isinstance(value, str) else ""
