"""What happens to a group's channel: followed or told, once, in any order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.permissions import Role
from bot.domain.sigs import (
    ChannelStatus,
    Membership,
    Person,
    Sig,
    Sighting,
    SigState,
)
from bot.services import sigs
from storage import members, outbox
from storage import sigs as rows

TEAM = "T1"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LEASE = timedelta(seconds=60)
GONE = {
    ChannelStatus.ARCHIVED: MessageKind.CHANNEL_ARCHIVED,
    ChannelStatus.DELETED: MessageKind.CHANNEL_DELETED,
    ChannelStatus.LEFT: MessageKind.CHANNEL_LEFT,
}


def clock():
    return NOW


@pytest.fixture
def sig(database):
    """A group with a chair, a secretariat and a member."""
    with database.begin() as session:
        new = Sig(
            name="Group", team_id=TEAM, channel_id="CSIG", chairs_channel_id="GCHAIRS"
        )
        added = rows.add(session, new)
        for role in (Role.CHAIR, Role.SECRETARIAT, Role.MEMBER):
            user_id = f"U{role.upper()}"
            person = members.add_person(session, Person(team_id=TEAM, user_id=user_id))
            place = Membership(sig_id=added.id, person_id=person.id, role=role)
            members.set_membership(session, place)
    return added


def see(database, status=None, *, shared=None, channel="CSIG", team=TEAM):
    sigs.seen(
        database,
        clock,
        team_id=team,
        channel_id=channel,
        sighting=Sighting(status=status, is_shared=shared),
    )


def now(database, sig):
    with database.read() as session:
        return rows.get(session, sig.id)


def waiting(database):
    """Return what could be sent now, oldest first, as the worker would take it."""
    found = []
    with database.begin() as session:
        while message := outbox.claim(session, NOW, LEASE, "worker"):
            found.append(message)
    return found


def enqueue(database, sig, key, recipient="CSIG", **changes):
    message = Message(
        key=key,
        kind=MessageKind.GROUP_SET_UP,
        sig_id=sig.id,
        object_id=sig.id,
        recipient=recipient,
        due_at=NOW,
    )
    with database.begin() as session:
        outbox.enqueue(session, replace(message, **changes))


@pytest.mark.parametrize("status", sorted(GONE))
def test_those_who_lead_hear_once_that_the_channel_is_lost(database, sig, status):
    for _ in range(3):
        see(database, status, shared=False)

    told = waiting(database)
    assert now(database, sig).state is SigState.ARCHIVED
    assert [each.recipient for each in told] == ["UCHAIR", "USECRETARIAT"]
    assert {each.kind for each in told} == {GONE[status]}
    assert all(sigs.for_message(database, each) for each in told)


def test_when_it_comes_back_before_they_were_told_nothing_is_said(database, sig):
    see(database, ChannelStatus.ARCHIVED)
    see(database, ChannelStatus.OPEN)

    told = waiting(database)
    assert now(database, sig).state is SigState.ACTIVE
    assert [sigs.for_message(database, each) for each in told] == [None, None]


def test_the_second_time_it_is_lost_is_told_again(database, sig):
    see(database, ChannelStatus.ARCHIVED)
    see(database, ChannelStatus.OPEN)
    waiting(database)

    see(database, ChannelStatus.LEFT)

    assert len(waiting(database)) == 2


def test_what_slack_does_not_say_changes_nothing(database, sig):
    see(database)

    assert now(database, sig) == sig
    assert waiting(database) == []


def test_while_the_channel_is_lost_its_messages_wait_and_others_go(database, sig):
    enqueue(database, sig, "channel")
    enqueue(database, sig, "person", recipient="UMEMBER")
    see(database, ChannelStatus.ARCHIVED)

    sent = [each.recipient for each in waiting(database)]
    with database.read() as session:
        kept = outbox.by_key(session, "channel")
        overdue = outbox.overdue_since(session)

    assert "CSIG" not in sent
    assert "UMEMBER" in sent
    assert kept.state is MessageState.PENDING
    assert overdue == NOW  # of those that were taken, not of the one that waits

    see(database, ChannelStatus.OPEN)
    assert [each.key for each in waiting(database)] == ["channel"]


def test_what_waits_for_a_channel_is_not_overdue(database, sig):
    enqueue(database, sig, "channel")
    see(database, ChannelStatus.ARCHIVED)
    waiting(database)
    with database.begin() as session:
        session.connection().exec_driver_sql(
            "UPDATE outbox SET state = 'sent' WHERE recipient <> 'CSIG'"
        )

    with database.read() as session:
        assert outbox.overdue_since(session) is None


def test_those_who_lead_hear_once_that_others_can_read_the_channel(database, sig):
    for _ in range(2):
        see(database, ChannelStatus.OPEN, shared=True)

    told = waiting(database)
    assert now(database, sig).is_shared
    assert [each.kind for each in told] == [MessageKind.CHANNEL_SHARED] * 2

    see(database, ChannelStatus.OPEN, shared=False)
    assert not now(database, sig).is_shared
    assert waiting(database) == []


def test_a_group_follows_its_channel_to_another_id(database, sig):
    enqueue(database, sig, "waiting")
    enqueue(database, sig, "sent")
    with database.begin() as session:
        session.connection().exec_driver_sql(
            "UPDATE outbox SET state='sent', channel_id='CSIG', ts='1.1' "
            "WHERE key='sent'"
        )

    for _ in range(2):
        sigs.follow(database, clock, team_id=TEAM, old="CSIG", new="CNEW")
    sigs.follow(database, clock, team_id=TEAM, old="GCHAIRS", new="CCHAIRS")

    moved = now(database, sig)
    assert (moved.channel_id, moved.chairs_channel_id) == ("CNEW", "CCHAIRS")
    assert [each.recipient for each in waiting(database)] == ["CNEW"]
    with database.read() as session:
        assert outbox.by_key(session, "sent").channel_id == "CNEW"


def test_a_new_id_of_no_group_or_of_another_workspace_changes_nothing(database, sig):
    sigs.follow(database, clock, team_id=TEAM, old="CELSE", new="CNEW")
    sigs.follow(database, clock, team_id="T2", old="CSIG", new="CNEW")
    see(database, ChannelStatus.ARCHIVED, team="T2")

    assert now(database, sig) == sig


@pytest.mark.parametrize(
    ("status", "shared"),
    [(ChannelStatus.ARCHIVED, False), (ChannelStatus.LEFT, None), (None, True)],
)
def test_a_chairs_channel_that_is_gone_or_read_by_others_is_given_up(
    database, sig, status, shared
):
    for _ in range(2):
        see(database, status, shared=shared, channel="GCHAIRS")

    told = waiting(database)
    assert now(database, sig).chairs_channel_id is None
    assert [each.kind for each in told] == [MessageKind.CHAIRS_CHANNEL_LOST] * 2
    assert now(database, sig).state is SigState.ACTIVE


def test_a_chairs_channel_that_is_in_order_stays(database, sig):
    see(database, ChannelStatus.OPEN, shared=False, channel="GCHAIRS")

    assert now(database, sig) == sig


def test_a_channel_is_greeted_once_and_only_where_no_group_lives(database, sig):
    for channel in ("CNEW", "CNEW", "CSIG", "GCHAIRS"):
        sigs.greet(database, clock, team_id=TEAM, channel_id=channel)

    (greeting,) = waiting(database)
    assert (greeting.recipient, greeting.sig_id) == ("CNEW", 0)
    assert sigs.is_free(database, "CNEW")
    assert not sigs.is_free(database, "CSIG")


def test_the_channels_of_a_workspace_are_its_own(database, sig):
    with database.begin() as session:
        rows.add(session, Sig(name="Elsewhere", team_id="T2", channel_id="CELSE"))
        rows.add(session, Sig(name="Imported"))

    assert sigs.homes(database, TEAM) == ("CSIG", "GCHAIRS")
