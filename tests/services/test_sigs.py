"""Setting a group up from the settings, once, whoever comes first."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot.domain.errors import NotFoundError
from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from bot.services import sigs
from storage import members, themes
from storage import sigs as rows
from storage.database import open_database

SETTINGS = {"team_id": "T1", "name": "Group", "zone": "Europe/Tallinn"}


def set_up(database, channel="CSIG", chairs=("UCHAIR",)):
    return sigs.set_up(database, channel_id=channel, chairs=chairs, **SETTINGS)


def everything(database):
    with database.read() as session:
        known = rows.all_sigs(session)
        chairs = [
            person.user_id
            for sig in known
            for person in members.members_with(session, sig.id, (Role.CHAIR,))
        ]
    return [(sig.name, sig.channel_id) for sig in known], chairs


def test_setting_up_again_changes_nothing_and_adds_new_chairs(database):
    first = set_up(database)
    again = set_up(database, chairs=("UCHAIR", "USECOND"))

    assert again == first
    assert everything(database) == ([("Group", "CSIG")], ["UCHAIR", "USECOND"])
    with database.read() as session:
        assert len(themes.themes(session, first.id)) == 14


def test_a_chair_who_handed_over_in_slack_does_not_get_it_back(database):
    sig = set_up(database, chairs=("UCHAIR", "USECOND"))
    with database.begin() as session:
        first = members.find_person(session, "T1", "UCHAIR")
        place = members.membership(session, sig.id, first.id)
        members.set_membership(session, replace(place, role=Role.MEMBER))

    set_up(database, chairs=("UCHAIR", "USECOND"))

    assert everything(database)[1] == ["USECOND"]


def test_a_group_without_a_chair_gets_those_of_the_settings(database):
    sig = set_up(database)
    with database.begin() as session:
        chair = members.find_person(session, "T1", "UCHAIR")
        members.remove_membership(session, sig.id, chair.id)

    set_up(database)

    assert everything(database)[1] == ["UCHAIR"]


def test_processes_that_start_at_once_make_one_group(database, database_url):
    others = [open_database(database_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(lambda each: set_up(each).id, others))
    for each in others:
        each.close()

    assert len(made) == 1
    assert everything(database) == ([("Group", "CSIG")], ["UCHAIR"])


def test_an_imported_group_moves_in(database):
    with database.begin() as session:
        imported = rows.add(session, Sig(name="Imported"))

    assert set_up(database).id == imported.id
    assert everything(database)[0] == [("Imported", "CSIG")]


def test_the_only_group_follows_its_channel_and_says_so(database, caplog):
    first = set_up(database)

    assert set_up(database, channel="CNEW").id == first.id
    assert everything(database)[0] == [("Group", "CNEW")]
    assert "moves from channel CSIG to CNEW" in caplog.text


def test_a_group_that_was_moved_in_slack_stays_there(database):
    first = set_up(database)
    with database.begin() as session:
        rows.bind(session, first.id, team_id="T1", channel_id="CMOVED")

    assert set_up(database).id == first.id
    assert everything(database)[0] == [("Group", "CMOVED")]


def test_a_group_that_was_set_up_in_slack_is_not_moved_by_the_settings(database):
    with database.begin() as session:
        here = Sig(name="Set up in Slack", team_id="T1", channel_id="CHERE")
        rows.add(session, here)

    set_up(database)

    assert everything(database)[0] == [("Set up in Slack", "CHERE"), ("Group", "CSIG")]


def test_a_channel_that_is_shared_from_the_start_is_no_news(database):
    sig = sigs.set_up(
        database, channel_id="CSIG", chairs=("UCHAIR",), is_shared=True, **SETTINGS
    )

    assert sig.is_shared


def test_of_several_groups_one_has_to_be_named(database):
    with pytest.raises(NotFoundError, match="There is no group yet"):
        sigs.only(database)
    with database.begin() as session:
        one, two = (rows.add(session, Sig(name=name)) for name in ("One", "Two"))

    with pytest.raises(NotFoundError, match=r"1 \(One\), 2 \(Two\)"):
        sigs.only(database)
    assert sigs.only(database, two.id) == two
    assert one != two
