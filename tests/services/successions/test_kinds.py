"""Renamings, splits, and clusters that join one that goes on."""

from dataclasses import replace
from datetime import date

from danish import (
    action,
    everything,
    ids,
    known,
    merge,
    paper,
    undo,
)

from bot.domain.clusters import Hub, OrganisationStatus
from bot.domain.successions import SuccessionKind
from storage import members, whitepaper
from storage import successions as rows


def test_a_renamed_cluster_keeps_its_profile_and_its_practices_the_old_name(
    database, chair, tmp_path
):
    before = everything(database, chair, tmp_path / "before")
    old = known(database, chair)["welfare-tech"]

    made = merge(
        database,
        chair,
        kind=SuccessionKind.RENAME,
        predecessors=(old.id,),
        new=("Health Tech Denmark",),
        effective_on=date(2023, 3, 1),
    )

    new = known(database, chair)["health-tech-denmark"]
    assert replace(
        new, id=old.id, key=old.key, name=old.name, name_original=old.name_original
    ) == replace(old, version=1, status=OrganisationStatus.ACTIVE)
    text = paper(database, chair.sig.id).markdown
    assert "Welfare Tech (since 2023: Health Tech Denmark)" in text
    undo(database, chair, made)
    assert everything(database, chair, tmp_path / "after") == before


def test_after_a_split_people_choose_anew_and_one_takes_the_work(
    database, chair, tmp_path
):
    before = everything(database, chair, tmp_path / "before")
    old = known(database, chair)["mtic"]

    made = merge(
        database,
        chair,
        kind=SuccessionKind.SPLIT,
        predecessors=(old.id,),
        new=("MTIC East", "MTIC West"),
        heir=1,
    )

    with database.read() as session:
        lineage = rows.lineage(session, chair.sig.id)
        roster = members.roster(session, chair.sig.id)
    assert lineage.voice("mtic") is None
    (voice,) = (each for each in roster if each.person.key == "voice-mtic")
    assert voice.place.cluster_id is None
    assert action(database, chair, "A-2021-27").owner == "mtic-west"
    text = paper(database, chair.sig.id).markdown
    assert "(since 2021 split into MTIC East and MTIC West)" in text
    undo(database, chair, made)
    assert everything(database, chair, tmp_path / "after") == before


def test_without_an_heir_the_work_of_a_split_cluster_waits(database, chair, tmp_path):
    before = everything(database, chair, tmp_path / "before")
    known_ids = ids(database, chair.sig.id)
    made = merge(
        database,
        chair,
        kind=SuccessionKind.SPLIT,
        predecessors=(known_ids["welfare-tech"],),
        successors=(known_ids["cl-fr"],),
        new=("Welfare Tech North",),
        heir=None,
    )

    with database.read() as session:
        sections = whitepaper.paper(session, chair.sig.id).sections
    (analysis,) = (each for each in sections if each.key == "analysis")
    assert analysis.owner is None
    undo(database, chair, made)
    assert everything(database, chair, tmp_path / "after") == before


def test_a_cluster_can_join_one_that_goes_on(database, chair, tmp_path):
    before = everything(database, chair, tmp_path / "before")
    known_ids = ids(database, chair.sig.id)

    made = merge(
        database,
        chair,
        predecessors=(known_ids["mtic"], known_ids["chc"]),
        successors=(known_ids["cl-fr"],),
        new=(),
    )

    joined = known(database, chair)["cl-fr"]
    assert joined.networks == ("s3martmed", "echalliance", "scanbalt")
    assert joined.hubs == (
        Hub(city="Copenhagen", nuts="DK01"),
        Hub(city="Aarhus", nuts="DK01"),
    ) or {hub.city for hub in joined.hubs} == {"Copenhagen", "Aarhus"}
    assert action(database, chair, "A-2021-27").co_owners == ("biopeople",)
    undo(database, chair, made)
    assert everything(database, chair, tmp_path / "after") == before
