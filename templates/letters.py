"""E-mails that carry an invitation (RFC 6047): words for people, a part for calendars.

Headers are made by the standard library from one-line values; it refuses line breaks,
so nothing that somebody typed can become a header of its own.
"""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from bot.domain.invitations import Invitation, Method
from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.text import normalise, normalise_line
from templates.documents.words import long_date
from templates.invitations import file_of
from templates.text import cut, link

_SUBJECT = 150
_NAME = 60


def letter(
    invitation: Invitation,
    *,
    to: str,
    mail_from: str,
    message_id: str,
    date: datetime,
) -> EmailMessage:
    """Return the e-mail; the same ``message_id`` for the same change of a meeting."""
    found = EmailMessage(policy=SMTP)
    found["Subject"] = cut(_subject(invitation), _SUBJECT)
    local, _, domain = mail_from.rpartition("@")
    name = cut(normalise_line(invitation.sig.name), _NAME)
    found["From"] = Address(display_name=name, username=local, domain=domain)
    local, _, domain = to.rpartition("@")
    found["To"] = Address(username=local, domain=domain)
    found["Date"] = format_datetime(date)
    found["Message-ID"] = message_id
    # Answering machines leave it alone (RFC 3834, 5).
    found["Auto-Submitted"] = "auto-generated"
    found.set_content(_words(invitation), cte="quoted-printable")
    found.add_alternative(
        file_of(invitation, mail_from=mail_from),
        maintype="text",
        subtype="calendar",
        params={
            "charset": "utf-8",
            "method": invitation.method.value,
            "component": "VEVENT",
        },
    )
    return found


def _subject(invitation: Invitation) -> str:
    meeting = invitation.meeting
    what = "Invitation"
    if invitation.method is Method.CANCEL:
        what = "Cancelled"
    elif meeting.sequence:
        what = "Changed"
    return normalise_line(f"{what}: {meeting.title}, {_moment(meeting)}")


def _words(invitation: Invitation) -> str:
    meeting, group = invitation.meeting, normalise_line(invitation.sig.name)
    lines = [f"{normalise_line(meeting.title)} ({meeting.ref} of {group})", ""]
    if meeting.status is MeetingStatus.CANCELLED:
        lines.append(f"This meeting, {_when(meeting)}, is cancelled.")
        lines.append(normalise(meeting.cancelled_reason))
    else:
        lines.append(f"When: {_when(meeting)}, {meeting.duration_minutes} minutes")
        if meeting.place:
            lines.append(f"Where: {normalise_line(meeting.place)}")
        if address := link(meeting.join_url):
            lines.append(f"Join: {address}")
    why = (
        f"You get this because {group} invited you as a guest. If you do not want "
        "these e-mails any more, please tell whoever invited you: they can end the "
        "invitation."
    )
    lines += ["", why]
    return "\n".join(lines) + "\n"


def _when(meeting: Meeting) -> str:
    return f"{_moment(meeting)} ({meeting.starts_at:%H:%M} UTC)"


def _moment(meeting: Meeting) -> str:
    city = meeting.zone.rpartition("/")[2].replace("_", " ")
    local = meeting.starts_local
    return f"{long_date(local.date())}, {local:%H:%M} {normalise_line(city)} time"
