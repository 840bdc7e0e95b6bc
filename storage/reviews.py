"""Reviews of practices: who was asked, what they said, who could be asked."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import NotFoundError, StaleVersionError
from bot.domain.permissions import Role
from bot.domain.practices import (
    IN_REVIEW,
    Answer,
    Candidate,
    Criterion,
    Opinion,
    Practice,
    Review,
    ReviewState,
)
from bot.domain.sigs import PersonState
from storage import practices as practice_rows
from storage.statements import changed_one, insert
from storage.tables import MembershipRow, PersonRow, PracticeRow, ReviewRow


def add(session: Session, review: Review) -> Review:
    """Ask somebody about a text; somebody who was asked already stays as they are."""
    statement = (
        insert(session, ReviewRow)
        .values(
            sig_id=review.sig_id,
            practice_id=review.practice_id,
            revision=review.revision,
            reviewer_id=review.reviewer_id,
            cluster_id=review.cluster_id,
            kind=review.kind,
            asked_at=review.asked_at,
            **_answer(review),
            version=1,
        )
        .on_conflict_do_nothing(
            index_elements=["practice_id", "revision", "reviewer_id"]
        )
        .returning(col(ReviewRow.id))
    )
    review_id: int | None = session.connection().execute(statement).scalar()
    if review_id is not None:
        return replace(review, id=review_id)
    known = of_text(session, review.practice_id, review.revision)
    return next(each for each in known if each.reviewer_id == review.reviewer_id)


def get(session: Session, sig_id: int, review_id: int) -> Review:
    """Return a review of the group.

    Raises:
        NotFoundError: the group has none with this id.
    """
    row = session.get(ReviewRow, review_id, populate_existing=True)
    if row is None or row.sig_id != sig_id:
        raise NotFoundError("There is no such review in this group.")
    return _review(row)


def by_id(session: Session, review_id: int) -> Review | None:
    """Return a review, for a message that speaks of it."""
    row = session.get(ReviewRow, review_id, populate_existing=True)
    return _review(row) if row else None


def of_text(session: Session, practice_id: int, revision: int) -> tuple[Review, ...]:
    """Return the reviews of one text, first asked first."""
    query = (
        select(ReviewRow)
        .where(ReviewRow.practice_id == practice_id, ReviewRow.revision == revision)
        .order_by(col(ReviewRow.id))
        .execution_options(populate_existing=True)
    )
    return tuple(_review(row) for row in session.exec(query))


def save(session: Session, review: Review) -> Review:
    """Store what became of a review.

    Raises:
        StaleVersionError: it was changed since ``review`` was read.
    """
    statement = (
        sa.update(ReviewRow)
        .where(col(ReviewRow.id) == review.id, col(ReviewRow.version) == review.version)
        .values(**_answer(review), kind=review.kind, version=review.version + 1)
    )
    if not changed_one(session, statement):
        message = "This review was sent from elsewhere meanwhile. Please open it again."
        raise StaleVersionError(message)
    return replace(review, version=review.version + 1)


def close(session: Session, review: Review) -> None:
    """Note that an answer is not needed any more; what was typed so far stays."""
    statement = (
        sa.update(ReviewRow)
        .where(col(ReviewRow.id) == review.id, col(ReviewRow.state) == ReviewState.OPEN)
        .values(state=ReviewState.CLOSED, version=col(ReviewRow.version) + 1)
    )
    session.connection().execute(statement)


def queue(
    session: Session, sig_id: int, person_id: int
) -> tuple[tuple[Review, Practice], ...]:
    """Return what somebody was asked to review and has not yet, longest first."""
    query = (
        select(ReviewRow)
        .join(PracticeRow, col(PracticeRow.id) == ReviewRow.practice_id)
        .where(
            ReviewRow.sig_id == sig_id,
            ReviewRow.reviewer_id == person_id,
            ReviewRow.state == ReviewState.OPEN,
            ReviewRow.revision == PracticeRow.revision,
            col(PracticeRow.status).in_(list(IN_REVIEW)),
        )
        .order_by(col(ReviewRow.asked_at), col(ReviewRow.id))
        .execution_options(populate_existing=True)
    )
    found = [_review(row) for row in session.exec(query)]
    return tuple(
        (review, practice_rows.by_id(session, review.practice_id)) for review in found
    )


def candidates(
    session: Session, sig_id: int, roles: Collection[Role]
) -> tuple[Candidate, ...]:
    """Return the active people with these roles, and how much each was asked."""
    is_open = sa.case((col(ReviewRow.state) == ReviewState.OPEN, 1), else_=0)
    asked = (
        sa.select(
            col(ReviewRow.reviewer_id).label("person_id"),
            sa.func.sum(is_open).label("open_reviews"),
            sa.func.count().label("all_reviews"),
            sa.func.max(col(ReviewRow.asked_at)).label("last_asked_at"),
        )
        .where(col(ReviewRow.sig_id) == sig_id)
        .group_by(col(ReviewRow.reviewer_id))
        .subquery()
    )
    query: Any = (
        sa.select(
            col(PersonRow.id).label("person_id"),
            col(PersonRow.user_id),
            col(MembershipRow.role),
            col(MembershipRow.cluster_id),
            col(PersonRow.zone),
            sa.func.coalesce(asked.c.open_reviews, 0).label("open_reviews"),
            sa.func.coalesce(asked.c.all_reviews, 0).label("all_reviews"),
            asked.c.last_asked_at,
        )
        .join(MembershipRow, col(MembershipRow.person_id) == PersonRow.id)
        .outerjoin(asked, asked.c.person_id == col(PersonRow.id))
        .where(
            col(MembershipRow.sig_id) == sig_id,
            col(MembershipRow.role).in_(list(roles)),
            col(PersonRow.state) == PersonState.ACTIVE,
        )
        .order_by(col(PersonRow.id))
    )
    rows = session.connection().execute(query)
    return tuple(Candidate(**row._asdict()) for row in rows)


def _answer(review: Review) -> dict[str, Any]:
    opinion = review.opinion
    return {
        "state": review.state,
        "verdict": opinion.verdict,
        "label": opinion.label,
        "names_no_patient": opinion.names_no_patient,
        "answers": dict(opinion.answers),
        "remarks": dict(opinion.remarks),
        "comment": opinion.comment,
        "given_at": review.given_at,
    }


def _review(row: ReviewRow) -> Review:
    answers: Mapping[str, str] = row.answers
    return Review(
        id=row.id,
        sig_id=row.sig_id,
        practice_id=row.practice_id,
        revision=row.revision,
        reviewer_id=row.reviewer_id,
        cluster_id=row.cluster_id,
        kind=row.kind,
        state=row.state,
        opinion=Opinion(
            answers={Criterion(key): Answer(said) for key, said in answers.items()},
            verdict=row.verdict,
            label=row.label,
            names_no_patient=row.names_no_patient,
            remarks=row.remarks,
            comment=row.comment,
        ),
        asked_at=row.asked_at,
        given_at=row.given_at,
        version=row.version,
    )
