"""The privacy notice in words: GDPR, article 13, short and plain.

Its version is ``bot.domain.privacy.NOTICE_VERSION``: whoever changes what is said
here changes the version too, and everybody is shown the new text once.
"""

from collections.abc import Sequence

from bot.domain.sigs import Person
from templates.text import mrkdwn

_WHAT = (
    "*What is stored:* your Slack id, your role, the cluster you speak for, your time "
    "zone, your answers to invitations and polls, and what you write in forms and "
    "commands here. No e-mail address, no messages of the channel. Please write "
    "nothing about patients."
)
_WHY = (
    "*Why:* to run the group: practices, meetings and the white paper. Your name is "
    "printed only if you choose that yourself."
)
_HOW_LONG = (
    "*How long:* while you are in the group. Practices that your cluster shared stay "
    "with the group under the name of the organisation. A published paper cannot be "
    "called back."
)
_RIGHTS = (
    "*Your rights:* see what is stored about you, get a copy, have it corrected or "
    "deleted, object, or complain to your data protection authority."
)


def notice(group: str, chairs: Sequence[Person]) -> tuple[str, ...]:
    """Return the paragraphs of the notice as mrkdwn."""
    contacts = [f"<@{each.user_id}>" for each in chairs if each.user_id]
    asking = " or ".join(contacts) or "the chair of the group"
    responsible = (
        f"*Who is responsible:* {mrkdwn(group)}, through its chair. Slack and whoever "
        "runs Convenor for the group store the data for it; Slack may do so outside "
        "Europe."
    )
    return (
        responsible,
        _WHAT,
        _WHY,
        _HOW_LONG,
        f"{_RIGHTS} Ask {asking}.",
    )
