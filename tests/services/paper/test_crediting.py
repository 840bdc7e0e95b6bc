"""What people did for the paper, read from the tables, and corrected by them."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.domain.errors import NotAllowedError, NotFoundError
from bot.domain.whitepaper.credit import CreditRole
from bot.services.whitepaper import commenting, crediting, writing
from storage import contributor_credits as rows


def write(group, who, body, key="analysis"):
    kept = group.section(key)
    return group.do(
        writing.save,
        who,
        section_id=kept.id,
        base_revision=kept.section.revision,
        body=body,
        reason="",
    )


def roles(group, who):
    return set(group.do(crediting.to_correct, who).roles)


def correct(group, who, whose, *chosen, version=None):
    person = group.people[whose].person
    if version is None:
        found = group.do(crediting.to_correct, who, text=f"<@{person.user_id}>")
        version = found.version
    return group.do(
        crediting.correct, who, person_id=person.id, version=version, chosen=chosen
    )


def test_who_writes_first_drafts_and_who_follows_edits(group):
    write(group, "editor", "First.")
    write(group, "editor", "Second.")
    write(group, "chair", "Third.")

    assert roles(group, "editor") == {CreditRole.WRITING_DRAFT}
    assert roles(group, "chair") == {
        *(CreditRole.WRITING_EDITING, CreditRole.SUPERVISION),
    }
    assert roles(group, "member") == set()


def test_a_comment_is_editing(group):
    group.do(
        commenting.comment,
        "member",
        section_id=group.section("analysis").id,
        nonce="n",
        typed={"text": "Please mention Greece."},
    )

    assert roles(group, "member") == {CreditRole.WRITING_EDITING}


def test_a_correction_counts_until_it_is_what_is_counted_anyway(group):
    write(group, "editor", "First.")

    chosen = correct(group, "editor", "editor", "software", "resources", "no role")
    assert set(chosen.roles) == {CreditRole.SOFTWARE, CreditRole.RESOURCES}
    assert chosen.counted == (CreditRole.WRITING_DRAFT,)

    again = correct(group, "editor", "editor", "writing_draft")
    assert again.roles == (CreditRole.WRITING_DRAFT,)
    write(group, "chair", "Second.")
    write(group, "editor", "Third.", key="outlook")
    with group.database.read() as session:
        found = rows.contributors(session, group.sig.id)
    assert all(each.corrected is None for each in found)


def test_none_is_a_choice_too(group):
    write(group, "editor", "First.")

    assert correct(group, "editor", "editor").roles == ()
    assert roles(group, "editor") == set()


def test_editors_correct_others_and_members_only_themselves(group):
    assert correct(group, "editor", "member", "software").roles
    assert correct(group, "member", "member", "resources").roles == (
        CreditRole.RESOURCES,
    )
    with pytest.raises(NotAllowedError):
        correct(group, "member", "other", "software", version=0)
    with pytest.raises(NotAllowedError):
        group.do(crediting.to_correct, "member", text="<@UOTHER>")


@pytest.mark.parametrize("text", ["nobody", "<@UNOBODY>", "@", "<!channel>"])
def test_who_is_not_known_is_said(group, text):
    with pytest.raises(NotFoundError):
        group.do(crediting.to_correct, "editor", text=text)


def test_somebody_of_another_group_cannot_be_credited_here(group):
    with pytest.raises(NotFoundError):
        group.do(
            crediting.correct,
            "editor",
            person_id=999_999,
            version=0,
            chosen=["software"],
        )


# --- two at once --------------------------------------------------------------------


def shown(group):
    return group.do(crediting.to_correct, "member")


@pytest.mark.parametrize("before", [(), ("software",)])
def test_of_two_corrections_the_second_is_asked_again_and_both_are_kept(group, before):
    if before:
        correct(group, "member", "member", *before)
    version = shown(group).version
    correct(group, "editor", "member", "resources", version=version)

    refused = correct(group, "member", "member", "validation", version=version)

    assert refused.refused == (CreditRole.VALIDATION,)
    assert refused.roles == shown(group).roles == (CreditRole.RESOURCES,)
    again = correct(group, "member", "member", "validation", version=refused.version)
    assert again.refused is None
    assert shown(group).roles == (CreditRole.VALIDATION,)


def test_a_form_that_arrives_twice_is_one_correction(group):
    version = shown(group).version
    correct(group, "member", "member", "software", version=version)

    again = correct(group, "member", "member", "software", version=version)

    assert (again.refused, again.roles) == (None, (CreditRole.SOFTWARE,))


def test_who_takes_a_correction_back_does_not_undo_a_newer_one(group):
    correct(group, "member", "member", "software")
    version = shown(group).version
    correct(group, "editor", "member", "resources", version=version)

    refused = correct(group, "member", "member", version=version)
    assert refused.refused == ()
    assert shown(group).roles == (CreditRole.RESOURCES,)
    correct(group, "member", "member", version=refused.version)

    late = correct(group, "editor", "member", "software", version=refused.version)
    assert late.refused == (CreditRole.SOFTWARE,)
    assert shown(group).roles == ()


def test_who_leaves_what_is_counted_hears_that_somebody_corrected_it(group):
    correct(group, "editor", "member", "software", version=0)

    assert correct(group, "member", "member", version=0).refused == ()
    assert shown(group).roles == (CreditRole.SOFTWARE,)


@pytest.mark.parametrize("attempt", range(3))
def test_of_many_at_once_one_is_kept_and_all_others_hear_of_it(group, attempt):
    chosen = ("software", "resources", "validation", "methodology")
    with ThreadPoolExecutor(len(chosen)) as pool:
        running = [
            pool.submit(correct, group, "editor", "member", role, version=0)
            for role in chosen
        ]
    found = [each.result() for each in running]

    (kept,) = [each for each in found if each.refused is None]
    assert shown(group).roles == kept.roles, attempt
    refused = {role for each in found for role in each.refused or ()}
    assert refused == set(map(CreditRole, chosen)) - set(kept.roles)
