"""Externals: invited, limited, warned of, and gone by themselves."""

from datetime import UTC, datetime, timedelta

import pytest
from clocks import Clock

from bot.domain.clusters import Cluster
from bot.domain.permissions import Role
from bot.domain.sigs import Membership
from storage import clusters as cluster_rows
from storage import members as member_rows
from storage import sigs as sig_rows

from scenarios_forms import STEP_1, STEP_2, seen, share

CHANNEL = "CSIG"
INVITATION = {
    "organisation": "University hospital",
    "purpose": "Advice on wards",
    "expires_on": "2027-03-08",
}


@pytest.fixture
def clock():
    return Clock(datetime(2026, 11, 21, 12, tzinfo=UTC))


@pytest.fixture
def start(slack, start):
    """Start a bot; UMEMBER speaks for Estonia."""

    def run_settled():
        convenor = start()
        settle(slack, convenor)
        return convenor

    return run_settled


def settle(slack, convenor):
    with convenor.deps.db.begin() as session:
        sig = sig_rows.by_channel(session, slack.team_id, CHANNEL)
        known = cluster_rows.clusters(session, sig.id)
        if known:
            return
        for key in ("Estonia", "Latvia"):
            added = Cluster(key=key.lower(), name=key, country="EE")
            cluster_rows.add_cluster(session, sig.id, added)
        member = member_rows.find_person(session, slack.team_id, "UMEMBER")
        estonia = cluster_rows.clusters(session, sig.id)[0]
        place = Membership(
            sig_id=sig.id,
            person_id=member.id,
            role=Role.MEMBER,
            cluster_id=estonia.id,
        )
        member_rows.set_membership(session, place)


def invite(slack, person, user, **changes):
    person.command("/sig", "members invite", channel=CHANNEL)
    slack.wait_until(lambda: person.view is not None)
    person.fill({"person": user} | INVITATION | changes)
    return person.submit()


def come_in(slack, external, button):
    """Press a button of the invitation for the first time and read the notice."""
    external.press(external.direct_messages()[0], button)
    slack.wait_until(lambda: external.view is not None)
    assert "Your data in this group" in str(external.view["blocks"])
    assert "Which cluster" not in str(external.view["blocks"])
    assert external.submit().errors == {}


def test_an_external_of_another_workspace_is_invited_and_shares_a_practice(
    slack, convenor
):
    member, external = slack.person("UMEMBER"), slack.person("USTRANGER")
    assert invite(slack, member, "USTRANGER").errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "is invited; I tell them"))
    slack.wait_until(external.direct_messages)
    (told,) = external.direct_messages()
    assert "by *Estonia*: Advice on wards" in told.text
    assert "until 8 March 2027" in told.text

    come_in(slack, external, "Share a practice")
    slack.wait_until(lambda: external.view is not None)
    external.fill(STEP_1)
    assert external.submit().errors == {}
    external.fill(STEP_2)
    assert external.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "was submitted"))

    with convenor.deps.db.read() as session:
        person = member_rows.find_person(session, "TOTHER", "USTRANGER")
    assert person.notice_version is not None
    external.press(told, "My practices")
    slack.wait_until(lambda: seen(external, CHANNEL, "Your practices: 1"))
    assert slack.complaints == []


def test_an_external_sees_nothing_that_is_for_members(slack, convenor):
    member, external = slack.person("UMEMBER"), slack.person("UGUEST")
    secret = {"visibility": "sig_only", "consent": ["rights", "patients"]}
    title = {"title": "Only for us"}
    share(slack, member, channel=CHANNEL, step_1=STEP_1 | title, step_2=STEP_2 | secret)
    assert invite(slack, member, "UGUEST").errors == {}
    slack.wait_until(external.direct_messages)
    external.command("/practice", "list", channel=CHANNEL)
    slack.wait_until(lambda: external.view is not None)
    external.submit()
    slack.wait_until(lambda: seen(external, CHANNEL, "practices"))

    for text in ("show P-1", "edit P-1", "withdraw P-1", "accept P-1", "mine"):
        external.command("/practice", text, channel=CHANNEL)
    for text in ("members", "members show @member", "clusters", "networks", "status"):
        external.command("/sig", text, channel=CHANNEL)
    external.press(seen(external, CHANNEL, "for members only")[0], "Read")
    slack.wait_until(lambda: len(seen(external, CHANNEL, "can see")) >= 3)
    external.command("/sig", "help", channel=CHANNEL)
    slack.wait_until(lambda: seen(external, CHANNEL, "/sig help"))

    assert external.view is None
    everything = str(external.messages(CHANNEL)) + str(external.direct_messages())
    assert "Only for us" not in everything
    assert "<@UOTHER>" not in everything


def test_who_may_not_share_is_not_offered_to(slack, convenor):
    member, external = slack.person("UMEMBER"), slack.person("UGUEST")
    assert invite(slack, member, "UGUEST", may_submit="no").errors == {}
    slack.wait_until(external.direct_messages)
    (told,) = external.direct_messages()
    assert "Share" not in str(told.blocks)

    external.command("/practice", channel=CHANNEL)
    slack.wait_until(lambda: external.view is not None)
    assert external.submit().errors == {}
    slack.wait_until(lambda: seen(external, CHANNEL, "invited externals can"))

    assert external.view is None


def test_errors_stand_beside_their_field_and_keep_everything(slack, convenor):
    member = slack.person("UMEMBER")

    outcome = invite(
        slack, member, "UOTHER", expires_on="2031-01-01", meetings="every one"
    )
    assert set(outcome.errors) == {"person", "expires_on", "meetings"}
    assert "in the group already" in outcome.errors["person"]
    member.fill({"expires_on": "2027-03-08", "meetings": "M-2"})
    typed = member.view["state"]["values"]["purpose"]["value"]["value"]
    assert typed == INVITATION["purpose"]
    member.fill({"person": "UGUEST"})
    slack.faults.duplicate_next()
    assert member.submit().errors == {}

    guest = slack.person("UGUEST")
    slack.wait_until(guest.direct_messages)
    assert len(guest.direct_messages()) == 1
    member.command("/sig", "members show @guest", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "In the group since"))
    member.press(seen(member, CHANNEL, "In the group since")[0], "Change")
    slack.wait_until(lambda: member.view is not None)
    member.fill({"meetings": ""})
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "Meetings: all of them"))


def test_the_sponsor_is_warned_once_also_after_a_restart(slack, start, clock):
    convenor = start()
    member, external = slack.person("UMEMBER"), slack.person("USTRANGER")
    assert invite(slack, member, "USTRANGER").errors == {}
    slack.wait_until(external.direct_messages)
    come_in(slack, external, "My practices")
    slack.wait_until(lambda: seen(external, CHANNEL, "no practices yet"))
    convenor.tick()
    assert member.direct_messages() == []
    convenor.close()

    clock.moment = datetime(2027, 3, 1, 8, 30, tzinfo=UTC)
    convenor = start()
    convenor.tick()
    convenor.close()
    convenor = start()
    convenor.tick()

    (warning,) = member.direct_messages()
    assert "(University hospital) to *" in warning.text
    assert "ends on 8 March 2027" in warning.text
    clock.moment += timedelta(days=8)
    external.press(external.direct_messages()[0], "My practices")
    slack.wait_until(lambda: seen(external, "DSTRANGER", "ended on 8 March"))

    member.press(warning, "Extend by 6 months")
    member.press(warning, "Extend by 6 months")
    words = "stays until 9 September 2027"
    slack.wait_until(lambda: words in str(member.direct_messages()))
    external.press(external.direct_messages()[0], "My practices")
    slack.wait_until(lambda: len(seen(external, CHANNEL, "no practices yet")) == 2)
    assert slack.complaints == []


def test_letting_it_end_needs_nothing_more(slack, start, clock):
    convenor = start()
    member = slack.person("UMEMBER")
    assert invite(slack, member, "UGUEST").errors == {}
    slack.wait_until(slack.person("UGUEST").direct_messages)
    clock.moment = datetime(2027, 3, 1, 8, tzinfo=UTC)
    convenor.tick()
    slack.wait_until(member.direct_messages)

    member.press(member.direct_messages()[0], "Let it end")
    slack.wait_until(lambda: "by itself" in member.direct_messages()[0].text)

    assert "Extend" not in str(member.direct_messages()[0].blocks)


def test_a_stranger_presses_the_buttons_of_others_and_nothing_happens(slack, convenor):
    stranger, chair = slack.person("USTRANGER"), slack.person("UCHAIR")
    chair.command("/sig", "members", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "3 people"))

    assert seen(stranger, CHANNEL, "people") == []
    with convenor.deps.db.read() as session:
        assert member_rows.find_person(session, "TOTHER", "USTRANGER") is None
