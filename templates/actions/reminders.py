"""What people read, in private, of what they are to do; and the group, without names.

Words such as "tomorrow" are not used: a reminder may come late.
"""

from collections.abc import Iterator

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    MarkdownTextObject,
    SectionBlock,
)

from bot.domain.actions import ActionItem, ActionStatus
from bot.domain.actions.digests import SHOWN_OTHERS, Digest, Setting
from bot.domain.actions.reminders import Nudge, OpenWork
from bot.domain.meetings import Meeting
from bot.domain.practices import Practice
from bot.domain.sigs import Sig
from templates.actions import words
from templates.actions.buttons import buttons
from templates.documents.words import count, long_date
from templates.messages import SECTION_LIMIT, Post, section
from templates.polls import words as poll_words
from templates.practices import buttons as practice_buttons
from templates.practices.buttons import button as practice_button
from templates.recommendations import cards as recommendations
from templates.recommendations import words as recommendation_words
from templates.text import cut, mrkdwn
from templates.times import reader_time

PAUSE = "digest_pause"
STOP = "digest_stop"
RESUME = "digest_resume"
_SHORT = 150
_ESCAPED = 220
_NAME = 80
_TITLES = 10
_OVER = {
    ActionStatus.DONE: "Done. Thank you!",
    ActionStatus.CANCELLED: "This is not needed any more.",
    ActionStatus.BLOCKED: "This is blocked: I remind you again when it can go on.",
}


def reminder(found: Nudge) -> Post:
    """Remind somebody of what they do; once it is over, say what became of it."""
    action, group = found.shown.action, mrkdwn(cut(found.sig.name, _NAME))
    line = _title(action)
    if action.due_on is not None:
        line += f"\nDue {long_date(action.due_on)}."
    who = "You do" if found.shown.owner_user_id else "Your cluster does"
    head = f":bell: *{who} this for {group}:*"
    if not found.is_waiting:
        said = _OVER.get(action.status, "This has changed since I reminded you.")
        head = f"{said} ({group})"
        line = words.line(found.shown, found.today, with_owner=False)
    text = f"{head}\n{line}"
    return Post(text=text, blocks=[section(text), buttons(found.shown)])


def digest(found: Digest) -> Post:
    """Tell somebody everything that waits for them in a group, once a week."""
    name = mrkdwn(cut(found.sig.name, _NAME))
    if found.is_empty:
        text = f"*{name}:* nothing waits for you any more. Thank you!"
        return Post(text=text, blocks=[section(text)])
    head = f":calendar: *This week in {name}: what waits for you*"
    blocks: list[Block] = [section(head), *_actions(found), *_reviews(found)]
    blocks += _rounds(found)
    blocks += _listed(_polls(found, _where(found.sig)))
    blocks += _listed(_meeting(found.meeting, _where(found.sig)))
    blocks += _listed(_sections(found))
    blocks.append(_settings(found.sig, PAUSE, STOP))
    return Post(text=f"{head}\n{_counted(found)}", blocks=blocks)


def with_open_work(post: Post, work: OpenWork) -> Post:
    """Add to a reminder of a meeting what the group has to do: titles, no names."""
    if not work.actions:
        return post
    lines = [f"*Open actions:* {_numbers(work)}."]
    lines += [f"• {_title(each)}" for each in work.actions[:_TITLES]]
    if len(work.actions) > _TITLES:
        more = len(work.actions) - _TITLES
        lines.append(f"… and {more} more: `/action list`")
    text = cut("\n".join(lines), SECTION_LIMIT)
    return Post(text=f"{post.text}\n{text}", blocks=[*post.blocks, section(text)])


def setting(found: Setting) -> Post:
    """Tell somebody whether they get the summary, with the other choices."""
    name = mrkdwn(cut(found.sig.name, _NAME))
    if not found.is_paused:
        text = (
            f"On Monday mornings I send you what waits for you in {name}, when there "
            "is something. Reminders of single actions come three days before they "
            "are due, and on that day; press Snooze in one to put it off."
        )
        choices = [PAUSE, STOP]
    else:
        until = found.until
        when = f"until {long_date(until)}" if until else "until you want it again"
        text = (
            f"You get no weekly summary of {name} {when}. Reminders of single actions "
            "still come on their days. `/action mine` shows everything at any time."
        )
        choices = [RESUME] if until is None else [RESUME, STOP]
    return Post(text=text, blocks=[section(text), _settings(found.sig, *choices)])


def read_group(value: str) -> int:
    """Read of which group a button about the summary is.

    Raises:
        ValueError: it is not what a button of ours says.
    """
    return int(value)


def _actions(found: Digest) -> Iterator[Block]:
    for each in found.actions:
        yield section(words.line(each, found.today, with_owner=False))
        yield buttons(each)
    if found.more:
        yield section(f"… and {found.more} more: `/action mine` in {_where(found.sig)}")


def _reviews(found: Digest) -> Iterator[Block]:
    for practice in found.reviews[:SHOWN_OTHERS]:
        yield section(f"Your review is awaited: {_practice(practice)}")
        review = practice_button("Review", practice_buttons.REVIEW, practice)
        yield ActionsBlock(elements=[review])
    if len(found.reviews) > SHOWN_OTHERS:
        more = len(found.reviews) - SHOWN_OTHERS
        yield section(f"… and {count(more, 'more review')}.")


def _rounds(found: Digest) -> Iterator[Block]:
    for asked in found.rounds[:SHOWN_OTHERS]:
        until = f" until {reader_time(asked.round.closes_at)}" if asked.round else ""
        text = (
            f"Your cluster is asked about {recommendation_words.named(asked)}{until}. "
            "Silence is consent."
        )
        yield SectionBlock(
            text=MarkdownTextObject(text=text, verbatim=True),
            accessory=recommendations.open_button(asked),
        )
    if len(found.rounds) > SHOWN_OTHERS:
        more = len(found.rounds) - SHOWN_OTHERS
        yield section(f"… and {count(more, 'more recommendation')}.")


def _polls(found: Digest, where: str) -> Iterator[str]:
    for poll in found.polls[:SHOWN_OTHERS]:
        yield (
            f"Your cluster has not answered {poll_words.named(poll)}, open until "
            f"{poll_words.deadline(poll)}: `/meeting poll {poll.number}` in {where}"
        )


def _meeting(meeting: Meeting | None, where: str) -> Iterator[str]:
    if meeting is not None:
        title = mrkdwn(cut(meeting.title, _SHORT))
        yield (
            f"Will you come to *{meeting.ref}* {title}, on "
            f"{long_date(meeting.starts_local.date())}? "
            f"`/meeting rsvp {meeting.ref}` in {where} says so."
        )


def _sections(found: Digest) -> Iterator[str]:
    for each in found.sections[:SHOWN_OTHERS]:
        due = ""
        if each.due_on is not None:
            is_over = each.due_on < found.today
            due = f", {'was due' if is_over else 'due'} {long_date(each.due_on)}"
        title = mrkdwn(cut(each.title, _SHORT))
        yield f"Your section of the white paper is not written yet: *{title}*{due}"
    if len(found.sections) > SHOWN_OTHERS:
        yield f"… and {len(found.sections) - SHOWN_OTHERS} more sections."


def _listed(lines: Iterator[str]) -> Iterator[Block]:
    text = "\n".join(f"• {line}" for line in lines)
    if text:
        yield section(text)


def _counted(found: Digest) -> str:
    actions = len(found.actions) + found.more
    named = (
        (actions, "action"),
        (len(found.reviews), "review"),
        (len(found.rounds), "recommendation"),
        (len(found.polls), "poll"),
        (int(found.meeting is not None), "invitation"),
        (len(found.sections), "section"),
    )
    return ", ".join(count(number, what) for number, what in named if number) + "."


def _numbers(work: OpenWork) -> str:
    """Count, so that the chair sees what is missing and nobody is pointed at."""
    total = len(work.actions)
    found = [
        f"{number} {words_of}"
        for number, words_of in (
            (work.overdue, "past the due date"),
            (work.without_owner, "without an owner"),
            (work.without_date, "without a date"),
        )
        if number
    ]
    return f"{total} ({', '.join(found)})" if found else str(total)


def _title(action: ActionItem) -> str:
    return f"*{action.ref}* {cut(mrkdwn(action.title), _ESCAPED)}"


def _practice(practice: Practice) -> str:
    return f"*{practice.ref}* {mrkdwn(cut(practice.content.title, _SHORT))}"


def _where(sig: Sig) -> str:
    return f"<#{sig.channel_id}>" if sig.channel_id else "the group's channel"


def _settings(sig: Sig, *choices: str) -> ActionsBlock:
    return ActionsBlock(
        elements=[
            ButtonElement(text=_CHOICES[each], action_id=each, value=str(sig.id))
            for each in choices
        ]
    )


_CHOICES = {
    PAUSE: "Pause these for 4 weeks",
    STOP: "Stop these",
    RESUME: "Send them again",
}
