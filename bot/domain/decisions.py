"""Decisions of a group: how one comes about, who has a voice, what replaces what."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.errors import InvalidInputError, InvalidTransitionError
from bot.domain.meetings import Decision, DecisionStatus, Votes
from bot.domain.references import Kind, is_reference, label, parse
from bot.domain.text import normalise

MAX_TEXT = 2000
MAX_DISSENT = 2000
LONGEST = timedelta(days=92)


class DecisionKind(StrEnum):
    """How the group decides."""

    CONSENSUS = "consensus"
    VOTE = "vote"
    RULING = "chair_ruling"
    WRITTEN = "written_procedure"


class Choice(StrEnum):
    """What a cluster says in a vote."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


BALLOTED = {DecisionKind.VOTE, DecisionKind.WRITTEN}
IN_FORCE = {DecisionStatus.ADOPTED, DecisionStatus.SUPERSEDED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What a cluster, by its key, said last; ``name`` is what it is called."""

    cluster: str
    name: str
    choice: Choice
    cast_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The voices that count, keys of clusters, each in one of the three."""

    in_favour: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    abstain: tuple[str, ...] = ()

    @property
    def votes(self) -> Votes:
        """How many there are of each."""
        return Votes(
            in_favour=len(self.in_favour),
            against=len(self.against),
            abstain=len(self.abstain),
        )

    @property
    def voices(self) -> tuple[str, ...]:
        """All that have spoken."""
        return (*self.in_favour, *self.against, *self.abstain)

    @property
    def is_carried(self) -> bool:
        """Whether more are in favour than against; abstentions count for neither."""
        return len(self.in_favour) > len(self.against)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A decision with where it belongs; ``meeting`` is None outside of meetings.

    ``superseded_by`` is the number of the adopted decision that took its place.
    """

    sig_id: int
    decision: Decision
    meeting: int | None = None
    meeting_id: int | None = None
    superseded_by: int | None = None
    ballots: tuple[Ballot, ...] = ()

    @property
    def ref(self) -> str:
        """The name people say, for example ``D-5``."""
        return self.decision.ref

    @property
    def is_open(self) -> bool:
        """Whether clusters can vote on it, as far as its state says."""
        is_proposed = self.decision.status is DecisionStatus.PROPOSED
        return is_proposed and self.decision.kind in BALLOTED

    def is_over(self, now: datetime) -> bool:
        """Whether a written procedure has run out."""
        return self.decision.due_at is not None and self.decision.due_at <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What somebody wrote into the form; ``supersedes`` is a number.

    ``ends_on`` is the last day of a written procedure, in the group's home zone.
    """

    text: str
    kind: DecisionKind
    ends_on: date | None = None
    agenda_item_id: int | None = None
    supersedes: int | None = None
    dissent: str = ""


def tally(ballots: Iterable[Ballot], voice: Callable[[str], str | None]) -> Tally:
    """Return what each voice said last; clusters that became one have one voice.

    The order of the ballots does not matter.
    """
    said: dict[str, Ballot] = {}
    for ballot in sorted(ballots, key=lambda each: (each.cast_at, each.cluster)):
        speaks = voice(ballot.cluster) or ballot.cluster
        said[speaks] = ballot

    def those(choice: Choice) -> tuple[str, ...]:
        return tuple(sorted(key for key, each in said.items() if each.choice is choice))

    return Tally(
        in_favour=those(Choice.FOR),
        against=those(Choice.AGAINST),
        abstain=those(Choice.ABSTAIN),
    )


def read_choices(typed: Mapping[Choice, Collection[str]]) -> dict[str, Choice]:
    """Return what each cluster said, as somebody entered it for all.

    Raises:
        InvalidInputError: a cluster is in two places, or nobody voted.
    """
    found: dict[str, Choice] = {}
    for choice, clusters in typed.items():
        for cluster in clusters:
            if cluster in found:
                said = "A cluster is in two of these fields. It has one voice."
                raise InvalidInputError({choice.value: said})
            found[cluster] = choice
    if not found:
        said = "Choose the clusters that voted."
        raise InvalidInputError({Choice.FOR.value: said})
    return found


def tidied(proposal: Proposal) -> Proposal:
    """Return it with its texts normalised."""
    return replace(
        proposal, text=normalise(proposal.text), dissent=normalise(proposal.dissent)
    )


def read_kind(text: str) -> DecisionKind:
    """Read how something is decided.

    Raises:
        InvalidInputError: there is no such way.
    """
    for kind in DecisionKind:
        if kind.value == text:
            return kind
    raise InvalidInputError({"kind": "Choose how it is decided."})


def read_older(text: str) -> int | None:
    """Read which decision a new one takes the place of; nothing for none.

    Raises:
        InvalidInputError: that is no name of a decision.
    """
    if not text.strip():
        return None
    if is_reference(text, Kind.DECISION) or text.strip().isdecimal():
        return parse(text, Kind.DECISION)
    said = "Write the name of a decision, for example D-5."
    raise InvalidInputError({"supersedes": said})


def end_of(day: date, zone: str) -> datetime:
    """Return the moment at which a day is over in a zone, in UTC."""
    after = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return after.astimezone(UTC)


def check(proposal: Proposal, *, now: datetime, zone: str) -> None:
    """Let a proposal pass that makes sense by itself.

    Raises:
        InvalidInputError: with a sentence per field.
    """
    problems = {
        "text": _text_problem(proposal.text),
        "dissent": _long_problem(proposal.dissent, MAX_DISSENT),
        "ends_on": _end_problem(proposal, now, zone),
    }
    if found := {name: said for name, said in problems.items() if said}:
        raise InvalidInputError(found)


def _text_problem(text: str) -> str:
    if not text:
        return "Write what is decided, as a whole sentence."
    return _long_problem(text, MAX_TEXT)


def _long_problem(text: str, limit: int) -> str:
    if len(text) <= limit:
        return ""
    return f"That is {len(text)} characters; {limit} fit here."


def _end_problem(proposal: Proposal, now: datetime, zone: str) -> str:
    if proposal.kind is not DecisionKind.WRITTEN:
        return ""
    if proposal.ends_on is None:
        return "Choose the last day on which clusters can answer."
    today = now.astimezone(ZoneInfo(zone)).date()
    if proposal.ends_on < today:
        return "This day is over. Choose a later one."
    if proposal.ends_on > today + LONGEST:
        return "Choose a day within three months."
    return ""


def adopt(decision: Decision, *, on: date, quorum: bool | None) -> Decision:
    """Return a proposed decision as adopted.

    Raises:
        InvalidTransitionError: it was decided already.
    """
    _require_proposed(decision)
    return replace(
        decision, status=DecisionStatus.ADOPTED, decided_on=on, quorum_met=quorum
    )


def settle(decision: Decision, counted: Tally, *, on: date, quorum: bool) -> Decision:
    """Return a decision after its vote: adopted, or rejected.

    Without a quorum nothing is adopted, whatever the votes say.

    Raises:
        InvalidTransitionError: it was decided already.
    """
    _require_proposed(decision)
    is_adopted = quorum and counted.is_carried
    return replace(
        decision,
        status=DecisionStatus.ADOPTED if is_adopted else DecisionStatus.REJECTED,
        votes=counted.votes,
        decided_on=on,
        quorum_met=quorum,
    )


def withdraw(decision: Decision, *, on: date) -> Decision:
    """Return a proposal that nobody decides on any more; it keeps its number.

    Raises:
        InvalidTransitionError: it was decided already.
    """
    _require_proposed(decision)
    return replace(decision, status=DecisionStatus.REJECTED, decided_on=on)


def reword(decision: Decision, *, text: str, dissent: str) -> Decision:
    """Return a decision with its wording corrected; what was decided stays.

    Raises:
        InvalidInputError: the text is empty or too long.
    """
    text, dissent = normalise(text), normalise(dissent)
    problems = {
        "text": _text_problem(text),
        "dissent": _long_problem(dissent, MAX_DISSENT),
    }
    if found := {name: said for name, said in problems.items() if said}:
        raise InvalidInputError(found)
    return replace(decision, text=text, dissent=dissent)


def supersede(decision: Decision) -> Decision:
    """Return an adopted decision whose place another one took.

    Raises:
        InvalidTransitionError: it is not in force.
    """
    require_in_force(decision)
    return replace(decision, status=DecisionStatus.SUPERSEDED)


def require_in_force(decision: Decision) -> None:
    """Let pass what holds and was not replaced.

    Raises:
        InvalidTransitionError: it does not hold.
    """
    if decision.status is not DecisionStatus.ADOPTED:
        state = decision.status.value
        raise InvalidTransitionError(
            f"{decision.ref} is {state}. Only a decision in force can be superseded."
        )


def require_no_circle(old: int, new: int, supersedes: Mapping[int, int]) -> None:
    """Let ``new`` take the place of ``old``; ``supersedes`` says what replaced what.

    Raises:
        InvalidInputError: it would replace itself, at once or by way of others.
    """
    if old == new:
        name = label(Kind.DECISION, old)
        raise InvalidInputError({"supersedes": f"{name} cannot supersede itself."})
    seen, current = {new}, supersedes.get(old)
    while current is not None and current not in seen:
        seen.add(current)
        current = supersedes.get(current)
    if current is not None:
        names = f"{label(Kind.DECISION, new)} and {label(Kind.DECISION, old)}"
        said = f"{names} would supersede each other. Record a new decision instead."
        raise InvalidInputError({"supersedes": said})


def _require_proposed(decision: Decision) -> None:
    if decision.status is not DecisionStatus.PROPOSED:
        state = decision.status.value
        raise InvalidTransitionError(
            f"{decision.ref} is {state} already. A decision is changed by a new one: "
            f"/decision supersede {decision.ref}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A decision with its tally; ``names`` are those of clusters by key.

    ``present`` of ``seats`` clusters count for the quorum, which needs ``needed``;
    ``is_met`` is None where nothing was counted.
    """

    recorded: Recorded
    counted: Tally
    names: Mapping[str, str]
    present: int = 0
    seats: int = 0
    needed: int = 0
    is_met: bool | None = None

    @property
    def decision(self) -> Decision:
        """The decision itself."""
        return self.recorded.decision

    @property
    def words(self) -> str:
        """How many clusters there are, and how many a decision needs."""
        return quorum_words(self.present, self.seats, self.needed)


def quorum_words(present: int, seats: int, needed: int) -> str:
    """Say how many clusters there are, and how many a decision needs."""
    are = "cluster is" if present == 1 else "clusters are"
    return f"{present} of {seats} {are} counted; a decision needs {needed}."
