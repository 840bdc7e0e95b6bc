"""Points of an agenda: what one may say, and what can become of it.

::

    proposed --accept--> accepted --finish--> done
    proposed, accepted --defer--> deferred (goes on in the next meeting)
    proposed, accepted, deferred --withdraw--> withdrawn
    deferred --it was done after all--> done
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import InvalidInputError, InvalidTransitionError
from bot.domain.meetings import (
    AgendaItem,
    AgendaState,
    Meeting,
    MeetingStatus,
    MinutesStatus,
)
from bot.domain.practices import Practice
from bot.domain.references import Kind, is_reference, parse
from bot.domain.registers.typed import Typed


class AgendaKind(StrEnum):
    """What a point of an agenda is about."""

    OPENING = "opening"
    MINUTES_APPROVAL = "minutes_approval"
    ACTION_REVIEW = "action_review"
    PRACTICE_PRESENTATION = "practice_presentation"
    DISCUSSION = "discussion"
    DECISION = "decision"
    NETWORK_LIAISON = "network_liaison"
    WHITE_PAPER = "white_paper"
    AOB = "aob"


TITLE_LIMIT = 120
LONGEST = 480
USUAL_MINUTES = 10
PRESENTATION_MINUTES = 15
# A group that proposes more than this for one meeting needs a second meeting.
MOST_ITEMS = 60
_TAKES_SPACE = {AgendaState.PROPOSED, AgendaState.ACCEPTED, AgendaState.DONE}
_PLANNED = {MeetingStatus.PLANNED, MeetingStatus.SCHEDULED}
OPEN = {*_PLANNED, MeetingStatus.IN_PROGRESS}
_WRONG_MINUTES = f"Write how many minutes it takes, from 1 to {LONGEST}."
_FULL = (
    f"This agenda has {MOST_ITEMS} points already. Propose it for the next meeting, "
    "or ask the chair to withdraw some."
)
_TRANSITIONS: Mapping[AgendaState, frozenset[AgendaState]] = {
    AgendaState.PROPOSED: frozenset(
        {AgendaState.ACCEPTED, AgendaState.DEFERRED, AgendaState.WITHDRAWN}
    ),
    AgendaState.ACCEPTED: frozenset(
        {AgendaState.DONE, AgendaState.DEFERRED, AgendaState.WITHDRAWN}
    ),
    AgendaState.DONE: frozenset({AgendaState.ACCEPTED}),
    AgendaState.DEFERRED: frozenset({AgendaState.DONE, AgendaState.WITHDRAWN}),
    AgendaState.WITHDRAWN: frozenset({AgendaState.ACCEPTED}),
}
_STATE_WORDS: Mapping[AgendaState, str] = {
    AgendaState.PROPOSED: "only proposed so far",
    AgendaState.ACCEPTED: "on the agenda",
    AgendaState.DONE: "done",
    AgendaState.DEFERRED: "put off to the next meeting",
    AgendaState.WITHDRAWN: "withdrawn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a form says about a point, before anything of it is looked up.

    ``person`` is a Slack account, ``cluster`` and ``network`` are ids or short names
    as the form offers them; ``practice`` is a number.
    """

    title: str
    kind: AgendaKind
    minutes: int
    person: str | None = None
    cluster: str | None = None
    practice: int | None = None
    network: str | None = None


def split(text: str) -> tuple[str, str]:
    """Split what follows a command into the name of a meeting and the rest.

    ``M-5 Licence of the paper`` names one; ``5 minutes for news`` does not.
    """
    first, _, rest = text.strip().partition(" ")
    is_alone = not rest and (first.isdecimal() or first.lower() == "next")
    if is_alone or is_reference(first, Kind.MEETING):
        return first, rest.strip()
    return "", text.strip()


def presentation(practice: Practice, cluster: str | None) -> AgendaItem:
    """Return a point at which a cluster, named by its key, presents a practice."""
    title = f"{practice.ref} {practice.content.title}"
    return AgendaItem(
        position=0,
        kind=AgendaKind.PRACTICE_PRESENTATION,
        title=title[:TITLE_LIMIT],
        minutes=PRESENTATION_MINUTES,
        presenter=cluster,
        practice=practice.number,
    )


def read(form: Typed) -> Draft:
    """Read the fields of a form; what is wrong is noted in it."""
    title = form.line("title", TITLE_LIMIT, missing="Say in a few words what it is.")
    kind = form.choice("kind", set(AgendaKind)) or AgendaKind.DISCUSSION
    minutes = form.count("minutes")
    if minutes is None or not 1 <= minutes <= LONGEST:
        form.problems["minutes"] = _WRONG_MINUTES
        minutes = USUAL_MINUTES
    draft = Draft(
        title=title or "",
        kind=AgendaKind(kind) if kind in set(AgendaKind) else AgendaKind.DISCUSSION,
        minutes=minutes,
        person=form.raw("person") or None,
        cluster=form.raw("cluster") or None,
        practice=_practice(form),
        network=form.raw("network") or None,
    )
    if draft.person and draft.cluster:
        form.complain("cluster", "Choose a person or a cluster, not both.")
    return draft


def _practice(form: Typed) -> int | None:
    typed = form.raw("practice").strip()
    if not typed:
        return None
    try:
        return parse(typed, Kind.PRACTICE)
    except InvalidInputError as error:
        form.complain("practice", str(error))
        return None


def after(item: AgendaItem, state: AgendaState) -> AgendaItem:
    """Return a point in another state; the same state again is no change.

    Raises:
        InvalidTransitionError: the point cannot get there from where it is.
    """
    if item.state is state:
        return item
    if state not in _TRANSITIONS[item.state]:
        raise InvalidTransitionError(
            f"“{item.title}” is {_STATE_WORDS[item.state]}, so it cannot be "
            f"{_STATE_WORDS[state]}. Look at the agenda again: /meeting agenda."
        )
    return replace(item, state=state)


def possible(item: AgendaItem) -> tuple[AgendaState, ...]:
    """Return what can become of a point, its present state first."""
    following = _TRANSITIONS[item.state]
    return (item.state, *(each for each in AgendaState if each in following))


def is_open(meeting: Meeting, *, now: datetime) -> bool:
    """Whether an agenda can still change: until the meeting is over."""
    is_over = meeting.status in _PLANNED and meeting.ends_at <= now
    return meeting.status in OPEN and not is_over


def require_open(meeting: Meeting, *, now: datetime) -> None:
    """Let a meeting pass whose agenda can still change.

    Raises:
        InvalidTransitionError: it is over, or cancelled.
    """
    if meeting.status is MeetingStatus.CANCELLED:
        raise InvalidTransitionError(
            f"{meeting.ref} was cancelled. Propose it for another meeting: "
            "/meeting list shows them."
        )
    if not is_open(meeting, now=now):
        raise InvalidTransitionError(
            f"{meeting.ref} is over. /meeting agenda and your words propose a point "
            "for the next one."
        )


def is_correctable(meeting: Meeting) -> bool:
    """Whether one can still say what a meeting did that is over."""
    is_final = meeting.minutes_status is MinutesStatus.APPROVED
    return meeting.status is MeetingStatus.HELD and not is_final


def require_space(meeting: Meeting) -> None:
    """Let a meeting pass whose agenda has room for one more.

    Raises:
        InvalidInputError: it has none.
    """
    number = sum(each.state in _TAKES_SPACE for each in meeting.agenda)
    if number >= MOST_ITEMS:
        raise InvalidInputError({"title": _FULL})


def carried(item: AgendaItem, position: int) -> AgendaItem:
    """Return what goes on of a point in another meeting.

    What was put off by the chair had their word already.
    """
    is_proposed = item.state is AgendaState.PROPOSED
    state = AgendaState.PROPOSED if is_proposed else AgendaState.ACCEPTED
    return replace(
        item, id=0, position=position, state=state, carried_from_id=item.id, version=1
    )


def following(
    meetings: Iterable[Meeting], meeting: Meeting, *, now: datetime
) -> Meeting | None:
    """Return the next meeting after one, of those still to come."""
    found = [
        each
        for each in meetings
        if each.status in _PLANNED
        and each.number != meeting.number
        and each.ends_at > now
        and (each.starts_at, each.number) > (meeting.starts_at, meeting.number)
    ]
    return min(found, key=lambda each: (each.starts_at, each.number), default=None)
