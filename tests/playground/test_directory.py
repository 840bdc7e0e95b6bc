"""People, channels and the workspace itself through the Web API."""

import pytest
from playground.kit import OTHER_TEAM, home, modal, refused, section


def test_a_wrong_cursor_or_limit_is_refused(client):
    assert refused(client.users_list, cursor="!") == "invalid_cursor"
    assert refused(client.users_list, limit=1001) == "invalid_limit"


def test_people_come_in_pages_without_those_of_other_workspaces(slack, client):
    pages = [page["members"] for page in client.users_list(limit=2)]

    ids = [user["id"] for page in pages for user in page]
    assert [len(page) for page in pages] == [2, 2, 2]
    assert "UVISITOR" not in ids
    assert slack.bot_user_id in ids


def test_guests_and_strangers_are_flagged(slack, client):
    slack.workspace.users["UVISITOR"].is_stranger = True

    guest = client.users_info(user="UGUEST")["user"]
    single = client.users_info(user="UONE")["user"]
    visitor = client.users_info(user="UVISITOR")["user"]
    assert (guest["is_restricted"], guest["is_ultra_restricted"]) == (True, False)
    assert (single["is_restricted"], single["is_ultra_restricted"]) == (True, True)
    assert (visitor["team_id"], visitor["is_stranger"]) == (OTHER_TEAM, True)
    assert client.users_info(user="UMEMBER")["user"]["tz"] == "Europe/Lisbon"
    assert refused(client.users_info, user="UNOBODY") == "user_not_found"


def test_addresses_need_their_own_scope(slack, client):
    assert "email" not in client.users_info(user="UCHAIR")["user"]["profile"]
    slack.installation.scopes.add("users:read.email")

    assert client.users_info(user="UCHAIR")["user"]["profile"]["email"]
    assert "email" not in client.users_info(user="UVISITOR")["user"]["profile"]


def test_channels_are_listed_by_type_and_membership(client):
    def listed(**kwargs) -> set[str]:
        found = client.conversations_list(**kwargs)["channels"]
        return {channel["id"] for channel in found}

    assert listed() == {"CSIG", "COPEN", "COLD"}
    assert listed(exclude_archived=True) == {"CSIG", "COPEN"}
    assert listed(types="private_channel") == {"CBOARD"}
    assert refused(client.conversations_list, types="secret") == "invalid_types"


def test_a_channel_tells_whether_it_is_shared_and_who_is_in_it(client):
    channel = client.conversations_info(channel="CSIG")["channel"]
    members = client.conversations_members(channel="CSIG", limit=2)

    assert channel["is_ext_shared"]
    assert channel["is_member"]
    assert members["members"] == ["UCHAIR", "UMEMBER"]
    assert members["response_metadata"]["next_cursor"]


def test_joining_needs_its_scope_and_a_public_channel(slack, client):
    slack.installation.scopes.add("channels:join")
    client.conversations_join(channel="COPEN")

    assert client.conversations_info(channel="COPEN")["channel"]["is_member"]
    assert refused(client.conversations_join, channel="COLD") == "is_archived"
    assert (
        refused(client.conversations_join, channel="CBOARD")
        == "method_not_supported_for_channel_type"
    )


def test_opening_a_direct_message_gives_its_channel(slack, client):
    channel = client.conversations_open(users="UCHAIR")["channel"]["id"]

    assert channel == slack.workspace.direct_channel("UCHAIR").id
    assert refused(client.conversations_open, users="UGONE") == "user_disabled"
    assert refused(client.conversations_open, users="UNOBODY") == "user_not_found"


def test_team_bot_and_test_methods_answer(slack, client):
    assert client.team_info()["team"]["id"] == slack.team_id
    assert client.bots_info(bot="B0CONVENOR")["bot"]["user_id"] == slack.bot_user_id
    assert client.api_test(foo="bar")["args"]["foo"] == "bar"
    assert refused(client.bots_info, bot="B1") == "bot_not_found"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        pytest.param({"blocks": [section("x")]}, None, id="blocks"),
        pytest.param({"message": {"text": "x"}}, None, id="message"),
        pytest.param({"view": home()}, None, id="home tab"),
        pytest.param({"view": modal()}, None, id="modal"),
        pytest.param({"blocks": [section("")]}, "invalid_blocks", id="bad blocks"),
        pytest.param({"view": {}}, "invalid_arguments", id="bad view"),
        pytest.param({}, "invalid_arguments", id="nothing"),
    ],
)
def test_blocks_messages_and_views_can_be_validated_unseen(slack, client, given, error):
    if error is None:
        assert client.api_call("blocks.validate", json=given)["ok"]
    else:
        call = {"api_method": "blocks.validate", "json": given}
        assert refused(client.api_call, **call) == error
    assert slack.workspace.published == []


def test_an_error_can_be_asked_for(client):
    assert refused(client.api_test, error="my_error") == "my_error"


def test_wrong_bounds_and_unknown_channels_are_refused(client):
    assert refused(client.conversations_info, channel="C1") == "channel_not_found"
    history = client.conversations_history
    assert refused(history, channel="CSIG", oldest="today") == "invalid_ts_oldest"
    assert refused(client.users_list, limit="many") == "invalid_limit"
