"""What people see of an action item that was just recorded."""

from datetime import date

from slack_sdk.models.views import View

from bot.domain.actions import ActionItem, Shown
from templates import forms
from templates.documents.words import long_date
from templates.forms import About
from templates.messages import Post, paragraph
from templates.text import cut, mrkdwn

FORM = "action_new"
_TITLE = 200
_SHORT = 300


def form(about: About) -> View:
    """Ask who does what until when."""
    return forms.modal(
        FORM,
        about,
        [
            forms.text(
                "title", "What is to be done", None, limit=_TITLE, required=True
            ),
            forms.person("owner", "Who does it", None),
            forms.day("due_on", "Until when", None),
        ],
        title="Action",
        submit="Record it",
    )


def in_thread(shown: Shown) -> Post:
    """Show a new action where everybody sees it."""
    action, user = shown.action, shown.owner_user_id
    who = f"<@{user}>" if user else mrkdwn(shown.owner)
    owned = f"Owner: {who}." if who else ":warning: It needs an owner."
    text = (
        f":ballot_box_with_check: *{action.ref}* "
        f"{mrkdwn(cut(action.title, _SHORT))}\n{owned}{_due(action.due_on)}"
    )
    return paragraph(text)


def thanks(action: ActionItem, *, has_owner: bool) -> Post:
    """Tell whoever recorded it what it is called, and what is missing."""
    text = f"Recorded as {action.ref}."
    if not has_owner:
        text += (
            " It needs an owner: next time begin with a name, for example "
            "`/action @somebody send the list by 2027-02-19`."
        )
    return paragraph(text)


def again() -> Post:
    """Say that the same was recorded before."""
    text = "That is recorded already."
    return paragraph(text)


def _due(day: date | None) -> str:
    return f" Due {long_date(day)}." if day else ""
