"""What people say of action items: who may, who hears of it, twice, two at once."""

import json
from collections import Counter
from dataclasses import replace
from datetime import datetime

import pytest
from action_group import Office, days
from exchange_files import CORPUS

from bot.domain.actions import ActionStatus
from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
    NotFoundError,
    StaleVersionError,
)
from bot.domain.permissions import Role
from bot.domain.references import Kind
from bot.domain.sigs import Sig
from bot.services.actions import assigning, linking, listing, showing, working
from storage import actions, sigs
from storage.directory import directory
from templates.actions.words import line

from groups import a_caller, the_sample_group


@pytest.fixture
def office(database):
    return Office(database)


def test_done_twice_says_who_said_it_first(office):
    office.add()

    first = office.do(working.done, "member", number=1, evidence="See the list")
    second = office.do(working.done, "chair", number=1)

    assert first.is_new
    assert not second.is_new
    assert second.by_user_id == "UMEMBER"
    stored = office.read()
    assert (stored.status, stored.done_on) == (ActionStatus.DONE, days(0))
    assert stored.evidence == "See the list"
    assert office.told() == []


def test_somebody_else_does_it_and_the_owner_and_the_writer_hear_of_it(office):
    editor = office.hall.people["editor"].person.id
    office.add(recorded_by=editor)

    office.do(working.done, "chair", number=1)
    office.do(working.reopen, "chair", number=1)
    office.do(working.block, "chair", number=1, reason="No figures yet")

    assert sorted(office.told()) == [
        (verb, who)
        for verb in ("blocked", "done", "reopened")
        for who in ("UEDITOR", "UMEMBER")
    ]


def test_only_those_whose_it_is_and_those_who_lead_may(office):
    office.add()

    with pytest.raises(NotAllowedError, match="A-1 belongs to somebody else"):
        office.do(working.done, "other", number=1)

    assert office.read().status is ActionStatus.OPEN
    for name in ("editor", "chair"):
        assert office.do(working.start, name, number=1)


def test_the_people_of_the_owning_cluster_may(office):
    with office.database.read() as session:
        who = directory(session, office.sig.id)
    cluster = office.hall.people["member"].actor.cluster_id
    office.add(owner=who.clusters[cluster])

    office.do(working.start, "colleague", number=1)
    with pytest.raises(NotAllowedError):
        office.do(working.done, "other", number=1)

    assert office.read().status is ActionStatus.IN_PROGRESS


def test_an_external_sees_and_does_their_own_only(office):
    office.add()
    office.add("Review it", owner="guest")

    with pytest.raises(NotAllowedError, match="no action A-1 of yours"):
        office.do(working.done, "guest", number=1)
    with pytest.raises(NotAllowedError):
        office.do(showing.show, "guest", named="A-1")
    found = office.do(listing.typed, "guest", text="all")
    office.do(working.done, "guest", number=2)

    assert [each.action.ref for each in found.found] == ["A-2"]
    assert office.read(2).status is ActionStatus.DONE


def test_what_nobody_has_is_taken_by_somebody(office):
    office.add(owner=None)
    with pytest.raises(NotAllowedError, match="no owner yet"):
        office.do(working.done, "other", number=1)

    office.do(assigning.take, "other", number=1)

    assert office.read().owner == office.key("other")
    with pytest.raises(InvalidTransitionError, match="belongs to somebody else by now"):
        office.do(assigning.take, "member", number=1)


def test_both_owners_and_the_sponsor_of_an_external_hear_of_it(office):
    office.add()

    given = office.do(assigning.assign, "chair", number=1, typed="<@UOTHER>")
    same = office.do(assigning.assign, "chair", number=1, user_id="UOTHER")

    assert given.shown.owner_user_id == "UOTHER"
    assert not same.is_new
    assert sorted(office.told()) == [("assigned", "UOTHER"), ("taken_away", "UMEMBER")]


@pytest.mark.parametrize(
    ("typed", "error", "words"),
    [
        ("<@UNOBODY>", InvalidInputError, "not in the group yet"),
        ("Nowhere at all", NotFoundError, "cluster"),
    ],
)
def test_nobody_of_that_name_changes_nothing(office, typed, error, words):
    office.add()

    with pytest.raises(error, match=words):
        office.do(assigning.assign, "chair", number=1, typed=typed)

    assert office.read().owner == office.key("member")


def test_a_form_that_was_overtaken_is_told(office):
    office.add()
    office.do(working.start, "member", number=1)

    with pytest.raises(StaleVersionError, match="changed by somebody else"):
        office.do(working.move, "chair", number=1, due_on=days(3), version=1)

    assert office.read().due_on is None
    stale = replace(office.read(), version=1)
    with office.database.begin() as session, pytest.raises(StaleVersionError):
        actions.change(session, office.sig.id, stale)


def test_days_are_typed_as_people_say_them(office):
    office.add(due_on=days(2))

    office.do(working.move, "member", number=1, words="in two weeks")
    assert office.read().due_on == days(14)
    office.do(working.snooze, "member", number=1, words="tomorrow")
    assert office.read().snoozed_until == days(1)
    with pytest.raises(InvalidInputError, match="Write the one you mean"):
        office.do(working.move, "member", number=1, words="03/04/2027")
    with pytest.raises(InvalidInputError, match="cannot wait until"):
        office.do(working.snooze, "member", number=1, words="in three weeks")
    with pytest.raises(InvalidInputError, match="I do not know the day"):
        office.do(working.move, "member", number=1, words="whenever")
    office.do(working.move, "member", number=1, words="none")
    assert office.read().due_on is None


def test_lists_put_what_waits_longest_first_and_count_what_is_missing(office):
    office.add("Late", due_on=days(-3))
    office.add("Soon", due_on=days(3))
    office.add("Some day", owner=None)
    office.add("Of others", owner="other", due_on=days(1))
    office.add("Over", status=ActionStatus.DONE, done_on=days(-1))

    every = office.do(listing.typed, "member", text="")
    late = office.do(listing.typed, "member", text="overdue")
    own = office.do(listing.mine, "member")

    assert [each.action.title for each in every.found] == [
        "Late",
        "Of others",
        "Soon",
        "Some day",
    ]
    assert (every.overdue, every.without_owner, every.without_date) == (1, 1, 1)
    assert [each.action.title for each in late.found] == ["Late"]
    assert [each.action.title for each in own.found] == ["Late", "Soon"]
    assert own.chosen.is_mine


def test_a_word_that_says_nothing_in_a_list_is_told(office):
    with pytest.raises(InvalidInputError, match="“lately”"):
        office.do(listing.typed, "member", text="open lately")


def test_a_list_of_a_meeting_that_is_not_there_says_so(office):
    assert office.do(listing.typed, "chair", text="meeting M-1").found == ()

    with pytest.raises(NotFoundError, match="M-99"):
        office.do(listing.typed, "chair", text="meeting M-99")


def test_links_are_set_and_taken_away(office):
    office.add()
    office.hall.start()
    office.hall.decide("We go on.")

    office.do(linking.link, "member", number=1, to="d-1")
    office.do(linking.link, "member", number=1, to="M-1")
    with pytest.raises(NotFoundError):
        office.do(linking.link, "member", number=1, to="D-9")
    with pytest.raises(InvalidInputError, match="Say what it belongs to"):
        office.do(linking.link, "member", number=1, to="A-3")
    with pytest.raises(NotFoundError, match="no section"):
        office.do(linking.link, "member", number=1, to="introduction")
    told = office.do(showing.show, "member", named="A-1")

    assert (told.meeting.ref, told.decision.ref) == ("M-1", "D-1")
    around = office.do(showing.around, "other", kind=Kind.MEETING, number=1)
    assert [each.action.ref for each in around.actions] == ["A-1"]
    assert [each.ref for each in around.decisions] == ["D-1"]
    of_guest = office.do(showing.around, "guest", kind=Kind.DECISION, number=1)
    assert (of_guest.actions, of_guest.decisions) == ((), ())
    office.do(linking.unlink, "member", number=1, to="D-1")
    assert office.read().decision is None
    assert office.read().meeting == 1


def test_a_form_of_links_says_each_mistake_beside_its_field(office):
    office.add()

    with pytest.raises(InvalidInputError) as caught:
        office.do(
            linking.relink,
            "member",
            number=1,
            typed={"meeting": "M-77", "decision": "D-8", "practice": "", "section": ""},
        )

    assert sorted(caught.value.fields) == ["decision", "meeting"]
    office.do(linking.relink, "member", number=1, typed={"meeting": "1"})
    assert office.read().meeting == 1


def test_what_is_of_another_group_is_not_there(office):
    office.add()
    with office.database.begin() as session:
        elsewhere = sigs.add(session, Sig(name="Elsewhere"))
    stranger = a_caller(office.database, elsewhere, Role.CHAIR)

    for use_case in (working.done, working.reopen, assigning.take):
        with pytest.raises(NotFoundError):
            use_case(office.database, office.hall.clock, caller=stranger, number=1)

    assert office.read().status is ActionStatus.OPEN


def test_the_sample_group_is_overdue_and_late_as_expected(database):
    expected = json.loads(CORPUS.read_text("utf-8"))["expected"]
    day = datetime.fromisoformat(f"{expected['as_of']}T12:00:00+00:00")
    sig = the_sample_group(database)
    caller = a_caller(database, sig, Role.CHAIR)

    found = listing.typed(database, lambda: day, caller=caller, text="all").found
    late = listing.typed(database, lambda: day, caller=caller, text="overdue").found

    def keys(chosen, shown=found):
        return sorted(each.action.key for each in shown if chosen(each))

    def flagged(each):
        return "needs an owner" in line(each, day.date())

    assert keys(lambda _: True, late) == expected["actions_overdue"]
    assert keys(lambda each: each.action.is_done_late) == expected["actions_done_late"]
    assert keys(flagged) == expected["actions_without_owner"]
    assert (
        Counter(each.action.status.value for each in found)
        == (expected["actions_by_status"])
    )


def test_a_point_of_the_agenda_is_linked_and_shown_with_its_meeting(office):
    office.add()
    office.do(linking.link, "member", number=1, to="M-1")
    (first, _) = office.do(showing.show, "member", named=1).meeting.agenda

    typed = {"meeting": "M-1", "point": str(first.id)}
    office.do(linking.relink, "member", number=1, typed=typed)
    with pytest.raises(InvalidInputError, match="not on the agenda any more"):
        office.do(
            linking.relink, "member", number=1, typed={"meeting": "1", "point": "99"}
        )

    assert office.do(showing.show, "member", named=1).point == first
    around = office.do(showing.around, "member", kind=Kind.MEETING, number=1)
    assert around.points[around.actions[0].action.agenda_item] == first.title
    office.do(linking.unlink, "member", number=1, to="M-1")
    assert office.read().agenda_item is None
