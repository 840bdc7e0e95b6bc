"""Which channels can be the home of a group: none that a group uses already."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.errors import NotFoundError, SetupNeededError
from bot.domain.permissions import Role
from bot.domain.setup import typed_of
from bot.domain.sigs import Membership, Person, Sig, SigState
from bot.services import sigs
from bot.services.sigs import Founder
from storage import members
from storage import sigs as rows

TEAM = "T1"
NOW = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
ADMIN = Founder(team_id=TEAM, user_id="UADMIN", is_admin=True, zone="Europe/Tallinn")


def clock():
    return NOW


def found(database, channel, **typed):
    return sigs.found(
        database,
        clock,
        founder=ADMIN,
        channel_id=channel,
        typed=typed_of(Sig(name="First")) | typed,
    )


def test_a_group_does_not_begin_where_others_lead_theirs(database):
    found(database, "CSIG", chairs_channel_id="GLEAD")

    with pytest.raises(SetupNeededError, match="those who lead First"):
        sigs.require_free(database, team_id=TEAM, channel_id="GLEAD")
    with pytest.raises(SetupNeededError, match="those who lead First"):
        found(database, "GLEAD", name="Second")

    with database.read() as session:
        assert len(rows.all_sigs(session)) == 1
    sigs.require_free(database, team_id="T2", channel_id="GLEAD")


def test_a_group_does_not_move_into_the_channel_of_those_who_lead_it(database):
    sig = found(database, "CSIG", chairs_channel_id="GLEAD").sig
    with database.begin() as session:
        rows.save(session, replace(sig, state=SigState.ARCHIVED))

    with pytest.raises(SetupNeededError, match="those who lead First"):
        sigs.move(database, clock, founder=ADMIN, sig_id=sig.id, channel_id="GLEAD")

    with database.read() as session:
        assert rows.get(session, sig.id).channel_id == "CSIG"


def test_an_imported_group_of_another_workspaces_people_is_not_moved(database):
    with database.begin() as session:
        imported = rows.add(session, Sig(name="Imported"))
        person = members.add_person(session, Person(team_id="T2", user_id="UTHEIRS"))
        place = Membership(sig_id=imported.id, person_id=person.id, role=Role.MEMBER)
        members.set_membership(session, place)

    with pytest.raises(NotFoundError):
        sigs.move(database, clock, founder=ADMIN, sig_id=imported.id, channel_id="CSIG")
