"""Import and export of people, consents, texts under revision and editions."""

import copy
from dataclasses import replace

import pytest
from exchange_files import give, prepare, problems_of, record, take, the_corpus

from bot.domain.sigs import Membership, Person, PersonState, Sig
from storage import actions, members, practices, sigs
from storage.directory import directory


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

    prepare(database, corpus)

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
    prepare(database, corpus)

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
    prepare(database, corpus)
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
    prepare(database, corpus)
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
    prepare(database, corpus)
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
    prepare(database, corpus)

    given = give(database, tmp_path / "one")
    take(second_database, given)

    assert given["white_paper"]["editions"] == corpus["white_paper"]["editions"]
    assert give(second_database, tmp_path / "two") == given


def test_a_role_gets_its_account_from_a_later_file(database, corpus):
    prepare(database, corpus)
    corpus["roles"][0] |= {"slack_user_id": "U1", "slack_team_id": "T1"}

    report = take(database, corpus)

    assert dict(report.changed) == {"roles": ("chair",)}
    with database.read() as session:
        assert members.find_person(session, "T1", "U1").key == "chair"


def test_a_role_does_not_change_hands_by_a_file(database, corpus, tmp_path):
    corpus["roles"][0] |= {"slack_user_id": "U1", "slack_team_id": "T1"}
    prepare(database, corpus)
    before = give(database, tmp_path / "before")
    corpus["roles"][0]["slack_user_id"] = "U2"
    corpus["themes"][0]["label"] = "Changed"

    found = problems_of(database, corpus)

    assert found == ["chair belongs to another Slack account."]
    assert give(database, tmp_path / "after") == before


def test_one_account_in_two_groups_is_one_person(database, corpus):
    corpus["roles"][0] |= {"slack_user_id": "U1", "slack_team_id": "T1"}
    with database.begin() as session:
        first = sigs.add(session, Sig(name="First"))
        second = sigs.add(session, Sig(name="Second"))
        person = members.add_person(session, Person(team_id="T1", user_id="U1"))

    take(database, corpus, sig_id=first.id)
    take(database, corpus, sig_id=second.id)

    with database.read() as session:
        groups = sigs.of_person(session, "T1", "U1")
        actors = [members.actor(session, sig.id, person.id) for sig in groups]
    assert [sig.name for sig in groups] == ["First", "Second"]
    assert [actor.role for actor in actors] == ["chair", "chair"]


def test_an_account_known_by_another_name_is_not_renamed(database, corpus, tmp_path):
    corpus["roles"][0] |= {"slack_user_id": "U1", "slack_team_id": "T1"}
    prepare(database, corpus)
    before = give(database, tmp_path / "before")
    corpus["roles"][0]["id"] = "boss"

    found = problems_of(database, {"roles": corpus["roles"]})

    assert found == ["The Slack account of boss is known as chair."]
    assert give(database, tmp_path / "after") == before


def test_somebody_who_joined_in_slack_takes_the_name_of_the_file(database, corpus):
    with database.begin() as session:
        sig = sigs.add(session, Sig())
        person = members.add_person(session, Person(team_id="T1", user_id="U1"))
        place = Membership(sig_id=sig.id, person_id=person.id, role="chair")
        members.set_membership(session, place)
    corpus["roles"][0] |= {"slack_user_id": "U1", "slack_team_id": "T1"}

    prepare(database, corpus)

    with database.read() as session:
        assert members.members_with(session, sig.id, ["chair"])[0].id == person.id
        assert directory(session, sig.id).people[person.id] == "chair"


def test_the_file_of_another_group_brings_nobody_back(database, corpus):
    with database.begin() as session:
        person = members.add_person(session, Person(team_id="T1", user_id="U1"))
        members.save_person(session, replace(person, state=PersonState.LEFT))
    corpus["roles"][0] |= {"slack_user_id": "U1", "slack_team_id": "T1"}

    prepare(database, corpus)

    with database.read() as session:
        assert members.find_person(session, "T1", "U1").state is PersonState.LEFT
    assert take(database, corpus).is_empty


def test_somebody_who_changes_the_list_keeps_the_rest(database, corpus, tmp_path):
    prepare(database, corpus)
    role = corpus["roles"][0]

    take(database, {"members": [{"id": "chair", "role": "editor", "name": "n"}]})

    given = give(database, tmp_path / "out")
    assert [each["id"] for each in given["roles"]] == ["secretariat"]
    (member,) = given["members"]
    assert (member["role"], member["cluster"]) == ("editor", role["cluster"])


def test_each_group_has_its_own_names_for_people(database, corpus, tmp_path):
    with database.begin() as session:
        first, second = (sigs.add(session, Sig(name=name)).id for name in "AB")
    account = {"slack_user_id": "U1", "slack_team_id": "T1"}
    take(database, corpus, sig_id=first)
    corpus["roles"][0] |= account
    take(database, corpus, sig_id=first)
    other = copy.deepcopy(corpus)
    # There somebody else is the chair, and the chair of here a member.
    del other["roles"][0]["slack_user_id"], other["roles"][0]["slack_team_id"]
    member = {"id": "m", "role": "member", "cluster": "cl-ee"}
    other["members"] = [member | account | {"name": "chair of the group"}]

    take(database, other, sig_id=second)

    one, two = (give(database, tmp_path / f"{each}", each) for each in (first, second))
    assert one["roles"] == corpus["roles"]
    assert two["roles"] == other["roles"]
    assert two["members"] == other["members"]
    assert take(database, one, sig_id=first).is_empty
    assert take(database, two, sig_id=second).is_empty


def test_the_name_of_somebody_who_was_erased_is_free(database, corpus):
    prepare(database, corpus)
    with database.begin() as session:
        chair = members.members_with(session, 1, ["chair"])[0]
        members.save_person(session, replace(chair, state=PersonState.ERASED))

    report = take(database, corpus)

    assert report.added == {"roles": ("chair",)}
    with database.read() as session:
        assert members.members_with(session, 1, ["chair"])[0].id != chair.id


def test_a_later_file_brings_both_texts_of_a_practice(database, corpus, tmp_path):
    prepare(database, corpus)
    practice = record(corpus, "practices", "P-03")
    accepted = {
        name: value
        for name, value in practice.items()
        if name not in {"id", "cluster", "status", "licence", "consent"}
    }
    practice |= {
        "status": "under_review",
        "title": "The newest text",
        "accepted_text": accepted
        | {"title": "A text accepted elsewhere", "attribution": "organisation"},
    }

    take(database, corpus)

    with database.read() as session:
        printed = practices.numbered(session, 1)[2]
        newest = practices.get(session, 1, 3)
    assert (printed.content.title, printed.status) == (
        "A text accepted elsewhere",
        "accepted",
    )
    assert newest.content.title == "The newest text"
    assert take(database, corpus).is_empty
    given = give(database, tmp_path / "out")
    del given["sig"]
    assert given == corpus
