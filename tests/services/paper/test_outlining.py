"""The outline: sections come, go, move and change, and no text is ever lost."""

from datetime import date

import pytest

from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
    NotFoundError,
    StaleVersionError,
)
from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from bot.domain.whitepaper import SectionMode, SectionState
from bot.domain.whitepaper.outline import DEFAULT_SECTIONS, Template
from bot.services.whitepaper import adding, assigning, outlining, writing
from storage import former_members, sigs, whitepaper
from storage import sections as section_rows

from groups import a_caller

BODY = "  Line one.  \r\n\r\n\tTwo | three\u00a0\n"


def write(group, key, body=BODY, who="chair"):
    kept = group.section(key)
    return group.do(
        writing.save,
        who,
        section_id=kept.id,
        base_revision=kept.section.revision,
        body=body,
    )


def settings(kept, **changes):
    section = kept.section
    typed = {"title": section.title, "mode": section.mode.value}
    return typed | {key: str(value) for key, value in changes.items()}


def change(group, key, **changes):
    kept = group.section(key)
    return group.do(
        assigning.change,
        "chair",
        section_id=kept.id,
        version=kept.version,
        typed=settings(kept, **changes),
    )


def step(group, key, state, who="chair"):
    kept = group.section(key)
    return group.do(
        assigning.step,
        who,
        section_id=kept.id,
        revision=kept.section.revision,
        state=state,
    )


def test_a_group_without_a_paper_has_the_long_outline(group):
    assert group.order() == [each.key for each in DEFAULT_SECTIONS]


def test_looking_at_the_outline_changes_nothing_in_the_paper(group):
    with group.database.read() as session:
        snapshot = whitepaper.snapshot(session, group.sig.id)

    assert snapshot.paper.title == "White paper of the Group"
    assert [each.key for each in snapshot.paper.sections] == group.order()


def test_the_short_outline_keeps_every_text_and_the_long_one_brings_it_back(group):
    write(group, "analysis")
    long = group.order()

    found = group.do(outlining.start, "chair", template=Template.SHORT)
    assert [each.kept.section.key for each in found.cards] == [
        "title_page",
        "colophon",
        "key_issues",
        "practices",
        "recommendations",
        "annex_contributors",
        "annex_references",
        "analysis",
    ]
    assert group.section("practices").section.title == "Best practices"
    assert group.section("analysis").body == BODY
    group.do(outlining.start, "chair", template=Template.LONG)

    assert group.order() == long
    assert group.texts("analysis") == [BODY]


def test_a_text_in_a_section_that_becomes_generated_makes_it_mixed(group):
    change(group, "practices", mode="mixed")
    write(group, "practices")

    group.do(outlining.start, "chair", template=Template.SHORT)

    assert group.section("practices").section.mode is SectionMode.MIXED


def test_a_title_of_ones_own_survives_a_template(group):
    change(group, "practices", title="Cases")

    group.do(outlining.start, "chair", template=Template.SHORT)

    assert group.section("practices").section.title == "Cases"


def test_a_section_with_a_new_title_gets_a_key_for_ever(group):
    typed = {"title": "Ética y datos", "after": str(group.section("practices").id)}
    added = group.do(adding.add, "chair", nonce="n", typed=typed)
    again = group.do(adding.add, "chair", nonce="n", typed=typed)
    change(group, added.section.key, title="Ethics")

    assert (added.section.key, again.id) == ("etica_y_datos", added.id)
    place = group.order().index("practices") + 1
    assert group.order()[place] == "etica_y_datos"
    assert group.section("etica_y_datos").section.title == "Ethics"


def test_a_known_section_that_was_taken_out_comes_back_with_its_text(group):
    write(group, "outlook")
    group.do(outlining.remove, "chair", section_id=group.section("outlook").id)
    assert "outlook" not in group.order()

    typed = {"known": "outlook"}
    group.do(adding.add, "chair", nonce="n", typed=typed)

    assert group.section("outlook").body == BODY
    assert not group.section("outlook").section.is_removed


@pytest.mark.parametrize("title", ["", "!!!", "practices", "Рractices"])
def test_a_title_that_is_taken_or_says_nothing_is_refused(group, title):
    with pytest.raises(InvalidInputError) as refused:
        group.do(adding.add, "chair", nonce="n", typed={"title": title})

    assert "title" in refused.value.fields


def test_taking_out_keeps_text_and_place_and_can_be_taken_back(group):
    write(group, "analysis")
    before, section_id = group.order(), group.section("analysis").id

    group.do(outlining.remove, "chair", section_id=section_id)
    group.do(outlining.remove, "chair", section_id=section_id)
    with group.database.read() as session:
        snapshot = whitepaper.snapshot(session, group.sig.id)
    group.do(outlining.put_back, "chair", section_id=section_id)

    assert "analysis" not in {each.key for each in snapshot.paper.sections}
    assert (group.order(), group.texts("analysis")) == (before, [BODY])


def test_the_title_page_and_locked_sections_stay(group):
    locked = group.section("outlook").id
    group.do(assigning.lock, "chair", section_id=locked, locked=True)

    for section_id in (group.section("title_page").id, locked):
        with pytest.raises(InvalidTransitionError):
            group.do(outlining.remove, "chair", section_id=section_id)


def test_moving_twice_from_the_same_place_moves_once(group):
    section_id = group.section("introduction").id
    place = group.order().index("introduction") + 1

    for _ in range(2):
        group.do(outlining.move, "chair", section_id=section_id, place=place, step=-1)

    assert group.order().index("introduction") == place - 2


def test_generated_asks_before_a_text_is_not_printed(group):
    change(group, "networks", mode="mixed")
    write(group, "networks")

    with pytest.raises(InvalidInputError, match="aside"):
        change(group, "networks", mode="generated")
    change(group, "networks", mode="generated", aside="yes")

    assert group.section("networks").section.mode is SectionMode.GENERATED
    assert group.section("networks").body == BODY


def test_a_section_is_given_to_a_person_or_a_cluster(group):
    cluster_id = group.people["member"].actor.cluster_id

    change(group, "analysis", person="UOTHER", due="2026-12-01")
    change(group, "outlook", cluster=cluster_id)
    with pytest.raises(InvalidInputError, match="not both"):
        change(group, "outlook", cluster=cluster_id, person="UOTHER")

    with group.database.read() as session:
        other = group.people["other"].person.id
        theirs = section_rows.owned_by(session, group.sig.id, other)
        ours = section_rows.owned_by(session, group.sig.id, cluster_id=cluster_id)
    assert [(each.key, each.due_on) for each in theirs] == [
        ("analysis", date(2026, 12, 1))
    ]
    assert [each.key for each in ours] == ["outlook"]


def test_an_owner_who_left_is_missed(group):
    change(group, "analysis", person="UOTHER")
    other = group.people["other"].person.id
    with group.database.begin() as session:
        chair = group.people["chair"].person.id
        former_members.end(session, group.sig.id, other, by=chair, now=group.clock())

    kept = group.section("analysis")

    assert kept.has_lost_owner
    assert kept.needs_owner


def test_two_chairs_who_change_one_section_are_told(group):
    kept = group.section("analysis")
    change(group, "analysis", title="One")

    with pytest.raises(StaleVersionError):
        group.do(
            assigning.change,
            "chair",
            section_id=kept.id,
            version=kept.version,
            typed=settings(kept, title="Two"),
        )


def test_states_follow_each_other_and_an_edit_opens_what_was_agreed(group):
    with pytest.raises(InvalidTransitionError, match="no text yet"):
        step(group, "analysis", SectionState.IN_REVIEW)
    write(group, "analysis")
    assert group.section("analysis").section.state is SectionState.DRAFT
    step(group, "analysis", SectionState.IN_REVIEW)
    step(group, "analysis", SectionState.AGREED)

    saved = write(group, "analysis", "Another text.")

    assert saved.was_agreed
    assert group.section("analysis").section.state is SectionState.IN_REVIEW


def test_nobody_agrees_to_a_text_they_have_not_seen(group):
    write(group, "analysis")
    seen = group.section("analysis")
    write(group, "analysis", "Another text.")

    with pytest.raises(StaleVersionError):
        group.do(
            assigning.step,
            "chair",
            section_id=seen.id,
            revision=seen.section.revision,
            state=SectionState.AGREED,
        )


def test_an_owner_says_it_is_ready_and_only_leaders_that_it_is_agreed(group):
    change(group, "analysis", person="UOTHER")
    write(group, "analysis", who="other")

    step(group, "analysis", SectionState.IN_REVIEW, who="other")
    with pytest.raises(NotAllowedError):
        step(group, "analysis", SectionState.AGREED, who="other")
    with pytest.raises(NotAllowedError, match="is written by"):
        step(group, "analysis", SectionState.DRAFT, who="member")

    assert group.section("analysis").section.state is SectionState.IN_REVIEW


def test_a_section_of_another_group_is_not_there(group, database):

    with database.begin() as session:
        other = sigs.add(session, Sig(name="Other"))
    stranger = a_caller(database, other, Role.CHAIR, "USTRANGER")
    section_id = group.section("analysis").id

    for use_case, arguments in (
        (outlining.card, {}),
        (outlining.remove, {}),
        (assigning.settings, {}),
        (writing.history, {"name": section_id}),
    ):
        given = arguments or {"section_id": section_id}
        with pytest.raises(NotFoundError):
            use_case(database, group.clock, caller=stranger, **given)
