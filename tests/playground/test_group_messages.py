"""Group direct messages: several people and the bot in one conversation."""

import pytest
from playground.kit import refused

from bot.playground.page.menu import Menu
from bot.playground.page.screen import Asked, screen


def opened(client, users="UCHAIR,UMEMBER", **options):
    return client.conversations_open(users=users, **options)["channel"]


def test_the_same_people_have_one_conversation_whatever_their_order(slack, client):
    first = opened(client)
    again = opened(client, "UMEMBER,UCHAIR")
    other = opened(client, "UCHAIR,UGUEST")

    assert first == again
    assert first["id"] != other["id"]
    members = client.conversations_members(channel=first["id"])["members"]
    assert set(members) == {"UCHAIR", "UMEMBER", slack.bot_user_id}


def test_it_is_a_conversation_of_its_own_kind(client):
    channel = opened(client, return_im=True)

    assert (channel["is_mpim"], channel["is_private"], channel["is_im"]) == (
        True,
        True,
        False,
    )
    assert channel["name"].startswith("mpdm-")
    listed = client.conversations_list(types="mpim")["channels"]
    assert [each["id"] for each in listed] == [channel["id"]]
    private = client.conversations_list(types="private_channel")["channels"]
    assert channel["id"] not in [each["id"] for each in private]


def test_everybody_in_it_reads_what_is_posted_and_nobody_else(slack, client):
    channel = opened(client)["id"]

    client.chat_postMessage(channel=channel, text="Hello, you two")

    for user in ("UCHAIR", "UMEMBER"):
        assert [m.text for m in slack.person(user).messages(channel)] == [
            "Hello, you two"
        ]
    assert slack.person("UGUEST").messages(channel) == []


@pytest.mark.parametrize(
    ("users", "error"),
    [
        pytest.param("UCHAIR,UNOBODY", "user_not_found", id="nobody"),
        pytest.param("UCHAIR,UGONE", "user_disabled", id="deactivated"),
        pytest.param("UCHAIR,U0CONVENOR", "cannot_dm_bot", id="a bot"),
        pytest.param(
            ",".join(f"U{n}" for n in range(9)), "too_many_users", id="too many"
        ),
        pytest.param(",", "users_list_not_supplied", id="nobody named"),
    ],
)
def test_who_cannot_be_in_it_is_refused(slack, client, users, error):
    slack.workspace.add_user(id="UGONE", deleted=True)

    assert refused(client.conversations_open, users=users) == error


def test_one_person_named_twice_is_a_direct_message(slack, client):
    slack.installation.scopes.discard("mpim:write")

    channel = opened(client, "UCHAIR,UCHAIR")

    assert channel["id"].startswith("D")


def test_it_is_opened_again_by_its_id_but_a_channel_is_not(slack, client):
    channel = opened(client)

    assert client.conversations_open(channel=channel["id"])["channel"] == channel
    assert (
        refused(client.conversations_open, channel="CSIG")
        == "method_not_supported_for_channel_type"
    )


@pytest.mark.parametrize(
    ("scope", "call"),
    [
        ("mpim:write", lambda client, _: client.conversations_open(users="UA,UB")),
        (
            "mpim:history",
            lambda client, channel: client.conversations_history(channel=channel),
        ),
        (
            "mpim:read",
            lambda client, channel: client.conversations_info(channel=channel),
        ),
        ("mpim:read", lambda client, _: client.conversations_list(types="mpim")),
    ],
)
def test_each_right_has_its_own_scope(slack, client, scope, call):
    channel = opened(client)["id"]
    slack.installation.scopes.discard(scope)

    assert refused(lambda: call(client, channel)) == "missing_scope"


def test_what_people_say_there_is_told_to_an_app_that_asks_for_it(slack, client):
    channel = opened(client)["id"]
    member = slack.person("UMEMBER")

    member.say(channel, "Nobody listens")
    assert slack.deliveries == []
    slack.installation.events = {"message.mpim"}
    member.say(channel, "Now you do")

    event = slack.deliveries[-1].payload["event"]
    assert (event["channel_type"], event["text"]) == ("mpim", "Now you do")


def test_the_page_calls_it_by_the_names_of_the_others(slack, client):
    opened(client)

    shown = screen(slack, Menu(), Asked(me="UMEMBER"))

    (group,) = [each for each in shown["channels"] if each["sign"] == ""]
    chair = slack.workspace.users["UCHAIR"].real_name
    assert group["name"] == f"{chair}, {slack.workspace.bot.real_name}"
