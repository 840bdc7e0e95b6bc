"""Files for calendars: right by RFC 5545, whatever people typed."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from calendar_client import Client, instants, parse
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.invitations import (
    Calendar,
    Invitation,
    Method,
    method_for,
    organiser_of,
    uid_of,
)
from bot.domain.meetings import (
    AgendaItem,
    AgendaState,
    Meeting,
    MeetingStatus,
    MinutesStatus,
)
from bot.domain.sigs import Sig
from templates.invitations import feed, file_of
from templates.timezones import vtimezone

NOW = datetime(2026, 1, 5, 9, 30, 15, tzinfo=UTC)
SIG = Sig(id=7, team_id="T1", name="Digital health")
ZONES = (
    "Europe/Brussels",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/Kyiv",
    "Europe/Moscow",
    "Africa/Casablanca",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Apia",
    "UTC",
)
# What breaks a format that consists of lines, and what breaks its escapes.
NASTY = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            (
                *("\r\n", "\n", "\r", "\u2028", "\x00", "\x0b", "\x85", "\ud800"),
                *("\\", "\\n", ",", ";", ":", '"', "=", "^n", "é", "🎉", "🇪🇺", " "),
                *("ATTENDEE:mailto:a@b.eu", "END:VEVENT", "BEGIN:VALARM"),
            )
        ),
        max_size=60,
    ).map("".join),
)


def a_meeting(local=datetime(2026, 7, 7, 14), zone="Europe/Brussels", **changes):  # noqa: DTZ001 - wall time
    values = {
        "id": 3,
        "number": 4,
        "title": "Monthly meeting",
        "starts_local": local,
        "zone": zone,
        "starts_at": local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC),
        "duration_minutes": 90,
        "mode": "online",
        "status": MeetingStatus.SCHEDULED,
        "minutes_status": MinutesStatus.NONE,
    }
    return Meeting(**(values | changes))


def an_invitation(meeting, **changes):
    values = {
        "meeting": meeting,
        "sig": SIG,
        "uid": uid_of(SIG, meeting),
        "method": method_for(meeting),
        "made_at": NOW,
    }
    return Invitation(**(values | changes))


def the_event(data):
    (event,) = parse(data).walk("VEVENT")
    return event


def lines(data):
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_an_invitation_says_everything_that_a_calendar_needs():
    meeting = a_meeting(
        join_url="https://meet.example.eu/x?a=1&b=2",
        place="Room 4; 2nd floor, left",
        agenda=(
            AgendaItem(position=1, kind="other", title="Welcome", minutes=5),
            AgendaItem(
                position=2,
                kind="other",
                title="Not yet",
                minutes=5,
                state=AgendaState.PROPOSED,
            ),
            AgendaItem(position=3, kind="other", title="New\nnames", minutes=10),
        ),
        uid="a-uid",
        sequence=2,
    )

    data = file_of(an_invitation(meeting), mail_from="group@example.eu")

    said = lines(data)
    assert said[:5] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Convenor//Meetings//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
    ]
    assert {
        "UID:a-uid",
        "SEQUENCE:2",
        "DTSTAMP:20260105T093015Z",
        "DTSTART;TZID=Europe/Brussels:20260707T140000",
        "DTEND;TZID=Europe/Brussels:20260707T153000",
        "SUMMARY:Monthly meeting",
        "STATUS:CONFIRMED",
        "LOCATION:Room 4\\; 2nd floor\\, left / https://meet.example.eu/x?a=1&b=2",
        "URL:https://meet.example.eu/x?a=1&b=2",
        'ORGANIZER;CN="Digital health":mailto:group@example.eu',
        (
            "DESCRIPTION:M-4 of Digital health\\n\\nJoin: "
            "https://meet.example.eu/x?a=1&b=2\\n\\nAgenda\\n1. Welcome (5 min)\\n"
            "2. New names (10 min)"
        ),
    } <= set(said)
    (attendee,) = [line for line in said if line.startswith("ATTENDEE")]
    assert "CUTYPE=GROUP" in attendee
    assert "RSVP=FALSE" in attendee


def test_a_cancellation_says_so_with_its_reason():
    meeting = a_meeting(
        status=MeetingStatus.CANCELLED, cancelled_reason="Strike", sequence=1
    )

    data = file_of(an_invitation(meeting))

    said = lines(data)
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:1"} <= set(said)
    assert "Cancelled. Strike" in the_event(data)["DESCRIPTION"]


def test_what_is_not_known_is_left_out():
    data = file_of(an_invitation(a_meeting(title="", note=None, uid=None)))

    assert b"None" not in data
    assert not re.search(r"^[A-Z-]+:$", data.decode(), re.MULTILINE)
    assert "SUMMARY:M-4" in lines(data)
    assert {"LOCATION", "URL"}.isdisjoint(the_event(data))


def test_the_organiser_without_an_address_is_one_that_nobody_can_write_to():
    event = the_event(file_of(an_invitation(a_meeting())))

    assert event["ORGANIZER"] == "mailto:group-7@convenor.invalid"
    assert organiser_of(SIG, "group@example.eu") == "group@example.eu"


def test_an_old_meeting_gets_a_uid_that_depends_on_nothing_that_changes():
    meeting = a_meeting()
    moved = a_meeting(number=9, title="x", local=datetime(2027, 1, 1, 9))  # noqa: DTZ001

    same = uid_of(SIG, meeting)

    assert same == uid_of(SIG, moved)
    assert same != uid_of(SIG, a_meeting(id=4))
    assert same != uid_of(Sig(id=8, team_id="T1"), meeting)
    assert same != uid_of(Sig(id=7, team_id="T2"), meeting)
    assert uid_of(SIG, a_meeting(uid="kept")) == "kept"


@settings(max_examples=60, deadline=None)
@given(NASTY, NASTY, NASTY, NASTY)
def test_nothing_typed_becomes_a_line_of_its_own(title, place, url, group):
    meeting = a_meeting(
        title=title, place=place, join_url="https://a.eu/" + url, cancelled_reason=url
    )
    sig = Sig(id=7, team_id="T1", name=group)

    for status in (MeetingStatus.SCHEDULED, MeetingStatus.CANCELLED):
        changed = a_meeting(
            title=title,
            place=place,
            join_url=meeting.join_url,
            cancelled_reason=url,
            status=status,
        )
        data = file_of(an_invitation(changed, sig=sig))
        check_form(data)
        event = the_event(data)
        assert len(event.subcomponents) == 0
        names = re.findall(r"^([A-Z-]+)[;:]", "\n".join(lines(data)), re.MULTILINE)
        assert names.count("ATTENDEE") == names.count("ORGANIZER") == 1
        assert instants(data) == [(meeting.starts_at, meeting.ends_at)]


def check_form(data):
    """RFC 5545, 3.1: lines of at most 75 octets that end with CRLF, in UTF-8."""
    text = data.decode("utf-8")
    assert data.endswith(b"\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert "\r" not in text.replace("\r\n", "")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")  # no character is cut in two
    assert not re.search("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]", text)


@pytest.mark.parametrize("letter", ["é", "Ω", "界", "🎉", "👩‍⚕️"])
def test_3000_characters_of_several_bytes_are_folded_and_read_back(letter):
    title = letter * 3000

    data = file_of(an_invitation(a_meeting(title=title)))

    check_form(data)
    assert str(the_event(data)["SUMMARY"]) == title


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("first", [1995, 2011, 2016, 2026, 2040])
def test_the_description_of_a_zone_is_right_at_every_hour(zone, first):
    described = vtimezone(zone, first, first + 1).to_tz(lookup_tzid=False)

    moment = datetime(first, 1, 1, tzinfo=UTC)
    while moment.year < first + 2:
        local = moment.astimezone(ZoneInfo(zone))
        wall = local.replace(tzinfo=None)
        if local.utcoffset() == local.replace(fold=1 - local.fold).utcoffset():
            said = wall.replace(tzinfo=described).utcoffset()
            assert said == local.utcoffset(), local
        moment += timedelta(hours=7)


def test_a_zone_of_the_union_is_written_as_two_rules():
    said = lines(vtimezone("Europe/Brussels", 2026, 2026).to_ical())

    rules = [line for line in said if line.startswith("RRULE")]
    assert rules == [
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2049, 12, 1)),  # noqa: DTZ001
    st.sampled_from(ZONES),
    st.integers(15, 600),
)
def test_every_wall_time_expands_to_its_instant(local, zone, minutes):
    # Also one in the gap or the overlap: what counts is the instant that is stored.
    local = local.replace(second=0, microsecond=0)
    meeting = a_meeting(local=local, zone=zone, duration_minutes=minutes)

    data = file_of(an_invitation(meeting))

    assert instants(data) == [(meeting.starts_at, meeting.ends_at)]


@pytest.mark.parametrize(
    ("local", "fold"),
    [
        pytest.param(datetime(2026, 3, 29, 2, 30), 0, id="gap"),  # noqa: DTZ001
        pytest.param(datetime(2026, 10, 25, 2, 30), 0, id="first of two"),  # noqa: DTZ001
        pytest.param(datetime(2026, 10, 25, 2, 30), 1, id="second of two"),  # noqa: DTZ001
    ],
)
def test_an_hour_that_calendars_disagree_about_is_given_in_utc(local, fold):
    zone = ZoneInfo("Europe/Brussels")
    starts_at = local.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    meeting = a_meeting(local=local, starts_at=starts_at)

    data = file_of(an_invitation(meeting))

    assert f"DTSTART:{starts_at:%Y%m%dT%H%M%SZ}" in lines(data)
    assert b"VTIMEZONE" not in data


def test_a_zone_that_this_machine_does_not_know_is_given_in_utc():
    meeting = a_meeting(starts_at=NOW, zone="Europe/Brussels")
    lost = Meeting(**{**_values(meeting), "zone": "Europe/Atlantis"})

    data = file_of(an_invitation(lost))

    assert "DTSTART:20260105T093015Z" in lines(data)


def _values(meeting):
    return {name: getattr(meeting, name) for name in meeting.__slots__}


def test_a_change_replaces_the_entry_and_a_cancellation_removes_it():
    first = a_meeting(uid="one")
    other = a_meeting(uid="two", number=5, local=datetime(2026, 8, 4, 14))  # noqa: DTZ001
    moved = a_meeting(uid="one", local=datetime(2026, 7, 9, 10), sequence=1)  # noqa: DTZ001
    off = a_meeting(
        uid="one",
        local=datetime(2026, 7, 9, 10),  # noqa: DTZ001
        sequence=2,
        status=MeetingStatus.CANCELLED,
    )
    client = Client()

    client.take(file_of(an_invitation(first)))
    client.take(file_of(an_invitation(other)))
    client.take(file_of(an_invitation(moved)))
    assert client.shown == [moved.starts_at, other.starts_at]
    client.take(file_of(an_invitation(first)))  # an old file, opened late
    assert client.shown == [moved.starts_at, other.starts_at]
    client.take(file_of(an_invitation(off)))

    assert client.shown == [other.starts_at]
    assert len(client.entries) == 2


def test_a_feed_names_nobody_and_is_the_same_bytes_for_the_same_meetings():
    meetings = [
        a_meeting(id=n, number=n, local=datetime(2026, n, 3, 14), zone=ZONES[n])  # noqa: DTZ001
        for n in range(1, 12)
    ]
    entries = tuple(an_invitation(each, method=Method.PUBLISH) for each in meetings)
    sig = Sig(id=7, name="A; B, C\nATTENDEE:mailto:a@b.eu")

    data = feed(Calendar(sig=sig, entries=entries))

    check_form(data)
    assert data == feed(Calendar(sig=sig, entries=entries))
    said = lines(data)
    assert "METHOD:PUBLISH" in said
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in said
    assert "NAME:A\\; B\\, C ATTENDEE:mailto:a@b.eu" in said
    assert not [line for line in said if line.startswith("ATTENDEE")]
    assert instants(data) == sorted((m.starts_at, m.ends_at) for m in meetings)


def test_a_feed_without_meetings_is_a_calendar_too():
    data = feed(Calendar(sig=SIG, entries=()))

    check_form(data)
    assert parse(data).walk("VEVENT") == []
