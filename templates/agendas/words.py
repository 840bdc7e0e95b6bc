"""Words about agendas: kinds, what a meeting opens with, a point on one line."""

from collections.abc import Mapping

from bot.domain.actions import ActionItem
from bot.domain.actions.carrying import is_raised
from bot.domain.agendas import AgendaKind, Opening, OpeningKind, Timing
from bot.domain.agendas.shown import Agenda, Presenter
from bot.domain.meetings import AgendaItem, AgendaState, Meeting
from templates.actions.words import carried
from templates.text import cut, mrkdwn

KINDS: Mapping[str, str] = {
    AgendaKind.OPENING: "Opening",
    AgendaKind.MINUTES_APPROVAL: "Approval of minutes",
    AgendaKind.ACTION_REVIEW: "Review of actions",
    AgendaKind.PRACTICE_PRESENTATION: "A practice is presented",
    AgendaKind.DISCUSSION: "Discussion",
    AgendaKind.DECISION: "Decision",
    AgendaKind.NETWORK_LIAISON: "News of other networks",
    AgendaKind.WHITE_PAPER: "White paper",
    AgendaKind.AOB: "Any other business",
}
STATES: Mapping[AgendaState, str] = {
    AgendaState.PROPOSED: "Only proposed so far",
    AgendaState.ACCEPTED: "On the agenda",
    AgendaState.DONE: "Done",
    AgendaState.DEFERRED: "Put off to the next meeting",
    AgendaState.WITHDRAWN: "Withdrawn",
}
_TITLES = 5
_TITLE = 100
_LINE = 600


def title(meeting: Meeting) -> str:
    """Return what the agenda is called, escaped."""
    return f"*Agenda of {meeting.ref}: {mrkdwn(meeting.title)}*"


def timing(found: Timing) -> str:
    """Return how long everything takes together, and by how much it is too long."""
    said = f"*{found.planned} of {found.available} minutes are planned.*"
    if found.overrun:
        more = "1 minute" if found.overrun == 1 else f"{found.overrun} minutes"
        said += f" :warning: That is {more} more than the meeting has."
    return said


def point(agenda: Agenda, item: AgendaItem, *, number: int | None = None) -> str:
    """Return a point on one line, escaped."""
    head = f"{number}. " if number else ""
    text = mrkdwn(item.title)
    name = f"~{text}~" if item.state is AgendaState.DONE else f"*{text}*"
    facts = [
        mrkdwn(KINDS.get(item.kind, item.kind)),
        f"P-{item.practice}" if item.practice else "",
        presented(agenda.presenter(item)),
        f"{item.minutes} min",
        "goes on from the last meeting" if item.carried_from_id else "",
        "done" if item.state is AgendaState.DONE else "",
    ]
    return cut(f"{head}{name} — {', '.join(filter(None, facts))}", _LINE)


def presented(presenter: Presenter | None) -> str:
    """Return who presents, escaped."""
    if presenter is None:
        return ""
    if presenter.user_id:
        return f"<@{presenter.user_id}>"
    return mrkdwn(presenter.name)


def opening(found: Opening, *, is_full: bool = True) -> str:
    """Return what a meeting opens with; titles only for whoever may see them."""
    said = _SAID[found.kind](found)
    lines = _DETAILS[found.kind](found) if is_full else []
    return "\n".join([f"{said}, {found.minutes} min", *lines])


def _approval(found: Opening) -> str:
    ref = found.meeting.ref if found.meeting else ""
    return f"*Approval of the minutes of {ref}* — they were sent round"


def _actions(found: Opening) -> str:
    number = len(found.actions)
    said = "1 action is open" if number == 1 else f"{number} actions are open"
    if not found.actions:
        said = "nothing is open"
    late = f" ({found.overdue} past their day)" if found.overdue else ""
    return f"*Review of actions* — {said}{late}"


def _networks(found: Opening) -> str:
    number = len(found.networks)
    many = "1 network" if number == 1 else f"{number} networks"
    return f"*News of other networks* — no contact with {many} for 90 days"


def _no_lines(_: Opening) -> list[str]:
    return []


def _action_lines(found: Opening) -> list[str]:
    # Who does it stays out: nobody is to be blamed before everybody.
    lines = [f"• {_action(each)}" for each in found.actions[:_TITLES]]
    lines += _more(len(found.actions))
    done = [f"• {each.ref} {_cut(each.title)}" for each in found.done[:_TITLES]]
    if done:
        lines += [":white_check_mark: Done since the last meeting:", *done]
        lines += _more(len(found.done))
    return lines


def _action(action: ActionItem) -> str:
    again = " :arrows_counterclockwise:" if is_raised(action) else ""
    said = f" _{carried(action)}_" if again else ""
    return f"{action.ref} {_cut(action.title)}{again}{said}"


def _network_lines(found: Opening) -> list[str]:
    lines = [f"• {_cut(each.name)}" for each in found.networks[:_TITLES]]
    return lines + _more(len(found.networks))


def _more(total: int) -> list[str]:
    return [f"• and {total - _TITLES} more"] if total > _TITLES else []


def _cut(text: str) -> str:
    return mrkdwn(cut(text, _TITLE))


_SAID = {
    OpeningKind.MINUTES: _approval,
    OpeningKind.ACTIONS: _actions,
    OpeningKind.NETWORKS: _networks,
}
_DETAILS = {
    OpeningKind.MINUTES: _no_lines,
    OpeningKind.ACTIONS: _action_lines,
    OpeningKind.NETWORKS: _network_lines,
}
