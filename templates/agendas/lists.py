"""An agenda as one person sees it, with what they can do about it."""

from dataclasses import dataclass

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.domain.agendas import Move
from bot.domain.agendas.shown import Agenda
from bot.domain.meetings import AgendaItem, AgendaState
from templates import forms, pages
from templates.agendas import words
from templates.meetings.words import when
from templates.messages import Post, section
from templates.text import cut, mrkdwn

FEATURE = "agendas"
PROPOSE = "agenda_propose"
SUGGESTED = "agenda_suggested"
SHOW = "agenda_show"
UP = "agenda_up"
DOWN = "agenda_down"
EDIT = "agenda_edit"
ACCEPT = "agenda_accept"
FINISH = "agenda_finish"
MOVES = {UP: Move.UP, DOWN: Move.DOWN}
_TEXT = 3500
_TITLE = 100
_STALE = (
    ":warning: Somebody changed this meanwhile, or it was pressed twice. Nothing was "
    "done; this is how the agenda is now."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """What a button of the list says: a point as it was seen, and the page it is on."""

    record_id: int
    version: int = 1
    offset: int = 0


def read_pressed(value: str) -> Pressed:
    """Read what a button says."""
    record_id, version, offset = (*value.split(":"), "1", "0")[:3]
    return Pressed(record_id=int(record_id), version=int(version), offset=int(offset))


def listing(agenda: Agenda, *, offset: int = 0, said: str = "") -> Post:
    """Show an agenda, a page at a time; ``said`` is what just happened, escaped."""
    meeting = agenda.meeting
    head = "\n".join(
        filter(
            None,
            (
                _STALE if agenda.is_stale else said,
                words.title(meeting),
                when(meeting),
                words.timing(agenda.timing),
            ),
        )
    )
    blocks: list[Block] = [section(head)]
    opened = "\n".join(
        words.opening(each, is_full=agenda.is_full) for each in agenda.openings
    )
    lines = [opened] if opened else []
    blocks += [section(opened)] if opened else []
    rows, texts = _rows(agenda, offset)
    blocks += rows or [section("No points yet. Be the first to propose one.")]
    blocks += _pager(agenda, offset)
    blocks += _foot(agenda)
    return Post(text=cut("\n".join((head, *lines, *texts)), _TEXT), blocks=blocks)


def saved(agenda: Agenda) -> Post:
    """Confirm a new point to whoever proposed it."""
    said = "Thank you, it is on the agenda."
    if not agenda.may_order:
        said = (
            "Thank you, your point is proposed. The chair decides what goes on the "
            "agenda; until then you can change it."
        )
    last = max(0, len(_all(agenda)) - 1) // pages.PAGE * pages.PAGE
    return listing(agenda, offset=last, said=said)


def _all(agenda: Agenda) -> list[AgendaItem]:
    return [*agenda.points, *agenda.proposed, *agenda.put_off]


def _rows(agenda: Agenda, offset: int) -> tuple[list[Block], list[str]]:
    items = _all(agenda)
    first = pages.start_of(len(items), offset)
    numbers = {each.id: place for place, each in enumerate(agenda.points, start=1)}
    rows: list[Block] = []
    texts = []
    for item in pages.page_of(items, offset):
        text = _line(agenda, item, numbers.get(item.id))
        texts.append(text)
        rows.append(section(text))
        if buttons := _buttons(agenda, item, first):
            rows.append(ActionsBlock(block_id=f"agenda_{item.id}", elements=buttons))
    return rows, texts


def _line(agenda: Agenda, item: AgendaItem, number: int | None) -> str:
    text = words.point(agenda, item, number=number)
    if item.state is AgendaState.PROPOSED:
        return f":bulb: Proposed: {text}"
    if item.state is AgendaState.DEFERRED:
        return f":arrow_right: Put off to the next meeting: {text}"
    return text


def _buttons(agenda: Agenda, item: AgendaItem, offset: int) -> list[ButtonElement]:
    if agenda.may_order and agenda.is_correctable:
        is_left = item.state is AgendaState.DEFERRED
        return [_button("It was done", FINISH, item, offset)] if is_left else []
    if not agenda.is_open:
        return []
    is_proposed = item.state is AgendaState.PROPOSED
    if not agenda.may_order:
        is_theirs = is_proposed and item.id in agenda.own
        return [_button("Edit", EDIT, item, offset)] if is_theirs else []
    if is_proposed:
        accept = _button("Accept", ACCEPT, item, offset)
        accept.style = "primary"
        return [accept, _button("Edit", EDIT, item, offset)]
    if item.state is AgendaState.DEFERRED:
        return []
    ids, found = [each.id for each in agenda.points], []
    if agenda.is_running and item.state is AgendaState.ACCEPTED:
        found.append(_button("Done", FINISH, item, offset))
    if item.id != ids[0]:
        found.append(_button("Up", UP, item, offset))
    if item.id != ids[-1]:
        found.append(_button("Down", DOWN, item, offset))
    return [*found, _button("Edit", EDIT, item, offset)]


def _button(text: str, action_id: str, item: AgendaItem, offset: int) -> ButtonElement:
    value = f"{item.id}:{item.version}:{offset}"
    return ButtonElement(text=text, action_id=action_id, value=value)


def _pager(agenda: Agenda, offset: int) -> list[Block]:
    total, number = len(_all(agenda)), agenda.meeting.number
    first, found = pages.start_of(total, offset), []
    for text, name, to in (
        ("Earlier", pages.BEFORE, first - pages.PAGE),
        ("Later", pages.AFTER, first + pages.PAGE),
    ):
        if 0 <= to < total:
            action, value = f"{FEATURE}_{name}", f"{number}:1:{to}"
            found.append(ButtonElement(text=text, action_id=action, value=value))
    return [ActionsBlock(elements=found)] if found else []


def _foot(agenda: Agenda) -> list[Block]:
    if not agenda.is_open:
        return []
    blocks: list[Block] = []
    buttons = [propose_button(agenda)]
    if practice := agenda.suggestion:
        name = mrkdwn(cut(practice.content.title, _TITLE))
        said = f":bulb: Practice of the month: *{practice.ref}* {name}"
        blocks.append(forms.note(said))
        value = str(agenda.meeting.number)
        text = f"Let {practice.ref} be presented"
        buttons.append(ButtonElement(text=text, action_id=SUGGESTED, value=value))
    return [*blocks, ActionsBlock(elements=buttons)]


def propose_button(agenda: Agenda) -> ButtonElement:
    """Return the button with which everybody proposes a point."""
    value = str(agenda.meeting.number)
    return ButtonElement(text="Propose a point", action_id=PROPOSE, value=value)
