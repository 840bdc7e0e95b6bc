"""Modals and Home tabs through the Web API: triggers, stack, hashes, ids."""

import time

import pytest
from playground.kit import field, home, modal, plain, refused, section, text_input
from slack_sdk.errors import SlackApiError

from bot.playground.people import CannotError


@pytest.fixture
def trigger(slack):
    """A fresh trigger id of the chair, from the modal that is open."""

    def issuing() -> str:
        stack = slack.workspace.stack("UCHAIR")
        root = stack[0].root_view_id if stack else None
        return slack.site.triggers.issue("UCHAIR", root)

    return issuing


@pytest.fixture
def chair(slack):
    return slack.person("UCHAIR")


def test_a_modal_opens_for_the_person_who_acted(slack, client, trigger, chair):
    response = client.views_open(trigger_id=trigger(), view=modal())

    assert chair.view["id"] == response["view"]["id"]
    assert chair.view["root_view_id"] == chair.view["id"]
    assert slack.person("UMEMBER").view is None


def test_a_trigger_id_works_once(client, trigger):
    trigger_id = trigger()
    client.views_open(trigger_id=trigger_id, view=modal())

    assert (
        refused(client.views_open, trigger_id=trigger_id, view=modal())
        == "exchanged_trigger_id"
    )


def test_a_trigger_id_does_not_live_long(slack, client, trigger):
    slack.site.triggers.lifetime = 0.01
    trigger_id = trigger()
    time.sleep(0.02)

    assert (
        refused(client.views_open, trigger_id=trigger_id, view=modal())
        == "expired_trigger_id"
    )


def test_an_invented_trigger_id_is_refused(client):
    assert (
        refused(client.views_open, trigger_id="1.2.3", view=modal())
        == "invalid_trigger_id"
    )


def test_a_bad_view_is_explained(client, trigger):
    with pytest.raises(SlackApiError) as caught:
        client.views_open(trigger_id=trigger(), view=modal(title=plain("x" * 25)))

    assert caught.value.response["error"] == "invalid_arguments"
    assert "[ERROR] must be less than 25 characters" in str(caught.value.response)


def test_modals_stack_three_high(client, trigger, chair):
    first = client.views_open(trigger_id=trigger(), view=modal())["view"]
    client.views_push(trigger_id=trigger(), view=modal())
    third = client.views_push(trigger_id=trigger(), view=modal())["view"]

    assert third["root_view_id"] == first["id"]
    assert third["previous_view_id"]
    assert (
        refused(client.views_push, trigger_id=trigger(), view=modal())
        == "push_limit_reached"
    )
    chair.close_view()
    assert chair.view["id"] == third["previous_view_id"]


def test_pushing_needs_a_trigger_from_the_open_modal(slack, client, trigger):
    outside = slack.site.triggers.issue("UCHAIR")
    client.views_open(trigger_id=trigger(), view=modal())

    assert refused(client.views_push, trigger_id=outside, view=modal()) == "not_found"


def test_a_view_is_updated_by_id_external_id_and_hash(client, trigger, chair):
    view = client.views_open(trigger_id=trigger(), view=modal(external_id="e1"))["view"]
    client.views_update(
        view_id=view["id"], hash=view["hash"], view=modal(title=plain("B"))
    )

    assert chair.view["title"]["text"] == "B"
    assert (
        refused(
            client.views_update, view_id=view["id"], hash=view["hash"], view=modal()
        )
        == "hash_conflict"
    )
    assert refused(client.views_update, external_id="e1", view=modal()) == "not_found"
    assert refused(client.views_update, view_id="V1", view=modal()) == "not_found"
    assert (
        refused(client.api_call, api_method="views.update", json={"view": modal()})
        == "invalid_arguments"
    )


def test_an_external_id_is_taken_once(client, trigger):
    client.views_open(trigger_id=trigger(), view=modal(external_id="e1"))

    assert (
        refused(client.views_push, trigger_id=trigger(), view=modal(external_id="e1"))
        == "duplicate_external_id"
    )


def test_what_is_filled_in_survives_an_update_with_the_same_ids(client, trigger, chair):
    kept = field("Title", text_input("t"), block_id="b")
    view = client.views_open(trigger_id=trigger(), view=modal(kept))["view"]
    chair.fill({"Title": "Typed"})
    client.views_update(view_id=view["id"], view=modal(section("More"), kept))

    assert chair.view["state"]["values"]["b"]["t"]["value"] == "Typed"

    renamed = field("Title", text_input("other", initial_value="New"), block_id="b")
    client.views_update(view_id=view["id"], view=modal(renamed))
    assert chair.view["state"]["values"] == {
        "b": {"other": {"type": "plain_text_input", "value": "New"}}
    }


def test_a_closed_view_cannot_be_updated(client, trigger, chair):
    view = client.views_open(trigger_id=trigger(), view=modal())["view"]
    chair.close_view()

    assert refused(client.views_update, view_id=view["id"], view=modal()) == "not_found"
    with pytest.raises(CannotError):
        chair.submit()


def test_a_home_tab_is_published_and_guarded_by_its_hash(client, chair):
    first = client.views_publish(user_id="UCHAIR", view=home(section("1")))["view"]
    second = client.views_publish(
        user_id="UCHAIR", view=home(section("2")), hash=first["hash"]
    )["view"]

    assert second["id"] == first["id"]
    assert chair.home["blocks"][0]["text"]["text"] == "2"
    assert (
        refused(
            client.views_publish,
            user_id="UCHAIR",
            view=home(section("3")),
            hash=first["hash"],
        )
        == "hash_conflict"
    )


def test_a_home_tab_needs_somebody_and_the_feature(slack, client):
    assert refused(client.views_publish, user_id="U1", view=home()) == "user_not_found"
    slack.installation.home_tab = False
    assert refused(client.views_publish, user_id="UCHAIR", view=home()) == "not_enabled"


def test_a_modal_cannot_be_a_home_tab(client):
    assert (
        refused(client.views_publish, user_id="UCHAIR", view=modal())
        == "invalid_arguments"
    )
