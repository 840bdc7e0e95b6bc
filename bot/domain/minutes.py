"""Minutes: notes, versions, corrections, and the way from a draft to approval."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.actions import ActionItem
from bot.domain.decisions import Recorded
from bot.domain.errors import InvalidInputError, InvalidTransitionError
from bot.domain.meetings import Meeting, MeetingStatus, MinutesStatus
from bot.domain.text import normalise

MAX_NOTE = 3000
MAX_PART = 3000
MAX_BODY = 1_000_000
MAX_CORRECTION = 2000
MAX_REASON = 150
# Slack shows at most a hundred blocks in a modal.
MOST_PARTS = 40
_HEADING = re.compile(r"(?<=\n\n)(?=## )")
_BLANKS = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+\n?")
_PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something said in a meeting; minutes never name its author."""

    id: int = 0
    meeting_id: int = 0
    position: int = 0
    text: str
    agenda_item_id: int | None = None
    author_id: int | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A note that is stored, and the meeting it is of."""

    note: Note
    meeting: Meeting

    @property
    def is_late(self) -> bool:
        """Whether the meeting is over."""
        return self.meeting.status is MeetingStatus.HELD


@dataclass(frozen=True, slots=True, kw_only=True)
class TakesIn:
    """Up to which note, decision and action a text of minutes goes, by their ids."""

    note: int = 0
    decision: int = 0
    action: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One text of the minutes; a version is never changed."""

    revision: int
    body: str
    sha256: str
    takes_in: TakesIn = TakesIn()
    author_id: int | None = None
    reason: str = ""
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody says about circulated minutes; no text says they look right."""

    id: int = 0
    meeting_id: int
    revision: int
    person_id: int | None
    text: str = ""
    is_settled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Which version was approved, and in which meeting; None outside of meetings."""

    revision: int
    approved_on: date
    meeting: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An action as the minutes name it; ``owner`` is a title or a cluster's name."""

    id: int
    action: ActionItem
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Who was there, as names of clusters; guests in the chair's words.

    ``needed`` of ``seats`` clusters make a quorum; ``is_met`` is None where nobody
    noted who was there.
    """

    clusters: tuple[str, ...] = ()
    apologies: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    externals: int = 0
    seats: int = 0
    needed: int = 0
    is_met: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that is known of a meeting: what its minutes are written from.

    ``read_out`` is what was done since the meeting before.
    """

    group: str
    meeting: Meeting
    present: Present = Present()
    notes: tuple[Note, ...] = ()
    decisions: tuple[Recorded, ...] = ()
    actions: tuple[Done, ...] = ()
    read_out: tuple[Done, ...] = ()
    versions: tuple[Version, ...] = ()
    answers: tuple[Answer, ...] = ()
    approval: Approval | None = None

    @property
    def newest(self) -> Version | None:
        """The text that holds, once somebody wrote one."""
        return self.versions[-1] if self.versions else None

    @property
    def takes_in(self) -> TakesIn:
        """Up to what a text written from this goes."""
        return TakesIn(
            note=_last(each.id for each in self.notes),
            decision=_last(each.decision.id for each in self.decisions),
            action=_last(each.id for each in self.actions),
        )

    @property
    def corrections(self) -> tuple[Answer, ...]:
        """What was proposed and not settled yet."""
        return tuple(each for each in self.answers if each.text and not each.is_settled)

    @property
    def agreed(self) -> int:
        """How many people say that the newest text looks right."""
        newest = self.newest.revision if self.newest else 0
        return sum(not each.text and each.revision == newest for each in self.answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What somebody said about circulated minutes, and where they stand.

    ``is_new`` is False where the same was said before.
    """

    record: Record
    answer: Answer
    is_new: bool = True


def _last(ids: Iterable[int]) -> int:
    return max(ids, default=0)


def tidy_note(text: str) -> str:
    """Return a note as it is stored.

    Raises:
        InvalidInputError: it is empty or too long.
    """
    return _tidy("text", text, MAX_NOTE, empty="Write what was said.")


def tidy_correction(text: str) -> str:
    """Return a proposed correction as it is stored.

    Raises:
        InvalidInputError: it is empty or too long.
    """
    empty = "Write what should read differently, and how."
    return _tidy("text", text, MAX_CORRECTION, empty=empty)


def tidy_reason(text: str) -> str:
    """Return why a text was changed, on one line and not longer than fits."""
    return " ".join(normalise(text).split())[:MAX_REASON]


def _tidy(name: str, text: str, limit: int, *, empty: str) -> str:
    tidied = normalise(text)
    if not tidied:
        raise InvalidInputError({name: empty})
    if len(tidied) > limit:
        said = f"That is {len(tidied)} characters; {limit} fit here."
        raise InvalidInputError({name: said})
    return tidied


def tidy_body(body: str) -> str:
    """Return a text of minutes as it is stored: paragraphs with one line between them.

    Idempotent.

    Raises:
        InvalidInputError: it is empty or too long.
    """
    return _tidy("file", spaced(body), MAX_BODY, empty="There is no text in it.")


def spaced(body: str) -> str:
    """Return a text with one empty line between its paragraphs, however long."""
    return _BLANKS.sub(_PARAGRAPH, normalise(body))


def digest(body: str) -> str:
    """Return the checksum of a text."""
    return hashlib.sha256(body.encode()).hexdigest()


def split(body: str) -> tuple[str, ...]:
    """Cut a tidy text into parts for the fields of a form: at headings, then lines.

    ``join`` makes the same text of them. A paragraph longer than a field stays whole.
    """
    parts: list[str] = []
    for section in _HEADING.split(body):
        if section.strip():
            parts += _pieces(section.strip("\n"))
    return tuple(parts)


def _pieces(section: str) -> list[str]:
    pieces: list[str] = []
    for paragraph in section.split(_PARAGRAPH):
        longer = f"{pieces[-1]}{_PARAGRAPH}{paragraph}" if pieces else paragraph
        if pieces and len(longer) <= MAX_PART:
            pieces[-1] = longer
        else:
            pieces.append(paragraph)
    return pieces


def join(parts: Sequence[str]) -> str:
    """Return the parts of a form as one text."""
    return _PARAGRAPH.join(part.strip("\n") for part in parts if part.strip())


def fits_form(body: str) -> bool:
    """Whether all of a text can be edited in a form."""
    parts = split(body)
    return len(parts) <= MOST_PARTS and all(len(part) <= MAX_PART for part in parts)


def require_started(meeting: Meeting) -> None:
    """Let pass a meeting of which there can be minutes.

    Raises:
        InvalidTransitionError: it did not take place yet, or not at all.
    """
    if meeting.status is MeetingStatus.CANCELLED:
        raise InvalidTransitionError(f"{meeting.ref} was cancelled: no minutes.")
    if meeting.status not in {MeetingStatus.IN_PROGRESS, MeetingStatus.HELD}:
        raise InvalidTransitionError(
            f"{meeting.ref} has not begun. Start it with /meeting start {meeting.ref}."
        )


def require_open(meeting: Meeting) -> None:
    """Let pass minutes that can still change.

    Raises:
        InvalidTransitionError: they were approved, or there can be none.
    """
    require_started(meeting)
    if meeting.minutes_status is MinutesStatus.APPROVED:
        raise InvalidTransitionError(
            f"The minutes of {meeting.ref} are approved, so nothing in them changes "
            "any more. Take it up in the next meeting: /meeting agenda."
        )


def require_held(meeting: Meeting) -> None:
    """Let pass a meeting that is over.

    Raises:
        InvalidTransitionError: it runs still, or did not take place.
    """
    require_started(meeting)
    if meeting.status is not MeetingStatus.HELD:
        raise InvalidTransitionError(
            f"{meeting.ref} is not over yet. End it with /meeting end."
        )


def drafted(meeting: Meeting) -> MinutesStatus:
    """Return where the minutes stand after somebody wrote a text.

    Raises:
        InvalidTransitionError: they were approved, or there can be none.
    """
    require_open(meeting)
    is_first = meeting.minutes_status is MinutesStatus.NONE
    return MinutesStatus.DRAFT if is_first else meeting.minutes_status


def circulated(meeting: Meeting) -> MinutesStatus:
    """Return where the minutes stand after everybody was sent them.

    Raises:
        InvalidTransitionError: they were approved, or the meeting is not over.
    """
    require_open(meeting)
    require_held(meeting)
    return MinutesStatus.CIRCULATED


def approved(meeting: Meeting) -> MinutesStatus:
    """Return where the minutes stand after the chair approved them.

    Raises:
        InvalidTransitionError: nobody has been sent them yet.
    """
    require_held(meeting)
    if meeting.minutes_status in {MinutesStatus.CIRCULATED, MinutesStatus.APPROVED}:
        return MinutesStatus.APPROVED
    raise InvalidTransitionError(
        f"The minutes of {meeting.ref} were not circulated yet, so nobody could read "
        f"them. Type /meeting minutes {meeting.ref} and press Circulate first."
    )
