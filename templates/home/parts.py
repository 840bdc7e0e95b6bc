"""The parts of Home: the next meeting, lists of one's own things, the paper."""

from collections.abc import Iterable

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    MarkdownTextObject,
    SectionBlock,
)

from bot.domain.actions import ActionStatus
from bot.domain.consensus import Proposed
from bot.domain.home import Home, OwnSection, Share, Task, ToDo
from bot.domain.polls import Poll
from bot.domain.practices import Practice, PracticeStatus
from bot.domain.references import Kind, label
from bot.domain.rsvps import is_open
from bot.domain.whitepaper import SectionState
from templates import labels
from templates.actions.buttons import DONE, SHOW, SNOOZE
from templates.documents.words import long_date
from templates.forms import note
from templates.meetings import cards
from templates.messages import section
from templates.polls import words as poll_words
from templates.practices import buttons
from templates.recommendations import cards as recommendations
from templates.recommendations import words as recommendation_words
from templates.rsvps import words as rsvp_words
from templates.rsvps.buttons import buttons as rsvp_buttons
from templates.text import cut, mrkdwn
from templates.times import reader_time

_TITLE = 200
_REASON = 200
_SUMMARY = 1500
_STATES = {
    SectionState.EMPTY: "not begun",
    SectionState.DRAFT: "a draft",
    SectionState.IN_REVIEW: "being read",
    SectionState.AGREED: "agreed",
}
_SHARES = {Share.CLUSTER: "your cluster does it", Share.HELPS: "you help"}
_PRACTICE_BUTTONS = {
    PracticeStatus.DRAFT: ("Continue", buttons.CONTINUE),
    PracticeStatus.CHANGES_REQUESTED: ("Change it", buttons.EDIT),
}


def meeting(home: Home) -> list[Block]:
    """Show the next meeting, and ask whether one comes while there is time."""
    if home.next is None:
        return [section("*Next meeting:* none is planned yet.")]
    coming = home.next.meeting
    lines = ("*Next meeting*", cards.summary(coming))
    blocks: list[Block] = [section(cut("\n".join(lines), _SUMMARY))]
    said = []
    if is_open(coming, now=home.as_of):
        said.append(rsvp_words.own(home.next.own, home.next.own_represented_by))
    if home.next.forecast.seats:
        said.append(rsvp_words.counts(home.next.forecast))
    if said:
        blocks.append(note(cut(" ".join(said), _SUMMARY)))
    if is_open(coming, now=home.as_of):
        blocks.append(rsvp_buttons(coming))
    return blocks


def actions(home: Home) -> list[Block]:
    """Show what somebody has to do, each with its buttons."""
    blocks: list[Block] = []
    for each in home.actions.items:
        blocks += [section(_to_do(home, each)), _buttons(home.sig.id, each)]
    return blocks


def practices(home: Home) -> list[Block]:
    """Show somebody's practices and their states."""
    return [_practice(each) for each in home.practices.items]


def reviews(home: Home) -> list[Block]:
    """Show what somebody was asked to review."""
    return [_review(each) for each in home.reviews.items]


def polls(home: Home) -> list[Block]:
    """Show the polls that somebody has not answered."""
    return [_poll(each, home.sig.id) for each in home.polls.items]


def rounds(home: Home) -> list[Block]:
    """Show the recommendations to which somebody's cluster has not answered."""
    return [_round(each) for each in home.rounds.items]


def paper(home: Home) -> str:
    """Say how far the paper is."""
    if home.edition is None:
        return "*White paper:* not drafted yet."
    of = long_date(home.edition.as_of)
    return f"*White paper:* edition {mrkdwn(home.edition.version)} of {of}."


def sections(home: Home) -> list[Block]:
    """Show the sections that somebody writes."""
    lines = [_section(home, each) for each in home.sections.items]
    return [section("\n".join(("You write:", *lines)))]


def _to_do(home: Home, to_do: ToDo) -> str:
    ref = label(Kind.ACTION, to_do.number)
    line = f"*{ref}* {mrkdwn(cut(to_do.title, _TITLE))}"
    facts = " · ".join(_facts(home, to_do))
    return f"{line}\n{facts}" if facts else line


def _facts(home: Home, to_do: ToDo) -> Iterable[str]:
    if to_do.due_on is None:
        yield "no date yet"
    elif to_do.is_overdue(home.today):
        yield f":warning: was due on {long_date(to_do.due_on)}"
    elif to_do.due_on == home.today:
        yield "due today"
    else:
        yield f"due on {long_date(to_do.due_on)}"
    if to_do.status is ActionStatus.BLOCKED:
        why = f": {mrkdwn(cut(to_do.reason, _REASON))}" if to_do.reason else ""
        yield f":no_entry: blocked{why}"
    elif to_do.status is ActionStatus.IN_PROGRESS:
        yield "begun"
    if to_do.snoozed_until and to_do.is_snoozed(home.today):
        yield f":zzz: snoozed until {long_date(to_do.snoozed_until)}"
    if said := _SHARES.get(Share(to_do.share)):
        yield said


def _buttons(sig_id: int, to_do: ToDo) -> ActionsBlock:
    value = f"{sig_id}:{to_do.number}"
    named = (("Done", DONE), ("Snooze", SNOOZE), ("Show", SHOW))
    return ActionsBlock(
        block_id=f"home_action_{to_do.number}",
        elements=[
            ButtonElement(text=text, action_id=action_id, value=value)
            for text, action_id in named
        ],
    )


def _practice(practice: Practice) -> SectionBlock:
    name, action = _PRACTICE_BUTTONS.get(practice.status, ("Read", buttons.READ))
    standing = labels.STATUSES[practice.status]
    if practice.label is not None:
        standing += f", {labels.ACCEPTED_AS[practice.label]}"
    text = f"{_named(practice)}\n{standing[:1].upper()}{standing[1:]}"
    return _row(text, buttons.button(name, action, practice))


def _review(task: Task) -> SectionBlock:
    text = f"{_named(task.practice)}\nAsked {reader_time(task.asked_at)}"
    return _row(text, buttons.button("Review", buttons.REVIEW, task.practice))


def _poll(poll: Poll, sig_id: int) -> SectionBlock:
    text = f"{poll_words.named(poll)}\nUntil {reader_time(poll.deadline_at)}"
    value = poll_words.value(poll, sig_id)
    answer = ButtonElement(text="Answer", action_id=poll_words.ANSWER, value=value)
    return _row(text, answer)


def _round(asked: Proposed) -> SectionBlock:
    text = recommendation_words.named(asked)
    if asked.round is not None:
        until = reader_time(asked.round.closes_at)
        text += f"\nUntil {until}. Silence is consent."
    return _row(text, recommendations.open_button(asked))


def _section(home: Home, own: OwnSection) -> str:
    facts = [_STATES[own.state]]
    if own.due_on is not None:
        is_late = own.due_on < home.today and own.state is SectionState.EMPTY
        was = ":warning: was due" if is_late else "due"
        facts.append(f"{was} on {long_date(own.due_on)}")
    return f"• {mrkdwn(cut(own.title, _TITLE))}: {', '.join(facts)}"


def _named(practice: Practice) -> str:
    title = mrkdwn(cut(practice.content.title, _TITLE)) or "(no title yet)"
    return f"*{practice.ref}* {title}"


def _row(text: str, button: ButtonElement) -> SectionBlock:
    said = MarkdownTextObject(text=cut(text, _SUMMARY), verbatim=True)
    return SectionBlock(text=said, accessory=button)
