"""Use cases of people: coming in, roles, leaving, on both databases."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from people import Group, reload

from bot.domain.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    SetupNeededError,
    StaleVersionError,
)
from bot.domain.permissions import Role
from bot.domain.privacy import NOTICE_VERSION
from bot.domain.sigs import PersonState
from bot.services import members
from bot.services.members import Origin, Profile
from storage import members as member_rows

from factories import NOW
from groups import TEAM


@pytest.fixture
def group(database):
    return Group(database)


@pytest.fixture
def chair(group):
    return group.add(Role.CHAIR, "UCHAIR")


@pytest.mark.parametrize(
    "profile", [Profile(is_guest=True), Profile(is_outside=True), Profile(is_bot=True)]
)
def test_only_full_members_of_the_workspace_come_in_by_themselves(profile):
    with pytest.raises(NotAllowedError, match="Guests take part when"):
        members.require_welcome(profile)


def test_a_newcomer_is_asked_and_shown_everything_once(group, chair):
    arrival = members.arrival(group.database, group.origin("UNEW"))

    assert (arrival.is_new, arrival.asks_cluster, arrival.shows_notice) == (True,) * 3
    assert arrival.clusters == (group.estonia, group.latvia)
    assert arrival.chairs == (chair.person,)

    joined = group.join("UNEW", zone="Europe/Tallinn", cluster_id=group.estonia.id)

    arrival = members.arrival(group.database, group.origin("UNEW"))
    assert (arrival.is_new, arrival.asks_cluster, arrival.shows_notice) == (False,) * 3
    assert arrival.cluster == group.estonia
    caller = group.find("UNEW")
    assert caller == joined.caller
    assert caller.has_seen_notice
    assert caller.actor.role is Role.MEMBER
    assert caller.actor.cluster_id == group.estonia.id
    assert caller.person.zone == "Europe/Tallinn"
    assert caller.person.notice_version == NOTICE_VERSION
    assert caller.person.notice_seen_at == NOW
    assert group.log() == ["joined", "saw_notice"]


def test_the_same_form_twice_is_once(group):
    first = group.join("UNEW", cluster_id=group.estonia.id)
    second = group.join("UNEW", cluster_id=group.estonia.id)

    assert (first.has_changed, first.is_repeated) == (True, False)
    assert (second.has_changed, second.is_repeated) == (False, True)
    assert second.caller.actor == first.caller.actor
    assert group.log() == ["joined", "saw_notice"]


def test_eight_forms_at_once_make_one_person(group):
    start, roles = threading.Barrier(8), []

    def run(number):
        start.wait()
        joined = group.join("UNEW", f"nonce-{number}", cluster_id=group.estonia.id)
        roles.append((joined.caller.person.id, joined.caller.actor.role))

    threads = [threading.Thread(target=run, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(roles) == 8
    assert len(set(roles)) == 1
    assert group.log().count("joined") == 1


def test_the_second_of_a_cluster_is_its_alternate_and_hears_who_votes(group):
    first = group.join("UFIRST", cluster_id=group.estonia.id)
    second = group.join("USECOND", "other", cluster_id=group.estonia.id)

    assert first.voice is None
    assert second.caller.actor.role is Role.ALTERNATE
    assert second.voice == first.caller.person


def test_a_known_person_keeps_role_and_cluster_and_only_sees_the_notice(group):
    known = group.add(Role.EDITOR, "UEDIT", group.latvia)
    assert not known.has_seen_notice
    arrival = members.arrival(group.database, group.origin("UEDIT"))
    assert (arrival.is_new, arrival.asks_cluster) == (False, False)

    joined = group.join("UEDIT", cluster_id=group.estonia.id)

    assert joined.caller.actor == known.actor
    assert joined.caller.has_seen_notice
    assert not joined.has_changed


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.CHAIR, True),
        (Role.MEMBER, True),
        (Role.SECRETARIAT, False),
        (Role.OBSERVER, False),
        (Role.EXTERNAL, False),
    ],
)
def test_only_voices_are_asked_for_a_cluster(group, role, expected):
    group.add(role, "UKNOWN")

    arrival = members.arrival(group.database, group.origin("UKNOWN"))

    assert arrival.asks_cluster is expected


def test_a_chair_who_chooses_a_cluster_stays_chair(group, chair):
    group.add(Role.MEMBER, "UMEMBER", group.estonia)

    joined = group.join("UCHAIR", cluster_id=group.estonia.id)

    assert joined.caller.actor.role is Role.CHAIR
    assert joined.caller.actor.cluster_id == group.estonia.id


def test_a_cluster_that_is_gone_is_refused_beside_its_field(group):
    with pytest.raises(InvalidInputError) as caught:
        group.join("UNEW", cluster_id=999)

    assert list(caught.value.fields) == ["cluster"]
    assert group.find("UNEW") is None


def test_a_cluster_of_another_group_is_no_answer(group, database):
    other = Group(database, channel="COTHER")

    with pytest.raises(InvalidInputError):
        group.join("UNEW", cluster_id=other.estonia.id)


def test_a_stranger_cannot_come_in_by_a_form_either(group):
    origin = group.origin("USTRANGER", "TOTHER")

    with pytest.raises(NotAllowedError):
        members.join(group.database, group.clock, origin, nonce="n")
    with pytest.raises(NotAllowedError):
        members.arrival(group.database, origin)


def test_the_same_id_in_another_workspace_is_another_person(group):
    group.join("UNEW", cluster_id=group.estonia.id)

    assert group.find("UNEW", "TOTHER") is None


def test_a_button_names_its_group(group, database):
    other = Group(database, channel="COTHER")
    for each in (group, other):
        each.add(Role.MEMBER, "UBOTH")
    origin = Origin(team_id=TEAM, user_id="UBOTH", channel_id="DBOTH")
    with pytest.raises(SetupNeededError, match="several groups"):
        members.find(database, origin)

    found = members.find(database, replace(origin, sig_id=other.sig.id))

    assert found.sig == other.sig
    with pytest.raises(SetupNeededError, match="not here any more"):
        members.find(database, replace(origin, sig_id=999))
    elsewhere = replace(origin, sig_id=other.sig.id, team_id="TOTHER")
    with pytest.raises(SetupNeededError, match="not here any more"):
        members.find(database, elsewhere)


def test_search_finds_clusters_by_what_is_typed(group):
    origin = group.origin("UNEW")

    assert members.search_clusters(group.database, origin, "éston") == (group.estonia,)
    assert members.search_clusters(group.database, origin, "zz") == ()


def test_a_role_is_changed_and_the_same_change_again_is_once(group, chair):
    group.add(Role.MEMBER, "UMEMBER", group.estonia)

    entry = group.change(chair, "UMEMBER", Role.REVIEWER, group.latvia)
    again = group.change(chair, "UMEMBER", Role.REVIEWER, group.latvia)

    assert entry == again
    assert entry.member.place.role is Role.REVIEWER
    assert entry.cluster == group.latvia
    assert entry.is_voting
    assert group.log() == ["changed_role"]


def test_somebody_new_is_given_a_place(group, chair):
    entry = group.change(chair, "UNEW", Role.CHAIR, version=0)

    assert entry.member.place.role is Role.CHAIR
    assert group.find("UNEW").actor.role is Role.CHAIR
    assert group.log() == ["added"]


def test_a_stale_form_changes_nothing(group, chair):
    group.add(Role.MEMBER, "UMEMBER", group.estonia)
    group.change(chair, "UMEMBER", Role.REVIEWER, group.estonia)

    with pytest.raises(StaleVersionError, match="in the meantime"):
        group.change(chair, "UMEMBER", Role.EDITOR, group.estonia)

    assert group.find("UMEMBER").actor.role is Role.REVIEWER


def test_nobody_of_another_workspace_becomes_a_member(group, chair):
    with pytest.raises(InvalidInputError, match="externals only"):
        group.change(chair, "UX", Role.MEMBER, version=0, team="TOTHER")

    assert group.find("UX", "TOTHER") is None


@pytest.mark.parametrize("role", [Role.MEMBER, Role.EDITOR, Role.OBSERVER])
def test_only_those_who_lead_change_places(group, chair, role):
    caller = group.add(role, "UCALLER")

    with pytest.raises(NotAllowedError):
        group.change(caller, "UCHAIR", Role.MEMBER)
    with pytest.raises(NotAllowedError):
        group.do(members.remove, caller, person_id=chair.person.id)
    with pytest.raises(NotAllowedError):
        group.do(members.put_back, caller, person_id=chair.person.id)
    with pytest.raises(NotAllowedError):
        group.do(members.place_form, caller, user_id="UCHAIR")
    with pytest.raises(NotAllowedError):
        group.do(members.to_remove, caller, person_id=chair.person.id)


def test_the_last_chair_stays(group, chair):
    secretariat = group.add(Role.SECRETARIAT, "USEC")

    with pytest.raises(NotAllowedError, match="Appoint another chair first"):
        group.do(members.leave, chair)
    with pytest.raises(NotAllowedError, match="last chair"):
        members.require_leavable(group.database, caller=chair)
    with pytest.raises(NotAllowedError, match="last chair"):
        group.do(members.remove, secretariat, person_id=chair.person.id)
    with pytest.raises(NotAllowedError, match="last chair"):
        group.do(members.to_remove, secretariat, person_id=chair.person.id)
    with pytest.raises(NotAllowedError, match="last chair"):
        group.change(secretariat, "UCHAIR", Role.MEMBER)

    group.change(secretariat, "USECOND", Role.CHAIR, version=0)
    group.do(members.leave, chair)
    assert reload(group, chair) is None


def test_two_chairs_who_step_down_at_once_leave_one(group, chair):
    other = group.add(Role.CHAIR, "UOTHER")
    start, refused = threading.Barrier(2), []

    def run(caller):
        start.wait()
        try:
            group.do(members.leave, caller)
        except NotAllowedError:
            refused.append(caller)

    threads = [threading.Thread(target=run, args=(each,)) for each in (chair, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert reload(group, refused[0]).actor.role is Role.CHAIR


def test_somebody_taken_out_comes_back_only_when_put_back(group, chair):
    member = group.add(Role.EDITOR, "UMEMBER", group.estonia)

    gone = group.do(members.remove, chair, person_id=member.person.id)
    again = group.do(members.remove, chair, person_id=member.person.id)

    assert gone.person == again.person
    assert reload(group, member) is None
    with pytest.raises(NotAllowedError, match="not in Digitalisation any more"):
        members.arrival(group.database, group.origin("UMEMBER"))
    with pytest.raises(NotAllowedError):
        group.join("UMEMBER", cluster_id=group.estonia.id)

    back = group.do(members.put_back, chair, person_id=member.person.id)
    group.do(members.put_back, chair, person_id=member.person.id)

    assert back.member.place.role is Role.EDITOR
    assert reload(group, member).actor == member.actor
    assert group.log() == ["removed", "put_back"]


def test_somebody_who_left_may_come_again(group, chair):
    member = group.add(Role.EDITOR, "UMEMBER", group.estonia)
    group.do(members.leave, member)
    group.do(members.leave, member)

    joined = group.join("UMEMBER", cluster_id=group.latvia.id)

    assert joined.caller.actor.role is Role.MEMBER
    assert joined.caller.actor.cluster_id == group.latvia.id
    with pytest.raises(NotFoundError):
        group.do(members.put_back, chair, person_id=999)


def test_nobody_is_reached_in_another_group(group, chair, database):
    other = Group(database, channel="COTHER")
    stranger = other.add(Role.MEMBER, "UOTHER")
    number = stranger.person.id

    for use_case in (members.remove, members.shown, members.to_remove):
        with pytest.raises(NotFoundError):
            group.do(use_case, chair, person_id=number)
    with pytest.raises(NotFoundError):
        group.do(members.put_back, chair, person_id=number)
    with pytest.raises(NotFoundError):
        group.do(members.id_of, chair, user_id="UOTHER")
    assert reload(other, stranger) == stranger


def test_a_deactivated_account_that_types_again_is_back_in_its_place(group, chair):
    with group.database.begin() as session:
        member_rows.save_person(session, replace(chair.person, state=PersonState.LEFT))
    origin = group.origin("UCHAIR")
    assert members.find(group.database, origin) is None

    back = members.returned(group.database, group.clock, origin)

    assert back.actor == chair.actor
    assert members.returned(group.database, group.clock, origin) is None
    assert members.returned(group.database, group.clock, group.origin("UNEW")) is None
    assert group.log() == ["returned"]


def test_whose_access_is_over_is_told_so(group):
    yesterday = NOW.date() - timedelta(days=1)
    external = group.add(Role.EXTERNAL, "UEXT", expires_on=yesterday)

    with pytest.raises(NotAllowedError, match="ended on 20 November 2026"):
        group.do(members.listed, external)
