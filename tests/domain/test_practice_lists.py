"""Filters of lists, and which practice is presented next."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clusters import Cluster, Theme
from bot.domain.countries import COUNTRIES
from bot.domain.errors import InvalidInputError
from bot.domain.practices import PracticeStatus
from bot.domain.practices.listing import Filters, Known, parse
from bot.domain.practices.presenting import suggest, waiting
from bot.domain.themes import DEFAULT_THEMES

from factories import NOW, a_content, a_practice

CLUSTERS = (
    Cluster(id=4, key="cl-ee", name="Connected Health Eesti", country="EE"),
    Cluster(id=5, key="cl-fr", name="Pôle Santé", acronym="PS", country="FR"),
)
OLD = Theme(slug="erx", label="eRx", position=40, merged_into="eprescription")
KNOWN = Known(themes=(*DEFAULT_THEMES, OLD), clusters=CLUSTERS)


def asked(text):
    return parse(text, KNOWN)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("", ""),
        ("mine", "mine"),
        ("theme:ai", "theme:ai"),
        ("THEME: Artificial Intelligence", "theme:ai"),
        ("themes:ai", "theme:ai"),
        ("theme:erx", "theme:eprescription"),
        (
            'theme:"personalised medicine and diagnostics"',
            "theme:personalised_medicine",
        ),
        ("country:ee", "country:EE"),
        ("country:el", "country:GR"),
        ("country:UK", "country:GB"),
        ("country:türkiye", "country:TR"),
        ("country:Turkiye", "country:TR"),
        ("country:Estonia mine", "mine country:EE"),
        ("mine country:EE", "mine country:EE"),
        ("cluster:pole sante", "cluster:cl-fr"),
        ("cluster:ps", "cluster:cl-fr"),
        ("cluster:Connected", "cluster:cl-ee"),
        ("status:accepted", "status:accepted"),
        ("status:under review", "status:under_review"),
        ("status:not accepted", "status:rejected"),
        (
            "status:accepted theme:ai country:EE cluster:Eesti",
            "theme:ai country:EE cluster:cl-ee status:accepted",
        ),
        ("theme:ai theme:skills", "theme:ai theme:skills"),
        ("theme:ai theme:AI", "theme:ai"),
    ],
)
def test_filters_are_read_as_people_type_them(typed, canonical):
    assert asked(typed).text == canonical
    assert asked(canonical).text == canonical


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("topic:ai", "There are: mine, theme:…, country:…, cluster:…, status:…."),
        ("telehealth", "I do not know the filter “telehealth”"),
        ("mine telehealth", "I do not know the filter “telehealth”"),
        ("theme:zzz", "I do not know the theme “zzz”. There are: eprescription, ehr_"),
        ("theme:", "I do not know which theme you mean. There are: epre"),
        ("theme:???", "I do not know the theme “???”"),
        ("country:Estland", "I do not know the country “Estland”. Write for example "),
        ("cluster:e", "“e” fits more than one cluster: Connected Health Eesti, Pôle"),
        ("country:XX", "I do not know the country “XX”"),
        ("cluster:none", "There are: Connected Health Eesti, Pôle Santé."),
        ("status:done", "There are: draft, submitted, under_review"),
        ("theme:" + "a" * 3000, "too long for a filter"),
        ("theme:ai " * 21, "Up to 20 filters"),
    ],
)
def test_what_is_not_known_is_answered_with_what_is(typed, words):
    with pytest.raises(InvalidInputError) as refused:
        asked(typed)

    assert words in str(refused.value)
    assert len(str(refused.value)) < 500


def test_a_group_without_clusters_says_so():
    with pytest.raises(InvalidInputError, match="This group has none yet"):
        parse("cluster:any", Known())


FILTERS = st.builds(
    Filters,
    mine=st.booleans(),
    themes=st.dictionaries(
        st.sampled_from([theme.slug for theme in DEFAULT_THEMES]),
        st.just(""),
        max_size=4,
    ).map(lambda found: {each: labels()[each] for each in found}),
    countries=st.lists(st.sampled_from(sorted(COUNTRIES)), unique=True, max_size=4).map(
        lambda codes: {code: COUNTRIES[code] for code in codes}
    ),
    clusters=st.lists(st.sampled_from([0, 1]), unique=True).map(
        lambda found: {
            CLUSTERS[n].id: (CLUSTERS[n].key, CLUSTERS[n].name) for n in found
        }
    ),
    statuses=st.lists(st.sampled_from(PracticeStatus), unique=True).map(tuple),
)


def labels():
    return {theme.slug: theme.label for theme in DEFAULT_THEMES}


@given(FILTERS)
def test_the_text_of_filters_reads_back_as_the_same_filters(filters):
    assert asked(filters.text) == filters


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_refused_in_words(typed):
    try:
        found = asked(typed)
    except InvalidInputError:
        return
    assert asked(found.text) == found


PRACTICES = [
    a_practice(
        id=number,
        number=number,
        author_id=number % 2,
        cluster_id=4 + number % 2,
        status=status,
        content=a_content(themes=(theme,), country=country),
    )
    for number, (status, theme, country) in enumerate(
        (status, theme, country)
        for status in (PracticeStatus.ACCEPTED, PracticeStatus.SUBMITTED)
        for theme in ("ai", "skills")
        for country in ("EE", "FR", None)
    )
]


@given(FILTERS)
def test_different_filters_mean_all_and_the_same_twice_means_either(filters):
    passed = [p for p in PRACTICES if filters.lets_pass(p, person_id=1)]

    for practice in PRACTICES:
        content = practice.content
        assert (practice in passed) is (
            (not filters.mine or practice.author_id == 1)
            and (not filters.themes or content.themes[0] in filters.themes)
            and (not filters.countries or content.country in filters.countries)
            and (not filters.clusters or practice.cluster_id in filters.clusters)
            and (not filters.statuses or practice.status in filters.statuses)
        )


def test_filters_are_said_in_words():
    filters = asked("mine theme:ai country:EE country:FR status:under_review")

    assert filters.words == (
        "yours",
        "theme: Artificial intelligence",
        "country: Estonia or France",
        "status: under review",
    )


def accepted(number, days, **changes):
    moment = None if days is None else NOW + timedelta(days=days)
    return a_practice(id=number, number=number, accepted_at=moment, **changes)


def test_the_practice_of_the_month_waits_the_longest():
    practices = [
        accepted(1, 5),
        accepted(2, 1),
        accepted(3, 3, status=PracticeStatus.PUBLISHED),
        accepted(4, 0, status=PracticeStatus.SUBMITTED),
        accepted(5, 0, status=PracticeStatus.WITHDRAWN),
    ]

    assert [each.number for each in waiting(practices, set())] == [2, 3, 1]
    assert suggest(practices, {2}).number == 3
    assert suggest(practices, {1, 2, 3}) is None


def test_one_without_a_day_was_accepted_before_the_others_and_ties_go_by_number():
    practices = [accepted(7, 0), accepted(3, None), accepted(2, 0)]

    assert [each.number for each in waiting(practices, ())] == [3, 2, 7]


@given(
    st.lists(st.tuples(st.sampled_from(PracticeStatus), st.none() | st.integers(0, 9))),
    st.sets(st.integers(0, 9)),
)
def test_nothing_is_suggested_that_was_presented_or_is_not_accepted(kinds, presented):
    practices = [
        accepted(number, days, status=status)
        for number, (status, days) in enumerate(kinds)
    ]

    found = waiting(practices, presented)

    assert set(found) == {
        each
        for each in practices
        if each.status in {"accepted", "published"} and each.id not in presented
    }
    assert suggest(practices, presented) == next(iter(found), None)
