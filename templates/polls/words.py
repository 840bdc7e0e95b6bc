"""Words and ids that the views of polls share. All texts are mrkdwn, escaped."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.domain.polls import Board, Count, Poll, PollAnswer, PollState, Slot, unsocial
from templates.status import clock_words
from templates.text import cut, mrkdwn
from templates.times import reader_time

ANSWER = "poll_answer"
SHOW = "poll_show"
CLOSE = "poll_close"
DEADLINE = "poll_deadline"
ZONE = "poll_zone"
CANCEL = "poll_cancel"
DECIDE = "poll_decide"
ANSWERS: Mapping[PollAnswer, str] = {
    PollAnswer.YES: "Yes",
    PollAnswer.IF_NEED_BE: "If need be",
    PollAnswer.NO: "No",
}
STATES: Mapping[PollState, str] = {
    PollState.OPEN: "open",
    PollState.CLOSED: "closed, not decided yet",
    PollState.DECIDED: "decided",
    PollState.CANCELLED: "cancelled",
}
MODES: Mapping[str, str] = {
    "online": "Online",
    "in_person": "In one place",
    "hybrid": "Both: in one place and online",
}
RULE = (
    "One voice per cluster: of several people of a cluster the best answer counts, for "
    "each time."
)
TIE_RULE = (
    "First is the time at which most clusters can come (yes or if need be); if two are "
    "equal, the one with more yes, then the earlier one."
)
_SIGNS = {
    PollAnswer.YES: ":white_check_mark:",
    PollAnswer.IF_NEED_BE: ":large_yellow_circle:",
    PollAnswer.NO: ":x:",
}
_TITLE = 600
_NAMES = 500
_MINUTES_OF_HOUR = 60


def value(poll: Poll, sig_id: int, slot_id: int = 0) -> str:
    """Return what a button carries: the poll, its group, and one of its times."""
    return f"{poll.id}:{sig_id}:{slot_id}"


def read_value(carried: str) -> tuple[int, int, int]:
    """Read the ids of poll, group and time that a button carries."""
    poll_id, sig_id, slot_id = (int(part) for part in carried.split(":"))
    return poll_id, sig_id, slot_id


def named(poll: Poll) -> str:
    """Return the poll with its title."""
    return f"*{poll.ref}: {cut(mrkdwn(poll.title), _TITLE)}*"


def facts(poll: Poll) -> str:
    """Return how long the meeting is, and where."""
    found = [length(poll.duration_minutes), MODES.get(poll.mode, poll.mode)]
    place = cut(mrkdwn(poll.place), _NAMES)
    return " · ".join([*found, *([place] if place else [])])


def length(minutes: int) -> str:
    """Return a length of time, for example 1 h 30 min."""
    hours, rest = divmod(minutes, _MINUTES_OF_HOUR)
    said = [f"{hours} h" if hours else "", f"{rest} min" if rest else ""]
    return " ".join(each for each in said if each)


def when(slot: Slot, zone: str) -> str:
    """Return a time as its reader's clock shows it, and in the poll's zone."""
    there = mrkdwn(clock_words(slot.starts_at, zone))
    return f"*{reader_time(slot.starts_at)}*\n{there}"


def deadline(poll: Poll) -> str:
    """Return until when people answer."""
    there = mrkdwn(clock_words(poll.deadline_at, poll.zone))
    return f"{reader_time(poll.deadline_at)} ({there})"


def counts(board: Board, count: Count) -> str:
    """Return who can come at a time: clusters, never people."""
    groups = {
        PollAnswer.YES: count.yes,
        PollAnswer.IF_NEED_BE: count.if_need_be,
        PollAnswer.NO: count.no,
    }
    said = [
        f"{_SIGNS[answer]} {len(found)} {ANSWERS[answer].lower()}{_named(board, found)}"
        for answer, found in groups.items()
        if found
    ]
    return " · ".join(said) or "No answer yet."


def fairness(moment: datetime, minutes: int, zones: Iterable[str]) -> str:
    """Say in which places a time is outside working hours; nothing where in none."""
    found = unsocial(moment, minutes, tuple(zones))
    early = [f"{_city(zone)} ({there:%H:%M})" for zone, there in found.early]
    late = [f"{_city(zone)} (until {there:%H:%M})" for zone, there in found.late]
    said = [
        f"early for {', '.join(early)}" if early else "",
        f"late for {', '.join(late)}" if late else "",
    ]
    return cut("; ".join(each for each in said if each), _NAMES)


def taking_part(board: Board) -> str:
    """Return how many clusters have answered."""
    seats, answered = len(board.tally.seats), len(board.tally.answered)
    return f"{answered} of {seats} clusters have answered."


def _named(board: Board, keys: Iterable[str]) -> str:
    names = sorted(board.names.get(key, key) for key in keys)
    return f" ({cut(mrkdwn(', '.join(names)), _NAMES)})" if names else ""


def _city(zone: str) -> str:
    return mrkdwn(zone.rpartition("/")[2].replace("_", " "))
