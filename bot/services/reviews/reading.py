"""Reading reviews: my queue, what was said, and what a message speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.clusters import Cluster
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Permission
from bot.domain.practices import (
    IN_REVIEW,
    Practice,
    PracticeStatus,
    Review,
    ReviewState,
    remarks_of,
)
from bot.services.members import Caller, require_permission
from bot.services.practices import telling
from bot.services.practices.reading import of_group, require_editable
from storage import clusters as cluster_rows
from storage import practices as practice_rows
from storage import reviews as rows
from storage.database import Database

# What speaks of one text is of no use when there is another one.
_OF_ONE_TEXT = {MessageKind.REVIEW_MISSING, MessageKind.REVIEW_ADVICE}


class Sent(StrEnum):
    """What became of a review that was sent."""

    GIVEN = "given"
    # The author saved a new text since: the form comes back, with what was typed.
    TEXT_CHANGED = "text_changed"
    # Withdrawn or decided since: nobody needs the review, and it is not lost.
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What somebody reviews, and what they said so far."""

    practice: Practice
    review: Review
    sent: Sent = Sent.GIVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What reviewers said about the newest text; ``clusters`` are the group's by id."""

    practice: Practice
    reviews: tuple[Review, ...]
    clusters: Mapping[int, Cluster]

    @property
    def asked(self) -> tuple[Cluster, ...]:
        """The clusters that were asked, never the people."""
        found = (self.clusters.get(each.cluster_id or 0) for each in self.reviews)
        return tuple(each for each in found if each is not None)


def queue(db: Database, clock: Clock, *, caller: Caller) -> tuple[Task, ...]:
    """Return what the caller was asked to review, longest waiting first.

    Raises:
        NotAllowedError: only reviewers, editors and those who lead the group review.
    """
    require_permission(clock, caller, Permission.REVIEW_PRACTICE)
    with db.read() as session:
        found = rows.queue(session, caller.sig.id, caller.person.id)
    return tuple(Task(review=review, practice=practice) for review, practice in found)


def of_practice(
    db: Database, clock: Clock, *, caller: Caller, practice_id: int
) -> Said:
    """Return what reviewers said about the newest text, for those who decide.

    Raises:
        NotFoundError: there is no such practice in this group.
        NotAllowedError: only chair, secretariat and editors read reviews.
    """
    require_permission(clock, caller, Permission.ACCEPT_PRACTICE)
    with db.read() as session:
        practice = of_group(caller, practice_rows.by_id(session, practice_id))
        return _said(session, practice)


def asked(db: Database, practice: Practice) -> int:
    """Return how many people review the newest text of a practice."""
    with db.read() as session:
        return len(_said(session, practice).reviews)


def remarks(
    db: Database, clock: Clock, *, caller: Caller, practice: Practice
) -> dict[str, tuple[str, ...]]:
    """Return what should change in the text that the caller is editing, by field.

    Raises:
        NotFoundError: it is a practice of another group.
        NotAllowedError: only its author, the chair, secretariat and editors edit it.
    """
    of_group(caller, practice)
    require_editable(clock, caller, practice)
    if practice.status is not PracticeStatus.CHANGES_REQUESTED:
        return {}
    with db.read() as session:
        return remarks_of(rows.of_text(session, practice.id, practice.revision))


def said_of(db: Database, message: Message) -> Said | None:
    """Return what a message about reviews of a practice speaks of."""
    practice = telling.for_message(db, message)
    if practice is None:
        return None
    with db.read() as session:
        said = _said(session, practice)
    is_old = f":r{practice.revision}:" not in message.key
    if message.kind in _OF_ONE_TEXT and (is_old or practice.status not in IN_REVIEW):
        return None
    return said


def task_of(db: Database, message: Message) -> Task | None:
    """Return the review a message speaks of, or None when its reason is gone."""
    with db.read() as session:
        review = rows.by_id(session, message.object_id)
        if review is None:
            return None
        practice = practice_rows.by_id(session, review.practice_id)
    is_open = review.state is ReviewState.OPEN and practice.status in IN_REVIEW
    if is_open is (message.kind is MessageKind.REVIEW_OVER):
        return None
    return Task(practice=practice, review=review)


def _said(session: Session, practice: Practice) -> Said:
    reviews = tuple(
        each
        for each in rows.of_text(session, practice.id, practice.revision)
        if each.state is not ReviewState.CLOSED
    )
    known = {each.id: each for each in cluster_rows.clusters(session, practice.sig_id)}
    return Said(practice=practice, reviews=reviews, clusters=known)
