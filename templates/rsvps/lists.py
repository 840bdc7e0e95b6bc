"""What one person is told about the answers to an invitation, alone."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.domain.meetings import Rsvp
from bot.domain.rsvps import Guest, Replies
from templates import pages
from templates.messages import Post, section
from templates.rsvps import words
from templates.rsvps.buttons import buttons
from templates.text import cut, mrkdwn

FEATURE = "rsvps"
PEOPLE = "rsvp_people"
_TEXT = 3500
_LINE = 400
_SAID = {
    Rsvp.YES: "comes",
    Rsvp.MAYBE: "may come",
    Rsvp.NO: "does not come",
    Rsvp.REPRESENTED: "{} goes for them",
}


def answered(replies: Replies) -> Post:
    """Confirm an answer to whoever gave it."""
    said = words.own(replies.own, replies.own_represented_by)
    head = f"Thank you. {said}"
    until = "You can change it until the meeting begins."
    return _shown(f"{head} {until}", replies)


def shown(replies: Replies) -> Post:
    """Show one's own answer, and how many clusters are expected."""
    return _shown(words.own(replies.own, replies.own_represented_by), replies)


def people(replies: Replies, *, offset: int = 0) -> Post:
    """List who answered what; for members alone."""
    guests, meeting = replies.guests, replies.meeting
    title = f"*Answers to {meeting.ref} {mrkdwn(meeting.title)}*"
    if not guests:
        return _post(f"{title}\nNobody has answered yet.", [])
    head = f"{title}{pages.shown(len(guests), offset)}"
    lines = [_line(each) for each in pages.page_of(guests, offset)]
    blocks: list[Block] = [section(head), section("\n".join(lines))]
    blocks += pager(meeting.id, len(guests), offset)
    return Post(text=cut("\n".join((head, *lines)), _TEXT), blocks=blocks)


def pager(meeting_id: int, total: int, offset: int) -> list[Block]:
    """Return the buttons to the other pages; each remembers the meeting."""
    first, found = pages.start_of(total, offset), []
    if first > 0:
        found.append(_page("Earlier", pages.BEFORE, meeting_id, first - pages.PAGE))
    if first + pages.PAGE < total:
        found.append(_page("Later", pages.AFTER, meeting_id, first + pages.PAGE))
    return [ActionsBlock(elements=found)] if found else []


def read_page(value: str) -> tuple[int, int]:
    """Read which meeting a button is about, and where its page begins."""
    meeting_id, _, offset = value.partition(":")
    return int(meeting_id), int(offset or 0)


def _page(text: str, name: str, meeting_id: int, offset: int) -> ButtonElement:
    value = f"{meeting_id}:{max(0, offset)}"
    return ButtonElement(text=text, action_id=f"{FEATURE}_{name}", value=value)


def _shown(said: str, replies: Replies) -> Post:
    meeting = replies.meeting
    parts = [f"*{meeting.ref} {mrkdwn(meeting.title)}*", said]
    if replies.is_open or replies.guests:
        parts.append(words.counts(replies.forecast))
    if replies.names:
        parts.append(words.expected(replies.forecast, replies.names))
    if replies.others:
        parts.append(f"And {replies.others} who speak for no cluster.")
    rest: list[Block] = [buttons(meeting)] if replies.is_open else []
    if replies.may_see_people and replies.guests:
        value = f"{meeting.id}:0"
        see = ButtonElement(text="Who answered what", action_id=PEOPLE, value=value)
        rest.append(ActionsBlock(elements=[see]))
    return _post("\n".join(filter(None, parts)), rest)


def _line(guest: Guest) -> str:
    name = f"<@{guest.user_id}>" if guest.user_id else mrkdwn(guest.role)
    place = mrkdwn(guest.cluster or guest.role)
    said = _SAID[guest.answer].format(words.stand_in(guest.represented_by))
    return cut(f"• {name} ({place}) {said}", _LINE)


def _post(text: str, rest: Sequence[Block]) -> Post:
    return Post(text=cut(text, _TEXT), blocks=[section(text), *rest])
