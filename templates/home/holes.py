"""What those who lead a group have to see to, each with the way to do it."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    MarkdownTextObject,
    SectionBlock,
)

from bot.domain.home import Holes, Home
from bot.domain.references import Kind, label
from templates import delivery_log
from templates.documents.words import count
from templates.home import buttons
from templates.messages import section
from templates.text import cut, mrkdwn

_NAMED = 8
_TEXT = 1500
_NAME = 80


def blocks(home: Home, found: Holes) -> list[Block]:
    """Return a line for each kind of hole, or say that there is none."""
    rows = list(_rows(home, found))
    head = section("*For you who lead the group*")
    return [head, *rows] if rows else [head, section("Nothing needs you just now.")]


def _rows(home: Home, found: Holes) -> Iterator[Block]:
    sig_id = home.sig.id
    if home.next is not None and home.next.is_in_danger(home.as_of):
        who = buttons.button(
            "Who comes", buttons.RSVPS, sig_id, about=home.next.meeting.ref
        )
        yield _row(_quorum(home), who)
    if found.without_owner:
        many = count(len(found.without_owner), "action")
        named = _named(found.without_owner, Kind.ACTION)
        show = buttons.button("Show", buttons.ALL_ACTIONS, sig_id)
        yield _row(f":bust_in_silhouette: {many} without an owner: {named}.", show)
    if found.without_minutes:
        named = _named(found.without_minutes, Kind.MEETING)
        latest = label(Kind.MEETING, found.without_minutes[0])
        write = buttons.button("Write them", buttons.MINUTES, sig_id, about=latest)
        yield _row(f":memo: The minutes of {named} are due.", write)
    if found.failed or found.missed:
        log = ButtonElement(text="Delivery log", action_id=delivery_log.BUTTON)
        yield _row(_undelivered(found), log)
    if found.proposals:
        many = count(len(found.proposals), "proposed cluster")
        names = ", ".join(mrkdwn(cut(name, _NAME)) for name in found.proposals[:_NAMED])
        yield section(
            f":wave: {many} waiting for your word: {names}{_more(found.proposals)}. "
            "The buttons are in my message to you."
        )


def _quorum(home: Home) -> str:
    if home.next is None:
        return ""
    ref, forecast = home.next.meeting.ref, home.next.forecast
    if not forecast.is_possible:
        return (
            f":rotating_light: Too many have said no to {ref}: its quorum of "
            f"{forecast.needed} cannot be reached any more."
        )
    clusters = count(forecast.missing, "more cluster")
    return f":rotating_light: {ref} is near and needs {clusters} for its quorum."


def _undelivered(found: Holes) -> str:
    said = [
        f"{number} {words}"
        for number, words in ((found.failed, "failed"), (found.missed, "missed"))
        if number
    ]
    return f":mailbox: Messages of the last 30 days: {', '.join(said)}."


def _named(numbers: Sequence[int], kind: Kind) -> str:
    return ", ".join(label(kind, each) for each in numbers[:_NAMED]) + _more(numbers)


def _more(found: Sequence[object]) -> str:
    return f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""


def _row(text: str, button: ButtonElement) -> SectionBlock:
    said = MarkdownTextObject(text=cut(text, _TEXT), verbatim=True)
    return SectionBlock(text=said, accessory=button)
