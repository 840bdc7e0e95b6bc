"""The register of networks: who keeps contact, and since when nobody did."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.clusters import Cluster, Network
from bot.domain.errors import InvalidInputError, NotAllowedError, NotFoundError
from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from bot.services import networks
from storage import clusters as cluster_rows
from storage import networks as rows
from storage import sigs

from factories import NOW
from groups import TEAM, a_caller

DETAILS = {"name": "ScanBalt", "kind": "network", "relation": "liaison"}
TODAY = NOW.date()


def clock():
    return NOW


@pytest.fixture
def sig(database):
    with database.begin() as session:
        made = sigs.add(session, Sig(name="Group", zone="Europe/Brussels"))
        return sigs.bind(session, made.id, team_id=TEAM, channel_id="CSIG")


@pytest.fixture
def chair(database, sig):
    return a_caller(database, sig, Role.CHAIR, "UCHAIR")


def add(database, caller, nonce="n", **typed):
    return networks.add(
        database, clock, caller=caller, nonce=nonce, typed=DETAILS | typed
    )


def edit(database, caller, network, **typed):
    return networks.edit(
        database,
        clock,
        caller=caller,
        network_id=network.id,
        version=network.version,
        typed=DETAILS | {"name": network.name} | typed,
    )


def note(database, caller, network, *, day=TODAY, step="", version=None):
    return networks.note_contact(
        database,
        clock,
        caller=caller,
        network_id=network.id,
        version=version or network.version,
        typed={"day": str(day), "next_step": step},
    )


def test_an_editor_adds_a_network_with_its_liaison(database, sig, chair):
    editor = a_caller(database, sig, Role.EDITOR, "UEDITOR")

    added = add(
        database,
        editor,
        acronym="SB",
        website="scanbalt.example",
        scope="cross_border",
        liaison="UCHAIR",
        next_step="Ask for a slot",
    )
    shown = networks.find(database, clock, caller=editor, name="sb")

    assert added == replace(
        added,
        slug="sb",
        website="https://scanbalt.example",
        liaison_person_id=chair.person.id,
        position=1,
    )
    assert shown.cards[0].liaison == "UCHAIR"
    assert shown.cards[0].is_silent
    assert (shown.may_manage, shown.may_record) == (True, True)


def test_adding_the_same_form_again_is_the_same_network(database, chair):
    first = add(database, chair)

    assert add(database, chair) == first
    assert len(networks.listed(database, clock, caller=chair).cards) == 1


def test_a_name_that_reads_the_same_is_refused(database, chair):
    add(database, chair)

    with pytest.raises(InvalidInputError, match="reads the same as ScanBalt"):
        add(database, chair, "other", name="SCAN-B\u0430LT")


@pytest.mark.parametrize(
    ("user", "said"),
    [("UNOBODY", "is not in the group yet"), ("UEXT", "An external cannot keep")],
)
def test_contact_is_kept_by_somebody_of_the_group(database, sig, chair, user, said):
    a_caller(database, sig, Role.EXTERNAL, "UEXT")

    with pytest.raises(InvalidInputError) as refused:
        add(database, chair, liaison=user)

    assert said in refused.value.fields["liaison"]
    assert networks.listed(database, clock, caller=chair).cards == ()


def test_a_liaison_without_an_account_stays_until_another_is_chosen(
    database, sig, chair
):
    role_only = a_caller(database, sig, Role.MEMBER, user=None).person.id
    with database.begin() as session:
        network = rows.add_network(
            session,
            sig.id,
            Network(
                slug="n",
                name="ScanBalt",
                kind="club",
                relation="liaison",
                liaison_person_id=role_only,
            ),
        )

    kept = edit(database, chair, network, kind="club", next_step="Call").stored
    changed = edit(database, chair, kept, kind="club", liaison="UCHAIR").stored
    emptied = edit(database, chair, changed, kind="club").stored

    assert kept.liaison_person_id == role_only
    assert changed.liaison_person_id == chair.person.id
    assert emptied.liaison_person_id is None


def test_members_note_a_contact_and_the_network_is_silent_no_more(database, sig, chair):
    network = add(database, chair)
    member = a_caller(database, sig, Role.MEMBER, "UMEMBER")

    noted = note(database, member, network, step="Meet in May").stored
    again = note(database, member, network, step="Meet in May").stored
    card = networks.read(database, clock, caller=member, network_id=network.id).cards[0]

    assert (noted.last_contact_on, noted.next_step) == (TODAY, "Meet in May")
    assert again == noted
    assert not card.is_silent
    with pytest.raises(NotAllowedError):
        edit(database, member, noted, name="Mine now")


def test_of_two_who_plan_the_next_step_the_second_sees_both(database, sig, chair):
    network = add(database, chair, next_step="Nothing yet")
    note(database, chair, network, step="Call them")

    second = note(database, chair, network, step="Write to them")

    assert second.stored.next_step == "Call them"
    assert second.typed.next_step == "Write to them"
    third = note(database, chair, network, step="Write to them", version=2)
    assert third.stored.next_step == "Write to them"


def test_a_project_that_ended_stays_in_the_list_and_asks_for_nothing(database, chair):
    network = add(database, chair, kind="project")

    edit(database, chair, network, kind="project", ended_on=str(TODAY))
    (card,) = networks.listed(database, clock, caller=chair).cards

    assert (card.is_ended, card.is_silent) == (True, False)


def test_a_contact_of_the_future_is_refused(database, chair):
    network = add(database, chair)

    with pytest.raises(InvalidInputError, match="still to come"):
        note(database, chair, network, day=TODAY + timedelta(days=1))


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.EXTERNAL])
def test_observers_and_externals_change_nothing(database, sig, chair, role):
    network = add(database, chair)
    caller = a_caller(database, sig, role, "UWATCH")

    for attempt in (
        lambda: add(database, caller, "x", name="Another"),
        lambda: edit(database, caller, network, name="Another"),
        lambda: note(database, caller, network),
    ):
        with pytest.raises(NotAllowedError):
            attempt()


def test_a_card_names_the_clusters_of_the_group_that_take_part(database, sig, chair):
    network = add(database, chair)
    with database.begin() as session:
        cluster_rows.add_cluster(
            session,
            sig.id,
            Cluster(key="cl-x", name="Health", country="DK", networks=("scanbalt",)),
        )

    found = networks.read(database, clock, caller=chair, network_id=network.id)

    assert found.cards[0].clusters == ("Health",)


def test_a_network_of_another_group_is_not_there(database, chair):
    with database.begin() as session:
        other = sigs.add(session, Sig(name="Other"))
        blank = Network(slug="n", name="N", kind="network", relation="liaison")
        network = rows.add_network(session, other.id, blank)

    with pytest.raises(NotFoundError):
        networks.read(database, clock, caller=chair, network_id=network.id)
    with pytest.raises(NotFoundError):
        edit(database, chair, network, name="Ours")
    with pytest.raises(NotFoundError):
        note(database, chair, network)
