"""What a typed line was understood as, before anything is recorded."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.domain.actions.drafts import Concern, Draft, Proposal
from bot.domain.actions.phrases import Ambiguous, Impossible, Past, Understood
from templates import forms
from templates.meetings.words import day
from templates.messages import Post, paragraph, read_value, section
from templates.text import cut, mrkdwn

# One for each button that saves: Slack wants them to differ within a block.
SAVES = ("action_save", "action_save_second", "action_save_third")
CHANGE = "action_save_changed"
DISCARD = "action_save_not"
_BUTTON = 75
_SHORT = 120
_TITLE = 200
_CONCERNS = {
    Concern.NOT_HERE: (
        "<@{}> is not in the group. Ask them to type /sig members in its channel once, "
        "or press “Change…” and choose somebody else."
    ),
    Concern.GONE: (
        "<@{}> is not there any more. Press “Change…” and choose somebody else."
    ),
    Concern.EXTERNAL: ("<@{}> is an external: whoever answers for them is told, too."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a button of the preview carries: nothing is stored until one is pressed."""

    draft: Draft
    source: str
    group: int
    words: str = ""


def preview(proposal: Proposal, *, source: str, group: int) -> Post:
    """Show what was understood, and ask whether that is right."""
    lines = [
        "*Is that right?* Nothing is recorded yet.",
        f"*What:* {mrkdwn(proposal.draft.title)}",
        f"*Who:* {_who(proposal)}",
        f"*Until:* {_until(proposal)}",
    ]
    if proposal.meeting is not None:
        title = mrkdwn(cut(proposal.meeting.title, _SHORT))
        lines.append(f"*Belongs to:* {proposal.meeting.ref}, {title}")
    warnings = [f":warning: {each}" for each in _warnings(proposal)]
    text = "\n".join([*lines, *warnings])
    blocks: list[Block] = [section(text)]
    if proposal.when is not None:
        blocks.append(forms.note(f"Your today is {day(proposal.today)}."))
    return Post(
        text=text, blocks=[*blocks, _buttons(proposal, source=source, group=group)]
    )


def read(value: str) -> Kept:
    """Read what a button of the preview carries.

    Raises:
        ValueError: it is not what a button of ours says.
    """
    said = read_value(value)
    draft = Draft(
        title=str(said["t"]),
        owner=str(said.get("o") or ""),
        co_owners=tuple(str(each) for each in said.get("c") or ()),
        cluster=str(said["k"]) if said.get("k") else None,
        due_on=date.fromisoformat(said["u"]) if said.get("u") else None,
        meeting=int(said["m"]) if said.get("m") else None,
    )
    return Kept(
        draft=draft,
        source=str(said["n"]),
        group=int(said["g"]),
        words=str(said.get("w") or ""),
    )


def discarded(draft: Draft) -> Post:
    """Say that nothing was recorded, and give the words back."""
    return paragraph(
        f"Nothing was recorded. You had written: {mrkdwn(cut(draft.title, _TITLE))}"
    )


def problem_of(kept: Kept) -> str:
    """Say what the form should ask once more about the date."""
    return f"Choose the day: I could not tell it from “{mrkdwn(kept.words)}”." * bool(
        kept.words
    )


def _who(proposal: Proposal) -> str:
    draft = proposal.draft
    owner = f"<@{draft.owner}>" if draft.owner else mrkdwn(proposal.cluster)
    helpers = ", ".join(f"<@{each}>" for each in draft.co_owners if each)
    helped = f", helped by {helpers}" if helpers else ""
    return f"{owner}{helped}" if owner else "nobody yet"


def _until(proposal: Proposal) -> str:
    match proposal.when:
        case Understood(day=due, words=said):
            return f"{day(due)} (“{mrkdwn(said)}”)"
        case Ambiguous(days=days, words=said):
            choices = " or ".join(day(each) for each in days)
            return f"“{mrkdwn(said)}”: {choices}?"
        case Past(day=due, words=said, instead=instead):
            again = f" Did you mean {day(instead)}?" if instead else ""
            return f"“{mrkdwn(said)}” is over: that was {day(due)}.{again}"
        case Impossible(words=said):
            return f"“{mrkdwn(said)}” is no day that I know."
    return "no date"


def _warnings(proposal: Proposal) -> Iterator[str]:
    draft = proposal.draft
    if proposal.unknown:
        yield (
            f"I know nobody called @{mrkdwn(proposal.unknown)}. Choose the person from "
            "the list that Slack offers while you type, or press “Change…”."
        )
    if not draft.owner and not draft.cluster:
        yield "It needs an owner: press “Change…”, or save it and say so later."
    for account, concern in proposal.concerns.items():
        yield _CONCERNS[concern].format(account)
    if proposal.when is not None and proposal.when.has_hour:
        yield "An action is due on a day; the hour stays in the title."


def _buttons(proposal: Proposal, *, source: str, group: int) -> ActionsBlock:
    def button(
        text: str, action_id: str, draft: Draft, *, words: str = "", style: str = ""
    ) -> ButtonElement:
        kept = Kept(draft=draft, source=source, group=group, words=words)
        return ButtonElement(
            text=cut(text, _BUTTON),
            action_id=action_id,
            value=_value(kept),
            style=style or None,
        )

    whole = replace(proposal.draft, title=proposal.whole)
    is_open = proposal.when is not None and proposal.draft.due_on is None
    changed = whole if is_open else proposal.draft
    said = proposal.when.words if is_open and proposal.when else ""
    saves = [
        button(text, name, draft, style="primary" if name == SAVES[0] else "")
        for name, (text, draft) in zip(SAVES, _choices(proposal), strict=False)
    ]
    return ActionsBlock(
        elements=[
            *saves,
            button("Change…", CHANGE, changed, words=said),
            button("Discard", DISCARD, whole),
        ]
    )


def _choices(proposal: Proposal) -> Iterator[tuple[str, Draft]]:
    """Yield what can be saved: each day that may be meant, and no day at all.

    Whoever cannot have it is left out, and the button says so.
    """
    draft, without = _possible(proposal)
    whole = replace(draft, title=proposal.whole, due_on=None)
    match proposal.when:
        case Ambiguous(days=days):
            for each in days:
                yield f"Save{without}, due {day(each)}", replace(draft, due_on=each)
        case Past(instead=instead) if instead is not None:
            yield f"Save{without}, due {day(instead)}", replace(draft, due_on=instead)
        case None:
            yield f"Save{without}", draft
            return
        case Understood():
            yield f"Save{without}", draft
            if proposal.is_sure:
                return
    yield f"Save{without}, no date", whole


def _possible(proposal: Proposal) -> tuple[Draft, str]:
    """Return the draft with those alone who can have it."""
    out = {
        account
        for account, concern in proposal.concerns.items()
        if concern is not Concern.EXTERNAL
    }
    draft = proposal.draft
    if not out:
        return draft, ""
    helpers = tuple(each for each in draft.co_owners if each not in out)
    owner = "" if draft.owner in out else draft.owner
    without = " without an owner" if draft.owner in out else " without them"
    return replace(draft, owner=owner, co_owners=helpers), without


def _value(kept: Kept) -> str:
    draft = kept.draft
    said = {
        "n": kept.source,
        "g": kept.group,
        "t": draft.title,
        "o": draft.owner,
        "c": draft.co_owners,
        "k": draft.cluster,
        "u": draft.due_on.isoformat() if draft.due_on else None,
        "m": draft.meeting,
        "w": kept.words,
    }
    known = {name: value for name, value in said.items() if value}
    return json.dumps(known, separators=(",", ":"), ensure_ascii=False)
