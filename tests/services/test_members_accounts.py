"""Accounts that are deactivated, come back or move, on both databases."""

from dataclasses import replace

import pytest
from people import Group, reload

from bot.domain.permissions import Role
from bot.domain.sigs import PersonState
from bot.services import members
from bot.services.members import AccountNews
from storage import members as member_rows
from storage.outbox import by_key

from groups import TEAM


@pytest.fixture
def group(database):
    return Group(database)


@pytest.fixture
def chair(group):
    return group.add(Role.CHAIR, "UCHAIR")


def hear(group, user, team=TEAM, **news):
    news = AccountNews(
        **({"team_id": team, "user_id": user, "is_deactivated": False} | news)
    )
    members.account_changed(group.database, group.clock, news)


def chairless(group):
    found = []
    for row in group.messages("chair_gone"):
        with group.database.read() as session:
            message = by_key(session, row.key)
        about = members.chairless_for_message(group.database, message)
        found.append((row.recipient, about and about.can_appoint))
    return found


def test_a_deactivated_chair_is_raised_with_the_secretariat_once(group, chair):
    secretariat = group.add(Role.SECRETARIAT, "USEC")
    group.add(Role.EDITOR, "UEDIT")

    hear(group, "UCHAIR", is_deactivated=True)
    hear(group, "UCHAIR", is_deactivated=True, zone="Europe/Oslo")

    assert chairless(group) == [("USEC", True)]
    assert reload(group, chair) is None
    group.change(secretariat, "UNEXT", Role.CHAIR, version=0)
    assert chairless(group) == [("USEC", None)]


@pytest.mark.parametrize(
    ("roles", "told"),
    [
        ([Role.VICE_CHAIR, Role.EDITOR], [("U0", True)]),
        ([Role.EDITOR, Role.EDITOR], [("U0", False), ("U1", False)]),
        ([Role.MEMBER, Role.OBSERVER], [("U0", False)]),
        ([Role.CHAIR, Role.SECRETARIAT], []),
        ([], []),
    ],
)
def test_without_a_secretariat_the_next_hear_of_it(group, chair, roles, told):
    for number, role in enumerate(roles):
        group.add(role, f"U{number}")

    hear(group, "UCHAIR", is_deactivated=True)

    assert chairless(group) == told


def test_a_reactivated_account_is_back_in_its_place(group, chair):
    group.add(Role.SECRETARIAT, "USEC")
    hear(group, "UCHAIR", is_deactivated=True)
    hear(group, "UCHAIR")

    assert reload(group, chair).actor == chair.actor
    assert chairless(group) == [("USEC", None)]
    assert group.log() == ["deactivated", "reactivated"]


def test_the_zone_of_the_account_is_followed(group, chair):
    hear(group, "UCHAIR", zone="Europe/Riga")
    hear(group, "UCHAIR", zone="Europe/Atlantis")
    hear(group, "UCHAIR")
    hear(group, "UNOBODY", zone="Europe/Riga")

    assert reload(group, chair).person.zone == "Europe/Riga"
    assert group.log() == []


def test_an_erased_account_stays_erased(group, chair):
    with group.database.begin() as session:
        erased = replace(chair.person, state=PersonState.ERASED)
        member_rows.save_person(session, erased)

    hear(group, "UCHAIR", zone="Europe/Riga")

    with group.database.read() as session:
        person = member_rows.person(session, chair.person.id)
    assert (person.state, person.zone) == (PersonState.ERASED, None)
