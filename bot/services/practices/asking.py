"""Whom a practice is reviewed by: asking, reminding, and saying that it is over."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.outbox import MessageKind
from bot.domain.permissions import TABLE, Permission, Role
from bot.domain.practices import (
    NUDGE_DAYS,
    Candidate,
    Opinion,
    Practice,
    Review,
    ReviewKind,
    ReviewState,
    choose,
    is_independent,
)
from bot.domain.sigs import Sig
from bot.services.practices.telling import (
    NUDGE_USEFUL,
    in_the_day,
    tell,
    tell_leaders,
)
from storage import members as member_rows
from storage import outbox
from storage import reviews as rows


def ask_reviewers(
    session: Session, sig: Sig, practice: Practice, *, needed: int, now: datetime
) -> None:
    """Ask as many as are needed about a text nobody has seen yet.

    Where there are too few, those who lead the group are told: one of them may decide.
    A group that has no reviewers at all decides so each time, and needs no reminder.
    """
    found = _candidates(session, sig)
    chosen = choose(found, practice, taken=(), count=needed)
    for each in chosen:
        ask(session, sig, practice, each, now=now)
    _say_if_too_few(session, practice, found, missing=needed - len(chosen), now=now)


def ask_again(
    session: Session,
    sig: Sig,
    practice: Practice,
    *,
    before: int,
    needed: int,
    now: datetime,
) -> None:
    """Ask about a new text those who were asked about the text ``before``.

    What they had begun to write, and the answers they gave, stand in their form.
    """
    known = {each.person_id: each for each in _candidates(session, sig)}
    taken: set[int] = set()
    asked = 0
    for review in rows.of_text(session, practice.id, before):
        who = known.get(review.reviewer_id or 0)
        was_asked = review.state is not ReviewState.CLOSED
        is_first = was_asked and review.kind is ReviewKind.REVIEWER
        if who and is_first and is_independent(who, practice):
            carried = _carried(review)
            ask(session, sig, practice, who, now=now, opinion=carried)
            taken.add(who.cluster_id or 0)
            asked += 1
    close(session, practice, before, now=now, tells=False)
    missing = max(needed - asked, 0)
    found = tuple(known.values())
    others = choose(found, practice, taken=taken, count=missing)
    for who in others:
        ask(session, sig, practice, who, now=now)
    left = missing - len(others)
    _say_if_too_few(session, practice, found, missing=left, now=now)


def ask_referee(
    session: Session, sig: Sig, practice: Practice, now: datetime
) -> Review | None:
    """Ask one more, because the reviewers disagree; None when nobody is left."""
    reviews = rows.of_text(session, practice.id, practice.revision)
    for each in reviews:
        if each.kind is ReviewKind.REFEREE:
            return each
    taken = {each.cluster_id for each in reviews if each.cluster_id is not None}
    found = _candidates(session, sig)
    chosen = choose(found, practice, taken=taken, count=1, with_leaders=True)
    for who in chosen:
        return ask(session, sig, practice, who, now=now, kind=ReviewKind.REFEREE)
    return None


def ask(
    session: Session,
    sig: Sig,
    practice: Practice,
    who: Candidate,
    *,
    now: datetime,
    kind: ReviewKind = ReviewKind.REVIEWER,
    opinion: Opinion | None = None,
) -> Review:
    """Ask one person about the practice's present text, with reminders."""
    new = Review(
        sig_id=sig.id,
        practice_id=practice.id,
        revision=practice.revision,
        reviewer_id=who.person_id,
        cluster_id=who.cluster_id,
        kind=kind,
        opinion=opinion or Opinion(),
        asked_at=now,
    )
    review = rows.add(session, new)
    if who.user_id is not None:
        kind_of = MessageKind.REVIEW_ASKED
        key = f"review:{review.id}:asked"
        tell(
            session,
            sig.id,
            key,
            kind=kind_of,
            object_id=review.id,
            recipient=who.user_id,
            due_at=now,
        )
        _plan_nudges(session, sig, review, who)
    return review


def close(
    session: Session,
    practice: Practice,
    revision: int,
    *,
    now: datetime,
    tells: bool = True,
) -> None:
    """Let those who have not answered know that they need not any more."""
    for review in rows.of_text(session, practice.id, revision):
        cancel_nudges(session, review)
        if review.state is not ReviewState.OPEN:
            continue
        rows.close(session, review)
        if tells and review.reviewer_id is not None:
            reader = member_rows.person(session, review.reviewer_id)
            if reader.user_id is not None:
                tell(
                    session,
                    practice.sig_id,
                    f"review:{review.id}:over",
                    kind=MessageKind.REVIEW_OVER,
                    object_id=review.id,
                    recipient=reader.user_id,
                    due_at=now,
                )


def cancel_nudges(session: Session, review: Review) -> None:
    """Send no reminder about a review that is there, or not needed now."""
    for days in NUDGE_DAYS:
        outbox.cancel(session, _nudge_key(review, days), reason="it moved on")


def _say_if_too_few(
    session: Session,
    practice: Practice,
    found: Collection[Candidate],
    *,
    missing: int,
    now: datetime,
) -> None:
    has_reviewers = any(each.role is Role.REVIEWER for each in found)
    if missing > 0 and has_reviewers:
        tell_leaders(session, practice, kind=MessageKind.REVIEW_MISSING, now=now)


def _plan_nudges(session: Session, sig: Sig, review: Review, who: Candidate) -> None:
    for days in NUDGE_DAYS:
        due_at = review.asked_at + timedelta(days=days)
        tell(
            session,
            sig.id,
            _nudge_key(review, days),
            kind=MessageKind.REVIEW_NUDGE,
            object_id=review.id,
            recipient=str(who.user_id),
            due_at=in_the_day(sig, who.zone, due_at),
            useful=NUDGE_USEFUL,
        )


def _nudge_key(review: Review, days: int) -> str:
    return f"review:{review.id}:nudge:{days}"


def _carried(review: Review) -> Opinion:
    """Return what of a review holds for the next text: all of what was not sent."""
    if review.state is ReviewState.OPEN:
        return review.opinion
    return Opinion(answers=review.opinion.answers)


def _candidates(session: Session, sig: Sig) -> tuple[Candidate, ...]:
    return rows.candidates(session, sig.id, TABLE[Permission.REVIEW_PRACTICE])
