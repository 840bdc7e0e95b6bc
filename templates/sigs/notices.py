"""What the bot says of itself about a group and its channel."""

from bot.domain.sigs import Sig
from templates.messages import Post, paragraph
from templates.text import mrkdwn

_AGAIN = (
    "Or type `/sig setup` in another channel that I am in: I offer to move the group "
    "there, with everything it has."
)
_WAITS = "Nothing is lost: what I have to say there waits."


def greeting() -> Post:
    """Say what the bot does and how to set it up."""
    return _post(
        "*Hello, I am Convenor.* I look after a special interest group: I collect the "
        "practices its members share, and assemble the group's white paper from them. "
        "If this channel should be the home of a group, an admin or owner of this "
        "workspace types `/sig setup`; it takes two minutes. `/sig help` says more. "
        "Until then I stay quiet."
    )


def home(sig: Sig) -> Post:
    """Tell the channel that it is home of a group now."""
    return _post(
        f"*This channel is now home of {mrkdwn(sig.name)}.* Members: type `/practice` "
        "to share what works, `/sig clusters` to see who takes part, `/sig help` for "
        "the rest. I post here only what concerns everybody."
    )


def archived(sig: Sig) -> Post:
    """Tell those who lead a group that its channel was archived."""
    return _post(
        f"The channel of *{mrkdwn(sig.name)}*, <#{sig.channel_id}>, was archived, so I "
        f"cannot post there. {_WAITS} To go on there, bring the channel back (in its "
        f"settings: *Unarchive*) and make sure that I am in it. {_AGAIN}"
    )


def deleted(sig: Sig) -> Post:
    """Tell those who lead a group that its channel is gone."""
    return _post(
        f"The channel of *{mrkdwn(sig.name)}* was deleted. {_WAITS} Type `/sig setup` "
        "in another channel that I am in: I offer to move the group there, with "
        "everything it has."
    )


def left(sig: Sig) -> Post:
    """Tell those who lead a group that the bot is no longer in its channel."""
    return _post(
        f"I am no longer in the channel of *{mrkdwn(sig.name)}*, <#{sig.channel_id}>. "
        f"{_WAITS} To go on there, type `/invite @Convenor` in it. {_AGAIN}"
    )


def shared(sig: Sig) -> Post:
    """Tell those who lead a group that others can read its channel now."""
    return _post(
        f"The channel of *{mrkdwn(sig.name)}*, <#{sig.channel_id}>, is now shared with "
        "another workspace: people there can read what is posted in it, also what I "
        "post. I recognise them: whoever is not invited as an external can change "
        "nothing and is shown nothing that is for members only. There is nothing you "
        "have to do."
    )


def chairs_channel_lost(sig: Sig) -> Post:
    """Tell those who lead a group that their own channel cannot be used."""
    return _post(
        f"I no longer use the private channel of those who lead *{mrkdwn(sig.name)}*: "
        "it was archived, deleted or shared with another workspace, or I was removed "
        "from it. I write to each of you instead. `/sig setup` in the group's channel "
        "lets you choose another one."
    )


def _post(text: str) -> Post:
    return paragraph(text)
