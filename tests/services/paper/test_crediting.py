"""What people did for the paper, read from the tables, and corrected by them."""

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


def correct(group, who, whose, *chosen):
    person_id = group.people[whose].person.id
    return group.do(crediting.correct, who, person_id=person_id, chosen=chosen)


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
        correct(group, "member", "other", "software")
    with pytest.raises(NotAllowedError):
        group.do(crediting.to_correct, "member", text="<@UOTHER>")


@pytest.mark.parametrize("text", ["nobody", "<@UNOBODY>", "@", "<!channel>"])
def test_who_is_not_known_is_said(group, text):
    with pytest.raises(NotFoundError):
        group.do(crediting.to_correct, "editor", text=text)


def test_somebody_of_another_group_cannot_be_credited_here(group):
    with pytest.raises(NotFoundError):
        group.do(crediting.correct, "editor", person_id=999_999, chosen=["software"])
