"""Roles in CRediT terms: counted from what people did, told by organisation."""

import pytest
from factories_paper import AS_OF, a_consent, a_practice, a_snapshot

from bot.domain.clusters import Cluster
from bot.domain.permissions import Role
from bot.domain.practices import Attribution, PracticeStatus
from bot.domain.whitepaper import assemble
from bot.domain.whitepaper.credit import Contributor, CreditRole, in_order
from templates import documents
from templates.documents.words import CREDIT_ROLES

ONE = Cluster(id=1, key="cl-1", name="Cluster one", country="EE")
TWO = Cluster(id=2, key="cl-2", name="Cluster two", country="DK")
PRACTICE = [CreditRole.CONCEPTUALIZATION, CreditRole.INVESTIGATION]


def a_contributor(person_id=1, **changes):
    return Contributor(person_id=person_id, **{"role": Role.MEMBER} | changes)


def credited(**changes):
    document = assemble(a_snapshot(**{"clusters": (ONE, TWO)} | changes), as_of=AS_OF)
    return {each.organisation: list(each.roles) for each in document.credits}


def test_there_are_the_fourteen_roles_of_the_standard_each_with_its_words():
    assert len(CreditRole) == 14
    assert list(CREDIT_ROLES) == list(CreditRole)
    assert len(set(CREDIT_ROLES.values())) == 14


@pytest.mark.parametrize(
    ("did", "roles"),
    [
        ({"has_drafted": True}, [CreditRole.WRITING_DRAFT]),
        ({"has_edited": True}, [CreditRole.WRITING_EDITING]),
        ({"has_reviewed": True}, [CreditRole.VALIDATION]),
        ({"has_kept_minutes": True}, [CreditRole.PROJECT_ADMINISTRATION]),
        ({"role": Role.CHAIR}, [CreditRole.SUPERVISION]),
        ({"role": Role.VICE_CHAIR}, [CreditRole.SUPERVISION]),
        ({"role": Role.SECRETARIAT}, [CreditRole.PROJECT_ADMINISTRATION]),
        ({"practices": frozenset({3})}, PRACTICE),
        ({"practices": frozenset({9})}, []),
        ({}, []),
    ],
)
def test_roles_follow_from_what_somebody_did(did, roles):
    assert list(in_order(a_contributor(**did).counted({3}))) == roles


def test_what_was_corrected_counts_instead():
    who = a_contributor(has_drafted=True, corrected=frozenset({CreditRole.SOFTWARE}))

    assert who.roles(()) == {CreditRole.SOFTWARE}
    assert a_contributor(has_drafted=True, corrected=frozenset()).roles(()) == set()


def test_roles_are_told_by_cluster_and_those_of_nobody_under_the_group():
    found = credited(
        contributors=(
            a_contributor(1, cluster="cl-1", has_drafted=True),
            a_contributor(2, cluster="cl-1", has_reviewed=True),
            a_contributor(3, role=Role.CHAIR),
            a_contributor(4, role=Role.EXTERNAL, cluster="cl-2", has_edited=True),
            a_contributor(5, cluster="cl-2"),
        )
    )

    assert found == {
        "Cluster one": [CreditRole.VALIDATION, CreditRole.WRITING_DRAFT],
        "A group": [CreditRole.SUPERVISION],
        "External stakeholders": [CreditRole.WRITING_EDITING],
    }


def test_a_practice_of_somebody_who_left_is_credited_to_its_cluster():
    practices = (a_practice(1, cluster_key="cl-2"),)

    assert credited(practices=practices) == {"Cluster two": PRACTICE}


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_what_is_anonymous_or_not_printed_credits_nobody(is_anonymous):
    kept = Attribution.ANONYMOUS if is_anonymous else Attribution.ORGANISATION
    status = PracticeStatus.ACCEPTED if is_anonymous else PracticeStatus.REJECTED
    practice = a_practice(
        1,
        cluster_key="cl-1",
        attribution=kept,
        consent=a_consent(attribution=kept),
        status=status,
    )
    author = a_contributor(1, cluster="cl-1", practices=frozenset({1}))

    assert credited(practices=(practice,), contributors=(author,)) == {}


def test_the_annex_names_organisations_and_the_standard():
    snapshot = a_snapshot(
        clusters=(ONE,),
        contributors=(a_contributor(1, cluster="cl-1", has_edited=True),),
    )

    markdown = documents.draft(snapshot, as_of=AS_OF).markdown
    annex = markdown.split("{#credit-roles}")[1].split("\n## ")[0]

    assert "<https://credit.niso.org>" in annex
    assert "| Cluster one | Writing – review &amp; editing |" in annex
