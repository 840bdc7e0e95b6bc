"""Profiles, relations and merged themes travel in files, and outlive older ones."""

import json
from dataclasses import replace
from datetime import date

import pytest
from exchange_files import CORPUS

from bot.domain.clusters import Hub
from bot.domain.errors import ImportRejectedError
from bot.services import exchange
from storage import clusters, networks, themes

from factories import NOW


def clock():
    return NOW


@pytest.fixture
def sig(database):
    return exchange.import_file(database, clock, CORPUS).sig


def exported(database, sig, folder):
    exchange.export(database, sig.id, folder)
    return folder / exchange.JSON_NAME


def enrich(database, sig):
    """Fill what the sample's file does not say."""
    with database.begin() as session:
        cluster = clusters.clusters(session, sig.id)[0]
        profile = {
            "acronym": "CHC",
            "city": "Tallinn",
            "website": "https://example.org",
            "legal_form": "MTÜ",
            "nuts_version": "2021",
            "established": 2014,
            "members_research": 9,
            "members_as_of": "2026-03",
            "staff_fte": 2.5,
            "membership_criteria": "Readiness.\nTo invest.",
            "strategy_period": "2023-2027",
            "excellence_label": "silver",
            "hubs": (Hub(city="Tartu", nuts="EE008"), Hub(city="Narva")),
        }
        clusters.update_cluster(session, sig.id, replace(cluster, **profile))
        network = networks.networks(session, sig.id)[0]
        relation = {
            "website": "https://example.net",
            "last_contact_on": date(2026, 11, 1),
            "next_step": "Meet",
            "ended_on": date(2027, 1, 1),
        }
        networks.save_network(session, replace(network, **relation))
        ai, skills = (
            next(t for t in themes.themes(session, sig.id) if t.slug == slug)
            for slug in ("ai", "skills")
        )
        themes.save_words(session, replace(ai, description="What learns."))
        themes.merge(session, skills, ai)


def registers(database, sig_id):
    with database.read() as session:
        return (
            clusters.clusters(session, sig_id),
            networks.networks(session, sig_id),
            themes.all_themes(session, sig_id),
        )


def test_a_group_moves_with_its_profiles_and_merged_themes(
    database, second_database, sig, tmp_path
):
    enrich(database, sig)
    first = exported(database, sig, tmp_path / "first")

    moved = exchange.import_file(second_database, clock, first).sig
    second = exported(second_database, moved, tmp_path / "second")

    assert second.read_bytes() == first.read_bytes()
    known = {each["id"]: each for each in json.loads(first.read_text())["themes"]}
    assert known["skills"]["merged_into"] == "ai"
    (cluster, *_), _, _ = registers(second_database, moved.id)
    assert cluster.hubs[0] == Hub(city="Tartu", nuts="EE008")
    assert cluster.staff_fte == 2.5


def test_an_older_file_takes_nothing_away(database, sig, tmp_path):
    older = exported(database, sig, tmp_path / "older")
    enrich(database, sig)
    before = registers(database, sig.id)
    data = json.loads(older.read_text())
    data["clusters"][0]["members_total"] = 99
    data["networks"][0]["name"] = "Another name"
    data["themes"][0]["label"] = "Another label"
    older.write_text(json.dumps(data))

    exchange.import_file(database, clock, older)

    after = registers(database, sig.id)
    old, new = before[0][0], after[0][0]
    assert new == replace(old, members_total=99, version=new.version)
    assert after[1][0] == replace(before[1][0], name="Another name")
    assert [each.merged_into for each in after[2]] == [
        each.merged_into for each in before[2]
    ]
    assert exchange.import_file(database, clock, older).is_empty


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"merged_into": "nowhere"}, "I do not know nowhere"),
        ({"merged_into": "ai"}, "cannot be merged with itself"),
    ],
)
def test_a_theme_that_leads_nowhere_is_refused(sqlite_database, change, said):
    raw = json.dumps({"themes": [{"id": "ai", "label": "AI"} | change]})

    with pytest.raises(ImportRejectedError) as refused:
        exchange.import_file(sqlite_database, clock, raw.encode())

    assert said in str(refused.value.problems)


def test_themes_that_lead_in_a_circle_stay(sqlite_database):
    raw = {
        "themes": [
            {"id": "a", "label": "A", "merged_into": "b"},
            {"id": "b", "label": "B", "merged_into": "a"},
            {"id": "c", "label": "C", "merged_into": "d"},
            {"id": "d", "label": "D"},
        ]
    }

    sig = exchange.import_file(sqlite_database, clock, json.dumps(raw).encode()).sig

    with sqlite_database.read() as session:
        assert [each.slug for each in themes.themes(session, sig.id)] == ["a", "b", "d"]
