"""What hostile or unlucky people type, and databases that refuse."""

import contextlib
import json
import re
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.playground.people import CannotError

from scenarios_forms import STEP_1, STEP_2, open_form, seen, share, typed_in

CHANNEL = "CSIG"
DATA = Path(__file__).parent.parent / "data" / "adversarial.json"
ENTRIES = json.loads(DATA.read_text("utf-8"))["entries"]
PINGS = ("<!channel", "<!here", "<!everyone", "<!subteam", "<@U123", "<javascript:")


def typed_in_the_form(entry):
    """Return the sets of fields that this entry types into a practice's form."""
    forms = []
    for each in entry["inputs"]:
        kind, _, name = each["target"].partition(".")
        if kind == "practice" and each["source"] == "modal":
            if not forms or name in forms[-1]:
                forms.append({})
            # Slack's client keeps no line break in an input of one line.
            lines = each["value"] if name == "description" else each["value"].split()
            forms[-1][name] = lines if isinstance(lines, str) else " ".join(lines)
    return forms


HOSTILE = [
    pytest.param(entry, form, id=f"{entry['id']}-{number}")
    for entry in ENTRIES
    for number, form in enumerate(typed_in_the_form(entry))
]


@pytest.mark.parametrize(("entry", "form"), HOSTILE)
def test_hostile_text_reaches_nobody_as_markup(slack, convenor, entry, form):
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")
    refused = set()
    for name, value in form.items():
        if len(value) > 1500 or (name == "organisation" and len(value) > 150):
            refused.add(name)
    accepted = {name: value for name, value in form.items() if name not in refused}
    open_form(slack, member, channel=CHANNEL)
    for name in refused:
        with pytest.raises(CannotError):
            member.fill({name: form[name]})
    member.fill(STEP_1 | accepted)
    assert member.submit().errors == {}
    member.fill(STEP_2)
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "was submitted"))
    chair.command("/practice", "show P-1", channel=CHANNEL)
    chair.command("/practice", "list", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "waiting for acceptance"))

    shown = "\n".join(
        text
        for published in slack.workspace.published
        if published.kind in {"message", "ephemeral"}
        for text in mrkdwn_texts(published.body)
    )
    for pattern in entry["checks"].get("slack_must_not_match", ()):
        assert not re.search(pattern, shown)
    assert not any(ping in shown for ping in PINGS)
    assert max(map(len, shown.split("\n"))) <= 3000 + 200


def mrkdwn_texts(value):
    """Yield every text that Slack would parse."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        elif value.get("type") == "message":
            yield value.get("text", "")
        for part in value.values():
            yield from mrkdwn_texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from mrkdwn_texts(part)


def test_characters_that_databases_refuse_are_dropped(slack, convenor):
    member = slack.person("UMEMBER")
    odd = "A\u0000B\u202eC\u200b\ufeff end"

    share(slack, member, channel=CHANNEL, step_1=STEP_1 | {"title": odd})
    slack.wait_until(lambda: seen(member, CHANNEL, "“ABC end”"))


@pytest.mark.parametrize("value", ["", " ", "\u200b\t", "\u00ad"])
def test_a_title_of_nothing_is_asked_for_again(slack, convenor, value):
    member = slack.person("UMEMBER")
    open_form(slack, member, channel=CHANNEL)
    member.fill(STEP_1 | {"title": value})

    assert "title" in member.submit().errors


def read_only(connection, _):
    connection.execute("PRAGMA query_only = ON")


def full(connection, _):
    """Fill every page of the file and allow no further one."""
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 8}")
    connection.execute("CREATE TABLE IF NOT EXISTS filler (blob)")
    for size in (3000, 300, 30, 1):
        with contextlib.suppress(sqlite3.OperationalError):
            while True:
                connection.execute("INSERT INTO filler VALUES (zeroblob(?))", (size,))


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        pytest.param(read_only, "read-only", id="read-only"),
        pytest.param(full, "disk is full", id="full"),
    ],
)
def test_a_database_that_refuses_keeps_the_form_open(
    slack, convenor, settings, spoil, sentence
):
    member = slack.person("UMEMBER")
    long_text = "€" * 1500  # more bytes than a page of the file holds
    open_form(slack, member, channel=CHANNEL)
    member.fill(STEP_1 | {"description": long_text})
    engine = convenor.deps.db._engine
    engine.dispose()
    sa.event.listen(engine, "connect", spoil)
    try:
        outcome = member.submit()
    finally:
        sa.event.remove(engine, "connect", spoil)
        engine.dispose()
        empty_again(settings)

    (said,) = outcome.errors.values()
    assert said.startswith("Nothing was saved:")
    assert sentence in said
    assert typed_in(member.view, "description") == long_text
    assert member.submit().errors == {}


def empty_again(settings):
    path = settings.database_url.removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE IF EXISTS filler")
        connection.commit()


def test_a_locked_database_is_said_before_slack_gives_up(slack, convenor, settings):
    member = slack.person("UMEMBER")
    open_form(slack, member, channel=CHANNEL)
    member.fill(STEP_1)
    path = settings.database_url.removeprefix("sqlite:///")
    holding = sqlite3.connect(path, isolation_level=None)
    holding.execute("BEGIN IMMEDIATE")

    outcome = member.submit()
    holding.execute("ROLLBACK")
    holding.close()

    (said,) = outcome.errors.values()
    assert said.startswith("Nothing was saved: the database is busy.")
    assert member.submit().errors == {}


def test_a_problem_with_a_button_is_shown_in_the_form(slack, convenor, settings):
    member = slack.person("UMEMBER")
    open_form(slack, member, channel=CHANNEL)
    member.fill({"title": "Typed with care"})
    path = settings.database_url.removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as holding:
        holding.execute("BEGIN IMMEDIATE")
        member.press(member.view, "Save and finish later")
        slack.wait_until(lambda: "Nothing was saved" in str(member.view))

    typed = member.view["state"]["values"]["title"]["value"]["value"]
    assert typed == "Typed with care"
    member.press(member.view, "Save and finish later")
    slack.wait_until(lambda: "is saved" in str(member.view))
