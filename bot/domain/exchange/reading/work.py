"""Reads meetings, decisions, action items and recommendations."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.actions import ActionItem, ActionStatus
from bot.domain.exchange.fields import Fields
from bot.domain.exchange.names import Names
from bot.domain.meetings import (
    AgendaItem,
    Attendance,
    Decision,
    DecisionStatus,
    Meeting,
    MeetingStatus,
    MinutesStatus,
    Votes,
)
from bot.domain.practices import Provenance
from bot.domain.recommendations import (
    ADDRESSEES,
    Recommendation,
    RecommendationStatus,
)
from bot.domain.references import Kind
from bot.domain.sigs import DEFAULT_ZONE

_DAY_MINUTES = 24 * 60
_MAX_VOTES = 1000
# Stands in where the file gives none, which is a problem of the file.
_NEVER = datetime(2000, 1, 1)  # noqa: DTZ001 -- a wall time


def read_meeting(fields: Fields, names: Names) -> Meeting:
    """Read a meeting with its agenda, decisions and attendance."""
    key = fields.key()
    number = names.number(Kind.MEETING, key)
    zone = fields.zone() or DEFAULT_ZONE
    starts_local, starts_at = _start(fields, zone)
    people = names.people | names.clusters
    return Meeting(
        number=number,
        key=key,
        title=fields.required_text("title", 120),
        starts_local=starts_local,
        zone=zone,
        starts_at=starts_at,
        duration_minutes=fields.integer("duration_min", 1, _DAY_MINUTES) or 90,
        mode=fields.slug("mode", "online"),
        status=fields.required_choice("status", MeetingStatus),
        minutes_status=fields.choice("minutes_status", MinutesStatus)
        or MinutesStatus.NONE,
        agenda=tuple(
            _agenda_item(item, place, names=names, people=people)
            for place, item in enumerate(fields.inners("agenda"), start=1)
        ),
        decisions=tuple(_decision(each, names) for each in fields.inners("decisions")),
        attendance=_attendance(fields.inner("attendance"), names),
        note=fields.optional_text("note", 1000, one_line=False),
        moved_from=fields.day("moved_from"),
    )


def read_action(fields: Fields, names: Names) -> ActionItem:
    """Read an action item; it may wait for an owner."""
    key = fields.key()
    number = names.number(Kind.ACTION, key)
    people = names.people | names.clusters
    return ActionItem(
        number=number,
        key=key,
        title=fields.required_text("title", 200),
        owner=names.one_of(fields, "owner", people),
        co_owners=names.some_of(fields, "co_owners", people),
        meeting=names.refer(fields, "meeting", Kind.MEETING),
        due_on=fields.day("due"),
        status=fields.required_choice("status", ActionStatus),
        done_on=fields.day("done_on"),
        priority=fields.slug("priority", "normal"),
        note=fields.optional_text("note", 1000, one_line=False),
        evidence=fields.optional_text("evidence", 300, one_line=False),
    )


def read_recommendation(fields: Fields, names: Names) -> Recommendation:
    """Read a recommendation."""
    key = fields.key()
    number = names.number(Kind.RECOMMENDATION, key)
    return Recommendation(
        number=number,
        key=key,
        title=fields.required_text("title", 100),
        statement=fields.required_text("statement", 600, one_line=False),
        rationale=fields.text("rationale", 600, one_line=False),
        addressees=names.some_of(fields, "addressees", set(ADDRESSEES)),
        evidence=names.refer_all(fields, "evidence_practices", Kind.PRACTICE),
        themes=names.some_of(fields, "themes", names.themes),
        horizon=fields.optional_slug("horizon"),
        status=fields.required_choice("status", RecommendationStatus),
        decision=names.refer(fields, "decision", Kind.DECISION),
        dissent=fields.optional_text("dissent", 600, one_line=False),
        provenance=provenance(fields, names),
    )


def provenance(fields: Fields, names: Names) -> tuple[Provenance, ...]:
    """Read where the claims of a record come from."""
    return tuple(
        Provenance(
            field=entry.optional_slug("field"),
            claim=entry.required_text("claim", 500),
            status=entry.required_text("status", 40),
            source=names.one_of(entry, "source", names.sources),
        )
        for entry in fields.inners("provenance")
    )


def utc_of(local: datetime, zone: str) -> datetime:
    """Return the moment of a wall time; of a doubtful hour the first one."""
    return local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def _start(fields: Fields, zone: str) -> tuple[datetime, datetime]:
    local = _wall_time(fields)
    said = fields.moment("starts_utc")
    derived = utc_of(local, zone)
    if fields.says("starts_local") and said not in {None, derived}:
        reason = f"{local:%Y-%m-%dT%H:%M} in {zone} is {derived:%Y-%m-%dT%H:%MZ}."
        fields.complain("starts_utc", reason)
    return local, derived


def _wall_time(fields: Fields) -> datetime:
    text = fields.optional_text("starts_local")
    if text is None:
        if not fields.says("starts_local"):
            fields.complain("starts_local", "This is missing.")
        return _NEVER
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        local = None
    if local is None or local.tzinfo is not None:
        fields.complain("starts_local", "Write a wall time like 2021-03-15T14:00.")
        return _NEVER
    return local if fields.is_in_years("starts_local", local) else _NEVER


def _agenda_item(
    fields: Fields, place: int, *, names: Names, people: set[str]
) -> AgendaItem:
    position = fields.integer("position", 1, 1000)
    minutes = fields.integer("minutes", 0, _DAY_MINUTES)
    return AgendaItem(
        position=place if position is None else position,
        kind=fields.slug("kind", "discussion"),
        title=fields.required_text("title", 120),
        minutes=minutes or 0,
        presenter=names.one_of(fields, "presenter", people),
        practice=names.refer(fields, "practice", Kind.PRACTICE),
    )


def _decision(fields: Fields, names: Names) -> Decision:
    key = fields.key()
    number = names.number(Kind.DECISION, key)
    return Decision(
        number=number,
        key=key,
        text=fields.required_text("text", 600, one_line=False),
        kind=fields.slug("kind", "consensus"),
        status=fields.required_choice("status", DecisionStatus),
        votes=_votes(fields.inner("votes")),
        supersedes=names.refer(fields, "supersedes", Kind.DECISION),
    )


def _votes(fields: Fields | None) -> Votes | None:
    if fields is None:
        return None
    return Votes(
        in_favour=fields.integer("for_", 0, _MAX_VOTES) or 0,
        against=fields.integer("against", 0, _MAX_VOTES) or 0,
        abstain=fields.integer("abstain", 0, _MAX_VOTES) or 0,
    )


def _attendance(fields: Fields | None, names: Names) -> Attendance:
    if fields is None:
        return Attendance()
    lists = {
        name: names.some_of(fields, name, names.clusters)
        for name in ("present", "apologies", "absent")
    }
    for one, other in (("present", "apologies"), ("present", "absent")):
        for key in sorted(set(lists[one]) & set(lists[other])):
            fields.complain(other, f"{key} is in the list {one} too.")
    for key in sorted(set(lists["apologies"]) & set(lists["absent"])):
        fields.complain("absent", f"{key} is in the list apologies too.")
    external = names.some_of(fields, "external_present", names.people)
    return Attendance(**lists, external_present=external)
