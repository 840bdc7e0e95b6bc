"""Home of those who come in, and of those who have nothing to do yet."""

import json
from dataclasses import replace

import pytest
import sqlalchemy as sa
from home_group import fill, origin, screen, shown, somebody

from bot.domain.permissions import Role
from bot.domain.sigs import PersonState, Sig
from bot.services.members import arrival
from storage import members, sigs

from groups import TEAM, a_caller, a_cluster


@pytest.fixture
def sig(database):
    with database.begin() as session:
        sig = sigs.add(session, Sig(name="Digital health & care"))
        return sigs.bind(session, sig.id, team_id=TEAM, channel_id="CSIG")


@pytest.mark.parametrize(
    ("role", "country", "asks_cluster"),
    [
        (Role.MEMBER, None, True),
        (Role.MEMBER, "EE", False),
        (Role.CHAIR, "EE", False),
        (Role.SECRETARIAT, None, False),
        (Role.OBSERVER, None, False),
        (Role.EXTERNAL, None, False),
    ],
)
def test_before_the_notice_home_says_only_what_will_be_asked(
    database, sig, role, country, asks_cluster
):
    cluster_id = a_cluster(database, sig.id, country) if country else None
    a_caller(database, sig, role, cluster_id=cluster_id)

    found = screen(database)
    text = json.dumps(shown(found))
    asked = arrival(database, replace(origin(), sig_id=sig.id))

    assert (found.shows_notice, found.asks_cluster) == (True, asks_cluster)
    assert asked.asks_cluster is asks_cluster  # the form asks the same
    assert "what I keep about you" in text
    assert ("which cluster" in text) is asks_cluster


def test_who_comes_back_is_asked_nothing_on_home(database, sig):
    who = somebody(database, sig)
    with database.begin() as session:
        left = replace(members.person(session, who.person.id), state=PersonState.LEFT)
        members.save_person(session, left)

    found = screen(database)

    assert found.home is None
    assert (found.shows_notice, found.asks_cluster) == (False, False)


def test_home_praises_whoever_has_finished_something_themselves(database, sig):
    worker = somebody(database, sig, country="EE")
    somebody(database, sig, user="UCOLLEAGUE", country="EE")
    somebody(database, sig, Role.EXTERNAL, "UEXT")
    with database.begin() as session:
        fill(session, worker, actions=2)
        session.connection().execute(sa.text("UPDATE action_item SET status = 'done'"))

    praised = {
        user: screen(database, user).home.has_finished
        for user in ("UCALLER", "UCOLLEAGUE", "UEXT")
    }

    assert praised == {"UCALLER": True, "UCOLLEAGUE": False, "UEXT": False}


@pytest.mark.parametrize("status", ["cancelled", "open"])
def test_what_was_not_finished_is_not_praised(database, sig, status):
    who = somebody(database, sig)
    with database.begin() as session:
        fill(session, who, actions=1)
        session.connection().execute(
            sa.text("UPDATE action_item SET status = :status"), {"status": status}
        )

    assert not screen(database).home.has_finished
