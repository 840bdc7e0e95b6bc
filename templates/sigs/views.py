"""What whoever sets a group up is shown: the settings, offers, answers."""

import json
from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    MarkdownTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.domain.setup import FIELDS, Typed, typed_of
from bot.domain.sigs import Sig
from templates.messages import SECTION_LIMIT, Post, paragraph, section
from templates.sigs.words import SHARED, summary
from templates.text import cut, mrkdwn

CHANGE = "sig_settings_change"
FOUND = "sig_setup_new"
MOVE = "sig_setup_move"
TAKE_OVER = "sig_setup_take_over"
_MAX_OFFERS = 20


def overview(
    sig: Sig,
    *,
    objectives_since: date | None = None,
    note: str = "",
    can_change: bool = True,
) -> View:
    """Show the settings of a group, each part with a button to change it."""
    texts = summary(typed_of(sig), objectives_since=objectives_since)
    blocks: list[Block] = [section(note)] if note else []
    blocks += [
        _part(text, step=step if can_change else None)
        for step, text in enumerate(texts, start=1)
    ]
    if sig.is_shared:
        blocks.append(section(SHARED))
    return _view(sig, blocks, title="Settings")


def taken(sig: Sig, typed: Typed, *, may_change: bool) -> View:
    """Tell somebody that another was quicker, and keep what they had typed."""
    name = mrkdwn(sig.name)
    said = (
        f":warning: *Somebody has just set this channel up.* It is home of *{name}* "
        "now; these are its settings. "
    )
    said += (
        "You can change them here."
        if may_change
        else "If something should be different, ask its chair."
    )
    shown = overview(sig, note=said, can_change=may_change)
    different = any(typed.get(each) != typed_of(sig)[each] for each in FIELDS)
    kept: list[Block] = []
    if different:
        kept = [
            section("*What you typed* was not saved. Here it is, to copy:"),
            *(section(text) for text in summary(typed)),
        ]
    return _view(sig, [*shown.blocks, *kept], title="Set up already")


def changed_meanwhile(sig: Sig, step: int) -> str:
    """Say what somebody else saved while a form was open."""
    return (
        ":warning: *Somebody else changed these settings since you opened the form.* "
        "What you typed is still below. *Save* puts it in the place of what is saved "
        f"now; *Back* leaves that as it is.\n{summary(typed_of(sig))[step - 1]}"
    )


def offer(sigs: Sequence[Sig], *, may_found: bool) -> Post:
    """Offer groups without a usable channel, and a new one to those who may."""
    text = "Shall this channel be the home of a group that has none I can post in?"
    blocks: list[Block] = [section(text)]
    for sig in sigs[:_MAX_OFFERS]:
        move = ButtonElement(text="Move it here", action_id=MOVE, value=str(sig.id))
        named = MarkdownTextObject(text=f"*{mrkdwn(sig.name)}*", verbatim=True)
        blocks.append(SectionBlock(text=named, accessory=move))
    if may_found:
        new = ButtonElement(text="Set up a new group", action_id=FOUND)
        blocks.append(ActionsBlock(block_id="new", elements=[new]))
    return Post(text=text, blocks=blocks)


def offer_chair(sig: Sig) -> Post:
    """Offer an admin the chair of a group that nobody leads."""
    text = (
        f"*{mrkdwn(sig.name)}* lives here, but nobody leads it. As an admin of this "
        "workspace you can become its chair, and name others afterwards."
    )
    button = ButtonElement(text="Become the chair", action_id=TAKE_OVER)
    actions = ActionsBlock(block_id="chair", elements=[button])
    return Post(text=text, blocks=[section(text), actions])


def founded(sig: Sig) -> Post:
    """Tell the founder what comes next."""
    text = (
        f"*{mrkdwn(sig.name)}* lives here now, and you are its chair. Next: "
        "`/sig clusters` for the member clusters, `/sig members` for the secretariat "
        "and the others, `/sig setup` to change what you have just decided."
    )
    return paragraph(text)


def moved(sig: Sig) -> Post:
    """Tell whoever moved a group that it is here with all it has."""
    text = (
        f"*{mrkdwn(sig.name)}* lives here now, with everything it has. What waited for "
        "the old channel is posted here."
    )
    return paragraph(text)


def took_over(sig: Sig) -> Post:
    """Tell a new chair where to go on."""
    text = (
        f"You are chair of *{mrkdwn(sig.name)}* now. `/sig setup` shows its settings, "
        "`/sig members` its people."
    )
    return paragraph(text)


NOT_A_CHANNEL = (
    "Type this in the channel that should be the home of the group. In a conversation "
    "of a few people I cannot set one up."
)
INVITE_ME = (
    "I am not in this channel, so I could not post here. Type /invite @Convenor, then "
    "/sig setup again."
)
INVITE_ME_THERE = (
    "I am not in that channel yet. Type /invite @Convenor in it, then press the button "
    "again; or leave this empty."
)
NOT_PRIVATE = (
    "Others can read that channel. Please choose a private one that is not shared with "
    "another workspace, or leave this empty."
)
ARCHIVED = "That channel is archived. Please choose another one, or leave this empty."
SAVED = ":white_check_mark: Saved."


def _part(text: str, *, step: int | None) -> SectionBlock:
    change = None
    if step is not None:
        change = ButtonElement(text="Change", action_id=CHANGE, value=str(step))
    shown = MarkdownTextObject(text=cut(text, SECTION_LIMIT), verbatim=True)
    return SectionBlock(
        block_id=f"part_{step}" if step else None, text=shown, accessory=change
    )


def _view(sig: Sig, blocks: Sequence[Block], *, title: str) -> View:
    return View(
        type="modal",
        title=title,
        close="Close",
        private_metadata=json.dumps({"c": sig.channel_id}),
        blocks=blocks,
    )
