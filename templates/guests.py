"""Externals without Slack: the list of those invited by e-mail, and the form."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, ConfirmObject
from slack_sdk.models.views import View

from bot.domain.externals import ORGANISATION_LIMIT, PURPOSE_LIMIT, InvitationForm
from bot.domain.invitations import EMAIL_LIMIT, NAME_LIMIT, Guests, MailGuest
from templates import forms
from templates.documents.words import count, long_date
from templates.forms import About
from templates.messages import Post, paragraph, section
from templates.text import mrkdwn

INVITE = "guests_invite"
END = "guests_end"
FORM = "guests_form"
_SHOWN = 30
_MEETINGS_LIMIT = 200
_OFF = (
    "E-mail is switched off here. Whoever runs Convenor can switch it on with the "
    "settings CONVENOR_SMTP_URL and CONVENOR_MAIL_FROM. Somebody who can join this "
    "Slack is invited with `/sig members invite`."
)
_INTRO = (
    "They get each meeting by e-mail, with a file for their calendar; also when it is "
    "moved or cancelled. Please ask them before you write their address here."
)


def switched_off() -> Post:
    """Say that there are no e-mails, and what works without."""
    return paragraph(_OFF)


def listed(found: Guests) -> Post:
    """Show whom the reader invited by e-mail."""
    group = mrkdwn(found.sig.name)
    total = len(found.guests)
    if found.guests:
        text = f"*{count(total, 'guest')}* of {group} invited by e-mail"
    else:
        text = f"Nobody is invited by e-mail to {group} yet."
    blocks: list[Block] = [section(text)]
    for guest in found.guests[:_SHOWN]:
        blocks += [section(_line(guest)), _buttons(found, guest)]
    if total > _SHOWN:
        blocks.append(section(f"_{total - _SHOWN} more are not shown here._"))
    invite = ButtonElement(
        text="Invite by e-mail",
        action_id=INVITE,
        value=str(found.sig.id),
        style="primary",
    )
    return Post(text=text, blocks=[*blocks, ActionsBlock(elements=[invite])])


def form(about: About, offered: InvitationForm) -> View:
    """Ask whom to invite by e-mail, and what for."""
    clusters = {str(each.id): each.name for each in offered.sponsors}
    only = next(iter(clusters)) if len(clusters) == 1 else None
    blocks: list[Block] = [
        section(_INTRO),
        forms.text(
            "email",
            "Their e-mail address",
            None,
            limit=EMAIL_LIMIT,
            hint="Only you, the chair and the secretariat see it.",
            required=True,
        ),
        forms.text(
            "name",
            "Their name or role",
            None,
            limit=NAME_LIMIT,
            hint="For example: head of the hospital pharmacy.",
            required=True,
        ),
        forms.text(
            "organisation",
            "Their organisation",
            None,
            limit=ORGANISATION_LIMIT,
            required=True,
        ),
        forms.menu(
            "sponsor", "Which cluster invites them?", clusters, only, required=True
        ),
        forms.text(
            "purpose",
            "What do they take part for?",
            None,
            limit=PURPOSE_LIMIT,
            required=True,
        ),
        forms.day(
            "expires_on",
            "Last day",
            offered.usual_end,
            hint=f"Until {long_date(offered.latest_end)} at most.",
            required=True,
        ),
        forms.text(
            "meetings",
            "Only these meetings",
            None,
            limit=_MEETINGS_LIMIT,
            hint="For example M-4, M-7. Leave it empty for all of them.",
        ),
    ]
    return forms.modal(FORM, about, blocks, title="Invite by e-mail", submit="Invite")


def read(view: Mapping[str, Any]) -> dict[str, Any]:
    """Read what was typed into the form."""
    return dict(forms.read_typed(view))


def invited(guest: MailGuest) -> Post:
    """Say that the invitation stands, and what they get."""
    text = (
        f"{mrkdwn(guest.name)} is invited. The meetings that are announced already go "
        f"to {mrkdwn(guest.email)} now, the others when they are announced."
    )
    return paragraph(text)


def ended(guest: MailGuest) -> Post:
    """Say that somebody gets no e-mails any more."""
    text = (
        f"The invitation of {mrkdwn(guest.name)} is over, and I forgot their address. "
        "What is in their calendar stays there."
    )
    return paragraph(text)


def _line(guest: MailGuest) -> str:
    parts = [f"*{mrkdwn(guest.name)}*", mrkdwn(guest.organisation)]
    until = f"until {long_date(guest.expires_on)}" if guest.expires_on else ""
    only = ", ".join(f"M-{number}" for number in guest.meetings or ())
    said = [until, f"only {only}" if only else "", mrkdwn(guest.purpose)]
    head = ", ".join(part for part in parts if part)
    return f"{head} · {mrkdwn(guest.email)}\n" + " · ".join(filter(None, said))


def _buttons(found: Guests, guest: MailGuest) -> Block:
    end = ButtonElement(
        text="End the invitation",
        action_id=END,
        value=f"{found.sig.id}:{guest.person_id}",
        confirm=ConfirmObject(
            title="End it?",
            text="They get no e-mails any more, and I forget their address.",
            confirm="End it",
            deny="Keep it",
            style="danger",
        ),
    )
    return ActionsBlock(block_id=f"guest_{guest.person_id}", elements=[end])


def read_end(value: str) -> tuple[int, int]:
    """Read which guest of which group a button is about."""
    sig_id, _, person_id = value.partition(":")
    return int(sig_id), int(person_id)
