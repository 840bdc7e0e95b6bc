"""Values with sensible defaults: name only what the test is about."""

from datetime import UTC, date, datetime

from bot.domain.practices import (
    Attribution,
    EvidenceLevel,
    Practice,
    PracticeContent,
    PracticeStatus,
    PublicationConsent,
)

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
