"""Assembly: from a snapshot to a document. Pure: the same data give the same paper."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.domain.meetings import MeetingStatus
from bot.domain.practices import Practice
from bot.domain.recommendations import Recommendation, RecommendationStatus
from bot.domain.whitepaper.advice import addressee_groups, adopted
from bot.domain.whitepaper.annex import offer_entries, with_annex
from bot.domain.whitepaper.boxes import Numbering, overview, theme_groups
from bot.domain.whitepaper.coverage import contributions, credit_entries
from bot.domain.whitepaper.document import (
    CaseBox,
    Counts,
    DecisionEntry,
    Document,
    ThemeGroup,
)
from bot.domain.whitepaper.gaps import missing
from bot.domain.whitepaper.group import (
    cluster_profiles,
    decision_log,
    former_clusters,
    held,
    meeting_log,
    network_entries,
)
from bot.domain.whitepaper.history import current, with_remarks
from bot.domain.whitepaper.outline import DEFAULT_SECTIONS
from bot.domain.whitepaper.selection import (
    contributors,
    is_accepted,
    printable,
    withheld,
)
from bot.domain.whitepaper.values import Section, Snapshot

_ROLES = {"chair": "the chair", "secretariat": "the secretariat"}
_OPEN = {RecommendationStatus.PROPOSED, RecommendationStatus.DISCUSSED}


def assemble(snapshot: Snapshot, *, as_of: date) -> Document:
    """Return what the paper says. ``as_of`` is only the day printed on it."""
    snapshot = _until(snapshot, as_of)
    printed = printable(snapshot.practices, snapshot.paper.licence)
    recommendations = adopted(snapshot)
    numbers = {practice.number or 0 for practice in printed}
    numbering = Numbering({source.key: source for source in snapshot.sources})
    named = with_remarks(snapshot, printed)
    groups = theme_groups(snapshot, named, numbering, advice=recommendations)
    shown = {"P": numbers, "R": {item.number for item in recommendations}}
    decisions = decision_log(snapshot, printed=shown)
    addressees = addressee_groups(
        recommendations,
        printed=numbers,
        decisions={entry.decision.number: entry.meeting for entry in decisions},
        names={each.key: each.name for each in snapshot.clusters},
        numbering=numbering,
    )
    counts = _counts(
        snapshot, groups, printed=printed, advice=recommendations, decisions=decisions
    )
    offers = offer_entries(snapshot, printed=numbers, as_of=as_of)
    sections = with_annex(_sections(snapshot), offers)
    clusters = cluster_profiles(snapshot, printed)
    paper = snapshot.paper
    return Document(
        title=paper.title,
        subtitle=paper.subtitle,
        group_name=snapshot.group_name,
        objectives=snapshot.objectives,
        language=paper.language,
        licence=paper.licence,
        status=paper.status,
        as_of=as_of,
        sections=sections,
        counts=counts,
        overview=overview(groups),
        clusters=clusters,
        themes=groups,
        register=_register(groups),
        addressees=addressees,
        networks=network_entries(snapshot, printed),
        contributors=contributors(snapshot, named),
        meetings=meeting_log(snapshot, decisions, printed=shown),
        decisions=decisions,
        references=numbering.references(),
        missing=missing(
            sections,
            counts=counts,
            groups=groups,
            recommendations=recommendations,
            as_of=as_of,
        ),
        former_clusters=former_clusters(snapshot, printed),
        offers=offers,
        contributions=contributions(snapshot, clusters, recommendations),
        credits=credit_entries(snapshot, clusters),
    )


def _register(groups: tuple[ThemeGroup, ...]) -> tuple[CaseBox, ...]:
    boxes = (box for group in groups for box in group.boxes)
    return tuple(sorted(boxes, key=lambda box: box.number))


def _until(snapshot: Snapshot, as_of: date) -> Snapshot:
    """Leave out what was held or decided only after the day the paper speaks of."""
    return replace(
        snapshot,
        meetings=tuple(
            meeting
            for meeting in snapshot.meetings
            if meeting.status is not MeetingStatus.HELD
            or meeting.starts_local.date() <= as_of
        ),
        decisions=tuple(
            each for each in snapshot.decisions if (each.decided_on or as_of) <= as_of
        ),
    )


def _sections(snapshot: Snapshot) -> tuple[Section, ...]:
    sections = snapshot.paper.sections or DEFAULT_SECTIONS
    ordered = sorted(sections, key=lambda item: (item.position, item.id))
    return tuple(
        replace(section, owner_name=_owner(section, snapshot))
        for section in ordered
        if not section.is_left_out
    )


def _owner(section: Section, snapshot: Snapshot) -> str | None:
    """Name the owner: as recorded, else by role or cluster, else not at all."""
    if section.owner_name or not section.owner:
        return section.owner_name
    names = {cluster.key: cluster.name for cluster in snapshot.clusters}
    names |= {external.key: external.role for external in snapshot.externals}
    return (_ROLES | names).get(section.owner)


def _counts(
    snapshot: Snapshot,
    groups: tuple[ThemeGroup, ...],
    *,
    printed: tuple[Practice, ...],
    advice: tuple[Recommendation, ...],
    decisions: tuple[DecisionEntry, ...],
) -> Counts:
    clusters = current(snapshot)
    submitted = [practice for practice in snapshot.practices if practice.number]
    dates = [meeting.starts_local.date() for meeting in held(snapshot)]
    in_meetings = sum(len(meeting.decisions) for meeting in snapshot.meetings)
    all_decisions = in_meetings + len(snapshot.decisions)
    return Counts(
        clusters=len(clusters),
        cluster_countries=_distinct(item.country for item in clusters),
        externals=len(snapshot.externals),
        countries=_distinct(practice.content.country for practice in printed),
        meetings_held=len(dates),
        first_meeting=min(dates, default=None),
        last_meeting=max(dates, default=None),
        practices=len(printed),
        practices_submitted=len(submitted),
        practices_accepted=sum(is_accepted(practice) for practice in submitted),
        withheld=withheld(submitted, printed),
        recommendations=len(advice),
        recommendations_open=sum(
            item.status in _OPEN for item in snapshot.recommendations
        ),
        decisions=len(decisions),
        decisions_unprinted=all_decisions - len(decisions),
        themes=len(snapshot.themes),
        themes_empty=sum(bool(group.theme) and group.is_gap for group in groups),
        networks=len(snapshot.networks),
    )


def _distinct(countries: Iterable[str | None]) -> int:
    return len(set(filter(None, countries)))
