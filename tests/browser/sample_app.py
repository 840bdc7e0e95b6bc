"""A small Bolt app that shows everything the page has to draw, and a cast for it."""

import threading
import time
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.playground.server import Playground

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
OTHER_TEAM = "T0ELSEWHERE"
HOSTILE = '<img src=x onerror="document.title=1"> & <!channel> *not bold* \u202egnp.exe'
NIGHT = 1_780_263_000  # 31 May 2026 at 21:30 UTC; half past midnight in Tallinn
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


# Short ways to write Block Kit


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(text: str, value: str | None = None, **more: Any) -> dict[str, Any]:
    return {"text": plain(text), "value": value or text.lower(), **more}


def options(*texts: str) -> list[dict[str, Any]]:
    return [option(text) for text in texts]


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def field(label: str, kind: str, *, optional: bool = True, **more: Any) -> dict:
    """Return an input block whose ids are the name of the element's type."""
    block_id = more.pop("block_id", kind)
    hint, live = more.pop("hint", None), more.pop("live", False)
    block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "optional": optional,
        "element": {"type": kind, "action_id": kind, **more},
    }
    if hint:
        block["hint"] = plain(hint)
    return block | ({"dispatch_action": True} if live else {})


def modal(title: str, *blocks: dict, **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": plain(title),
        "submit": plain("Send it"),
        "close": plain("Not now"),
        "blocks": list(blocks),
        **more,
    }


COUNTRIES = [
    {"label": plain("North"), "options": options("Estonia", "Finland", "Sweden")},
    {"label": plain("South"), "options": options("Italy", "Malta", "Portugal")},
]
THEMES = options(
    "Telehealth",
    "Prevention",
    "Records",
    "Imaging",
    "Mental health",
    "Skills",
    "Law",
    "Money",
    "Evaluation",
)


def everything() -> dict[str, Any]:
    """Return a form with every kind of input."""
    return modal(
        "Every kind of field",
        section("*All of it.* Fields of every kind, some of them optional."),
        field(
            "Title",
            "plain_text_input",
            optional=False,
            max_length=100,
            placeholder=plain("In one line"),
            hint="Say it in a few words.",
        ),
        field(
            "Description",
            "plain_text_input",
            block_id="text",
            multiline=True,
            max_length=500,
        ),
        field("Country", "static_select", option_groups=COUNTRIES),
        field("Themes", "multi_static_select", options=THEMES, max_selected_items=2),
        field("Organisation", "external_select", min_query_length=2),
        field("Partners", "multi_external_select", min_query_length=0),
        field("Contact", "users_select"),
        field("Channel", "conversations_select"),
        field("Start", "datepicker"),
        field("Time", "timepicker"),
        field("Meeting", "datetimepicker", initial_date_time=NIGHT),
        field("How far", "radio_buttons", options=options("Idea", "Running", "Done")),
        field(
            "Consent",
            "checkboxes",
            options=[
                option("I may share this", "rights"),
                option("Print it", "print", description=plain("In the white paper")),
            ],
        ),
        field("Email", "email_text_input"),
        field("Address", "url_text_input"),
        field("People reached", "number_input", is_decimal_allowed=False),
        field("Files", "file_input", filetypes=["txt", "pdf"], max_files=2),
        field("Notes", "rich_text_input"),
        {
            "type": "actions",
            "block_id": "aside",
            "elements": [
                {
                    "type": "button",
                    "action_id": "save",
                    "text": plain("Save for later"),
                }
            ],
        },
        callback_id="everything",
        private_metadata="secret-of-the-app",
    )


def short(step: int = 1) -> dict[str, Any]:
    """Return a form whose second step is pushed by a button, and that updates."""
    return modal(
        f"Step {step}",
        field("Name", "plain_text_input", optional=False),
        field(
            "Kind",
            "static_select",
            options=options("Small", "Large"),
            live=True,
            block_id="kind",
        ),
        {
            "type": "actions",
            "block_id": "more",
            "elements": [
                {"type": "button", "action_id": "push", "text": plain("Open another")}
            ],
        },
        callback_id="short",
        notify_on_close=True,
    )


# What the app does


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


def question() -> list[dict[str, Any]]:
    """Return something to decide, with a question before the dangerous button."""
    confirm = {
        "title": plain("Remove it?"),
        "text": plain("Nobody can bring it back."),
        "confirm": plain("Remove"),
        "deny": plain("Keep"),
        "style": "danger",
    }
    return [
        section("*P-7 Remote heart check* was submitted by <@UESTONIA>."),
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "action_id": "accept",
                    "text": plain("Accept"),
                    "style": "primary",
                    "value": "7",
                },
                {
                    "type": "button",
                    "action_id": "remove",
                    "text": plain("Remove"),
                    "style": "danger",
                    "confirm": confirm,
                },
                {
                    "type": "static_select",
                    "action_id": "pick",
                    "placeholder": plain("Pick a reviewer"),
                    "options": options("Anna", "Bert", "Carla"),
                },
                {
                    "type": "overflow",
                    "action_id": "dots",
                    "options": options("Copy", "Archive"),
                },
            ],
        },
    ]


def blocks() -> list[dict[str, Any]]:
    """Return a message with blocks of all kinds."""
    text = (
        "*Bold*, _italic_, ~gone~, `code`, a <https://example.org|link>, <@UCHAIR> in "
        f"<#CSIG>, <!date^{NIGHT}^{{date_short}} at {{time}}|then>, :tada: "
        "a &lt; b &amp;amp; c\n&gt; quoted\n```pre *formatted*```"
    )
    return [
        {"type": "header", "text": plain("Blocks of all kinds")},
        section(text),
        {
            "type": "section",
            "fields": [
                {"type": "mrkdwn", "text": "*When*\nTomorrow"},
                {"type": "mrkdwn", "text": "*Where*\nHere"},
            ],
        },
        {"type": "divider"},
        {"type": "section", "text": {"type": "plain_text", "text": HOSTILE}},
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": HOSTILE},
                        {"type": "text", "text": " bold", "style": {"bold": True}},
                    ],
                },
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [{"type": "text", "text": "one"}],
                        },
                    ],
                },
            ],
        },
        {
            "type": "image",
            "image_url": "https://example.org/tracker.png",
            "alt_text": "A map of Europe",
        },
        {
            "type": "table",
            "rows": [
                [
                    {"type": "raw_text", "text": "Country"},
                    {"type": "raw_text", "text": "Practices"},
                ],
                [
                    {"type": "raw_text", "text": "Estonia"},
                    {"type": "raw_text", "text": "12"},
                ],
            ],
        },
        {"type": "markdown", "text": "# As it is\nNot *rendered*."},
        {
            "type": "video",
            "title": plain("Film"),
            "alt_text": "Film",
            "video_url": "https://example.org/v",
            "thumbnail_url": "https://example.org/t",
        },
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "Small print"}]},
    ]
