"""Snapshots for tests of the white paper: small ones, and the corpus."""

import json
from dataclasses import fields
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.clusters import Cluster, ExternalStakeholder, Network, Source, Theme
from bot.domain.meetings import (
    Attendance,
    Decision,
    DecisionStatus,
    Meeting,
    MeetingStatus,
    MinutesStatus,
    Votes,
)
from bot.domain.practices import (
    Attribution,
    EvidenceLevel,
    Funding,
    Practice,
    PracticeContent,
    PracticeStatus,
    PracticeType,
    Provenance,
    PublicationConsent,
    Scope,
    TransferReadiness,
    Visibility,
)
from bot.domain.recommendations import Recommendation, RecommendationStatus
from bot.domain.whitepaper import Paper, Section, SectionMode, Snapshot, default_paper

CORPUS = Path(__file__).parent.parent / "bot" / "cli" / "sample_group.json"
DATA = Path(__file__).parent / "data"
AS_OF = date(2021, 11, 15)


@cache
def load(name):
    path = CORPUS if name == "corpus.json" else DATA / name
    return json.loads(path.read_text(encoding="utf-8"))


def number(key):
    """Return 11 for D-2021-11 and 7 for P-07."""
    return int(key.rpartition("-")[2]) if key else None


# --- small values -------------------------------------------------------------------


def a_consent(**changes):
    values = {
        "publish": True,
        "licence": "CC-BY-4.0",
        "attribution": Attribution.ORGANISATION,
        "policy_version": "2021-01",
        "given_on": date(2021, 2, 1),
    }
    return PublicationConsent(**values | changes)


def a_practice(number=1, *, consent=None, **changes):
    """Return an accepted, public practice; ``changes`` go where their names belong."""
    content = {
        "title": f"Practice {number}",
        "summary": "A summary.",
        "problem": "A problem.",
        "description": "A description.",
        "organisation": "An organisation",
        "country": "EE",
        "themes": ("one",),
        "evidence": "Some evidence.",
        "transfer": "Something to take over.",
    }
    names = {item.name for item in fields(PracticeContent)}
    content |= {key: value for key, value in changes.items() if key in names}
    own = {key: value for key, value in changes.items() if key not in names}
    values = {"status": PracticeStatus.ACCEPTED, "sig_id": 1, "number": number} | own
    return Practice(
        content=PracticeContent(**content), consent=consent or a_consent(), **values
    )


def a_section(key, mode="handwritten", **changes):
    values = {"title": key.replace("_", " ").capitalize(), "position": 1} | changes
    return Section(key=key, mode=SectionMode(mode), **values)


def a_recommendation(number=1, **changes):
    values = {
        "title": f"Recommendation {number}",
        "statement": "They should.",
        "rationale": "Because.",
        "addressees": ("eu",),
        "status": RecommendationStatus.ADOPTED,
    }
    return Recommendation(number=number, **values | changes)


def a_meeting(number=1, **changes):
    starts = datetime(2021, number, 12, 14, 0)  # noqa: DTZ001 - wall time
    values = {
        "title": f"Meeting {number}",
        "starts_local": starts,
        "zone": "Europe/Brussels",
        "starts_at": starts.replace(tzinfo=ZoneInfo("Europe/Brussels")).astimezone(UTC),
        "duration_minutes": 90,
        "mode": "online",
        "status": MeetingStatus.HELD,
        "minutes_status": MinutesStatus.APPROVED,
    }
    return Meeting(number=number, **values | changes)


def a_decision(number=1, **changes):
    values = {
        "text": f"Decision {number}.",
        "kind": "consensus",
        "status": DecisionStatus.ADOPTED,
    }
    return Decision(number=number, **values | changes)


THEMES = (
    Theme(slug="one", label="Theme one", position=1),
    Theme(slug="two", label="Theme two", position=2),
)


def a_snapshot(**changes):
    """Return a group with two themes, the default outline and nothing else."""
    values = {
        "group_name": "A group",
        "objectives": "",
        "paper": default_paper("A group", 2021),
        "themes": THEMES,
    } | dict.fromkeys(
        (
            *("clusters", "externals", "networks", "practices", "recommendations"),
            *("meetings", "actions", "sources", "editions"),
        ),
        (),
    )
    return Snapshot(**values | changes)


# --- the corpus ---------------------------------------------------------------------


@cache
def corpus_snapshot():
    corpus = load("corpus.json")
    paper = corpus["white_paper"]
    return Snapshot(
        group_name="CEBR special interest group on digitalisation",
        objectives="",
        paper=Paper(
            key=paper["id"],
            title=paper["title"],
            subtitle=paper["subtitle"],
            language=paper["language"],
            licence=paper["licence"],
            status=paper["status"],
            version=paper["version"],
            sections=tuple(
                _section(item, position)
                for position, item in enumerate(paper["sections"], start=1)
            ),
        ),
        themes=tuple(
            Theme(slug=item["id"], label=item["label"], position=position)
            for position, item in enumerate(corpus["themes"], start=1)
        ),
        clusters=tuple(map(_cluster, corpus["clusters"])),
        externals=tuple(map(_external, corpus["external_stakeholders"])),
        networks=tuple(
            Network(
                slug=item["id"],
                position=position,
                **{key: item[key] for key in ("name", "kind", "relation", "source")},
            )
            for position, item in enumerate(corpus["networks"], start=1)
        ),
        practices=tuple(map(_practice, corpus["practices"])),
        recommendations=tuple(map(_recommendation, corpus["recommendations"])),
        meetings=tuple(map(_meeting, corpus["meetings"])),
        actions=(),
        sources=tuple(
            Source(key=key, **value) for key, value in corpus["sources"].items()
        ),
        editions=(),
    )


def _section(item, position):
    return Section(
        key=item["key"],
        title=item["title"],
        position=position,
        mode=SectionMode(item["mode"]),
        owner=item["owner"],
        locked=item.get("locked", False),
        body=item.get("body_md"),
    )


def _cluster(item):
    names = {field.name for field in fields(Cluster)} - {"id"}
    values = {key: value for key, value in item.items() if key in names}
    values["s3_priorities"] = tuple(item["s3_priorities"])
    values["networks"] = tuple(item["networks"])
    return Cluster(key=item["id"], zone=item["tz"], **values)


def _external(item):
    values = {key: item[key] for key in ("role", "kind", "country", "sponsor")}
    return ExternalStakeholder(key=item["id"], zone=item["tz"], **values)


def _provenance(items):
    return tuple(Provenance(**item) for item in items)


def _practice(item):
    consent = item["consent"]
    attribution = Attribution(consent["attribution"])
    names = {field.name for field in fields(PracticeContent)}
    values = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in item.items()
        if key in names
    } | {
        "scope": Scope(item["scope"]),
        "type": PracticeType(item["type"]),
        "evidence_level": EvidenceLevel(item["evidence_level"]),
        "transfer_readiness": TransferReadiness(item["transfer_readiness"]),
        "visibility": Visibility(item["visibility"]),
        "funding": Funding(**item["funding"]) if item["funding"] else None,
        "provenance": _provenance(item["provenance"]),
        "attribution": attribution,
    }
    return Practice(
        sig_id=1,
        number=number(item["id"]),
        key=item["id"],
        status=PracticeStatus(item["status"]),
        content=PracticeContent(**values),
        cluster_key=item["cluster"],
        consent=PublicationConsent(
            publish=consent["publish"],
            licence=item["licence"],
            attribution=attribution,
            policy_version=consent["policy_version"],
            given_on=date.fromisoformat(consent["given_on"]),
        ),
    )


def _recommendation(item):
    names = ("title", "statement", "rationale", "horizon", "dissent")
    return Recommendation(
        number=number(item["id"]),
        key=item["id"],
        addressees=tuple(item["addressees"]),
        evidence=tuple(map(number, item["evidence_practices"])),
        themes=tuple(item["themes"]),
        status=RecommendationStatus(item["status"]),
        decision=number(item["decision"]),
        provenance=_provenance(item["provenance"]),
        **{name: item[name] for name in names},
    )


def _decision(item):
    votes = item["votes"]
    return Decision(
        number=number(item["id"]),
        key=item["id"],
        text=item["text"],
        kind=item["kind"],
        status=DecisionStatus(item["status"]),
        supersedes=number(item["supersedes"]),
        votes=votes
        and Votes(
            in_favour=votes["for_"], against=votes["against"], abstain=votes["abstain"]
        ),
    )


def _meeting(item):
    moved = item["moved_from"]
    return Meeting(
        number=item["number"],
        key=item["id"],
        title=item["title"],
        starts_local=datetime.fromisoformat(item["starts_local"]),
        zone=item["tz"],
        starts_at=datetime.fromisoformat(item["starts_utc"]),
        duration_minutes=item["duration_min"],
        mode=item["mode"],
        status=MeetingStatus(item["status"]),
        minutes_status=MinutesStatus(item["minutes_status"]),
        decisions=tuple(map(_decision, item["decisions"])),
        attendance=Attendance(
            **{key: tuple(value) for key, value in item["attendance"].items()}
        ),
        note=item["note"],
        moved_from=date.fromisoformat(moved) if moved else None,
    )
