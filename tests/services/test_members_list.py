"""Who is in a group, as its people may see it, on both databases."""

import pytest
from people import Group
from sqlmodel import select

from bot.domain.errors import NotAllowedError
from bot.domain.permissions import Role
from bot.services import members
from storage import externals
from storage.tables import OrganisationRow


@pytest.fixture
def group(database):
    return Group(database)


@pytest.fixture
def chair(group):
    return group.add(Role.CHAIR, "UCHAIR")


def test_the_list_is_by_cluster_with_its_vote_and_externals_last(group, chair):
    group.add(Role.EXTERNAL, "UEXT", sponsor_cluster_id=group.latvia.id)
    group.add(Role.ALTERNATE, "UALT", group.estonia)
    group.add(Role.MEMBER, "ULV", group.latvia)
    group.add(Role.MEMBER, "UEE", group.estonia)

    roster = group.do(members.listed, chair)

    users = [each.member.person.user_id for each in roster.entries]
    assert users == ["UEE", "UALT", "ULV", "UCHAIR", "UEXT"]
    voting = {e.member.person.user_id for e in roster.entries if e.is_voting}
    assert voting == {"UEE", "ULV"}
    assert (roster.may_manage, roster.may_invite) == (True, True)


@pytest.mark.parametrize(
    ("only", "users"),
    [
        ("latvia", ["ULV", "UEXT"]),
        ("externals", ["UEXT"]),
        ("vice chair", []),
        ("CHAIR", ["UCHAIR"]),
        ("nobody", []),
    ],
)
def test_the_list_can_be_of_one_role_or_cluster(group, chair, only, users):
    group.add(Role.EXTERNAL, "UEXT", sponsor_cluster_id=group.latvia.id)
    group.add(Role.MEMBER, "ULV", group.latvia)

    roster = group.do(members.listed, chair, only=only)

    assert [each.member.person.user_id for each in roster.entries] == users


def test_the_list_says_what_kind_of_organisation_an_external_comes_from(group, chair):
    external = group.add(Role.EXTERNAL, "UEXT", sponsor_cluster_id=group.latvia.id)
    with group.database.begin() as session:
        externals.set_organisation(
            session, group.sig.id, external.person.id, name="Hospital"
        )
        named = select(OrganisationRow).where(OrganisationRow.name == "Hospital")
        session.exec(named).one().kind = "care_provider"

    (entry,) = group.do(members.listed, chair, only="externals").entries
    shown = group.do(members.shown, chair, person_id=external.person.id).entry

    assert (entry.organisation, entry.kind) == ("Hospital", "care_provider")
    assert (shown.organisation, shown.kind) == ("Hospital", "care_provider")


def test_an_external_sees_nobody(group, chair):
    external = group.add(Role.EXTERNAL, "UEXT")

    for use_case in (members.listed,):
        with pytest.raises(NotAllowedError):
            group.do(use_case, external)
    with pytest.raises(NotAllowedError):
        group.do(members.shown, external, person_id=chair.person.id)
    with pytest.raises(NotAllowedError):
        group.do(members.id_of, external, user_id="UCHAIR")
