"""What a meeting reads out as done, and what it leaves to the next one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.actions.items import ActionItem, ActionStatus, Shown
from bot.domain.meetings import Meeting

# So often an open action is carried over before the chair hears of it.
RAISED_AFTER = 2


def is_raised(action: ActionItem) -> bool:
    """Whether it was carried over so often that the chair is to look at it."""
    return action.is_open and action.carried >= RAISED_AFTER


def left_over(
    actions: Iterable[ActionItem], meeting: Meeting, *, new: Collection[int]
) -> tuple[ActionItem, ...]:
    """Return what a meeting found open on its agenda and leaves to the next one.

    That is what was there before it began and was to be done by its day, or has no
    date. ``new`` are the ids of what was recorded since it began: that is new work,
    and so is what is due later; neither is carried over yet.
    """
    day = meeting.starts_local.date()
    return tuple(
        each
        for each in actions
        if each.is_open
        and each.meeting != meeting.number
        and each.id not in new
        and (each.due_on is None or each.due_on <= day)
    )


def to_read_out(
    actions: Iterable[ActionItem],
    *,
    heard: Mapping[int, date],
    last: date | None,
) -> tuple[ActionItem, ...]:
    """Return what was done since the last meeting and not read out yet.

    ``heard`` says when each was read out, by its id; ``last`` is the day of the last
    meeting that was held: what was done before it is an old story, also where a file
    brought it in.
    """
    done = [
        each
        for each in actions
        if each.status is ActionStatus.DONE and each.done_on is not None
    ]
    news = [each for each in done if _is_news(each, heard=heard, last=last)]
    return tuple(sorted(news, key=lambda each: (each.done_on, each.number)))


def _is_news(
    action: ActionItem, *, heard: Mapping[int, date], last: date | None
) -> bool:
    day = action.done_on
    if day is None or (last is not None and day < last):
        return False
    before = heard.get(action.id)
    return before is None or day > before


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """What was carried over from meeting to meeting for the second time."""

    meeting: Meeting
    actions: Sequence[Shown]
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAssign:
    """Open action items whose owner is not there any more, or never was."""

    actions: Sequence[Shown]
    sig_id: int
    today: date
