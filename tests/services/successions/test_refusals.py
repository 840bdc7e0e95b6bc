"""What may not happen to clusters: a clear answer, and nothing changes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from danish import (
    clock,
    everything,
    ids,
    merge,
    new_id,
    the_plan,
    undo,
)

from bot.domain.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
)
from bot.domain.permissions import Role
from bot.domain.successions import SuccessionKind
from bot.services import successions
from storage import actions, clusters, sigs


@pytest.fixture
def database_url(sqlite_url):
    """One kind of database is enough: nothing is stored."""
    return sqlite_url


def refused(database, chair, **changes):
    with pytest.raises(InvalidInputError) as caught:
        merge(database, chair, **changes)
    return caught.value.fields


def test_a_cluster_is_not_merged_with_itself_nor_in_a_circle(database, chair, tmp_path):
    known_ids = ids(database, chair.sig.id)
    one, two, three = (known_ids[key] for key in ("mtic", "chc", "biopeople"))
    assert (
        "cannot follow itself"
        in refused(database, chair, predecessors=(one, two), successors=(one,), new=())[
            "successors"
        ]
    )
    assert (
        "two clusters or more"
        in refused(database, chair, predecessors=(one, one))["predecessors"]
    )
    merge(database, chair, predecessors=(one,), successors=(two,), new=())
    merge(
        database,
        chair,
        nonce="2",
        predecessors=(two,),
        successors=(three,),
        new=(),
        effective_on=date(2022, 1, 1),
    )
    before = everything(database, chair, tmp_path / "before")

    fields = refused(
        database, chair, predecessors=(three,), successors=(one,), new=(), nonce="3"
    )

    assert "this would be a circle" in fields["successors"]
    assert everything(database, chair, tmp_path / "after") == before


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("BIOpeople", id="case"),
        pytest.param("Bíopeople", id="accents"),
        pytest.param(
            "\u0411\u0438\u043e\u043f\u0435\u043e\u043f\u043b\u0435", id="script"
        ),
        pytest.param("Bio-people", id="signs"),
    ],
)
def test_a_name_that_differs_only_in_its_spelling_is_refused(database, chair, name):
    known_ids = ids(database, chair.sig.id)
    fields = refused(
        database, chair, predecessors=(known_ids["mtic"], known_ids["chc"]), new=(name,)
    )

    assert "There is a cluster Biopeople already" in fields["new"]


def test_the_day_is_neither_to_come_nor_before_the_cluster_began(database, chair):
    tomorrow = clock().date() + timedelta(days=1)
    assert (
        "come back" in refused(database, chair, effective_on=tomorrow)["effective_on"]
    )
    assert "effective_on" in refused(database, chair, effective_on=None)
    merge(database, chair)
    fields = refused(
        database,
        chair,
        nonce="2",
        kind=SuccessionKind.RENAME,
        predecessors=(new_id(database, chair),),
        new=("Something else",),
        effective_on=date(2020, 12, 31),
    )
    assert "began on 2021-01-01" in fields["effective_on"]


def test_a_cluster_of_another_group_is_unknown(database, chair):
    with database.begin() as session:
        other = sigs.add(session, replace(chair.sig, id=0, channel_id="COTHER"))
        foreign = clusters.add_cluster(
            session, other.id, known_cluster(session, chair.sig.id)
        )
    fields = refused(
        database,
        chair,
        predecessors=(ids(database, chair.sig.id)["mtic"], foreign.id),
    )
    assert "I do not know" in fields["predecessors"]
    made = merge(database, chair)
    elsewhere = replace(chair, sig=other)
    with pytest.raises(NotFoundError):
        successions.undo(database, clock, caller=elsewhere, succession_id=made.id)
    page = successions.listed(database, clock, caller=elsewhere, limit=5)
    assert page.total == 0


def known_cluster(session, sig_id):
    return replace(clusters.clusters(session, sig_id)[0], networks=())


def test_what_changed_since_the_preview_is_shown_again(database, chair, tmp_path):
    plan = the_plan(database, chair)
    shown = successions.preview(database, clock, caller=chair, plan=plan)
    with database.begin() as session:
        (done,) = (
            each
            for each in actions.all_actions(session, chair.sig.id)
            if each.key == "A-2021-10"
        )
        reopened = replace(done, status="open", done_on=None)
        actions.save(session, chair.sig.id, [reopened])
    before = everything(database, chair, tmp_path / "before")

    again = successions.commit(
        database, clock, caller=chair, plan=plan, nonce="n", digest=shown.digest
    )

    assert len(again.stock.actions) == len(shown.stock.actions) + 1
    assert everything(database, chair, tmp_path / "after") == before


def test_only_the_chair_and_the_secretariat_may(database, chair):
    made = merge(database, chair)
    plan = the_plan(database, chair)
    member = replace(chair, actor=replace(chair.actor, role=Role.MEMBER))
    guest = replace(chair, actor=replace(chair.actor, role=Role.EXTERNAL))
    for who in (member, guest):
        for use_case in (
            lambda who=who: successions.choices(database, clock, caller=who),
            lambda who=who: successions.preview(database, clock, caller=who, plan=plan),
            lambda who=who: successions.commit(
                database, clock, caller=who, plan=plan, nonce="x", digest=""
            ),
            lambda who=who: undo(database, who, made),
        ):
            with pytest.raises(NotAllowedError):
                use_case()
    page = successions.listed(database, clock, caller=member, limit=5)
    assert [each.can_undo for each in page.items] == [False]
    with pytest.raises(NotAllowedError):
        successions.listed(database, clock, caller=guest, limit=5)
