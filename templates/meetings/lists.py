"""The list of meetings: coming, past or cancelled, page by page."""

from collections.abc import Iterable, Mapping

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.domain.meeting_views import Listed, Which
from bot.domain.meetings import Meeting, MeetingStatus
from templates import pages
from templates.meetings import cards, words
from templates.messages import Post, section
from templates.text import cut, mrkdwn

COMING = "meeting_list_coming"
PAST = "meeting_list_past"
CANCELLED = "meeting_list_cancelled"
BEFORE = "meeting_page_before"
AFTER = "meeting_page_after"
NEW = "meeting_new"
FILTERS: Mapping[str, Which] = {
    COMING: Which.COMING,
    PAST: Which.PAST,
    CANCELLED: Which.CANCELLED,
}
_HEADS: Mapping[Which, str] = {
    Which.COMING: "Meetings to come",
    Which.PAST: "Past meetings, the latest first",
    Which.CANCELLED: "Cancelled meetings, the latest first",
}
_BUTTONS: Mapping[Which, str] = {
    Which.COMING: "To come",
    Which.PAST: "Past",
    Which.CANCELLED: "Cancelled",
}
_TITLE = 300


def listing(listed: Listed, *, offset: int = 0, reader: str | None = None) -> Post:
    """Return one page of the list; ``reader`` is the zone of who reads it."""
    total = len(listed.meetings)
    head = f"*{_HEADS[listed.which]}:* {total}{pages.shown(total, offset)}"
    blocks: list[Block] = [section(head)]
    blocks += [
        pages.row(_line(each, reader), cards.SHOW, each.number)
        for each in pages.page_of(listed.meetings, offset)
    ]
    if not total:
        blocks.append(section(_nothing(listed)))
    buttons = [*_pager(listed, offset), *_filters(listed)]
    blocks.append(ActionsBlock(elements=buttons))
    return Post(text=head, blocks=blocks)


def read_place(value: str) -> tuple[Which, int]:
    """Read which list a button leads to, and where it begins."""
    which, _, offset = value.partition(":")
    return Which(which), int(offset or 0)


def _line(meeting: Meeting, reader: str | None) -> str:
    title = cut(mrkdwn(meeting.title), _TITLE)
    line = f"*{meeting.ref}* {title}\n{words.on_line(meeting, reader=reader)}"
    usual = {MeetingStatus.SCHEDULED, MeetingStatus.HELD}
    if meeting.status is MeetingStatus.CANCELLED and meeting.cancelled_reason:
        line += f"\nCancelled: {mrkdwn(meeting.cancelled_reason)}"
    elif meeting.status not in usual:
        line += f"\n{words.STATES[meeting.status].capitalize()}"
    return line


def _nothing(listed: Listed) -> str:
    if listed.which is not Which.COMING:
        return "There are none."
    if listed.may_schedule:
        return "None is planned. `/meeting schedule` plans one, or a whole series."
    return "None is planned. Ask your chair when you meet next."


def _pager(listed: Listed, offset: int) -> Iterable[ButtonElement]:
    total = len(listed.meetings)
    first = pages.start_of(total, offset)
    if first > 0:
        value = f"{listed.which}:{max(0, first - pages.PAGE)}"
        yield ButtonElement(text="Back", action_id=BEFORE, value=value)
    if first + pages.PAGE < total:
        value = f"{listed.which}:{first + pages.PAGE}"
        yield ButtonElement(text="More", action_id=AFTER, value=value)


def _filters(listed: Listed) -> Iterable[ButtonElement]:
    for action_id, which in FILTERS.items():
        if which is not listed.which:
            value = f"{which}:0"
            yield ButtonElement(text=_BUTTONS[which], action_id=action_id, value=value)
    if listed.may_schedule:
        yield ButtonElement(
            text="Schedule", action_id=NEW, value="new", style="primary"
        )
