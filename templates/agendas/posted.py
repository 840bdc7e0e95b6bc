"""An agenda as the channel sees it, and what those who lead are told of proposals."""

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.domain.agendas.shown import Agenda
from templates import forms
from templates.agendas import words
from templates.agendas.lists import SHOW, propose_button
from templates.meetings.words import when
from templates.messages import SECTION_LIMIT, Post, section
from templates.text import cut, mrkdwn

_TEXT = 3500
_TITLE = 100


def posted(agenda: Agenda) -> Post:
    """Show the channel the agenda of a meeting to come."""
    head = "\n".join(
        (
            words.title(agenda.meeting),
            when(agenda.meeting),
            words.timing(agenda.timing),
        )
    )
    lines = [words.opening(each) for each in agenda.openings]
    lines += [
        words.point(agenda, each, number=place)
        for place, each in enumerate(agenda.points, start=1)
    ]
    if not lines:
        lines = ["No points yet. Propose one: press the button."]
    waiting = len(agenda.proposed)
    if waiting:
        many = "1 more point is" if waiting == 1 else f"{waiting} more points are"
        lines.append(f"{many} proposed and not on the agenda yet.")
    blocks: list[Block] = [section(head), *_sections(lines)]
    if practice := agenda.suggestion:
        name = mrkdwn(cut(practice.content.title, _TITLE))
        said = f":bulb: Not presented yet: *{practice.ref}* {name}. Who would like to?"
        blocks.append(forms.note(said))
    if agenda.is_open:
        blocks.append(ActionsBlock(elements=[propose_button(agenda)]))
    return Post(text=cut("\n".join((head, *lines)), _TEXT), blocks=blocks)


def proposals(agenda: Agenda) -> Post:
    """Tell those who lead that points wait for their word."""
    meeting, waiting = agenda.meeting, agenda.proposed
    many = "A point is" if len(waiting) == 1 else f"{len(waiting)} points are"
    head = f"{many} proposed for {meeting.ref} {mrkdwn(meeting.title)}:"
    lines = [f"• {words.point(agenda, each)}" for each in waiting]
    text = cut("\n".join((head, *lines)), SECTION_LIMIT)
    look = ButtonElement(
        text="Look at the agenda", action_id=SHOW, value=str(meeting.number)
    )
    return Post(text=text, blocks=[section(text), ActionsBlock(elements=[look])])


def _sections(lines: list[str]) -> list[Block]:
    """Put lines into as few sections as hold them."""
    texts = [""]
    for line in lines:
        if len(texts[-1]) + len(line) + 1 > SECTION_LIMIT:
            texts.append("")
        texts[-1] = f"{texts[-1]}\n{line}".strip()
    return [section(text) for text in texts]
