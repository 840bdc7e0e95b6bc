"""What a file does not mention stays; what it says as null is cleared."""

from itertools import zip_longest

import pytest
from exchange_files import give, prepare, record, take, the_corpus
from exchange_full import PROFILE, RELATION, the_full_group

from bot.domain.sigs import Membership, Person, Sig
from bot.services import exchange
from storage import matching, members, networks, sigs, themes

LISTS = [
    *("themes", "networks", "clusters", "roles", "external_stakeholders", "members"),
    *("practices", "meetings", "action_items", "recommendations", "offers"),
]


@pytest.fixture
def group():
    return the_full_group()


@pytest.fixture
def full(sqlite_database):
    """A SQLite database with the group in it."""
    prepare(sqlite_database, the_full_group())
    return sqlite_database


@pytest.fixture
def before(full, tmp_path):
    """What that database gives."""
    return give(full, tmp_path / "given")


def bare(records, by="id"):
    return [{by: each[by]} for each in records]


def test_a_file_of_nothing_but_identifiers_changes_nothing(database, group, tmp_path):
    prepare(database, group)
    before = give(database, tmp_path / "before")
    file = {name: bare(before[name]) for name in LISTS}
    file |= {
        "sig": {},
        "sources": {key: {} for key in before["sources"]},
        "white_paper": {"sections": bare(before["white_paper"]["sections"], "key")},
    }
    file["meetings"] = [
        {"id": each["id"], "decisions": bare(each["decisions"])}
        for each in before["meetings"]
    ]

    report = take(database, file)

    assert report.is_empty
    assert give(database, tmp_path / "after") == before


def test_no_key_that_is_left_out_takes_anything_away(full, before):
    keys = [sorted(set().union(*before[name]) - {"id"}) for name in LISTS]
    # The first key of every list at once, then the second: an import takes a while.
    for left_out in zip_longest(*keys):
        missing = dict(zip(LISTS, left_out, strict=True))
        file = {
            name: [{k: v for k, v in each.items() if k != key} for each in before[name]]
            for name, key in missing.items()
        }

        assert take(full, file).is_empty, missing


@pytest.mark.parametrize(
    "place",
    [
        *(("clusters", "cl-ee", field) for field in sorted(PROFILE)),
        *(("networks", "cebr", field) for field in sorted(RELATION)),
        *(
            ("members", "ext-hta", field)
            for field in ("organisation", "expires_on", "meetings", "invited_by")
        ),
        *(("offers", "need-1", field) for field in ("theme", "contact")),
        ("themes", "ai", "description"),
    ],
)
def test_null_clears(full, before, tmp_path, place):
    name, key, said = place
    assert record(before, name, key)[said] is not None

    report = take(full, {name: [{"id": key, said: None}]})

    after = give(full, tmp_path / "after")
    assert dict(report.changed) == {name: (key,)}
    assert record(after, name, key).pop(said, None) is None
    assert record(before, name, key).pop(said) is not None
    assert after == before


@pytest.mark.parametrize(
    ("said", "usual"),
    [
        ("holiday_countries", []),
        ("quiet_from", "20:00"),
        ("quiet_until", "07:00"),
        ("objectives", ""),
    ],
)
def test_null_of_a_setting_is_what_a_new_group_has(full, before, tmp_path, said, usual):
    take(full, {"sig": {said: None}})

    after = give(full, tmp_path / "after")["sig"]
    del before["sig"]["objectives_history"], after["objectives_history"]
    assert after == before["sig"] | {said: usual}


def test_an_older_file_without_the_new_fields_takes_none_away(
    database, group, tmp_path
):
    prepare(database, group)
    before = give(database, tmp_path / "before")
    older = the_corpus()
    older["clusters"][0]["members_total"] = 99
    older["sig"] = {"name": "Another name"}

    report = take(database, older)

    after = give(database, tmp_path / "after")
    assert dict(report.changed) == {"clusters": ("cl-ee",), "sig": ("sig",)}
    before["clusters"][0]["members_total"] = 99
    before["sig"]["name"] = "Another name"
    assert after == before
    assert take(database, older).is_empty


def test_a_contact_is_not_hidden_by_an_older_file(database, group, tmp_path):
    prepare(database, group)
    file = {"networks": [{"id": "cebr", "last_contact_on": "2026-10-31"}]}

    assert take(database, file).is_empty
    file["networks"][0]["last_contact_on"] = "2026-11-20"
    take(database, file)

    given = give(database, tmp_path / "out")
    assert given["networks"][0]["last_contact_on"] == "2026-11-20"


def test_a_region_that_is_another_one_loses_what_was_said_of_the_old(full, tmp_path):
    take(full, {"clusters": [{"id": "cl-ee", "nuts": "EE008"}]})

    cluster = give(full, tmp_path / "out")["clusters"][0]
    assert (cluster["nuts"], cluster["nuts_name"]) == ("EE008", None)
    assert "nuts_version" not in cluster


def test_a_meeting_that_is_moved_needs_no_second_time(full, tmp_path):
    file = {"meetings": [{"id": "M-2021-01", "starts_local": "2021-01-12T16:00"}]}

    take(full, file)

    meeting = give(full, tmp_path / "out")["meetings"][0]
    assert meeting["starts_utc"] == "2021-01-12T15:00Z"


def test_what_members_decided_about_an_offer_outlives_a_file(database, group, tmp_path):
    prepare(database, group)
    file = {
        "offers": [
            {"id": "need-1", "may_print": True, "cluster": "cl-fr"},
            {"id": "offer-1", "state": "open", "stated_on": "2026-06-30"},
        ]
    }

    report = take(database, file)

    assert report.is_empty
    assert report.doubts == (
        "need need-1: may not be printed; that stays so.",
        "offer offer-1: closed here and stays so.",
    )


def test_a_file_does_not_part_merged_themes(database, group, tmp_path):
    prepare(database, group)

    report = take(database, {"themes": [{"id": "skills", "merged_into": None}]})

    assert report.is_empty
    assert report.doubts == ("theme skills: merged into ai here and stays so.",)


def test_whoever_left_stays_where_they_are_named(database, group, tmp_path):
    prepare(database, group)
    with database.begin() as session:
        manager = members.find_person(session, "T0HOME", "U0EE")
        members.remove_membership(session, 1, manager.id)
    given = give(database, tmp_path / "out")
    given["networks"][0]["next_step"] = "Write."
    given["offers"][1]["text"] = "Who has tested it?"
    record(given, "members", "ext-hta")["purpose"] = "Advice"

    take(database, given)

    with database.read() as session:
        need = matching.by_nonce(session, 1, "need-1")
        network = networks.networks(session, 1)[0]
        (external,) = (
            each.place
            for each in members.roster(session, 1)
            if each.place.purpose == "Advice"
        )
    assert (need.person_id, need.text) == (manager.id, "Who has tested it?")
    assert network.liaison_person_id == manager.id
    assert external.invited_by == manager.id


def test_an_earlier_text_of_the_objectives_is_kept(database, tmp_path):
    first = take(database, {"sig": {"objectives": "The first text."}}).sig

    take(database, {"sig": {"objectives": "The second text."}})

    with database.read() as session:
        history = sigs.objectives(session, first.id)
    assert [each.text for each in history] == ["The first text.", "The second text."]
    assert take(database, {"sig": {"objectives": "The second text."}}).is_empty


def test_a_history_that_tells_another_text_is_a_doubt(database, group, tmp_path):
    prepare(database, group)
    before = give(database, tmp_path / "before")
    group["sig"]["objectives_history"][0]["text"] = "Something else."

    report = take(database, group)

    assert report.is_empty
    assert report.doubts == (
        (
            "Text 1 of the objectives' history is another one here; the file's was "
            "not taken."
        ),
    )
    assert give(database, tmp_path / "after") == before


def test_what_only_slack_decides_is_not_in_a_file(database, group, tmp_path):
    with database.begin() as session:
        sig = sigs.add(session, Sig(chairs_channel_id="C1", is_shared=True))
        person = members.add_person(session, Person(team_id="T1", user_id="U1"))
        place = Membership(sig_id=sig.id, person_id=person.id, role="chair")
        members.set_membership(session, place)

    prepare(database, group)

    with database.read() as session:
        after = sigs.get(session, sig.id)
    assert (after.chairs_channel_id, after.is_shared) == ("C1", True)
    exchange.export(database, None, tmp_path / "out")
    assert "C1" not in (tmp_path / "out/convenor.json").read_text()


def test_open_offers_follow_their_cluster_into_the_one_that_speaks_for_it(full, group):
    pair = {"predecessor": "cl-ee", "successor": "cl-fr"}
    names = {"predecessor_name": "Estonia", "successor_name": "France"}
    merger = {
        "id": "merged",
        "kind": "replacement",
        "effective_on": "2026-11-01",
        "parts": [pair | names],
    }

    take(full, {"successions": [merger], "offers": [group["offers"][1]]})

    with full.read() as session:
        need = matching.by_nonce(session, 1, "need-1")
        merged = [each for each in themes.all_themes(session, 1) if each.merged_into]
    assert need.cluster_name == record(group, "clusters", "cl-fr")["name"]
    assert [each.slug for each in merged] == ["skills"]
