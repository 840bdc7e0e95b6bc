"""What the channel, the chair and whoever changed something hear of meetings."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from bot.domain.meeting_views import (
    Changed,
    Choice,
    Ended,
    HolidayQuestion,
    Reshaping,
    Scheduled,
    SeriesNews,
    Shown,
)
from bot.domain.meetings import Meeting, MeetingStatus
from templates.meetings import cards, words
from templates.messages import Post, paragraph, section
from templates.text import cut, mrkdwn
from templates.times import reader_time

KEEP = "meeting_holiday_keep"
NEXT_DAY = "meeting_holiday_next"
SKIP = "meeting_holiday_skip"
CHOICES = {
    KEEP: Choice.KEEP,
    NEXT_DAY: Choice.NEXT_WORKING_DAY,
    SKIP: Choice.SKIP,
}
_BUTTONS = {KEEP: "Keep the day", NEXT_DAY: "Next working day", SKIP: "Skip it"}
_LIST = 2500


def announced(shown: Shown) -> Post:
    """Say that a meeting is planned."""
    return cards.post(shown, lead=f":calendar: *{shown.meeting.ref} is coming up.*")


def moved(shown: Shown) -> Post:
    """Say that a meeting is at another time."""
    lead = f":arrow_right: *{shown.meeting.ref} was moved.* Please answer again."
    return cards.post(shown, lead=lead)


def changed(shown: Shown) -> Post:
    """Say that something else about a meeting changed."""
    return cards.post(shown, lead=f":pencil: *{shown.meeting.ref} was changed.*")


def reopened(shown: Shown) -> Post:
    """Say that a cancelled meeting takes place after all."""
    lead = f":white_check_mark: *{shown.meeting.ref} takes place after all.*"
    return cards.post(shown, lead=lead)


def overtaken(meeting: Meeting) -> Post:
    """Say in place of an earlier message how the meeting is now."""
    if meeting.status is MeetingStatus.CANCELLED:
        said = f"{words.named(meeting)} is cancelled; more below."
    else:
        said = f"{words.named(meeting)} was changed; more below. It is on\n"
        said += words.when(meeting)
    return _post([said])


def cancelled(shown: Shown) -> Post:
    """Say that a meeting does not take place."""
    meeting = shown.meeting
    said = (
        f":x: *{meeting.ref} is cancelled:* {mrkdwn(meeting.title)}, "
        f"{words.there(meeting)} ({reader_time(meeting.starts_at)}).\n"
        f"{mrkdwn(meeting.cancelled_reason)}"
    ).rstrip()
    return paragraph(said)


def series(news: SeriesNews) -> Post:
    """Say that the group meets by a new rule."""
    title = mrkdwn(news.series.title)
    verb = "meets from now on by another rule" if news.replaced else "has a new rhythm"
    said = [f":calendar: *{title}* {verb}: {words.rule(news.series)}."]
    said += words.remarks(news.series)
    if news.replaced and (reason := news.meetings[0].note):
        said.append(mrkdwn(reason))
    said += _listed(news.meetings)
    return _post(said)


def series_ended(news: SeriesNews) -> Post:
    """Say that a series ends, and what is called off."""
    said = [f":x: *{mrkdwn(news.series.title)}* ends: {words.rule(news.series)}."]
    if news.called_off:
        reason = mrkdwn(news.called_off[0].cancelled_reason)
        said += [reason] if reason else []
        said += ["These are cancelled:", *_listed(news.called_off)]
    return _post(said)


def question(asked: HolidayQuestion) -> Post:
    """Ask a chair about a meeting on a public holiday."""
    meeting = asked.meeting
    said = (
        f"{words.named(meeting)}, {words.there(meeting)}, is on a public holiday: "
        f"{words.holidays(asked.holidays)}. What shall it be?"
    )
    value = f"{asked.sig_id}:{meeting.number}"
    buttons = [
        ButtonElement(text=text, action_id=action_id, value=value)
        for action_id, text in _BUTTONS.items()
    ]
    return Post(text=said, blocks=[section(said), ActionsBlock(elements=buttons)])


def read_question(value: str) -> tuple[int, int]:
    """Read the group and the number of the meeting that a chair decided of."""
    sig_id, _, number = value.partition(":")
    return int(sig_id), int(number)


def decided(asked: HolidayQuestion) -> Post:
    """Say how it is now, in place of the question."""
    meeting = asked.meeting
    if meeting.status is MeetingStatus.CANCELLED:
        said = f"{words.named(meeting)}, {words.there(meeting)}: cancelled."
    else:
        said = f"{words.named(meeting)}: it is on {words.there(meeting)}."
    return _post([said])


def scheduled(done: Scheduled, *, reader: str | None = None) -> Post:
    """Say to whoever scheduled it that it is saved."""
    if done.series is not None:
        said = [f"Saved: {words.rule(done.series)}.", *_listed(done.meetings, reader)]
    elif done.meetings:
        said = ["Saved.", *_listed(done.meetings, reader)]
    else:
        said = ["This is saved already: /meeting list shows it."]
    if done.sig.channel_id is not None and done.meetings:
        said.append("The channel hears of it from me.")
    return _post(said)


def saved(done: Changed, *, reader: str | None = None) -> Post:
    """Say to whoever changed a meeting how it is now."""
    meeting = done.meeting
    first = "Saved." if done.is_new else "Nothing has changed."
    said = [first, cards.summary(meeting, reader=reader)]
    if meeting.status is MeetingStatus.CANCELLED:
        said.append(f":x: Cancelled. {mrkdwn(meeting.cancelled_reason)}".rstrip())
    if done.is_new:
        said.append("The channel hears of it from me.")
    return _post(said)


def reshaped(done: Reshaping) -> Post:
    """Say to whoever changed a series what came of it."""
    said = [f"Saved: {words.rule(done.series)}."]
    if done.moved:
        names = ", ".join(meeting.ref for meeting, _ in done.moved)
        said.append(f"Now at their new times: {names}.")
    if done.kept:
        names = ", ".join(meeting.ref for meeting in done.kept)
        said.append(
            f"As they were, because of what was decided of them alone: {names}."
        )
    return _post(said)


def ended(done: Ended, *, reader: str | None = None) -> Post:
    """Say to whoever ended a series what was called off."""
    if not done.called_off:
        return _post(
            ["The series has ended already: /meeting list shows what is left."]
        )
    listed = _listed(done.called_off, reader)
    return _post(["The series ends. Cancelled:", *listed])


def _listed(meetings: Sequence[Meeting], reader: str | None = None) -> list[str]:
    """Return a line for each; ``reader`` is the zone of the one person who reads it."""
    return [f"• *{each.ref}* {_day(each, reader)}" for each in meetings]


def _day(meeting: Meeting, reader: str | None) -> str:
    own = reader_time(meeting.starts_at)
    if words.is_twice(meeting, reader):
        return own
    return f"{words.there(meeting)} ({own})"


def _post(said: Sequence[str]) -> Post:
    text = cut("\n".join(said), _LIST)
    return paragraph(text)
