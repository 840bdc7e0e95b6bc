"""Practices from a message or a form from outside, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from filled_forms import ANSWERS, QUESTIONS, as_markdown
from people import CHAIR, EXTERNAL, MEMBER, Group
from sqlmodel import select

from bot.domain.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    SetupNeededError,
)
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Role
from bot.domain.practices import PracticeStatus
from bot.domain.practices.outside import read
from bot.domain.sigs import Sig
from bot.domain.themes import DEFAULT_THEMES
from bot.services import practices
from storage import practices as rows
from storage import sigs, themes
from storage.tables import PracticeRow

from factories import a_content
from groups import TEAM, a_caller


@pytest.fixture
def group(database):
    made = Group(database)
    with database.begin() as session:
        themes.ensure_themes(session, made.sig.id, DEFAULT_THEMES)
    return made


@pytest.fixture
def member(group):
    return group.add(MEMBER, "UMEMBER", group.estonia)


def a_reading(*answers):
    return read("form.md", as_markdown(*(answers or [ANSWERS])).encode(), QUESTIONS)


def collect(group, caller, nonce="n1", **changes):
    content = a_content(themes=(), **changes)
    return group.do(practices.collect, caller, nonce=nonce, content=content)


def stored(group):
    with group.database.read() as session:
        return len(session.exec(select(PracticeRow)).all())


def test_a_message_is_a_draft_of_its_cluster_once(group, member):
    first = collect(group, member, title="First")
    again = collect(group, member, title="Typed anew")

    assert (first.is_new, again.is_new) == (True, False)
    assert again.practice == first.practice
    assert first.practice.status is PracticeStatus.DRAFT
    assert first.practice.cluster_id == group.estonia.id
    assert first.practice.content.title == "First"
    assert group.log() == ["collected"]
    assert group.messages() == []


def test_collected_at_the_same_moment_it_is_one_draft(group, member):
    with ThreadPoolExecutor(4) as crowd:
        found = list(crowd.map(lambda _: collect(group, member), range(4)))

    assert len({kept.practice.id for kept in found}) == 1
    assert stored(group) == 1
    assert group.log() == ["collected"]


def test_a_discarded_draft_can_be_collected_again(group, member):
    collect(group, member)
    group.do(practices.discard, member, nonce="n1")

    assert collect(group, member).is_new


def test_a_draft_is_nobody_elses(group, member):
    other = group.add(MEMBER, "UOTHER", group.latvia)
    collect(group, member)

    with pytest.raises(NotAllowedError, match="somebody else"):
        collect(group, other)


def test_what_is_too_long_is_refused_and_nothing_saved(group, member):
    with pytest.raises(InvalidInputError):
        collect(group, member, title="x" * 101)

    assert stored(group) == 0


@pytest.mark.parametrize("role", [Role.OBSERVER])
def test_who_may_not_submit_collects_and_imports_nothing(group, role):
    caller = group.add(role, "UOBSERVER")

    with pytest.raises(NotAllowedError):
        collect(group, caller)
    with pytest.raises(NotAllowedError):
        group.do(practices.take_in, caller, reading=a_reading())
    assert stored(group) == 0


def test_an_external_imports_for_their_sponsor(group):
    guest = group.add(EXTERNAL, "UGUEST", sponsor_cluster_id=group.latvia.id)

    (kept,) = group.do(practices.take_in, guest, reading=a_reading())

    assert kept.practice.cluster_id == group.latvia.id


def test_a_form_is_taken_in_whole_and_once(group, member):
    reading = a_reading(ANSWERS, ANSWERS | {"title": "Second"})

    first = group.do(practices.take_in, member, reading=reading)
    again = group.do(practices.take_in, member, reading=reading)

    assert [kept.practice.content.title for kept in first] == [
        ANSWERS["title"],
        "Second",
    ]
    assert [kept.practice for kept in again] == [kept.practice for kept in first]
    assert not any(kept.is_new for kept in again)
    assert stored(group) == 2
    assert first[0].practice.content.themes == ("telehealth",)


def test_each_who_brings_a_form_has_their_own_draft(group, member):
    other = group.add(MEMBER, "UOTHER", group.latvia)

    (mine,) = group.do(practices.take_in, member, reading=a_reading())
    (theirs,) = group.do(practices.take_in, other, reading=a_reading())

    assert mine.practice.id != theirs.practice.id
    assert theirs.practice.author_id == other.person.id


def test_a_form_with_a_problem_is_not_taken_in(group, member):
    reading = a_reading(ANSWERS, ANSWERS | {"country": "Narnia"})

    with pytest.raises(InvalidInputError, match="something to mend"):
        group.do(practices.take_in, member, reading=reading)
    assert stored(group) == 0


def test_what_fails_in_the_middle_leaves_nothing(group, member):
    """A theme went between the preview and the import."""
    with group.database.begin() as session:
        gone = themes.themes(session, group.sig.id)
        (skills,) = [theme for theme in gone if theme.slug == "skills"]
        themes.remove(session, skills)
    reading = a_reading(ANSWERS, ANSWERS | {"themes": "Skills and workforce"})

    with pytest.raises(InvalidInputError):
        group.do(practices.take_in, member, reading=reading)
    assert stored(group) == 0


# --- The operator ---------------------------------------------------------------------


def take_in_for(group, cluster="Estonia", reading=None):
    return practices.take_in_for(
        group.database,
        group.clock,
        sig=group.sig,
        cluster=cluster,
        reading=reading or a_reading(),
    )


def test_the_voice_of_a_cluster_is_told_of_a_draft_once(group, member):
    group.add(Role.ALTERNATE, "UALTERNATE", group.estonia)

    (kept,) = take_in_for(group)
    (again,) = take_in_for(group, "EE")

    assert kept.practice.author_id == member.person.id
    assert (kept.is_new, again.is_new) == (True, False)
    (message,) = group.messages(MessageKind.PRACTICE_IMPORTED)
    assert message.recipient == "UMEMBER"
    assert message.object_id == kept.practice.id
    assert group.log() == ["collected"]


def test_the_message_is_given_up_when_its_sponsor_went_on_without(group, member):
    (kept,) = take_in_for(group)
    (row,) = group.messages(MessageKind.PRACTICE_IMPORTED)
    message = Message(
        key=row.key,
        kind=row.kind,
        sig_id=row.sig_id,
        object_id=row.object_id,
        recipient=row.recipient,
        due_at=group.clock(),
    )
    find = practices.imported_for_message

    assert find(group.database, message) == kept.practice
    group.do(practices.discard, member, nonce=kept.practice.nonce)
    assert find(group.database, message) is None


@pytest.mark.parametrize(
    ("cluster", "words"),
    [
        ("Atlantis", "“Atlantis” is no cluster of this group. There are: Estonia, L"),
        ("", "Which cluster answers for this form?"),
        ("Latvia", "Nobody in Slack speaks for Latvia yet."),
    ],
)
def test_without_a_sponsor_nothing_is_taken_in(group, member, cluster, words):
    with pytest.raises(NotFoundError, match="(?s)" + words[:40].replace("?", ".")):
        practices.sponsor(group.database, group.sig, cluster)
    with pytest.raises(NotFoundError) as refused:
        take_in_for(group, cluster)
    assert words in str(refused.value)
    assert stored(group) == 0


# --- Which group, which form ----------------------------------------------------------


def test_the_channels_group_goes_before_those_of_the_person(group, member):
    with group.database.begin() as session:
        second = sigs.add(session, Sig(name="Second"))
        second = sigs.bind(session, second.id, team_id=TEAM, channel_id="CTWO")
    a_caller(group.database, second, Role.MEMBER, "UBOTH")
    origin = group.origin("UMEMBER")

    def found(**changes):
        changed = {"team_id": TEAM, "user_id": "UMEMBER", "channel_id": None} | changes
        where = type(origin)(**changed)
        return [sig.name for sig in practices.groups(group.database, where)]

    assert found() == ["Digitalisation"]
    assert found(channel_id="CTWO") == ["Second"]
    assert found(channel_id="CUNKNOWN") == ["Digitalisation"]
    assert found(user_id="UBOTH") == ["Second"]
    with pytest.raises(SetupNeededError, match="You are in no group yet"):
        found(user_id="UNOBODY")
    with pytest.raises(SetupNeededError):
        found(team_id="TOTHER")


def test_a_form_has_the_themes_of_its_group(group):
    with group.database.begin() as session:
        second = sigs.add(session, Sig(name="Second"))

    known, sig = practices.form_for(group.database, group.sig.id)

    assert [theme.slug for theme in known] == [theme.slug for theme in DEFAULT_THEMES]
    assert sig.name == "Digitalisation"
    assert practices.form_for(group.database, second.id)[0] == ()
    with pytest.raises(NotFoundError, match="choose one with --sig"):
        practices.form_for(group.database, None)


def test_a_shared_file_is_news_once(group):
    def is_new(file_id):
        return practices.is_first_sight(group.database, group.clock, file_id=file_id)

    assert [is_new("F1"), is_new("F1"), is_new("F2")] == [True, False, True]


def test_a_chair_finds_their_own_drafts_in_the_list(group):
    chair = group.add(CHAIR, "UCHAIR")
    (kept,) = group.do(practices.take_in, chair, reading=a_reading())

    with group.database.read() as session:
        assert rows.drafts_of(session, group.sig.id, chair.person.id) == (
            kept.practice,
        )
