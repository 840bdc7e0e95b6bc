"""Reads meetings with their agendas, and decisions in them and outside."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain import schedules
from bot.domain.attendance import GUEST_LIMIT, MOST_GUESTS
from bot.domain.decisions import MAX_DISSENT, MAX_TEXT
from bot.domain.exchange.fields import Fields
from bot.domain.exchange.names import Names
from bot.domain.meetings import (
    AgendaItem,
    AgendaState,
    Attendance,
    Decision,
    DecisionStatus,
    Meeting,
    MeetingStatus,
    MinutesStatus,
    Votes,
)
from bot.domain.references import Kind
from bot.domain.registers.typed import Typed
from bot.domain.sigs import DEFAULT_ZONE

_DAY_MINUTES = 24 * 60
_MAX_VOTES = 1000
_UID = re.compile(r"[!-~]{1,255}", re.ASCII)
# Stands in where the file gives none, which is a problem of the file.
_NEVER = datetime(2000, 1, 1)  # noqa: DTZ001 -- a wall time


def read_meeting(fields: Fields, names: Names) -> Meeting:
    """Read a meeting with its agenda, decisions and attendance."""
    key = fields.key()
    number = names.number(Kind.MEETING, key)
    zone = fields.zone() or DEFAULT_ZONE
    starts_local, starts_at = _start(fields, zone)
    people = names.people | names.clusters
    began_at, ended_at = fields.moment("began_at"), fields.moment("ended_at")
    if began_at and ended_at and ended_at < began_at:
        fields.complain("ended_at", "It cannot end before it begins.")
    return Meeting(
        number=number,
        key=key,
        title=fields.required_text("title", schedules.TITLE_LIMIT),
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
        decisions=tuple(
            read_decision(each, names) for each in fields.inners("decisions")
        ),
        attendance=_attendance(fields.inner("attendance"), names),
        note=fields.optional_text("note", 1000, one_line=False),
        moved_from=fields.day("moved_from"),
        occurs_on=fields.day("occurs_on"),
        uid=_uid(fields),
        sequence=fields.integer("sequence") or 0,
        join_url=_address(fields, "join_url"),
        place=fields.text("place", schedules.PLACE_LIMIT),
        cancelled_reason=fields.text("cancelled_reason", schedules.REASON_LIMIT),
        began_at=began_at,
        ended_at=ended_at,
        guests=_guests(fields),
    )


def read_decision(fields: Fields, names: Names) -> Decision:
    """Read a decision, of a meeting or of a written procedure."""
    key = fields.key()
    number = names.number(Kind.DECISION, key)
    return Decision(
        number=number,
        key=key,
        text=fields.required_text("text", MAX_TEXT, one_line=False),
        kind=fields.slug("kind", "consensus"),
        status=fields.required_choice("status", DecisionStatus),
        votes=_votes(fields.inner("votes")),
        supersedes=names.refer(fields, "supersedes", Kind.DECISION),
        dissent=fields.text("dissent", MAX_DISSENT, one_line=False),
        decided_on=fields.day("decided_on"),
        due_at=fields.moment("due_at"),
        quorum_met=fields.flag("quorum_met", default=False)
        if fields.says("quorum_met")
        else None,
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
        network=names.one_of(fields, "network", names.networks),
        state=fields.choice("state", AgendaState) or AgendaState.ACCEPTED,
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


def _uid(fields: Fields) -> str | None:
    uid = fields.optional_text("uid")
    if uid is not None and not _UID.fullmatch(uid):
        fields.complain("uid", "Use up to 255 letters, digits and signs, no spaces.")
    return uid


def _address(fields: Fields, name: str) -> str:
    form = Typed({name: fields.text(name)})
    address = form.address(name, None) or ""
    for reason in form.problems.values():
        fields.complain(name, reason)
    return address


def _guests(fields: Fields) -> tuple[str, ...]:
    guests = fields.texts("guests", GUEST_LIMIT)
    if len(guests) > MOST_GUESTS:
        fields.complain("guests", f"Name at most {MOST_GUESTS} guests.")
    return tuple(dict.fromkeys(guest for guest in guests if guest))
