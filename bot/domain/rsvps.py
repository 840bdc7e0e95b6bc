"""Answers to invitations: until when one can answer, and what somebody is told."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.errors import InvalidInputError, InvalidTransitionError
from bot.domain.meetings import Meeting, MeetingStatus, Rsvp
from bot.domain.quorum import Forecast
from bot.domain.text import normalise_line

REPRESENTED_LIMIT = 120
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_COMING = {MeetingStatus.PLANNED, MeetingStatus.SCHEDULED}
_WHO = "Write who goes instead, or choose the person above."
_ONE = "Choose a person or write a name, not both."
_YOU = "That is you. Press Yes instead if you come yourself."


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody's answer as members see it; ``user_id`` is a Slack account.

    ``cluster`` is the name of the one they speak for, ``role`` the title of the rest.
    """

    user_id: str | None
    role: str
    cluster: str | None
    answer: Rsvp
    represented_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """A meeting with what somebody may see of the answers to its invitation.

    ``names`` has the clusters' names by key, empty for whoever may not see them;
    ``own`` is None while one has not answered. ``others`` counts those who come and
    speak for no cluster.
    """

    meeting: Meeting
    forecast: Forecast
    names: dict[str, str] = field(default_factory=dict)
    own: Rsvp | None = None
    own_represented_by: str = ""
    guests: tuple[Guest, ...] = ()
    others: int = 0
    is_open: bool = False
    may_see_people: bool = False


def is_open(meeting: Meeting, *, now: datetime) -> bool:
    """Whether people can still answer: until it begins."""
    return meeting.status in _COMING and now < meeting.starts_at


def require_open(meeting: Meeting, *, now: datetime) -> None:
    """Let a meeting pass that has not begun.

    Raises:
        InvalidTransitionError: it has, or it was cancelled; the message says what to
            do.
    """
    if is_open(meeting, now=now):
        return
    if meeting.status is MeetingStatus.CANCELLED:
        raise InvalidTransitionError(
            f"{meeting.ref} was cancelled, so nobody needs to answer. /meeting next "
            "shows the next one."
        )
    is_over = meeting.status is MeetingStatus.HELD or meeting.ends_at <= now
    said = "is over" if is_over else "has begun"
    raise InvalidTransitionError(
        f"{meeting.ref} {said}, so your answer stays as it is. The chair notes who was "
        "there; tell them if something should be corrected."
    )


def stand_in(text: str, *, person: str | None, own: str | None) -> str:
    """Return who goes instead: a chosen account as Slack writes it, else the words.

    ``own`` is the account of whoever answers.

    Raises:
        InvalidInputError: nobody is named, it is oneself, or the text is too long.
    """
    words = normalise_line(text)
    if person and words:
        raise InvalidInputError({"represented_by": _ONE})
    named = _MENTION.fullmatch(words)
    account = person or (named[1] if named else None)
    if account is not None and account == own:
        raise InvalidInputError({"person" if person else "represented_by": _YOU})
    if account is not None:
        return f"<@{account}>"
    if not words:
        raise InvalidInputError({"represented_by": _WHO})
    if len(words) > REPRESENTED_LIMIT:
        message = f"That is {len(words)} characters; {REPRESENTED_LIMIT} fit here."
        raise InvalidInputError({"represented_by": message})
    return words


def account_of(represented_by: str) -> str | None:
    """Return the account that goes instead, where one was chosen."""
    named = _MENTION.fullmatch(represented_by)
    return named[1] if named else None
