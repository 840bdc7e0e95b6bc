"""Messages through the Web API: posting, changing, reading, reacting."""

import pytest
from playground.kit import (
    actions,
    button,
    refused,
    section,
)
from slack_sdk.errors import SlackApiError

KEY = {"event_type": "reminder", "event_payload": {"key": "meeting:12"}}


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        pytest.param("CNOWHERE", "channel_not_found", id="unknown"),
        pytest.param("CSECRET", "channel_not_found", id="private, not a member"),
        pytest.param("COLD", "is_archived", id="archived"),
        pytest.param("UNOBODY", "channel_not_found", id="unknown person"),
        pytest.param("UGONE", "channel_not_found", id="deactivated person"),
        pytest.param("", "invalid_arguments", id="none"),
    ],
)
def test_posting_where_the_bot_cannot_is_refused(client, channel, error):
    assert refused(client.chat_postMessage, channel=channel, text="x") == error


def test_a_public_channel_without_membership_needs_its_own_scope(slack, client):
    assert client.chat_postMessage(channel="COPEN", text="x")["ok"]
    slack.installation.scopes.remove("chat:write.public")

    assert refused(client.chat_postMessage, channel="COPEN", text="x") == (
        "not_in_channel"
    )


def test_bad_blocks_are_explained(client):
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="CSIG", text="x", blocks=[section("")])

    answer = caught.value.response
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"
    ]


def test_blocks_that_are_not_json_are_refused(client):
    error = refused(
        client.api_call,
        api_method="chat.postMessage",
        params={"channel": "CSIG", "blocks": "[{"},
    )

    assert error == "invalid_blocks_format"


def test_a_message_is_seen_by_the_members_of_its_channel_only(slack, client):
    client.chat_postMessage(channel="CBOARD", text="For the board")

    assert [m.text for m in slack.person("UCHAIR").messages("CBOARD")] == [
        "For the board"
    ]
    assert slack.person("UMEMBER").messages("CBOARD") == []


def test_a_user_id_as_channel_opens_the_direct_message(slack, client):
    response = client.chat_postMessage(channel="UMEMBER", text="Hello")

    assert response["channel"].startswith("D")
    assert [m.text for m in slack.person("UMEMBER").direct_messages()] == ["Hello"]


def test_stored_blocks_have_ids_and_defaults(client):
    response = client.chat_postMessage(
        channel="CSIG", text="x", blocks=[section("*x*"), actions(button("Go", "go"))]
    )

    first, second = response["message"]["blocks"]
    assert first["block_id"]
    assert first["text"]["verbatim"] is False
    assert second["elements"][0]["text"]["emoji"] is True


def test_time_stamps_are_unique_and_rise(client):
    stamps = [client.chat_postMessage(channel="CSIG", text="x")["ts"] for _ in "12345"]

    assert sorted(set(stamps), key=float) == stamps


def test_blocks_without_text_draw_a_warning(client):
    response = client.api_call(
        "chat.postMessage", json={"channel": "CSIG", "blocks": [section("x")]}
    )

    assert response["response_metadata"]["warnings"] == ["missing_text_in_message"]


def test_client_msg_id_is_accepted_and_remembered(slack, client):
    client.chat_postMessage(channel="CSIG", text="x", client_msg_id="abc")

    assert slack.person("UCHAIR").messages("CSIG")[0].client_msg_id == "abc"
    assert slack.calls[-1].args["client_msg_id"] == "abc"


def test_an_ephemeral_message_is_seen_by_one_person(slack, client):
    client.chat_postEphemeral(channel="CSIG", user="UMEMBER", text="Psst")

    (seen,) = slack.person("UMEMBER").messages("CSIG")
    assert seen.ephemeral
    assert slack.person("UCHAIR").messages("CSIG") == []
    assert client.conversations_history(channel="CSIG")["messages"] == []


@pytest.mark.parametrize(
    ("channel", "user", "error"),
    [
        pytest.param("CBOARD", "UMEMBER", "user_not_in_channel", id="not a member"),
        pytest.param("COPEN", "UCHAIR", "not_in_channel", id="bot not a member"),
        pytest.param("COLD", "UCHAIR", "is_archived", id="archived"),
        pytest.param("CSIG", "UNOBODY", "user_not_in_channel", id="unknown person"),
    ],
)
def test_ephemeral_messages_need_both_in_the_channel(client, channel, user, error):
    assert error == refused(
        client.chat_postEphemeral, channel=channel, user=user, text="x"
    )


def test_an_update_changes_what_is_given_and_keeps_the_rest(slack, client):
    posted = client.chat_postMessage(channel="CSIG", text="One", blocks=[section("1")])
    client.chat_update(channel="CSIG", ts=posted["ts"], text="Two")

    (message,) = slack.person("UCHAIR").messages("CSIG")
    assert message.text == "Two"
    assert message.edited
    assert message.blocks[0]["text"]["text"] == "1"

    client.chat_update(channel="CSIG", ts=posted["ts"], text="Three", blocks=[])
    assert slack.person("UCHAIR").messages("CSIG")[0].blocks == []


def test_only_own_messages_can_be_changed_or_deleted(slack, client):
    said = slack.person("UCHAIR").say("CSIG", "Mine")

    assert (
        refused(client.chat_update, channel="CSIG", ts=said.ts, text="x")
        == "cant_update_message"
    )
    assert (
        refused(client.chat_delete, channel="CSIG", ts=said.ts) == "cant_delete_message"
    )
    assert (
        refused(client.chat_update, channel="CSIG", ts="1.2", text="x")
        == "message_not_found"
    )


def test_an_update_has_a_lower_limit_for_text(client):
    ts = client.chat_postMessage(channel="CSIG", text="x" * 5000)["ts"]

    assert (
        refused(client.chat_update, channel="CSIG", ts=ts, text="x" * 4001)
        == "msg_too_long"
    )


def test_a_deleted_message_is_gone(slack, client):
    ts = client.chat_postMessage(channel="CSIG", text="x")["ts"]
    client.chat_delete(channel="CSIG", ts=ts)

    assert slack.person("UCHAIR").messages("CSIG") == []
    assert (
        refused(client.chat_getPermalink, channel="CSIG", message_ts=ts)
        == "message_not_found"
    )


def test_history_shows_the_type_of_metadata_only_unless_asked(client):
    client.chat_postMessage(channel="CSIG", text="x", metadata=KEY)

    (short,) = client.conversations_history(channel="CSIG")["messages"]
    (full,) = client.conversations_history(channel="CSIG", include_all_metadata=True)[
        "messages"
    ]
    assert short["metadata"] == {"event_type": "reminder"}
    assert full["metadata"] == KEY


def test_history_is_bounded_exclusively_unless_inclusive(client):
    first, second, third = (
        client.chat_postMessage(channel="CSIG", text=text)["ts"] for text in "123"
    )

    def texts(**bounds) -> list[str]:
        found = client.conversations_history(channel="CSIG", **bounds)["messages"]
        return [message["text"] for message in found]

    assert texts() == ["3", "2", "1"]
    assert texts(oldest=first) == ["3", "2"]
    assert texts(latest=third) == ["2", "1"]
    assert texts(oldest=first, latest=third) == ["2"]
    assert texts(oldest=second, inclusive=True) == ["3", "2"]


def test_history_comes_in_pages(client):
    for number in range(7):
        client.chat_postMessage(channel="CSIG", text=str(number))

    pages = [
        (len(page["messages"]), page["has_more"])
        for page in client.conversations_history(channel="CSIG", limit=3)
    ]

    assert pages == [(3, True), (3, True), (1, False)]


def test_replies_are_in_their_thread_and_not_in_the_history(client):
    parent = client.chat_postMessage(channel="CSIG", text="Parent")["ts"]
    reply = client.chat_postMessage(channel="CSIG", text="Reply", thread_ts=parent)
    client.chat_postMessage(channel="CSIG", text="Again", thread_ts=reply["ts"])

    (top,) = client.conversations_history(channel="CSIG")["messages"]
    thread = client.conversations_replies(channel="CSIG", ts=parent)["messages"]
    assert top["reply_count"] == 2
    assert [message["text"] for message in thread] == ["Parent", "Reply", "Again"]
    assert (
        refused(client.conversations_replies, channel="CSIG", ts="1.1")
        == "thread_not_found"
    )
    assert (
        refused(client.chat_postMessage, channel="CSIG", text="x", thread_ts="1.1")
        == "thread_not_found"
    )


@pytest.mark.parametrize(
    ("channel", "error"),
    [("COPEN", "not_in_channel"), ("CSECRET", "channel_not_found")],
)
def test_history_is_for_members(client, channel, error):
    assert refused(client.conversations_history, channel=channel) == error


def test_reactions_are_added_once_and_removed(client):
    ts = client.chat_postMessage(channel="CSIG", text="x")["ts"]
    where = {"channel": "CSIG", "timestamp": ts, "name": "eyes"}
    client.reactions_add(**where)

    assert refused(client.reactions_add, **where) == "already_reacted"
    message = client.reactions_get(channel="CSIG", timestamp=ts)["message"]
    assert message["reactions"][0]["name"] == "eyes"
    client.reactions_remove(**where)
    assert refused(client.reactions_remove, **where) == "no_reaction"
    assert refused(client.reactions_add, **where | {"name": "a b"}) == "invalid_name"


def test_everything_ever_shown_can_be_searched(slack, client):
    ts = client.chat_postMessage(channel="CSIG", text="One")["ts"]
    client.chat_update(channel="CSIG", ts=ts, text="Two")
    client.chat_postEphemeral(channel="CSIG", user="UCHAIR", text="Three")

    assert [shown["kind"] for shown in slack.said("One")] == ["message"]
    assert [shown["kind"] for shown in slack.said("Two")] == ["update"]
    assert [shown["to"] for shown in slack.said("Three")] == ["UCHAIR"]
    assert slack.said("<!channel>") == []
