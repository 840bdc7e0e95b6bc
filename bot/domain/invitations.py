"""What an invitation says of a meeting: identity, method, organiser, who gets it.

How it is written down (RFC 5545) is in ``templates.invitations``.
"""

import re
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.errors import InvalidInputError
from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.sigs import Sig
from bot.domain.text import normalise_line

# For meetings that came without a UID, from an import or an older release.
_NAMESPACE = uuid.UUID("5b0e1b0a-4a7d-4c36-9f0e-6a0c2d5b7c11")
# Reserved: no such domain will ever exist, so nobody can get this mail (RFC 6761, 6.4).
_NOWHERE = "convenor.invalid"
_COMING = {MeetingStatus.PLANNED, MeetingStatus.SCHEDULED}
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@"
    r"(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+",
    re.ASCII,
)
NAME_LIMIT = 100
# The longest that mail systems take (RFC 5321, 4.5.3.1.3).
EMAIL_LIMIT = 254
_MALFORMED = "This is no e-mail address. It looks like name@example.eu."


class Method(StrEnum):
    """What a calendar is to do with a file (RFC 5546, 1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A meeting as calendars are told of it.

    ``uid`` never changes. ``made_at`` is the time of this file for an invitation, of
    the last change for a feed. ``attendee`` is the one whom an e-mail invites;
    without it the whole group is.
    """

    meeting: Meeting
    sig: Sig
    uid: str
    method: Method
    made_at: datetime
    attendee: str = ""

    @property
    def file_name(self) -> str:
        """The name of its file: another one for each change of the meeting.

        By it a file is looked up before it is uploaded a second time.
        """
        ending = "-cancelled" if self.method is Method.CANCEL else ""
        change = f"-change-{self.meeting.sequence}" if self.meeting.sequence else ""
        return f"{self.meeting.ref}{change}{ending}.ics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The meetings of a group that one person may see."""

    sig: Sig
    entries: tuple[Invitation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The meeting whose file is on its way to somebody; ``is_new``: it was not yet."""

    meeting: Meeting
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A person's address of a calendar; ``secret`` only just after it was made.

    ``mark`` tells this address from others; empty where there is none.
    """

    sig: Sig
    mark: str = ""
    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailGuest:
    """An external without Slack, as whoever invited them sees them."""

    person_id: int
    name: str
    email: str
    organisation: str
    purpose: str
    expires_on: date | None = None
    meetings: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guests:
    """The guests of a group whom one person may decide about."""

    sig: Sig
    guests: tuple[MailGuest, ...] = ()


def uid_of(sig: Sig, meeting: Meeting) -> str:
    """Return the identity of a meeting in calendars.

    It has to be unique in the world and for ever (RFC 5545, 3.8.4.7). Where none is
    stored it is made from what never changes: workspace, group and the row's id.
    """
    if meeting.uid:
        return meeting.uid
    name = f"{sig.team_id}/{sig.id}/{meeting.id}"
    return str(uuid.uuid5(_NAMESPACE, name))


def method_for(meeting: Meeting) -> Method:
    """Return what calendars are to do now."""
    is_off = meeting.status is MeetingStatus.CANCELLED
    return Method.CANCEL if is_off else Method.REQUEST


def is_told(meeting: Meeting, *, now: datetime) -> bool:
    """Say whether calendars still have to hear of a meeting: it has not begun."""
    is_open = meeting.status in _COMING or meeting.status is MeetingStatus.CANCELLED
    return is_open and meeting.starts_at > now


def organiser_of(sig: Sig, mail_from: str | None) -> str:
    """Return the group's address: as set, else one that no mail can be sent to.

    A calendar address must be a URI (RFC 5545, 3.3.3). Mail programs take no other
    than ``mailto:``, so a group without an address gets one in a reserved domain.
    """
    return mail_from or f"group-{sig.id}@{_NOWHERE}"


def members_of(sig: Sig) -> str:
    """Return the address that stands for everybody in the group."""
    return f"group-{sig.id}-members@{_NOWHERE}"


def read_address(text: str) -> str:
    """Return an e-mail address as typed, without what could end a header.

    Only what mail systems take without quoting or another encoding (RFC 5321, 4.1.2).

    Raises:
        InvalidInputError: it is none.
    """
    address = normalise_line(text)
    local = address.partition("@")[0]
    is_dotted_badly = local.startswith(".") or local.endswith(".") or ".." in local
    if not _ADDRESS.fullmatch(address) or is_dotted_badly:
        raise InvalidInputError({"email": _MALFORMED})
    return address
