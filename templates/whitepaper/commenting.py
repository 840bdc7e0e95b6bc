"""Comments on sections: lists, forms, the time for them, and answers."""

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    PlainTextObject,
)
from slack_sdk.models.views import View

from bot.domain.whitepaper.comments import (
    ANSWER_LIMIT,
    COMMENT_LIMIT,
    NOTE_LIMIT,
    Answered,
    Comment,
    CommentKind,
    CommentState,
    Opened,
    Said,
    Window,
)
from bot.domain.whitepaper.desk import Board, Overview, Position
from bot.domain.whitepaper.sections import Kept
from templates import forms, pages
from templates.documents.words import long_date
from templates.forms import About
from templates.messages import Post, paragraph, section
from templates.text import cut, mrkdwn, plain
from templates.times import reader_time
from templates.whitepaper.outlining import COMMENTS

FEATURE = "comments"
SAY = "comments_say"
POSITION = "comments_position"
ANSWER = "comments_answer"
OPEN = "comments_open"
END = "comments_end"
NEW = "comment_new"
OURS = "comment_position"
REPLY = "comment_answer"
WINDOW = "comment_window"
STATES = {
    CommentState.OPEN: ":speech_balloon: open",
    CommentState.ACCEPTED: ":white_check_mark: accepted",
    CommentState.DECLINED: ":no_entry_sign: declined",
    CommentState.KEPT: ":arrow_right: kept for the next edition",
}
_CHOICES: Mapping[str, str] = {
    CommentState.ACCEPTED: "Accepted",
    CommentState.DECLINED: "Declined",
    CommentState.KEPT: "Kept for the next edition",
    CommentState.OPEN: "Open: not decided yet",
}
_LATE = (
    ":hourglass: The time for comments on this section is over. What you write now is "
    "kept for the next edition."
)
_MEANWHILE = (
    ":warning: A colleague of your cluster saved the position while you were writing. "
    "Nothing is overwritten: theirs is here, yours is below. Put together what should "
    "stay, and press *Save* again."
)
_SHOWN = 1200
_TEXT = 3500


def overview(found: Overview) -> Post:
    """Show where comments are, and when the time for them ends."""
    lines = ["*Comments on the white paper*"]
    lines += [f"• {_open_until(each)}" for each in found.windows]
    if not found.windows:
        lines.append("No time for comments is open. What you say is welcome anyway.")
    blocks: list[Block] = [section("\n".join(lines))]
    if found.may_open:
        blocks.append(ActionsBlock(elements=_leading(found)))
    for kept, count, waiting in found.sections:
        if count:
            said = f"{count} ({waiting} open)" if waiting else str(count)
            text = f"*{mrkdwn(kept.section.title)}*: {said}"
            blocks.append(pages.row(text, COMMENTS, kept.id))
    if not any(count for _, count, _ in found.sections):
        blocks.append(
            section("Nobody has commented yet: `/whitepaper comment SECTION`")
        )
    return Post(text=cut("\n".join(lines), _TEXT), blocks=blocks[:50])


def _leading(found: Overview) -> list[ButtonElement]:
    ask = ButtonElement(text="Ask for comments", action_id=OPEN)
    return [ask, *(_end(each) for each in found.windows[:1])]


def _end(window: Window) -> ButtonElement:
    return ButtonElement(
        text="End it now",
        action_id=END,
        value=str(window.id),
        confirm=ConfirmObject(
            title="End the time for comments?",
            text=PlainTextObject(text="Later comments wait for the next edition."),
            confirm="End it",
            deny="Leave it open",
        ),
    )


def _open_until(window: Window) -> str:
    what = "the whole paper"
    if window.sections:
        what = ", ".join(f"`{each}`" for each in window.sections)
    return f"open for {what} until {reader_time(window.closes_at)}"


def board(found: Board, *, offset: int = 0) -> Post:
    """Show the comments on one section that the reader may see, a page at a time."""
    part = found.kept.section
    head = f"*Comments on {mrkdwn(part.title)}*"
    if found.window is not None and not found.is_late:
        head += f"\nOpen until {reader_time(found.window.closes_at)}."
    if found.is_late:
        head += f"\n{_LATE}"
    blocks: list[Block] = [section(head)]
    if not found.said:
        blocks.append(section("There is none yet that you can see."))
    for each in found.said[offset : offset + pages.PAGE]:
        blocks.append(section(_comment(each)))
        if found.may_answer:
            blocks.append(_answering(each))
    total = len(found.said)
    blocks += pages.pager_of(FEATURE, found.kept.id, total, offset=offset)
    if buttons := _saying(found):
        blocks.append(ActionsBlock(elements=buttons))
    return Post(text=cut(head, _TEXT), blocks=blocks)


def _comment(said: Said) -> str:
    comment = said.comment
    kind = "Position of " if comment.kind is CommentKind.POSITION else ""
    facts = [f"*{kind}{mrkdwn(said.by)}*", STATES[comment.state]]
    if comment.is_late:
        facts.append("late")
    if said.taken_up:
        facts.append("in the position of the cluster")
    lines = [" · ".join(facts), cut(mrkdwn(comment.text), _SHOWN)]
    if comment.proposal:
        lines.append(f"_Proposed text:_ {cut(mrkdwn(comment.proposal), _SHOWN)}")
    if comment.consolidates:
        lines.append(f"Takes up {_many(len(comment.consolidates), 'comment')}.")
    if comment.answer:
        lines.append(f"_Answer:_ {mrkdwn(comment.answer)}")
    return "\n".join(filter(None, lines))


def _answering(said: Said) -> ActionsBlock:
    value = str(said.comment.id)
    button = ButtonElement(text="Answer", action_id=ANSWER, value=value)
    return ActionsBlock(elements=[button])


def _saying(found: Board) -> list[ButtonElement]:
    if not found.may_comment:
        return []
    value = str(found.kept.id)
    buttons = [ButtonElement(text="Comment", action_id=SAY, value=value)]
    if found.has_cluster:
        ours = "Our cluster's position"
        buttons.append(ButtonElement(text=ours, action_id=POSITION, value=value))
    return buttons


def form(about: About, kept: Kept, *, is_late: bool) -> View:
    """Return the form of a comment."""
    blocks: list[Block] = [
        section(f"*{mrkdwn(kept.section.title)}*"),
        *([section(_LATE)] if is_late else []),
        *_fields("", ""),
    ]
    return forms.modal(NEW, about, blocks, title="Comment", submit="Send")


def _fields(text: str, proposal: str) -> list[Block]:
    return [
        forms.text("text", "Comment", text, limit=COMMENT_LIMIT, lines=True),
        forms.text(
            "proposal",
            "Text you propose instead",
            proposal,
            limit=COMMENT_LIMIT,
            lines=True,
        ),
    ]


def position(about: About, found: Position) -> View:
    """Return the form of a cluster's one position, with its people's comments."""
    shown = found.refused or found.comment
    blocks: list[Block] = [
        section(
            f"*{mrkdwn(found.kept.section.title)}*\nThe position of "
            f"{mrkdwn(found.cluster)}: everybody of your cluster edits the same one."
        ),
        *([section(_LATE)] if found.is_late else []),
        *_theirs(found),
        *_fields(shown.text, shown.proposal),
        *_colleagues(found, shown),
    ]
    return forms.modal(OURS, about, blocks, title="Position", submit="Save")


def _theirs(found: Position) -> list[Block]:
    if found.refused is None:
        return []
    comment = found.comment
    said = "\n".join(filter(None, [comment.text, comment.proposal]))
    return [section(_MEANWHILE), section(cut(mrkdwn(said), 3000))]


def _colleagues(found: Position, shown: Comment) -> list[Block]:
    words = {
        str(each.comment.id): plain(f"{each.by}: {_gist(each.comment)}", 75)
        for each in found.colleagues[-90:]
    }
    chosen = [str(each) for each in shown.consolidates if str(each) in words]
    label = "Comments of your colleagues that it takes up"
    return [*forms.many("consolidates", label, words, chosen)]


def _gist(comment: Comment) -> str:
    return " ".join((comment.text or comment.proposal).split())


def answer(about: About, kept: Kept, said: Said) -> View:
    """Return the form that says what became of a comment."""
    comment = said.comment
    blocks: list[Block] = [
        section(f"*{mrkdwn(kept.section.title)}*"),
        section(_comment(said)),
        forms.menu(
            "state", "What became of it?", _CHOICES, comment.state, required=True
        ),
        forms.text(
            "answer",
            "Short answer",
            comment.answer,
            limit=ANSWER_LIMIT,
            lines=True,
            hint="Whoever made the comment reads it, in private.",
        ),
    ]
    return forms.modal(REPLY, about, blocks, title="Answer", submit="Save")


def window(about: About, sections: Sequence[Kept], *, until: date) -> View:
    """Return the form that asks the group for comments."""
    words = {each.section.key: each.section.title for each in sections[:100]}
    blocks: list[Block] = [
        forms.day(
            "until", "Last day", until, hint="Until midnight here.", required=True
        ),
        *forms.many(
            "sections", "Sections", words, [], hint="None chosen: the whole paper."
        ),
        forms.text(
            "note", "Say something about it", None, limit=NOTE_LIMIT, lines=True
        ),
        forms.note("The channel is told at once, and again two days before the end."),
    ]
    return forms.modal(WINDOW, about, blocks, title="Ask for comments", submit="Ask")


def said(comment: Comment, kept: Kept) -> Post:
    """Confirm a comment."""
    text = f"Thank you. Your comment on *{mrkdwn(kept.section.title)}* is noted."
    if comment.is_late:
        text += f"\n{_LATE}"
    return paragraph(text)


def stated(found: Position) -> Post:
    """Confirm a position."""
    text = (
        f"The position of {mrkdwn(found.cluster)} on "
        f"*{mrkdwn(found.kept.section.title)}* is saved."
    )
    if found.is_late:
        text += f"\n{_LATE}"
    return paragraph(text)


def replied(comment: Comment) -> Post:
    """Confirm an answer."""
    text = f"Noted: {STATES[comment.state]}. Whoever made the comment is told."
    return paragraph(text)


def asked(found: Window) -> Post:
    """Confirm that the channel is asked."""
    return paragraph(f"The channel is told. It is {_open_until(found)}.")


def ended(found: Window) -> Post:
    """Confirm the end of a time for comments."""
    when = reader_time(found.closes_at)
    return paragraph(f"The time for comments ended {when}. Later ones are kept.")


def opened(found: Opened) -> Post:
    """Ask the channel for comments."""
    text = (
        f":memo: *Your comments on {_about(found)}, please*: until "
        f"{_until(found)}.\n"
        "Say what you think with `/whitepaper comment SECTION`; each cluster can state "
        "one position. What comes later is kept for the next edition."
    )
    if found.window.note:
        text += f"\n{mrkdwn(found.window.note)}"
    return paragraph(text)


def reminder(found: Opened) -> Post:
    """Remind the channel before the time for comments ends."""
    count = _many(found.comments, "comment")
    text = (
        f":hourglass: The time for comments on {_about(found)} ends on "
        f"{_until(found)}. So far: {count}. `/whitepaper comment SECTION`"
    )
    return paragraph(text)


def _about(found: Opened) -> str:
    if not found.titles:
        return "the white paper"
    return f"the white paper ({mrkdwn(', '.join(found.titles))})"


def _until(found: Opened) -> str:
    """Name the last day in the group's zone: midnight belongs to the day before."""
    local = found.window.closes_at.astimezone(ZoneInfo(found.zone))
    last = date.fromordinal(local.date().toordinal() - (local.hour == 0))
    return f"{long_date(last)} ({mrkdwn(found.zone)})"


def answered(found: Answered) -> Post:
    """Tell somebody what became of their comment."""
    comment = found.comment
    text = (
        f"Your comment on *{mrkdwn(found.section)}* in the white paper of "
        f"{mrkdwn(found.group)}: {STATES[comment.state]}.\n"
        f"> {mrkdwn(cut(_gist(comment), 300))}"
    )
    if comment.answer:
        text += f"\n{mrkdwn(comment.answer)}"
    return paragraph(text)


def _many(number: int, one: str) -> str:
    return f"{number} {one if number == 1 else one + 's'}"
