"""Agendas in both databases: carried once, ordered by two at a time, kept apart."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from meeting_group import change, plan, put, read
from sqlmodel import select

from bot.domain.agendas import Move, listed
from bot.domain.errors import ConvenorError, NotAllowedError, NotFoundError
from bot.domain.meetings import AgendaState, MeetingStatus, MinutesStatus
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from bot.services import agendas, practices
from storage import meetings, sigs
from storage import practices as practice_rows
from storage.tables import OutboxRow

from factories import NOW, a_practice
from groups import TEAM, a_caller, a_cluster

TYPED = {"title": "A point", "kind": "discussion", "minutes": "10"}


def clock():
    return NOW


@pytest.fixture
def sig(database):
    return a_group(database, "CSIG")


@pytest.fixture
def chair(database, sig):
    return a_caller(database, sig, Role.CHAIR, "UCHAIR")


@pytest.fixture
def member(database, sig):
    return a_caller(
        database,
        sig,
        Role.MEMBER,
        "UMEMBER",
        cluster_id=a_cluster(database, sig.id, "EE"),
    )


@pytest.fixture
def meeting(database, sig):
    return plan(database, sig.id)


def a_group(database, channel, name="Group"):
    with database.begin() as session:
        made = sigs.add(session, Sig(name=name, zone="Europe/Brussels"))
        return sigs.bind(session, made.id, team_id=TEAM, channel_id=channel)


def propose(database, caller, meeting, nonce="n", **typed):
    return agendas.propose(
        database,
        clock,
        caller=caller,
        number=meeting.number,
        nonce=nonce,
        typed=TYPED | typed,
    )


def edit(database, caller, item, **typed):
    shown = {"title": item.title, "kind": item.kind, "minutes": str(item.minutes)}
    return agendas.edit(
        database,
        clock,
        caller=caller,
        item_id=item.id,
        version=item.version,
        typed=shown | typed,
    )


def end(database, sig, meeting, *, held=True):
    status = MeetingStatus.HELD if held else MeetingStatus.IN_PROGRESS
    change(database, sig.id, meeting, status=status)
    with database.begin() as session:
        known = meetings.find(session, sig.id, meeting.number)
        return agendas.carry_over(session, sig.id, known, NOW)


def stored(database, sig, meeting):
    return {each.title: each for each in read(database, sig.id, meeting).agenda}


def titles(database, sig, meeting):
    return [each.title for each in listed(read(database, sig.id, meeting))]


def test_what_was_not_finished_goes_on_once(database, sig, chair, member, meeting):
    later = plan(database, sig.id, days=40)
    done, left = put(database, sig.id, meeting, "Done", "Left")
    propose(database, member, meeting, title="Proposed")
    agendas.finish(database, clock, caller=chair, item_id=done.id, version=1)

    added = end(database, sig, meeting)

    assert [each.title for each in added] == ["Left", "Proposed"]
    assert end(database, sig, meeting) == ()
    assert end(database, sig, meeting, held=False) == ()
    there = stored(database, sig, later)
    assert set(there) == {"Left", "Proposed"}
    assert there["Left"].carried_from_id == left.id
    assert there["Left"].state is AgendaState.ACCEPTED
    assert there["Proposed"].state is AgendaState.PROPOSED
    assert stored(database, sig, meeting)["Left"].state is AgendaState.DEFERRED
    assert stored(database, sig, meeting)["Done"].state is AgendaState.DONE


def test_what_waits_for_a_meeting_goes_on_once_there_is_one(database, sig, meeting):
    put(database, sig.id, meeting, "Left")
    assert end(database, sig, meeting) == ()
    later = plan(database, sig.id, days=40)

    with database.begin() as session:
        (added,) = agendas.pick_up(session, sig.id, now=NOW)
        assert agendas.pick_up(session, sig.id, now=NOW) == ()

    assert added.title == "Left"
    assert titles(database, sig, later) == ["Left"]


def test_what_was_imported_long_ago_is_left_alone(database, sig, meeting):
    old = plan(database, sig.id, days=-300, status=MeetingStatus.HELD)
    put(database, sig.id, old, "Of last year")

    with database.begin() as session:
        assert agendas.pick_up(session, sig.id, now=NOW) == ()
    assert titles(database, sig, meeting) == []


def test_a_point_is_carried_over_several_meetings(database, sig, meeting):
    second = plan(database, sig.id, days=40)
    third = plan(database, sig.id, days=70)
    put(database, sig.id, meeting, "Left")
    end(database, sig, meeting)
    end(database, sig, second)

    assert titles(database, sig, third) == ["Left"]
    carried = stored(database, sig, second)["Left"]
    assert stored(database, sig, third)["Left"].carried_from_id == carried.id


def test_two_who_end_a_meeting_at_once_carry_each_point_once(database, sig, meeting):
    later = plan(database, sig.id, days=40)
    put(database, sig.id, meeting, "One", "Two")
    change(database, sig.id, meeting, status=MeetingStatus.HELD)

    def run(_):
        with database.begin() as session:
            known = meetings.find(session, sig.id, meeting.number)
            agendas.carry_over(session, sig.id, known, NOW)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))

    assert titles(database, sig, later) == ["One", "Two"]


def test_a_point_that_is_put_off_goes_on_and_keeps_who_proposed_it(
    database, sig, chair, member, meeting
):
    later = plan(database, sig.id, days=40)
    propose(database, member, meeting)
    (item,) = read(database, sig.id, meeting).agenda

    saved = edit(database, chair, item, state="deferred", person="UMEMBER")
    again = edit(database, chair, saved.stored, state="deferred", person="UMEMBER")

    assert again.typed is None
    (carried,) = read(database, sig.id, later).agenda
    assert carried.proposed_by == member.person.id
    assert carried.presenter == "T0PLAYGROUND.UMEMBER"


def test_two_chairs_who_order_at_once_lose_no_point(database, sig, chair, meeting):
    other = a_caller(database, sig, Role.SECRETARIAT, "USECRETARY")
    put(database, sig.id, meeting, *"ABCDEF")
    seen = read(database, sig.id, meeting).agenda

    def press(turn):
        who, item = ((chair, other)[turn % 2], seen[turn % len(seen)])
        to = (Move.UP, Move.DOWN)[turn % 2]
        return agendas.move(
            database, clock, caller=who, item_id=item.id, version=item.version, to=to
        )

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(press, range(12)))

    items = read(database, sig.id, meeting).agenda
    assert sorted(each.title for each in items) == [*"ABCDEF"]
    assert [each.position for each in items] == [1, 2, 3, 4, 5, 6]
    assert any(each.is_stale for each in results)


def test_a_second_click_moves_nothing(database, chair, sig, meeting):
    put(database, sig.id, meeting, "A", "B", "C")
    (first, *_) = read(database, sig.id, meeting).agenda
    pressed = {"item_id": first.id, "version": first.version, "to": Move.DOWN}

    once = agendas.move(database, clock, caller=chair, **pressed)
    twice = agendas.move(database, clock, caller=chair, **pressed)

    assert (once.is_stale, twice.is_stale) == (False, True)
    assert titles(database, sig, meeting) == ["B", "A", "C"]


def test_a_form_sent_twice_at_once_makes_one_point(database, sig, member, meeting):
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: propose(database, member, meeting), range(3)))

    assert len(read(database, sig.id, meeting).agenda) == 1


def test_those_who_lead_are_told_once_an_hour(database, sig, chair, member, meeting):
    for nonce in ("a", "b"):
        propose(database, member, meeting, nonce)
    propose(database, chair, meeting, "c", title="Of the chair")

    with database.read() as session:
        query = select(OutboxRow).where(OutboxRow.kind == MessageKind.AGENDA_PROPOSED)
        assert [row.recipient for row in session.exec(query)] == ["UCHAIR"]
    assert titles(database, sig, meeting) == ["Of the chair"]


def test_another_group_neither_sees_nor_changes_a_point(database, sig, chair, meeting):
    other = a_group(database, "COTHER", "Other")
    stranger = a_caller(database, other, Role.CHAIR, "UOTHER")
    (item,) = put(database, sig.id, meeting, "Ours")
    about = {"caller": stranger, "item_id": item.id}

    for ask in (
        lambda: agendas.shown(database, clock, caller=stranger, text="M-1"),
        lambda: agendas.editable(database, clock, **about),
        lambda: agendas.accept(database, clock, **about, version=1),
        lambda: agendas.finish(database, clock, **about, version=1),
        lambda: agendas.move(database, clock, **about, version=1, to=Move.UP),
        lambda: edit(database, stranger, item, title="Theirs"),
        lambda: propose(database, stranger, meeting),
    ):
        with pytest.raises(NotFoundError):
            ask()
    assert titles(database, sig, meeting) == ["Ours"]


def test_a_member_changes_neither_what_others_propose_nor_what_is_accepted(
    database, sig, chair, member, meeting
):
    (item,) = put(database, sig.id, meeting, "Accepted", proposed_by=member.person.id)
    with pytest.raises(NotAllowedError, match="until they accept it"):
        edit(database, member, item, title="Mine")
    propose(database, member, meeting)
    own = stored(database, sig, meeting)["A point"]
    with pytest.raises(NotAllowedError):
        edit(database, member, own, state="accepted")

    assert edit(database, member, own, state="withdrawn").stored.title == "A point"
    withdrawn = stored(database, sig, meeting)["A point"]
    assert withdrawn.state is AgendaState.WITHDRAWN
    with pytest.raises(ConvenorError):
        agendas.finish(
            database,
            clock,
            caller=chair,
            item_id=withdrawn.id,
            version=withdrawn.version,
        )


def test_a_meeting_long_past_that_nobody_ended_takes_no_points(database, member, sig):
    past = plan(database, sig.id, days=-30)

    with pytest.raises(ConvenorError, match="M-1 is over"):
        propose(database, member, past)


def test_the_practice_of_the_month_is_offered_to_present(database, sig, chair, meeting):
    with database.begin() as session:
        practice = a_practice(
            id=0,
            sig_id=sig.id,
            number=None,
            status="draft",
            consent=None,
            author_id=chair.person.id,
        )
        content = replace(practice.content, themes=())
        draft = practice_rows.add_draft(
            session, replace(practice, content=content), "nonce"
        )
        submitted = practice_rows.submit(session, draft.submit(1, NOW), "nonce")
    practices.accept(database, clock, caller=chair, practice_id=submitted.id)

    shown = agendas.shown(database, clock, caller=chair, text="")
    assert shown.suggestion.number == 1
    filled = agendas.choices(database, clock, caller=chair, text="", suggested=True)
    assert filled.item.title.startswith("P-1 Digital prescriptions")
    propose(database, chair, meeting, kind="practice_presentation", practice="p 1")
    (item,) = read(database, sig.id, meeting).agenda
    assert item.practice == 1
    assert agendas.shown(database, clock, caller=chair, text="").suggestion is None
    with pytest.raises(NotFoundError, match="no practice waits"):
        agendas.choices(database, clock, caller=chair, text="", suggested=True)


def test_a_message_says_nothing_of_a_meeting_that_is_gone(database, sig, meeting):
    said = Message(
        key="agenda",
        kind=MessageKind.AGENDA_PROPOSED,
        sig_id=sig.id,
        object_id=meeting.id,
        recipient="CSIG",
        due_at=NOW,
    )
    assert agendas.for_message(database, said, now=NOW).meeting.number == 1
    assert agendas.proposal_of(database, said) is None
    late = NOW + timedelta(days=11)
    assert agendas.for_message(database, said, now=late) is None
    change(database, sig.id, meeting, status=MeetingStatus.CANCELLED)
    assert agendas.for_message(database, said, now=NOW) is None


def test_what_was_done_after_all_goes_on_no_more(database, sig, chair, meeting):
    later = plan(database, sig.id, days=40)
    put(database, sig.id, meeting, "Done", "Left")
    end(database, sig, meeting)
    assert titles(database, sig, later) == ["Done", "Left"]
    item = stored(database, sig, meeting)["Done"]
    said = {"caller": chair, "item_id": item.id, "version": item.version}

    shown = agendas.finish(database, clock, **said)
    agendas.finish(database, clock, **said)

    assert shown.is_correctable
    assert titles(database, sig, meeting) == ["Done"]
    assert titles(database, sig, later) == ["Left"]
    assert end(database, sig, meeting) == ()
    change(database, sig.id, meeting, minutes_status=MinutesStatus.APPROVED)
    left = stored(database, sig, meeting)["Left"]
    with pytest.raises(ConvenorError, match="M-1 is over"):
        agendas.finish(
            database, clock, caller=chair, item_id=left.id, version=left.version
        )
