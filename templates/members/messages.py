"""Messages about people: proposed clusters, invitations, warnings, a missing chair."""

from datetime import date

from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from bot.domain.countries import COUNTRIES
from bot.domain.members import Chairless, Entry, Guest, News
from bot.domain.sigs import ProposalState
from templates.messages import Post, paragraph, section
from templates.text import link, mrkdwn

ADD_CLUSTER = "members_cluster_add"
DECLINE_CLUSTER = "members_cluster_decline"
CHOOSE_CLUSTER = "members_cluster_choose"
SHARE = "members_external_share"
MINE = "members_external_mine"
EXTEND = "members_external_extend"
LET_END = "members_external_let_end"


def proposed(news: News) -> Post:
    """Ask those who lead about a cluster, or say what became of it."""
    state = news.proposal.state
    text = (
        f"{_who(news.proposer.user_id)} came into *{mrkdwn(news.sig.name)}* for a "
        f"cluster that is not in the list: {_cluster(news)}."
    )
    if state is ProposalState.OPEN:
        text += " Shall I add it? They speak for it then."
        value = f"{news.sig.id}:{news.proposal.id}:{news.version}"
        add = ButtonElement(
            text="Add this cluster", action_id=ADD_CLUSTER, value=value, style="primary"
        )
        decline = ButtonElement(text="Decline", action_id=DECLINE_CLUSTER, value=value)
        buttons = [ActionsBlock(elements=[add, decline])]
        return Post(text=text, blocks=[section(text), *buttons])
    by = news.decided_by.user_id if news.decided_by else None
    done = "added it" if state is ProposalState.ACCEPTED else "declined it"
    text += f" {_who(by)} {done}."
    return paragraph(text)


def decided(news: News) -> Post:
    """Tell a newcomer what became of the cluster they proposed."""
    group = mrkdwn(news.sig.name)
    if news.proposal.state is ProposalState.ACCEPTED and news.cluster is not None:
        name = mrkdwn(news.cluster.name)
        text = f"*{name}* is in the list of *{group}* now."
        text += " You speak for it." if news.has_voice else ""
        return paragraph(text)
    name = mrkdwn(news.proposal.cluster.name)
    text = (
        f"*{name}* was not added to the clusters of *{group}*. Perhaps it is there "
        "under another name? You stay in the group in any case; ask the chair if "
        "something is not right."
    )
    button = ButtonElement(
        text="Choose my cluster", action_id=CHOOSE_CLUSTER, value=str(news.sig.id)
    )
    return Post(text=text, blocks=[section(text), ActionsBlock(elements=[button])])


def decided_for_actor(news: News) -> Post:
    """Confirm a decision to whoever took it."""
    who = _who(news.proposer.user_id)
    if news.proposal.state is ProposalState.DECLINED:
        name = mrkdwn(news.proposal.cluster.name)
        text = f"*{name}* is not added. I tell {who}, who can choose another one."
    else:
        name = mrkdwn(news.cluster.name if news.cluster else "")
        text = f"*{name}* is in the list."
        if news.has_voice:
            text += f" {who} speaks for it and is told."
        text += " Complete its profile with `/sig clusters`."
    return paragraph(text)


def invited(about: Guest) -> Post:
    """Tell an external what they are invited for, with what they can do."""
    sig, entry = about.sig, about.entry
    place = entry.member.place
    text = (
        f"*You are invited to {mrkdwn(sig.name)}* by {_sponsor(entry)}: "
        f"{mrkdwn(place.purpose)}\n{_limits(entry)}"
    )
    if not place.may_submit:
        return paragraph(text)
    value = str(sig.id)
    share = ButtonElement(
        text="Share a practice", action_id=SHARE, value=value, style="primary"
    )
    mine = ButtonElement(text="My practices", action_id=MINE, value=value)
    actions = ActionsBlock(elements=[share, mine])
    return Post(text=text, blocks=[section(text), actions])


def ending(about: Guest) -> Post:
    """Warn whoever answers for an external that their access ends soon."""
    entry, sig = about.entry, about.sig
    place = entry.member.place
    last = place.expires_on or date.min
    from_where = f" ({mrkdwn(entry.organisation)})" if entry.organisation else ""
    text = (
        f"The access of {_who(entry.member.person.user_id)}{from_where} to "
        f"*{mrkdwn(sig.name)}* ends on {day(last)}. Invited by {_sponsor(entry)} for: "
        f"{mrkdwn(place.purpose)}"
    )
    value = f"{sig.id}:{place.person_id}:{last.isoformat()}"
    longer = ButtonElement(text="Extend by 6 months", action_id=EXTEND, value=value)
    let_end = ButtonElement(text="Let it end", action_id=LET_END, value=value)
    actions = ActionsBlock(elements=[longer, let_end])
    return Post(text=text, blocks=[section(text), actions])


def stays(entry: Entry, *, is_longer: bool) -> Post:
    """Say how long an external stays now."""
    who = _who(entry.member.person.user_id)
    last = day(entry.member.place.expires_on or date.min)
    text = f"{who} stays until {last}."
    if not is_longer:
        text = f"The access of {who} ends on {last} by itself. There is nothing to do."
    return paragraph(text)


def chair_gone(about: Chairless) -> Post:
    """Raise the matter of a group without a chair."""
    channel = f"<#{about.sig.channel_id}>" if about.sig.channel_id else "its channel"
    text = (
        f"The account of the chair of *{mrkdwn(about.sig.name)}* was deactivated, and "
        "there is no other chair. "
    )
    if about.can_appoint:
        text += f"Please appoint one: type `/sig members change` in {channel}."
    else:
        text += (
            f"Please ask an admin of this workspace to type `/sig setup` in {channel}."
        )
    return paragraph(text)


def read_ids(value: str) -> tuple[int, int, str]:
    """Read group, row and version or last day of a button."""
    sig_id, object_id, rest = value.split(":", 2)
    return int(sig_id), int(object_id), rest


def day(moment: date) -> str:
    """Write a date in words."""
    return f"{moment:%-d %B %Y}"


def _limits(entry: Entry) -> str:
    place = entry.member.place
    meetings = "all meetings"
    if place.meetings is not None:
        meetings = ", ".join(f"M-{number}" for number in place.meetings)
    until = f" until {day(place.expires_on)}" if place.expires_on else ""
    return f"You take part{until}: {meetings}, and the practices that are public."


def _sponsor(entry: Entry) -> str:
    return f"*{mrkdwn(entry.sponsor.name)}*" if entry.sponsor else "the group"


def _cluster(news: News) -> str:
    given = news.proposal.cluster
    parts = [f"*{mrkdwn(given.name)}*", COUNTRIES.get(given.country, given.country)]
    if given.website and (address := link(given.website)):
        parts.append(f"<{address}>")
    return ", ".join(parts)


def _who(user_id: str | None) -> str:
    return f"<@{user_id}>" if user_id else "somebody"
