"""Buttons that say what nobody understands: answered politely, and logged."""

import pytest
from scenarios_buttons import Floor, Pressed, bare_view

from scenarios_forms import share

CHANNEL = "CSIG"
VALUES = ("x", "9" * 30)
FORM = bare_view("forged")
# A value that cannot be read raises one of these.
UNREADABLE = (ValueError, OverflowError, IndexError)


@pytest.fixture
def floor(slack, convenor):
    share(slack, slack.person("UMEMBER"), channel=CHANNEL)
    slack.wait_until(lambda: slack.person("UCHAIR").messages(CHANNEL))
    return Floor(slack, convenor, scene=None)


@pytest.mark.parametrize("value", VALUES)
def test_no_button_fails_because_of_what_it_says(floor, convenor, caplog, value):
    chair = floor.slack.person("UCHAIR")
    for action_id in sorted(floor.bound.actions):
        floor.forge_press(chair, action_id, Pressed(value, FORM))

    convenor.close()

    errors = [record for record in caplog.records if record.name == "handlers.errors"]
    failed = [
        each.exc_info[1]
        for each in errors
        if each.levelname == "ERROR" and each.exc_info
    ]
    assert [each for each in failed if isinstance(each, UNREADABLE)] == []


def test_a_button_that_is_not_understood_says_so(floor):
    chair = floor.slack.person("UCHAIR")

    (said, *_) = floor.told(
        chair, lambda: floor.forge_press(chair, "practice_compare", Pressed("x"))
    )

    assert "I cannot read what this button says" in said
