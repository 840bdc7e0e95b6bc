"""Use cases of practices: who may do what to which, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.clusters import Cluster
from bot.domain.errors import InvalidInputError, NotAllowedError, NotFoundError
from bot.domain.permissions import Role
from bot.domain.practices import Attribution, Declaration, PracticeStatus, Visibility
from bot.domain.sigs import Membership, Person, Sig
from bot.domain.themes import DEFAULT_THEMES
from bot.services import members, practices
from bot.services.members import Origin
from storage import clusters as cluster_rows
from storage import members as member_rows
from storage import sigs as sig_rows
from storage import themes as theme_rows

from factories import NOW, a_content

TEAM = "T1"
DECLARED = Declaration(has_rights=True, may_publish=True, names_no_patient=True)


def clock():
    return NOW


@pytest.fixture
def sig(database):
    return a_sig(database, "CSIG")


def a_sig(database, channel):
    with database.begin() as session:
        sig = sig_rows.add(session, Sig(name=channel))
        theme_rows.ensure_themes(session, sig.id, DEFAULT_THEMES)
        return sig_rows.bind(session, sig.id, team_id=TEAM, channel_id=channel)


def a_caller(database, sig, role, user=None, **place):
    """Put somebody into the group and return them as a caller."""
    user = user or f"U{role.value.upper()}"
    with database.begin() as session:
        person = member_rows.add_person(session, Person(team_id=TEAM, user_id=user))
        member_rows.set_membership(
            session, Membership(sig_id=sig.id, person_id=person.id, role=role, **place)
        )
    return members.find(
        database, Origin(team_id=TEAM, user_id=user, channel_id=sig.channel_id)
    )


def a_submitted(database, caller, nonce="nonce", declared=DECLARED, **content):
    return practices.submit(
        database,
        clock,
        caller=caller,
        nonce=nonce,
        change=lambda _: a_content(**content),
        declaration=declared,
    )


def accept(database, caller, practice):
    return practices.accept(database, clock, caller=caller, practice_id=practice.id)


def read(database, caller, practice):
    return practices.read(database, clock, caller=caller, practice_id=practice.id)


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.EXTERNAL])
def test_who_may_not_submit_saves_nothing_either(database, sig, role):
    caller = a_caller(database, sig, role, may_submit=False)

    with pytest.raises(NotAllowedError):
        a_submitted(database, caller)
    with pytest.raises(NotAllowedError):
        practices.save_draft(
            database, clock, caller=caller, nonce="n", change=lambda c: c
        )
    with pytest.raises(NotAllowedError):
        practices.choices(database, clock, caller)
    assert practices.mine(database, clock, caller=caller) == ()


def test_an_external_reads_what_is_public_and_their_own(database, sig):
    member = a_caller(database, sig, Role.MEMBER)
    chair = a_caller(database, sig, Role.CHAIR)
    external = a_caller(
        database, sig, Role.EXTERNAL, expires_on=(NOW + timedelta(days=1)).date()
    )
    public = accept(database, chair, a_submitted(database, member, "1"))
    secret = a_submitted(database, member, "2", visibility=Visibility.SIG_ONLY)
    secret = accept(database, chair, secret)
    waiting = a_submitted(database, member, "3")
    own = a_submitted(database, external, "4")

    assert read(database, external, public).id == public.id
    assert read(database, external, own).id == own.id
    for hidden in (secret, waiting):
        with pytest.raises(NotAllowedError):
            read(database, external, hidden)
    listed = practices.listed(database, clock, caller=external)
    assert [each.id for each in listed] == [public.id, own.id]


def test_somebody_elses_draft_does_not_exist_for_anybody(database, sig):
    member = a_caller(database, sig, Role.MEMBER)
    chair = a_caller(database, sig, Role.CHAIR)
    draft = practices.save_draft(
        database, clock, caller=member, nonce="n", change=lambda _: a_content()
    )

    with pytest.raises(NotFoundError):
        read(database, chair, draft)
    with pytest.raises(NotFoundError):
        accept(database, chair, draft)
    with pytest.raises(NotAllowedError, match="somebody else"):
        a_submitted(database, chair, "n")
    assert read(database, member, draft).number is None


def test_a_practice_of_another_group_does_not_exist(database, sig):
    other = a_sig(database, "COTHER")
    there = a_caller(database, other, Role.CHAIR, user="UTHERE")
    here = a_caller(database, sig, Role.CHAIR, user="UHERE")
    practice = a_submitted(database, there)

    with pytest.raises(NotFoundError):
        read(database, here, practice)
    with pytest.raises(NotFoundError):
        accept(database, here, practice)
    with pytest.raises(NotFoundError):
        practices.find(database, clock, caller=here, number=1)
    assert practices.listed(database, clock, caller=here) == ()
    assert a_submitted(database, here, "nonce").number == 1


def test_the_cluster_is_asked_once_and_remembered(database, sig):
    with database.begin() as session:
        cluster = cluster_rows.add_cluster(
            session, sig.id, Cluster(key="cl-ee", name="Estonia", country="EE")
        )
    member = a_caller(database, sig, Role.MEMBER)
    assert practices.choices(database, clock, member).clusters == (cluster,)

    practices.save_draft(
        database,
        clock,
        caller=member,
        nonce="n",
        change=lambda _: a_content(),
        cluster_id=cluster.id,
    )
    practice = a_submitted(database, member, "n")

    assert practice.cluster_id == cluster.id
    member = a_caller_again(database, member, sig)
    assert member.actor.cluster_id == cluster.id
    assert practices.choices(database, clock, member).clusters == ()


def a_caller_again(database, caller, sig):
    origin = Origin(
        team_id=TEAM, user_id=caller.person.user_id, channel_id=sig.channel_id
    )
    return members.find(database, origin)


def test_a_cluster_that_does_not_exist_is_refused(database, sig):
    member = a_caller(database, sig, Role.MEMBER)

    with pytest.raises(InvalidInputError) as caught:
        practices.save_draft(
            database,
            clock,
            caller=member,
            nonce="n",
            change=lambda c: c,
            cluster_id=99,
        )

    assert "cluster" in caught.value.fields
    assert practices.mine(database, clock, caller=member) == ()


def test_a_name_is_kept_only_when_it_is_to_be_printed(database, sig):
    member = a_caller(database, sig, Role.MEMBER)
    declared = replace(DECLARED, printed_name="  A\u200b  name ")

    a_submitted(database, member, "1", declared)
    assert a_caller_again(database, member, sig).person.display_name == ""
    named = Attribution.NAME_AND_ORGANISATION
    a_submitted(database, member, "2", declared, attribution=named)

    assert a_caller_again(database, member, sig).person.display_name == "A name"


def test_a_draft_may_be_unfinished_but_not_too_long(database, sig):
    member = a_caller(database, sig, Role.MEMBER)

    def save(**content):
        return practices.save_draft(
            database,
            clock,
            caller=member,
            nonce="n",
            change=lambda before: replace(before, **content),
        )

    assert save(start="soon", links=("nowhere",)).content.start == "soon"
    with pytest.raises(InvalidInputError) as caught:
        save(title="x" * 101)
    assert list(caught.value.fields) == ["title"]
    (draft,) = practices.mine(database, clock, caller=member)
    assert (draft.content.title, draft.content.links) == ("", ("nowhere",))


def test_a_submitted_form_that_is_saved_again_changes_nothing(database, sig):
    member = a_caller(database, sig, Role.MEMBER)
    practice = a_submitted(database, member, "n")

    again = practices.save_draft(
        database,
        clock,
        caller=member,
        nonce="n",
        change=lambda before: replace(before, title="Too late"),
    )

    assert again == practice


@pytest.mark.parametrize(
    ("role", "allowed"),
    [(Role.EDITOR, True), (Role.SECRETARIAT, True), (Role.MEMBER, False)],
)
def test_others_edit_only_as_editors(database, sig, role, allowed):
    author = a_caller(database, sig, Role.MEMBER, user="UAUTHOR")
    other = a_caller(database, sig, role, user="UOTHER")
    practice = a_submitted(database, author)

    assert practices.may_edit(clock, other, practice) is allowed


def test_an_edit_by_an_editor_leaves_the_consent_alone(database, sig):
    author = a_caller(database, sig, Role.MEMBER, user="UAUTHOR")
    editor = a_caller(database, sig, Role.EDITOR)
    practice = a_submitted(database, author)

    edited = practices.edit(
        database,
        clock,
        caller=editor,
        practice_id=practice.id,
        revision=practice.revision,
        change=lambda before: replace(before, title="Clearer"),
    ).practice

    assert edited.content.title == "Clearer"
    assert edited.consent == practice.consent
    assert edited.author_id == practice.author_id


def test_an_author_who_takes_the_consent_back_while_editing_is_not_printed(
    database, sig
):
    author = a_caller(database, sig, Role.MEMBER, user="UAUTHOR")
    chair = a_caller(database, sig, Role.CHAIR)
    practice = a_submitted(database, author)

    edited = practices.edit(
        database,
        clock,
        caller=author,
        practice_id=practice.id,
        revision=practice.revision,
        change=lambda before: replace(before, visibility=Visibility.SIG_ONLY),
        declaration=replace(DECLARED, may_publish=False),
    ).practice
    accepted = accept(database, chair, edited)

    assert accepted.status is PracticeStatus.ACCEPTED
    assert not accepted.is_printable
    assert not accepted.consent.publish


def test_somebody_in_two_groups_is_asked_which(database, sig):
    other = a_sig(database, "COTHER")
    for each in (sig, other):
        a_caller(database, each, Role.MEMBER, user="UBOTH")

    with pytest.raises(Exception, match="You are in several groups"):
        members.find(database, Origin(team_id=TEAM, user_id="UBOTH"))
