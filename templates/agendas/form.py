"""The form of one point of an agenda."""

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.agendas import TITLE_LIMIT, USUAL_MINUTES, possible
from bot.domain.agendas.points import AgendaKind
from bot.domain.agendas.shown import Choices
from bot.domain.meetings import AgendaItem, AgendaState
from templates import forms
from templates.agendas.words import KINDS, STATES
from templates.forms import About
from templates.messages import section
from templates.text import cut, mrkdwn, pieces_of

PROPOSED = "agenda_item_new"
EDITED = "agenda_item_edit"
_LONG = (
    "That is {} characters, and a title has room for {}. Shorten it below; what you "
    "wrote is here:"
)
_SHOWN = 600
_MEANWHILE = (
    ":warning: Somebody else saved this point while you were typing. Yours is below, "
    "not saved yet; press *Save* again to keep it. It now says: *{}*, {} minutes, {}."
)
_MINUTES = 20


def new(about: About, choices: Choices, *, text: str = "") -> View:
    """Ask for a new point; ``text`` is what was typed behind the command."""
    item = choices.item or AgendaItem(
        position=0,
        kind=AgendaKind.DISCUSSION,
        title=text[:TITLE_LIMIT],
        minutes=USUAL_MINUTES,
    )
    head = f"For *{choices.meeting.ref}* {mrkdwn(choices.meeting.title)}."
    if not choices.may_order:
        head += " The chair decides what goes on the agenda."
    blocks: list[Block] = [section(head), *_whole(text), *_inputs(choices, item)]
    return forms.modal(
        PROPOSED, about, blocks, title="Propose a point", submit="Propose"
    )


def edit(
    about: About,
    choices: Choices,
    *,
    item: AgendaItem,
    stored: AgendaItem | None = None,
) -> View:
    """Ask for changes of a point; ``stored`` is what somebody else saved meanwhile."""
    blocks: list[Block] = []
    if stored is not None:
        state = STATES[stored.state].lower()
        said = _MEANWHILE.format(
            cut(mrkdwn(stored.title), _SHOWN), stored.minutes, state
        )
        blocks.append(section(said))
    blocks += [*_inputs(choices, item), *_standing(choices, item, stored)]
    return forms.modal(EDITED, about, blocks, title="A point", submit="Save")


def _whole(text: str) -> list[Block]:
    if len(text) <= TITLE_LIMIT:
        return []
    said = _LONG.format(len(text), TITLE_LIMIT)
    return [section(said), *(section(mrkdwn(part)) for part in pieces_of(text))]


def _inputs(choices: Choices, item: AgendaItem) -> list[Block]:
    blocks: list[Block] = [
        forms.text(
            "title", "What is it?", item.title, limit=TITLE_LIMIT, required=True
        ),
        forms.menu("kind", "Kind", KINDS, item.kind or None, required=True),
        forms.text(
            "minutes", "Minutes", str(item.minutes), limit=_MINUTES, required=True
        ),
    ]
    if choices.is_full:
        blocks += _presenting(choices, item)
    practice = f"P-{item.practice}" if item.practice else ""
    blocks.append(
        forms.text(
            "practice",
            "Practice",
            practice,
            limit=20,
            hint="Its number, for example P-7, when one is presented.",
        )
    )
    if choices.is_full and choices.networks:
        blocks.append(
            forms.menu("network", "Other network", choices.networks, item.network)
        )
    return blocks


def _presenting(choices: Choices, item: AgendaItem) -> list[Block]:
    person = choices.person
    cluster = item.presenter if item.presenter in choices.clusters else None
    blocks: list[Block] = [
        forms.person("person", "Who presents it?", person),
    ]
    if choices.clusters:
        menu = forms.menu("cluster", "Or which cluster?", choices.clusters, cluster)
        blocks.append(menu)
    return blocks


def _standing(
    choices: Choices, item: AgendaItem, stored: AgendaItem | None
) -> list[Block]:
    """Ask what becomes of a point, and where it stands in the order."""
    known = choices.item or item
    states = possible(stored or known)
    if not choices.may_order:
        states = tuple(
            each for each in states if each in {known.state, AgendaState.WITHDRAWN}
        )
    options = {each.value: STATES[each] for each in states}
    chosen = item.state.value if item.state.value in options else states[0].value
    blocks: list[Block] = [
        forms.menu("state", "What becomes of it?", options, chosen, required=True)
    ]
    if choices.may_order and choices.place and choices.places > 1:
        numbers = {str(n): str(n) for n in range(1, choices.places + 1)}
        place = str(choices.place)
        blocks.append(forms.menu("place", "Place in the order", numbers, place))
    return blocks
