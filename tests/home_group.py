"""A group with much to do for one person, written straight into the tables."""

from bot.domain.actions import ActionStatus
from bot.domain.polls import PollState
from bot.domain.practices import (
    Attribution,
    PracticeStatus,
    ReviewKind,
    ReviewState,
    Visibility,
)
from bot.domain.recommendations import RecommendationStatus
from storage.tables import (
    ActionItemRow,
    PollRow,
    PracticeRevisionRow,
    PracticeRow,
    RecommendationRoundRow,
    RecommendationRow,
    ReviewRow,
)

from factories import NOW

LONG = "A title that goes on & on, with <brackets> and *stars* " * 20
_STATES = (
    PracticeStatus.DRAFT,
    PracticeStatus.SUBMITTED,
    PracticeStatus.CHANGES_REQUESTED,
    PracticeStatus.ACCEPTED,
)


def fill(session, who, *, actions=0, practices=0, polls=0, rounds=0, first=1):
    """Give somebody so many actions, practices, reviews of them, polls and rounds."""
    sig_id, person_id = who.sig.id, who.person.id
    session.add_all(
        ActionItemRow(
            sig_id=sig_id,
            number=number,
            title=f"{number} {LONG}",
            owner_person_id=person_id if number % 5 else None,
            status=ActionStatus.OPEN,
            due_on=NOW.date().replace(day=1 + number % 28),
            priority="normal",
        )
        for number in range(first, first + actions)
    )
    rows = [
        PracticeRow(
            sig_id=sig_id,
            number=number,
            status=PracticeStatus.SUBMITTED,
            author_id=person_id,
        )
        for number in range(first, first + practices)
    ]
    for at, row in enumerate(rows):
        row.status = _STATES[at % len(_STATES)]
    session.add_all(rows)
    session.flush()
    session.add_all(_text(row) for row in rows)
    session.add_all(
        ReviewRow(
            sig_id=sig_id,
            practice_id=row.id,
            revision=1,
            reviewer_id=person_id,
            kind=ReviewKind.REVIEWER,
            state=ReviewState.OPEN,
            asked_at=NOW,
        )
        for row in rows
    )
    for number in range(first, first + polls):
        session.add(
            PollRow(
                sig_id=sig_id,
                number=number,
                title=LONG[:200],
                zone="Europe/Brussels",
                duration_minutes=60,
                mode="online",
                deadline_at=NOW.replace(year=2027),
                state=PollState.OPEN,
            )
        )
    asked = [_recommendation(sig_id, each) for each in range(first, first + rounds)]
    session.add_all(asked)
    session.flush()
    session.add_all(_round(row.id) for row in asked)
    session.flush()


def _recommendation(sig_id, number):
    """Return a recommendation about which the clusters are asked."""
    return RecommendationRow(
        sig_id=sig_id,
        number=number,
        title=LONG[:200],
        statement=LONG[:1000],
        rationale="",
        status=RecommendationStatus.DISCUSSED,
    )


def _round(recommendation_id):
    return RecommendationRoundRow(
        recommendation_id=recommendation_id,
        number=1,
        opened_at=NOW,
        closes_at=NOW.replace(year=2027),
    )


def _text(row):
    blank = dict.fromkeys(
        (
            *("summary", "problem", "description", "organisation", "stakeholders"),
            *("resources", "evidence", "difficulties", "transfer", "submitter_role"),
        ),
        "",
    )
    return PracticeRevisionRow(
        practice_id=row.id,
        revision=1,
        title=LONG,
        attribution=Attribution.ORGANISATION,
        visibility=Visibility.PUBLIC,
        **blank,
    )
