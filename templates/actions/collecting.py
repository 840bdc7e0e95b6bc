"""What one sees while a message becomes an action item."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from slack_sdk.models.blocks import Block, InputBlock, Option, StaticSelectElement
from slack_sdk.models.views import View

from bot.domain.actions.messages import Collected, Said
from bot.domain.actions.phrases import Ambiguous, Impossible, Past, Understood
from bot.domain.actions.telling import Story
from bot.domain.sigs import Sig
from templates.actions import cards
from templates.meetings.words import day
from templates.messages import section
from templates.text import cut, mrkdwn, plain

WHICH = "action_which_group"
GROUP = "group"
NO_LINK = (
    "I am not in that channel, so I could not look up the address of the message. Its "
    "text is here; put the address into the details if others need it."
)
ONLY_NAMES = "This message only names somebody. Write what is to be done."
ONLY_A_DAY = "This message does not say what is to be done. Please write it."
_VALUE = "value"
_NAME = 75
_MOST = 100
# All of a view's private_metadata is 3000 characters: what of a message fits in it.
_META = 2980
_LINE = 600
_NAMED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A message that waits until somebody says which group it is for."""

    sig_id: int
    source: str
    said: Said


def saving() -> View:
    """Show that the message is being read: Slack's three seconds are short."""
    return _said([section("Reading the message…")])


def not_saved(sentence: str) -> View:
    """Say why there is no form."""
    return _said([section(f":warning: {mrkdwn(sentence)}")])


def known(found: Story) -> View:
    """Show the action item that the message is already."""
    ref = found.shown.action.ref
    head = section(f"This message is *{ref}* already. Nothing new was saved.")
    shown = [each for each in cards.story(found).blocks if each.type == "section"]
    foot = section(f"`/action show {ref}` has its buttons.")
    return _said([head, *shown, foot])


def problem_of(found: Collected) -> str:
    """Return what to ask on top of the form; nothing where all is well."""
    said = [_asked(found), "" if found.draft.permalink else NO_LINK]
    if not found.draft.title:
        said.insert(0, ONLY_A_DAY if found.draft.due_on else ONLY_NAMES)
    return " ".join(filter(None, said))


def remark_of(found: Collected) -> str:
    """Return which words were read as the due date; nothing where none were."""
    when, was = found.until.found.reading, found.until.was
    if not isinstance(when, Understood):
        return ""
    said = f"“{mrkdwn(when.words)}” was read as the due date"
    if was is None:
        said += f": {day(when.day)}."
    else:
        said += (
            f". When it was written it meant {day(was)}; that is over, so here it is "
            f"{day(when.day)}. Please check it."
        )
    return f"{said} The hour stays in the title." if when.has_hour else said


def _asked(found: Collected) -> str:
    """Ask for the day that the words do not tell."""
    match found.until.found.reading:
        case Ambiguous(days=(only,), words=said):
            return (
                f"Does “{mrkdwn(said)}” mean that it is due on {day(only)}? Then "
                "choose this day below."
            )
        case Ambiguous(days=days, words=said):
            choices = " or ".join(day(each) for each in days)
            return f"“{mrkdwn(said)}” can be {choices}. Choose the day you mean below."
        case Past(day=due, words=said):
            return (
                f"“{mrkdwn(said)}” is over: that was {day(due)}. If it still has a due "
                "date, choose it below."
            )
        case Impossible(words=said):
            return f"“{mrkdwn(said)}” is no day that I know. Choose the day below."
    return ""


def which_group(groups: Sequence[Sig], said: Said, *, source: str) -> View:
    """Ask which group it is for; the message travels along."""
    options = [
        Option(value=str(sig.id), label=plain(sig.name, _NAME))
        for sig in groups[:_MOST]
    ]
    menu = StaticSelectElement(action_id=_VALUE, options=options)
    meta = {
        "n": source,
        "u": said.author,
        "t": cut(said.line, _LINE),
        "m": said.named[:_NAMED],
        "w": said.written_at.timestamp(),
        "p": said.permalink,
    }
    meta["d"] = _fitting(said.whole, _META - len(_json(meta)))
    asks = InputBlock(block_id=GROUP, label="Which group is it for?", element=menu)
    return View(
        type="modal",
        callback_id=WHICH,
        title="Which group?",
        submit="Go on",
        close="Cancel",
        private_metadata=_json(meta),
        blocks=[asks],
    )


def _json(meta: Mapping[str, Any] | str) -> str:
    return json.dumps(meta, ensure_ascii=False, separators=(",", ":"))


def _fitting(text: str, room: int) -> str:
    """Return as much of a text as there is room for, signs escaped."""
    while len(_json(text)) > room:
        text = cut(text, len(text) * 9 // 10)
    return text


def read_group(view: Mapping[str, Any]) -> Kept:
    """Read which group was chosen, and the message that it is for."""
    meta = json.loads(view.get("private_metadata") or "{}")
    values: Mapping[str, Any] = view.get("state", {}).get("values", {})
    chosen = values.get(GROUP, {}).get(_VALUE, {}).get("selected_option") or {}
    return Kept(
        sig_id=int(chosen.get("value") or 0),
        source=str(meta.get("n") or ""),
        said=Said(
            line=str(meta.get("t") or ""),
            whole=str(meta.get("d") or ""),
            written_at=datetime.fromtimestamp(float(meta.get("w") or 0), UTC),
            named=tuple(str(each) for each in meta.get("m") or ()),
            author=meta.get("u"),
            permalink=str(meta.get("p") or ""),
        ),
    )


def _said(blocks: Sequence[Block]) -> View:
    return View(
        type="modal", title="Save as action item", close="Close", blocks=list(blocks)
    )
