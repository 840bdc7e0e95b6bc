"""What the bot says to whoever speaks to it, and which group a shortcut is for."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    InputBlock,
    Option,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.sigs import Sig
from templates import help as helps
from templates.home import buttons
from templates.home.arriving import first_steps
from templates.messages import Post, paragraph, section
from templates.text import cut, mrkdwn, plain

WHICH = "home_which_group"
IN_GROUP = "home_in_group"
_FIELD = "group"
_VALUE = "value"
_NAME = 75
_MOST = 100
_MOST_BUTTONS = 20
_ASKED = 200
_NOWHERE = (
    "Hello! I help groups with their meetings, actions and practices, and I do not "
    "know yet which group is yours. Go to its channel and type any command there, for "
    "example `/practice list`. You do not know the channel? Ask the person who told "
    "you of the group. There is no group yet? An admin of this workspace makes one "
    "with `/sig setup`."
)
_COMES_IN = "Hello! This is about *{}*. {}"
_HELLO = (
    "I look after *{}*. Write me *next meeting*, *my actions*, *practices* or a name "
    "such as *P-7*, *M-4* or *A-13*; or press a button."
)


def hello(sig: Sig, *, with_commands: bool = False) -> Post:
    """Say what one can ask for, with buttons for what is asked most."""
    text = _HELLO.format(mrkdwn(sig.name))
    named = (
        ("Next meeting", buttons.MEETING),
        ("My actions", buttons.ACTIONS),
        ("My practices", buttons.PRACTICES),
        ("Propose a practice", buttons.PROPOSE),
        ("New action", buttons.NEW_ACTION),
    )
    found = [buttons.button(name, action_id, sig.id) for name, action_id in named]
    more = section("\n".join(_commands()))
    if not with_commands:
        found.append(buttons.button("Help", buttons.HELP, sig.id))
    blocks = [section(text), ActionsBlock(elements=found)]
    return Post(text=text, blocks=[*blocks, more] if with_commands else blocks)


def come_in(
    sig: Sig, *, shows_notice: bool = False, asks_cluster: bool = False
) -> Post:
    """Ask somebody to come into the group, and say what happens then."""
    steps = first_steps(shows_notice=shows_notice, asks_cluster=asks_cluster)
    text = _COMES_IN.format(mrkdwn(sig.name), steps)
    start = buttons.button("Start", buttons.START, sig.id, style="primary")
    return Post(text=text, blocks=[section(text), ActionsBlock(elements=[start])])


def nowhere() -> Post:
    """Say to somebody in no group how to get into one."""
    return paragraph(_NOWHERE)


def which(groups: Sequence[Sig], asked: str) -> Post:
    """Ask which group somebody means who wrote to the bot."""
    text = "You are in several groups. Which one do you mean?"
    named = groups[:_MOST_BUTTONS]
    elements = [
        ButtonElement(
            text=plain(sig.name, _NAME),
            action_id=f"{IN_GROUP}_{at}",
            value=json.dumps({"g": sig.id, "a": cut(asked, _ASKED)}),
        )
        for at, sig in enumerate(named)
    ]
    return Post(text=text, blocks=[section(text), ActionsBlock(elements=elements)])


def which_group(groups: Sequence[Sig], *, callback_id: str) -> View:
    """Ask which group a shortcut is for; the shortcut travels along."""
    options = [
        Option(value=str(sig.id), label=plain(sig.name, _NAME))
        for sig in groups[:_MOST]
    ]
    menu = StaticSelectElement(action_id=_VALUE, options=options)
    asks = InputBlock(block_id=_FIELD, label="Which group is it for?", element=menu)
    return View(
        type="modal",
        callback_id=WHICH,
        title="Which group?",
        submit="Go on",
        close="Cancel",
        private_metadata=json.dumps({"s": callback_id}),
        blocks=[asks],
    )


def read_group(view: Mapping[str, Any]) -> tuple[int, str]:
    """Read the group that was chosen, and the shortcut it is for."""
    meta = json.loads(view.get("private_metadata") or "{}")
    values: Mapping[str, Any] = view.get("state", {}).get("values", {})
    chosen = values.get(_FIELD, {}).get(_VALUE, {}).get("selected_option") or {}
    return int(chosen.get("value") or 0), str(meta.get("s") or "")


def _commands() -> list[str]:
    lines = ["*All commands*, with examples when you add `help`:"]
    for command in helps.COMMANDS:
        words = ", ".join(helps.subcommands(command))
        lines.append(f"• `{command}`: {cut(words, _ASKED)}")
    return lines
