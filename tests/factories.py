"""Values with sensible defaults: name only what the test is about."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.members import Member
from bot.domain.permissions import Role
from bot.domain.practices import (
    Attribution,
    EvidenceLevel,
    Practice,
    PracticeContent,
    PracticeStatus,
    PublicationConsent,
)
from bot.domain.sigs import Membership, Person

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def a_content(**changes):
    values = {
        "title": "Digital prescriptions in all pharmacies",
        "summary": "Doctors prescribe, pharmacies dispense, nobody carries paper.",
        "problem": "Paper gets lost and nobody checks interactions.",
        "description": "One national service that every vendor connects to.",
        "organisation": "National health insurance fund",
        "country": "EE",
        "themes": ("eprescription",),
        "evidence": "97 % of prescriptions were digital in 2019.",
        "evidence_level": EvidenceLevel.MONITORING_DATA,
        "transfer": "The stepwise mandate and the single entry point.",
    }
    return PracticeContent(**(values | changes))


def a_consent(**changes):
    values = {
        "publish": True,
        "licence": "CC-BY-4.0",
        "attribution": Attribution.ORGANISATION,
        "policy_version": "2026-11",
        "given_on": date(2026, 11, 21),
    }
    return PublicationConsent(**(values | changes))


def a_practice(**changes):
    values = {
        "id": 1,
        "sig_id": 1,
        "number": 7,
        "status": PracticeStatus.ACCEPTED,
        "content": a_content(),
        "consent": a_consent(),
        "author_id": 1,
    }
    return Practice(**(values | changes))


def a_member(person_id, role=Role.MEMBER, cluster_id=None, **person):
    """Return somebody in a group; whoever has the higher id came later."""
    return Member(
        person=Person(id=person_id, team_id="T1", user_id=f"U{person_id}", **person),
        place=Membership(
            sig_id=1, person_id=person_id, role=role, cluster_id=cluster_id
        ),
        joined_at=NOW + timedelta(minutes=person_id),
    )
