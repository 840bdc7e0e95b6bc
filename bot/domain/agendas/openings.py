"""What a meeting opens with: made anew from what is open, and never stored."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.actions import ActionItem, ActionStatus
from bot.domain.agendas.points import OPEN, AgendaKind
from bot.domain.clusters import Network
from bot.domain.meetings import AgendaState, Meeting, MeetingStatus, MinutesStatus
from bot.domain.practices import Practice
from bot.domain.registers.networks import is_silent

_DONE = {ActionStatus.DONE, ActionStatus.CANCELLED}
_PLANNED = {AgendaState.ACCEPTED, AgendaState.DONE}


class OpeningKind(StrEnum):
    """With what a meeting opens, in this order."""

    MINUTES = "minutes"
    ACTIONS = "actions"
    NETWORKS = "networks"


_OPENING_MINUTES = {
    OpeningKind.MINUTES: 5,
    OpeningKind.ACTIONS: 10,
    OpeningKind.NETWORKS: 5,
}
_SAME_KIND = {
    OpeningKind.MINUTES: AgendaKind.MINUTES_APPROVAL,
    OpeningKind.ACTIONS: AgendaKind.ACTION_REVIEW,
    OpeningKind.NETWORKS: AgendaKind.NETWORK_LIAISON,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Something that a meeting opens with, made from what is open; never stored."""

    kind: OpeningKind
    minutes: int
    meeting: Meeting | None = None
    actions: tuple[ActionItem, ...] = ()
    overdue: int = 0
    networks: tuple[Network, ...] = ()
    done: tuple[ActionItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is open in a group when an agenda is made.

    ``practice`` is the suggestion of the month, ``today`` a day of the home zone,
    ``done`` what was done since the last meeting and is read out.
    """

    meetings: tuple[Meeting, ...] = ()
    actions: tuple[ActionItem, ...] = ()
    done: tuple[ActionItem, ...] = ()
    networks: tuple[Network, ...] = ()
    practice: Practice | None = None
    today: date


def openings(meeting: Meeting, situation: Situation) -> tuple[Opening, ...]:
    """Return what a meeting opens with, but for what its agenda has already."""
    if meeting.status not in OPEN:
        return ()
    found = (
        _approval(meeting, situation.meetings),
        _review(situation),
        _liaison(situation),
    )
    planned = {each.kind for each in meeting.agenda if each.state in _PLANNED}
    return tuple(
        each for each in found if each and _SAME_KIND[each.kind] not in planned
    )


def suggestion(meeting: Meeting, situation: Situation) -> Practice | None:
    """Return a practice that somebody could present, if none is to be presented."""
    is_planned = any(
        each.practice is not None or each.kind == AgendaKind.PRACTICE_PRESENTATION
        for each in meeting.agenda
        if each.state in {*_PLANNED, AgendaState.PROPOSED}
    )
    is_open = meeting.status in OPEN
    return situation.practice if is_open and not is_planned else None


def _approval(meeting: Meeting, known: Collection[Meeting]) -> Opening | None:
    """Return the approval of the last minutes, when all have them."""
    held = [
        each
        for each in known
        if each.status is MeetingStatus.HELD and each.starts_at < meeting.starts_at
    ]
    last = max(held, key=lambda each: (each.starts_at, each.number), default=None)
    if last is None or last.minutes_status is not MinutesStatus.CIRCULATED:
        return None
    return _opening(OpeningKind.MINUTES, meeting=last)


def _review(situation: Situation) -> Opening | None:
    waiting = [each for each in situation.actions if each.status not in _DONE]
    late = [each for each in waiting if each.is_overdue(situation.today)]
    if not waiting and not situation.done:
        return None
    rest = [each for each in waiting if each not in late]
    ordered = sorted(late, key=_by_day) + sorted(rest, key=_by_day)
    return _opening(
        OpeningKind.ACTIONS,
        actions=tuple(ordered),
        overdue=len(late),
        done=situation.done,
    )


def _by_day(action: ActionItem) -> tuple[date, int]:
    return (action.due_on or date.max, action.number)


def _liaison(situation: Situation) -> Opening | None:
    silent = [each for each in situation.networks if is_silent(each, situation.today)]
    return _opening(OpeningKind.NETWORKS, networks=tuple(silent)) if silent else None


def _opening(
    kind: OpeningKind,
    *,
    meeting: Meeting | None = None,
    actions: tuple[ActionItem, ...] = (),
    overdue: int = 0,
    networks: tuple[Network, ...] = (),
    done: tuple[ActionItem, ...] = (),
) -> Opening:
    return Opening(
        kind=kind,
        minutes=_OPENING_MINUTES[kind],
        meeting=meeting,
        actions=actions,
        overdue=overdue,
        networks=networks,
        done=done,
    )
