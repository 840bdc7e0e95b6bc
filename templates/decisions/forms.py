"""Forms about decisions: a new one, its votes, its wording, and what was typed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.clusters import Cluster
from bot.domain.decisions import (
    MAX_DISSENT,
    MAX_TEXT,
    Choice,
    DecisionKind,
    Proposal,
    Recorded,
    read_kind,
    read_older,
)
from bot.domain.meetings import Meeting
from templates import forms
from templates.decisions.buttons import WORDS
from templates.forms import About
from templates.holding.forms import NO_ITEM, points_of
from templates.holding.words import KINDS
from templates.text import cut, mrkdwn

NEW = "decision_form"
VOTES = "decision_votes"
REWORD = "decision_wording"
_SHOWN = 1500
_KINDS = KINDS | {
    DecisionKind.VOTE: "Vote: one voice per cluster",
    DecisionKind.WRITTEN: "Written procedure: clusters answer until a day",
}


def new(
    about: About,
    *,
    kinds: Sequence[DecisionKind],
    meeting: Meeting | None,
    text: str = "",
    old: Recorded | None = None,
) -> View:
    """Ask for a decision; ``old`` is one whose place it takes."""
    where = f"It goes into {meeting.ref}." if meeting else "No meeting runs now."
    words = {kind.value: _KINDS[kind] for kind in kinds}
    blocks: list[Block] = [
        forms.note(where),
        forms.text(
            "text",
            "What is decided",
            text,
            limit=MAX_TEXT,
            lines=True,
            required=True,
        ),
        forms.menu(
            "kind",
            "How",
            words,
            next(iter(words)),
            required=True,
            hint="A consensus and a ruling hold at once; a vote is open until it is "
            "closed.",
        ),
        forms.day(
            "ends_on",
            "Last day to answer",
            None,
            hint="For a written procedure only. It closes by itself after that day.",
        ),
    ]
    if meeting and meeting.agenda:
        blocks.append(forms.menu("item", "About", points_of(meeting), NO_ITEM))
    blocks += [
        forms.text(
            "supersedes",
            "Takes the place of",
            old.ref if old else None,
            limit=10,
            hint="The name of an older decision, for example D-5.",
        ),
        forms.text(
            "dissent",
            "Dissent",
            None,
            limit=MAX_DISSENT,
            lines=True,
            hint="What those who disagree want on record, in their own words.",
        ),
    ]
    return forms.modal(NEW, about, blocks, title="Decision", submit="Record it")


def read_new(typed: Mapping[str, Any]) -> Proposal:
    """Read what was typed.

    Raises:
        InvalidInputError: it names no way to decide, or no older decision.
    """
    item, ends_on = str(typed.get("item") or ""), typed.get("ends_on")
    return Proposal(
        text=str(typed.get("text") or ""),
        kind=read_kind(str(typed.get("kind") or "")),
        ends_on=date.fromisoformat(str(ends_on)) if ends_on else None,
        agenda_item_id=int(item) if item.isdecimal() else None,
        supersedes=read_older(str(typed.get("supersedes") or "")),
        dissent=str(typed.get("dissent") or ""),
    )


def votes(about: About, recorded: Recorded, clusters: Sequence[Cluster]) -> View:
    """Ask what each cluster said; prefilled with what clusters pressed."""
    names = {each.key: each.name for each in clusters}
    text = mrkdwn(cut(recorded.decision.text, _SHOWN))
    blocks: list[Block] = [forms.note(f"*{recorded.ref}* {text}")]
    for choice in Choice:
        said = [
            each.cluster
            for each in recorded.ballots
            if each.choice is choice and each.cluster in names
        ]
        blocks += forms.many(choice.value, WORDS[choice], names, said)
    blocks.append(
        forms.note("One voice per cluster. Saving counts them and closes the vote.")
    )
    return forms.modal(
        VOTES, about, blocks, title=f"Votes on {recorded.ref}", submit="Count them"
    )


def read_votes(typed: Mapping[str, Any]) -> dict[Choice, list[str]]:
    """Read which clusters said what, by their keys."""
    return {each: [str(key) for key in typed.get(each.value) or ()] for each in Choice}


def wording(
    about: About,
    recorded: Recorded,
    *,
    text: str | None = None,
    dissent: str | None = None,
    newer: Recorded | None = None,
) -> View:
    """Ask for a corrected wording; ``newer`` is what somebody saved meanwhile."""
    decision = recorded.decision
    blocks: list[Block] = []
    if newer is not None:
        said = mrkdwn(cut(newer.decision.text, _SHOWN))
        blocks.append(
            forms.note(
                ":warning: Somebody else changed it meanwhile. It reads now: "
                f"{said} Saving keeps yours."
            )
        )
    blocks += [
        forms.note("Correct how it is written. What was decided takes a new decision."),
        forms.text(
            "text",
            "What is decided",
            decision.text if text is None else text,
            limit=MAX_TEXT,
            lines=True,
            required=True,
        ),
        forms.text(
            "dissent",
            "Dissent",
            decision.dissent if dissent is None else dissent,
            limit=MAX_DISSENT,
            lines=True,
        ),
    ]
    return forms.modal(
        REWORD, about, blocks, title=f"Wording of {decision.ref}", submit="Save"
    )
