"""What the channel reads before a meeting, and who writes minutes after it.

Words such as "tomorrow" are not used: a reminder may be posted late.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from slack_sdk.models.blocks import Block

from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.meetings import MinutesStatus as Minutes
from bot.domain.reminders import MissingMinutes, Reminder, Rung
from bot.domain.zones import in_words
from templates import calendars
from templates.documents.words import count, long_date
from templates.messages import SECTION_LIMIT, Post, paragraph, section
from templates.rsvps.buttons import buttons
from templates.rsvps.words import counts
from templates.text import cut, link, mrkdwn
from templates.times import WEEKDAYS, reader_time

_TITLE = 200
_NOT_BEGUN = {MeetingStatus.PLANNED, MeetingStatus.SCHEDULED}


def reminder(found: Reminder) -> Post:
    """Remind the channel of a meeting: what is asked depends on how far off it is."""
    lines, blocks = _SAID[found.rung](found)
    if found.note:
        lines.append(f":warning: {mrkdwn(found.note)}")
    text = cut("\n".join(lines), SECTION_LIMIT)
    return Post(text=text, blocks=[section(text), *blocks])


def agenda(found: Reminder, posted: Post) -> Post:
    """Let the agenda be the reminder: with the buttons to say whether one comes."""
    blocks, text = [*posted.blocks], posted.text
    if found.note:
        note = f":warning: {mrkdwn(found.note)}"
        text, blocks = f"{text}\n{note}", [*blocks, section(note)]
    return Post(text=text, blocks=[*blocks, buttons(found.meeting)])


def missing_minutes(found: MissingMinutes) -> Post:
    """Ask whoever writes the minutes for those of a meeting, in private."""
    meeting, group = found.meeting, mrkdwn(found.sig.name)
    day = long_date(meeting.starts_local.date())
    is_draft = meeting.minutes_status is Minutes.DRAFT
    state = "are still a draft" if is_draft else "are not written yet"
    text = (
        f"The minutes of {_name(meeting)} ({day}, {group}) {state}, so nobody in the "
        f"group has them.\n→ `/meeting minutes {meeting.ref}` in the group's channel "
        "shows what there is; correct it and send it round.\n"
    )
    if meeting.status in _NOT_BEGUN:
        text += f"→ Did it not take place? `/meeting cancel {meeting.ref}` says so.\n"
    elif meeting.status is MeetingStatus.IN_PROGRESS:
        text += "→ It is still open: `/meeting end` closes it.\n"
    text += "I ask once each working day until the minutes are sent round."
    return paragraph(text)


_Said = tuple[list[str], Sequence[Block]]


def _call(found: Reminder) -> _Said:
    meeting = found.meeting
    lines = [
        f"*Save the date:* {_name(meeting)}",
        *_when(meeting),
        "*Will you come?* Press a button, so that we know whether there is a quorum.",
        *_going(found),
        "*What should we talk about?* `/meeting agenda` with a few words proposes it.",
    ]
    return lines, [buttons(meeting), calendars.block(meeting)]


def _soon(found: Reminder) -> _Said:
    meeting = found.meeting
    lines = [f"*Reminder:* {_name(meeting)}", *_when(meeting), *_where(meeting)]
    lines += _going(found)
    return lines, [buttons(meeting)]


def _now(found: Reminder) -> _Said:
    meeting = found.meeting
    lines = [f"*Beginning soon:* {_name(meeting)}", *_when(meeting), *_where(meeting)]
    return lines, []


_SAID: Mapping[Rung, Callable[[Reminder], _Said]] = {
    Rung.CALL: _call,
    Rung.AGENDA: _soon,
    Rung.SOON: _soon,
    Rung.NOW: _now,
}


def _going(found: Reminder) -> Iterator[str]:
    if found.forecast.seats:
        yield counts(found.forecast)


def _name(meeting: Meeting) -> str:
    return f"*{meeting.ref}* {cut(mrkdwn(meeting.title), _TITLE)}"


def _when(meeting: Meeting) -> Iterator[str]:
    """Say when it is: for each reader where they are, and in the meeting's own zone."""
    local = meeting.starts_local
    day = f"{WEEKDAYS[local.weekday()]} {long_date(local.date())}"
    there = f"{day}, {local:%H:%M} {in_words(meeting.zone)}"
    minutes = count(meeting.duration_minutes, "minute")
    yield f"For you {reader_time(meeting.starts_at)} ({there}), {minutes}."


def _where(meeting: Meeting) -> Iterator[str]:
    address = link(meeting.join_url) if meeting.join_url else ""
    if address:
        yield f"Join: <{address}>"
    if meeting.place:
        yield f"Place: {cut(mrkdwn(meeting.place), _TITLE)}"
