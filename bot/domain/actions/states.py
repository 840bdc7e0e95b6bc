"""What happens to an action item: a small machine that decides and touches nothing.

```mermaid
stateDiagram-v2
    [*] --> open
    open --> in_progress: start
    open --> done: done
    in_progress --> done: done
    open --> blocked: block
    in_progress --> blocked: block
    blocked --> open: unblock
    blocked --> done: done
    done --> open: reopen
    cancelled --> open: reopen
    open --> cancelled: cancel
    in_progress --> cancelled: cancel
    blocked --> cancelled: cancel
    done --> cancelled: cancel
```

Overdue is derived, not a state. Whoever says "done" of something that was blocked says
that nothing is in its way any more; that which was cancelled by mistake is reopened.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.actions.items import FINISHED, ActionItem, ActionStatus
from bot.domain.errors import InvalidInputError, InvalidTransitionError
from bot.domain.text import normalise

MAX_REASON = 300
MAX_EVIDENCE = 300
LONGEST_SNOOZE = timedelta(days=366)


class Event(StrEnum):
    """What somebody says of an action item."""

    START = "start"
    DONE = "done"
    REOPEN = "reopen"
    BLOCK = "block"
    UNBLOCK = "unblock"
    CANCEL = "cancel"


_OPEN, _DOING = ActionStatus.OPEN, ActionStatus.IN_PROGRESS
_BLOCKED, _DONE = ActionStatus.BLOCKED, ActionStatus.DONE
_CANCELLED = ActionStatus.CANCELLED
TRANSITIONS: Mapping[Event, Mapping[ActionStatus, ActionStatus]] = {
    Event.START: {_OPEN: _DOING},
    Event.DONE: dict.fromkeys((_OPEN, _DOING, _BLOCKED), _DONE),
    Event.REOPEN: dict.fromkeys((_DONE, _CANCELLED), _OPEN),
    Event.BLOCK: dict.fromkeys((_OPEN, _DOING), _BLOCKED),
    Event.UNBLOCK: {_BLOCKED: _OPEN},
    Event.CANCEL: dict.fromkeys((_OPEN, _DOING, _BLOCKED, _DONE), _CANCELLED),
}
# Where each event leads; being there already is no mistake, only nothing new.
_LEADS = {
    Event.START: _DOING,
    Event.DONE: _DONE,
    Event.REOPEN: _OPEN,
    Event.BLOCK: _BLOCKED,
    Event.UNBLOCK: _OPEN,
    Event.CANCEL: _CANCELLED,
}
_INSTEAD = {
    _OPEN: "It is open.",
    _DOING: "It is in progress.",
    _BLOCKED: "It is blocked: /action unblock {ref} lets it go on.",
    _DONE: "It is done: /action reopen {ref} opens it again.",
    _CANCELLED: "It was cancelled: /action reopen {ref} opens it again.",
}


def is_there(action: ActionItem, event: Event) -> bool:
    """Whether an event was said before, so that nothing is to be done."""
    return action.status is _LEADS[event]


def possible(action: ActionItem) -> tuple[Event, ...]:
    """Return what can be said of an action item now."""
    return tuple(each for each in Event if action.status in TRANSITIONS[each])


def after(
    action: ActionItem,
    event: Event,
    *,
    today: date,
    by: int | None = None,
    words: str = "",
) -> ActionItem:
    """Return an action item after somebody said something of it.

    ``by`` is the id of who says it, ``words`` the evidence of what is done, or the
    reason why it is blocked or cancelled. What was said before changes nothing.

    Raises:
        InvalidInputError: a reason is missing, or the words are too long.
        InvalidTransitionError: that cannot be said of it now.
    """
    if is_there(action, event):
        return action
    to = TRANSITIONS[event].get(action.status)
    if to is None:
        said = _INSTEAD[action.status].format(ref=action.ref)
        raise InvalidTransitionError(f"{action.ref} cannot {_WORDS[event]}. {said}")
    is_done, is_over = to is _DONE, to in FINISHED
    return replace(
        action,
        status=to,
        done_on=today if is_done else None,
        done_by=by if is_done else None,
        reason=reason(words) if event in _WITH_REASON else "",
        evidence=evidence(words) or action.evidence if is_done else action.evidence,
        snoozed_until=None if is_over else action.snoozed_until,
    )


_WITH_REASON = {Event.BLOCK, Event.CANCEL}
_WORDS = {
    Event.START: "be started",
    Event.DONE: "be done",
    Event.REOPEN: "be opened again",
    Event.BLOCK: "be blocked",
    Event.UNBLOCK: "be unblocked",
    Event.CANCEL: "be cancelled",
}


def reason(words: str) -> str:
    """Return a reason as it is stored.

    Raises:
        InvalidInputError: it is missing or too long.
    """
    text = normalise(words).strip()
    if not text:
        raise InvalidInputError({"reason": "Say why, in a few words."})
    if len(text) > MAX_REASON:
        said = f"That is {len(text)} characters; {MAX_REASON} fit here."
        raise InvalidInputError({"reason": said})
    return text


def evidence(words: str) -> str | None:
    """Return what shows that it is done, as it is stored.

    Raises:
        InvalidInputError: it is too long.
    """
    text = normalise(words).strip()
    if len(text) > MAX_EVIDENCE:
        said = f"That is {len(text)} characters; {MAX_EVIDENCE} fit here."
        raise InvalidInputError({"evidence": said})
    return text or None


def snoozed(
    action: ActionItem, until: date | None, *, today: date, moves_due: bool = False
) -> ActionItem:
    """Return an action item of which nobody is reminded before a day.

    A snooze ends by the due date; ``moves_due`` puts that date off as well.

    Raises:
        InvalidInputError: the day is not to come, too far away, or after it is due.
        InvalidTransitionError: it is finished, so there is nothing to put off.
    """
    _require_open(action, "snoozed")
    if until is None:
        return replace(action, snoozed_until=None)
    if until <= today:
        raise InvalidInputError({"until": "Choose a day after today."})
    if until > today + LONGEST_SNOOZE:
        raise InvalidInputError({"until": "Choose a day within a year."})
    is_past_due = action.due_on is not None and until > action.due_on
    if is_past_due and not moves_due:
        said = (
            f"{action.ref} {_was_due(action, today)}, so it cannot wait until "
            f"{until:%-d %B %Y} as it is. Choose an earlier day, or move its due date "
            "as well: tick that in the form, or type "
            f"/action due {action.ref} {until}."
        )
        raise InvalidInputError({"until": said})
    return replace(
        action,
        snoozed_until=until,
        due_on=until if is_past_due else action.due_on,
    )


def due(action: ActionItem, on: date | None, *, today: date) -> ActionItem:
    """Return an action item with another due date, or none.

    Raises:
        InvalidInputError: the day is over.
        InvalidTransitionError: it is finished.
    """
    _require_open(action, "given another date")
    if on is not None and on < today and on != action.due_on:
        raise InvalidInputError({"due_on": "That day is over. Choose one to come."})
    until = action.snoozed_until
    if until is not None and on is not None and until > on:
        until = None
    return replace(action, due_on=on, snoozed_until=until)


def assigned(
    action: ActionItem, owner: str | None, co_owners: tuple[str, ...] | None = None
) -> ActionItem:
    """Return an action item of another owner, who is none of its helpers then.

    Raises:
        InvalidTransitionError: it is finished.
    """
    _require_open(action, "given to somebody else")
    helpers = action.co_owners if co_owners is None else co_owners
    kept = tuple(dict.fromkeys(each for each in helpers if each != owner))
    return replace(action, owner=owner, co_owners=kept)


def _require_open(action: ActionItem, words: str) -> None:
    if action.status in FINISHED:
        said = _INSTEAD[action.status].format(ref=action.ref)
        raise InvalidTransitionError(f"{action.ref} cannot be {words}. {said}")


def _was_due(action: ActionItem, today: date) -> str:
    day = action.due_on or today
    return f"{'was' if day < today else 'is'} due on {day:%-d %B %Y}"
