"""The calendar of a person: what it shows, to whom, and until when."""

import hashlib
from datetime import timedelta

import pytest
from calendar_client import Client, instants
from meetings_told import Clock, a_group, in_days
from sqlmodel import select

from bot.domain.errors import StaleVersionError
from bot.domain.permissions import Role
from bot.services.calendars import feeds
from storage import members
from storage.tables import AuditEventRow, CalendarFeedRow, MeetingRow
from templates.invitations import feed

from groups import a_caller, the_sample_group


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def group(database, clock):
    return a_group(database, clock)


def member(group, role=Role.MEMBER, user="UMEMBER", **place):
    return a_caller(group.database, group.sig, role, user, **place)


def opened(group, who):
    found = feeds.open_feed(group.database, group.clock, caller=who)
    assert found.secret
    return found


def shown(group, secret):
    calendar = feeds.read(group.database, group.clock, secret=secret)
    return None if calendar is None else feed(calendar)


def test_an_address_shows_every_meeting_at_its_instant(group):
    meetings = [group.schedule(in_days(days)) for days in (10, 40, 160, 250)]
    secret = opened(group, member(group)).secret

    data = shown(group, secret)

    assert instants(data) == [(each.starts_at, each.ends_at) for each in meetings]


def test_what_is_moved_is_replaced_and_what_is_cancelled_vanishes(group):
    first, second = group.schedule(), group.schedule(in_days(20))
    secret = opened(group, member(group)).secret
    client = Client()
    client.subscribe(shown(group, secret))
    assert client.shown == [first.starts_at, second.starts_at]

    moved = group.move(first, in_days(12))
    client.subscribe(shown(group, secret))
    assert client.shown == [moved.starts_at, second.starts_at]
    group.cancel(moved)
    client.subscribe(shown(group, secret))

    assert client.shown == [second.starts_at]


def test_a_feed_and_an_invitation_are_one_entry(group, database):
    meeting = group.schedule()
    secret = opened(group, member(group)).secret
    client = Client()

    client.take(shown(group, secret))
    moved = group.move(meeting, in_days(12))
    client.take(shown(group, secret))

    assert client.shown == [moved.starts_at]
    assert len(client.entries) == 1


def test_the_same_meetings_are_the_same_bytes_at_any_time(group):
    group.schedule()
    secret = opened(group, member(group)).secret
    before = shown(group, secret)

    group.clock.later(hours=5)

    assert shown(group, secret) == before


def test_a_uid_that_was_made_is_stored_and_stays(group, database):
    meeting = group.schedule()
    with database.begin() as session:
        session.get_one(MeetingRow, meeting.id).uid = None
    secret = opened(group, member(group)).secret
    before = shown(group, secret)

    with database.read() as session:
        uid = session.get_one(MeetingRow, meeting.id).uid

    assert uid
    assert f"UID:{uid}".encode() in before
    assert shown(group, secret) == before


def test_an_external_sees_only_the_meetings_they_are_invited_to(group):
    group.schedule()
    theirs = group.schedule(in_days(20))
    guest = member(group, Role.EXTERNAL, "UGUEST", meetings=(theirs.number,))

    data = shown(group, opened(group, guest).secret)

    assert instants(data) == [(theirs.starts_at, theirs.ends_at)]


def test_it_ends_when_an_external_s_last_day_is_over(group):
    group.schedule()
    last = group.clock().date() + timedelta(days=1)
    guest = member(group, Role.EXTERNAL, "UGUEST", expires_on=last)
    secret = opened(group, guest).secret
    group.clock.later(days=1)
    assert shown(group, secret)

    group.clock.later(days=1)

    assert shown(group, secret) is None


def test_it_ends_when_somebody_leaves_the_group(group, database):
    who = member(group)
    secret = opened(group, who).secret

    with database.begin() as session:
        members.remove_membership(session, group.sig.id, who.person.id)

    assert shown(group, secret) is None


def test_a_secret_is_shown_once_and_stored_as_its_hash(group, database):
    who = member(group)
    found = opened(group, who)

    again = feeds.open_feed(database, group.clock, caller=who)

    assert len(found.secret) == 43  # 256 bits in base 64
    assert (again.secret, again.mark) == (None, found.mark)
    with database.read() as session:
        (row,) = session.exec(select(CalendarFeedRow))
        log = repr([each.model_dump() for each in session.exec(select(AuditEventRow))])
    assert row.token_sha256 == hashlib.sha256(found.secret.encode()).hexdigest()
    assert found.secret not in repr(row.model_dump()) + log
    assert found.secret not in repr(again)


def test_a_new_address_ends_the_old_one_and_pressing_twice_is_once(group, database):
    who = member(group)
    old = opened(group, who)
    new = feeds.renew(database, group.clock, caller=who, mark=old.mark)

    with pytest.raises(StaleVersionError):
        feeds.renew(database, group.clock, caller=who, mark=old.mark)

    assert shown(group, old.secret) is None
    assert shown(group, new.secret)


def test_it_can_be_switched_off_and_on_again(group, database):
    who = member(group)
    old = opened(group, who)
    for _ in range(2):
        feeds.switch_off(database, group.clock, caller=who)
    assert shown(group, old.secret) is None

    new = opened(group, who)

    assert new.secret != old.secret
    assert shown(group, new.secret)


def test_everybody_has_an_address_of_their_own(group, database):
    mine = opened(group, member(group))
    theirs = opened(group, member(group, Role.CHAIR, "UCHAIR"))

    feeds.switch_off(database, group.clock, caller=member(group))

    assert shown(group, mine.secret) is None
    assert shown(group, theirs.secret)


@pytest.mark.parametrize("secret", ["", "x", "a" * 10_000, "é\ud800", "' OR 1=1 --"])
def test_a_secret_that_nobody_has_opens_nothing(group, secret):
    opened(group, member(group))

    assert shown(group, secret) is None


def test_a_hash_is_no_secret(group, database):
    opened(group, member(group))
    with database.read() as session:
        (row,) = session.exec(select(CalendarFeedRow))

    assert shown(group, row.token_sha256) is None


def test_the_sample_group_meets_at_13_utc_in_winter_and_at_12_in_summer(database):
    sig = the_sample_group(database)
    who = a_caller(database, sig, Role.MEMBER, "UMEMBER")
    clock = Clock()
    found = feeds.open_feed(database, clock, caller=who)

    data = feed(feeds.read(database, clock, secret=found.secret))

    begins = [begin for begin, _ in instants(data) if begin.year == 2021]
    assert len(begins) >= 10
    for begin in begins:
        assert begin.hour == (13 if begin.month in {1, 2, 3, 11, 12} else 12), begin
