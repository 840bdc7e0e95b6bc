"""Rules about people: votes, newcomers, the last chair, proposed clusters."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import members as rules
from bot.domain.clusters import Cluster
from bot.domain.errors import InvalidInputError, NotAllowedError
from bot.domain.permissions import CLUSTER_VOICES, Role
from bot.domain.registers.typed import Typed
from bot.domain.sigs import PersonState

from factories import NOW, a_member

ESTONIA = Cluster(id=1, key="cl-ee", name="Terviseklaster", country="EE", acronym="TK")


def test_the_member_votes_before_those_with_another_task_and_the_alternate():
    people = [
        a_member(1, Role.ALTERNATE, 7),
        a_member(2, Role.CHAIR, 7),
        a_member(3, Role.MEMBER, 7),
        a_member(4, Role.MEMBER, 7),
        a_member(5, Role.ALTERNATE, 8),
        a_member(6, Role.OBSERVER, 9),
    ]

    assert rules.voting(people) == {7: 3, 8: 5}


def test_nobody_votes_whose_account_is_deactivated():
    people = [
        a_member(1, Role.MEMBER, 7, state=PersonState.LEFT),
        a_member(2, Role.ALTERNATE, 7),
    ]

    assert rules.voting(people) == {7: 2}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(Role),
            st.sampled_from([None, 1, 2, 3]),
            st.sampled_from(PersonState),
        )
    )
)
def test_a_cluster_has_one_vote_and_a_member_of_it_has_that_vote(people):
    members = [
        a_member(number, role, cluster, state=state)
        for number, (role, cluster, state) in enumerate(people, start=1)
    ]

    found = rules.voting(members)

    voices = [m for m in members if m.is_active and m.place.role in CLUSTER_VOICES]
    assert set(found) == {m.place.cluster_id for m in voices} - {None}
    by_id = {m.person.id: m for m in voices}
    assert all(by_id[who].place.cluster_id == cluster for cluster, who in found.items())


def test_the_second_of_a_cluster_comes_in_as_its_alternate():
    people = [a_member(1, Role.MEMBER, 7), a_member(2, Role.CHAIR, 8)]

    assert rules.role_of_newcomer(people, 7) is Role.ALTERNATE
    assert rules.role_of_newcomer(people, 8) is Role.MEMBER
    assert rules.role_of_newcomer(people, None) is Role.MEMBER
    gone = [replace(people[0], person=replace(people[0].person, state="left"))]
    assert rules.role_of_newcomer(gone, 7) is Role.MEMBER


def step(members, person_id, wanted):
    """Change somebody's role or, with None, end their place; as the rules allow."""
    found = next((m for m in members if m.person.id == person_id), None)
    if found is None:
        return members
    if found.place.role is Role.CHAIR and wanted is not Role.CHAIR:
        try:
            rules.require_chair_left(members, person_id)
        except NotAllowedError:
            return members
    others = [m for m in members if m.person.id != person_id]
    if wanted is None:
        return others
    place = replace(found.place, role=wanted)
    return [*others, replace(found, place=place)]


@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.one_of(st.none(), st.sampled_from(Role))),
        max_size=40,
    )
)
def test_whatever_people_do_a_chair_is_left(steps):
    members = [a_member(1, Role.CHAIR), *(a_member(n) for n in range(2, 6))]

    for person_id, wanted in steps:
        members = step(members, person_id, wanted)

        assert any(m.is_acting_chair for m in members)


def test_a_chair_without_an_account_does_not_count():
    role_only = a_member(2, Role.CHAIR)
    role_only = replace(role_only, person=replace(role_only.person, user_id=None))
    people = [a_member(1, Role.CHAIR), role_only]

    with pytest.raises(NotAllowedError, match="Appoint another chair first"):
        rules.require_chair_left(people, 1)
    rules.require_chair_left(people, 2)


def change(role, cluster_id=None, *, is_outside=False):
    return rules.changed(
        a_member(1, cluster_id=5).place, role, cluster_id, is_outside=is_outside
    )


def test_a_role_without_a_voice_has_no_cluster():
    assert change(Role.OBSERVER, 5).cluster_id is None
    assert change(Role.SECRETARIAT, 5).cluster_id is None
    assert change(Role.REVIEWER, 5).cluster_id == 5


def test_what_limits_an_external_ends_with_the_role():
    place = replace(
        a_member(1, Role.EXTERNAL).place, may_submit=False, expires_on=NOW.date()
    )

    changed = rules.changed(place, Role.MEMBER, None, is_outside=False)

    assert (changed.may_submit, changed.expires_on) == (True, None)


@pytest.mark.parametrize(
    ("field", "role", "options"),
    [
        pytest.param("role", Role.EXTERNAL, {}, id="externals are invited"),
        pytest.param("role", Role.CHAIR, {"is_outside": True}, id="other workspace"),
        pytest.param("cluster", Role.ALTERNATE, {}, id="alternate of nobody"),
    ],
)
def test_places_that_cannot_be_are_explained_beside_the_field(field, role, options):
    with pytest.raises(InvalidInputError) as caught:
        change(role, **options)

    assert list(caught.value.fields) == [field]


@pytest.mark.parametrize(
    "name",
    ["TERVISEKLASTER", "terviseklaster.", "Térviseklaster", "tk", "Тervisеklaster"],
)
def test_a_cluster_that_is_listed_cannot_be_proposed(name):
    typed = Typed({"name": name, "country": "EE"})
    rules.read_proposed(typed, [ESTONIA])

    assert "is in the list already" in typed.problems["name"]


def test_a_proposal_is_tidied():
    typed = Typed({"name": " Health  valley ", "country": "NL", "website": "x.example"})
    proposed = rules.read_proposed(typed, [ESTONIA])

    assert typed.problems == {}
    assert proposed == rules.ProposedCluster(
        name="Health valley", country="NL", website="https://x.example"
    )


def test_what_a_proposal_lacks_is_said_beside_the_field():
    typed = Typed({"name": "", "country": "XX", "website": "javascript:alert(1)"})
    rules.read_proposed(typed, [])

    assert set(typed.problems) == {"name", "country", "website"}


@pytest.mark.parametrize(
    ("typed", "fits"),
    [("", True), ("tervise", True), ("ÉSTONIA", True), ("tk est", True), ("x", False)],
)
def test_clusters_are_found_by_parts_of_name_acronym_and_country(typed, fits):
    assert bool(rules.matching([ESTONIA], typed)) is fits


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("show <@U012AB3CD|anna>", "U012AB3CD"),
        ("<@W012AB3CD>", "W012AB3CD"),
        ("show @anna", None),
        ("<#C012AB3CD|sig>", None),
        ("", None),
    ],
)
def test_an_account_is_read_as_slack_writes_it(text, account):
    assert rules.account_in(text) == account
