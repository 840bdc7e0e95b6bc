"""Errors become one polite answer, in the right place, and one line in the log."""

import json

import pytest
from slack_bolt import BoltRequest

from bot import app as composition
from bot.playground.server import Playground
from bot.settings import load


@pytest.fixture(scope="module")
def slack():
    with Playground() as playground:
        yield playground


@pytest.fixture
def convenor(slack, sqlite_url):
    settings = load(
        None,
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_api_url=slack.api_url,
        database_url=sqlite_url,
        convenor_channel="CSIG",
        convenor_chairs=("UCHAIR",),
    )
    built = composition.build(settings)
    built.set_up_in("T1")
    yield built
    built.close()


def a_submission(**view):
    return {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "UCHAIR", "team_id": "T1"},
        "api_app_id": "A1",
        "token": "t",
        "view": {
            "id": "V1",
            "type": "modal",
            "callback_id": "practice_step_1",
            "private_metadata": json.dumps({"n": "nonce", "c": "CSIG"}),
            "blocks": [{"type": "input", "block_id": "title"}],
            "state": {"values": {}},
            **view,
        },
    }


def dispatch(convenor, body):
    request = BoltRequest(body=body, mode="socket_mode")
    return convenor.slack.dispatch(request)


def test_problems_without_a_field_here_stand_at_the_first(convenor):
    response = dispatch(convenor, a_submission())

    errors = json.loads(response.body)["errors"]
    assert list(errors) == ["title"]
    assert "Please give a title." in errors["title"]
    assert "Please give a country." in errors["title"]


@pytest.mark.parametrize("metadata", ["no json", "[]"])
def test_the_unforeseen_is_logged_by_number_only(convenor, caplog, metadata):
    response = dispatch(convenor, a_submission(private_metadata=metadata))

    (said,) = json.loads(response.body)["errors"].values()
    assert "something went wrong on my side" in said
    error_id = said.rstrip(".").split()[-1]
    assert error_id in caplog.text
    assert response.status == 200


def test_a_view_without_inputs_is_closed_and_not_left_hanging(convenor):
    response = dispatch(convenor, a_submission(blocks=[]))

    assert (response.status, response.body) == (200, "")


def test_what_nobody_answers_is_acknowledged(convenor):
    event = {
        "type": "event_callback",
        "team_id": "T1",
        "api_app_id": "A1",
        "event": {"type": "something_new"},
    }
    action = {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "UCHAIR"},
        "actions": [{"type": "button", "action_id": "old", "block_id": "b"}],
    }

    assert dispatch(convenor, event).status == 200
    assert dispatch(convenor, action).status == 200
