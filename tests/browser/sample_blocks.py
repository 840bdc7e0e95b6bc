"""Forms and messages of the sample app: every kind of field and of block."""

from typing import Any

HOSTILE = '<img src=x onerror="document.title=1"> & <!channel> *not bold* \u202egnp.exe'
NIGHT = 1_780_263_000  # 31 May 2026 at 21:30 UTC; half past midnight in Tallinn


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
