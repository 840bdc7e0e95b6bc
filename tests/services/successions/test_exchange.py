"""What became of clusters travels with the group's file, and no file undoes it."""

import json

import pytest
from danish import CLUSTERS, clock, ids, merge, paper, the_file, undo
from exchange_files import give, problems_of, take

from bot.domain.errors import InvalidTransitionError
from bot.domain.successions import SuccessionKind
from bot.services import exchange, successions
from storage import clusters, members


@pytest.fixture
def merged(database, chair):
    """A merger of five, a later new name, and one that was undone."""
    undo(database, chair, merge(database, chair, nonce="undone"))
    made = merge(database, chair, nonce="merger")
    known = ids(database, chair.sig.id)
    merge(
        database,
        chair,
        nonce="rename",
        kind=SuccessionKind.RENAME,
        predecessors=(known["danish-life-science-cluster"],),
        new=("Danish Health Cluster",),
        note="A note of two lines.\nThis is the second.",
    )
    return made


def test_export_and_import_into_an_empty_database_gives_the_same_bytes(
    database, second_database, chair, merged, tmp_path
):
    first = exchange.export(database, None, tmp_path / "first")
    exchange.import_file(second_database, clock, tmp_path / "first/convenor.json")
    second = exchange.export(second_database, None, tmp_path / "second")

    assert [path.name for path in first] == [path.name for path in second]
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
    assert "succession_parts.csv" in {path.name for path in first}
    with second_database.read() as session:
        known = clusters.clusters(session, 1)
    assert {each.key for each in known if each.status == "merged"} == {
        *CLUSTERS,
        "danish-life-science-cluster",
    }
    assert paper(second_database, 1).markdown == paper(database, chair.sig.id).markdown


def test_the_same_file_again_changes_nothing(database, chair, merged, tmp_path):
    given = give(database, tmp_path / "out")

    assert take(database, given).is_empty
    assert [each["id"] for each in given["successions"]] == ["merger", "rename"]


def test_an_older_file_brings_nobody_back_to_a_cluster_that_ended(
    database, chair, merged, tmp_path
):
    before = give(database, tmp_path / "before")

    take(database, the_file())

    after = give(database, tmp_path / "after")
    assert after["clusters"] == before["clusters"]
    assert after["members"] == before["members"]
    assert after["external_stakeholders"] == before["external_stakeholders"]
    assert after["action_items"] == before["action_items"]
    assert after["white_paper"] == before["white_paper"]


def test_what_came_with_a_file_is_not_undone_and_says_why(
    second_database, chair, tmp_path
):
    value = the_file()
    value["clusters"].append(value["clusters"][-1] | {"id": "new", "name": "New"})
    value["successions"] = [a_record("welfare-tech", "new")]
    take(second_database, value)

    with second_database.read() as session:
        roster = members.roster(session, 1)
        by_id = {each.id: each.key for each in clusters.clusters(session, 1)}
    spoken_for = {by_id.get(each.place.cluster_id) for each in roster}
    assert "new" in spoken_for, "people follow what the file says itself"
    assert "welfare-tech" not in spoken_for


def a_record(predecessor, successor, **changes):
    part = {
        "predecessor": predecessor,
        "successor": successor,
        "predecessor_name": predecessor,
        "successor_name": successor,
    }
    values = {
        "id": f"{predecessor}-{successor}",
        "kind": "replacement",
        "effective_on": "2021-01-01",
        "note": "",
        "parts": [part],
    }
    return values | changes


@pytest.mark.parametrize(
    ("records", "reason"),
    [
        pytest.param([a_record("mtic", "mtic")], "cannot follow itself", id="self"),
        pytest.param(
            [a_record("mtic", "chc"), a_record("chc", "mtic")],
            "would be a circle",
            id="circle",
        ),
        pytest.param(
            [
                a_record("mtic", "chc"),
                a_record("chc", "cl-fr"),
                a_record("cl-fr", "mtic"),
            ],
            "would be a circle",
            id="circle over three",
        ),
        pytest.param(
            [a_record("mtic", "chc"), a_record("mtic", "cl-fr")],
            "has ended already",
            id="twice",
        ),
        pytest.param([a_record("mtic", "nobody")], "do not know", id="unknown"),
        pytest.param([a_record("mtic", "chc", kind="split")], "A split", id="shape"),
        pytest.param([a_record("mtic", "chc", parts=[])], "no clusters", id="empty"),
        pytest.param(
            [a_record("mtic", "chc", effective_on="2021")], "date like", id="day"
        ),
        pytest.param(
            [a_record("mtic", "chc"), a_record("mtic", "chc")], "twice", id="same id"
        ),
    ],
)
def test_a_mistaken_record_is_refused_with_its_reason(sqlite_database, records, reason):
    value = the_file() | {"successions": records}

    found = problems_of(sqlite_database, value)

    assert any(reason in problem for problem in found), json.dumps(found)


def test_a_file_cannot_change_what_became_of_which(database, chair, merged, tmp_path):
    given = give(database, tmp_path / "out")
    given["successions"][0]["parts"].pop()
    given["successions"][1]["note"] = "Another note."

    assert "cannot be changed by a file" in problems_of(database, given)[0]
    given = give(database, tmp_path / "again")
    given["successions"][1]["note"] = "Another note."
    assert dict(take(database, given).changed) == {"successions": ("rename",)}
    assert give(database, tmp_path / "changed") == given


def test_a_file_does_not_bring_back_what_was_undone_here(database, chair, tmp_path):
    made = merge(database, chair)
    given = give(database, tmp_path / "out")
    undo(database, chair, made)

    assert problems_of(database, given) == [
        "The change nonce was undone here. Take it out."
    ]


def test_an_imported_succession_says_why_it_cannot_be_undone(database, chair, tmp_path):
    value = the_file() | {"successions": [a_record("welfare-tech", "cl-fr")]}
    take(database, value)
    page = successions.listed(database, clock, caller=chair, limit=5)

    assert "came with an imported file" in page.items[0].obstacle
    with pytest.raises(InvalidTransitionError, match="imported file"):
        undo(database, chair, page.items[0].succession)
