"""Answers in both databases: one voice per cluster, each group for itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from meeting_group import change, plan, read
from sqlmodel import select

from bot.domain.errors import InvalidTransitionError, NotAllowedError, NotFoundError
from bot.domain.meetings import Attendance, MeetingStatus, Rsvp
from bot.domain.outbox import MessageKind, MessageState
from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from bot.domain.successions import Plan, SuccessionKind
from bot.rendering import RENDER, UPDATES
from bot.services import attendance, rsvps, successions
from bot.services.meetings import telling
from storage import attendance as attendance_rows
from storage import members, outbox, sigs
from storage.tables import OutboxRow, RsvpRow

from factories import NOW
from groups import TEAM, a_caller, a_cluster


def clock():
    return NOW


def later():
    return NOW + timedelta(days=10, minutes=1)


@pytest.fixture
def sig(database):
    return a_group(database, "CSIG")


@pytest.fixture
def meeting(database, sig):
    return plan(database, sig.id)


def a_group(database, channel, name="Group"):
    with database.begin() as session:
        made = sigs.add(session, Sig(name=name, zone="Europe/Brussels"))
        return sigs.bind(session, made.id, team_id=TEAM, channel_id=channel)


def somebody(database, sig, user, country, role=Role.MEMBER):
    cluster_id = a_cluster(database, sig.id, country)
    return a_caller(database, sig, role, user, cluster_id=cluster_id)


def say(database, caller, meeting, said, at=clock, **more):
    return rsvps.answer(
        database, at, caller=caller, meeting_id=meeting.id, said=said, **more
    )


def expected(database, sig, meeting):
    with database.read() as session:
        found = rsvps.forecast_of(session, sigs.get(session, sig.id), meeting)
    return len(found.coming), len(found.maybe), len(found.declined), found.needed


def test_one_voice_per_cluster_also_after_a_merger(database, sig, meeting):
    first = somebody(database, sig, "U1", "EE")
    second = somebody(database, sig, "U2", "DK")
    somebody(database, sig, "U3", "PT")
    say(database, first, meeting, Rsvp.YES)
    say(database, second, meeting, Rsvp.YES)
    assert expected(database, sig, meeting) == (2, 0, 0, 2)

    chair = a_caller(database, sig, Role.CHAIR, "UCHAIR")
    merger = Plan(
        kind=SuccessionKind.MERGER,
        predecessors=(first.actor.cluster_id, second.actor.cluster_id),
        new=("Cluster of the north",),
        country="DK",
        effective_on=NOW.date(),
    )
    agreed = successions.preview(database, clock, caller=chair, plan=merger)
    successions.commit(
        database, clock, caller=chair, nonce="n", plan=merger, digest=agreed.digest
    )

    assert expected(database, sig, meeting) == (1, 0, 0, 1)


def test_only_those_who_speak_for_a_cluster_count(database, sig, meeting):
    watcher = somebody(database, sig, "U1", "EE", Role.OBSERVER)
    secretary = somebody(database, sig, "U2", "EE", Role.SECRETARIAT)
    for who in (watcher, secretary):
        found = say(database, who, meeting, Rsvp.YES)

    assert expected(database, sig, meeting) == (0, 0, 0, 1)
    assert found.others == 2


def test_somebody_who_left_is_not_expected_any_more(database, sig, meeting):
    gone = somebody(database, sig, "U1", "EE")
    say(database, gone, meeting, Rsvp.YES)
    assert expected(database, sig, meeting)[0] == 1
    with database.begin() as session:
        members.remove_membership(session, sig.id, gone.person.id)

    assert expected(database, sig, meeting)[0] == 0


def test_a_meeting_of_another_group_cannot_be_answered(database, sig, meeting):
    other = a_group(database, "COTHER", "Other")
    stranger = somebody(database, other, "U1", "EE")

    with pytest.raises(NotFoundError):
        say(database, stranger, meeting, Rsvp.YES)
    with pytest.raises(NotFoundError):
        rsvps.people(database, clock, caller=stranger, meeting_id=meeting.id)


def test_nobody_answers_after_it_began(database, sig, meeting):
    member = somebody(database, sig, "U1", "EE")
    say(database, member, meeting, Rsvp.YES)

    with pytest.raises(InvalidTransitionError, match="M-1 has begun"):
        say(database, member, meeting, Rsvp.NO, at=later)
    assert expected(database, sig, meeting)[0] == 1


def test_the_list_by_person_is_for_members(database, sig, meeting):
    guest = a_caller(database, sig, Role.EXTERNAL, "UEXT", meetings=(meeting.number,))
    member = somebody(database, sig, "U1", "EE")
    say(database, member, meeting, Rsvp.REPRESENTED, represented_by="Our manager")

    with pytest.raises(NotAllowedError, match="Members of the group"):
        rsvps.people(database, clock, caller=guest, meeting_id=meeting.id)
    found = rsvps.shown(database, clock, caller=guest, text="")
    assert (found.guests, found.names) == ((), {})
    seen = rsvps.people(database, clock, caller=member, meeting_id=meeting.id)
    assert [each.represented_by for each in seen.guests] == ["Our manager"]


def test_many_answers_at_once_leave_one_of_each_person(database, sig, meeting):
    people = [somebody(database, sig, f"U{n}", "EE") for n in range(4)]

    def run(turn):
        answer = (Rsvp.YES, Rsvp.NO)[turn % 2]
        say(database, people[turn % 4], meeting, answer)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(12)))

    with database.read() as session:
        assert len(session.exec(select(RsvpRow)).all()) == 4


def test_attendance_is_counted_by_cluster_and_by_nothing_else(database, sig, meeting):
    member = somebody(database, sig, "U1", "EE")
    somebody(database, sig, "U2", "DK")
    say(database, member, meeting, Rsvp.YES)
    change(database, sig.id, meeting, status=MeetingStatus.HELD)

    def count():
        with database.read() as session:
            group = sigs.get(session, sig.id)
            return attendance.count_of(session, group, read(database, sig.id, meeting))

    assert not count().is_met
    with database.begin() as session:
        there = Attendance(present=("cl-dk",), absent=("cl-ee",))
        attendance_rows.save(session, sig.id, meeting.id, there)
    assert count().is_met
    assert count().present == {"cl-dk"}


def test_the_announcement_is_brought_up_to_date(database, sig, meeting):
    with database.begin() as session:
        telling.announce(session, sig, meeting, now=NOW)
        is_card = OutboxRow.kind == MessageKind.MEETING_ANNOUNCED
        row = session.exec(select(OutboxRow).where(is_card)).one()
        key = row.key
        row.state, row.ts, row.channel_id = MessageState.SENT, "1.1", "CSIG"
    member = somebody(database, sig, "U1", "EE")
    for said in (Rsvp.NO, Rsvp.YES):
        say(database, member, meeting, said)

    with database.read() as session:
        is_refresh = OutboxRow.kind == MessageKind.MEETING_ANSWERS
        query = select(OutboxRow.key).where(is_refresh)
        (refresh,) = session.exec(query)
        message = outbox.by_key(session, refresh)
    assert (message.kind, message.recipient) == (MessageKind.MEETING_ANSWERS, "CSIG")
    assert NOW < message.due_at <= NOW + timedelta(seconds=20)
    earlier = UPDATES[message.kind](database, message)
    assert earlier.key == key
    post = RENDER[message.kind](database, message)
    assert post == RENDER[earlier.kind](database, earlier)
    assert "rsvp_yes" in str(post.content())
    change(database, sig.id, meeting, status=MeetingStatus.CANCELLED)
    assert RENDER[message.kind](database, message) is None
