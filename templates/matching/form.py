"""The form of a need or an offer, written and read here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DatePickerElement,
    ExternalDataSelectElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from bot.domain.clusters import Theme
from bot.domain.matching import MAX_TEXT, Offer, OfferKind, Statement
from bot.domain.practices import Practice
from bot.domain.references import Kind, label
from templates import forms
from templates.matching import sentences
from templates.messages import section
from templates.text import mrkdwn, plain

OFFER_FORM = "offer_form"
PRACTICE_SEARCH = "offer_practice"
VALUE = "value"
_PRINT = "print"
_OPTION = 75
_MAX_OPTIONS = 100
_KINDS: Mapping[OfferKind, str] = {
    OfferKind.NEED: "We are looking for something",
    OfferKind.OFFER: "We offer something",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a form is about; travels in the view's ``private_metadata``.

    ``nonce`` makes a repeated submission the same offer; ``offer_id`` is set when one
    is changed, ``version`` is the one that was opened. ``confirmed`` is the
    fingerprint of a text whose contact details were asked about.
    """

    nonce: str
    sig_id: int
    channel: str | None = None
    offer_id: int | None = None
    version: int = 1
    confirmed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What stands in the form; ``practice`` is the name of the one that is chosen."""

    statement: Statement = field(default_factory=Statement)
    practice: str = ""


def view(
    form: Form,
    filled: Filled,
    themes: Sequence[Theme],
    *,
    warned: Sequence[str] = (),
    newer: Offer | None = None,
) -> View:
    """Return the form with what is known so far, and what to think about on top."""
    statement = filled.statement
    blocks: list[Block] = [
        *_notes(warned, newer),
        *([] if form.offer_id else [_kind(statement.kind)]),
        *_themes(themes, statement.theme),
        _text(statement.text),
        _until(statement.until),
        _practice(filled),
        _printing(may_print=statement.may_print),
    ]
    meta = {
        "n": form.nonce,
        "g": form.sig_id,
        "c": form.channel,
        "o": form.offer_id,
        "v": form.version,
        "w": form.confirmed,
    }
    return View(
        type="modal",
        callback_id=OFFER_FORM,
        title="Change it" if form.offer_id else "Need or offer",
        submit="Save",
        close="Cancel",
        private_metadata=json.dumps(meta, separators=(",", ":")),
        blocks=blocks,
    )


def filled_with(offer: Offer) -> Filled:
    """Return the form's contents for changing what was stated before."""
    number = offer.practice_number
    return Filled(
        statement=Statement(
            kind=offer.kind,
            theme=offer.theme,
            text=offer.text,
            until=offer.until,
            practice_id=offer.practice_id,
            may_print=offer.may_print,
        ),
        practice=label(Kind.PRACTICE, number) if number else "",
    )


def read_form(submitted: Mapping[str, Any]) -> Form:
    """Read what the view is about."""
    meta = json.loads(submitted.get("private_metadata") or "{}")
    return Form(
        nonce=str(meta.get("n", "")),
        sig_id=int(meta.get("g", 0)),
        channel=meta.get("c"),
        offer_id=meta.get("o"),
        version=int(meta.get("v", 1)),
        confirmed=str(meta.get("w", "")),
    )


def read_filled(submitted: Mapping[str, Any]) -> Filled:
    """Read what somebody entered."""
    values: Mapping[str, Any] = submitted.get("state", {}).get("values", {})
    states: dict[str, Any] = {
        block: next(iter(state.values()), {}) for block, state in values.items()
    }
    kind, practice = _chosen(states, "kind"), _chosen(states, "practice")
    theme = _chosen(states, "theme")
    until = (states.get("until") or {}).get("selected_date")
    ticked = (states.get("print") or {}).get("selected_options")
    return Filled(
        statement=Statement(
            kind=OfferKind(kind["value"]) if kind else None,
            theme=theme["value"] if theme else None,
            text=(states.get("text") or {}).get("value") or "",
            until=date.fromisoformat(until) if until else None,
            practice_id=int(practice["value"]) if practice else None,
            may_print=bool(ticked),
        ),
        practice=practice["text"]["text"] if practice else "",
    )


def practice_options(practices: Sequence[Practice]) -> list[dict[str, Any]]:
    """Return practices as the options of the search."""
    return [
        _option(str(each.id), f"{each.ref} {each.content.title}").to_dict()
        for each in practices[:_MAX_OPTIONS]
    ]


def _chosen(states: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    return (states.get(name) or {}).get("selected_option")


def _notes(warned: Sequence[str], newer: Offer | None) -> list[Block]:
    notes = []
    if newer is not None:
        notes.append(
            ":warning: *Somebody saved another text in the meantime:*\n"
            f"{sentences.quoted(newer)}\nYours is below, as you typed it. *Save* puts "
            "it in the place of theirs."
        )
    if warned:
        listed = ", ".join(mrkdwn(each) for each in warned)
        notes.append(
            f":warning: *This looks like contact details: {listed}.* Everybody in the "
            "group reads the text, and everybody at all if you tick the white paper. "
            "Nobody needs them to reach you: I introduce people who both want it. "
            "Take them out, or press *Save* again to keep them."
        )
    return [section(note) for note in notes]


def _input(
    name: str,
    title: str,
    element: InputInteractiveElement,
    *,
    hint: str | None = None,
    required: bool = True,
) -> InputBlock:
    return InputBlock(
        block_id=name, label=title, element=element, hint=hint, optional=not required
    )


def _option(value: str, text: str) -> Option:
    return Option(value=value, label=plain(text, _OPTION))


def _kind(chosen: OfferKind | None) -> InputBlock:
    options = {kind: _option(kind, text) for kind, text in _KINDS.items()}
    element = RadioButtonsElement(
        action_id=VALUE,
        options=list(options.values()),
        initial_option=options[chosen] if chosen else None,
    )
    return _input("kind", "What is it?", element)


def _themes(themes: Sequence[Theme], chosen: str | None) -> list[Block]:
    if not themes:
        return []
    labels = {each.slug: each.label for each in themes}
    known = chosen if chosen in labels else None
    return [forms.menu("theme", "Theme", labels, known, required=True)]


def _text(text: str) -> InputBlock:
    element = PlainTextInputElement(
        action_id=VALUE,
        multiline=True,
        max_length=MAX_TEXT,
        initial_value=text[:MAX_TEXT] or None,
    )
    hint = (
        f"One or two sentences, up to {MAX_TEXT} characters, for example: A hospital "
        "that tries our remote heart check for six months."
    )
    return _input("text", "What exactly?", element, hint=hint)


def _until(day: date | None) -> InputBlock:
    element = DatePickerElement(
        action_id=VALUE, initial_date=day.isoformat() if day else None
    )
    hint = "Its last day; after it, it is closed by itself. At most two years ahead."
    return _input("until", "Until", element, hint=hint)


def _practice(filled: Filled) -> InputBlock:
    chosen = filled.statement.practice_id
    name = filled.practice or (f"Practice {chosen}" if chosen else "")
    element = ExternalDataSelectElement(
        action_id=PRACTICE_SEARCH,
        placeholder="Type a number or a word of its title",
        min_query_length=0,
        initial_option=_option(str(chosen), name) if chosen else None,
    )
    hint = "A practice of your cluster, or one that is accepted and open to everybody."
    return _input(
        "practice", "Does it belong to a practice?", element, hint=hint, required=False
    )


def _printing(*, may_print: bool) -> InputBlock:
    option = Option(
        value=_PRINT,
        label="It may be listed in the white paper's annex.",
        description="It names your organisation, never you. Untick it at any time.",
    )
    element = CheckboxesElement(
        action_id=VALUE,
        options=[option],
        initial_options=[option] if may_print else None,
    )
    return _input("print", "White paper", element, required=False)
