"""The thread of a meeting: its head, a note in it, the skeleton of minutes."""

from collections.abc import Iterable, Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
)

from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.minutes import Noted, Record
from templates.agendas.lists import SHOW as AGENDA
from templates.attendance.cards import MARK
from templates.holding import words
from templates.messages import SECTION_LIMIT, Post, paragraph, section
from templates.text import cut, mrkdwn

NOTE = "meeting_note"
NOTE_CHANGE = "meeting_note_change"
DECISION = "meeting_decision"
ACTION = "meeting_action"
END = "meeting_end"
MINUTES = "minutes_open"
_NOTES = 8
_SHORT = 280
_TITLE = 200


def head(record: Record) -> Post:
    """Open the thread under which a meeting is held, with all that it needs."""
    meeting = record.meeting
    title = mrkdwn(cut(meeting.title, _TITLE))
    if meeting.status is MeetingStatus.HELD:
        text = f"*{meeting.ref}: {title}* is over. Its notes are in this thread."
        return Post(text=text, blocks=[section(text), _after(meeting)])
    text = (
        f"*{meeting.ref}: {title}* has begun. Notes, decisions and actions go into "
        "this thread; the minutes are made of them."
    )
    agenda = [
        words.item_line(number, item) for number, item in enumerate(meeting.agenda, 1)
    ]
    blocks: list[Block] = [section(text)]
    if agenda:
        blocks.append(section(cut("\n".join(agenda), SECTION_LIMIT)))
    return Post(text=text, blocks=[*blocks, _during(meeting)])


def _during(meeting: Meeting) -> ActionsBlock:
    question = ConfirmObject(
        title="End the meeting?",
        text="What is unfinished moves to the next meeting, and the skeleton of the "
        "minutes is posted. Notes can still be added until the minutes are approved.",
        confirm="End it",
        deny="Not yet",
    )
    value = str(meeting.number)
    return ActionsBlock(
        elements=[
            ButtonElement(text="Note", action_id=NOTE, value=value),
            ButtonElement(text="Decision", action_id=DECISION, value=value),
            ButtonElement(text="Action", action_id=ACTION, value=value),
            ButtonElement(text="Agenda", action_id=AGENDA, value=value),
            ButtonElement(text="Attendance", action_id=MARK, value=value),
            ButtonElement(
                text="End the meeting", action_id=END, value=value, confirm=question
            ),
        ]
    )


def _after(meeting: Meeting) -> ActionsBlock:
    value = str(meeting.number)
    read = ButtonElement(text="Minutes", action_id=MINUTES, value=value)
    add = ButtonElement(text="Add a note", action_id=NOTE, value=value)
    return ActionsBlock(elements=[read, add])


def noted_in_thread(noted: Noted) -> Post:
    """Show a note in the thread; who wrote it is not said."""
    note, agenda = noted.note, noted.meeting.agenda
    about = next((each.title for each in agenda if each.id == note.agenda_item_id), "")
    lead = ":memo: "
    if about:
        lead += f"_{mrkdwn(cut(about, _TITLE))}_\n"
    body = mrkdwn(note.text)
    button = ButtonElement(text="Change", action_id=NOTE_CHANGE, value=str(note.id))
    blocks: list[Block] = [
        section(each) for each in packed([lead + cut(body, SECTION_LIMIT - 300)])
    ]
    text = cut(f":memo: {body}", _SHORT)
    return Post(text=text, blocks=[*blocks, ActionsBlock(elements=[button])])


def skeleton(record: Record) -> Post:
    """Say what is known at the end of a meeting; the minutes are made of it."""
    meeting = record.meeting
    title = mrkdwn(cut(meeting.title, _TITLE))
    text = f"*{meeting.ref}: {title}* is over. This is the skeleton of its minutes."
    parts = [
        ("", words.present_lines(record.present)),
        (
            "*Agenda*",
            [words.item_line(n, each) for n, each in enumerate(meeting.agenda, 1)],
        ),
        ("*Decisions*", [words.decision_line(each) for each in record.decisions]),
        ("*Actions*", [words.action_line(each) for each in record.actions]),
        (
            "*Done since the last meeting*",
            [words.done_line(each) for each in record.read_out],
        ),
        ("*Notes*", _note_lines(record)),
    ]
    lines = [text, ""]
    for heading, found in parts:
        some = list(found)
        if some:
            lines += [*filter(None, [heading]), *some, ""]
    missing = [name for name, there in _missing(record) if not there]
    if missing:
        lines.append(f"_None recorded: {', '.join(missing)}._")
    blocks: list[Block] = [section(each) for each in packed(lines)]
    return Post(text=text, blocks=[*blocks[:40], _after(meeting)])


def _missing(record: Record) -> Sequence[tuple[str, bool]]:
    return (
        ("decisions", bool(record.decisions)),
        ("actions", bool(record.actions)),
        ("notes", bool(record.notes)),
    )


def _note_lines(record: Record) -> list[str]:
    lines = [f"• {mrkdwn(cut(each.text, _SHORT))}" for each in record.notes[:_NOTES]]
    if len(record.notes) > _NOTES:
        lines.append(f"_and {len(record.notes) - _NOTES} more in the minutes_")
    return lines


def packed(lines: Iterable[str]) -> list[str]:
    """Join lines into texts that each fit into a section."""
    texts = [""]
    for line in lines:
        longer = f"{texts[-1]}\n{line}" if texts[-1] else line
        if len(longer) > SECTION_LIMIT:
            texts.append(cut(line, SECTION_LIMIT))
        else:
            texts[-1] = longer
    return [text.strip() for text in texts if text.strip()]


def started(meeting: Meeting) -> Post:
    """Tell whoever started a meeting what to do now."""
    return paragraph(
        f"{meeting.ref} has begun. Its thread is in the channel; `/meeting note`, "
        "`/decision` and `/action` work there too."
    )


def ended(meeting: Meeting) -> Post:
    """Tell whoever ended a meeting what comes next."""
    text = (
        f"{meeting.ref} is over, and the skeleton of its minutes is in the thread. "
        "Look through the minutes, then circulate them."
    )
    return Post(text=text, blocks=[section(text), _after(meeting)])


def thanks(noted: Noted) -> Post:
    """Tell whoever wrote a note where it went."""
    note, meeting = noted.note, noted.meeting
    text = f"Noted: it goes into the notes of {meeting.ref}."
    if noted.is_late:
        text = (
            f"{meeting.ref} is over; your note goes into its minutes, as added after "
            "the meeting. That works until they are approved."
        )
    button = ButtonElement(text="Change it", action_id=NOTE_CHANGE, value=str(note.id))
    return Post(text=text, blocks=[section(text), ActionsBlock(elements=[button])])


def changed() -> Post:
    """Say that a note was changed."""
    return paragraph("The note is changed.")
