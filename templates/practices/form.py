"""The practice form: two steps of one modal, written and read here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    CheckboxesElement,
    ContextBlock,
    InputBlock,
    InputInteractiveElement,
    MarkdownTextObject,
    Option,
    OptionGroup,
    PlainTextInputElement,
    RadioButtonsElement,
    SectionBlock,
    StaticMultiSelectElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.clusters import Cluster, Theme
from bot.domain.countries import CONTINENTS, COUNTRIES
from bot.domain.practices import (
    MAX_THEMES,
    Attribution,
    EvidenceLevel,
    PracticeContent,
    Stage,
    TransferReadiness,
    Visibility,
)
from templates import labels
from templates.practices import fields
from templates.practices.fields import STEP_1_TEXTS, STEP_2_TEXTS, TextField
from templates.text import mrkdwn, plain

STEP_1 = "practice_step_1"
STEP_2 = "practice_step_2"
SAVE_FOR_LATER = "practice_save_for_later"
BACK = "practice_back"
RIGHTS = "rights"
PUBLISH = "publish"
VALUE = "value"
_NO_CLUSTER = "0"
_MAX_OPTIONS = 100
_OPTION_TEXT = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a form is about; travels in the view's ``private_metadata``.

    ``nonce`` makes a repeated submission the same practice; ``number`` is set when
    a submitted practice is edited, ``version`` is the one that was opened.
    """

    nonce: str
    channel: str | None = None
    number: int | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the form offers to choose from; ``clusters`` only when it must ask.

    The author alone decides about printing: ``declared`` is None for editors.
    """

    themes: Sequence[Theme]
    clusters: Sequence[Cluster] = ()
    licence: str = "CC-BY-4.0"
    declared: "Declared | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the author has declared so far: ticks, and the name to print."""

    consents: frozenset[str] = frozenset()
    printed_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What somebody typed in one step; ``declared`` where the form asked for it."""

    content: Mapping[str, Any] = field(default_factory=dict)
    cluster_id: int | None = None
    declared: "Declared | None" = None

    def onto(self, content: PracticeContent) -> PracticeContent:
        """Return ``content`` with the fields of this step replaced."""
        return replace(content, **self.content)


STEP_1_FIELDS = frozenset(
    {text.name for text in STEP_1_TEXTS} | {"country", "themes", "stage", "cluster"}
)


def step_1(form: Form, content: PracticeContent, choices: Choices) -> View:
    """Return the first step: what it is, where, since when."""
    blocks: list[Block] = [
        _note(
            "*1 of 2, about five minutes.* You can stop at any time: *Save and finish "
            "later* keeps everything you typed."
        ),
        *(_text_input(text, content) for text in STEP_1_TEXTS[:5]),
        _country(content),
        *_cluster(choices),
        _themes(content, choices),
        _select("stage", "How far is it?", labels.STAGES, content.stage),
        *(_text_input(text, content) for text in STEP_1_TEXTS[5:]),
        ActionsBlock(block_id="step_1_actions", elements=[_save_button()]),
    ]
    return _modal(STEP_1, form, blocks, title=_title(form), submit="Next")


def step_2(form: Form, content: PracticeContent, choices: Choices) -> View:
    """Return the second step: evidence, lessons, and what may be printed."""
    blocks: list[Block] = [
        _note(f"*2 of 2, about three minutes.* {mrkdwn(content.title)}"),
        _text_input(fields.EVIDENCE, content),
        _select(
            "evidence_level",
            "What is this based on?",
            labels.EVIDENCE_LEVELS,
            content.evidence_level,
        ),
        _text_input(fields.TRANSFER, content),
        _select(
            "transfer_readiness",
            "How ready is it for others?",
            labels.TRANSFER_READINESS,
            content.transfer_readiness,
        ),
        _text_input(fields.DIFFICULTIES, content),
        _text_input(fields.RESOURCES, content),
        _text_input(fields.LINKS, content),
        *_printing(content, choices),
        ActionsBlock(
            block_id="step_2_actions",
            elements=[ButtonElement(text="Back", action_id=BACK), _save_button()],
        ),
    ]
    submit = "Save" if form.number else "Submit"
    return _modal(STEP_2, form, blocks, title=_title(form), submit=submit)


def saved(draft_title: str) -> View:
    """Return the last view after "Save and finish later"."""
    name = f"*{mrkdwn(draft_title)}*" if draft_title else "Your draft"
    text = (
        f"{name} is saved. Go on whenever you like: type `/practice mine` and press "
        "*Continue*. Only you can see it."
    )
    return View(
        type="modal",
        title="Saved",
        close="Close",
        blocks=[_section(text)],
    )


def read_form(view: Mapping[str, Any]) -> Form:
    """Read what the view is about."""
    meta = json.loads(view.get("private_metadata") or "{}")
    return Form(
        nonce=str(meta.get("n", "")),
        channel=meta.get("c"),
        number=meta.get("p"),
        version=int(meta.get("v", 1)),
    )


def read_answers(view: Mapping[str, Any]) -> Answers:
    """Read what was typed in whichever step ``view`` is."""
    values: Mapping[str, Any] = view.get("state", {}).get("values", {})
    typed = {
        block: _typed(next(iter(state.values()), {})) for block, state in values.items()
    }
    texts = STEP_1_TEXTS if view.get("callback_id") == STEP_1 else STEP_2_TEXTS
    content: dict[str, Any] = {
        text.name: typed.get(text.name) or "" for text in texts if text.name != "links"
    }
    if view.get("callback_id") == STEP_1:
        return _answers_1(content, typed)
    return _answers_2(content, typed)


def _answers_1(content: dict[str, Any], typed: Mapping[str, Any]) -> Answers:
    content |= {
        "start": content["start"].strip() or None,
        "end": content["end"].strip() or None,
        "country": typed.get("country"),
        "themes": tuple(typed.get("themes") or ()),
        "stage": Stage(stage) if (stage := typed.get("stage")) else None,
    }
    cluster = typed.get("cluster") or _NO_CLUSTER
    return Answers(content=content, cluster_id=int(cluster) or None)


def _answers_2(content: dict[str, Any], typed: Mapping[str, Any]) -> Answers:
    level, ready = typed.get("evidence_level"), typed.get("transfer_readiness")
    content |= {
        "links": tuple((typed.get("links") or "").split()),
        "evidence_level": EvidenceLevel(level) if level else None,
        "transfer_readiness": TransferReadiness(ready) if ready else None,
    }
    if "consent" not in typed:
        return Answers(content=content)
    content |= {
        "attribution": Attribution(typed.get("attribution") or "organisation"),
        "visibility": Visibility(typed.get("visibility") or "public"),
    }
    declared = Declared(
        consents=frozenset(typed["consent"]),
        printed_name=typed.get("printed_name") or "",
    )
    return Answers(content=content, declared=declared)


def _typed(state: Mapping[str, Any]) -> Any:
    """Return the plain value of one element's state, whatever its type."""
    if "selected_options" in state:
        return [option["value"] for option in state["selected_options"] or ()]
    if "selected_option" in state:
        option = state["selected_option"]
        return option["value"] if option else None
    return state.get("value")


def _modal(
    callback_id: str, form: Form, blocks: Sequence[Block], *, title: str, submit: str
) -> View:
    meta = {"n": form.nonce, "c": form.channel, "p": form.number, "v": form.version}
    return View(
        type="modal",
        callback_id=callback_id,
        title=title,
        submit=submit,
        close="Cancel",
        private_metadata=json.dumps(meta, separators=(",", ":")),
        blocks=blocks,
    )


def _title(form: Form) -> str:
    return f"Edit P-{form.number}" if form.number else "Share a practice"


def _note(text: str) -> ContextBlock:
    return ContextBlock(elements=[MarkdownTextObject(text=text, verbatim=True)])


def _section(text: str) -> Block:
    return SectionBlock(text=MarkdownTextObject(text=text, verbatim=True))


def _save_button() -> ButtonElement:
    return ButtonElement(text="Save and finish later", action_id=SAVE_FOR_LATER)


def _text_input(text: TextField, content: PracticeContent) -> InputBlock:
    value = getattr(content, text.name) or ""
    if text.name == "links":
        value = "\n".join(content.links)
    element = PlainTextInputElement(
        action_id=VALUE,
        multiline=text.lines,
        max_length=text.max_length,
        initial_value=value[: text.max_length] or None,
    )
    hint = f"{text.hint} Up to {text.max_length} characters."
    return _input(text.name, text.label, element, hint=hint, required=text.is_required)


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


def _select(
    name: str, label: str, words: Mapping[Any, str], chosen: str | None
) -> InputBlock:
    options = {
        str(slug): Option(value=slug, label=text) for slug, text in words.items()
    }
    element = StaticSelectElement(
        action_id=VALUE,
        options=list(options.values()),
        initial_option=options.get(chosen) if chosen else None,
    )
    return _input(name, label, element)


def _country(content: PracticeContent) -> InputBlock:
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


def _cluster(choices: Choices) -> list[InputBlock]:
    """Ask which cluster the author speaks for, where that is not known yet."""
    if not choices.clusters:
        return []
    options = [
        Option(value=str(cluster.id), label=plain(cluster.name, _OPTION_TEXT))
        for cluster in choices.clusters[: _MAX_OPTIONS - 1]
    ]
    options.append(Option(value=_NO_CLUSTER, label="None of these"))
    element = StaticSelectElement(action_id=VALUE, options=options)
    hint = "I ask only once; your practices are counted for it."
    return [_input("cluster", "Which cluster do you speak for?", element, hint=hint)]


def _themes(content: PracticeContent, choices: Choices) -> InputBlock:
    options = {
        theme.slug: Option(value=theme.slug, label=plain(theme.label, _OPTION_TEXT))
        for theme in choices.themes[:_MAX_OPTIONS]
    }
    chosen = [options[slug] for slug in content.themes if slug in options]
    element = StaticMultiSelectElement(
        action_id=VALUE,
        options=list(options.values()),
        initial_options=chosen or None,
        max_selected_items=MAX_THEMES,
    )
    hint = f"Up to {MAX_THEMES}; the first decides the chapter of the paper."
    return _input("themes", "Themes", element, hint=hint, required=True)


def _printing(content: PracticeContent, choices: Choices) -> list[InputBlock]:
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
            "Your consent",
            _consent(choices.licence, choices.declared),
            hint="You can take it back at any time; the next draft is without it.",
        ),
    ]


def _consent(licence: str, declared: Declared) -> CheckboxesElement:
    known = labels.LICENCES.get(licence, licence)
    options = {
        RIGHTS: Option(
            value=RIGHTS, label="I may share this text; my employer agrees."
        ),
        PUBLISH: Option(value=PUBLISH, label=f"It may be printed under {known}."),
    }
    ticked = [options[name] for name in options if name in declared.consents]
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
