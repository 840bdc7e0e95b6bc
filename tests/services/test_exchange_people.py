"""Import and export of people, consents, texts under revision and editions."""

import copy
from dataclasses import replace

import pytest
from exchange_files import give, record, take, the_corpus

from bot.domain.sigs import PersonState
from storage import actions, members, practices


@pytest.fixture
def corpus():
    return the_corpus()


def test_people_come_with_their_slack_accounts(database, corpus, tmp_path):
    corpus["roles"][0] |= {"slack_user_id": "U0CHAIR", "slack_team_id": "T0HOME"}
    corpus["members"] = [
        {
            "id": "reviewer-dk",
            "role": "reviewer",
            "name": "cluster manager",
            "cluster": "cl-dk",
            "slack_user_id": "U0DK",
            "slack_team_id": "T0HOME",
            "tz": "Europe/Copenhagen",
        },
        {
            "id": "guest",
            "role": "external",
            "name": "health economist",
            "cluster": None,
            "sponsor": "cl-ee",
            "purpose": "HTA",
            "expires_on": "2026-12-31",
            "may_submit": False,
        },
    ]
    corpus["practices"][5]["author"] = "reviewer-dk"

    take(database, corpus)

    with database.read() as session:
        person = members.find_person(session, "T0HOME", "U0DK")
        actor = members.actor(session, 1, person.id)
        chair = members.find_person(session, "T0HOME", "U0CHAIR")
        practice = practices.get(session, 1, 6)
    assert actor.role == "reviewer"
    assert chair.key == "chair"
    assert practice.author_user_id == "U0DK"
    given = give(database, tmp_path / "out")
    del given["sig"]
    assert given == corpus
    assert take(database, corpus).is_empty


def test_people_who_joined_in_slack_are_exported_and_found_again(
    database, second_database, corpus, tmp_path
):
    corpus["members"] = [
        {
            "id": "T1.U7",
            "role": "member",
            "name": "",
            "cluster": "cl-ee",
            "slack_user_id": "U7",
            "slack_team_id": "T1",
        }
    ]
    record(corpus, "action_items", "A-2021-30")["owner"] = "T1.U7"
    take(database, corpus)

    given = give(database, tmp_path / "out")
    take(second_database, given)

    with second_database.read() as session:
        person = members.find_person(session, "T1", "U7")
        owners = {each.number: each.owner for each in actions.all_actions(session, 1)}
    assert person is not None
    assert owners[30] == "T1.U7"


def test_an_older_file_neither_renames_nor_revives_people(
    database, second_database, corpus, tmp_path
):
    take(database, corpus)
    with database.begin() as session:
        chair = members.members_with(session, 1, ["chair"])[0]
        members.link_person(session, chair.id, team_id="T1", user_id="U1")
        members.rename_person(session, chair.id, "The chair of 2021")
        editor = members.members_with(session, 1, ["secretariat"])[0]
        members.save_person(session, replace(editor, state=PersonState.LEFT))

    report = take(database, corpus)
    given = give(database, tmp_path / "one")
    take(second_database, given)

    assert report.is_empty
    assert given["roles"] == [
        corpus["roles"][0]
        | {
            "slack_user_id": "U1",
            "slack_team_id": "T1",
            "name": "The chair of 2021",
        },
        corpus["roles"][1] | {"state": "left"},
    ]
    assert give(second_database, tmp_path / "two") == given
    with second_database.read() as session:
        assert members.members_with(session, 1, ["secretariat"]) == ()


def test_an_older_file_does_not_revive_a_withdrawn_consent(database, corpus, tmp_path):
    take(database, corpus)
    withdrawn = copy.deepcopy(corpus)
    record(withdrawn, "practices", "P-05")["consent"]["withdrawn_on"] = "2021-06-01"
    take(database, withdrawn)

    report = take(database, corpus)

    given = give(database, tmp_path / "out")
    assert report.is_empty
    consent = record(given, "practices", "P-05")["consent"]
    assert consent["withdrawn_on"] == "2021-06-01"


def test_a_text_under_revision_is_exchanged_with_the_accepted_one(
    database, second_database, corpus, tmp_path
):
    take(database, corpus)
    with database.begin() as session:
        before = practices.get(session, 1, 3)
        content = replace(before.content, title="Newer")
        practices.revise(
            session, before, replace(before, status="submitted", content=content)
        )

    given = give(database, tmp_path / "one")
    take(second_database, given)

    with second_database.read() as session:
        newest = practices.get(session, 1, 3)
        printed = practices.numbered(session, 1)[2]
    assert (newest.content.title, newest.status) == ("Newer", "submitted")
    assert printed.content.title == corpus["practices"][2]["title"]
    assert printed.is_printable
    assert give(second_database, tmp_path / "two") == given
    assert take(second_database, given).is_empty


def test_editions_travel_along(database, second_database, corpus, tmp_path):
    corpus["white_paper"]["editions"] = [
        {
            "version": "0.1",
            "as_of": "2021-11-15",
            "sha256": "a" * 64,
            "fingerprint": "b" * 64,
            "summary": "first",
            "markdown": "# Paper\r\n",
        }
    ]
    take(database, corpus)

    given = give(database, tmp_path / "one")
    take(second_database, given)

    assert given["white_paper"]["editions"] == corpus["white_paper"]["editions"]
    assert give(second_database, tmp_path / "two") == given
