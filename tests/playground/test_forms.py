"""What people can enter into a form, and what its client stops them from."""

from datetime import UTC, date, datetime, time

import pytest
from playground.kit import (
    field,
    modal,
    option,
    plain,
    section,
    text_input,
)

from bot.playground.people import CannotError


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


@pytest.mark.parametrize(
    ("given", "entered", "state"),
    [
        pytest.param(text_input("e"), "Text", {"value": "Text"}, id="text"),
        pytest.param(text_input("e"), "", {"value": None}, id="empty text"),
        pytest.param(
            text_input("e", multiline=True), "a\nb", {"value": "a\nb"}, id="lines"
        ),
        pytest.param(
            element("static_select", **TOOLS),
            "Training",
            {"selected_option": "t-2"},
            id="option by label",
        ),
        pytest.param(
            element("radio_buttons", **TOOLS),
            "tool",
            {"selected_option": "tool"},
            id="radio button by value",
        ),
        pytest.param(
            element("static_select", **TOOLS),
            None,
            {"selected_option": None},
            id="nothing chosen",
        ),
        pytest.param(
            element(
                "static_select",
                option_groups=[{"label": plain("G"), "options": [option("Tool")]}],
            ),
            "Tool",
            {"selected_option": "tool"},
            id="option of a group",
        ),
        pytest.param(
            element("checkboxes", **TOOLS),
            ["Tool", "t-2"],
            {"selected_options": ["tool", "t-2"]},
            id="checkboxes",
        ),
        pytest.param(
            element("multi_static_select", **TOOLS),
            "Tool",
            {"selected_options": ["tool"]},
            id="one of several",
        ),
        pytest.param(
            element("datepicker"),
            date(2026, 12, 1),
            {"selected_date": "2026-12-01"},
            id="date",
        ),
        pytest.param(
            element("datepicker"),
            "2026-12-01",
            {"selected_date": "2026-12-01"},
            id="date as text",
        ),
        pytest.param(
            element("timepicker"), time(9, 5), {"selected_time": "09:05"}, id="time"
        ),
        pytest.param(
            element("datetimepicker"),
            datetime(2026, 12, 1, tzinfo=UTC),
            {"selected_date_time": 1796083200},
            id="moment",
        ),
        pytest.param(
            element("users_select"), "@member", {"selected_user": "UMEMBER"}, id="user"
        ),
        pytest.param(
            element("multi_users_select"),
            ["UCHAIR", "@member"],
            {"selected_users": ["UCHAIR", "UMEMBER"]},
            id="users",
        ),
        pytest.param(
            element("conversations_select"),
            "#sig",
            {"selected_conversation": "CSIG"},
            id="conversation",
        ),
        pytest.param(
            element("multi_channels_select"),
            ["CSIG"],
            {"selected_channels": ["CSIG"]},
            id="channels",
        ),
    ],
)
def test_each_element_keeps_its_value_as_slack_does(show, chair, given, entered, state):
    show(field("Field", given, block_id="b"))
    chair.fill({"Field": entered})

    kept = chair.view["state"]["values"]["b"]["e"]
    assert kept.pop("type") == given["type"]
    assert _values_of_options(kept) == state


def _values_of_options(state: dict) -> dict:
    def value(kept):
        if isinstance(kept, list):
            return [value(one) for one in kept]
        return kept["value"] if isinstance(kept, dict) else kept

    return {key: value(kept) for key, kept in state.items()}


@pytest.mark.parametrize(
    ("given", "entered"),
    [
        pytest.param(text_input("e", max_length=3), "four", id="too long"),
        pytest.param(text_input("e"), "x" * 3001, id="longer than Slack takes"),
        pytest.param(text_input("e"), "two\nlines", id="two lines in one"),
        pytest.param(element("static_select", **TOOLS), "Other", id="no such option"),
        pytest.param(
            element("multi_static_select", **TOOLS, max_selected_items=1),
            ["Tool", "Training"],
            id="too many",
        ),
        pytest.param(element("datepicker"), "1 December", id="no date"),
        pytest.param(element("timepicker"), "noon", id="no time"),
        pytest.param(element("datetimepicker"), "later", id="no moment"),
        pytest.param(element("users_select"), "@nobody", id="nobody"),
        pytest.param(element("users_select"), "UGONE", id="deactivated"),
        pytest.param(element("channels_select"), "#nowhere", id="no channel"),
    ],
)
def test_what_does_not_fit_cannot_be_entered(show, chair, given, entered):
    show(field("Field", given))

    with pytest.raises(CannotError):
        chair.fill({"Field": entered})


def test_fields_are_found_by_label_block_id_or_action_id(show, chair):
    show(
        field("One", text_input("a1"), block_id="b1"),
        field("Two", text_input("a2"), block_id="b2"),
    )
    chair.fill({"One": "1", "b2": "2"})
    chair.fill({"a1": "3"})

    values = chair.view["state"]["values"]
    assert (values["b1"]["a1"]["value"], values["b2"]["a2"]["value"]) == ("3", "2")
    with pytest.raises(CannotError, match="no field is called 'Three'"):
        chair.fill({"Three": "x"})


@pytest.mark.parametrize(
    ("given", "entered", "complaint"),
    [
        pytest.param(text_input("e"), None, "required", id="required"),
        pytest.param(text_input("e", min_length=3), "ab", "3 characters", id="short"),
        pytest.param(element("email_text_input"), "a@b", "email", id="email"),
        pytest.param(element("url_text_input"), "www.x.eu", "URL", id="url"),
        pytest.param(
            element("number_input", is_decimal_allowed=False), "1.5", "number", id="int"
        ),
        pytest.param(
            element("number_input", is_decimal_allowed=True, max_value="9"),
            "10",
            "number",
            id="maximum",
        ),
    ],
)
def test_an_unfinished_form_is_not_even_sent(slack, show, given, entered, complaint):
    chair = slack.person("UCHAIR")
    show(field("Field", given, block_id="b"))
    chair.fill({"Field": entered})
    outcome = chair.submit()

    assert complaint in outcome.errors["b"]
    assert chair.view_errors == outcome.errors
    assert slack.deliveries == []


def test_an_optional_field_may_stay_empty(slack, show, chair):
    show(field("Field", text_input(), optional=True))

    assert chair.submit().error == "dispatch_failed"  # sent, to nobody
    assert len(slack.deliveries) == 1


def test_a_form_without_submit_cannot_be_submitted(slack, client, chair):
    view = {"type": "modal", "title": plain("x"), "blocks": [section("x")]}
    trigger_id = slack.site.triggers.issue("UCHAIR")
    client.views_open(trigger_id=trigger_id, view=view)

    with pytest.raises(CannotError):
        chair.submit()


def test_files_can_be_added_to_a_form(show, chair):
    show(field("Files", element("file_input", filetypes=["pdf"]), block_id="b"))
    chair.fill({"Files": [chair.new_file("a.pdf", b"abc")]})

    (kept,) = chair.view["state"]["values"]["b"]["e"]["files"]
    assert (kept["name"], kept["size"]) == ("a.pdf", 3)
    with pytest.raises(CannotError):
        chair.fill({"Files": [chair.new_file("a.exe", b"abc")]})
