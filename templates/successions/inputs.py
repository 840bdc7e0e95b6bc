"""The inputs of the form of `/sig merge`, each with what is filled in so far."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    ContextBlock,
    DatePickerElement,
    InputBlock,
    InputInteractiveElement,
    MarkdownTextObject,
    Option,
    OptionGroup,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticMultiSelectElement,
    StaticSelectElement,
)

from bot.domain.clusters import Cluster
from bot.domain.countries import CONTINENTS, COUNTRIES
from bot.domain.successions import (
    MAX_NOTE,
    MAX_PREDECESSORS,
    OpenAction,
    Plan,
    Preview,
    SuccessionKind,
)
from templates.successions.words import KINDS
from templates.text import plain

VALUE = "value"
ACTIONS = "actions_"
NOBODY = "nobody"
# Metadata of a view holds 3,000 characters, so that what is typed has to be short.
_MAX_NEW = 500
_MAX_OPTIONS = 100
_OPTION_TEXT = 75
# https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element
_BOXES = 10
_MAX_ACTIONS = 80


def kinds(chosen: SuccessionKind) -> InputBlock:
    """Ask what happens."""
    options = {
        kind: Option(value=kind.value, label=name, description=meaning)
        for kind, (name, meaning) in KINDS.items()
    }
    element = RadioButtonsElement(
        action_id=VALUE, options=list(options.values()), initial_option=options[chosen]
    )
    return _input("kind", "What happens?", element)


def clusters(
    name: str,
    label: str,
    clusters: Sequence[Cluster],
    chosen: Collection[int],
    *,
    hint: str,
    optional: bool = False,
) -> InputBlock:
    """Return a menu of clusters, grouped by country."""
    options = {each.id: _cluster_option(each) for each in clusters}
    element = StaticMultiSelectElement(
        action_id=VALUE,
        placeholder="Choose",
        option_groups=list(_by_country(clusters, options)),
        initial_options=[options[each] for each in chosen if each in options] or None,
        max_selected_items=MAX_PREDECESSORS,
    )
    return _input(name, label, element, hint=hint, optional=optional)


def _cluster_option(cluster: Cluster) -> Option:
    return Option(value=str(cluster.id), label=plain(cluster.name, _OPTION_TEXT))


def _by_country(
    clusters: Iterable[Cluster], options: Mapping[int, Option]
) -> Iterable[OptionGroup]:
    """Yield groups: Slack takes a hundred options in each, and a hundred groups."""

    def place(cluster: Cluster) -> str:
        return COUNTRIES.get(cluster.country, cluster.country)

    ordered = sorted(clusters, key=lambda each: (place(each), each.name.casefold()))
    for name, found in groupby(ordered, key=place):
        here = [options[each.id] for each in found]
        for first in range(0, len(here), _MAX_OPTIONS):
            yield OptionGroup(label=name, options=here[first : first + _MAX_OPTIONS])


def new_names(names: Sequence[str]) -> InputBlock:
    """Ask for the names of clusters that begin."""
    element = PlainTextInputElement(
        action_id=VALUE,
        multiline=True,
        max_length=_MAX_NEW,
        initial_value="\n".join(names)[:_MAX_NEW] or None,
    )
    hint = "Name of the cluster that begins; for a split one name a line."
    return _input("new", "Which new cluster?", element, hint=hint, optional=True)


def country(chosen: str | None) -> InputBlock:
    """Ask for the country of a new cluster."""
    options = {
        code: Option(value=code, label=plain(name, _OPTION_TEXT))
        for code, name in COUNTRIES.items()
    }
    element = StaticSelectElement(
        action_id=VALUE,
        placeholder="As before",
        option_groups=[
            OptionGroup(label=continent, options=[options[code] for code in codes])
            for continent, codes in CONTINENTS.items()
        ],
        initial_option=options.get(chosen) if chosen else None,
    )
    hint = "Only needed for a new cluster where the old ones are in several countries."
    return _input("country", "Country", element, hint=hint, optional=True)


def day(chosen: date | None) -> InputBlock:
    """Ask since when it holds."""
    initial = chosen.isoformat() if chosen else None
    element = DatePickerElement(action_id=VALUE, initial_date=initial)
    hint = "The paper prints the year: (since 2021 part of ...)."
    return _input("effective_on", "Since when?", element, hint=hint)


def note_input(text: str) -> InputBlock:
    """Ask for a note for the list."""
    element = PlainTextInputElement(
        action_id=VALUE,
        multiline=True,
        max_length=MAX_NOTE,
        initial_value=text[:MAX_NOTE] or None,
    )
    hint = f"For `/sig merge list`, not for the channel. Up to {MAX_NOTE} characters."
    return _input("note", "Note", element, hint=hint, optional=True)


def heir(plan: Plan, preview: Preview) -> list[Block]:
    """Ask, for a split, who takes over what can have one owner only."""
    if preview.kind is not SuccessionKind.SPLIT:
        return []
    options = [
        Option(value=str(place), label=plain(name, _OPTION_TEXT))
        for place, name in enumerate(preview.new_names)
    ]
    nobody = Option(value=NOBODY, label="Nobody yet")
    chosen = nobody
    if plan.heir is not None and plan.heir < len(options):
        chosen = options[plan.heir]
    element = StaticSelectElement(
        action_id=VALUE, options=[*options, nobody], initial_option=chosen
    )
    label = "Who takes over its actions, sections and guests?"
    return [_input("heir", label, element)]


def actions(plan: Plan, preview: Preview) -> list[Block]:
    """Ask which open actions are inherited; all of them unless somebody says no."""
    actions = preview.stock.actions
    shown = actions[:_MAX_ACTIONS]
    blocks: list[Block] = []
    for place, first in enumerate(range(0, len(shown), _BOXES)):
        here = shown[first : first + _BOXES]
        blocks.append(_boxes(f"{ACTIONS}{place}", here, plan, is_first=not place))
    if len(actions) > len(shown):
        rest = len(actions) - len(shown)
        blocks.append(note(f"{rest} more open actions are taken over as well."))
    return blocks


def _boxes(
    block_id: str, actions: Sequence[OpenAction], plan: Plan, *, is_first: bool
) -> InputBlock:
    options = {
        action.number: Option(
            value=str(action.number),
            label=plain(f"{action.ref} {action.title}", _OPTION_TEXT),
            description=plain(action.owner, _OPTION_TEXT),
        )
        for action in actions
    }
    ticked = [option for number, option in options.items() if number not in plan.left]
    element = CheckboxesElement(
        action_id=VALUE, options=list(options.values()), initial_options=ticked or None
    )
    label = "Open actions to take over" if is_first else "More open actions"
    hint = "What you do not tick waits for an owner."
    return _input(
        block_id, label, element, hint=hint if is_first else None, optional=True
    )


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


def note(text: str) -> ContextBlock:
    """Return a line of small print."""
    return ContextBlock(elements=[MarkdownTextObject(text=text, verbatim=True)])
