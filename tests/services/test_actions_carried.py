"""What a meeting leaves open and hears of as done; who is asked who does it now."""

from datetime import timedelta

import pytest
from action_group import Office, days
from scenarios_meetings import a_planned_meeting

from bot.domain.actions import ActionStatus
from bot.domain.actions.drafts import Draft
from bot.domain.agendas import OpeningKind
from bot.domain.successions import Plan
from bot.rendering import RENDER
from bot.services import agendas, holding, members, successions
from bot.services.actions import recording, working
from bot.services.members import AccountNews
from storage import clusters as cluster_rows
from templates.minutes.document import skeleton

from factories import NOW
from groups import TEAM

CARRIED, TO_ASSIGN = "actions_carried", "actions_to_assign"


@pytest.fixture
def office(database):
    return Office(database)


def hold(office, number):
    """Hold a meeting, four weeks after the one before."""
    office.hall.moment = NOW + timedelta(weeks=4 * (number - 1))
    if number > 1:
        a_planned_meeting(office.database, office.sig.id, office.hall.moment)
    office.hall.number = number
    office.hall.start()
    return office.hall.end()


def opening(office, number):
    """Return the review of actions with which a meeting opens."""
    agenda = office.do(agendas.shown, "chair", text=f"M-{number}")
    return next(
        (each for each in agenda.openings if each.kind is OpeningKind.ACTIONS), None
    )


def rendered(office, kind):
    """Return what the messages of a kind say now, by whom they go to."""
    return {
        each.recipient: RENDER[each.kind](office.database, each)
        for each in office.messages(kind)
    }


def test_what_is_carried_over_twice_is_raised_to_the_chair_once(office):
    office.add()
    office.add("Done in time", due_on=days(3))

    hold(office, 1)
    office.do(working.done, "member", number=2)
    assert (office.read(1).carried, office.messages(CARRIED)) == (1, [])
    hold(office, 2)
    assert office.read(1).carried == 2
    told = rendered(office, CARRIED)
    hold(office, 3)

    assert list(told) == ["UCHAIR"]
    assert "for the second time" in told["UCHAIR"].text
    assert "A-1" in str(told["UCHAIR"].blocks[1].to_dict())
    assert len(office.messages(CARRIED)) == 1
    assert office.read(1).carried == 3
    a_planned_meeting(office.database, office.sig.id, NOW + timedelta(weeks=16))
    assert [each.carried for each in opening(office, 4).actions] == [3]


def test_what_a_meeting_gives_to_do_is_not_carried_over_by_it(office):
    office.hall.start()
    for number, title in ((1, "Of the meeting"), (None, "Of a decision in it")):
        draft = Draft(title=title, meeting=number)
        office.do(recording.record, "chair", draft=draft, source=title)
    office.hall.end()

    assert [office.read(number).carried for number in (1, 2)] == [0, 0]
    hold(office, 2)
    assert (office.read(1).carried, office.messages(CARRIED)) == (1, [])
    hold(office, 3)
    assert (office.read(2).carried, len(office.messages(CARRIED))) == (2, 1)


def test_what_is_due_later_is_not_carried_over_yet(office):
    office.add("In time for the third meeting", due_on=days(50))
    office.add("On the day of the first", due_on=days(0))

    hold(office, 1)
    hold(office, 2)

    assert [office.read(number).carried for number in (1, 2)] == [0, 2]
    told = rendered(office, CARRIED)["UCHAIR"]
    assert "In time for the third meeting" not in str(told.blocks)
    hold(office, 3)
    assert office.read(1).carried == 1


def test_done_ones_are_read_out_once(office):
    office.add()
    hold(office, 1)
    office.hall.moment += timedelta(days=2)
    office.do(working.done, "member", number=1, evidence="See the list")
    a_planned_meeting(office.database, office.sig.id, NOW + timedelta(weeks=4))

    assert [each.ref for each in opening(office, 2).done] == ["A-1"]
    office.hall.number = 2
    office.hall.moment = NOW + timedelta(weeks=4)
    office.hall.start()
    office.hall.end()

    record = office.do(holding.material, "chair", text="M-2")
    assert [each.action.ref for each in record.read_out] == ["A-1"]
    text = minutes_text(office)
    assert "## Done since the last meeting" in text
    assert "See the list" in text
    a_planned_meeting(office.database, office.sig.id, NOW + timedelta(weeks=8))
    assert opening(office, 3) is None


def minutes_text(office):
    return skeleton(office.do(holding.material, "chair", text="M-2"))


def test_what_was_done_before_the_last_meeting_is_an_old_story(office):
    hold(office, 1)
    office.add(status=ActionStatus.DONE, done_on=days(-40))
    a_planned_meeting(office.database, office.sig.id, NOW + timedelta(weeks=4))

    assert opening(office, 2) is None


def test_who_leaves_is_not_replaced_by_a_guess(office):
    office.add()
    office.add("Of somebody else", owner="other")

    office.do(members.leave, "member")

    told = rendered(office, TO_ASSIGN)
    assert list(told) == ["UCHAIR"]
    assert "1 open action needs an owner" in told["UCHAIR"].text
    assert office.read(1).owner is None
    assert office.read(1).needs_owner


def test_an_account_that_is_gone_is_asked_about_too(office):
    office.add()
    news = AccountNews(team_id=TEAM, user_id="UMEMBER", is_deactivated=True)

    members.account_changed(office.database, office.hall.clock, news)
    members.account_changed(office.database, office.hall.clock, news)

    assert list(rendered(office, TO_ASSIGN)) == ["UCHAIR"]


def test_nobody_is_asked_where_nothing_is_open(office):
    office.add(status=ActionStatus.DONE, done_on=days(-1))

    office.do(members.leave, "member")

    assert office.messages(TO_ASSIGN) == []


def test_once_somebody_does_it_the_question_is_withdrawn(office):
    office.add()
    office.do(members.leave, "member")

    office.do(working.done, "chair", number=1)

    assert rendered(office, TO_ASSIGN) == {"UCHAIR": None}


def test_what_a_merger_leaves_without_an_owner_is_asked_about(office):
    with office.database.read() as session:
        clusters = cluster_rows.active(session, office.sig.id)
    first, second = clusters[:2]
    office.add(owner=first.key)
    plan = Plan(
        predecessors=(first.id, second.id),
        new=("Both",),
        country="EE",
        effective_on=days(0),
        left=frozenset({1}),
    )

    preview = office.do(successions.preview, "chair", plan=plan)
    office.do(
        successions.commit, "chair", plan=plan, nonce="once", digest=preview.digest
    )

    assert office.read(1).owner is None
    assert "1 open action needs an owner" in rendered(office, TO_ASSIGN)["UCHAIR"].text
