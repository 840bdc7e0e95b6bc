"""Networks in Slack: list, card, form, and the note of a contact."""

from collections.abc import Mapping, Sequence
from datetime import date

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement
from slack_sdk.models.views import View

from bot.domain.clusters import Network
from bot.domain.registers.networks import (
    LIMITS,
    NetworkCard,
    NetworkKind,
    NetworkList,
    NetworkScope,
    Relation,
)
from bot.domain.registers.typed import ADDRESS_LIMIT
from templates import forms, pages
from templates.forms import About
from templates.messages import Post, section
from templates.text import cut, link, mrkdwn

FEATURE = "networks"
DETAILS = "network_details"
CONTACT = "network_contact"
SHOW = "networks_show"
EDIT = "networks_edit"
ADD = "networks_add"
RECORD = "networks_record"
KINDS: Mapping[str, str] = {
    NetworkKind.NETWORK: "Network",
    NetworkKind.ALLIANCE: "Alliance",
    NetworkKind.ASSOCIATION: "Association",
    NetworkKind.PARTNERSHIP: "Partnership of clusters",
    NetworkKind.PLATFORM: "Platform",
    NetworkKind.PROJECT: "Project",
    NetworkKind.RESEARCH_INFRASTRUCTURE: "Research infrastructure",
    NetworkKind.OTHER: "Something else",
}
RELATIONS: Mapping[str, str] = {
    Relation.MEMBER_OF: "We are a member",
    Relation.LIAISON: "We want to keep contact",
    Relation.OBSERVER: "We observe",
    Relation.FUNDER: "It funds us",
    Relation.ADDRESSEE: "We write to it",
    Relation.HOST: "It hosts us",
}
SCOPES: Mapping[str, str] = {
    NetworkScope.REGIONAL: "Regional",
    NetworkScope.NATIONAL: "National",
    NetworkScope.CROSS_BORDER: "Cross-border",
    NetworkScope.EU: "European",
    NetworkScope.GLOBAL: "Worldwide",
}
_LABELS: Mapping[str, str] = {
    "name": "Name",
    "acronym": "Short form",
    "kind": "What is it?",
    "relation": "What have we to do with it?",
    "scope": "How far does it reach?",
    "website": "Web page",
    "next_step": "Next step",
    "last_contact_on": "Last contact",
    "ended_on": "Ended on",
}
_MEANWHILE = (
    ":warning: Somebody else saved this network while you were typing. Yours is below, "
    "not saved yet; press *Save* again to keep it. Where the two differ, it now says:"
)
_NAME = 160
_STEP = 200
_SHOWN = 250
_TEXT = 3500


def listing(found: NetworkList, *, offset: int = 0) -> Post:
    """List the networks, a page at a time: first those that wait for a word of us."""
    cards = found.cards
    if not cards:
        head = "No networks yet."
    else:
        many = "1 network" if len(cards) == 1 else f"{len(cards)} networks"
        head = f"*{many}*{pages.shown(len(cards), offset)}"
    if silent := sum(card.is_silent for card in cards):
        head += f"\n:hourglass: No contact for 90 days or more: {silent}."
    page = pages.page_of(cards, offset)
    lines = [_line(card, found.today) for card in page]
    rows = zip(lines, page, strict=True)
    blocks: list[Block] = [section(head)]
    blocks += [pages.row(line, SHOW, card.network.id) for line, card in rows]
    blocks += pages.pager(FEATURE, len(cards), offset)
    if found.may_manage:
        add = ButtonElement(text="Add a network", action_id=ADD)
        blocks.append(ActionsBlock(elements=[add]))
    return Post(text=cut("\n".join((head, *lines)), _TEXT), blocks=blocks)


def card(found: NetworkList, *, saved: bool = False) -> Post:
    """Show one network with what can be done about it."""
    shown = found.cards[0]
    network = shown.network
    title = f"*{_titled(network)}*"
    head = f"Saved. {title}" if saved else title
    facts = (
        KINDS.get(network.kind, network.kind),
        RELATIONS.get(network.relation, network.relation),
        SCOPES.get(network.scope or "", network.scope),
        f"short name {network.slug}",
    )
    meta = mrkdwn(" · ".join(fact for fact in facts if fact))
    parts = [
        f"*{name}:* {value}" for name, value in _parts(shown, found.today) if value
    ]
    blocks: list[Block] = [section(head), forms.note(meta), section("\n".join(parts))]
    if buttons := _buttons(found, network):
        blocks.append(ActionsBlock(elements=buttons))
    return Post(text=cut("\n".join((head, *parts)), _TEXT), blocks=blocks)


def details(
    about: About,
    network: Network,
    *,
    liaison: str | None,
    stored: Network | None = None,
) -> View:
    """Return the form; ``stored`` is what somebody else saved meanwhile."""
    blocks: list[Block] = [
        *_meanwhile(network, stored),
        forms.text(
            "name", _LABELS["name"], network.name, limit=LIMITS["name"], required=True
        ),
        forms.text(
            "acronym", _LABELS["acronym"], network.acronym, limit=LIMITS["acronym"]
        ),
        forms.menu("kind", _LABELS["kind"], KINDS, network.kind, required=True),
        forms.menu(
            "relation",
            _LABELS["relation"],
            RELATIONS,
            network.relation,
            required=True,
        ),
        forms.menu("scope", _LABELS["scope"], SCOPES, network.scope),
        forms.text("website", _LABELS["website"], network.website, limit=ADDRESS_LIMIT),
        forms.person(
            "liaison",
            "Who keeps contact?",
            liaison,
            hint="Somebody of this group.",
        ),
        _step(network),
        forms.day(
            "ended_on",
            _LABELS["ended_on"],
            network.ended_on,
            hint="When a project is over. It stays in the list.",
        ),
    ]
    title = "Network" if about.record_id else "Add a network"
    return forms.modal(DETAILS, about, blocks, title=title, submit="Save")


def contact(
    about: About, network: Network, *, day: date | str, stored: Network | None = None
) -> View:
    """Return the form that notes a contact, for today at first."""
    blocks: list[Block] = [
        *_meanwhile(network, stored),
        section(f"When did somebody of the group speak with *{_titled(network)}*?"),
        forms.day("day", "Day", day, required=True),
        _step(network),
    ]
    return forms.modal(CONTACT, about, blocks, title="Note a contact", submit="Save")


def _step(network: Network) -> Block:
    return forms.text(
        "next_step",
        _LABELS["next_step"],
        network.next_step,
        limit=LIMITS["next_step"],
        hint="What comes next, and who does it. Empty when nothing is planned.",
    )


def _line(card: NetworkCard, today: date) -> str:
    network = card.network
    sign = ":hourglass: " if card.is_silent else ""
    facts = [
        mrkdwn(RELATIONS.get(network.relation, network.relation)),
        _liaison(card),
        _last(card, today),
    ]
    step = cut(mrkdwn(network.next_step or ""), _STEP)
    next_step = f"\nNext: {step}" if step and not card.is_ended else ""
    return f"{sign}*{cut(_titled(network), _NAME)}* — {', '.join(facts)}{next_step}"


def _parts(card: NetworkCard, today: date) -> Sequence[tuple[str, str]]:
    network = card.network
    address = link(network.website) if network.website else ""
    return (
        ("Contact", f"{_liaison(card)}, {_last(card, today)}"),
        ("Next step", mrkdwn(network.next_step or "")),
        ("Our clusters in it", cut(mrkdwn(", ".join(card.clusters)), 1200)),
        ("Web page", f"<{address}>" if address else ""),
        ("Source", mrkdwn(network.source or "")),
    )


def _liaison(card: NetworkCard) -> str:
    if card.liaison:
        return f"<@{card.liaison}> keeps contact"
    if card.network.liaison_person_id:
        return "somebody without a Slack account keeps contact"
    return "nobody looks after it yet"


def _last(card: NetworkCard, today: date) -> str:
    network = card.network
    if card.is_ended:
        return f"ended on {network.ended_on}"
    if network.last_contact_on is None:
        return "no contact noted yet"
    days = (today - network.last_contact_on).days
    ago = "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago"
    return f"last contact {ago} ({network.last_contact_on})"


def _buttons(found: NetworkList, network: Network) -> list[ButtonElement]:
    value, buttons = str(network.id), []
    if found.may_record:
        name = "Note a contact"
        buttons.append(
            ButtonElement(text=name, action_id=RECORD, value=value, style="primary")
        )
    if found.may_manage:
        buttons.append(ButtonElement(text="Edit", action_id=EDIT, value=value))
    return buttons


def _titled(network: Network) -> str:
    name = mrkdwn(network.name)
    is_longer = network.acronym and network.acronym not in network.name
    return f"{name} ({mrkdwn(network.acronym or '')})" if is_longer else name


def _meanwhile(typed: Network, stored: Network | None) -> list[Block]:
    """Return what somebody else saved, where it is not what is typed here."""
    if stored is None:
        return []
    differing = [
        name for name in _LABELS if getattr(stored, name) != getattr(typed, name)
    ]
    lines = [f"*{_LABELS[name]}:* {_said(getattr(stored, name))}" for name in differing]
    if stored.liaison_person_id != typed.liaison_person_id:
        lines.append("*Who keeps contact:* somebody else than in your form")
    return [forms.note("\n".join((_MEANWHILE, *lines)))]


def _said(value: object) -> str:
    return cut(mrkdwn(str(value)), _SHOWN) if value else "_empty_"
