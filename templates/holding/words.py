"""Lines about a meeting that runs or is over, as mrkdwn."""

from collections.abc import Iterator

from bot.domain.decisions import DecisionKind, Recorded
from bot.domain.meetings import AgendaItem, AgendaState, Decision, DecisionStatus
from bot.domain.minutes import Done, Present
from templates.documents.words import count, long_date
from templates.text import cut, mrkdwn

_SHORT = 300
KINDS = {
    DecisionKind.CONSENSUS: "By consensus",
    DecisionKind.VOTE: "By vote",
    DecisionKind.RULING: "Ruling of the chair",
    DecisionKind.WRITTEN: "By written procedure",
}
STATES = {
    DecisionStatus.PROPOSED: "open",
    DecisionStatus.ADOPTED: "adopted",
    DecisionStatus.REJECTED: "not adopted",
    DecisionStatus.SUPERSEDED: "superseded",
}
ITEM_STATES = {
    AgendaState.PROPOSED: "proposed, not taken up",
    AgendaState.ACCEPTED: "",
    AgendaState.DONE: "done",
    AgendaState.DEFERRED: "moves to the next meeting",
    AgendaState.WITHDRAWN: "withdrawn",
}


def kind_word(decision: Decision) -> str:
    """Return how it was or is decided."""
    known = {kind.value: word for kind, word in KINDS.items()}
    return known.get(decision.kind, decision.kind.replace("_", " ").capitalize())


def quorum_line(present: Present) -> str:
    """Say whether enough clusters were there, or that nobody noted who was."""
    if present.is_met is None:
        return "Who was there is not noted yet, so no quorum is counted."
    met = "met" if present.is_met else "not met"
    are = "cluster" if present.needed == 1 else "clusters"
    return (
        f"Quorum {met}: {len(present.clusters)} of {present.seats} clusters were "
        f"there; {present.needed} {are} needed."
    )


def votes_line(decision: Decision) -> str:
    """Return the votes of the clusters as totals, or nothing."""
    if decision.votes is None:
        return ""
    votes = decision.votes
    return (
        f"{votes.in_favour} in favour, {votes.against} against, "
        f"{count(votes.abstain, 'abstention')}"
    )


def decision_line(recorded: Recorded) -> str:
    """Return a decision on one line."""
    decision = recorded.decision
    said = [kind_word(decision).lower(), STATES[decision.status]]
    if votes := votes_line(decision):
        said.append(votes)
    if decision.quorum_met is False:
        said.append("no quorum")
    text = mrkdwn(cut(decision.text, _SHORT))
    return f"*{decision.ref}* {text} _({'; '.join(said)})_"


def action_line(done: Done) -> str:
    """Return an action on one line, with who does it."""
    action = done.action
    owner = mrkdwn(done.owner) if done.owner else ":warning: needs an owner"
    due = f", due {long_date(action.due_on)}" if action.due_on else ""
    return f"*{action.ref}* {mrkdwn(cut(action.title, _SHORT))} ({owner}{due})"


def done_line(done: Done) -> str:
    """Return an action that was done on one line."""
    action = done.action
    facts = [mrkdwn(done.owner)] if done.owner else []
    if action.done_on:
        facts.append(f"done on {long_date(action.done_on)}")
    said = f" ({', '.join(facts)})" if facts else ""
    return f"*{action.ref}* {mrkdwn(cut(action.title, _SHORT))}{said}"


def item_line(number: int, item: AgendaItem) -> str:
    """Return a point of the agenda with what became of it."""
    state = ITEM_STATES[item.state]
    rest = f" _({state})_" if state else ""
    return f"{number}. {mrkdwn(item.title)}{rest}"


def present_lines(present: Present) -> Iterator[str]:
    """Yield who was there: clusters by name, others by number."""
    if present.clusters:
        yield f"Present: {mrkdwn(', '.join(present.clusters))}"
    if present.apologies:
        yield f"Apologies: {mrkdwn(', '.join(present.apologies))}"
    if present.guests:
        yield f"Guests: {mrkdwn(', '.join(present.guests))}"
    if present.externals:
        yield f"Invited externals: {present.externals}"
    yield quorum_line(present)
