"""Words about who comes: for cards in the channel, and for one person alone."""

from collections.abc import Iterable, Mapping

from bot.domain.meetings import Rsvp
from bot.domain.quorum import Count, Forecast
from bot.domain.rsvps import account_of
from templates.text import cut, mrkdwn

_LIST = 600
ANSWERED: Mapping[Rsvp, str] = {
    Rsvp.YES: "you come",
    Rsvp.MAYBE: "you may come",
    Rsvp.NO: "you do not come",
    Rsvp.REPRESENTED: "{} goes for you",
}


def clusters(number: int) -> str:
    """Return a number of clusters in words."""
    return "1 cluster" if number == 1 else f"{number} clusters"


def counts(forecast: Forecast) -> str:
    """Return how many clusters come, in a line of mrkdwn for the channel."""
    if not forecast.seats:
        return "The group has no clusters yet, so there is no quorum to reach."
    said = f"*Going: {len(forecast.coming)} of {clusters(forecast.seats)}*"
    if forecast.maybe:
        said += f", {len(forecast.maybe)} maybe"
    return f"{said}. {_quorum(forecast)}"


def _quorum(forecast: Forecast) -> str:
    if forecast.is_met:
        return f"Enough for the quorum of {forecast.needed}."
    if forecast.is_possible:
        more = f"{forecast.missing} more needed"
        return f"The quorum is {forecast.needed}: {more}."
    return (
        f"The quorum is {forecast.needed}, and too many have said no to reach it. The "
        "chair can move the meeting, or go on without decisions."
    )


def expected(forecast: Forecast, names: Mapping[str, str]) -> str:
    """Return which clusters come, in lines of mrkdwn; nobody is named."""
    groups = (
        ("Going", forecast.coming),
        ("Maybe", forecast.maybe),
        ("Not going", forecast.declined),
        ("No answer yet", forecast.silent),
    )
    return "\n".join(
        f"*{title}:* {series(names.get(key, key) for key in keys)}"
        for title, keys in groups
        if keys
    )


def series(names: Iterable[str]) -> str:
    """Return names in a row, sorted and escaped."""
    return cut(mrkdwn(", ".join(sorted(names, key=str.casefold))), _LIST)


def own(answer: Rsvp | None, represented_by: str) -> str:
    """Return what somebody answered, as they are told."""
    if answer is None:
        return "You have not answered yet."
    said = ANSWERED[answer].format(stand_in(represented_by))
    return f"Your answer: {said}."


def stand_in(represented_by: str) -> str:
    """Return who goes instead, escaped."""
    account = account_of(represented_by)
    return f"<@{account}>" if account else mrkdwn(represented_by) or "somebody else"


def quorum_of(count: Count) -> str:
    """Return how many clusters were there, and whether that was enough."""
    if not count.seats:
        return "The group has no clusters yet, so there was no quorum to reach."
    there = f"{len(count.present)} of {clusters(count.seats)} were there"
    met = "the quorum" if count.is_met else "too few for the quorum"
    return f"{there}: {met} of {count.needed}{' was met' if count.is_met else ''}."
