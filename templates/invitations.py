"""Invitations and calendars as text (RFC 5545), for files, e-mails and the feed.

The library folds lines at 75 octets, never inside a character, ends them with CRLF,
and escapes text. What it does not do is done here: nothing but one line of clean text
reaches a property that is not text, and no control character reaches any.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import icalendar
from icalendar import vCalAddress, vDuration, vText

from bot.domain.invitations import (
    Calendar,
    Invitation,
    Method,
    members_of,
    organiser_of,
)
from bot.domain.meetings import AgendaState, Meeting, MeetingStatus
from bot.domain.text import normalise, normalise_line
from templates.text import link
from templates.timezones import vtimezone

_PRODUCT = "-//Convenor//Meetings//EN"
_REFRESH = timedelta(hours=1)
_ANY_YEAR = 2026
_SHOWN = {AgendaState.ACCEPTED, AgendaState.DONE}
_STATUS = {
    MeetingStatus.PLANNED: "TENTATIVE",
    MeetingStatus.CANCELLED: "CANCELLED",
}


def file_of(invitation: Invitation, *, mail_from: str | None = None) -> bytes:
    """Return the file of one meeting, with its method."""
    found = _calendar(invitation.method)
    found.add_component(_event(invitation, mail_from))
    return _written(found, [invitation.meeting])


def feed(calendar: Calendar, *, mail_from: str | None = None) -> bytes:
    """Return a calendar to subscribe to: the same entries, the same bytes."""
    found = _calendar(Method.PUBLISH)
    # The library does not know that these are text, which has to be escaped.
    name = vText(normalise_line(calendar.sig.name))
    found.add("name", name)
    found.add("x-wr-calname", name)
    found.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    found.add("x-published-ttl", vDuration(_REFRESH))
    for entry in calendar.entries:
        found.add_component(_event(entry, mail_from))
    if not calendar.entries:
        # A calendar holds at least one component (RFC 5545, 3.4).
        found.add_component(vtimezone("UTC", _ANY_YEAR, _ANY_YEAR))
    return _written(found, [entry.meeting for entry in calendar.entries])


def _calendar(method: Method) -> icalendar.Calendar:
    found = icalendar.Calendar()
    found.add("prodid", _PRODUCT)
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", method.value)
    return found


def _written(found: icalendar.Calendar, meetings: Iterable[Meeting]) -> bytes:
    """Write it down, with a description of each zone that it names."""
    years: dict[str, list[int]] = {}
    for each in meetings:
        if _is_wall_time(each):
            years.setdefault(each.zone, []).append(each.starts_local.year)
    zones = [
        vtimezone(zone, min(years[zone]), max(years[zone])) for zone in sorted(years)
    ]
    found.subcomponents = [*zones, *found.subcomponents]
    data: bytes = found.to_ical()
    return data


def _event(invitation: Invitation, mail_from: str | None) -> icalendar.Event:
    meeting, event = invitation.meeting, icalendar.Event()
    event.add("uid", normalise_line(invitation.uid))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", invitation.made_at.astimezone(UTC).replace(microsecond=0))
    for name, moment in (("dtstart", meeting.starts_at), ("dtend", meeting.ends_at)):
        event.add(name, _moment(meeting, moment))
    event.add("summary", normalise_line(meeting.title) or meeting.ref)
    event.add("status", _STATUS.get(meeting.status, "CONFIRMED"))
    event.add("transp", _transparency(meeting))
    optional = {
        "location": _location(meeting),
        "url": _address(meeting.join_url),
        "description": normalise(_description(invitation)),
    }
    for name, value in optional.items():
        if value:
            event.add(name, value)
    _add_people(event, invitation, mail_from)
    return event


def _transparency(meeting: Meeting) -> str:
    is_off = meeting.status is MeetingStatus.CANCELLED
    return "TRANSPARENT" if is_off else "OPAQUE"


def _add_people(
    event: icalendar.Event, invitation: Invitation, mail_from: str | None
) -> None:
    """Say who invites whom; nobody's answer is expected, that is given in Slack.

    A request and its cancellation name an attendee (RFC 5546, 3.2.2 and 3.2.5), a
    published calendar names none (3.2.1).
    """
    sig = invitation.sig
    name = normalise_line(sig.name)
    event.add("organizer", _person(organiser_of(sig, mail_from), cn=name))
    if invitation.method is Method.PUBLISH:
        return
    role = {"role": "REQ-PARTICIPANT", "partstat": "NEEDS-ACTION", "rsvp": "FALSE"}
    if invitation.attendee:
        event.add("attendee", _person(invitation.attendee, **role))
    else:
        group = _person(members_of(sig), cn=name, cutype="GROUP", **role)
        event.add("attendee", group)


def _person(address: str, **parameters: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{address}")
    for name, value in parameters.items():
        # Parameters have no escape for a double quote (RFC 5545, 3.2).
        found.params[name] = vText(value.replace('"', "'"))
    return found


def _is_wall_time(meeting: Meeting) -> bool:
    """Say whether the zone's wall time tells both ends for certain.

    Calendars disagree about the hours that clocks skip or show twice.
    """
    zone = _zone(meeting)
    return zone is not None and all(
        _is_plain(moment.astimezone(zone))
        for moment in (meeting.starts_at, meeting.ends_at)
    )


def _zone(meeting: Meeting) -> ZoneInfo | None:
    """Return the zone, where this machine knows it and it gives the stored moment."""
    try:
        zone = ZoneInfo(meeting.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    local = meeting.starts_at.astimezone(zone).replace(tzinfo=None)
    return zone if local == meeting.starts_local else None


def _is_plain(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset()


def _moment(meeting: Meeting, moment: datetime) -> datetime:
    if not _is_wall_time(meeting):
        return moment.astimezone(UTC)
    return moment.astimezone(ZoneInfo(meeting.zone))


def _address(url: str) -> str:
    """Return a safe http(s) address, or nothing: a URI has no escape for CRLF."""
    found = link(url) if url else ""
    return "" if found.startswith("mailto:") else found


def _location(meeting: Meeting) -> str:
    parts = (normalise_line(meeting.place), _address(meeting.join_url))
    return " / ".join(part for part in parts if part)


def _description(invitation: Invitation) -> str:
    meeting = invitation.meeting
    parts = [f"{meeting.ref} of {normalise_line(invitation.sig.name)}"]
    if meeting.status is MeetingStatus.CANCELLED:
        reason = normalise(meeting.cancelled_reason)
        parts.append(f"Cancelled. {reason}".strip())
    elif address := _address(meeting.join_url):
        parts.append(f"Join: {address}")
    if agenda := _agenda(meeting):
        parts.append("Agenda\n" + "\n".join(agenda))
    return "\n\n".join(parts)


def _agenda(meeting: Meeting) -> Sequence[str]:
    shown: list[Any] = [each for each in meeting.agenda if each.state in _SHOWN]
    return [
        f"{number}. {normalise_line(each.title)} ({each.minutes} min)"
        for number, each in enumerate(shown, 1)
    ]
