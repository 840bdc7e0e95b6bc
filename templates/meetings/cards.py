"""The card of a meeting: when it is for the reader, where, and who comes."""

from collections.abc import Iterable

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.domain.agendas import listed
from bot.domain.meeting_views import Shown
from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.zones import is_known
from templates import calendars
from templates.forms import note
from templates.meetings import words
from templates.messages import Post, section
from templates.rsvps.buttons import buttons as rsvp_buttons
from templates.rsvps.words import counts
from templates.text import cut, mrkdwn

MOVE = "meeting_move"
CANCEL = "meeting_cancel"
REOPEN = "meeting_reopen"
SHOW = "meeting_show"
_COMING = {MeetingStatus.PLANNED, MeetingStatus.SCHEDULED}
_TEXT = 3000


def card(shown: Shown, *, lead: str = "", reader: str | None = None) -> list[Block]:
    """Return the card; ``lead`` is mrkdwn, already escaped, that stands on top.

    ``reader`` is the zone of the one person who reads it: where the clocks agree the
    time stands once. Under it are the buttons with which people answer, while there is
    time.
    """
    meeting = shown.meeting
    said = "\n".join((*([lead] if lead else []), *_lines(shown, reader)))
    blocks: list[Block] = [section(said)]
    facts = " · ".join(_facts(shown))
    if facts:
        blocks.append(note(facts))
    if meeting.status in _COMING and not shown.is_over:
        blocks += [rsvp_buttons(meeting), calendars.block(meeting)]
    if shown.may_change:
        blocks += _changing(shown)
    return blocks


def post(shown: Shown, *, lead: str = "", reader: str | None = None) -> Post:
    """Return the card as a message."""
    said = (*([lead] if lead else []), *_lines(shown, reader))
    blocks = card(shown, lead=lead, reader=reader)
    return Post(text=cut("\n".join(said), _TEXT), blocks=blocks)


def summary(meeting: Meeting, *, reader: str | None = None) -> str:
    """Return a meeting in a few lines of mrkdwn: its name, time and place."""
    when = words.when(meeting, reader=reader)
    return "\n".join((words.named(meeting), when, words.where(meeting)))


def _lines(shown: Shown, reader: str | None) -> Iterable[str]:
    meeting = shown.meeting
    yield words.named(meeting)
    yield words.when(meeting, reader=reader)
    yield words.where(meeting)
    if meeting.status is MeetingStatus.CANCELLED:
        yield f":x: *Cancelled.* {mrkdwn(meeting.cancelled_reason)}".rstrip()
    elif meeting.moved_from and meeting.moved_from != meeting.starts_local.date():
        yield f"Moved from {words.day(meeting.moved_from)}."
    if not is_known(meeting.zone):
        yield (
            f":warning: I do not know the time zone {mrkdwn(meeting.zone)} any more. "
            f"The chair chooses another one with `/meeting move {meeting.ref}`."
        )
    if meeting.note:
        yield mrkdwn(meeting.note)
    if shown.series is not None:
        yield f"One of a series: {words.rule(shown.series)}."


def _facts(shown: Shown) -> Iterable[str]:
    meeting = shown.meeting
    if meeting.status not in _COMING:
        yield words.STATES[meeting.status].capitalize()
    agenda = listed(meeting)
    if agenda:
        points = "1 point" if len(agenda) == 1 else f"{len(agenda)} points"
        planned = words.length(sum(item.minutes for item in agenda))
        yield f"Agenda: {points}, {planned or '0 min'}"
    if meeting.status in _COMING and shown.forecast.seats:
        yield counts(shown.forecast)


def _changing(shown: Shown) -> list[Block]:
    meeting, value = shown.meeting, str(shown.meeting.number)
    elements = []
    if meeting.status in _COMING:
        elements = [
            ButtonElement(text="Move or change", action_id=MOVE, value=value),
            ButtonElement(text="Cancel it", action_id=CANCEL, value=value),
        ]
    elif meeting.status is MeetingStatus.CANCELLED and not shown.is_over:
        elements = [ButtonElement(text="Re-open", action_id=REOPEN, value=value)]
    return [ActionsBlock(elements=elements)] if elements else []
