"""Import and export: nothing is lost, nothing half done, nothing done twice."""

import json
from datetime import UTC, datetime

import pytest
from exchange_files import (
    CORPUS,
    clock,
    give,
    prepare,
    problems_of,
    record,
    take,
    the_corpus,
)

from bot.domain.errors import ConvenorError, NotFoundError
from bot.domain.references import Kind
from bot.domain.sigs import Sig
from bot.services import exchange
from storage import practices, sigs, whitepaper


@pytest.fixture
def corpus():
    return the_corpus()


def test_the_corpus_comes_back_as_it_was(database, corpus, tmp_path):
    exchange.import_file(database, clock, CORPUS)

    given = give(database, tmp_path / "out")
    del given["sig"]
    assert given == corpus


def test_export_and_import_into_an_empty_database_gives_the_same_bytes(
    database, second_database, tmp_path
):
    exchange.import_file(database, clock, CORPUS)
    first = exchange.export(database, None, tmp_path / "first")
    exchange.import_file(second_database, clock, tmp_path / "first/convenor.json")
    second = exchange.export(second_database, None, tmp_path / "second")

    assert [path.name for path in first] == [path.name for path in second]
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_the_same_file_again_changes_nothing_and_says_so(database, corpus, tmp_path):
    prepare(database, corpus)
    before = give(database, tmp_path / "before")

    report = exchange.import_file(database, clock, CORPUS)

    assert report.is_empty
    assert report.lines[0].startswith("Nothing to change")
    assert give(database, tmp_path / "after") == before


def test_an_export_of_the_group_changes_nothing_in_it(database, corpus, tmp_path):
    prepare(database, corpus)
    give(database, tmp_path / "out")

    report = exchange.import_file(database, clock, tmp_path / "out/convenor.json")

    assert report.is_empty


def test_a_first_import_makes_the_group_and_counts_what_is_new(database, corpus):
    corpus["sig"] = {"name": "Digitalisation", "tz": "Europe/Tallinn"}

    report = take(database, corpus)

    assert report.is_new_group
    assert (report.sig.name, report.sig.zone) == ("Digitalisation", "Europe/Tallinn")
    counts = {name: len(keys) for name, keys in report.added.items()}
    assert counts["practices"] == 24
    assert counts["meetings"] == 12
    assert counts["action_items"] == 30
    assert counts["recommendations"] == 12
    assert not report.changed


def test_changed_records_are_updated_and_keep_their_numbers(database, corpus, tmp_path):
    prepare(database, corpus)
    record(corpus, "practices", "P-07")["title"] = "A new title"
    record(corpus, "action_items", "A-2021-30")["owner"] = "cl-fr"
    corpus["clusters"][0]["members_total"] = 90
    corpus["themes"][0]["label"] = "Electronic prescriptions"
    before = corpus["white_paper"]["sections"][2]["body_md"]
    corpus["white_paper"]["sections"][2]["body_md"] = "Written anew.\n"

    report = take(database, corpus)
    given = give(database, tmp_path / "out")

    assert dict(report.changed) == {
        "practices": ("P-07",),
        "action_items": ("A-2021-30",),
        "clusters": ("cl-ee",),
        "themes": ("eprescription",),
        "white_paper": ("white_paper",),
    }
    assert not report.added
    section = given["white_paper"]["sections"][2]
    assert section.pop("revision") == 2
    (older,) = section.pop("revisions")
    assert (older["revision"], older["body_md"]) == (1, before)
    del given["sig"]
    assert given == corpus
    assert take(database, corpus).is_empty


def test_an_updated_practice_keeps_its_earlier_text(database, corpus):
    prepare(database, corpus)
    record(corpus, "practices", "P-07")["summary"] = "Another summary."
    take(database, corpus)

    with database.read() as session:
        practice = practices.get(session, 1, 7)
    assert practice.content.summary == "Another summary."
    assert practice.revision == 2
    assert practice.is_printable


def test_what_the_file_does_not_hold_stays(database, corpus, tmp_path):
    prepare(database, corpus)
    before = give(database, tmp_path / "before")

    report = take(database, {"practices": [record(corpus, "practices", "P-03")]})

    assert report.is_empty
    assert give(database, tmp_path / "after") == before


def test_numbers_go_on_after_the_highest_of_the_file(database, corpus):
    prepare(database, corpus)

    with database.begin() as session:
        numbers = {kind: sigs.next_number(session, 1, kind) for kind in Kind}

    assert numbers == {
        Kind.PRACTICE: 25,
        Kind.MEETING: 13,
        Kind.ACTION: 31,
        Kind.DECISION: 21,
        Kind.RECOMMENDATION: 13,
    }


def test_the_numbers_come_from_the_identifiers(database, corpus):
    prepare(database, corpus)

    with database.read() as session:
        snapshot = whitepaper.snapshot(session, 1)
    assert [each.number for each in snapshot.practices] == list(range(1, 25))
    assert snapshot.meetings[2].key == "M-2021-03"
    decisions = [each for meeting in snapshot.meetings for each in meeting.decisions]
    assert [each.number for each in decisions] == list(range(1, 21))
    assert next(each for each in decisions if each.number == 15).supersedes == 11
    assert [each.number for each in snapshot.actions] == list(range(1, 31))


def test_the_snapshot_holds_what_the_oracle_counts(database, corpus):
    prepare(database, corpus)
    expected = corpus["expected"]

    with database.read() as session:
        snapshot = whitepaper.snapshot(session, 1)
    printable = [each.key for each in snapshot.practices if each.is_printable]
    assert printable == expected["in_white_paper"]
    assert len(snapshot.clusters) == expected["clusters_total"]
    overdue = [
        each.key
        for each in snapshot.actions
        if each.is_overdue(datetime(2021, 11, 15, tzinfo=UTC).date())
    ]
    assert overdue == expected["actions_overdue"]
    late = [each.key for each in snapshot.actions if each.is_done_late]
    assert late == expected["actions_done_late"]
    assert snapshot.actions[-1].owner is None


def test_unknown_entries_are_kept_at_every_depth(database, corpus, tmp_path):
    corpus["campaign"] = {"colour": ["blue", None, 1.5]}
    corpus["practices"][3]["keywords"] = ["maternity"]
    corpus["practices"][1]["funding"]["grant"] = "EU50483"
    corpus["practices"][1]["provenance"][0]["checked"] = True
    corpus["meetings"][1]["agenda"][2]["slides"] = "\u0000\ud800x"
    corpus["meetings"][1]["decisions"][0]["seconded"] = "cl-dk"
    corpus["meetings"][5]["decisions"][1]["votes"]["secret"] = True
    corpus["clusters"][2]["staff_fte"] = 3.5
    corpus["sources"]["S1"]["accessed"] = "2021-01-01"
    corpus["white_paper"]["sections"][4]["parent"] = "practices"
    corpus["white_paper"]["isbn"] = None
    corpus["external_stakeholders"][0]["note"] = "prefers mornings"

    take(database, corpus)

    given = give(database, tmp_path / "out")
    del given["sig"]
    corpus["meetings"][1]["agenda"][2]["slides"] = "\u0000\ufffdx"
    assert given == corpus
    assert take(database, corpus).is_empty


def test_two_groups_need_to_be_told_apart(database, corpus, tmp_path):
    with database.begin() as session:
        sigs.add(session, Sig(name="One"))
        other = sigs.add(session, Sig(name="Other"))

    with pytest.raises(NotFoundError, match="several groups"):
        take(database, corpus)
    with pytest.raises(NotFoundError, match="several groups"):
        exchange.export(database, None, tmp_path / "out")
    report = take(database, corpus, sig_id=other.id)

    assert report.sig.name == "Other"
    assert not report.is_new_group
    assert len(give(database, tmp_path / "out", other.id)["practices"]) == 24


def test_own_practices_are_not_overwritten_by_a_file_with_the_same_numbers(
    database, corpus
):
    with database.begin() as session:
        sig = sigs.add(session, Sig())
    take(
        database,
        {
            "practices": [
                record(corpus, "practices", "P-02")
                | {
                    "id": "P-2",
                    "cluster": None,
                    "themes": ["x"],
                    "networks": [],
                    "provenance": [],
                }
            ],
            "themes": [{"id": "x", "label": "X"}],
        },
    )

    found = problems_of(database, corpus)

    assert sig.id == 1
    assert "practices[1] P-02: id: The number 2 belongs to P-2." in found


def test_nothing_is_saved_of_a_file_with_a_problem(database, corpus, tmp_path):
    corpus["recommendations"][11]["status"] = "maybe"

    found = problems_of(database, corpus)

    assert len(found) == 1
    assert found[0].startswith("recommendations[11] R-12: status: Choose one of")
    with database.read() as session:
        assert sigs.all_sigs(session) == ()
    with pytest.raises(NotFoundError, match="no group yet"):
        exchange.export(database, None, tmp_path / "out")


def test_a_folder_in_use_keeps_its_other_files(sqlite_database, corpus, tmp_path):
    prepare(sqlite_database, corpus)
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "convenor.json").write_text("old")

    written = exchange.export(sqlite_database, None, tmp_path)

    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert json.loads((tmp_path / "convenor.json").read_text("utf-8"))
    assert not [path for path in tmp_path.iterdir() if path.is_dir()]
    assert {path.parent for path in written} == {tmp_path}


def test_a_new_folder_is_closed_to_others(sqlite_database, corpus, tmp_path):
    prepare(sqlite_database, corpus)
    exchange.export(sqlite_database, None, tmp_path / "a" / "b")

    assert (tmp_path / "a" / "b").stat().st_mode & 0o077 == 0


def test_a_file_in_the_place_of_the_folder_is_explained(
    sqlite_database, corpus, tmp_path
):
    prepare(sqlite_database, corpus)
    (tmp_path / "out").write_text("in the way")

    with pytest.raises(ConvenorError, match="I cannot write to"):
        exchange.export(sqlite_database, None, tmp_path / "out")
    assert (tmp_path / "out").read_text() == "in the way"
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_a_missing_file_is_named(sqlite_database, tmp_path):
    with pytest.raises(NotFoundError, match="There is no file"):
        exchange.import_file(sqlite_database, clock, tmp_path / "none.json")
    with pytest.raises(NotFoundError, match="I cannot read"):
        exchange.import_file(sqlite_database, clock, tmp_path)
