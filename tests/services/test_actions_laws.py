"""Laws of action items: whoever says what in whatever order; who answers for whom."""

from dataclasses import replace

import pytest
from action_group import Office, days
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import func, select

from bot.domain.actions import FINISHED, ActionStatus
from bot.domain.errors import ConvenorError, InvalidInputError
from bot.domain.permissions import Role
from bot.domain.sigs import PersonState
from bot.services.actions import assigning, working
from storage import members
from storage.tables import AuditEventRow, OutboxRow

from groups import a_caller

NAMES = ("chair", "editor", "member", "colleague", "other", "observer", "guest")
MAY = {"chair", "editor", "member"}
STEPS = {
    "done": (working.done, {}),
    "start": (working.start, {}),
    "reopen": (working.reopen, {}),
    "block": (working.block, {"reason": "No data"}),
    "unblock": (working.unblock, {}),
    "cancel": (working.cancel, {"reason": "Not needed"}),
    "snooze": (working.snooze, {"until": days(2)}),
    "move": (working.move, {"due_on": days(9)}),
}


@pytest.fixture
def office(database):
    return Office(database)


def count(office, table):
    with office.database.read() as session:
        return session.exec(select(func.count()).select_from(table)).one()


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(st.sampled_from(NAMES), st.sampled_from(sorted(STEPS))), max_size=8
    )
)
def test_whoever_says_what_in_whatever_order_the_invariants_hold(office, said):
    number = office.add(due_on=days(5)).number

    for name, step in said:
        before, logged = office.read(number), count(office, AuditEventRow)
        use_case, more = STEPS[step]
        try:
            worked = office.do(use_case, name, number=number, **more)
        except ConvenorError:
            assert office.read(number) == before
            assert count(office, AuditEventRow) == logged
            continue
        after = office.read(number)
        assert name in MAY
        assert after.version == before.version + worked.is_new
        assert count(office, AuditEventRow) == logged + worked.is_new
        assert (after.done_on is None) == (after.status is not ActionStatus.DONE)
        assert not (after.status in FINISHED and after.snoozed_until)
        assert (after.owner, after.title) == (before.owner, before.title)


def test_two_who_say_done_at_once_say_it_once(office):
    office.add()

    first = office.do(working.done, "member", number=1)
    second = office.do(working.done, "member", number=1)

    assert (first.is_new, second.is_new, second.by) == (True, False, "you")
    assert office.read().version == 2


def test_the_sponsor_of_an_external_hears_that_they_have_something_to_do(office):
    office.add()
    cluster = office.hall.people["member"].actor.cluster_id
    a_caller(
        office.database, office.sig, Role.EXTERNAL, "UEXT", sponsor_cluster_id=cluster
    )

    office.do(assigning.assign, "chair", number=1, user_id="UEXT")

    told = office.told()
    assert ("assigned", "UEXT") in told
    assert ("taken_away", "UMEMBER") in told
    assert {who for verb, who in told if verb == "sponsored"} == {
        "UCOLLEAGUE",
        "UEDITOR",
    }
    assert count(office, OutboxRow) == len(told)


def test_a_deactivated_account_gets_nothing_to_do(office):
    office.add()
    other = office.hall.people["other"].person
    with office.database.begin() as session:
        members.save_person(session, replace(other, state=PersonState.LEFT))

    with pytest.raises(InvalidInputError, match="deactivated"):
        office.do(assigning.assign, "chair", number=1, user_id="UOTHER")

    assert office.read().owner == office.key("member")
