"""Forms about one action item: until when, why, for whom, what it belongs to."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    InputBlock,
    Option,
)
from slack_sdk.models.views import View

from bot.domain.actions import Shown
from bot.domain.actions.states import MAX_EVIDENCE, MAX_REASON
from bot.domain.actions.telling import Story
from bot.domain.clusters import Cluster
from bot.domain.references import Kind, label
from templates import forms
from templates.actions import words
from templates.messages import section
from templates.text import cut, mrkdwn, plain

SNOOZE = "action_snooze_form"
BLOCK = "action_block_form"
CANCEL = "action_cancel_form"
ASSIGN = "action_assign_form"
DUE = "action_due_form"
EVIDENCE = "action_evidence_form"
LINK = "action_link_form"
MOVES = "moves"
_SHORT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a form is about: an action item of a group, as it was when it opened."""

    sig_id: int
    number: int
    version: int
    channel: str | None = None


def read_about(view: Mapping[str, Any]) -> About:
    """Read what a form is about."""
    meta = json.loads(view.get("private_metadata") or "{}")
    return About(
        sig_id=int(meta.get("g") or 0),
        number=int(meta.get("a") or 0),
        version=int(meta.get("v") or 0),
        channel=meta.get("c"),
    )


Typed = Mapping[str, str | Sequence[str] | None]


def read_day(typed: Typed, name: str) -> date | None:
    """Read a day that was chosen.

    Raises:
        ValueError: it is not what a calendar of Slack says.
    """
    said = typed.get(name)
    return date.fromisoformat(str(said)) if said else None


def read_snooze(typed: Typed) -> dict[str, Any]:
    """Read until when, and whether the due date moves as well."""
    return {
        "until": read_day(typed, "until"),
        "moves_due": MOVES in (typed.get("due") or ()),
    }


def read_links(typed: Typed) -> dict[str, str]:
    """Read what it is to belong to."""
    names = ("meeting", "decision", "practice", "section", "point")
    return {name: str(typed[name] or "") for name in names if name in typed}


def read_owner(typed: Typed, view: Mapping[str, Any]) -> dict[str, Any]:
    """Read who was chosen: whichever of the two is another one than before."""
    user, cluster = typed.get("owner"), typed.get("cluster")
    before = json.loads(view.get("private_metadata") or "{}")
    if cluster and (not user or user == before.get("o")):
        return {"cluster": str(cluster)}
    return {"user_id": str(user) if user else None}


def _modal(
    callback_id: str,
    shown: Shown,
    blocks: Sequence[Block],
    *,
    channel: str | None,
    title: str,
    submit: str,
) -> View:
    meta = {
        "g": shown.sig_id,
        "a": shown.action.number,
        "v": shown.action.version,
        "c": channel,
        "o": shown.owner_user_id,
    }
    action = shown.action
    head = section(f"*{action.ref}* {mrkdwn(cut(action.title, _SHORT))}")
    return View(
        type="modal",
        callback_id=callback_id,
        title=plain(title, 24),
        submit=submit,
        close="Close",
        private_metadata=json.dumps(meta, separators=(",", ":")),
        blocks=[head, *blocks],
    )


def snooze(shown: Shown, today: date, *, channel: str | None) -> View:
    """Ask until when nobody is to be reminded."""
    action = shown.action
    due = words.due(action, today) if action.due_on else "It has no date"
    tick = Option(value=MOVES, label="Move the due date to that day, if it is earlier")
    blocks: list[Block] = [
        forms.day("until", "No reminder before", action.snoozed_until, required=True),
        InputBlock(
            block_id="due",
            label="Its due date",
            element=CheckboxesElement(action_id=forms.VALUE, options=[tick]),
            hint=f"{due[0].upper()}{due[1:]}. A reminder cannot wait longer than that.",
            optional=True,
        ),
    ]
    return _modal(
        SNOOZE, shown, blocks, channel=channel, title="Snooze", submit="Snooze"
    )


def block(shown: Shown, *, channel: str | None) -> View:
    """Ask why it cannot go on."""
    hint = "The chair and the secretariat read this, so that they can help."
    asked = forms.text(
        "reason",
        "What is in its way?",
        None,
        limit=MAX_REASON,
        lines=True,
        required=True,
        hint=hint,
    )
    return _modal(
        BLOCK, shown, [asked], channel=channel, title="Blocked", submit="Say so"
    )


def cancel(shown: Shown, *, channel: str | None) -> View:
    """Ask why it is not to be done."""
    asked = forms.text(
        "reason",
        "Why is it not to be done any more?",
        None,
        limit=MAX_REASON,
        lines=True,
        required=True,
        hint="Those who have it and whoever wrote it down read this.",
    )
    return _modal(
        CANCEL, shown, [asked], channel=channel, title="Cancel it", submit="Cancel it"
    )


def assign(shown: Shown, clusters: Sequence[Cluster], *, channel: str | None) -> View:
    """Ask who does it: a person or a cluster."""
    names = {each.key: each.name for each in clusters}
    blocks: list[Block] = [forms.person("owner", "A person", shown.owner_user_id)]
    if names:
        owner = shown.action.owner
        chosen = owner if owner in names else None
        blocks.append(
            forms.menu(
                "cluster", "Or a cluster", names, chosen, hint="Choose one of the two."
            )
        )
    return _modal(
        ASSIGN, shown, blocks, channel=channel, title="Who does it?", submit="Assign"
    )


def due(shown: Shown, *, channel: str | None) -> View:
    """Ask until when."""
    asked = forms.day("due_on", "Until when", shown.action.due_on)
    return _modal(DUE, shown, [asked], channel=channel, title="Due date", submit="Save")


def evidence(shown: Shown, *, channel: str | None) -> View:
    """Ask for the result: what shows that it is done."""
    asked = forms.text(
        "evidence",
        "Where is the result? A link, or a sentence.",
        shown.action.evidence,
        limit=MAX_EVIDENCE,
        lines=True,
        hint="A link, a document, a sentence.",
    )
    return _modal(
        EVIDENCE, shown, [asked], channel=channel, title="Result", submit="Save"
    )


def link(told: Story, *, channel: str | None) -> View:
    """Ask what it belongs to."""
    action = told.shown.action
    blocks: list[Block] = [
        _reference("meeting", "Meeting", Kind.MEETING, action.meeting),
        *_points(told),
        _reference("decision", "Decision", Kind.DECISION, action.decision),
        _reference("practice", "Practice", Kind.PRACTICE, action.practice),
        forms.text(
            "section",
            "Section of the paper",
            action.section,
            limit=100,
            hint="Its short name, as /whitepaper shows it.",
        ),
    ]
    return _modal(
        LINK, told.shown, blocks, channel=channel, title="Belongs to", submit="Save"
    )


def _points(told: Story) -> list[InputBlock]:
    """Return the menu of the points of its meeting's agenda, where it has some."""
    points = told.meeting.agenda if told.meeting and told.shown.action.meeting else ()
    if not points:
        return []
    titles = {str(each.id): each.title for each in points}
    chosen = str(told.point.id) if told.point else None
    return [forms.menu("point", "Point of its agenda", titles, chosen)]


def _reference(name: str, title: str, kind: Kind, number: int | None) -> InputBlock:
    known = label(kind, number) if number is not None else None
    return forms.text(
        name, title, known, limit=20, hint=f"For example {kind}-7; empty: none."
    )
