"""What belongs to a meeting, a decision or a practice, on the card of that thing."""

from collections.abc import Sequence
from dataclasses import replace

from slack_sdk.models.blocks import Block

from bot.domain.actions import Shown
from bot.domain.actions.telling import Around
from bot.domain.references import Kind, label
from templates.actions import words
from templates.messages import SECTION_LIMIT, Post, section
from templates.text import cut, mrkdwn

_MOST = 20
_SHORT = 150
_SPOKEN = 3900


def with_actions(post: Post, found: Around) -> Post:
    """Return the card of a thing with the decisions and actions that belong to it."""
    parts = [
        (
            "*Decisions*",
            [
                f"*{each.ref}* {mrkdwn(cut(each.decision.text, _SHORT))}"
                for each in found.decisions
            ],
        ),
        ("*Actions*", [_line(each, found) for each in found.actions]),
    ]
    more: list[Block] = []
    spoken = [post.text]
    for heading, lines in parts:
        if lines:
            text = "\n".join([heading, *_few(lines)])
            more.append(section(cut(text, SECTION_LIMIT)))
            spoken.append(text)
    if not more:
        return post
    blocks = [*post.blocks, *more]
    return replace(post, text=cut("\n".join(spoken), _SPOKEN), blocks=blocks)


def _line(shown: Shown, found: Around) -> str:
    said = words.line(shown, found.today).replace("\n", " · ")
    number = shown.action.decision
    named = {each.decision.number for each in found.decisions}
    by = f" · by {label(Kind.DECISION, number)}" if number in named and number else ""
    point = found.points.get(shown.action.agenda_item or 0)
    about = f" · about _{mrkdwn(cut(point, _SHORT))}_" if point else ""
    return f"• {said}{by}{about}"


def _few(lines: Sequence[str]) -> list[str]:
    left = len(lines) - _MOST
    return [*lines[:_MOST], *([f"• and {left} more"] if left > 0 else [])]
