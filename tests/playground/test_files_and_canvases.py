"""Uploads in three steps, downloads, and canvases."""

import pytest
from playground.kit import fetch, refused, section
from slack_sdk.errors import SlackApiError


def document(markdown: str) -> dict:
    return {"type": "markdown", "markdown": markdown}


def test_the_sdk_uploads_a_file_into_a_channel(slack, client):
    response = client.files_upload_v2(
        channel="CSIG",
        content="# Paper",
        filename="paper.md",
        title="The paper",
        initial_comment="Here it is",
    )

    (message,) = slack.person("UMEMBER").messages("CSIG")
    assert message.text == "Here it is"
    assert message.files[0].title == "The paper"
    assert slack.person("UMEMBER").download(message.files[0]) == b"# Paper"
    assert response["file"]["id"] == message.files[0].id
    assert client.files_info(file=message.files[0].id)["file"]["size"] == 7


def test_a_file_goes_into_a_thread_and_to_several_channels(slack, client):
    ts = client.chat_postMessage(channel="CSIG", text="x")["ts"]
    client.files_upload_v2(channel="CSIG", thread_ts=ts, content="a", filename="a.txt")
    client.files_upload_v2(channels=["CSIG", "CBOARD"], content="b", filename="b.txt")

    chair = slack.person("UCHAIR")
    assert [m.thread_ts for m in chair.messages("CSIG")] == [None, ts, None]
    assert len(chair.messages("CBOARD")) == 1


def test_an_upload_is_completed_once(client):
    ticket = client.files_getUploadURLExternal(filename="a.txt", length=3)
    assert fetch(ticket["upload_url"], b"abc")[::2] == (200, b"OK - 3")
    wanted = {"files": [{"id": ticket["file_id"]}], "channel_id": "CSIG"}
    client.files_completeUploadExternal(**wanted)

    assert refused(client.files_completeUploadExternal, **wanted) == "file_not_found"


def test_an_upload_without_its_bytes_is_no_file(client):
    ticket = client.files_getUploadURLExternal(filename="a.txt", length=3)
    wanted = {"files": [{"id": ticket["file_id"]}], "channel_id": "CSIG"}

    assert fetch(ticket["upload_url"], b"too long")[0] == 400
    assert refused(client.files_completeUploadExternal, **wanted) == "file_not_found"
    assert refused(client.files_info, file=ticket["file_id"]) == "file_not_found"


def test_an_upload_that_is_never_completed_is_seen_by_nobody(slack, client):
    ticket = client.files_getUploadURLExternal(filename="a.txt", length=3)
    fetch(ticket["upload_url"], b"abc")

    assert slack.workspace.files == {}
    assert fetch(f"{slack.url}/upload/v1/F0", b"abc")[0] == 404


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("COPEN", "not_in_channel"),
        ("CSECRET", "channel_not_found"),
        ("CNOWHERE", "channel_not_found"),
        ("COLD", "is_archived"),
    ],
)
def test_sharing_a_file_needs_membership(client, channel, error):
    ticket = client.files_getUploadURLExternal(filename="a.txt", length=3)
    fetch(ticket["upload_url"], b"abc")
    wanted = {"files": [{"id": ticket["file_id"]}], "channel_id": channel}

    assert refused(client.files_completeUploadExternal, **wanted) == error


def test_a_file_can_go_to_a_person_with_blocks_for_a_comment(slack, client):
    ticket = client.files_getUploadURLExternal(filename="a.txt", length=3)
    fetch(ticket["upload_url"], b"abc")
    client.api_call(
        "files.completeUploadExternal",
        json={
            "files": [{"id": ticket["file_id"]}],
            "channels": "UMEMBER",
            "blocks": [section("Your file")],
        },
    )

    (message,) = slack.person("UMEMBER").direct_messages()
    assert message.blocks[0]["text"]["text"] == "Your file"
    assert message.files[0].title == "a.txt"


def test_a_form_with_a_file_is_an_upload_too(client):
    ticket = client.files_getUploadURLExternal(filename="a.bin", length=4)
    head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n'
    body = head + b"\x00\r\n\xff" + b"\r\n--x--\r\n"
    form = {"Content-Type": "multipart/form-data; boundary=x"}

    assert fetch(ticket["upload_url"], body, form)[2] == b"OK - 4"


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param({"files": []}, id="no files"),
        pytest.param({"files": [{}]}, id="no id"),
        pytest.param({"files": "nonsense"}, id="no list"),
    ],
)
def test_completing_needs_uploaded_files(client, wanted):
    error = refused(
        client.api_call, api_method="files.completeUploadExternal", json=wanted
    )

    assert error in {"invalid_arguments", "file_not_found"}


def test_a_thread_needs_its_one_channel(client):
    ticket = client.files_getUploadURLExternal(filename="a.txt", length=3)
    fetch(ticket["upload_url"], b"abc")
    files = [{"id": ticket["file_id"]}]

    assert (
        refused(client.files_completeUploadExternal, files=files, thread_ts="1.2")
        == "invalid_arguments"
    )
    assert (
        refused(
            client.files_completeUploadExternal,
            files=files,
            channels=["CSIG"] * 101,
        )
        == "invalid_arguments"
    )


def test_the_length_must_be_given(client):
    assert (
        refused(client.files_getUploadURLExternal, filename="a.txt", length=0)
        == "invalid_arguments"
    )


def test_downloads_need_the_token_else_a_sign_in_page_comes(slack, client):
    file = slack.person("UCHAIR").upload("CSIG", "a.txt", b"abc")
    url = client.files_info(file=file.id)["file"]["url_private_download"]

    _status, kind, _page = fetch(url)
    assert kind.startswith("text/html")
    token = {"Authorization": f"Bearer {slack.bot_token}"}
    assert fetch(url, headers=token)[2] == b"abc"


def test_a_canvas_is_seen_after_access_is_given(slack, client):
    canvas = client.canvases_create(title="Notes", document_content=document("# A"))
    chair = slack.person("UCHAIR")
    assert chair.canvases() == []

    client.canvases_access_set(
        canvas_id=canvas["canvas_id"], access_level="read", channel_ids=["CSIG"]
    )
    assert [seen["title"] for seen in chair.canvases()] == ["Notes"]


def test_a_canvas_is_edited_by_one_operation_a_call(slack, client):
    canvas = client.canvases_create(document_content=document("middle"))["canvas_id"]

    def edit(operation: str, text: str) -> dict:
        name = "title_content" if operation == "rename" else "document_content"
        return {"operation": operation, name: document(text)}

    client.canvases_edit(canvas_id=canvas, changes=[edit("insert_at_start", "start")])
    client.canvases_edit(canvas_id=canvas, changes=[edit("insert_at_end", "end")])
    client.canvases_edit(canvas_id=canvas, changes=[edit("rename", "Title")])

    kept = slack.workspace.canvases[canvas]
    assert kept["markdown"] == "start\nmiddle\nend"
    assert kept["title"] == "Title"
    assert (
        refused(
            client.canvases_edit, canvas_id=canvas, changes=[edit("replace", "x")] * 2
        )
        == "invalid_arguments"
    )
    assert (
        refused(client.canvases_edit, canvas_id="F1", changes=[edit("replace", "x")])
        == "canvas_not_found"
    )


def test_canvas_operations_it_cannot_do_are_refused(client):
    canvas = client.canvases_create(channel_id="CSIG")["canvas_id"]

    def error(operation: str) -> str:
        change = {"operation": operation, "document_content": document("x")}
        return refused(client.canvases_edit, canvas_id=canvas, changes=[change])

    assert error("insert_after") == "canvas_editing_failed"
    assert error("shuffle") == "invalid_arguments"
    wanted = {"channel_id": "COPEN", "document_content": document("x")}
    assert refused(client.conversations_canvases_create, **wanted) == "not_in_channel"


@pytest.mark.parametrize(
    "markdown",
    [
        pytest.param("#### Deep", id="heading"),
        pytest.param("> - item", id="list in a quote"),
        pytest.param("|" + "a|" * 301, id="table"),
    ],
)
def test_a_canvas_refuses_some_markdown_and_says_where(client, markdown):
    with pytest.raises(SlackApiError) as caught:
        client.canvases_create(document_content=document(f"ok\n{markdown}"))

    assert caught.value.response["error"] == "canvas_creation_failed"
    assert "line 2" in caught.value.response["detail"]


def test_a_channel_has_one_canvas(slack, client):
    wanted = {"channel_id": "CSIG", "document_content": document("# Notes")}
    client.conversations_canvases_create(**wanted)

    assert len(slack.person("UMEMBER").canvases()) == 1
    assert (
        refused(client.conversations_canvases_create, **wanted)
        == "channel_canvas_already_exists"
    )


def test_access_is_for_channels_or_people_not_both(client):
    canvas = client.canvases_create()["canvas_id"]
    both = {"channel_ids": ["CSIG"], "user_ids": ["UCHAIR"]}

    assert (
        refused(
            client.canvases_access_set, canvas_id=canvas, access_level="read", **both
        )
        == "invalid_arguments"
    )
    assert (
        refused(
            client.canvases_access_set,
            canvas_id=canvas,
            access_level="read",
            user_ids=["U1"],
        )
        == "user_not_found"
    )
