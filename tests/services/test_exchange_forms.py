"""Whatever the forms of a group take travels in its file and is accepted again."""

from datetime import date

import pytest
from exchange_files import give, take
from people import Group

from bot.domain.matching import OfferKind, Statement
from bot.domain.permissions import Role
from bot.services import (
    clusters,
    exchange,
    matching,
    members,
    networks,
    sigs,
    themes,
)
from bot.services.members import Account


@pytest.fixture
def group(database):
    return Group(database)


@pytest.fixture
def chair(group):
    return group.add(Role.CHAIR, "UCHAIR", group.estonia)


def settle(group, chair):
    """Fill the forms of the group, each with what it takes only just."""
    state_settings(group, chair)
    group.do(
        clusters.edit_basics,
        chair,
        cluster_id=group.estonia.id,
        version=1,
        typed={
            "name": "Estonia",
            "acronym": "x" * 30,
            "kind": "cluster_organisation",
            "country": "EE",
            "city": "Tallinn",
            "zone": "tallinn",
            "website": "example.org",
            "nuts": "ee008 Lõuna-Eesti",
            "nuts_version": "2021",
        },
    )
    group.do(
        clusters.edit_profile,
        chair,
        cluster_id=group.estonia.id,
        version=2,
        typed={
            "established": "2026",
            "members_care": "1000000",
            "members_as_of": "2026-11-21",
            "staff_fte": "0,125",
            "membership_criteria": "One.\n\n\nTwo.",
            "strategy_period": "2023 – 2027",
            "strategy_url": "https://example.org/" + "x" * 280,
            "excellence_label": "gold",
            "hubs": f"Bonn, Beuel,DEA22\n{'x' * 94},EE008\nNarva",
        },
    )
    added = group.do(
        networks.add,
        chair,
        nonce="n",
        typed={"name": "A network", "scope": "eu", "liaison": "UCHAIR"},
    )
    group.do(
        networks.note_contact,
        chair,
        network_id=added.id,
        version=1,
        typed={"day": "2026-11-21", "next_step": "x" * 200},
    )
    group.do(
        themes.add, chair, nonce="t", typed={"label": "AI", "description": "y" * 500}
    )


def state_settings(group, chair):
    for version, text in enumerate(("First.", "Second."), start=group.sig.version):
        group.do(
            sigs.save,
            chair,
            version=version,
            typed={
                "objectives": text,
                "holiday_countries": ("GR", "EE"),
                "quiet_from": "00:00",
                "quiet_until": "00:00",
                "min_clusters": "7",
                "max_clusters": "7",
            },
            fields=(
                *("objectives", "holiday_countries", "quiet_from", "quiet_until"),
                *("min_clusters", "max_clusters"),
            ),
        )


def invite(group, chair, user):
    group.do(
        members.invite,
        chair,
        account=Account(user_id=user, team_id="TOTHER", zone="Europe/Helsinki"),
        version=0,
        typed={
            "sponsor": str(group.estonia.id),
            "organisation": "Hospital",
            "purpose": "Advice",
            "expires_on": "2027-03-08",
            "meetings": "M-4, 99",
            "may_submit": "no",
        },
    )


def state(group, chair, nonce, kind, **changes):
    values = {"theme": "ai", "text": "z" * 300, "until": date(2028, 11, 21)}
    statement = Statement(kind=kind, **(values | changes))
    saved = group.do(matching.state, chair, nonce=nonce, statement=statement)
    return saved.offer


def test_what_the_forms_take_moves_to_another_database(
    group, chair, second_database, tmp_path
):
    settle(group, chair)
    invite(group, chair, "UEXT")
    state(group, chair, "one", OfferKind.NEED, may_print=True)
    offer = state(group, chair, "two", OfferKind.OFFER, until=date(2026, 11, 21))
    group.do(matching.close, chair, offer_id=offer.id)

    given = give(group.database, tmp_path / "first")
    exchange.import_file(second_database, group.clock, tmp_path / "first/convenor.json")

    assert give(second_database, tmp_path / "second") == given
    assert take(group.database, given).is_empty
    assert [each["text"] for each in given["sig"]["objectives_history"]] == [
        "First.",
        "Second.",
    ]
    (external,) = (each for each in given["members"] if each["role"] == "external")
    assert external["meetings"] == [4, 99]
    assert external["organisation"] == "Hospital"
    assert external["invited_by"] == f"{chair.person.team_id}.UCHAIR"
    assert [each["state"] for each in given["offers"]] == ["open", "closed"]
    assert given["networks"][0]["liaison"] == external["invited_by"]


def test_a_group_without_themes_keeps_its_needs_when_it_gets_some(
    group, chair, second_database, tmp_path
):
    state(group, chair, "one", OfferKind.NEED, theme=None)
    group.do(themes.add, chair, nonce="t", typed={"label": "AI"})

    given = give(group.database, tmp_path / "first")
    take(second_database, given)

    assert give(second_database, tmp_path / "second") == given


def test_what_is_over_is_no_obstacle_later(group, chair, second_database, tmp_path):
    invite(group, chair, "UEXT")
    state(group, chair, "one", OfferKind.NEED, theme=None)
    given = give(group.database, tmp_path / "first")
    group.clock.moment = group.clock.moment.replace(year=2031)

    exchange.import_file(second_database, group.clock, tmp_path / "first/convenor.json")

    assert give(second_database, tmp_path / "second") == given
