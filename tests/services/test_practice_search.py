"""Practices found by words: the sample group's, by every reader, on both databases."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.errors import InvalidInputError
from bot.domain.permissions import Role
from bot.domain.practices import Declaration, Visibility
from bot.domain.practices.search import Labels, fold, is_query, passages, words_of
from bot.domain.sigs import Sig
from bot.services import practices, themes
from storage import clusters, sigs
from storage import themes as theme_rows
from storage.practices import indexing
from storage.practices import search as rows

from factories import NOW, a_content
from groups import a_caller, the_sample_group

DECLARED = Declaration(has_rights=True, may_publish=True, names_no_patient=True)
LANGUAGES = {"da", "de", "es", "et", "fi", "fr", "lt", "lv", "nl", "pl", "pt", "sv"}


def clock():
    return NOW


@pytest.fixture
def sig(database):
    return the_sample_group(database)


@pytest.fixture
def chair(database, sig):
    return a_caller(database, sig, Role.CHAIR)


def found(database, caller, words):
    """Return the names of everything that is found, over all pages."""
    names, page = [], practices.search(database, clock, caller=caller, words=words)
    while len(names) < page.total:
        page = practices.search(
            database, clock, caller=caller, words=words, offset=len(names)
        )
        names += [hit.practice.ref for hit in page.hits]
    return names


def long_words(text):
    """Return the three longest words, as they are written."""
    words = re.findall(r"[^\W_]{4,}", text)
    return " ".join(sorted(dict.fromkeys(words), key=len)[-3:])


EXPECTED = {
    "ePrescription": "P-19 P-17 P-3 P-23 P-1",
    "e-prescription": "P-19 P-17 P-3 P-23 P-1",
    "presc": "P-23 P-21 P-19 P-17 P-1 P-3 P-5",
    "prescription portugal": "P-23",
    "P-7": "P-7",
    "slaskie VOUCHER": "P-16",
    "bees": "",
}


def test_both_databases_find_the_same_in_the_same_order(database, chair):
    names = {words: " ".join(found(database, chair, words)) for words in EXPECTED}

    assert names == EXPECTED


def test_eprescription_practices_are_found_by_words_of_any_field(database, chair):
    with database.read() as session:
        labels = indexing.labels_of(session, chair.sig.id)
    listed = practices.listed(database, clock, caller=chair)
    about = [each for each in listed if "eprescription" in each.content.themes]

    assert len(about) == 5
    for practice in about:
        texts = [text for _, text in passages(practice, labels) if words_of(text)]
        assert len(texts) > 12
        for words in (long_words(text) or text for text in texts):
            assert practice.ref in found(database, chair, words)
            assert practice.ref in found(database, chair, fold(words))


def test_practices_are_found_in_twelve_languages_with_and_without_accents(
    database, chair
):
    listed = practices.listed(database, clock, caller=chair)
    original = [each for each in listed if each.content.title_original]

    assert {each.content.language for each in original} == LANGUAGES
    for practice in original:
        words = long_words(practice.content.title_original)
        assert practice.ref in found(database, chair, words)
        assert practice.ref in found(database, chair, fold(words).upper())


def test_words_in_the_title_go_before_words_anywhere(database, chair):
    names = found(database, chair, "national")

    listed = {
        each.ref: each for each in practices.listed(database, clock, caller=chair)
    }
    in_title = ["national" in words_of(listed[name].content.title) for name in names]
    assert in_title == sorted(in_title, reverse=True)
    assert 0 < sum(in_title) < len(in_title)


def test_everybody_finds_exactly_what_they_may_read(database, sig):
    author = a_caller(database, sig, Role.MEMBER, "UAUTHOR")
    draft(database, author, "draft")
    submitted(database, author, "waits")
    submitted(database, author, "hidden", visibility=Visibility.SIG_ONLY)

    counts = {}
    for role in Role:
        reader = a_caller(database, sig, role, f"U{role}")
        listed = practices.listed(database, clock, caller=reader)
        readable = [each.ref for each in listed if "and" in all_words(each)]
        assert sorted(found(database, reader, "and")) == sorted(readable)
        counts[role] = len(readable)
    assert counts[Role.CHAIR] > counts[Role.OBSERVER] > counts[Role.EXTERNAL] > 15


def all_words(practice):
    return {
        word
        for _, text in passages(practice, Labels({}, {}))
        for word in words_of(text)
    }


def draft(database, caller, nonce, **content):
    return practices.save_draft(
        database,
        clock,
        caller=caller,
        nonce=nonce,
        change=lambda _: a_content(**content),
    )


def submitted(database, caller, nonce, **content):
    return practices.submit(
        database,
        clock,
        caller=caller,
        nonce=nonce,
        change=lambda _: a_content(**content),
        declaration=DECLARED,
    )


def edited(database, caller, practice, **content):
    return practices.edit(
        database,
        clock,
        caller=caller,
        practice_id=practice.id,
        revision=practice.revision,
        change=lambda _: a_content(**content),
        declaration=DECLARED,
    ).practice


def test_the_index_follows_a_practice_through_its_life(database, sig, chair):
    author = a_caller(database, sig, Role.MEMBER, "UAUTHOR")
    other = a_caller(database, sig, Role.OBSERVER, "UOTHER")

    draft(database, author, "n", title="Beehive diary")
    assert found(database, author, "beehive") == ["draft"]
    assert found(database, chair, "beehive") == found(database, other, "beehive") == []

    practice = submitted(database, author, "n", title="Beehive journal")
    assert found(database, other, "beehive journal") == [practice.ref]
    assert found(database, author, "diary beehive") == []

    practice = edited(database, author, practice, title="Apiary journal")
    assert found(database, other, "beehive") == []
    assert found(database, other, "apiary") == [practice.ref]

    practices.withdraw(database, clock, caller=author, practice_id=practice.id)
    assert found(database, other, "apiary") == []
    assert found(database, author, "apiary") == [practice.ref]


def test_an_accepted_practice_that_is_edited_is_found_as_each_reader_sees_it(
    database, sig, chair
):
    author = a_caller(database, sig, Role.MEMBER, "UAUTHOR")
    external = a_caller(database, sig, Role.EXTERNAL, "UEXTERNAL")
    practice = submitted(database, author, "n", title="Beehive journal")
    practice = practices.accept(
        database, clock, caller=chair, practice_id=practice.id, revision=1
    )

    edited(database, author, practice, title="Apiary journal")

    assert found(database, external, "beehive") == [practice.ref]
    assert found(database, external, "apiary") == []
    assert found(database, chair, "apiary") == [practice.ref]
    assert found(database, chair, "beehive") == []
    hit = practices.search(database, clock, caller=external, words="beehive").hits[0]
    assert hit.practice.content.title == "Beehive journal"


def test_what_is_gone_comes_after_everything_else(database, sig, chair):
    author = a_caller(database, sig, Role.MEMBER, "UAUTHOR")
    there = submitted(database, author, "1", title="A beehive")
    gone = submitted(database, author, "2", title="Another beehive")
    practices.withdraw(database, clock, caller=author, practice_id=gone.id)

    there_too = submitted(database, author, "3", title="Bees", summary="No beehive.")

    assert found(database, chair, "beehive") == [there.ref, there_too.ref, gone.ref]


def test_other_groups_find_nothing_of_it(database, sig, chair):
    with database.begin() as session:
        other = sigs.add(session, Sig(name="Other"))
    stranger = a_caller(database, other, Role.CHAIR, "USTRANGER")

    assert found(database, stranger, "prescription") == []


def test_the_index_follows_the_themes(database, sig, chair):
    with database.begin() as session:
        theme_id = theme_rows.ids_by_slug(session, sig.id)["eprescription"]
    before = found(database, chair, "robotics eprescription")

    who = {"caller": chair, "theme_id": theme_id}
    themes.merge(database, clock, **who, into="robotics_iot")
    merged = found(database, chair, "robotics eprescription")
    themes.undo_merge(database, clock, **who)

    assert before == found(database, chair, "robotics eprescription") == []
    assert len(merged) == 3  # the other two of five say it in no other place


def test_the_cluster_is_found_by_its_name(database, sig):
    with database.read() as session:
        cluster = clusters.clusters(session, sig.id)[0]
    author = a_caller(database, sig, Role.MEMBER, "UAUTHOR", cluster_id=cluster.id)
    practice = submitted(database, author, "n", title="Beehive journal", country="LV")

    assert found(database, author, f"beehive {cluster.name}") == [practice.ref]


HOSTILE = [
    '"',
    "'",
    '" OR 1=1 --',
    "NEAR(prescription)",
    "prescription AND",
    "NOT prescription",
    "pres*",
    "-prescription",
    "title:prescription",
    "{title} : prescription",
    "prescription & !digital",
    "prescription:*",
    "prescription\\",
    "%",
    "(((",
    "^prescription + -",
    "<!channel> prescription",
]


def test_signs_of_query_languages_are_harmless(database, chair):
    for words in HOSTILE:
        plain = " ".join(re.findall(r"\w+", words))
        if plain:
            assert found(database, chair, words) == found(database, chair, plain)
        else:
            with pytest.raises(InvalidInputError):
                practices.search(database, clock, caller=chair, words=words)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(words=st.text(max_size=60))
def test_whatever_is_typed_is_answered(database, chair, words):
    if is_query(words):
        page = practices.search(database, clock, caller=chair, words=words)
        assert len(page.hits) == min(page.total, 10)


def test_pages_do_not_repeat_and_one_beyond_the_last_is_the_last(database, chair):
    names = found(database, chair, "health")
    assert len(names) == len(set(names)) == 23

    page = practices.search(database, clock, caller=chair, words="health", offset=990)
    assert (page.total, page.offset) == (len(names), 20)
    assert [hit.practice.ref for hit in page.hits] == names[20:]
    nothing = practices.search(database, clock, caller=chair, words="bees", offset=10)
    assert (nothing.total, nothing.offset, nothing.hits) == (0, 0, ())


def test_where_counting_stops_all_are_found_page_by_page(database, chair, monkeypatch):
    every = found(database, chair, "health")
    monkeypatch.setattr(rows, "COUNTED", 4)

    first = practices.search(database, clock, caller=chair, words="health")
    beyond = practices.search(database, clock, caller=chair, words="health", offset=990)

    assert (first.total, len(first.hits)) == (11, 10)  # there is another page
    assert found(database, chair, "health") == every
    assert (beyond.total, beyond.offset) == (23, 20)
