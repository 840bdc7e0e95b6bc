"""App Home: one screen with one person's things (https://docs.slack.dev/surfaces/app-home).

At most a hundred blocks: each list has its size (``bot.domain.home.SIZES``), and every
text is cut, so that the whole stays far below Slack's 250 kB.
"""

import json
from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    DividerBlock,
    HeaderBlock,
    InteractiveElement,
    MarkdownTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.domain.home import Home, Page, Screen
from bot.domain.sigs import Sig
from templates.forms import note
from templates.home import buttons, holes, parts
from templates.home.arriving import first_steps
from templates.messages import section
from templates.text import cut, mrkdwn, plain

CALLBACK = "home"
NOTICE = "home_notice"
_NAME = 150
_SAID = 600
_NOWHERE = (
    "*Welcome! You are in none of my groups yet.*\n"
    "A group works in a channel of this workspace. Go to the channel of yours and type "
    "any command there, for example `/practice list`: I say what comes next, and "
    "then this page fills with your meetings, actions and practices.\n"
    "You do not know the channel? Ask the person who told you of the group, or an "
    "admin of this workspace. There is no group yet? An admin makes one with "
    "`/sig setup` in its channel."
)
_NEWCOMER = "*Welcome!*\n{} Then your meetings, actions and practices are on this page."


def view(screen: Screen, *, notice: str = "") -> View:
    """Return Home; ``notice`` is what the last press came to, escaped mrkdwn."""
    return View(
        type="home",
        callback_id=CALLBACK,
        private_metadata=_meta(screen.sig),
        blocks=[*_notice(notice), *_blocks(screen)],
    )


def _meta(sig: Sig | None) -> str:
    """Return what tells a button on Home which group it is about."""
    meta = {"g": sig.id, "c": sig.channel_id} if sig else {}
    return json.dumps(meta, separators=(",", ":"))


def _notice(said: str) -> list[Block]:
    if not said:
        return []
    text = MarkdownTextObject(text=cut(said, _SAID), verbatim=True)
    return [SectionBlock(block_id=NOTICE, text=text), DividerBlock()]


def _blocks(screen: Screen) -> list[Block]:
    if screen.sig is None:
        return [section(_NOWHERE)]
    head: list[Block] = [HeaderBlock(text=plain(screen.sig.name, _NAME))]
    choice = _choice(screen, screen.sig)
    if screen.refused:
        return [*head, *choice, section(mrkdwn(screen.refused))]
    if screen.home is None:
        start = buttons.button("Start", buttons.START, screen.sig.id, style="primary")
        steps = first_steps(
            shows_notice=screen.shows_notice, asks_cluster=screen.asks_cluster
        )
        said = section(_NEWCOMER.format(steps))
        return [*head, *choice, said, ActionsBlock(elements=[start])]
    return [*head, _quick(screen.home), *choice, *_lists(screen.home)]


def _choice(screen: Screen, chosen: Sig) -> list[Block]:
    if len(screen.groups) < 2:  # noqa: PLR2004 - nothing to choose from
        return []
    text = MarkdownTextObject(text="You are in several groups. Show me:", verbatim=True)
    menu = buttons.groups(screen.groups, chosen)
    return [SectionBlock(block_id="home_groups", text=text, accessory=menu)]


def _quick(home: Home) -> ActionsBlock:
    sig_id = home.sig.id
    found: list[InteractiveElement] = []
    if home.may_submit:
        found.append(
            buttons.button(
                "Propose a practice", buttons.PROPOSE, sig_id, style="primary"
            )
        )
    if home.may_record:
        found.append(buttons.button("New action", buttons.NEW_ACTION, sig_id))
    found.append(buttons.button("Next meeting", buttons.MEETING, sig_id))
    found.append(buttons.button("Help", buttons.HELP, sig_id))
    return ActionsBlock(block_id="home_quick", elements=found)


def _lists(home: Home) -> list[Block]:
    blocks = [DividerBlock(), *parts.meeting(home)]
    blocks += _list("Your actions", home.actions, parts.actions(home))
    if not home.actions.total:
        praise = " Well done!" if home.has_finished else ""
        blocks.append(note(f"None is open.{praise}"))
    blocks += _list("Your practices", home.practices, parts.practices(home))
    if not home.practices.total and home.may_submit:
        blocks.append(
            note("None yet. Share what works in your place: it takes ten minutes.")
        )
    if home.reviews.total:
        blocks += _list("Waiting for your review", home.reviews, parts.reviews(home))
    if home.polls.total:
        blocks += _list("Waiting for your answer", home.polls, parts.polls(home))
    if home.rounds.total:
        title = "Waiting for the word of your cluster"
        blocks += _list(title, home.rounds, parts.rounds(home))
    blocks += [DividerBlock(), section(parts.paper(home))]
    if home.sections.total:
        blocks += parts.sections(home)
        blocks += _pager(home.sections)
    if home.holes is not None:
        blocks += [DividerBlock(), *holes.blocks(home, home.holes)]
    return blocks


def _list(title: str, page: Page[Any], rows: Sequence[Block]) -> list[Block]:
    where = ""
    if page.total > page.size:
        last = page.offset + len(page.items)
        where = f", {page.offset + 1} to {last} of {page.total}"
    elif page.total:
        where = f" ({page.total})"
    return [DividerBlock(), section(f"*{title}*{where}"), *rows, *_pager(page)]


def _pager(page: Page[Any]) -> list[Block]:
    found = buttons.pager(page)
    if not found:
        return []
    return [ActionsBlock(block_id=f"home_pages_{page.part}", elements=found)]
