"""What a schedule comes to, before it is saved: dates, local times, warnings."""

from collections.abc import Iterable

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.meeting_views import Preview, Reshaping
from bot.domain.meetings import MeetingStatus
from bot.domain.recurrence import USUAL_AHEAD, Fate, Series
from bot.domain.schedules import AHEAD, REASON_LIMIT
from templates import forms
from templates.meetings import words
from templates.meetings.form import Form, modal
from templates.meetings.inputs import number
from templates.messages import section
from templates.text import cut, mrkdwn

PREVIEW = "meeting_preview"
RULE_PREVIEW = "meeting_rule_preview"
_SHOWN = 24
_LIST = 2500
_STALE = (
    ":warning: *Somebody changed this series while you typed.* Below is what your "
    "change comes to now; nothing is saved yet."
)


def schedule(about: Form, preview: Preview) -> View:
    """Return the second step of scheduling; *Back* leads to the form, as it was."""
    series = preview.schedule.series
    blocks: list[Block] = [section(f"*{mrkdwn(preview.schedule.details.title)}*")]
    if series is None:
        note = forms.text(
            "reason", "A note for everybody", _text(about), limit=REASON_LIMIT
        )
        blocks += [section(words.turn(turn, preview.people)) for turn in preview.turns]
        blocks.append(note)
    else:
        blocks += [*_of(series), *_dates(preview)]
        blocks.append(_ahead(about, series))
    return modal(PREVIEW, about, blocks, title="Preview", submit="Save", close="Back")


def reshaping(about: Form, preview: Reshaping) -> View:
    """Return what a change of a series comes to; *Back* leads to the form."""
    blocks: list[Block] = [section(_STALE)] if preview.is_stale else []
    blocks += [*_of(preview.series), *_dates(preview)]
    if said := "\n".join(_effects(preview)):
        blocks.append(section(cut(said, _LIST)))
    blocks.append(_ahead(about, preview.series))
    return modal(
        RULE_PREVIEW, about, blocks, title="Preview", submit="Save", close="Back"
    )


def _of(series: Series) -> list[Block]:
    rule = words.rule(series)
    said = [f"{rule[0].upper()}{rule[1:]}.", *words.remarks(series)]
    said.append(words.reminders(series))
    return [section("\n".join(said))]


def _dates(preview: Preview | Reshaping) -> Iterable[Block]:
    meeting = sum(turn.moment is not None for turn in preview.turns)
    heading = "The next meeting" if meeting == 1 else f"The next {meeting} meetings"
    yield section(f"*{heading}*, and what the clocks of the members say:")
    for turn in preview.turns[:_SHOWN]:
        yield section(words.turn(turn, preview.people))
    if any(turn.fate is Fate.ASKS for turn in preview.turns):
        yield forms.note("I ask you about such a day as soon as its meeting is made.")


def _effects(preview: Reshaping) -> Iterable[str]:
    for meeting, turn in preview.moved:
        if turn.moment is not None:
            new = words.wall(turn.moment.starts_local, turn.moment.zone)
            yield f"{meeting.ref}: {words.there(meeting)} → {new}"
    for meeting in preview.kept:
        why = {
            MeetingStatus.CANCELLED: "it was cancelled",
            MeetingStatus.HELD: "it was held",
            MeetingStatus.IN_PROGRESS: "it runs now",
        }.get(meeting.status, "it was moved alone")
        yield f"{meeting.ref} stays as it is, {words.there(meeting)}: {why}."
    for meeting in preview.surplus:
        day = words.there(meeting)
        yield f"{meeting.ref}, {day}, is cancelled: the series ends before."


def _ahead(about: Form, series: Series) -> Block:
    low, high = AHEAD
    typed = about.typed.get("ahead")
    return number(
        "ahead",
        "How many meetings should exist ahead?",
        str(typed or series.ahead or USUAL_AHEAD),
        low=low,
        high=high,
        hint="They have an agenda and can be answered. When one is over, the next "
        "is made.",
    )


def _text(about: Form) -> str:
    value = about.typed.get("reason")
    return value if isinstance(value, str) else ""
