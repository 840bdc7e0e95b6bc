"""A small invented paper, on which a group's own templates are tried."""

from datetime import UTC, date, datetime

from bot.domain.clusters import Cluster, Network, Theme
from bot.domain.meetings import (
    Decision,
    DecisionStatus,
    Meeting,
    MeetingStatus,
    MinutesStatus,
)
from bot.domain.practices import (
    Attribution,
    Practice,
    PracticeContent,
    PracticeStatus,
    PublicationConsent,
)
from bot.domain.recommendations import Recommendation, RecommendationStatus
from bot.domain.whitepaper import Paper, Snapshot
from bot.domain.whitepaper.outline import DEFAULT_SECTIONS

AS_OF = date(2026, 1, 15)
_STARTS = datetime(2026, 1, 12, 13, tzinfo=UTC)


def trial() -> Snapshot:
    """Return a group with one of everything that a paper prints."""
    return Snapshot(
        group_name="A group",
        objectives="To exchange practices.",
        paper=Paper(title="A paper", subtitle="On trial", sections=DEFAULT_SECTIONS),
        themes=(
            Theme(id=1, slug="one", label="A theme", position=1),
            Theme(id=2, slug="two", label="A theme without practices", position=2),
        ),
        clusters=(Cluster(id=1, key="cl", name="A cluster", country="EE"),),
        externals=(),
        networks=(
            Network(slug="n", name="A network", kind="network", relation="liaison"),
        ),
        practices=(_practice(),),
        recommendations=(_recommendation(),),
        meetings=(_meeting(),),
        actions=(),
        sources=(),
        editions=(),
    )


def _practice() -> Practice:
    consent = PublicationConsent(
        publish=True,
        licence="CC-BY-4.0",
        attribution=Attribution.ORGANISATION,
        policy_version="1",
        given_on=AS_OF,
    )
    content = PracticeContent(
        title="A practice",
        summary="A summary.",
        problem="A problem.",
        description="What is done.",
        organisation="An organisation",
        country="EE",
        themes=("one",),
        evidence="Some evidence.",
        transfer="Something to take over.",
        links=("https://example.org/",),
    )
    return Practice(
        id=1,
        sig_id=1,
        number=1,
        status=PracticeStatus.ACCEPTED,
        cluster_id=1,
        content=content,
        consent=consent,
    )


def _recommendation() -> Recommendation:
    return Recommendation(
        number=1,
        title="A recommendation",
        statement="They should.",
        rationale="Because it works.",
        addressees=("eu",),
        evidence=(1,),
        status=RecommendationStatus.ADOPTED,
    )


def _meeting() -> Meeting:
    decision = Decision(
        number=1,
        text="A decision.",
        kind="consensus",
        status=DecisionStatus.ADOPTED,
    )
    return Meeting(
        number=1,
        title="A meeting",
        starts_local=_STARTS.replace(hour=14, tzinfo=None),
        zone="Europe/Brussels",
        starts_at=_STARTS,
        duration_minutes=90,
        mode="online",
        status=MeetingStatus.HELD,
        minutes_status=MinutesStatus.APPROVED,
        decisions=(decision,),
    )
