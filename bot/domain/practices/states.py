"""The life of a practice: one table of what may happen, in which state, by whom.

::

    draft --submit--> submitted --take up--> under review
    under review --ask--> changes requested --resubmit--> submitted
    submitted, under review --accept, rule--> accepted --publish--> published
    submitted to published --edit--> submitted (the accepted text stays printed)
    submitted, under review, changes requested --reject--> rejected
        (or back to accepted, where an earlier text was)
    accepted, published --supersede--> superseded
    any but a draft --withdraw--> withdrawn (a draft is thrown away)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import InvalidTransitionError
from bot.domain.permissions import Permission


class PracticeStatus(StrEnum):
    """Where a practice stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    CHANGES_REQUESTED = "changes_requested"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class PracticeEvent(StrEnum):
    """What can happen to a practice."""

    SUBMIT = "submit"
    TAKE_UP = "take_up"
    ASK = "ask"
    RESUBMIT = "resubmit"
    ACCEPT = "accept"
    RULE = "rule"
    REJECT = "reject"
    PUBLISH = "publish"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    SUPERSEDE = "supersede"


STATUS_WORDS: Mapping[PracticeStatus, str] = {
    PracticeStatus.DRAFT: "a draft",
    PracticeStatus.SUBMITTED: "waiting for acceptance",
    PracticeStatus.UNDER_REVIEW: "under review",
    PracticeStatus.CHANGES_REQUESTED: "back with its author for changes",
    PracticeStatus.ACCEPTED: "accepted",
    PracticeStatus.PUBLISHED: "published",
    PracticeStatus.REJECTED: "not accepted",
    PracticeStatus.WITHDRAWN: "withdrawn",
    PracticeStatus.SUPERSEDED: "replaced by a newer one",
}
_S = PracticeStatus
# Reviewers can say what they think of it.
IN_REVIEW = frozenset({_S.SUBMITTED, _S.UNDER_REVIEW})
# In these states a newer text waits; one that was accepted earlier is still printed.
BEING_REVISED = IN_REVIEW | {_S.CHANGES_REQUESTED}
DECIDED = frozenset({_S.ACCEPTED, _S.PUBLISHED})
EDITABLE = BEING_REVISED | DECIDED
# What the group did not take, or no longer has: nobody is shown its title.
GONE = frozenset({_S.WITHDRAWN, _S.REJECTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One line of the table.

    ``by_author`` lets its author do it, ``permission`` others; with neither only the
    program does it. ``done`` completes "it cannot be ... now"; ``verb`` is what the
    audit trail says.
    """

    sources: frozenset[PracticeStatus]
    target: PracticeStatus
    done: str
    verb: str
    by_author: bool = False
    permission: Permission | None = None


TRANSITIONS: Mapping[PracticeEvent, Transition] = {
    PracticeEvent.SUBMIT: Transition(
        sources=frozenset({_S.DRAFT}),
        target=_S.SUBMITTED,
        done="submitted",
        verb="submitted",
        by_author=True,
    ),
    PracticeEvent.TAKE_UP: Transition(
        sources=frozenset({_S.SUBMITTED}),
        target=_S.UNDER_REVIEW,
        done="reviewed",
        verb="took up",
        permission=Permission.REVIEW_PRACTICE,
    ),
    PracticeEvent.ASK: Transition(
        sources=frozenset({_S.UNDER_REVIEW}),
        target=_S.CHANGES_REQUESTED,
        done="sent back for changes",
        verb="asked for changes",
        permission=Permission.REVIEW_PRACTICE,
    ),
    PracticeEvent.RESUBMIT: Transition(
        sources=frozenset({_S.CHANGES_REQUESTED}),
        target=_S.SUBMITTED,
        done="changed",
        verb="resubmitted",
        by_author=True,
        permission=Permission.ACCEPT_PRACTICE,
    ),
    PracticeEvent.ACCEPT: Transition(
        sources=frozenset({_S.UNDER_REVIEW}),
        target=_S.ACCEPTED,
        done="accepted",
        verb="accepted",
        permission=Permission.REVIEW_PRACTICE,
    ),
    PracticeEvent.RULE: Transition(
        sources=IN_REVIEW,
        target=_S.ACCEPTED,
        done="accepted",
        verb="ruled",
        permission=Permission.ACCEPT_PRACTICE,
    ),
    PracticeEvent.REJECT: Transition(
        sources=BEING_REVISED,
        target=_S.REJECTED,
        done="rejected",
        verb="rejected",
        permission=Permission.REJECT_PRACTICE,
    ),
    PracticeEvent.PUBLISH: Transition(
        sources=frozenset({_S.ACCEPTED}),
        target=_S.PUBLISHED,
        done="published",
        verb="published",
    ),
    PracticeEvent.EDIT: Transition(
        sources=IN_REVIEW | DECIDED,
        target=_S.SUBMITTED,
        done="changed",
        verb="edited",
        by_author=True,
        permission=Permission.ACCEPT_PRACTICE,
    ),
    PracticeEvent.WITHDRAW: Transition(
        sources=frozenset(_S) - {_S.DRAFT, _S.WITHDRAWN},
        target=_S.WITHDRAWN,
        done="withdrawn",
        verb="withdrew",
        by_author=True,
        permission=Permission.WITHDRAW_PRACTICE,
    ),
    PracticeEvent.SUPERSEDE: Transition(
        sources=DECIDED,
        target=_S.SUPERSEDED,
        done="replaced",
        verb="superseded",
        permission=Permission.SUPERSEDE_PRACTICE,
    ),
}


def is_possible(event: PracticeEvent, status: PracticeStatus) -> bool:
    """Whether the state allows it."""
    return status in TRANSITIONS[event].sources


def after(event: PracticeEvent, status: PracticeStatus, name: str) -> PracticeStatus:
    """Return the state that follows.

    Raises:
        InvalidTransitionError: the table does not know this step; says where the
            practice ``name`` stands.
    """
    transition = TRANSITIONS[event]
    if status not in transition.sources:
        message = (
            f"{name} is {STATUS_WORDS[status]}, so it cannot be {transition.done} now."
        )
        raise InvalidTransitionError(message)
    return transition.target


def change_of(status: PracticeStatus) -> PracticeEvent:
    """Return the event that a new text of a practice in this state is."""
    is_asked = status is PracticeStatus.CHANGES_REQUESTED
    return PracticeEvent.RESUBMIT if is_asked else PracticeEvent.EDIT
