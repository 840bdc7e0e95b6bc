"""What people press, choose, write and see."""

import pytest
from playground.kit import (
    actions,
    button,
    field,
    modal,
    option,
    plain,
    section,
    text_input,
)

from bot.playground.people import CannotError
from bot.playground.people.typing import encoded, rich_text


@pytest.fixture
def chair(slack):
    return slack.person("UCHAIR")


@pytest.fixture
def show(slack, client):
    """Open a modal of these blocks for the chair."""

    def showing(*blocks, **more) -> None:
        trigger_id = slack.site.triggers.issue("UCHAIR")
        client.views_open(trigger_id=trigger_id, view=modal(*blocks, **more))

    return showing


def element(kind: str, **more) -> dict:
    return {"type": kind, "action_id": "e", **more}


TOOLS = {"options": [option("Tool"), option("Training", "t-2")]}


def test_a_choice_outside_an_input_block_is_told_at_once(
    slack, app, connect, show, chair
):
    seen = []
    app.action("e")(lambda ack, body: (ack(), seen.append(body)))
    connect()
    show(
        {"type": "actions", "elements": [element("static_select", **TOOLS)]},
        field("Quiet", text_input("q")),
        field("Loud", element("datepicker") | {"action_id": "d"}, dispatch_action=True),
    )
    app.action("d")(lambda ack, body: (ack(), seen.append(body)))

    chair.choose(chair.view, "e", "Tool")
    chair.fill({"Quiet": "x", "Loud": "2026-12-01"})
    slack.wait_until(lambda: len(seen) == 2)
    assert seen[0]["actions"][0]["selected_option"]["value"] == "tool"
    assert seen[0]["view"]["state"]["values"]
    assert "channel" not in seen[0]
    assert seen[1]["actions"][0]["selected_date"] == "2026-12-01"


def test_a_choice_in_a_message_keeps_its_state(slack, app, connect, client, chair):
    seen = []
    app.action("e")(lambda ack, body: (ack(), seen.append(body)))
    app.action("go")(lambda ack, body: (ack(), seen.append(body)))
    connect()
    chosen = {"type": "actions", "block_id": "b"}
    menu = element("checkboxes", **TOOLS)
    client.chat_postMessage(
        channel="CSIG",
        text="x",
        blocks=[chosen | {"elements": [menu]}, actions(button("Go", "go"))],
    )
    (message,) = chair.messages("CSIG")

    chair.choose(message, "e", ["Tool"])
    chair.press(message, "Go")
    slack.wait_until(lambda: len(seen) == 2)
    state = seen[1]["state"]["values"]["b"]["e"]
    assert [one["value"] for one in state["selected_options"]] == ["tool"]


def test_buttons_of_the_same_name_are_told_apart(slack, app, connect, client, chair):
    seen = []
    app.action("done")(lambda ack, action: (ack(), seen.append(action["value"])))
    connect()
    rows = [
        actions(button("Done", "done", value=value), block_id=f"row-{value}")
        for value in ("A-1", "A-2")
    ]
    client.chat_postMessage(channel="CSIG", text="x", blocks=rows)
    (message,) = chair.messages("CSIG")

    with pytest.raises(CannotError, match="2 things called 'Done'"):
        chair.press(message, "Done")
    chair.press(message, "Done", value="A-2")
    chair.press(message, "done", block_id="row-A-1")
    slack.wait_until(lambda: seen == ["A-2", "A-1"])
    with pytest.raises(CannotError, match="0 things called 'Undo'"):
        chair.press(message, "Undo")


def test_a_menu_entry_is_pressed_and_a_question_can_be_denied(
    slack, app, connect, client, chair
):
    seen = []
    app.action("e")(lambda ack, action: (ack(), seen.append(action)))
    app.action("drop")(lambda ack, action: (ack(), seen.append(action)))
    connect()
    question = {"title": plain("Sure?"), "text": plain("Sure?")}
    question |= {"confirm": plain("Yes"), "deny": plain("No")}
    client.chat_postMessage(
        channel="CSIG",
        text="x",
        blocks=[
            section("x", accessory=element("overflow", **TOOLS)),
            actions(button("Drop", "drop", confirm=question)),
        ],
    )
    (message,) = chair.messages("CSIG")

    chair.press(message, "Training")
    chair.press(message, "Drop", confirm=False)
    chair.press(message, "Drop")
    slack.wait_until(lambda: len(seen) == 2)
    assert seen[0]["selected_option"]["value"] == "t-2"
    assert seen[1]["action_id"] == "drop"


def test_what_is_gone_cannot_be_pressed(slack, client, chair):
    ts = client.chat_postMessage(
        channel="CSIG", text="x", blocks=[actions(button("Go", "go"))]
    )["ts"]
    (message,) = chair.messages("CSIG")
    client.chat_delete(channel="CSIG", ts=ts)

    with pytest.raises(CannotError):
        chair.press(message, "Go")


def test_a_home_tab_has_buttons_too(slack, app, connect, client, chair):
    seen = []
    app.action("go")(lambda ack, body: (ack(), seen.append(body)))
    connect()
    view = {"type": "home", "blocks": [actions(button("Go", "go"))]}
    client.views_publish(user_id="UCHAIR", view=view)

    chair.press(chair.home, "Go")
    slack.wait_until(lambda: seen)
    assert seen[0]["container"] == {"type": "view", "view_id": chair.home["id"]}
    assert seen[0]["view"]["type"] == "home"


def test_typed_text_is_stored_with_references_and_entities(slack):
    space = slack.workspace
    text = "@member see #sig <b> & https://a.eu/?x=1&y=2 @here @nobody"

    assert encoded(space, text) == (
        "<@UMEMBER> see <#CSIG|sig> &lt;b&gt; &amp; <https://a.eu/?x=1&amp;y=2> "
        "<!here> @nobody"
    )
    kinds = [one["type"] for one in rich_text(space, text)["elements"][0]["elements"]]
    assert kinds == [
        "user",
        "text",
        "channel",
        "text",
        "link",
        "text",
        "broadcast",
        "text",
        "text",
    ]


def test_people_speak_only_where_they_are(slack):
    member = slack.person("UMEMBER")

    with pytest.raises(CannotError):
        member.say("CBOARD", "Hello")
    with pytest.raises(CannotError):
        slack.person("UCHAIR").say("COLD", "Hello")
    with pytest.raises(LookupError):
        slack.person("UNOBODY")


def test_files_are_for_those_they_are_shared_with(slack, chair):
    file = chair.upload("CBOARD", "minutes.txt", b"secret")

    assert chair.download(file) == b"secret"
    with pytest.raises(CannotError):
        slack.person("UMEMBER").download(file)


def test_reactions_show_in_the_message(slack, client, chair):
    ts = client.chat_postMessage(channel="CSIG", text="x")["ts"]
    chair.react("CSIG", ts, "eyes")

    message = client.reactions_get(channel="CSIG", timestamp=ts)["message"]
    assert message["reactions"] == [{"name": "eyes", "users": ["UCHAIR"], "count": 1}]


def test_leaving_a_channel_hides_it(slack, client):
    client.chat_postMessage(channel="CSIG", text="x")
    member = slack.person("UMEMBER")
    assert len(member.messages("CSIG")) == 1
    member.leave("CSIG")

    assert member.messages("CSIG") == []


def test_waiting_in_vain_tells_what_there_was(slack, client):
    client.chat_postMessage(channel="CSIG", text="Something else")

    with pytest.raises(TimeoutError, match="Something else"):
        slack.wait_until(lambda: False, timeout=0.01)


def test_a_shortcut_that_the_app_does_not_have_cannot_be_chosen(slack):
    slack.installation.shortcuts = {"keep"}
    chair = slack.person("UCHAIR")
    said = chair.say("CSIG", "x")

    with pytest.raises(CannotError, match="no shortcut"):
        chair.shortcut("new")
    with pytest.raises(CannotError, match="no shortcut"):
        chair.message_shortcut("new", "CSIG", said.ts)


def test_an_app_may_take_no_messages_in_its_own_tab(slack):
    slack.installation.takes_messages = False
    chair = slack.person("UCHAIR")
    own = slack.workspace.direct_channel("UCHAIR").id

    with pytest.raises(CannotError, match="turned off"):
        chair.say(own, "hello")
    with pytest.raises(CannotError, match="turned off"):
        chair.upload(own, "form.md", b"x")
    chair.upload("CSIG", "form.md", b"x")
