"""The register of themes: names, order, and what moves when two become one."""

from dataclasses import replace

import pytest
from exchange_files import CORPUS

from bot.domain.clusters import Cluster
from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
    NotFoundError,
)
from bot.domain.matching import OfferKind, OfferState
from bot.domain.permissions import Role
from bot.domain.recommendations import Recommendation, RecommendationStatus
from bot.domain.sigs import Sig
from bot.domain.themes import DEFAULT_THEMES
from bot.domain.whitepaper import assemble
from bot.services import exchange, practices, themes
from storage import clusters, recommendations, sigs, whitepaper
from storage import practices as practice_rows
from storage import themes as rows
from storage.tables import OfferRow, ThemeRow

from factories import NOW, a_content, a_practice
from groups import TEAM, a_caller


def clock():
    return NOW


@pytest.fixture
def sig(database):
    with database.begin() as session:
        made = sigs.add(session, Sig(name="Group"))
        rows.ensure_themes(session, made.id, DEFAULT_THEMES)
        return sigs.bind(session, made.id, team_id=TEAM, channel_id="CSIG")


@pytest.fixture
def chair(database, sig):
    return a_caller(database, sig, Role.CHAIR, "UCHAIR")


def theme(database, sig, slug):
    with database.read() as session:
        known = rows.all_themes(session, sig.id)
    return next(each for each in known if each.slug == slug)


def share(database, sig, number, *slugs, status="submitted"):
    """Store a practice with these themes and return it."""
    draft = a_practice(
        id=0,
        sig_id=sig.id,
        number=None,
        status="draft",
        content=a_content(themes=slugs),
        consent=None,
        author_id=None,
    )
    with database.begin() as session:
        stored = practice_rows.add_draft(session, draft, f"nonce-{number}")
        if status == "draft":
            return stored
        return practice_rows.submit(
            session, stored.submit(number, NOW), f"nonce-{number}"
        )


def themes_of(database, practice):
    with database.read() as session:
        return practice_rows.by_id(session, practice.id).content.themes


def order(database, caller):
    return [each.slug for each in themes.listed(database, clock, caller=caller).themes]


def add(database, caller, nonce="n", **typed):
    given = {"label": "Patient safety", "description": "What harms nobody."}
    return themes.add(database, clock, caller=caller, nonce=nonce, typed=given | typed)


def edit(database, caller, opened, **typed):
    given = {"label": opened.label, "description": opened.description}
    return themes.edit(
        database,
        clock,
        caller=caller,
        theme_id=opened.id,
        version=opened.version,
        typed=given | typed,
    )


def merge(database, caller, sig, slug, into):
    theme_id = theme(database, sig, slug).id
    return themes.merge(database, clock, caller=caller, theme_id=theme_id, into=into)


def undo(database, caller, sig, slug):
    theme_id = theme(database, sig, slug).id
    return themes.undo_merge(database, clock, caller=caller, theme_id=theme_id)


def test_an_editor_adds_a_theme_at_its_place(database, sig, chair):
    added = add(database, chair, after="ai")
    last = add(database, chair, "m", label="Ethics")

    assert added.slug == "patient_safety"
    assert order(database, chair)[3:5] == ["ai", "patient_safety"]
    assert order(database, chair)[-1] == last.slug == "ethics"
    assert add(database, chair, after="ai") == added


def test_a_name_that_reads_the_same_is_refused_also_when_it_was_merged(
    database, sig, chair
):
    merge(database, chair, sig, "ai", "data_sharing")

    with pytest.raises(InvalidInputError, match="reads the same as Telehealth"):
        add(database, chair, label="TELEHEALTH and remote-care")
    with pytest.raises(InvalidInputError, match="which was merged"):
        add(database, chair, label="Art\u0456ficial intelligence")


def test_practices_keep_their_theme_when_it_gets_another_name(database, sig, chair):
    practice = share(database, sig, 1, "ai")

    edited = edit(
        database, chair, theme(database, sig, "ai"), label="Learning machines"
    )

    assert edited.stored.slug == "ai"
    assert themes_of(database, practice) == ("ai",)
    found = themes.find(database, clock, caller=chair, name="learning machines")
    assert found.use.practices == 1


def test_a_theme_changes_its_place(database, sig, chair):
    edit(database, chair, theme(database, sig, "cluster_governance"), after="first")
    edit(database, chair, theme(database, sig, "eprescription"), after="ai")

    assert order(database, chair)[:5] == [
        "cluster_governance",
        "ehr_access",
        "data_sharing",
        "ai",
        "eprescription",
    ]


def test_of_two_editors_the_second_sees_both_texts(database, sig, chair):
    opened = theme(database, sig, "ai")
    edit(database, chair, opened, label="Learning machines")

    second = edit(database, chair, opened, label="Thinking machines")

    assert second.stored.label == "Learning machines"
    assert second.typed.label == "Thinking machines"
    third = edit(database, chair, second.stored, label="Thinking machines")
    assert (third.typed, third.stored.label) == (None, "Thinking machines")


def test_a_merge_moves_what_hangs_on_the_theme_and_can_be_undone(database, sig, chair):
    first = share(database, sig, 1, "ai")
    both = share(database, sig, 2, "ai", "skills", "data_sharing")
    draft = share(database, sig, 3, "telehealth", "ai", status="draft")
    _advise(database, sig, "ai")
    offer_id = _offer(database, sig, theme(database, sig, "ai"))

    card = merge(database, chair, sig, "ai", "data_sharing")

    assert card.successor.slug == "data_sharing"
    assert themes_of(database, first) == ("data_sharing",)
    assert themes_of(database, both) == ("data_sharing", "skills")
    assert themes_of(database, draft) == ("telehealth", "data_sharing")
    moved = themes.find(database, clock, caller=chair, name="data_sharing").use
    assert (moved.practices, moved.recommendations, moved.offers) == (2, 1, 1)
    assert _theme_of_offer(database, offer_id) == "data_sharing"
    assert "ai" not in order(database, chair)

    undo(database, chair, sig, "ai")

    assert themes_of(database, first) == ("ai",)
    assert themes_of(database, both) == ("ai", "skills", "data_sharing")
    assert themes_of(database, draft) == ("telehealth", "ai")
    assert _theme_of_offer(database, offer_id) == "ai"
    assert order(database, chair)[3] == "ai"
    back = themes.find(database, clock, caller=chair, name="ai").use
    assert (back.practices, back.recommendations, back.offers) == (2, 1, 1)


def test_merging_and_undoing_twice_changes_nothing_more(database, sig, chair):
    practice = share(database, sig, 1, "ai")

    assert merge(database, chair, sig, "ai", "skills") == merge(
        database, chair, sig, "ai", "skills"
    )
    assert undo(database, chair, sig, "ai") == undo(database, chair, sig, "ai")
    assert themes_of(database, practice) == ("ai",)


def test_an_old_form_or_file_still_reaches_the_successor(database, sig, chair):
    merge(database, chair, sig, "ai", "skills")
    merge(database, chair, sig, "skills", "funding")

    late = share(database, sig, 1, "ai", "skills", "prevention")

    assert themes_of(database, late) == ("funding", "prevention")


def test_a_merged_theme_is_no_chapter_of_the_paper(database, sig, chair):
    share(database, sig, 1, "ai")
    merge(database, chair, sig, "ai", "skills")

    with database.read() as session:
        document = assemble(whitepaper.snapshot(session, sig.id), as_of=NOW.date())

    chapters = [group.theme.slug for group in document.themes if group.theme]
    assert "ai" not in chapters
    assert len(chapters) == len(DEFAULT_THEMES) - 1
    offered = practices.choices(database, clock, chair).themes
    assert "ai" not in {each.slug for each in offered}


def test_a_merge_cannot_be_undone_once_a_practice_has_a_new_text(database, sig, chair):
    practice = share(database, sig, 1, "ai")
    merge(database, chair, sig, "ai", "skills")
    with database.begin() as session:
        now = practice_rows.by_id(session, practice.id)
        practice_rows.revise(
            session, now, now.revise(replace(now.content, title="Newer"))
        )

    with pytest.raises(InvalidTransitionError, match="P-1 got a new text"):
        undo(database, chair, sig, "ai")

    assert themes_of(database, practice) == ("skills",)


def test_merges_are_undone_in_their_order(database, sig, chair):
    merge(database, chair, sig, "ai", "skills")
    merge(database, chair, sig, "skills", "funding")

    with pytest.raises(InvalidTransitionError, match="was merged itself"):
        undo(database, chair, sig, "ai")
    undo(database, chair, sig, "skills")
    undo(database, chair, sig, "ai")

    assert len(order(database, chair)) == len(DEFAULT_THEMES)


@pytest.mark.parametrize("into", ["ai", "no_such_theme", "skills"])
def test_a_merge_into_itself_or_a_circle_is_refused(database, sig, chair, into):
    merge(database, chair, sig, "skills", "funding")

    with pytest.raises(InvalidInputError) as refused:
        merge(database, chair, sig, "ai", into)

    assert list(refused.value.fields) == ["into"]
    assert "ai" in order(database, chair)


def test_only_a_theme_that_nothing_hangs_on_can_be_removed(database, sig, chair):
    share(database, sig, 1, "ai", status="draft")
    merge(database, chair, sig, "skills", "funding")
    free = theme(database, sig, "prevention")

    for slug in ("ai", "funding", "skills"):
        used = theme(database, sig, slug)
        with pytest.raises(InvalidTransitionError, match="is in use"):
            themes.remove(database, clock, caller=chair, theme_id=used.id)
    themes.remove(database, clock, caller=chair, theme_id=free.id)

    assert "prevention" not in order(database, chair)


def test_the_last_theme_stays(database, chair):
    with database.begin() as session:
        other = sigs.add(session, Sig(name="Small"))
        rows.ensure_themes(session, other.id, DEFAULT_THEMES[:1])
    leader = a_caller(database, other, Role.CHAIR, "ULEADER")
    (last,) = themes.listed(database, clock, caller=leader).themes

    with pytest.raises(InvalidTransitionError, match="last theme"):
        themes.remove(database, clock, caller=leader, theme_id=last.id)


def test_importing_an_older_file_again_undoes_no_merge_and_changes_nothing(
    database, tmp_path
):
    exported = tmp_path / "before"
    first = exchange.import_file(database, clock, CORPUS).sig
    leader = a_caller(database, first, Role.CHAIR, "ULEADER")
    exchange.export(database, first.id, exported)
    merge(database, leader, first, "skills", "funding")

    exchange.import_file(database, clock, exported / "convenor.json")
    again = exchange.import_file(database, clock, exported / "convenor.json")

    assert again.is_empty
    assert "skills" not in order(database, leader)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.OBSERVER, Role.EXTERNAL])
def test_who_edits_nothing_changes_no_theme(database, sig, chair, role):
    caller = a_caller(database, sig, role, "UWATCH")
    known = theme(database, sig, "ai")

    for attempt in (
        lambda: add(database, caller),
        lambda: edit(database, caller, known, label="Mine"),
        lambda: merge(database, caller, sig, "ai", "skills"),
        lambda: undo(database, caller, sig, "ai"),
        lambda: themes.remove(database, clock, caller=caller, theme_id=known.id),
    ):
        with pytest.raises(NotAllowedError):
            attempt()


def test_a_theme_of_another_group_is_not_there(database, sig, chair):
    with database.begin() as session:
        other = sigs.add(session, Sig(name="Other"))
        rows.ensure_themes(session, other.id, DEFAULT_THEMES)
    theirs = theme(database, other, "ai")

    for attempt in (
        lambda: themes.read(database, clock, caller=chair, theme_id=theirs.id),
        lambda: edit(database, chair, theirs, label="Ours"),
        lambda: merge(database, chair, other, "ai", "skills"),
        lambda: undo(database, chair, other, "ai"),
        lambda: themes.remove(database, clock, caller=chair, theme_id=theirs.id),
    ):
        with pytest.raises(NotFoundError):
            attempt()


def _advise(database, sig, slug):
    advice = Recommendation(
        number=1,
        title="Share",
        statement="Share it.",
        rationale="",
        themes=(slug,),
        status=RecommendationStatus.PROPOSED,
    )
    with database.begin() as session:
        recommendations.save(session, sig.id, [advice])


def _offer(database, sig, about):
    with database.begin() as session:
        cluster = clusters.add_cluster(
            session, sig.id, Cluster(key="cl-x", name="X", country="DK")
        )
        row = OfferRow(
            sig_id=sig.id,
            nonce="n",
            kind=OfferKind.NEED,
            cluster_id=cluster.id,
            theme_id=about.id,
            text="Somebody to test with",
            until=NOW.date(),
            stated_on=NOW.date(),
            state=OfferState.OPEN,
        )
        session.add(row)
        session.flush()
        return row.id


def _theme_of_offer(database, offer_id):
    with database.read() as session:
        theme_id = session.get_one(OfferRow, offer_id).theme_id
        return session.get_one(ThemeRow, theme_id).slug
