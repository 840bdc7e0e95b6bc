"""A group with much to do for one person, and Home as its people see it."""

import json
from dataclasses import replace

from bot.domain.actions import ActionStatus
from bot.domain.permissions import Role
from bot.domain.polls import PollState
from bot.domain.practices import (
    Attribution,
    PracticeStatus,
    ReviewKind,
    ReviewState,
    Visibility,
)
from bot.domain.privacy import NOTICE_VERSION
from bot.domain.recommendations import RecommendationStatus
from bot.playground import checks
from bot.services import home
from bot.services.members import Origin
from storage import members
from storage.tables import (
    ActionItemRow,
    PollRow,
    PracticeRevisionRow,
    PracticeRow,
    RecommendationRoundRow,
    RecommendationRow,
    ReviewRow,
)
from templates.home import page

from factories import NOW
from groups import TEAM, a_caller, a_cluster

NEVER_MORE = 100
KILOBYTES = 250_000
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


def clock():
    return NOW


def somebody(database, sig, role=Role.MEMBER, user="UCALLER", country=None, **place):
    """Put somebody into the group who has seen the privacy notice."""
    if country:
        place["cluster_id"] = a_cluster(database, sig.id, country)
    who = a_caller(database, sig, role, user, **place)
    with database.begin() as session:
        seen = replace(who.person, notice_version=NOTICE_VERSION, notice_seen_at=NOW)
        members.save_person(session, seen)
    return who


def origin(user="UCALLER"):
    return Origin(team_id=TEAM, user_id=user)


def screen(database, user="UCALLER", now=NOW):
    return home.screen(database, lambda: now, origin=origin(user))


def shown(found, notice=""):
    """Return Home as Slack gets it, checked as Slack checks it."""
    view = page.view(found, notice=notice).to_dict()
    checks.check_view(view, kind="home")
    assert len(view["blocks"]) <= NEVER_MORE
    assert len(json.dumps(view).encode()) <= KILOBYTES
    return view
