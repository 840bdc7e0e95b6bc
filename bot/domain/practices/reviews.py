"""Reviews: ten questions, a verdict, and what follows from several verdicts.

The ten criteria are those of the EU's public health best practice portal (exclusion
criteria, core criteria and qualifiers). They are answered in words and never added
up: there is no score.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import InvalidInputError, NotAllowedError
from bot.domain.permissions import Role
from bot.domain.practices.values import Label, Practice
from bot.domain.text import normalise

DEFAULT_REVIEWS = 2
MAX_REMARK = 300
MAX_COMMENT = 1000
NUDGE_DAYS = (7, 21)
# Fields of the form that a reviewer can ask to change, in the form's order.
REMARKABLE = (
    "title",
    "summary",
    "problem",
    "description",
    "organisation",
    "country",
    "themes",
    "stage",
    "start",
    "end",
    "evidence",
    "evidence_level",
    "transfer",
    "transfer_readiness",
    "difficulties",
    "resources",
    "links",
)


class Criterion(StrEnum):
    """What a reviewer looks at."""

    RELEVANCE = "relevance"
    DESIGN = "design"
    EVIDENCE = "evidence"
    ETHICS = "ethics"
    EFFECTIVENESS = "effectiveness"
    EQUITY = "equity"
    TRANSFERABILITY = "transferability"
    SUSTAINABILITY = "sustainability"
    COLLABORATION = "collaboration"
    PARTICIPATION = "participation"


class Answer(StrEnum):
    """What a reviewer says about one criterion."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Verdict(StrEnum):
    """What a reviewer would do with the practice."""

    ACCEPT = "accept"
    CHANGES = "changes"
    DECLINE = "decline"


class ReviewKind(StrEnum):
    """Why somebody was asked: as one of the first, or because those disagree."""

    REVIEWER = "reviewer"
    REFEREE = "referee"


class ReviewState(StrEnum):
    """Whether the answer is awaited, there, or not needed any more."""

    OPEN = "open"
    GIVEN = "given"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What follows from the verdicts so far."""

    WAIT = "wait"
    CHANGES = "changes"
    ACCEPT = "accept"
    ASK_REFEREE = "ask_referee"
    ADVISE_AGAINST = "advise_against"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a reviewer says; everything may be missing while the form is unfinished.

    ``remarks`` maps a field to what should change there. ``names_no_patient`` is the
    reviewer's tick that nobody can be recognised.
    """

    answers: Mapping[Criterion, Answer] = field(default_factory=dict)
    verdict: Verdict | None = None
    label: Label | None = None
    names_no_patient: bool = False
    remarks: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Somebody was asked about one text of a practice, and perhaps answered.

    ``cluster_id`` is the reviewer's when they were asked.
    """

    id: int = 0
    sig_id: int
    practice_id: int
    revision: int
    reviewer_id: int | None
    cluster_id: int | None = None
    kind: ReviewKind = ReviewKind.REVIEWER
    state: ReviewState = ReviewState.OPEN
    opinion: Opinion = field(default_factory=Opinion)
    asked_at: datetime
    given_at: datetime | None = None
    version: int = 1

    @property
    def verdict(self) -> Verdict | None:
        """The verdict, once it is given."""
        return self.opinion.verdict if self.state is ReviewState.GIVEN else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may be asked, with how much they did already."""

    person_id: int
    user_id: str | None
    role: Role
    cluster_id: int | None
    zone: str | None = None
    open_reviews: int = 0
    all_reviews: int = 0
    last_asked_at: datetime | None = None


_LEADERS = {Role.CHAIR, Role.VICE_CHAIR, Role.SECRETARIAT}


def choose(
    candidates: Iterable[Candidate],
    practice: Practice,
    *,
    taken: Collection[int],
    count: int,
    with_leaders: bool = False,
) -> tuple[Candidate, ...]:
    """Choose whom to ask: in turn, those with least to do first, one per cluster.

    Nobody of the practice's cluster, nor of the clusters in ``taken``. Those who lead
    the group may decide alone anyway: they are asked last, ``with_leaders``.
    """
    used = {practice.cluster_id, *taken}
    chosen: list[Candidate] = []
    able = [each for each in candidates if with_leaders or each.role not in _LEADERS]
    for each in sorted(able, key=_turn):
        if len(chosen) == count:
            break
        is_reachable = each.user_id is not None and each.cluster_id is not None
        is_fit = is_reachable and is_independent(each, practice)
        if is_fit and each.cluster_id not in used:
            used.add(each.cluster_id)
            chosen.append(each)
    return tuple(chosen)


def _turn(each: Candidate) -> tuple[bool, int, int, float, int]:
    last = each.last_asked_at.timestamp() if each.last_asked_at else 0.0
    is_leader = each.role in _LEADERS
    return is_leader, each.open_reviews, each.all_reviews, last, each.person_id


def is_independent(each: Candidate, practice: Practice) -> bool:
    """Whether somebody has no part in the practice."""
    is_near = each.cluster_id is not None and each.cluster_id == practice.cluster_id
    return each.person_id != practice.author_id and not is_near


def require_independent(
    practice: Practice, *, person_id: int, cluster_id: int | None
) -> None:
    """Let pass who has no part in the practice.

    Raises:
        NotAllowedError: its author, or somebody of its cluster.
    """
    if person_id == practice.author_id:
        message = (
            f"{practice.ref} is your own. Somebody of another cluster reviews it; "
            "I tell you what they say."
        )
        raise NotAllowedError(message)
    if cluster_id is not None and cluster_id == practice.cluster_id:
        message = (
            f"{practice.ref} comes from your own cluster, so people of other clusters "
            "review it. Thank you all the same."
        )
        raise NotAllowedError(message)


def outcome(reviews: Iterable[Review], *, needed: int) -> Outcome:
    """Return what follows from the verdicts on one text.

    A wish for changes counts at once. Where reviewers disagree, the referee decides.
    """
    given = [each for each in reviews if each.verdict is not None]
    verdicts = [each.verdict for each in given]
    if Verdict.CHANGES in verdicts:
        return Outcome.CHANGES
    for each in given:
        if each.kind is ReviewKind.REFEREE:
            is_for = each.verdict is Verdict.ACCEPT
            return Outcome.ACCEPT if is_for else Outcome.ADVISE_AGAINST
    accepts, declines = verdicts.count(Verdict.ACCEPT), verdicts.count(Verdict.DECLINE)
    if accepts and declines:
        return Outcome.ASK_REFEREE
    if accepts >= needed:
        return Outcome.ACCEPT
    return Outcome.ADVISE_AGAINST if declines >= needed else Outcome.WAIT


def label_of(reviews: Iterable[Review]) -> Label | None:
    """Return as what the reviewers accept it: of two words the more careful one."""
    order = list(Label)
    accepting = [each for each in reviews if each.verdict is Verdict.ACCEPT]
    referees = [each for each in accepting if each.kind is ReviewKind.REFEREE]
    labels = [each.opinion.label for each in referees or accepting]
    known = [each for each in labels if each is not None]
    return max(known, key=order.index) if known else None


def remarks_of(reviews: Iterable[Review]) -> dict[str, tuple[str, ...]]:
    """Return what reviewers ask to change, by field in the form's order."""
    found: dict[str, tuple[str, ...]] = {}
    asked = [each for each in reviews if each.verdict is Verdict.CHANGES]
    for name in REMARKABLE:
        said = [each.opinion.remarks.get(name) for each in asked]
        if texts := tuple(text for text in said if text):
            found[name] = texts
    return found


def tidy_opinion(opinion: Opinion) -> Opinion:
    """Return it with its texts normalised, and only with what its verdict needs."""
    is_changes = opinion.verdict is Verdict.CHANGES
    remarks = {
        name: normalise(text)
        for name, text in opinion.remarks.items()
        if is_changes and name in REMARKABLE
    }
    return Opinion(
        answers=dict(opinion.answers),
        verdict=opinion.verdict,
        label=opinion.label if opinion.verdict is Verdict.ACCEPT else None,
        names_no_patient=opinion.names_no_patient,
        remarks=remarks,
        comment=normalise(opinion.comment),
    )


def check_checklist(opinion: Opinion) -> dict[str, str]:
    """Return what is missing on the first page of the form: field to sentence."""
    problems = {
        criterion.value: "Please say yes, partly or no."
        for criterion in Criterion
        if criterion not in opinion.answers
    }
    if opinion.verdict is None:
        problems["verdict"] = "Please say what should happen with it."
    elif opinion.verdict is Verdict.ACCEPT:
        if opinion.label is None:
            problems["label"] = "Please choose as what it is accepted."
        if not opinion.names_no_patient:
            problems["names_no_patient"] = (
                "Please tick it, or ask for a change where a patient can be recognised."
            )
    elif opinion.verdict is Verdict.CHANGES and not opinion.remarks:
        problems["parts"] = "Please choose what should change."
    elif opinion.verdict is Verdict.DECLINE and not opinion.comment:
        problems["comment"] = "Please say why, in a sentence or two."
    if len(opinion.comment) > MAX_COMMENT:
        problems["comment"] = _too_long(opinion.comment, MAX_COMMENT)
    return problems


def check_opinion(opinion: Opinion) -> dict[str, str]:
    """Return what stands in the way of sending it: field to sentence."""
    problems = check_checklist(opinion)
    for name, text in opinion.remarks.items():
        if not text:
            problems[name] = "Please say what should change here."
        elif len(text) > MAX_REMARK:
            problems[name] = _too_long(text, MAX_REMARK)
    return problems


def _too_long(text: str, limit: int) -> str:
    return f"That is {len(text)} characters; {limit} fit here."


def parse_label(typed: str) -> Label | None:
    """Read as what somebody wants to accept a practice; nothing typed is no label.

    Raises:
        InvalidInputError: there is no such label.
    """
    words = typed.casefold().replace("_", " ").replace("-", " ").split()
    for label in Label:
        if words and words[0] == label.partition("_")[0]:
            return label
    if words:
        raise InvalidInputError(
            {
                "label": f"I do not know the label “{typed.strip()[:40]}”, so nothing "
                "was accepted. Write good, promising or lessons, or no label at all."
            }
        )
    return None
