"""The shortcuts of the whole workspace, from anywhere in Slack."""

import pytest
from meeting_group import plan, seated

from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from storage import sigs

from groups import TEAM, seat

CHANNEL = "CSIG"


@pytest.fixture
def slack(slack):
    for user in ("UTHIRD", "UWATCH"):
        slack.workspace.add_user(id=user, name=user.lower())
    slack.workspace.channels[CHANNEL].members.extend(("UTHIRD", "UWATCH"))
    return slack


@pytest.fixture
def sig(convenor):
    return seated(convenor.deps.db, CHANNEL)


def second_group(convenor, user):
    db = convenor.deps.db
    with db.begin() as session:
        second = sigs.add(session, Sig(name="Second"))
        sigs.bind(session, second.id, team_id=TEAM, channel_id="CELSE")
    seat(db, "CELSE", user, Role.MEMBER, "PT")
    return second


def opened(slack, person, callback_id):
    slack.wait_until(lambda: person.view and person.view["callback_id"] == callback_id)
    return str(person.view["blocks"])


def test_the_next_meeting_is_shown_and_answered(slack, convenor, sig):
    plan(convenor.deps.db, sig.id, now=convenor.deps.clock())
    member = slack.person("UMEMBER")

    assert member.shortcut("next_meeting").ok

    assert "M-1: Monthly meeting" in opened(slack, member, "answer")
    member.press(member.view, "Yes")
    slack.wait_until(lambda: "you come" in str(member.view["blocks"]))
    assert slack.complaints == []


def test_a_new_action_is_written_down(slack, sig):
    member = slack.person("UMEMBER")

    assert member.shortcut("new_action").ok

    opened(slack, member, "action_new")
    member.fill({"title": "Send the figures"})
    assert member.submit().errors == {}
    assert slack.complaints == []


def test_somebody_in_several_groups_chooses_first(slack, convenor, sig):
    second = second_group(convenor, "UMEMBER")
    plan(convenor.deps.db, second.id, now=convenor.deps.clock(), title="Of the second")
    member = slack.person("UMEMBER")
    for callback_id, view in (("next_meeting", "answer"), ("new_action", "action_new")):
        assert member.shortcut(callback_id).ok
        opened(slack, member, "home_which_group")
        member.fill({"group": str(second.id)})
        assert member.submit().errors == {}
        shown = opened(slack, member, view)
        assert view == "action_new" or "Of the second" in shown
        member.close_view()
    assert slack.complaints == []


@pytest.mark.parametrize("callback_id", ["next_meeting", "new_action"])
def test_somebody_in_no_group_is_told_how_to_get_into_one(slack, sig, callback_id):
    newcomer = slack.person("UNEW")

    assert newcomer.shortcut(callback_id).ok

    slack.wait_until(newcomer.direct_messages)
    assert "You are in no group yet." in newcomer.direct_messages()[-1].text


def test_no_meeting_is_planned(slack, sig):
    member = slack.person("UMEMBER")

    assert member.shortcut("next_meeting").ok

    slack.wait_until(lambda: member.view or member.direct_messages())
    assert "o meeting" in str(member.view or member.direct_messages()[-1].text)
