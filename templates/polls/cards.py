"""A poll as a message: the question in the channel, its state, the chairs' result."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    MarkdownTextObject,
    SectionBlock,
)

from bot.domain.polls import Board, Count, Poll, PollState
from templates import forms, pages
from templates.messages import SECTION_LIMIT, Post, paragraph, section
from templates.polls import words
from templates.text import cut, mrkdwn

FEATURE = "polls"
_TEXT = 3500
_PLACES = "Outside 9:00 to 17:00"


def question(board: Board) -> Post:
    """Return what stands in the channel: the times, the count, how to answer."""
    poll = board.poll
    head = _head(board)
    blocks: list[Block] = [section(head)]
    blocks += [_slot(board, count) for count in board.tally.counts]
    if poll.state is PollState.OPEN:
        blocks.append(ActionsBlock(elements=[_answer(board)]))
    blocks.append(forms.note(f"{words.taking_part(board)} {words.RULE}"))
    return Post(text=head, blocks=blocks)


def card(board: Board) -> Post:
    """Show one poll to one reader, with what they may do about it."""
    poll = board.poll
    if board.may_lead and poll.state is PollState.CLOSED:
        return result(board)
    head = _head(board)
    blocks: list[Block] = [section(head)]
    blocks += [_slot(board, count) for count in board.tally.counts]
    buttons = _buttons(board)
    blocks += [ActionsBlock(elements=buttons)] if buttons else []
    blocks.append(forms.note(f"{words.taking_part(board)} {words.RULE}"))
    return Post(text=head, blocks=blocks)


def result(board: Board) -> Post:
    """Tell those who lead the group what came out, the winner first."""
    poll = board.poll
    if poll.state is not PollState.CLOSED:
        return card(board)
    head = f"{words.named(poll)} is closed. {words.taking_part(board)}"
    if not board.tally.answered:
        head += " With no answer there is no winner: give more time, or choose one."
    elif not _choosable(board):
        head += " All its times are over: ask for new ones with `/meeting poll`."
    else:
        head += " Choose a time, and the meeting is made and announced."
    blocks: list[Block] = [section(head)]
    blocks += [_choice(board, count) for count in board.tally.ranked]
    blocks.append(ActionsBlock(elements=_buttons(board)))
    blocks.append(forms.note(f"{words.TIE_RULE} {words.RULE}"))
    return Post(text=head, blocks=blocks)


def reminder(board: Board) -> Post:
    """Ask somebody, in private, whose cluster has not answered."""
    poll = board.poll
    text = (
        f"Your cluster has not answered {words.named(poll)} yet. It is open until "
        f"{words.deadline(poll)}. One answer per cluster is enough."
    )
    return _with_buttons(text, board)


def zone_corrected(board: Board) -> Post:
    """Tell somebody who answered that the times are others than they saw."""
    poll = board.poll
    city = mrkdwn(poll.zone.rpartition("/")[2].replace("_", " "))
    text = (
        f"The time zone of {words.named(poll)} was corrected: its times are in "
        f"{city} time now. Your answers are kept. Please look whether they still hold:"
    )
    lines = [words.when(slot, poll.zone).replace("\n", " · ") for slot in poll.slots]
    return _with_buttons("\n".join((text, *lines)), board)


def opened(poll: Poll) -> Post:
    """Say that a poll is on its way."""
    text = (
        f"{words.named(poll)} goes to the channel now. I remind those who have not "
        "answered, in private, and bring you the result at the deadline: "
        f"{words.deadline(poll)}. `/meeting poll {poll.number}` shows how it stands."
    )
    return paragraph(text)


def answered(poll: Poll) -> Post:
    """Say that an answer is in."""
    text = (
        f"Thank you, your answer to {words.named(poll)} is in. You can change it until "
        f"{words.deadline(poll)}: press *Answer* again."
    )
    return paragraph(text)


def listing(polls: Sequence[Poll], *, sig_id: int, offset: int = 0) -> Post:
    """List the polls, a page at a time."""
    if not polls:
        text = "No polls yet. The chair asks for a date with `/meeting poll`."
        return paragraph(text)
    many = "1 poll" if len(polls) == 1 else f"{len(polls)} polls"
    head = f"*{many}*{pages.shown(len(polls), offset)}"
    blocks: list[Block] = [section(head)]
    lines = []
    for poll in pages.page_of(polls, offset):
        lines.append(f"{words.named(poll)}\n{_standing(poll)}")
        shown = ButtonElement(
            text="Show", action_id=words.SHOW, value=words.value(poll, sig_id)
        )
        blocks.append(_row(lines[-1], shown))
    blocks += pages.pager(FEATURE, len(polls), offset)
    return Post(text=cut("\n".join((head, *lines)), _TEXT), blocks=blocks)


def _head(board: Board) -> str:
    poll = board.poll
    said = {
        PollState.OPEN: "When can your cluster come? Please answer until "
        f"{words.deadline(poll)}.",
        PollState.CLOSED: "The time for answers is over; the chair chooses now.",
        PollState.CANCELLED: "This poll was cancelled.",
        PollState.DECIDED: f"Decided: *{board.meeting_ref}*. "
        f"`/meeting show {board.meeting_ref}` shows when and where.",
    }[poll.state]
    return f"{words.named(poll)}\n{words.facts(poll)}\n{said}"


def _standing(poll: Poll) -> str:
    if poll.state is PollState.OPEN:
        return f"Open until {words.deadline(poll)}"
    return words.STATES[poll.state].capitalize()


def _slot(board: Board, count: Count) -> SectionBlock:
    return section(_about(board, count))


def _about(board: Board, count: Count) -> str:
    """Return a time, who can come, and for whom it is early or late."""
    poll = board.poll
    slot = poll.slot(count.slot_id)
    if slot is None:
        return words.counts(board, count)
    lines = [words.when(slot, poll.zone), words.counts(board, count)]
    note = words.fairness(slot.starts_at, poll.duration_minutes, board.zones)
    if note and not poll.is_ended:
        lines.append(f"_{_PLACES}: {note}_")
    return cut("\n".join(lines), SECTION_LIMIT)


def _choice(board: Board, count: Count) -> SectionBlock:
    """Return a time with the button that makes the meeting."""
    is_winner = count == board.tally.ranked[0] and bool(board.tally.answered)
    text = _about(board, count)
    if is_winner:
        text = f":trophy: *{_why(board)}*\n{text}"
    if count not in _choosable(board):
        return section(f"{text}\n_This time is over._")
    button = ButtonElement(
        text="Make this the meeting",
        action_id=words.DECIDE,
        value=words.value(board.poll, board.sig_id, count.slot_id),
        style="primary" if is_winner else None,
    )
    return _row(text, button)


def _why(board: Board) -> str:
    """Say why the winner is first, where another time is as good."""
    first, *others = board.tally.ranked
    if not others or first.can_come > others[0].can_come:
        return "Most clusters can come"
    if len(first.yes) > len(others[0].yes):
        return "As many can come as at another time, and more said yes"
    return "As good as another time, and earlier"


def _choosable(board: Board) -> Sequence[Count]:
    return [each for each in board.tally.ranked if each.starts_at > board.as_of]


def _buttons(board: Board) -> list[ButtonElement]:
    poll, found = board.poll, []
    if board.may_answer and poll.state is PollState.OPEN:
        found.append(_answer(board))
    if not board.may_lead or poll.is_ended:
        return found
    is_open = poll.state is PollState.OPEN
    if is_open:
        found.append(_button(board, "Close now", words.CLOSE, confirm=_CLOSE))
    more = "Change the deadline" if is_open else "Give more time"
    found.append(_button(board, more, words.DEADLINE))
    found.append(_button(board, "Correct the time zone", words.ZONE))
    found.append(_button(board, "Cancel the poll", words.CANCEL, confirm=_CANCEL))
    return found


def _answer(board: Board) -> ButtonElement:
    return ButtonElement(
        text="Answer",
        action_id=words.ANSWER,
        value=words.value(board.poll, board.sig_id),
        style="primary",
    )


_CLOSE = ("Close the poll now?", "Nobody can answer any more. You choose a time next.")
_CANCEL = ("Cancel the poll?", "The answers are of no use then, and none is chosen.")


def _button(
    board: Board, text: str, action_id: str, *, confirm: tuple[str, str] | None = None
) -> ButtonElement:
    asked = None
    if confirm is not None:
        title, said = confirm
        asked = ConfirmObject(title=title, text=said, confirm="Yes", deny="No")
    return ButtonElement(
        text=text,
        action_id=action_id,
        value=words.value(board.poll, board.sig_id),
        confirm=asked,
    )


def _with_buttons(text: str, board: Board) -> Post:
    shown = ButtonElement(
        text="Show the poll",
        action_id=words.SHOW,
        value=words.value(board.poll, board.sig_id),
    )
    is_open = board.poll.state is PollState.OPEN
    elements = [_answer(board), shown] if is_open else [shown]
    return Post(
        text=cut(text, _TEXT), blocks=[section(text), ActionsBlock(elements=elements)]
    )


def _row(text: str, button: ButtonElement) -> SectionBlock:
    return SectionBlock(
        text=MarkdownTextObject(text=cut(text, SECTION_LIMIT), verbatim=True),
        accessory=button,
    )
