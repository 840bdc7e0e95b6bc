"""The inputs of the practice form, each with what is known so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    CheckboxesElement,
    ConfirmObject,
    InputBlock,
    InputInteractiveElement,
    Option,
    OptionGroup,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    RichTextInputElement,
    StaticMultiSelectElement,
    StaticSelectElement,
)

from bot.domain.clusters import Cluster, Theme
from bot.domain.countries import CONTINENTS, COUNTRIES
from bot.domain.practices import (
    MAX_THEMES,
    Declaration,
    Practice,
    PracticeContent,
    document_of,
)
from bot.domain.rich_text import to_slack
from templates import labels
from templates.forms import grouped, offered
from templates.practices.fields import TextField
from templates.text import plain

SAVE_FOR_LATER = "practice_save_for_later"
DISCARD = "practice_discard"
RIGHTS = "rights"
PUBLISH = "publish"
PATIENTS = "patients"
VALUE = "value"
NO_CLUSTER = "0"
_MAX_OPTIONS = 100
_OPTION_TEXT = 75
_HINT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the form offers to choose from; ``clusters`` only when it must ask.

    The author alone decides about printing: ``declared`` is None for editors.
    ``remarks`` are what reviewers ask to change, by field; ``others`` the fields that
    somebody else changed meanwhile, since version ``since``. ``is_kept`` says that
    there is a draft of this text, ``drafts`` are the others; ``beginning`` is what a
    new text begins with; ``warned`` is what looks
    like contact details, by field, and ``note`` what has just happened.
    """

    themes: Sequence[Theme]
    clusters: Sequence[Cluster] = ()
    licence: str = "CC-BY-4.0"
    declared: Declaration | None = None
    drafts: Sequence[Practice] = ()
    is_kept: bool = False
    beginning: PracticeContent = field(default_factory=PracticeContent)
    remarks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    others: Sequence[str] = ()
    since: int = 1
    warned: Mapping[str, Sequence[str]] = field(default_factory=dict)
    note: str = ""


def save_button() -> ButtonElement:
    """Return the button that keeps everything typed."""
    return ButtonElement(text="Save and finish later", action_id=SAVE_FOR_LATER)


def discard_button() -> ButtonElement:
    """Return the button that throws a draft away, after a question."""
    question = ConfirmObject(
        title="Throw it away?",
        text="Nobody but you has seen this draft. It cannot be brought back.",
        confirm="Throw it away",
        deny="Keep it",
        style="danger",
    )
    return ButtonElement(text="Discard", action_id=DISCARD, confirm=question)


def text_input(text: TextField, content: PracticeContent) -> InputBlock:
    """Return one text input with what is known so far."""
    if text.is_formattable:
        return _rich_input(text, content)
    value = getattr(content, text.name) or ""
    if text.name == "links":
        value = "\n".join(content.links)
    element = PlainTextInputElement(
        action_id=VALUE,
        multiline=text.lines,
        max_length=text.max_length,
        initial_value=value[: text.max_length] or None,
    )
    return _text_input(text, element)


def _rich_input(text: TextField, content: PracticeContent) -> InputBlock:
    """Return an editor with lists, links and bold.

    It takes more than the 3,000 characters of a plain input
    (https://docs.slack.dev/reference/block-kit/block-elements/rich-text-input-element).
    """
    document = document_of(content, text.name)
    element = RichTextInputElement(
        action_id=VALUE, initial_value=to_slack(document) if document else None
    )
    return _text_input(text, element)


def _text_input(text: TextField, element: InputInteractiveElement) -> InputBlock:
    required = text.is_required
    return _input(text.name, text.label, element, hint=text.advice, required=required)


def with_remarks(blocks: Sequence[Block], choices: Choices) -> list[Block]:
    """Let the hint of a field say what reviewers ask to change there."""
    for block in blocks:
        said = choices.remarks.get(block.block_id or "")
        if said and isinstance(block, InputBlock):
            asked = " ".join(f"A reviewer asks: {text}" for text in said)
            block.hint = PlainTextObject(text=plain(asked, _HINT))
    return list(blocks)


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


def select(
    name: str, label: str, words: Mapping[Any, str], chosen: str | None
) -> InputBlock:
    """Return a menu of words."""
    options = {
        str(slug): Option(value=slug, label=text) for slug, text in words.items()
    }
    element = StaticSelectElement(
        action_id=VALUE,
        options=list(options.values()),
        initial_option=options.get(chosen) if chosen else None,
    )
    return _input(name, label, element)


def stage(content: PracticeContent) -> InputBlock:
    """Ask how far it has got."""
    return select("stage", "How far is it?", labels.STAGES, content.stage)


def evidence_level(content: PracticeContent) -> InputBlock:
    """Ask how well the effect is known."""
    chosen = content.evidence_level
    return select(
        "evidence_level", "What is this based on?", labels.EVIDENCE_LEVELS, chosen
    )


def transfer_readiness(content: PracticeContent) -> InputBlock:
    """Ask how ready it is for others."""
    chosen = content.transfer_readiness
    known = labels.TRANSFER_READINESS
    return select("transfer_readiness", "How ready is it for others?", known, chosen)


def country(content: PracticeContent) -> InputBlock:
    """Return the menu of all countries, Europe first."""
    chosen = content.country if content.country in COUNTRIES else None
    element = StaticSelectElement(
        action_id=VALUE,
        placeholder="Type to search",
        option_groups=[
            OptionGroup(label=continent, options=[_country_option(c) for c in codes])
            for continent, codes in CONTINENTS.items()
        ],
        initial_option=_country_option(chosen) if chosen else None,
    )
    return _input("country", "Country", element, required=True)


def _country_option(code: str) -> Option:
    return Option(value=code, label=plain(COUNTRIES[code], _OPTION_TEXT))


def cluster(choices: Choices) -> list[InputBlock]:
    """Ask which cluster the author speaks for, where that is not known yet."""
    if not choices.clusters:
        return []
    options = [
        Option(value=str(cluster.id), label=plain(cluster.name, _OPTION_TEXT))
        for cluster in choices.clusters[: _MAX_OPTIONS - 1]
    ]
    options.append(Option(value=NO_CLUSTER, label="None of these"))
    element = StaticSelectElement(action_id=VALUE, options=options)
    hint = "Your practices are counted for it."
    return [_input("cluster", "Which cluster do you speak for?", element, hint=hint)]


def themes(content: PracticeContent, choices: Choices) -> InputBlock:
    """Return the menu of the group's themes."""
    options = {
        theme.slug: Option(value=theme.slug, label=plain(theme.label, _OPTION_TEXT))
        for theme in choices.themes
    }
    chosen = [options[slug] for slug in content.themes if slug in options]
    element = StaticMultiSelectElement(
        action_id=VALUE,
        **offered(grouped({theme.slug: theme.label for theme in choices.themes})),
        initial_options=chosen or None,
        max_selected_items=MAX_THEMES,
    )
    hint = f"Up to {MAX_THEMES}; the first decides the chapter of the paper."
    return _input("themes", "Themes", element, hint=hint, required=True)


def printing(content: PracticeContent, choices: Choices) -> list[InputBlock]:
    """Who may read it, whom the paper names, and the author's word on the licence."""
    if choices.declared is None:
        return []
    name = PlainTextInputElement(
        action_id=VALUE,
        max_length=80,
        initial_value=choices.declared.printed_name or None,
    )
    return [
        _radio(
            "visibility", "Who may read it?", labels.VISIBILITIES, content.visibility
        ),
        _radio(
            "attribution",
            "Whom may the paper name?",
            labels.ATTRIBUTIONS,
            content.attribution,
        ),
        _input(
            "printed_name",
            "Your name as it should be printed",
            name,
            hint="Only if you chose your name above. Otherwise leave it empty.",
        ),
        _input(
            "consent",
            "Please confirm",
            _consent(choices.licence, choices.declared),
            hint="You can take it back: /practice withdraw takes a practice out again.",
        ),
    ]


def _consent(licence: str, declared: Declaration) -> CheckboxesElement:
    known = labels.LICENCES.get(licence, licence)
    options = {
        RIGHTS: Option(
            value=RIGHTS, label="I may share this text; my employer agrees."
        ),
        PUBLISH: Option(value=PUBLISH, label=f"It may be printed under {known}."),
        PATIENTS: Option(value=PATIENTS, label="No patient can be recognised in it."),
    }
    given = {
        RIGHTS: declared.has_rights,
        PUBLISH: declared.may_publish,
        PATIENTS: declared.names_no_patient,
    }
    ticked = [option for name, option in options.items() if given[name]]
    return CheckboxesElement(
        action_id=VALUE, options=list(options.values()), initial_options=ticked or None
    )


def _radio(name: str, label: str, words: Mapping[Any, str], chosen: str) -> InputBlock:
    options = {
        str(slug): Option(value=slug, label=text) for slug, text in words.items()
    }
    element = RadioButtonsElement(
        action_id=VALUE, options=list(options.values()), initial_option=options[chosen]
    )
    return _input(name, label, element, required=True)
