"""Who gets to be a caller at all: asked of the database with every request.

A caller is a value: it says what held when the request began. Whoever has lost their
place, or was given another one, has it with the next request.
"""

from dataclasses import replace

import pytest
from who_may.scene import EXPIRED, clock

from bot.domain.errors import NotAllowedError, SetupNeededError
from bot.domain.permissions import Role
from bot.domain.sigs import Membership, Person, PersonState, Sig
from bot.services import members
from bot.services.members import AccountNews, Origin
from storage import members as rows
from storage import sigs


@pytest.fixture
def scene(stage):
    return stage.set()


def origin(scene, name, **changes):
    values = {
        "team_id": scene.team,
        "user_id": scene.account(name),
        "channel_id": scene.channel,
    }
    return Origin(**(values | changes))


def find(scene, name, **changes):
    return members.find(scene.database, origin(scene, name, **changes))


@pytest.mark.parametrize("role", list(Role))
def test_a_person_of_the_group_is_found_with_their_role(scene, role):
    assert find(scene, role.value) == scene.callers[role.value]


def test_whoever_was_taken_out_is_nobody(scene):
    assert find(scene, "gone") is None

    someone = scene.ids.someone
    assert find(scene, "someone") is not None
    scene.do(members.remove, "chair", person_id=someone)

    assert find(scene, "someone") is None


def test_whoever_left_is_nobody(scene):
    scene.do(members.leave, "member")

    assert find(scene, "member") is None


@pytest.mark.parametrize("state", [PersonState.LEFT, PersonState.ERASED])
def test_a_deactivated_or_erased_person_is_nobody(scene, state):
    with scene.database.begin() as session:
        chair = scene.callers["chair"].person
        rows.save_person(session, replace(chair, state=state))

    assert find(scene, "chair") is None


def test_an_account_that_was_deactivated_is_nobody_until_it_is_back(scene):
    for is_gone in (True, False):
        news = AccountNews(
            team_id=scene.team,
            user_id=scene.account("editor"),
            is_deactivated=is_gone,
        )
        members.account_changed(scene.database, clock, news)

        assert (find(scene, "editor") is None) is is_gone


def test_a_new_role_holds_with_the_next_request(scene):
    someone = scene.callers["secretariat"].person.id
    with scene.database.begin() as session:
        place = rows.place(session, scene.sig.id, someone)
        rows.set_membership(session, replace(place, role=Role.OBSERVER))

    assert find(scene, "secretariat").actor.role is Role.OBSERVER


def test_an_account_without_a_place_is_nobody(scene):
    assert find(scene, "unheard_of") is None
    with scene.database.begin() as session:
        guest = Person(team_id=scene.team, user_id=scene.account("visitor"))
        rows.add_person(session, guest)

    assert find(scene, "visitor") is None


@pytest.mark.parametrize("role", list(Role))
def test_the_same_account_id_in_another_workspace_is_somebody_else(scene, role):
    assert find(scene, role.value, user_team_id="TOTHER") is None
    with pytest.raises(SetupNeededError):
        find(scene, role.value, team_id="TOTHER")


def test_naming_another_group_lets_nobody_into_it(scene):
    with scene.database.begin() as session:
        other = sigs.add(session, Sig(name="Other", team_id=scene.team))
        abroad = sigs.add(session, Sig(name="Abroad", team_id="TOTHER"))

    assert find(scene, "chair", sig_id=other.id) is None
    for wrong in (abroad.id, 999_999):
        with pytest.raises(SetupNeededError, match="not here any more"):
            find(scene, "chair", sig_id=wrong)


def test_a_place_in_one_group_is_none_in_another(scene):
    with scene.database.begin() as session:
        other = sigs.add(session, Sig(name="Other", team_id=scene.team))
        person = scene.callers["observer"].person.id
        place = Membership(sig_id=other.id, person_id=person, role=Role.CHAIR)
        rows.set_membership(session, place)

    assert find(scene, "observer").actor.role is Role.OBSERVER
    assert find(scene, "observer", sig_id=other.id).actor.role is Role.CHAIR


def test_an_external_is_found_after_the_last_day_and_has_no_access(scene):
    caller = find(scene, EXPIRED)

    with pytest.raises(NotAllowedError, match="Your access to Group ended on"):
        members.require_access(clock, caller)
