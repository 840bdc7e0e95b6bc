"""Who is in the group: the list, one person, and questions before somebody goes."""

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
)

from bot.domain.members import Card, Entry, Member, Roster
from bot.domain.permissions import Role
from bot.domain.registers.clusters import OrganisationKind
from bot.domain.sigs import Sig
from templates import labels
from templates.clusters.words import KINDS
from templates.documents.words import inside, look_up
from templates.members.messages import day
from templates.messages import Post, paragraph, section
from templates.text import cut, mrkdwn

BEFORE = "members_page_before"
AFTER = "members_page_after"
CHANGE = "members_change"
CHANGE_ONE = "members_change_one"
INVITE = "members_invite"
INVITATION = "members_invitation"
REMOVE = "members_remove"
PUT_BACK = "members_put_back"
LEAVE = "members_leave"
PAGE = 15
_NAME = 110
_KIND = 40
_TEXT = 3500
# So many lines of the longest names fit into one section.
_LINES = 8


def listing(roster: Roster, sig: Sig, *, offset: int = 0, only: str = "") -> Post:
    """List people by cluster, a page at a time."""
    entries = roster.entries
    if not entries:
        said = f"I find nobody for “{mrkdwn(only[:60])}”." if only else "Nobody yet."
        text = f"{said} Type `/sig members` for everybody."
        return paragraph(text)
    offset = min(offset, (len(entries) - 1) // PAGE * PAGE)
    page = entries[offset : offset + PAGE]
    many = "1 person" if len(entries) == 1 else f"{len(entries)} people"
    if len(entries) > PAGE:
        many += f", {offset + 1} to {offset + len(page)}"
    head = f"*{many}* in {mrkdwn(sig.name)}. More on one: `/sig members show @name`."
    groups: dict[str, list[str]] = {}
    for entry in page:
        groups.setdefault(_heading(entry), []).append(f"• {_line(entry)}")
    parts = [
        "\n".join(lines[start : start + _LINES])
        for name, found in groups.items()
        for lines in [[f"*{name}*", *found]]
        for start in range(0, len(lines), _LINES)
    ]
    text = cut("\n".join((head, *parts)), _TEXT)
    blocks = [section(head), *map(section, parts)]
    return Post(text=text, blocks=[*blocks, *_buttons(roster, offset, only)])


def card(shown: Card) -> Post:
    """Show one person, with what the reader may do about it."""
    entry = shown.entry
    place, person = entry.member.place, entry.member.person
    lines = [f"*{_name(entry)}* — {_role(entry)}"]
    if entry.cluster is not None:
        lines.append(f"Cluster: {mrkdwn(entry.cluster.name)}")
    lines.append(f"In the group since {day(entry.member.joined_at.date())}")
    if place.role is Role.EXTERNAL:
        lines += _terms(entry)
    text = "\n".join(lines)
    buttons = []
    if shown.may_manage and person.user_id and place.role is not Role.EXTERNAL:
        buttons.append(_button("Change", CHANGE_ONE, person.user_id))
    if shown.may_invite and person.user_id and place.role is Role.EXTERNAL:
        buttons.append(_button("Change", INVITATION, str(person.id)))
    if shown.may_manage:
        buttons.append(_remove(entry))
    actions = [ActionsBlock(elements=buttons)] if buttons else []
    return Post(text=text, blocks=[section(text), *actions])


def changed(entry: Entry) -> Post:
    """Confirm what somebody is now."""
    text = f"{_name(entry)} is *{_role(entry)}* now"
    text += f" for {mrkdwn(entry.cluster.name)}." if entry.cluster else "."
    if entry.cluster is not None and not entry.is_voting:
        text += " Its vote is with somebody else of that cluster."
    return paragraph(text)


def invitation_stands(entry: Entry) -> Post:
    """Confirm an invitation to whoever sent it."""
    text = "\n".join([f"{_name(entry)} is invited; I tell them.", *_terms(entry)])
    text += "\nA week before the last day I ask whether they should go on."
    return paragraph(text)


def ask_to_remove(entry: Entry) -> Post:
    """Ask before somebody is taken out."""
    text = f"Take {_name(entry)} ({_role(entry)}) out of the group? {_CONSEQUENCES}"
    actions = ActionsBlock(elements=[_remove(entry)])
    return Post(text=text, blocks=[section(text), actions])


def removed(member: Member) -> Post:
    """Say that somebody is out, with the way back."""
    who = _mention(member)
    text = f"{who} is not in the group any more. Their practices stay."
    button = _button("Put back", PUT_BACK, str(member.person.id))
    return Post(text=text, blocks=[section(text), ActionsBlock(elements=[button])])


def ask_to_leave(sig: Sig) -> Post:
    """Ask before somebody leaves."""
    text = (
        f"Leave *{mrkdwn(sig.name)}*? You get no messages from me any more and lose "
        "your place. Your practices stay with the group under the name of the "
        "organisation. You can come back: type a command here again."
    )
    button = ButtonElement(
        text="Leave the group", action_id=LEAVE, value=str(sig.id), style="danger"
    )
    return Post(text=text, blocks=[section(text), ActionsBlock(elements=[button])])


def left(sig: Sig) -> Post:
    """Say goodbye."""
    text = f"You have left *{mrkdwn(sig.name)}*. Thank you for taking part."
    return paragraph(text)


def speaks_already(name: str) -> Post:
    """Answer somebody who wants to choose a cluster and has one."""
    text = (
        f"You speak for *{mrkdwn(name)}* already. The chair can change it: "
        "`/sig members change`."
    )
    return paragraph(text)


def who_is_meant() -> Post:
    """Ask for a person in a way that Slack turns into an account."""
    text = (
        "Whom do you mean? Type @ and choose the person, for example "
        "`/sig members show @name`. `/sig members` lists everybody."
    )
    return paragraph(text)


_CONSEQUENCES = (
    "They see nothing for members any more and come back only when somebody puts them "
    "back. Their practices stay."
)


def _heading(entry: Entry) -> str:
    if entry.member.place.role is Role.EXTERNAL:
        return "Externals"
    if entry.cluster is None:
        return "Without a cluster"
    return cut(mrkdwn(entry.cluster.name), _NAME)


def _line(entry: Entry) -> str:
    facts = [_role(entry)] if entry.member.person.user_id else []
    if entry.member.place.role is Role.EXTERNAL:
        facts += filter(None, (*_represented(entry), _until(entry)))
    line = " — ".join(filter(None, (_name(entry), ", ".join(facts))))
    return line if entry.member.is_active else f"{line} (account deactivated)"


def _represented(entry: Entry) -> tuple[str, ...]:
    """Return what an external stands for: it tells apart those without an account."""
    sponsor = mrkdwn(entry.sponsor.name) if entry.sponsor else ""
    return (
        cut(mrkdwn(entry.organisation), _NAME),
        cut(mrkdwn(_kind(entry)), _KIND),
        f"invited by {cut(sponsor, _NAME)}" if sponsor else "",
    )


def _kind(entry: Entry) -> str:
    """Return the sort of organisation in words; "other" says nothing."""
    if entry.kind in {"", OrganisationKind.OTHER}:
        return ""
    return inside(look_up(KINDS, entry.kind))


def _role(entry: Entry) -> str:
    role = labels.ROLES[entry.member.place.role]
    return f"{role}, votes for the cluster" if entry.is_voting else role


def _until(entry: Entry) -> str:
    last = entry.member.place.expires_on
    return f"until {day(last)}" if last else ""


def _terms(entry: Entry) -> list[str]:
    place = entry.member.place
    meetings = "all of them"
    if place.meetings is not None:
        meetings = ", ".join(f"M-{number}" for number in place.meetings) or "none"
    sponsor = mrkdwn(entry.sponsor.name) if entry.sponsor else "nobody named"
    kind = mrkdwn(_kind(entry))
    return [
        f"Organisation: {mrkdwn(entry.organisation) or 'not named'}",
        *([f"Kind of organisation: {kind}"] if kind else []),
        f"Invited by: {sponsor}",
        f"What for: {mrkdwn(place.purpose) or 'not said'}",
        f"Last day: {day(place.expires_on) if place.expires_on else 'none'}",
        f"Meetings: {meetings}",
        f"May share practices: {'yes' if place.may_submit else 'no'}",
    ]


def _buttons(roster: Roster, offset: int, only: str) -> list[Block]:
    buttons = []
    if offset > 0:
        earlier = f"{max(0, offset - PAGE)}:{only}"
        buttons.append(_button("Earlier", BEFORE, earlier))
    if offset + PAGE < len(roster.entries):
        buttons.append(_button("Later", AFTER, f"{offset + PAGE}:{only}"))
    if roster.may_manage:
        buttons.append(_button("Change a role or cluster", CHANGE, "0"))
    if roster.may_invite:
        buttons.append(_button("Invite an external", INVITE, "0"))
    return [ActionsBlock(elements=buttons)] if buttons else []


def read_page(value: str) -> tuple[int, str]:
    """Read which page of which people a button is about."""
    offset, _, only = value.partition(":")
    return int(offset), only


def _remove(entry: Entry) -> ButtonElement:
    """A button that asks first: on a phone it lies under the thumb."""
    confirm = ConfirmObject(
        title="Take them out?",
        text=_CONSEQUENCES,
        confirm="Take out",
        deny="Cancel",
        style="danger",
    )
    return ButtonElement(
        text="Take out",
        action_id=REMOVE,
        value=str(entry.member.person.id),
        style="danger",
        confirm=confirm,
    )


def _name(entry: Entry) -> str:
    return _mention(entry.member)


def _mention(member: Member) -> str:
    if member.person.user_id:
        return f"<@{member.person.user_id}>"
    return f"{labels.ROLES[member.place.role]} (not linked to a Slack account)"


def _button(text: str, action_id: str, value: str) -> ButtonElement:
    return ButtonElement(text=text, action_id=action_id, value=value)
