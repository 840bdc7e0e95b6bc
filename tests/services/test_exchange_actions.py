"""Action items in files: what they belong to travels, what Slack knows outlives it."""

from dataclasses import replace
from datetime import date

import pytest
from exchange_files import give, prepare, problems_of, record, take, the_corpus

from bot.domain.actions import ActionStatus
from storage import actions, meetings, members

KEY, NUMBER = "A-2021-28", 28
LINKS = {
    "decision": "D-2021-11",
    "practice": "P-01",
    "section": "introduction",
    "detail": "First line\nSecond line",
    "permalink": "https://example.org/archives/C1/p1",
    "snoozed_until": "2021-11-20",
}


@pytest.fixture
def corpus():
    return the_corpus()


def read(database):
    with database.read() as session:
        return actions.find(session, 1, NUMBER)


def test_what_an_action_belongs_to_travels_in_a_file(database, corpus, tmp_path):
    record(corpus, "action_items", KEY).update(LINKS)
    prepare(database, corpus)

    written = give(database, tmp_path)
    again = take(database, written)

    assert LINKS.items() <= record(written, "action_items", KEY).items()
    assert again.is_empty
    action = read(database)
    assert (action.practice, action.section) == (1, "introduction")
    assert action.snoozed_until == date(2021, 11, 20)


def test_a_file_that_is_silent_wipes_nothing(database, corpus):
    record(corpus, "action_items", KEY).update(LINKS)
    prepare(database, corpus)
    in_slack(database)
    before = read(database)

    for name in LINKS:
        del record(corpus, "action_items", KEY)[name]
    record(corpus, "action_items", KEY)["title"] = "Another title"
    take(database, corpus)

    kept = read(database)
    assert kept.title == "Another title"
    assert replace(kept, title=before.title, version=before.version) == before
    record(corpus, "action_items", KEY)["decision"] = None
    take(database, corpus)
    assert read(database).decision is None


def in_slack(database):
    """Let people do with it what no file says."""
    with database.begin() as session:
        chair = members.members_with(session, 1, ["chair"])[0]
        meeting = meetings.find(session, 1, 12)
        action = replace(
            actions.find(session, 1, NUMBER),
            agenda_item=meeting.agenda[0].id,
            said_by="chair",
            recorded_by=chair.id,
        )
        actions.change(session, 1, action)
        actions.carry(session, meeting.id, left_open=[action.id], read_out=())


def test_what_was_done_in_slack_is_not_opened_again_by_a_file(database, corpus):
    prepare(database, corpus)
    with database.begin() as session:
        chair = members.members_with(session, 1, ["chair"])[0]
        done = replace(
            actions.find(session, 1, NUMBER),
            status=ActionStatus.DONE,
            done_on=date(2021, 11, 16),
            done_by=chair.id,
            evidence="See there",
        )
        actions.change(session, 1, done)

    taken = take(database, corpus)

    action = read(database)
    assert (action.status, action.done_by) == (ActionStatus.DONE, chair.id)
    assert action.evidence == "See there"
    assert f"{KEY} is done here and stays so; the file says open." in str(taken)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("decision", "D-none"),
        ("practice", "P-none"),
        ("section", "nowhere"),
        ("snoozed_until", "soon"),
        ("reason", "x" * 301),
    ],
)
def test_what_cannot_be_is_refused_with_its_name(database, corpus, name, value):
    record(corpus, "action_items", KEY)[name] = value

    problems = problems_of(database, corpus)

    assert any(KEY in each and name in each for each in problems)
