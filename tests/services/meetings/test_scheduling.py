"""Scheduling: a meeting or a series, once, and the next ones of a series."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.domain.errors import InvalidInputError, NotAllowedError
from bot.domain.meeting_views import Choice, Which
from bot.domain.meetings import MeetingStatus
from bot.domain.outbox import MessageKind
from bot.domain.permissions import Role
from bot.domain.recurrence import OnHoliday
from bot.domain.sigs import Sig
from bot.services.meetings import changing, listing, resting, scheduling
from storage import meetings, sigs
from storage.database import open_database
from storage.tables import MeetingRow, MeetingSeriesRow, OutboxRow

from groups import TEAM, a_caller

NOW = datetime(2020, 12, 20, 9, tzinfo=UTC)
TYPED = {
    "title": "Monthly meeting",
    "day": "2021-01-12",
    "time": "14:00",
    "zone": "Europe/Brussels",
    "duration": "90",
    "mode": "online",
    "repeats": "weekday",
    "every": "1",
    "on_holiday": "skip",
}


def clock():
    return NOW


@pytest.fixture
def sig(database):
    with database.begin() as session:
        sig = sigs.add(session, Sig(name="Group"))
        return sigs.bind(session, sig.id, team_id=TEAM, channel_id="CSIG")


@pytest.fixture
def chair(database, sig):
    return a_caller(database, sig, Role.CHAIR)


def schedule(database, chair, nonce="n", **typed):
    return scheduling.schedule(
        database, clock, caller=chair, nonce=nonce, typed=TYPED | typed
    )


def top_up(database, sig, now=NOW):
    with database.begin() as session:
        return scheduling.top_up(session, sig.id, now)


def of_group(database, sig):
    with database.read() as session:
        return meetings.all_meetings(session, sig.id)


def kinds(database):
    with database.read() as session:
        return sorted(session.exec(select(OutboxRow.kind)))


def test_a_series_makes_its_first_three_meetings(database, chair, sig):
    done = schedule(database, chair)

    found = of_group(database, sig)
    assert [each.number for each in done.meetings] == [1, 2, 3]
    assert [each.starts_at.isoformat() for each in found] == [
        "2021-01-12T13:00:00+00:00",
        "2021-02-09T13:00:00+00:00",
        "2021-03-09T13:00:00+00:00",
    ]
    assert [each.occurs_on.day for each in found] == [12, 9, 9]
    assert len({each.uid for each in found}) == 3
    assert kinds(database).count(MessageKind.SERIES_ANNOUNCED) == 1
    assert kinds(database).count(MessageKind.MEETING_ANNOUNCED) == 3


def test_the_same_form_sent_twice_is_one_series(database, chair, sig):
    first = schedule(database, chair)
    again = schedule(database, chair)

    assert (again.series, again.meetings) == (first.series, ())
    assert len(of_group(database, sig)) == 3


def test_making_them_again_changes_nothing(database, chair, sig):
    schedule(database, chair)
    before = of_group(database, sig), kinds(database)

    assert [top_up(database, sig) for _ in range(3)] == [(), (), ()]

    assert (of_group(database, sig), kinds(database)) == before


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    repeats=st.sampled_from(["weekday", "last_weekday", "day", "weeks"]),
    does=st.sampled_from(OnHoliday),
    days=st.lists(st.integers(0, 400), min_size=1, max_size=4).map(sorted),
    again=st.integers(1, 3),
)
def test_however_often_they_are_made_they_are_the_same(
    sqlite_database, repeats, does, days, again
):
    typed = {"day": "2021-01-26", "repeats": repeats, "on_holiday": does.value}
    typed["holiday_countries"] = ["BE", "EE"]

    def made(times):
        sig = add_group(sqlite_database, uuid.uuid4().hex)
        chair = a_caller(sqlite_database, sig, Role.CHAIR, uuid.uuid4().hex)
        schedule(sqlite_database, chair, **typed)
        for day in days:
            for _ in range(times):
                top_up(sqlite_database, sig, NOW + timedelta(days=day))
        found = of_group(sqlite_database, sig)
        return [(each.number, each.occurs_on, each.starts_at) for each in found]

    assert made(1) == made(1 + again)


def test_two_processes_make_each_meeting_once(database, chair, sig, database_url):
    schedule(database, chair)
    later = NOW + timedelta(days=60)
    others = [open_database(database_url) for _ in range(2)]

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda each: top_up(each, sig, later), others))

    for other in others:
        other.close()
    assert sorted(len(each) for each in made) == [0, 2]
    assert [each.occurs_on.month for each in of_group(database, sig)] == [1, 2, 3, 4, 5]


def test_a_cancelled_meeting_is_not_made_again_but_one_more_is(database, chair, sig):
    schedule(database, chair)
    changing.cancel(
        database, clock, caller=chair, number=2, version=1, typed={"reason": "Ski week"}
    )

    assert [each.occurs_on for each in top_up(database, sig)] == [date(2021, 4, 13)]
    assert top_up(database, sig) == ()


def test_a_zone_that_nobody_knows_any_more_stops_no_other_series(database, chair, sig):
    first = schedule(database, chair, "first", ahead="1").series
    second = schedule(database, chair, "second", ahead="1", time="16:00").series
    with database.begin() as session:
        session.get(MeetingSeriesRow, first.id).zone = "Europe/Atlantis"

    made = top_up(database, sig, NOW + timedelta(days=40))

    assert [each.series_id for each in made] == [second.id]


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        (None, None),
        (["20160", "7200", "1440", "15"], None),
        (["15", "2880"], (2880, 15)),
        ([], ()),
    ],
)
def test_a_series_has_reminders_of_its_own(sqlite_database, chosen, kept):
    sig = add_group(sqlite_database)
    chair = a_caller(sqlite_database, sig, Role.CHAIR)

    made = schedule(sqlite_database, chair, reminders=chosen).series

    assert made.reminder_minutes == kept


def in_zone(database, zone, **changes):
    with database.begin() as session:
        for table in (MeetingRow, MeetingSeriesRow):
            for row in session.exec(select(table)):
                row.sqlmodel_update({"zone": zone})
        for row in session.exec(select(MeetingRow)):
            row.sqlmodel_update(changes)


def test_a_renamed_zone_is_called_by_its_name_of_today(database, chair, sig):
    schedule(database, chair, zone="America/Los_Angeles")
    before = of_group(database, sig)
    in_zone(database, "US/Pacific-New")

    assert top_up(database, sig) == ()

    assert of_group(database, sig) == before
    assert len(top_up(database, sig, NOW + timedelta(days=40))) == 1


def test_meetings_keep_their_wall_time_when_a_country_changes_its_rules(
    database, chair, sig
):
    schedule(database, chair, repeats="once")
    in_zone(database, "Europe/Brussels", starts_at=NOW + timedelta(days=1))

    top_up(database, sig)
    (meeting,) = of_group(database, sig)
    top_up(database, sig)

    assert meeting.starts_local.hour == 14
    assert meeting.starts_at == datetime(2021, 1, 12, 13, tzinfo=UTC)
    assert (meeting.sequence, of_group(database, sig)) == (1, (meeting,))
    assert kinds(database).count(MessageKind.MEETING_CHANGED) == 1


def test_one_meeting_alone_belongs_to_no_series(database, chair, sig):
    done = schedule(database, chair, repeats="once", reason="Bring coffee.")

    (meeting,) = of_group(database, sig)
    assert done.meetings[0].number == meeting.number
    assert (meeting.series_id, meeting.note) == (None, "Bring coffee.")
    assert kinds(database).count(MessageKind.MEETING_ANNOUNCED) == 1


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"day": "2020-12-19"}, "day", "This is over"),
        ({"day": "2041-01-01"}, "day", "more than ten years"),
        ({"day": "2021-02-30"}, "day", "Write a day"),
        ({"day": ""}, "day", "choose a day"),
        ({"time": "25:00"}, "time", "such as 14:00"),
        ({"zone": "Europe/Atlantis"}, "zone", "time zone"),
        ({"ends_on": "2021-01-01"}, "ends_on", "end before it begins"),
        ({"duration": "0"}, "duration", "how many minutes"),
        ({"join_url": "http://example.org"}, "join_url", "https://"),
        ({"join_url": "javascript:alert(1)"}, "join_url", "https://"),
        ({"every": "99"}, "every", "from 1 to 12"),
        ({"repeats": "weeks", "every": "53"}, "every", "weeks from 1 to 52"),
        ({"repeats": "last_weekday"}, "day", "is not the last Tuesday"),
        ({"skip_months": [str(n) for n in range(1, 13)]}, "repeats", "never comes"),
        ({"holiday_countries": ["ZZ"]}, "holiday_countries", "list"),
        ({"reminders": ["7"]}, "reminders", "list"),
        ({"ahead": "13"}, "ahead", "from 1 to 12"),
        ({"title": ""}, "title", "title"),
    ],
)
def test_bad_input_is_said_beside_its_field(sqlite_database, typed, field, said):
    sig = add_group(sqlite_database)
    chair = a_caller(sqlite_database, sig, Role.CHAIR)

    with pytest.raises(InvalidInputError) as caught:
        schedule(sqlite_database, chair, **typed)

    assert said in caught.value.fields[field]
    assert of_group(sqlite_database, sig) == ()


def add_group(database, channel="CSIG"):
    with database.begin() as session:
        sig = sigs.add(session, Sig(name="Group"))
        return sigs.bind(session, sig.id, team_id=TEAM, channel_id=channel)


def test_the_preview_saves_nothing_and_counts_people_by_zone(sqlite_database):
    sig = add_group(sqlite_database)
    chair = a_caller(sqlite_database, sig, Role.CHAIR)

    shown = scheduling.preview(
        sqlite_database, clock, caller=chair, typed=TYPED | {"skip_months": ["2"]}
    )

    assert dict(shown.people) == {"Europe/Brussels": 1}
    assert [each.occurs_on.month for each in shown.turns] == [1, 2, 3, 4, 5, 6, 7]
    assert sum(each.moment is not None for each in shown.turns) == 6
    assert of_group(sqlite_database, sig) == ()


def test_members_may_not_schedule_and_externals_see_their_meetings_only(
    sqlite_database,
):
    sig = add_group(sqlite_database)
    schedule(sqlite_database, a_caller(sqlite_database, sig, Role.CHAIR))
    member = a_caller(sqlite_database, sig, Role.MEMBER, "UMEMBER")
    guest = a_caller(sqlite_database, sig, Role.EXTERNAL, "UGUEST", meetings=(2,))

    with pytest.raises(NotAllowedError):
        schedule(sqlite_database, member)
    listed = listing.listed(sqlite_database, clock, caller=guest, which=Which.COMING)
    assert [each.number for each in listed.meetings] == [2]


def on_may_day(database, chair, does):
    typed = {"day": "2021-05-01", "repeats": "day", "holiday_countries": ["EE", "BE"]}
    schedule(database, chair, on_holiday=does.value, ahead="1", **typed)


@pytest.mark.parametrize(
    ("choice", "status", "day"),
    [
        (Choice.KEEP, MeetingStatus.SCHEDULED, date(2021, 5, 1)),
        (Choice.NEXT_WORKING_DAY, MeetingStatus.SCHEDULED, date(2021, 5, 3)),
        (Choice.SKIP, MeetingStatus.CANCELLED, date(2021, 5, 1)),
    ],
)
def test_the_chair_is_asked_about_a_holiday_and_decides_once(
    sqlite_database, choice, status, day
):
    sig = add_group(sqlite_database)
    chair = a_caller(sqlite_database, sig, Role.CHAIR)
    on_may_day(sqlite_database, chair, OnHoliday.ASK)
    assert kinds(sqlite_database).count(MessageKind.MEETING_HOLIDAY) == 1

    for _ in range(2):
        asked = resting.decide(
            sqlite_database, clock, caller=chair, number=1, choice=choice
        )

    meeting = of_group(sqlite_database, sig)[0]
    assert (meeting.status, meeting.starts_local.date()) == (status, day)
    assert meeting.occurs_on == date(2021, 5, 1)
    assert meeting.sequence == (choice is not Choice.KEEP)
    assert asked.meeting.starts_at == meeting.starts_at
