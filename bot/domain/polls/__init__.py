"""Polls for the date of a meeting: one voice per cluster, a stated rule for ties."""

from bot.domain.polls.drafting import Draft, blank, with_more, with_suggestions
from bot.domain.polls.forming import (
    DURATIONS,
    FEWEST_SLOTS,
    MODES,
    MOST_SLOTS,
    TITLE_LIMIT,
    moved,
    read_deadline,
    read_poll,
    read_zone,
)
from bot.domain.polls.suggesting import Unsocial, suggested, unsocial
from bot.domain.polls.tallying import Count, PollAnswer, Tally, tally
from bot.domain.polls.values import (
    Ballot,
    Board,
    Poll,
    PollState,
    Sheet,
    Slot,
    instant,
)

__all__ = [
    "DURATIONS",
    "FEWEST_SLOTS",
    "MODES",
    "MOST_SLOTS",
    "TITLE_LIMIT",
    "Ballot",
    "Board",
    "Count",
    "Draft",
    "Poll",
    "PollAnswer",
    "PollState",
    "Sheet",
    "Slot",
    "Tally",
    "Unsocial",
    "blank",
    "instant",
    "moved",
    "read_deadline",
    "read_poll",
    "read_zone",
    "suggested",
    "tally",
    "unsocial",
    "with_more",
    "with_suggestions",
]
