"""Who was at a meeting: said by those who lead the group, proposed by the answers."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.errors import InvalidTransitionError
from bot.domain.meetings import Attendance, Meeting, MeetingStatus, MinutesStatus
from bot.domain.quorum import Count, Forecast
from bot.domain.registers.typed import Typed

MOST_GUESTS = 20
GUEST_LIMIT = 120
_BOTH = "{} cannot be there and send apologies. Leave it in one of the two lists."


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Who was there: keys of clusters and externals, and guests in words."""

    attendance: Attendance = field(default_factory=Attendance)
    guests: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """What tells whether somebody else has said something else meanwhile."""
        said = repr((self.attendance, self.guests))
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A meeting's attendance with names by key; ``stored`` is what holds now.

    ``marked`` is what a form shows: what is stored, else what the answers to the
    invitation suggest, and ``is_suggested`` then. ``may_mark``: the reader may say it.
    """

    meeting: Meeting
    stored: Marked
    marked: Marked
    count: Count
    clusters: Mapping[str, str] = field(default_factory=dict)
    externals: Mapping[str, str] = field(default_factory=dict)
    is_suggested: bool = False
    may_mark: bool = False

    @property
    def is_marked(self) -> bool:
        """Whether anybody has said who was there."""
        return self.stored != Marked()


def of_meeting(meeting: Meeting) -> Marked:
    """Return what is stored of a meeting."""
    return Marked(attendance=meeting.attendance, guests=meeting.guests)


def suggested(
    expected: Forecast, *, clusters: Collection[str], externals: Collection[str]
) -> Marked:
    """Return what the answers suggest, for a form; nothing of it holds by itself.

    ``externals`` are those who said that they come.
    """
    present = tuple(key for key in clusters if key in expected.coming)
    apologies = tuple(key for key in clusters if key in expected.declined)
    return Marked(
        attendance=Attendance(
            present=present, apologies=apologies, external_present=tuple(externals)
        )
    )


def read(
    form: Typed, *, clusters: Mapping[str, str], externals: Mapping[str, str]
) -> Marked:
    """Read the form; clusters that are in neither list were absent."""
    present = form.choices("present", clusters)
    apologies = form.choices("apologies", clusters)
    for key in apologies:
        if key in present:
            form.complain("apologies", _BOTH.format(clusters.get(key, key)))
    absent = [key for key in clusters if key not in {*present, *apologies}]
    return Marked(
        attendance=Attendance(
            present=present,
            apologies=apologies,
            absent=tuple(absent),
            external_present=form.choices("externals", externals),
        ),
        guests=form.lines("guests", most=MOST_GUESTS, limit=GUEST_LIMIT),
    )


def require_markable(meeting: Meeting, *, now: datetime) -> None:
    """Let a meeting pass of which one can say who was there.

    Raises:
        InvalidTransitionError: it has not begun, was cancelled, or its minutes are
            approved.
    """
    if meeting.status is MeetingStatus.CANCELLED:
        raise InvalidTransitionError(
            f"{meeting.ref} was cancelled, so nobody was there. /meeting list shows "
            "the others."
        )
    has_begun = meeting.status in {MeetingStatus.IN_PROGRESS, MeetingStatus.HELD}
    if not has_begun and now < meeting.starts_at:
        raise InvalidTransitionError(
            f"{meeting.ref} has not begun yet. Who says they come is in /meeting rsvp "
            f"{meeting.ref}; note who was there once it has begun."
        )
    if meeting.minutes_status is MinutesStatus.APPROVED:
        raise InvalidTransitionError(
            f"The minutes of {meeting.ref} are approved, so the attendance stays as it "
            "is. Note a correction in the next meeting instead."
        )


def is_markable(meeting: Meeting, *, now: datetime) -> bool:
    """Whether one can say now who was there."""
    try:
        require_markable(meeting, now=now)
    except InvalidTransitionError:
        return False
    return True
