"""Giving a review: taking it up, keeping it, sending it, and what follows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import InvalidTransitionError, NotAllowedError, NotFoundError
from bot.domain.outbox import MessageKind
from bot.domain.permissions import CLUSTER_VOICES, Permission
from bot.domain.practices import (
    BEING_REVISED,
    DEFAULT_REVIEWS,
    IN_REVIEW,
    STATUS_WORDS,
    Opinion,
    Outcome,
    Practice,
    PracticeEvent,
    PracticeStatus,
    Review,
    ReviewState,
    Verdict,
    check_checklist,
    check_opinion,
    label_of,
    outcome,
    require_independent,
    require_valid,
    tidy_opinion,
)
from bot.domain.sigs import Sig
from bot.services.members import Caller, require_permission
from bot.services.practices import asking, telling
from bot.services.practices.reading import of_group
from bot.services.reviews.reading import Sent, Task
from storage import audit
from storage import practices as practice_rows
from storage import reviews as rows
from storage.database import Database

Change = Callable[[Opinion], Opinion]


def take_up(db: Database, clock: Clock, *, caller: Caller, practice_id: int) -> Task:
    """Begin to review a practice, asked or not; the first one makes it under review.

    Raises:
        NotFoundError: there is no such practice in this group.
        NotAllowedError: the caller is no reviewer, has a part in it, or somebody of
            the same cluster reviews it already.
        InvalidTransitionError: it is not waiting for a review.
    """
    require_permission(clock, caller, Permission.REVIEW_PRACTICE)
    now = clock()
    with db.begin() as session:
        practice = of_group(caller, practice_rows.lock(session, practice_id))
        _require_independent(caller, practice)
        if practice.status not in IN_REVIEW:
            state = STATUS_WORDS[practice.status]
            message = f"{practice.ref} is {state}, so there is nothing to review now."
            raise InvalidTransitionError(message)
        review = _own(session, caller, practice, now)
        if review.state is ReviewState.GIVEN:
            message = f"You sent your review of {practice.ref} already. Thank you!"
            raise InvalidTransitionError(message)
        return Task(practice=_begin(session, caller, practice, now), review=review)


def keep(
    db: Database, clock: Clock, *, caller: Caller, review_id: int, change: Change
) -> Task:
    """Keep the first page of a review that goes on with a second one.

    Raises:
        InvalidInputError: something is missing (nothing is kept).
        NotFoundError: there is no such review, or it is somebody else's.
        NotAllowedError: the caller may not review.
    """
    require_permission(clock, caller, Permission.REVIEW_PRACTICE)
    with db.begin() as session:
        practice, review = _locked(session, caller, review_id)
        opinion = tidy_opinion(change(review.opinion))
        require_valid(check_checklist(opinion))
        if review.state is not ReviewState.GIVEN:
            review = rows.save(session, replace(review, opinion=opinion))
    return Task(practice=practice, review=review)


def give(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    review_id: int,
    change: Change,
    needed: int = DEFAULT_REVIEWS,
) -> Task:
    """Send a review; the verdicts together decide what follows.

    Where the author saved a new text since, or the practice is decided or gone, what
    was typed is kept and the result says so. Sending again changes nothing.

    Raises:
        InvalidInputError: something is missing (nothing is saved).
        NotFoundError: there is no such review, or it is somebody else's.
        NotAllowedError: the caller may not review, or has a part in the practice.
        InvalidTransitionError: it lacks what acceptance needs.
    """
    require_permission(clock, caller, Permission.REVIEW_PRACTICE)
    now = clock()
    with db.begin() as session:
        practice, review = _locked(session, caller, review_id)
        if review.state is ReviewState.GIVEN:
            return Task(practice=practice, review=review)
        opinion = tidy_opinion(change(review.opinion))
        require_valid(check_opinion(opinion))
        _require_independent(caller, practice)
        sent = _standing(practice, review)
        if sent is Sent.TEXT_CHANGED:
            review = _own(session, caller, practice, now)
        if review.state is ReviewState.GIVEN:  # sent from another device meanwhile
            return Task(practice=practice, review=review)
        if sent is not Sent.GIVEN:
            review = rows.save(session, replace(review, opinion=opinion))
            return Task(practice=practice, review=review, sent=sent)
        review = _record(session, caller, review, opinion, now=now)
        practice = _follow(
            session, caller, practice, review=review, needed=needed, now=now
        )
    return Task(practice=practice, review=review)


def _standing(practice: Practice, review: Review) -> Sent:
    """Say whether the text that was read is still the one that waits."""
    if practice.status not in BEING_REVISED:
        return Sent.OVER
    is_same = review.revision == practice.revision
    return Sent.GIVEN if is_same else Sent.TEXT_CHANGED


def _locked(
    session: Session, caller: Caller, review_id: int
) -> tuple[Practice, Review]:
    """Return the caller's review and its practice, as they are under the lock."""
    found = _mine(session, caller, review_id)
    practice = practice_rows.lock(session, found.practice_id)
    return practice, _mine(session, caller, review_id)


def _mine(session: Session, caller: Caller, review_id: int) -> Review:
    review = rows.get(session, caller.sig.id, review_id)
    if review.reviewer_id != caller.person.id:
        raise NotFoundError("There is no such review in this group.")
    return review


def _require_independent(caller: Caller, practice: Practice) -> None:
    actor = caller.actor
    if actor.cluster_id is None and actor.role in CLUSTER_VOICES:
        message = (
            "I do not know yet which cluster you speak for, and nobody reviews what "
            "comes from their own. Please tell your chair."
        )
        raise NotAllowedError(message)
    require_independent(
        practice, person_id=caller.person.id, cluster_id=actor.cluster_id
    )


def _own(session: Session, caller: Caller, practice: Practice, now: datetime) -> Review:
    """Return the caller's review of this text, made now if they were not asked."""
    known = rows.of_text(session, practice.id, practice.revision)
    cluster_id = caller.actor.cluster_id
    for each in known:
        if each.reviewer_id == caller.person.id:
            return each
    for each in known:
        is_same = cluster_id is not None and each.cluster_id == cluster_id
        if is_same and each.state is not ReviewState.CLOSED:
            message = f"Somebody of your cluster reviews {practice.ref} already."
            raise NotAllowedError(message)
    new = Review(
        sig_id=caller.sig.id,
        practice_id=practice.id,
        revision=practice.revision,
        reviewer_id=caller.person.id,
        cluster_id=cluster_id,
        asked_at=now,
    )
    return rows.add(session, new)


def _begin(
    session: Session, caller: Caller, practice: Practice, now: datetime
) -> Practice:
    if practice.status is not PracticeStatus.SUBMITTED:
        return practice
    taken = practice.take_up()
    event = PracticeEvent.TAKE_UP
    return _step(session, caller, practice, taken, event=event, now=now)


def _record(
    session: Session,
    caller: Caller,
    review: Review,
    opinion: Opinion,
    *,
    now: datetime,
) -> Review:
    given = replace(review, opinion=opinion, state=ReviewState.GIVEN, given_at=now)
    review = rows.save(session, given)
    asking.cancel_nudges(session, review)
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb="reviewed",
        object_kind="review",
        object_id=review.id,
        now=now,
    )
    return review


def _follow(
    session: Session,
    caller: Caller,
    practice: Practice,
    *,
    review: Review,
    needed: int,
    now: datetime,
) -> Practice:
    """Do what the verdicts on this text lead to."""
    sig = caller.sig
    if practice.status is PracticeStatus.CHANGES_REQUESTED:
        if review.verdict is Verdict.CHANGES:
            _tell_more(session, practice, review, now)
        return practice
    practice = _begin(session, caller, practice, now)
    reviews = rows.of_text(session, practice.id, practice.revision)
    follows = outcome(reviews, needed=needed)
    if follows is Outcome.CHANGES:
        return _ask_author(session, caller, practice, now)
    if follows is Outcome.ACCEPT:
        label = label_of(reviews)
        accepted = practice.accept(now, label=label, is_ruling=False)
        event = PracticeEvent.ACCEPT
        practice = _step(session, caller, practice, accepted, event=event, now=now)
        asking.close(session, practice, practice.revision, now=now)
    elif _is_for_leaders(session, sig, practice, follows=follows, now=now):
        kind = MessageKind.REVIEW_ADVICE
        telling.tell_leaders(session, practice, kind=kind, now=now)
    return practice


def _is_for_leaders(
    session: Session, sig: Sig, practice: Practice, *, follows: Outcome, now: datetime
) -> bool:
    """Whether reviewers cannot bring it further; a third one is asked where one is."""
    if follows is Outcome.ASK_REFEREE:
        return asking.ask_referee(session, sig, practice, now) is None
    reviews = rows.of_text(session, practice.id, practice.revision)
    is_waiting = any(each.state is ReviewState.OPEN for each in reviews)
    return follows is Outcome.ADVISE_AGAINST or not is_waiting


def _ask_author(
    session: Session, caller: Caller, practice: Practice, now: datetime
) -> Practice:
    """Send it back; those who have not answered are asked again with the next text."""
    asked = practice.ask_for_changes()
    event = PracticeEvent.ASK
    after = _step(session, caller, practice, asked, event=event, now=now)
    for each in rows.of_text(session, practice.id, practice.revision):
        asking.cancel_nudges(session, each)
    telling.plan_author_nudges(session, caller.sig, after, now)
    return after


def _tell_more(
    session: Session, practice: Practice, review: Review, now: datetime
) -> None:
    """Tell the author of a second wish for changes of the same text."""
    if practice.author_user_id:
        telling.tell(
            session,
            practice.sig_id,
            f"review:{review.id}:v{review.version}:changes:author",
            kind=MessageKind.PRACTICE_CHANGES,
            object_id=practice.id,
            recipient=practice.author_user_id,
            due_at=now,
        )


def _step(
    session: Session,
    caller: Caller,
    before: Practice,
    after: Practice,
    *,
    event: PracticeEvent,
    now: datetime,
) -> Practice:
    practice = practice_rows.change_status(session, before, after)
    by = caller.person.id
    telling.note(session, caller.sig, event=event, practice=practice, by=by, now=now)
    return practice
