"""Guests, people of other workspaces, channels of nobody, a Slack that lacks things."""

import os

import pytest

from bot import app as composition

from scenarios_forms import STEP_1, open_form, seen, share

CHANNEL = "CSIG"


def test_a_guest_is_told_whom_to_ask(slack, convenor):
    guest = slack.person("UGUEST")

    guest.command("/practice", channel=CHANNEL)
    slack.wait_until(lambda: seen(guest, CHANNEL, "Guests take part"))

    assert guest.view is None
    assert seen(slack.person("UMEMBER"), CHANNEL, "Guests") == []


def test_a_stranger_presses_every_button_and_nothing_changes(slack, convenor):
    stranger, chair = slack.person("USTRANGER"), slack.person("UCHAIR")
    share(slack, slack.person("UMEMBER"), channel=CHANNEL)
    slack.wait_until(lambda: seen(stranger, CHANNEL, "was submitted"))
    (announcement,) = seen(stranger, CHANNEL, "was submitted")

    for button in ("Accept", "Read"):
        stranger.press(announcement, button)
    slack.wait_until(lambda: len(seen(stranger, CHANNEL, "Guests take part")) == 2)

    assert stranger.view is None
    chair.command("/practice", "list", channel=CHANNEL)
    slack.wait_until(lambda: slack.said("waiting for acceptance"))


def test_a_member_cannot_accept(slack, convenor):
    member = slack.person("UMEMBER")
    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "was submitted"))

    member.press(seen(member, CHANNEL, "was submitted")[0], "Accept")
    slack.wait_until(lambda: seen(member, CHANNEL, "editors can accept a practice"))


def test_a_double_click_on_accept_is_answered_the_same_twice(slack, convenor):
    chair = slack.person("UCHAIR")
    share(slack, slack.person("UMEMBER"), channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "was submitted"))
    (announcement,) = seen(chair, CHANNEL, "was submitted")

    chair.press(announcement, "Accept")
    chair.press(announcement, "Accept")
    slack.wait_until(lambda: len(seen(chair, CHANNEL, "is accepted. Its author")) == 2)
    slack.wait_until(slack.person("UMEMBER").direct_messages)

    assert len(slack.person("UMEMBER").direct_messages()) == 1


def test_a_practice_for_members_only_is_not_named_in_the_channel(slack, convenor):
    member, guest = slack.person("UMEMBER"), slack.person("UGUEST")
    open_form(slack, member, channel=CHANNEL)
    member.fill(STEP_1)
    member.submit()
    member.fill(
        {
            "evidence": "None yet.",
            "transfer": "Nothing yet.",
            "visibility": "sig_only",
            "consent": ["rights", "patients"],
        }
    )
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(guest, CHANNEL, "for members only"))

    assert STEP_1["title"] not in str(guest.messages(CHANNEL))


def test_a_channel_of_no_group_says_how_to_set_one_up(slack, convenor):
    member = slack.person("UNEW")

    member.command("/practice", channel="CELSE")
    slack.wait_until(lambda: seen(member, "CELSE", "is not set up for a group yet"))

    assert "/sig setup" in seen(member, "CELSE", "set up")[0].text


def test_elsewhere_a_member_reaches_the_only_group_they_are_in(slack, convenor):
    member = slack.person("UMEMBER")
    member.command("/practice", "list", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "No practices yet"))

    open_form(slack, member, channel="CELSE")

    assert "1 of 2" in str(member.view["blocks"][0])


@pytest.mark.parametrize("error", ["internal_error", "missing_scope", "ratelimited"])
def test_while_slack_does_not_say_who_it_is_nobody_is_let_in(slack, convenor, error):
    guest = slack.person("UGUEST")
    slack.faults.refuse(error, method="users.info")

    guest.command("/practice", channel=CHANNEL)
    slack.wait_until(lambda: seen(guest, CHANNEL, "could not check your account"))
    guest.command("/practice", channel=CHANNEL)
    slack.wait_until(lambda: seen(guest, CHANNEL, "Guests take part"))

    assert guest.view is None


def test_a_form_that_is_still_open_lets_nobody_back_in(slack, convenor):
    member = slack.person("UMEMBER")
    open_form(slack, member, channel=CHANNEL)
    member.fill(STEP_1)
    with convenor.deps.db.begin() as session:
        session.connection().exec_driver_sql(
            "DELETE FROM membership WHERE role = 'member'"
        )

    outcome = member.submit()

    assert "not in this group any more" in " ".join(outcome.errors.values())


def test_the_first_submission_after_a_start_does_not_wait_for_slack(slack, start):
    member = slack.person("UMEMBER")
    convenor = start()
    open_form(slack, member, channel=CHANNEL)
    member.fill(STEP_1)
    convenor.close()
    start()
    slack.faults.latency(5, method="auth.test")

    assert member.submit().errors == {}


@pytest.mark.parametrize(
    "method", ["users.info", "chat.postEphemeral", "chat.update", "views.update"]
)
def test_a_slack_without_a_method_still_serves(slack, convenor, method):
    slack.installation.methods_off.add(method)
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")

    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "was submitted"))
    chair.command("/practice", "accept P-1", channel=CHANNEL)
    slack.wait_until(lambda: "was accepted" in str(member.direct_messages()))


def test_variables_of_oauth_do_not_take_the_token_away(slack, settings, monkeypatch):
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "hush")

    convenor = composition.build(settings)

    assert convenor.slack.installation_store is None
    assert convenor.slack.oauth_flow is None
    assert os.environ["SLACK_CLIENT_ID"] == "1.2"
    convenor.close()


def test_nothing_starts_before_start(slack, settings):
    convenor = composition.build(settings)

    assert slack.calls == []
    assert convenor.problems() == ["Slack has not answered yet"]
    convenor.close()
