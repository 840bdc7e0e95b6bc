"""A series is changed or ended from one of its meetings on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.domain.errors import InvalidInputError
from bot.domain.meeting_views import Versions
from bot.domain.meetings import MeetingStatus
from bot.domain.outbox import MessageKind, MessageState
from bot.domain.permissions import Role
from bot.domain.schedules import Scope, typed_of_meeting, typed_of_rule
from bot.domain.sigs import Sig
from bot.services.meetings import changing, reshaping, scheduling
from storage import meetings, series, sigs
from storage.tables import OutboxRow

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
    "ahead": "4",
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


@pytest.fixture
def rule(database, chair):
    return scheduling.schedule(
        database, clock, caller=chair, nonce="n", typed=TYPED
    ).series


def of_group(database, chair):
    with database.read() as session:
        return meetings.all_meetings(session, chair.sig.id)


def rules(database, chair):
    with database.read() as session:
        return series.of_group(session, chair.sig.id)


def days(database, chair):
    return [f"{m.ref} {m.starts_local:%m-%d}" for m in of_group(database, chair)]


def number(database, chair, which):
    return of_group(database, chair)[which - 1]


def reshape(database, chair, which, scope, *, nonce="r", seen=None, **typed):
    meeting = number(database, chair, which)
    rule = next(e for e in rules(database, chair) if e.id == meeting.series_id)
    known = typed_of_rule(rule) | typed_of_meeting(meeting)
    return reshaping.save(
        database,
        clock,
        caller=chair,
        number=which,
        scope=scope,
        seen=seen or Versions(meeting=meeting.version, series=rule.version),
        nonce=nonce,
        typed=known | typed,
    )


def move(database, chair, which, **typed):
    meeting = number(database, chair, which)
    changing.move(
        database,
        clock,
        caller=chair,
        number=which,
        version=meeting.version,
        typed=typed_of_meeting(meeting) | typed,
    )


def told(database):
    """Return how often each kind of message waits."""
    with database.read() as session:
        rows = session.exec(select(OutboxRow))
        return [row.kind for row in rows if row.state is MessageState.PENDING]


def test_this_one_and_all_that_follow(database, chair, rule):
    reshape(database, chair, 2, Scope.FOLLOWING, day="2021-02-11", time="10:00")

    assert days(database, chair) == [
        *("M-1 01-12", "M-2 02-11", "M-3 03-11", "M-4 04-08", "M-5 05-13"),
    ]
    old, new = rules(database, chair)
    assert (old.ends_on, new.starts_on) == (date(2021, 2, 8), date(2021, 2, 11))
    assert (new.replaces_id, new.weekday, new.nth) == (rule.id, 3, 2)
    assert [each.series_id for each in of_group(database, chair)] == [1, 2, 2, 2, 2]
    assert [each.sequence for each in of_group(database, chair)] == [0, 1, 1, 1, 0]
    assert told(database).count(MessageKind.SERIES_ANNOUNCED) == 2
    assert told(database).count(MessageKind.MEETING_MOVED) == 0
    assert told(database).count(MessageKind.MEETING_ANNOUNCED) == 5


def test_what_was_moved_or_cancelled_alone_stays(database, chair, rule):
    move(database, chair, 2, day="2021-02-20")
    changing.cancel(
        database, clock, caller=chair, number=3, version=1, typed={"reason": "Easter"}
    )

    done = reshape(database, chair, 1, Scope.ALL, day="2021-01-13")

    assert [each.number for each in done.kept] == [2, 3]
    assert days(database, chair)[:4] == [
        *("M-1 01-13", "M-2 02-20", "M-3 03-09", "M-4 04-14"),
    ]
    assert number(database, chair, 3).status is MeetingStatus.CANCELLED
    taken = [each.occurs_on for each in of_group(database, chair)]
    assert taken[:4] == [
        date(2021, m, d) for m, d in ((1, 13), (2, 10), (3, 10), (4, 14))
    ]
    assert len(set(taken)) == len(taken)


def test_all_to_come_can_be_changed_from_any_of_them(database, chair, rule):
    reshape(database, chair, 3, Scope.ALL, day="2021-03-10", every="1")

    assert days(database, chair)[:4] == [
        *("M-1 01-13", "M-2 02-10", "M-3 03-10", "M-4 04-14"),
    ]


def test_all_to_come_begin_no_earlier_than_they_did(database, chair, rule):
    # The month before has a day of the new rule too; nobody asked for a meeting then.
    reshape(database, chair, 1, Scope.ALL, day="2021-01-28", repeats="weekday")

    assert days(database, chair)[:2] == ["M-1 01-28", "M-2 02-25"]


def test_every_second_month_stays_in_step(database, chair):
    scheduling.schedule(
        database, clock, caller=chair, nonce="n", typed=TYPED | {"every": "2"}
    )

    reshape(database, chair, 2, Scope.ALL, day="2021-03-10")

    assert days(database, chair) == [
        *("M-1 01-13", "M-2 03-10", "M-3 05-12", "M-4 07-14"),
    ]


def test_meetings_without_a_place_in_the_new_rule_are_cancelled(database, chair, rule):
    done = reshape(database, chair, 2, Scope.FOLLOWING, ends_on="2021-02-28")

    assert [each.number for each in done.surplus] == [3, 4]
    status = [each.status.value for each in of_group(database, chair)]
    assert status == ["scheduled", "scheduled", "cancelled", "cancelled"]
    assert MessageKind.MEETING_CANCELLED not in told(database)


def test_the_same_form_sent_twice_changes_it_once(database, chair, rule):
    seen = Versions(meeting=1, series=1)
    first = reshape(database, chair, 2, Scope.FOLLOWING, time="10:00", seen=seen)
    before = of_group(database, chair)

    again = reshape(database, chair, 2, Scope.FOLLOWING, time="10:00", seen=seen)

    assert again.series == first.series
    assert not again.is_stale
    assert of_group(database, chair) == before


@pytest.mark.parametrize("scope", [Scope.FOLLOWING, Scope.ALL])
def test_the_second_chair_sees_what_the_first_did(database, chair, rule, scope):
    seen = Versions(meeting=1, series=1)
    reshape(database, chair, 2, Scope.ALL, time="10:00", seen=seen)
    before = of_group(database, chair)

    second = reshape(database, chair, 2, scope, nonce="s", time="11:00", seen=seen)

    assert second.is_stale
    assert of_group(database, chair) == before
    reshape(database, chair, 2, scope, nonce="t", time="11:00", seen=second.seen)
    assert number(database, chair, 2).starts_local.hour == 11


def test_a_bad_rule_changes_nothing(database, chair, rule):
    before = of_group(database, chair)

    for typed in (
        {"repeats": "once"},
        {"day": "2020-01-01"},
        {"ends_on": "2021-01-01"},
    ):
        with pytest.raises(InvalidInputError):
            reshape(database, chair, 2, Scope.FOLLOWING, **typed)

    assert of_group(database, chair) == before


def test_the_preview_saves_nothing(database, chair, rule):
    meeting = number(database, chair, 2)
    typed = typed_of_rule(rule) | typed_of_meeting(meeting) | {"time": "09:00"}

    shown = reshaping.preview(
        database, clock, caller=chair, number=2, scope=Scope.FOLLOWING, typed=typed
    )

    assert [each.number for each, _ in shown.moved] == [2, 3, 4]
    assert number(database, chair, 2) == meeting


def end(database, chair, which, version=1):
    return reshaping.end(
        database,
        clock,
        caller=chair,
        number=which,
        version=version,
        typed={"reason": "The project is over."},
    )


def test_a_series_ends_once(database, chair, rule):
    done = end(database, chair, 3)
    assert end(database, chair, 3).called_off == ()

    assert [each.number for each in done.called_off] == [3, 4]
    assert rules(database, chair)[0].ends_on == date(2021, 3, 8)
    assert told(database).count(MessageKind.SERIES_ENDED) == 1
    assert MessageKind.MEETING_CANCELLED not in told(database)
    with database.begin() as session:
        later = NOW + timedelta(days=100)
        assert scheduling.top_up(session, chair.sig.id, later) == ()


def test_a_meeting_that_changed_meanwhile_ends_no_series(database, chair, rule):
    move(database, chair, 3, time="15:00")

    assert end(database, chair, 3).is_stale
    assert rules(database, chair)[0].ends_on is None


def test_one_of_an_ended_series_can_be_reopened(database, chair, rule):
    end(database, chair, 3)

    changing.reopen(database, clock, caller=chair, text="M-4")

    assert number(database, chair, 4).status is MeetingStatus.SCHEDULED
