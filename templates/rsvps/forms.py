"""The form that asks who goes to a meeting instead of somebody."""

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.rsvps import REPRESENTED_LIMIT, Replies, account_of
from templates import forms
from templates.forms import About
from templates.messages import section
from templates.rsvps.buttons import WHO
from templates.text import mrkdwn


def who(about: About, replies: Replies) -> View:
    """Ask who goes instead: a person of the workspace, or anybody in words."""
    meeting, known = replies.meeting, replies.own_represented_by
    account = account_of(known)
    intro = (
        f"Who goes to *{meeting.ref}* instead of you? "
        f"Your cluster counts as represented.\n{mrkdwn(meeting.title)}"
    )
    blocks: list[Block] = [
        section(intro),
        forms.person("person", "Somebody of this workspace", account),
        forms.text(
            "represented_by",
            "Or write who it is",
            "" if account else known,
            limit=REPRESENTED_LIMIT,
            hint="A name or a role, for example: our innovation manager. Members of "
            "the group see it.",
        ),
    ]
    return forms.modal(WHO, about, blocks, title="Somebody else goes", submit="Save")
