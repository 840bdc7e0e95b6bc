"""A small Bolt app that shows everything the page has to draw, and a cast for it."""

import threading
import time
from typing import Any

from browser.sample_blocks import (
    blocks,
    everything,
    modal,
    options,
    plain,
    question,
    section,
    short,
)
from slack_bolt import App
from slack_sdk import WebClient

from bot.playground.server import Playground

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
OTHER_TEAM = "T0ELSEWHERE"
MANIFEST: dict[str, Any] = {
    "features": {
        "app_home": {"home_tab_enabled": True},
        "slash_commands": [
            {
                "command": "/form",
                "description": "Open a form",
                "usage_hint": "[everything | short | errors]",
            },
            {"command": "/show", "description": "Show blocks of all kinds"},
            {"command": "/whisper", "description": "Answer only you"},
            {"command": "/file", "description": "Share a file"},
            {"command": "/slow", "description": "Never answer"},
            {"command": "/ask", "description": "Post something to decide"},
        ],
        "shortcuts": [
            {"name": "New form", "type": "global", "callback_id": "new_form"},
            {"name": "Make a task", "type": "message", "callback_id": "make_task"},
        ],
    }
}


def settle(slack: Playground) -> None:
    """Add the people and channels."""
    space = slack.workspace
    space.add_user(id="UCHAIR", name="chair", real_name="Chair", is_admin=True)
    space.add_user(
        id="UESTONIA", name="estonia", real_name="Cluster Estonia", tz="Europe/Tallinn"
    )
    space.add_user(id="UNEW", name="newcomer", real_name="Newcomer")
    space.add_user(
        id="UGUEST", name="hospital", real_name="Hospital", is_restricted=True
    )
    space.add_user(
        id="UVISITOR", name="visitor", real_name="Visitor", team_id=OTHER_TEAM
    )
    everybody = ["UCHAIR", "UESTONIA", "UGUEST", "UVISITOR"]
    space.add_channel(
        id="CSIG",
        name="sig-digitalisation",
        members=everybody,
        is_ext_shared=True,
        topic="Good practice in digital health",
    )
    space.add_channel(id="CBOARD", name="board", members=["UCHAIR"], private=True)
    space.add_channel(id="COPEN", name="open-space", members=["UCHAIR"])


def make(client: WebClient) -> App:
    """Return the app."""
    app = App(
        client=client, process_before_response=True, token_verification_enabled=False
    )
    for register in (_forms, _fields, _shortcuts, _commands, _messages, _home):
        register(app)
    return app


def _forms(app: App) -> None:
    @app.command("/form")
    def open_form(ack, body, client):
        ack()
        view = everything() if body.get("text") == "everything" else short()
        client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("everything")
    def submitted(ack, view, client, body):
        values = {
            block: next(iter(state.values()))
            for block, state in view["state"]["values"].items()
        }
        if values["plain_text_input"]["value"] == "taken":
            ack(
                response_action="errors",
                errors={"plain_text_input": "There is one of that name already."},
            )
            return
        ack()
        time.sleep(0.1)
        lines = [f"{name}: {_told(state)}" for name, state in values.items()]
        client.chat_postMessage(
            channel=body["user"]["id"], text="\n".join(["You sent", *lines])
        )

    @app.view("short")
    def short_submitted(ack, view, client, body):
        time.sleep(0.4)
        ack()
        state = view["state"]["values"]["plain_text_input"]["plain_text_input"]
        client.chat_postMessage(channel="CSIG", text=f"Got {state['value']}")


def _fields(app: App) -> None:
    @app.action({"block_id": "kind", "action_id": "static_select"})
    def chosen(ack, body, client, action):
        ack()
        view = short()
        view["blocks"].append(
            section(f"You chose {action['selected_option']['value']}.")
        )
        client.views_update(view_id=body["view"]["id"], view=view)

    @app.action("push")
    def push(ack, body, client):
        ack()
        view = short(step=2)
        client.views_push(trigger_id=body["trigger_id"], view=view)

    @app.action("save")
    def save(ack, body, client):
        ack()
        values = body["view"]["state"]["values"]
        title = values["plain_text_input"]["plain_text_input"]["value"]
        view = modal("Saved", section(f"Kept: {title}"))
        view.pop("submit")
        client.views_update(view_id=body["view"]["id"], view=view)

    @app.options("external_select")
    @app.options("multi_external_select")
    def suggest(ack, payload):
        known = ["County hospital", "City hospital", "University", "Ministry"]
        found = [n for n in known if payload["value"].lower() in n.lower()]
        ack(options=options(*found))


def _shortcuts(app: App) -> None:
    @app.view_closed("short")
    def closed(ack, client, body):
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text="You closed the form.")

    @app.shortcut("new_form")
    def new_form(ack, body, client):
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=short())

    @app.shortcut("make_task")
    def make_task(ack, body, client):
        ack()
        client.chat_postMessage(
            channel=body["channel"]["id"],
            thread_ts=body["message"]["ts"],
            text=f"A task from: {body['message']['text']}",
        )


def _told(state: dict[str, Any]) -> str:
    key = next(key for key in state if key != "type")
    value = state[key]
    if key == "selected_option":
        return value["value"] if value else "-"
    if key == "selected_options":
        return ", ".join(o["value"] for o in value) or "-"
    if key == "files":
        return ", ".join(f["name"] for f in value) or "-"
    if key == "rich_text_value":
        return "rich" if value else "-"
    return "-" if value is None else str(value)


def _commands(app: App) -> None:
    @app.command("/show")
    def show(ack, client, command):
        ack()
        client.chat_postMessage(
            channel=command["channel_id"], text="Blocks", blocks=blocks()
        )

    @app.command("/whisper")
    def whisper(ack, command):
        ack(text=f"Only you: {command['text'] or 'hello'}")

    @app.command("/file")
    def share(ack, client, command):
        ack()
        threading.Thread(
            target=client.files_upload_v2,
            kwargs={
                "channel": command["channel_id"],
                "filename": "draft.txt",
                "content": "The draft.\n",
                "initial_comment": "Here is the draft.",
            },
        ).start()

    @app.command("/slow")
    def slow():
        time.sleep(0.5)

    @app.command("/ask")
    def ask(ack, client, command):
        ack()
        client.chat_postMessage(channel="CSIG", text="Decide", blocks=question())


def _messages(app: App) -> None:
    @app.action("accept")
    def accept(ack, respond, body):
        ack()
        who = f"<@{body['user']['id']}>"
        respond(
            replace_original=True,
            text="Done",
            blocks=[section(f":tada: {who} accepted.")],
        )

    @app.action("remove")
    def remove(ack, respond):
        ack()
        respond(delete_original=True)

    @app.action("pick")
    def pick(ack, respond, action):
        ack()
        respond(text=f"You picked {action['selected_option']['value']}.")

    @app.action("dots")
    def dots(ack, respond, action):
        ack()
        respond(text=f"Menu: {action['selected_option']['value']}")

    @app.event("message")
    def heard(event, client):
        if event.get("text") == "hello":
            client.chat_postMessage(channel=event["channel"], text="Hello to you.")


def _home(app: App) -> None:
    @app.event("app_home_opened")
    def opened(event, client):
        if event["tab"] != "home":
            return
        button = {"type": "button", "action_id": "push", "text": plain("Nothing yet")}
        blocks = [
            {"type": "header", "text": plain("Your home")},
            section(f"Welcome, <@{event['user']}>.", accessory=button),
        ]
        client.views_publish(
            user_id=event["user"], view={"type": "home", "blocks": blocks}
        )
