"""What belongs to the group's life travels with its file, each field of it."""

import csv
import json
from dataclasses import fields
from datetime import date

import pytest
from exchange_files import DATA, clock, give, prepare, record, take
from exchange_full import (
    EXTERNAL,
    NEED,
    OFFER,
    PROFILE,
    RELATION,
    SETTINGS,
    the_full_group,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.clusters import Cluster, Network
from bot.domain.sigs import Sig
from bot.services import exchange
from storage import clusters, matching, members, networks, sigs

HOSTILE = [
    given["value"]
    for entry in json.loads((DATA / "adversarial.json").read_text("utf-8"))["entries"]
    for given in entry["inputs"]
]


@pytest.fixture
def group():
    return the_full_group()


def test_every_field_comes_back(database, group, tmp_path):
    prepare(database, group)

    given = give(database, tmp_path / "out")

    assert given["sig"] == SETTINGS
    assert PROFILE.items() <= record(given, "clusters", "cl-ee").items()
    assert RELATION.items() <= given["networks"][0].items()
    assert given["themes"] == group["themes"]
    assert record(given, "members", "ext-hta") == EXTERNAL | {"credit": []}
    assert given["offers"] == [OFFER, NEED]


def test_the_sample_fills_every_field_there_is(database, group):
    """So that a field which is added later is not forgotten in a file."""
    prepare(database, group)

    with database.read() as session:
        cluster = clusters.clusters(session, 1)[0]
        network = networks.networks(session, 1)[0]
        sig = sigs.get(session, 1)
    empty = {each.name for each in fields(Cluster) if not getattr(cluster, each.name)}
    assert empty == {"members_research"}
    assert all(getattr(network, each.name) for each in fields(Network))
    unlike = {
        each.name
        for each in fields(Sig)
        if getattr(sig, each.name) == getattr(Sig(), each.name)
    }
    # A language and a licence of another kind are told in other tests; the rest is
    # where the group lives in Slack.
    assert unlike == {
        *("licence", "language", "state"),
        *("team_id", "channel_id", "chairs_channel_id", "is_shared"),
    }


def test_export_and_import_into_an_empty_database_gives_the_same_bytes(
    database, second_database, group, tmp_path
):
    prepare(database, group)
    first = exchange.export(database, None, tmp_path / "first")
    exchange.import_file(second_database, clock, tmp_path / "first/convenor.json")
    second = exchange.export(second_database, None, tmp_path / "second")

    assert [path.name for path in first] == [path.name for path in second]
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_the_same_file_again_changes_nothing(database, group, tmp_path):
    prepare(database, group)
    given = give(database, tmp_path / "out")

    assert take(database, group).is_empty
    assert take(database, given).is_empty
    assert take(database, given).doubts == ()


def test_people_are_found_by_their_keys(database, group):
    prepare(database, group)

    with database.read() as session:
        manager = members.find_person(session, "T0HOME", "U0EE")
        network = networks.networks(session, 1)[0]
        (need,) = (each for each in matching.offers(session, 1) if each.person_id)
        history = sigs.objectives(session, 1)
        chair = members.members_with(session, 1, ["chair"])[0]
        (external,) = (
            each.place
            for each in members.roster(session, 1)
            if each.person.display_name == "health economist"
        )
    assert network.liaison_person_id == manager.id
    assert (need.person_id, need.nonce) == (manager.id, "need-1")
    assert external.invited_by == manager.id
    assert external.meetings == (3, 99)
    assert [each.author_id for each in history] == [None, chair.id]


def test_the_tables_show_the_new_columns_without_formulas(
    sqlite_database, group, tmp_path
):
    record(group, "clusters", "cl-ee")["acronym"] = "=1+1"
    group["offers"][1]["text"] = "@SUM(A1)"
    take(sqlite_database, group)
    exchange.export(sqlite_database, None, tmp_path)

    def rows(name):
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as table:
            return list(csv.DictReader(table))

    assert rows("clusters")[0]["acronym"] == "'=1+1"
    assert json.loads(rows("clusters")[0]["hubs"]) == PROFILE["hubs"]
    assert rows("networks")[0]["liaison"] == "m-ee"
    assert rows("offers")[1]["text"] == "'@SUM(A1)"
    assert rows("members")[1]["meetings"] == "[3, 99]"


def text(limit):
    """Return texts that fit, also when they are put into one spelling."""
    short = st.one_of(st.sampled_from(HOSTILE), st.text())
    return short.map(lambda value: value[: limit // 3])


def maybe(values):
    return st.none() | values


DAYS = st.dates(date(2020, 1, 1), date(2026, 11, 21)).map(str)
COUNTS = st.integers(0, 1_000_000)
GROUPS = st.fixed_dictionaries(
    {
        "sig": st.fixed_dictionaries(
            {},
            optional={
                "objectives": text(3000),
                "holiday_countries": st.lists(st.sampled_from(["EE", "GR", "DE"])),
                "quiet_from": st.times().map(lambda each: f"{each:%H:%M}"),
                "quiet_until": st.times().map(lambda each: f"{each:%H:%M}"),
                "min_clusters": st.integers(1, 5),
                "max_clusters": st.integers(5, 1000),
                "objectives_history": st.lists(
                    st.fixed_dictionaries(
                        {
                            "revision": st.integers(1, 1000),
                            "text": text(3000),
                            "set_on": DAYS,
                        },
                        optional={"author": st.just("m")},
                    ),
                    unique_by=lambda each: each["revision"],
                    max_size=3,
                ),
            },
        ),
        "profile": st.fixed_dictionaries(
            {},
            optional={
                "acronym": maybe(text(30)),
                "city": maybe(text(80)),
                "website": maybe(st.just("https://example.org/a?b=c")),
                "legal_form": maybe(text(80)),
                "established": maybe(st.integers(1800, 2026)),
                "members_research": maybe(COUNTS),
                "members_care": maybe(COUNTS),
                "members_public": maybe(COUNTS),
                "members_as_of": maybe(DAYS),
                "staff_fte": maybe(COUNTS.map(lambda each: each / 1000)),
                "membership_criteria": maybe(text(500)),
                "strategy_period": maybe(st.sampled_from(["2020", "2020-2025"])),
                "excellence_label": maybe(st.sampled_from(["none", "gold"])),
                "hubs": st.lists(st.sampled_from(PROFILE["hubs"]), max_size=3),
            },
        ),
        "relation": st.fixed_dictionaries(
            {},
            optional={
                "acronym": maybe(text(30)),
                "scope": maybe(st.sampled_from(["regional", "global"])),
                "liaison": maybe(st.just("m")),
                "last_contact_on": maybe(DAYS),
                "next_step": maybe(text(200)),
                "ended_on": maybe(st.dates().map(str)),
            },
        ),
        "place": st.fixed_dictionaries(
            {},
            optional={
                "organisation": maybe(text(150)),
                "purpose": text(200),
                "expires_on": maybe(DAYS),
                "may_submit": st.booleans(),
                "meetings": maybe(st.lists(st.integers(1, 999_999_999), max_size=3)),
                "invited_by": maybe(st.just("m")),
            },
        ),
        "offer": st.fixed_dictionaries(
            {
                "kind": st.sampled_from(["need", "offer"]),
                "text": text(300).map(lambda each: f"A {each}"),
                "stated_on": DAYS,
                "until": st.dates(date(2026, 11, 21), date(2028, 11, 21)).map(str),
            },
            optional={
                "theme": maybe(st.just("x")),
                "contact": maybe(st.just("m")),
                "may_print": st.booleans(),
                "state": st.sampled_from(["open", "closed"]),
            },
        ),
        "description": text(500),
    }
)


def a_file(drawn):
    """Return a small group with what was drawn."""
    member = {"id": "m", "role": "member", "name": "m", "cluster": "c"}
    return {
        "sig": drawn["sig"],
        "themes": [{"id": "x", "label": "X", "description": drawn["description"]}],
        "networks": [{"id": "n", "name": "N"} | drawn["relation"]],
        "clusters": [{"id": "c", "name": "C", "country": "EE"} | drawn["profile"]],
        "members": [member, member | {"id": "e", "role": "external"} | drawn["place"]],
        "offers": [{"id": "o", "cluster": "c"} | drawn["offer"]],
    }


@given(GROUPS)
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_is_accepted_moves_to_another_group_and_stays_as_it_is(
    database, tmp_path, drawn
):
    with database.begin() as session:
        one, other = (sigs.add(session, Sig()).id for _ in range(2))

    take(database, a_file(drawn), sig_id=one)
    first = give(database, tmp_path / "one", one)
    take(database, first, sig_id=other)

    assert give(database, tmp_path / "two", other) == first
    assert take(database, first, sig_id=one).is_empty
