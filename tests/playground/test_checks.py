"""Every rule of Block Kit that the stand-in refuses by, one by one."""

import pytest
from playground.kit import (
    actions,
    button,
    field,
    home,
    modal,
    option,
    plain,
    section,
    text_input,
)

from bot.playground import checks
from bot.playground.errors import SlackError

SELECT = {"type": "static_select", "action_id": "pick"}


def refusal(check, *args, **kwargs) -> SlackError:
    with pytest.raises(SlackError) as caught:
        check(*args, **kwargs)
    return caught.value


@pytest.mark.parametrize(
    ("blocks", "message"),
    [
        pytest.param(
            [section("x" * 3001)],
            "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
            id="section text",
        ),
        pytest.param(
            [section("")],
            "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
            id="empty text",
        ),
        pytest.param(
            [{"type": "section"}],
            "must define either `text` or `fields` [json-pointer:/blocks/0]",
            id="empty section",
        ),
        pytest.param(
            [{"type": "sections"}],
            "unsupported type: sections [json-pointer:/blocks/0/type]",
            id="unknown block",
        ),
        pytest.param(
            [section("x", colour="red")],
            "invalid additional property: colour [json-pointer:/blocks/0]",
            id="unknown field",
        ),
        pytest.param(
            [section("x")] * 51,
            "no more than 50 items allowed [json-pointer:/blocks]",
            id="51 blocks",
        ),
        pytest.param(
            [{"type": "header", "text": plain("x" * 151)}],
            "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
            id="header",
        ),
        pytest.param(
            [actions(button("x" * 76, "a"))],
            "must be less than 76 characters "
            "[json-pointer:/blocks/0/elements/0/text/text]",
            id="button text",
        ),
        pytest.param(
            [actions(button("x", "a", value="v" * 2001))],
            "must be less than 2001 characters "
            "[json-pointer:/blocks/0/elements/0/value]",
            id="button value",
        ),
        pytest.param(
            [actions(*(button("x", f"a{n}") for n in range(26)))],
            "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
            id="26 buttons",
        ),
        pytest.param(
            [actions(button("x", "a" * 256))],
            "must be less than 256 characters "
            "[json-pointer:/blocks/0/elements/0/action_id]",
            id="action id",
        ),
        pytest.param(
            [section("x", block_id="same"), section("y", block_id="same")],
            "`block_id` 'same' already exists [json-pointer:/blocks]",
            id="block id twice",
        ),
        pytest.param(
            [actions(button("x", "same"), button("y", "same"))],
            "`action_id` 'same' already exists [json-pointer:/blocks/0]",
            id="action id twice in a block",
        ),
        pytest.param(
            [actions(SELECT | {"options": [option(str(n)) for n in range(101)]})],
            "no more than 100 items allowed "
            "[json-pointer:/blocks/0/elements/0/options]",
            id="101 options",
        ),
        pytest.param(
            [
                actions(
                    SELECT
                    | {
                        "options": [option("A")],
                        "option_groups": [
                            {"label": plain("G"), "options": [option("B")]}
                        ],
                    }
                )
            ],
            "failed to match all allowed schemas [json-pointer:/blocks/0/elements/0]",
            id="options and groups",
        ),
        pytest.param(
            [actions(SELECT | {"options": [option("A")], "initial_option": None})],
            "must provide a value of type object "
            "[json-pointer:/blocks/0/elements/0/initial_option]",
            id="initial option null",
        ),
        pytest.param(
            [
                actions(
                    SELECT
                    | {"options": [option("A")], "initial_option": option("A", "b")}
                )
            ],
            "`initial_option` must match a provided option [json-pointer:/blocks/0]",
            id="initial option not among the options",
        ),
        pytest.param(
            [actions(button("x", "a", url="javascript:alert(1)"))],
            "invalid url [json-pointer:/blocks/0/elements/0/url]",
            id="url",
        ),
        pytest.param(
            [{"type": "markdown", "text": "x" * 6001}] * 2,
            "all markdown blocks together must be less than 12001 characters "
            "[json-pointer:/blocks]",
            id="markdown together",
        ),
        pytest.param(
            [{"type": "alert", "text": plain("x")}],
            "unsupported type: alert [json-pointer:/blocks/0/type]",
            id="alert outside a modal",
        ),
        pytest.param(
            [field("File", {"type": "file_input", "action_id": "f"})],
            "unsupported type: file_input [json-pointer:/blocks/0]",
            id="file input outside a modal",
        ),
        pytest.param(
            [field("x", text_input(initial_value="abc", max_length=2))],
            "must be less than 3 characters "
            "[json-pointer:/blocks/0/element/initial_value]",
            id="initial value too long",
        ),
        pytest.param(
            [field("x", text_input(min_length=3, max_length=2))],
            "`min_length` must not be above `max_length` [json-pointer:/blocks/0]",
            id="minimum above maximum",
        ),
        pytest.param(
            [
                field("x", text_input("a", focus_on_load=True)),
                field("y", text_input("b", focus_on_load=True)),
            ],
            "only one element can have `focus_on_load` [json-pointer:/blocks]",
            id="two with the focus",
        ),
    ],
)
def test_blocks_that_slack_refuses_are_refused_in_its_words(blocks, message):
    error = refusal(checks.check_blocks, blocks)

    assert error.error == "invalid_blocks"
    assert error.messages == (message,)


def test_many_legal_blocks_can_be_too_long_together():
    blocks = [section("x" * 2700)] * 5

    error = refusal(checks.check_blocks, blocks)

    assert error.error == "msg_blocks_too_long"


def test_the_same_action_id_in_different_blocks_is_allowed():
    checks.check_blocks([actions(button("Done", "done", value=str(n))) for n in "12"])


@pytest.mark.parametrize(
    ("content", "error"),
    [
        pytest.param({}, "no_text", id="nothing"),
        pytest.param({"text": " "}, "no_text", id="blank text"),
        pytest.param({"text": "x" * 40_001}, "msg_too_long", id="text"),
        pytest.param({"markdown_text": "x" * 12_001}, "msg_too_long", id="markdown"),
        pytest.param(
            {"markdown_text": "x", "text": "x"}, "markdown_text_conflict", id="both"
        ),
        pytest.param(
            {"text": "x", "attachments": [{"colour": 1}]},
            "invalid_attachments",
            id="attachment",
        ),
        pytest.param(
            {"text": "x", "attachments": [{"text": "a"}] * 101},
            "too_many_attachments",
            id="101 attachments",
        ),
        pytest.param(
            {"text": "x", "metadata": {"event_type": "t"}},
            "invalid_metadata_format",
            id="metadata without payload",
        ),
        pytest.param(
            {"text": "x", "metadata": {"event_type": "", "event_payload": {}}},
            "invalid_metadata_format",
            id="metadata without type",
        ),
        pytest.param(
            {
                "text": "x",
                "metadata": {"event_type": "t", "event_payload": {"a": {"b": {}}}},
            },
            "invalid_metadata_schema",
            id="deep metadata",
        ),
        pytest.param(
            {
                "text": "x",
                "metadata": {"event_type": "t", "event_payload": {"a": "b" * 9000}},
            },
            "metadata_too_large",
            id="large metadata",
        ),
    ],
)
def test_messages_that_slack_refuses_are_refused_by_name(content, error):
    assert refusal(checks.check_message, content).error == error


@pytest.mark.parametrize(
    ("view", "message"),
    [
        pytest.param(
            modal(title=plain("x" * 25)),
            "must be less than 25 characters [json-pointer:/view/title/text]",
            id="title",
        ),
        pytest.param(
            modal(private_metadata="x" * 3001),
            "must be less than 3001 characters [json-pointer:/view/private_metadata]",
            id="private metadata",
        ),
        pytest.param(
            {
                "type": "modal",
                "title": plain("x"),
                "blocks": [field("x", text_input())],
            },
            "must define `submit` to use an `input` block in modals "
            "[json-pointer:/view/blocks/0/input]",
            id="input without submit",
        ),
        pytest.param(
            modal(*[section("x")] * 101),
            "no more than 100 items allowed [json-pointer:/view/blocks]",
            id="101 blocks",
        ),
        pytest.param(
            modal({"type": "markdown", "text": "x"}),
            "unsupported type: markdown [json-pointer:/view/blocks/0/type]",
            id="markdown block in a view",
        ),
        pytest.param(
            {"type": "modal", "title": plain("x")},
            "missing required field: blocks [json-pointer:/view]",
            id="no blocks",
        ),
        pytest.param(
            modal(id="V1"),
            "invalid additional property: id [json-pointer:/view]",
            id="a view sent back as it came",
        ),
        pytest.param(
            home(), "must be modal [json-pointer:/view/type]", id="home as a modal"
        ),
        pytest.param(
            modal(callback_id="x" * 256),
            "must be less than 256 characters [json-pointer:/view/callback_id]",
            id="callback id",
        ),
    ],
)
def test_modals_that_slack_refuses_are_refused_in_its_words(view, message):
    error = refusal(checks.check_view, view, kind="modal")

    assert error.error == "invalid_arguments"
    assert message in error.messages


def test_a_view_above_250_kb_is_too_large():
    view = modal(*[section("ü" * 1000)] * 50)

    assert refusal(checks.check_view, view, kind="modal").error == "view_too_large"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(None, id="nothing"),
        pytest.param({}, id="neither"),
        pytest.param({"options": [option("A")], "option_groups": []}, id="both"),
        pytest.param({"options": [option(str(n)) for n in range(101)]}, id="101"),
        pytest.param({"options": [{"text": "A"}]}, id="no text object"),
    ],
)
def test_options_that_slack_would_not_show_are_refused(answer):
    assert refusal(checks.check_options, answer).error == "invalid_arguments"


def test_no_result_is_a_proper_answer_for_options():
    assert checks.check_options({"options": []}) == []
