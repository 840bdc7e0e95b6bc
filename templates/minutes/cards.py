"""Minutes in Slack: to read, in the channel once circulated, and corrections."""

from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
)

from bot.domain.meetings import MeetingStatus, MinutesStatus
from bot.domain.minutes import Answer, Correction, Record, Version
from bot.domain.references import Kind, label
from templates.documents.words import count, long_date
from templates.holding.cards import MINUTES
from templates.messages import SECTION_LIMIT, Post, paragraph, section
from templates.minutes.reading import pieces
from templates.reports import Upload
from templates.text import cut, mrkdwn

EDIT = "minutes_edit"
UPLOAD = "minutes_upload"
CIRCULATE = "minutes_circulate"
APPROVE = "minutes_approve"
RIGHT = "minutes_right"
CORRECT = "minutes_correct"
SETTLE = "minutes_settle"
VERSIONS = "minutes_versions"
RESTORE = "minutes_restore"
FILES = "minutes_files"
CANVAS = "minutes_canvas"
_STATES = {
    MinutesStatus.NONE: "not written yet: this is what was recorded",
    MinutesStatus.DRAFT: "a draft",
    MinutesStatus.CIRCULATED: "circulated",
    MinutesStatus.APPROVED: "approved",
}
_SHOWN = 6
_VERSIONS = 10
_TITLE = 200
_SHORT = 300
_PIECE = 2800


def _revision(record: Record) -> int:
    return record.newest.revision if record.newest else 0


def _value(record: Record) -> str:
    """Return what a button carries: the meeting and the version that is shown."""
    return f"{record.meeting.number}:{_revision(record)}"


def read_value(value: str) -> tuple[int, int]:
    """Read which meeting a button is about, and which version was seen."""
    number, _, revision = value.partition(":")
    return int(number), int(revision or 0)


def card(record: Record, text: str, *, may_write: bool, may_approve: bool) -> Post:
    """Show the minutes to one person, with what that person can do."""
    meeting = record.meeting
    title = mrkdwn(cut(meeting.title, _TITLE))
    head = f"*Minutes of {meeting.ref}: {title}*\n{_state(record)}"
    found = pieces(text, _PIECE)
    blocks: list[Block] = [section(head)]
    blocks += [section(each) for each in found[:_SHOWN]]
    if len(found) > _SHOWN:
        blocks.append(section("_There is more: press Files to read all of it._"))
    blocks += _open_corrections(record, may_write=may_write)
    elements = _elements(record, may_write=may_write, may_approve=may_approve)
    blocks += [
        ActionsBlock(elements=elements[start : start + 5])
        for start in range(0, len(elements), 5)
    ]
    return Post(text=head, blocks=blocks[:50])


def _state(record: Record) -> str:
    status = record.meeting.minutes_status
    text = f"They are {_STATES[status]}"
    if record.newest is not None:
        text += f", version {record.newest.revision}"
    if record.approval is not None:
        text += f", on {long_date(record.approval.approved_on)}"
        if record.approval.meeting is not None:
            text += f" in {label(Kind.MEETING, record.approval.meeting)}"
        text += "; nothing in them changes any more"
    elif status is MinutesStatus.CIRCULATED:
        people = count(record.agreed, "person says", "people say")
        text += f"; {people} they look right"
    if record.corrections:
        text += f"; corrections that wait: {len(record.corrections)}"
    return f"{text}."


def _open_corrections(record: Record, *, may_write: bool) -> list[Block]:
    if not may_write:
        return []
    blocks: list[Block] = []
    for each in record.corrections[:5]:
        text = mrkdwn(cut(each.text, _SHORT))
        blocks.append(section(f":pencil: *Proposed:* {text}"))
        settle = ButtonElement(text="Settled", action_id=SETTLE, value=str(each.id))
        blocks.append(ActionsBlock(elements=[settle]))
    return blocks


def _elements(record: Record, *, may_write: bool, may_approve: bool) -> list[Any]:
    value, status = _value(record), record.meeting.minutes_status
    found: list[Any] = []
    is_open = status is not MinutesStatus.APPROVED
    if may_write and is_open:
        found.append(ButtonElement(text="Edit", action_id=EDIT, value=value))
        found.append(ButtonElement(text="Upload text", action_id=UPLOAD, value=value))
        if record.meeting.status is MeetingStatus.HELD:
            found.append(_circulate(value))
    if may_approve and status is MinutesStatus.CIRCULATED:
        found.append(_approve(value))
    if not may_write and status is MinutesStatus.CIRCULATED:
        found += _answers(value)
    found.append(ButtonElement(text="Files", action_id=FILES, value=value))
    found.append(ButtonElement(text="Canvas", action_id=CANVAS, value=value))
    if len(record.versions) > 1:
        found.append(ButtonElement(text="Versions", action_id=VERSIONS, value=value))
    return found


def _circulate(value: str) -> ButtonElement:
    question = ConfirmObject(
        title="Circulate the minutes?",
        text="The channel gets them as they read now, and everybody can say whether "
        "they look right.",
        confirm="Circulate",
        deny="Not yet",
    )
    return ButtonElement(
        text="Circulate", action_id=CIRCULATE, value=value, confirm=question
    )


def _approve(value: str) -> ButtonElement:
    question = ConfirmObject(
        title="Approve the minutes?",
        text="From then on nothing in them changes any more.",
        confirm="Approve",
        deny="Not yet",
    )
    return ButtonElement(
        text="Approve",
        action_id=APPROVE,
        value=value,
        confirm=question,
        style="primary",
    )


def _answers(value: str) -> list[ButtonElement]:
    return [
        ButtonElement(text="Looks right", action_id=RIGHT, value=value),
        ButtonElement(text="Propose a correction", action_id=CORRECT, value=value),
    ]


def public(shown: tuple[Record, int]) -> Post:
    """Show the channel the minutes that are circulated, or what became of them."""
    return _circulated(*shown)


def _circulated(record: Record, revision: int) -> Post:
    meeting = record.meeting
    title = mrkdwn(cut(meeting.title, _TITLE))
    shown = next((v for v in record.versions if v.revision == revision), None)
    text = f"*Minutes of {meeting.ref}: {title}*"
    if record.approval is not None:
        said = f"{text}\n{_state(record)}"
        read = ButtonElement(
            text="Read them", action_id=MINUTES, value=str(meeting.number)
        )
        return Post(text=said, blocks=[section(said), ActionsBlock(elements=[read])])
    lead = f"{text}\nPlease read them. {_state(record)}"
    found = pieces(shown.body if shown else "", _PIECE)
    blocks: list[Block] = [section(cut(lead, SECTION_LIMIT))]
    blocks += [section(each) for each in found[:_SHOWN]]
    is_newest = revision == _revision(record)
    if not is_newest:
        blocks.append(section("_A newer text holds now: press Read them._"))
    elif len(found) > _SHOWN:
        blocks.append(section("_There is more: press Read them._"))
    read = ButtonElement(text="Read them", action_id=MINUTES, value=str(meeting.number))
    blocks.append(ActionsBlock(elements=[*_answers(_value(record)), read]))
    return Post(text=lead, blocks=blocks)


def correction(about: Correction) -> Post:
    """Tell those who write the minutes what somebody would correct."""
    meeting, answer = about.record.meeting, about.answer
    text = f"Somebody proposes a correction to the minutes of {meeting.ref}:"
    said = mrkdwn(answer.text)
    note = "Take it in with `/meeting minutes` in the group's channel."
    blocks = [section(each) for each in (text, cut(said, SECTION_LIMIT), note)]
    return Post(text=f"{text} {cut(said, _SHORT)}", blocks=blocks)


def versions(record: Record) -> Post:
    """Show the texts there were, the newest first, each to be restored."""
    text = f"*Versions of the minutes of {record.meeting.ref}*"
    blocks: list[Block] = [section(text)]
    for each in record.versions[::-1][:_VERSIONS]:
        when = f", {long_date(each.made_at.date())}" if each.made_at else ""
        why = f": {mrkdwn(each.reason)}" if each.reason else ""
        size = f"{len(each.body)} characters"
        line = f"*Version {each.revision}*{when}{why} ({size}, {each.sha256[:12]})"
        blocks.append(section(line))
        is_old = record.approval is None and each.revision != _revision(record)
        if is_old:
            value = f"{record.meeting.number}:{each.revision}"
            button = ButtonElement(
                text="Let it hold again", action_id=RESTORE, value=value
            )
            blocks.append(ActionsBlock(elements=[button]))
    return Post(text=text, blocks=blocks)


def saved(record: Record) -> Post:
    """Say that a text is saved, and what comes next."""
    ref = record.meeting.ref
    text = f"Saved as version {_revision(record)} of the minutes of {ref}."
    if record.meeting.minutes_status is MinutesStatus.DRAFT:
        text += " Circulate them when they are ready."
    read = ButtonElement(
        text="Minutes", action_id=MINUTES, value=str(record.meeting.number)
    )
    return Post(text=text, blocks=[section(text), ActionsBlock(elements=[read])])


def not_taken(newer: Version) -> Post:
    """Say that a file was not taken, because somebody saved another text meanwhile."""
    return paragraph(
        f"Somebody saved version {newer.revision} since you opened the form, so your "
        "file was not taken; it is still with you. Press Files to get the new text, "
        "put both together, and upload that."
    )


def sent(record: Record) -> Post:
    """Say that the minutes are in the channel."""
    return paragraph(
        f"The minutes of {record.meeting.ref} are circulated. Corrections come to you; "
        "approve them in the next meeting."
    )


def done(record: Record) -> Post:
    """Say that the minutes are approved."""
    return paragraph(f"The minutes of {record.meeting.ref} are approved and locked.")


def thanks(answer: Answer, *, is_new: bool) -> Post:
    """Thank whoever said something about circulated minutes."""
    if answer.text:
        return paragraph("Thank you. Those who write the minutes have your correction.")
    return paragraph("Thank you." if is_new else "You said so already. Thank you!")


def settled() -> Post:
    """Say that a correction was dealt with."""
    return paragraph("Settled.")


def restored(record: Record) -> Post:
    """Say that an older text holds again."""
    return paragraph(
        f"The older text holds again, as version {_revision(record)}. What was noted "
        "after it stands at its end."
    )


def making(record: Record) -> Post:
    """Say that the files are being made."""
    return paragraph(f"Making the files of the minutes of {record.meeting.ref}…")


def delivered(record: Record, upload: Upload) -> Post:
    """Say where the files are, or why they are not."""
    ref = record.meeting.ref
    said = {
        Upload.DONE: f"The minutes of {ref} as text and as a page, for you alone.",
        Upload.REFUSED: "I may not upload files here. Whoever runs Convenor can add "
        "the permission files:write.",
        Upload.UNCERTAIN: "Slack did not confirm the upload. If the files are not "
        "here, press Files again.",
    }
    return paragraph(said[upload])


def no_direct_message() -> Post:
    """Say that the files have nowhere to go."""
    return paragraph("I cannot write to you directly, so I cannot send the files.")


def not_made(sentence: str) -> Post:
    """Say that the files did not come about, and why."""
    return paragraph(f"The files could not be made. {mrkdwn(sentence)}")


def canvas_made(record: Record) -> Post:
    """Say where the canvas is."""
    return paragraph(
        f"The minutes of {record.meeting.ref} are a canvas now. You find it under "
        "Files in Slack."
    )


def no_canvas() -> Post:
    """Say that there are no canvases here, and what comes instead."""
    return paragraph("This workspace has no canvases for me, so you get files instead.")
