"""The forms of polls: a new one, one's own answers, another deadline, another zone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DatePickerElement,
    ExternalDataSelectElement,
    InputBlock,
    Option,
    RadioButtonsElement,
    TimePickerElement,
)
from slack_sdk.models.views import View

from bot.domain.polls import DURATIONS, MOST_SLOTS, TITLE_LIMIT, Draft, Poll, Sheet
from bot.domain.registers.typed import ADDRESS_LIMIT, Values
from templates import forms
from templates.messages import section
from templates.polls import words
from templates.sigs.inputs import ZONE as ZONE_SEARCH
from templates.sigs.inputs import zone_option
from templates.text import mrkdwn, plain

NEW = "poll_new"
BALLOT = "poll_ballot"
NEW_DEADLINE = "poll_new_deadline"
NEW_ZONE = "poll_new_zone"
SUGGEST = "poll_suggest"
MORE = "poll_more"
_SLOT = "slot_"
_MOVED = (
    ":warning: The time zone of this poll was corrected while you answered. Your "
    "answers are below, not saved yet: look at the times again, then press *Save*."
)
_ONE_LINE = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a form is about; travels in the view's ``private_metadata``.

    ``nonce`` makes a repeated submission the same poll, ``zone`` is the one in which
    times were shown, ``shown`` and ``generation`` belong to the fields for times.
    """

    sig_id: int
    channel: str | None = None
    nonce: str = ""
    poll_id: int = 0
    version: int = 1
    zone: str = ""
    shown: int = 0
    generation: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A form that came back: what it is about, and what was typed."""

    about: Form
    values: Values = field(default_factory=dict)

    @property
    def answers(self) -> Mapping[int, str]:
        """What was chosen for each time, by its id."""
        return {
            int(name.removeprefix(_SLOT)): str(said)
            for name, said in self.values.items()
            if name.startswith(_SLOT) and said
        }


def read(view: Mapping[str, Any]) -> Submitted:
    """Read a form of this feature."""
    meta = json.loads(view.get("private_metadata") or "{}")
    about = Form(
        sig_id=int(meta.get("g") or 0),
        channel=meta.get("c"),
        nonce=str(meta.get("n") or ""),
        poll_id=int(meta.get("i") or 0),
        version=int(meta.get("v") or 1),
        zone=str(meta.get("z") or ""),
        shown=min(int(meta.get("s") or 0), MOST_SLOTS),
        generation=int(meta.get("k") or 0),
    )
    state: Mapping[str, Any] = view.get("state", {}).get("values", {})
    times = {
        name: each.get("selected_time")
        for name, elements in state.items()
        for each in elements.values()
        if "selected_time" in each
    }
    return Submitted(about=about, values={**forms.read_typed(view), **times})


def new(about: Form, draft: Draft) -> View:
    """Return the form for a new poll."""
    typed = draft.values
    blocks: list[Block] = [
        forms.text(
            "title",
            "What is the meeting called?",
            _text(typed, "title"),
            limit=TITLE_LIMIT,
            required=True,
        ),
        forms.menu(
            "minutes",
            "How long is it?",
            {str(each): words.length(each) for each in DURATIONS},
            _text(typed, "minutes") or None,
            required=True,
        ),
        forms.menu(
            "mode",
            "Where do people meet?",
            words.MODES,
            _text(typed, "mode") or None,
            required=True,
        ),
        forms.text(
            "join_url",
            "Link",
            _text(typed, "join_url"),
            limit=ADDRESS_LIMIT,
            hint="If you have one already; it begins with https://",
        ),
        forms.text("place", "Place", _text(typed, "place"), limit=ADDRESS_LIMIT),
        _zone(
            _text(typed, "zone"),
            hint="All times of this form are what the clocks show there.",
        ),
        _day("deadline_day", "Answers until: day", typed),
        _hour("deadline_time", "Answers until: time", typed),
    ]
    for number in range(1, draft.shown + 1):
        blocks += _slot(number, draft)
    blocks += [_helpers(draft), *_fairness(draft)]
    return _modal(NEW, about, blocks, title="Ask for a date", submit="Ask the group")


def ballot(about: Form, sheet: Sheet, *, moved: bool = False) -> View:
    """Return the form in which one person answers."""
    poll = sheet.poll
    blocks: list[Block] = [section(_MOVED)] if moved else []
    blocks.append(
        section(
            f"{words.named(poll)}\n{words.facts(poll)}\nYou can change your answers "
            f"until {words.deadline(poll)}."
        )
    )
    for number, slot in enumerate(poll.slots, start=1):
        chosen = sheet.answers.get(slot.id)
        options = {
            each: Option(value=each.value, label=said)
            for each, said in words.ANSWERS.items()
        }
        element = RadioButtonsElement(
            action_id=forms.VALUE,
            options=list(options.values()),
            initial_option=options[chosen] if chosen else None,
        )
        blocks.append(section(words.when(slot, poll.zone)))
        blocks.append(
            InputBlock(
                block_id=f"{_SLOT}{slot.id}",
                label=f"Time {number}: can your cluster come?",
                element=element,
                optional=True,
            )
        )
    blocks.append(forms.note(words.RULE))
    return _modal(BALLOT, about, blocks, title=poll.ref, submit="Save")


def deadline(about: Form, poll: Poll) -> View:
    """Return the form for another deadline."""
    local = poll.deadline_at.astimezone(ZoneInfo(poll.zone))
    typed = {
        "deadline_day": local.date().isoformat(),
        "deadline_time": f"{local:%H:%M}",
    }
    city = mrkdwn(poll.zone.rpartition("/")[2].replace("_", " "))
    blocks = [
        section(f"{words.named(poll)}: answers until {words.deadline(poll)} so far."),
        _day("deadline_day", "Answers until: day", typed),
        _hour("deadline_time", "Answers until: time", typed),
        forms.note(f"What the clocks show in {city}. A closed poll opens again."),
    ]
    return _modal(NEW_DEADLINE, about, blocks, title="Deadline", submit="Save")


def zone(about: Form, poll: Poll) -> View:
    """Return the form for another zone of all times."""
    blocks = [
        section(
            f"{words.named(poll)}: the times keep what the clocks show, in another "
            "zone. Answers are kept, and those who answered are told."
        ),
        _zone(poll.zone, hint="Type the name of a large city."),
    ]
    return _modal(NEW_ZONE, about, blocks, title="Time zone", submit="Save")


def _slot(number: int, draft: Draft) -> list[Block]:
    """Return the fields of one time; filled in anew they have another action id.

    Slack keeps what an input holds as long as its ids stay the same.
    """
    typed, grown = draft.values, draft.generation
    return [
        _day(f"day_{number}", f"Time {number}: day", typed, generation=grown),
        _hour(f"time_{number}", f"Time {number}: time", typed, generation=grown),
    ]


def _helpers(draft: Draft) -> ActionsBlock:
    buttons = [ButtonElement(text="Suggest times", action_id=SUGGEST, value="suggest")]
    if draft.shown < MOST_SLOTS:
        buttons.append(ButtonElement(text="More times", action_id=MORE, value="more"))
    return ActionsBlock(elements=buttons)


def _fairness(draft: Draft) -> list[Block]:
    """Say, once times were suggested, for whom each is early or late."""
    if not draft.generation:
        said = (
            "_Suggest times_ fills the empty fields: working days that are no public "
            "holiday, from 9:00 to 17:00 for all members where that is possible."
        )
        return [forms.note(said)]
    lines = []
    for local, moment in draft.times():
        note = words.fairness(moment, draft.minutes, draft.zones)
        if note:
            lines.append(f"{local:%-d %B, %H:%M}: {note}")
    if not lines:
        return [forms.note("These times are in working hours for all members.")]
    return [section("\n".join(("*Early or late for some:*", *lines)))]


def _zone(chosen: str, *, hint: str) -> InputBlock:
    element = ExternalDataSelectElement(
        action_id=ZONE_SEARCH,
        placeholder="Type the name of a large city",
        min_query_length=1,
        initial_option=zone_option(chosen) if chosen else None,
    )
    return InputBlock(
        block_id="zone", label="Time zone", element=element, hint=hint, optional=False
    )


def _day(name: str, label: str, typed: Values, *, generation: int = 0) -> InputBlock:
    element = DatePickerElement(
        action_id=_action(generation), initial_date=_text(typed, name) or None
    )
    return InputBlock(block_id=name, label=label, element=element, optional=True)


def _hour(name: str, label: str, typed: Values, *, generation: int = 0) -> InputBlock:
    element = TimePickerElement(
        action_id=_action(generation), initial_time=_text(typed, name) or None
    )
    return InputBlock(block_id=name, label=label, element=element, optional=True)


def _action(generation: int) -> str:
    return f"{forms.VALUE}_{generation}" if generation else forms.VALUE


def _text(typed: Values, name: str) -> str:
    given = typed.get(name)
    return given if isinstance(given, str) else ""


def _modal(
    callback_id: str,
    about: Form,
    blocks: Sequence[Block],
    *,
    title: str,
    submit: str,
) -> View:
    meta = {
        "g": about.sig_id,
        "c": about.channel,
        "n": about.nonce,
        "i": about.poll_id,
        "v": about.version,
        "z": about.zone,
        "s": about.shown,
        "k": about.generation,
    }
    return View(
        type="modal",
        callback_id=callback_id,
        title=plain(title, _ONE_LINE),
        submit=submit,
        close="Cancel",
        private_metadata=json.dumps(meta, separators=(",", ":")),
        blocks=blocks,
    )
