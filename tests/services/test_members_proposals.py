"""Clusters that newcomers propose: asked once, decided once, on both databases."""

import pytest
from people import Group, reload

from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
    NotFoundError,
    StaleVersionError,
)
from bot.domain.permissions import Role
from bot.services import members
from storage import clusters as cluster_rows
from storage.outbox import by_key

LITHUANIA = {"name": "Health Lithuania", "country": "LT", "website": ""}


@pytest.fixture
def group(database):
    return Group(database)


@pytest.fixture
def chair(group):
    return group.add(Role.CHAIR, "UCHAIR")


@pytest.fixture
def secretariat(group, chair):
    return group.add(Role.SECRETARIAT, "USEC")


def question(group, recipient):
    return next(
        row for row in group.messages("cluster_proposed") if row.recipient == recipient
    )


def news(group, kind, number=0):
    row = group.messages(kind)[number]
    with group.database.read() as session:
        message = by_key(session, row.key)
    return members.proposal_for_message(group.database, message)


def decide(group, use_case, caller, proposal_id=1, version=1):
    return group.do(use_case, caller, proposal_id=proposal_id, version=version)


def test_a_proposal_is_told_to_those_who_lead_and_the_newcomer_is_in(
    group, secretariat
):
    joined = group.join("UNEW", proposed=LITHUANIA)

    assert joined.has_proposed
    assert joined.caller.actor.role is Role.MEMBER
    told = [row.recipient for row in group.messages("cluster_proposed")]
    assert told == ["UCHAIR", "USEC"]
    assert news(group, "cluster_proposed").proposal.cluster.name == "Health Lithuania"
    assert group.log() == ["joined", "proposed", "saw_notice"]


def test_the_same_proposal_again_is_asked_once(group, secretariat):
    group.join("UNEW", proposed=LITHUANIA)
    group.join("UNEW", "other", proposed=LITHUANIA)

    assert len(group.messages("cluster_proposed")) == 2


@pytest.mark.parametrize(
    ("proposed", "field"),
    [
        (LITHUANIA | {"name": " "}, "name"),
        (LITHUANIA | {"name": "ESTONIA!"}, "name"),
        (LITHUANIA | {"country": "UK"}, "country"),
        (LITHUANIA | {"website": "ftp://x.example"}, "website"),
    ],
)
def test_what_is_no_cluster_stays_in_the_form(group, secretariat, proposed, field):
    with pytest.raises(InvalidInputError) as caught:
        group.join("UNEW", proposed=proposed)

    assert list(caught.value.fields) == [field]
    assert group.find("UNEW") is None
    assert group.messages() == []


def test_once_accepted_the_newcomer_speaks_for_it_and_hears_of_it(group, secretariat):
    newcomer = group.join("UNEW", proposed=LITHUANIA).caller

    first = decide(group, members.accept_cluster, secretariat)
    second = decide(group, members.accept_cluster, secretariat)

    assert first == second
    assert first.has_voice
    assert (first.cluster.name, first.cluster.country) == ("Health Lithuania", "LT")
    assert reload(group, newcomer).actor.cluster_id == first.cluster.id
    (told,) = group.messages("cluster_proposal_decided")
    assert told.recipient == "UNEW"
    assert news(group, "cluster_proposal_decided").has_voice
    assert news(group, "cluster_proposed") is None
    assert news(group, "cluster_proposal_refresh").decided_by == secretariat.person
    with group.database.read() as session:
        names = [c.name for c in cluster_rows.clusters(session, group.sig.id)]
    assert names == ["Estonia", "Latvia", "Health Lithuania"]


def test_a_question_is_brought_up_to_date_where_it_stands(group, secretariat):
    group.join("UNEW", proposed=LITHUANIA)
    decide(group, members.accept_cluster, secretariat)

    for row in group.messages("cluster_proposal_refresh"):
        with group.database.read() as session:
            message = by_key(session, row.key)
        asked = members.question_of(group.database, message)
        assert (asked.kind, asked.recipient) == ("cluster_proposed", row.recipient)


def test_one_of_two_with_the_same_proposal_becomes_alternate(group, secretariat):
    first = group.join("UONE", proposed=LITHUANIA).caller
    second = group.join("UTWO", "2", proposed=LITHUANIA | {"name": "health lithuania"})

    decide(group, members.accept_cluster, secretariat, 1)
    news = decide(group, members.accept_cluster, secretariat, 2)

    assert reload(group, first).actor.role is Role.MEMBER
    assert reload(group, second.caller).actor.role is Role.ALTERNATE
    assert news.cluster.id == reload(group, first).actor.cluster_id


def test_after_a_no_another_cluster_can_be_proposed(group, secretariat):
    newcomer = group.join("UNEW", proposed=LITHUANIA).caller

    news_of_no = decide(group, members.decline_cluster, secretariat)
    decide(group, members.decline_cluster, secretariat)
    group.join("UNEW", "2", proposed=LITHUANIA | {"name": "Vilnius valley"})

    assert news_of_no.cluster is None
    assert reload(group, newcomer).actor.cluster_id is None
    assert len(group.messages("cluster_proposal_decided")) == 1
    assert len(group.messages("cluster_proposed")) == 4
    with pytest.raises(StaleVersionError, match="newer message"):
        decide(group, members.accept_cluster, secretariat)
    accepted = decide(group, members.accept_cluster, secretariat, version=3)
    assert accepted.cluster.name == "Vilnius valley"


def test_a_yes_after_a_no_and_a_no_after_a_yes_change_nothing(group, secretariat):
    group.join("UONE", proposed=LITHUANIA)
    group.join("UTWO", "2", proposed=LITHUANIA | {"name": "Vilnius valley"})
    decide(group, members.decline_cluster, secretariat, 1)
    decide(group, members.accept_cluster, secretariat, 2)

    with pytest.raises(InvalidTransitionError, match="was declined already"):
        decide(group, members.accept_cluster, secretariat, 1)
    with pytest.raises(InvalidTransitionError, match="was added already"):
        decide(group, members.decline_cluster, secretariat, 2)


def test_only_those_who_lead_this_group_decide(group, secretariat, database):
    member = group.add(Role.EDITOR, "UEDIT")
    other = Group(database, channel="COTHER").add(Role.CHAIR, "UELSE")
    group.join("UNEW", proposed=LITHUANIA)

    for use_case in (members.accept_cluster, members.decline_cluster):
        with pytest.raises(NotAllowedError):
            decide(group, use_case, member)
        with pytest.raises(NotFoundError):
            decide(group, use_case, other)


def test_without_secretariat_and_chair_the_vice_chair_is_asked(group):
    group.add(Role.VICE_CHAIR, "UVICE")
    group.join("UNEW", proposed=LITHUANIA)

    assert question(group, "UVICE").kind == "cluster_proposed"


def test_whoever_chose_another_cluster_meanwhile_keeps_it(group, secretariat, chair):
    group.join("UNEW", proposed=LITHUANIA)
    group.change(chair, "UNEW", Role.MEMBER, group.latvia, version=1)

    news = decide(group, members.accept_cluster, secretariat)

    assert not news.has_voice
    assert group.find("UNEW").actor.cluster_id == group.latvia.id
