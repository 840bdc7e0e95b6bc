"""What one sees while a message becomes an action item."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import Block, InputBlock, Option, StaticSelectElement
from slack_sdk.models.views import View

from bot.domain.actions.drafts import Draft
from bot.domain.actions.telling import Story
from bot.domain.sigs import Sig
from templates.actions import cards
from templates.messages import section
from templates.text import cut, mrkdwn, plain

WHICH = "action_which_group"
GROUP = "group"
NO_LINK = (
    "I am not in that channel, so I could not look up the address of the message. Its "
    "text is here; put the address into the details if others need it."
)
ONLY_NAMES = "This message only names somebody. Write what is to be done."
_VALUE = "value"
_NAME = 75
_MOST = 100
# All of a view's private_metadata is 3000 characters.
_TITLE = 200
_DETAIL = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A message that waits until somebody says which group it is for."""

    sig_id: int
    source: str
    author: str | None
    draft: Draft


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


def problem_of(draft: Draft) -> str:
    """Return what to say on top of the form; nothing where all is well."""
    said = [] if draft.title else [ONLY_NAMES]
    return " ".join(said if draft.permalink else [*said, NO_LINK])


def which_group(
    groups: Sequence[Sig], draft: Draft, *, source: str, author: str | None
) -> View:
    """Ask which group it is for; the message travels along."""
    options = [
        Option(value=str(sig.id), label=plain(sig.name, _NAME))
        for sig in groups[:_MOST]
    ]
    menu = StaticSelectElement(action_id=_VALUE, options=options)
    meta = {
        "n": source,
        "u": author,
        "t": cut(draft.title, _TITLE),
        "d": cut(draft.detail, _DETAIL),
        "o": draft.owner,
        "p": draft.permalink,
    }
    asks = InputBlock(block_id=GROUP, label="Which group is it for?", element=menu)
    return View(
        type="modal",
        callback_id=WHICH,
        title="Which group?",
        submit="Go on",
        close="Cancel",
        private_metadata=json.dumps(meta, ensure_ascii=False, separators=(",", ":")),
        blocks=[asks],
    )


def read_group(view: Mapping[str, Any]) -> Kept:
    """Read which group was chosen, and the message that it is for."""
    meta = json.loads(view.get("private_metadata") or "{}")
    values: Mapping[str, Any] = view.get("state", {}).get("values", {})
    chosen = values.get(GROUP, {}).get(_VALUE, {}).get("selected_option") or {}
    return Kept(
        sig_id=int(chosen.get("value") or 0),
        source=str(meta.get("n") or ""),
        author=meta.get("u"),
        draft=Draft(
            title=str(meta.get("t") or ""),
            detail=str(meta.get("d") or ""),
            owner=str(meta.get("o") or ""),
            permalink=str(meta.get("p") or ""),
        ),
    )


def _said(blocks: Sequence[Block]) -> View:
    return View(
        type="modal", title="Save as action item", close="Close", blocks=list(blocks)
    )
