"""Who was at a meeting, as members see it."""

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.domain.attendance import Sheet
from templates.attendance.words import lines_of
from templates.messages import Post, section
from templates.rsvps.words import quorum_of
from templates.text import mrkdwn

MARK = "attendance_mark"


def card(sheet: Sheet, *, saved: bool = False) -> Post:
    """Show who was there, with the button of those who may say it."""
    meeting = sheet.meeting
    title = f"*Attendance of {meeting.ref}: {mrkdwn(meeting.title)}*"
    lines = [f"Saved. {title}" if saved else title, *lines_of(sheet, sheet.stored)]
    if sheet.is_marked:
        lines.append(quorum_of(sheet.count))
    text = "\n".join(lines)
    blocks: list[Block] = [section(text)]
    if sheet.may_mark:
        said = "Correct it" if sheet.is_marked else "Note who was there"
        value = str(meeting.number)
        mark = ButtonElement(text=said, action_id=MARK, value=value)
        blocks.append(ActionsBlock(elements=[mark]))
    return Post(text=text, blocks=blocks)
