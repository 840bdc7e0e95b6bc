"""Practices that look alike: found however they are typed, and never by chance."""

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from bot.domain.practices import PracticeContent
from bot.domain.practices.duplicates import THRESHOLD, folded, gist_of, similar

SAMPLE = Path(__file__).parents[2] / "bot" / "cli" / "sample_group.json"
COMPARED = ("title", "title_original", "summary", "organisation", "country")
OTHER = "Bees, honey and orchards: how a valley keeps its pollinators alive all year"


def sample():
    practices = json.loads(SAMPLE.read_text("utf-8"))["practices"]
    return [
        PracticeContent(**{name: practice[name] for name in COMPARED})
        for practice in practices
    ]


def known():
    return [gist_of(content, at) for at, content in enumerate(sample())]


def mistyped(text, seed):
    """Swap two neighbouring letters in every third word."""
    dice, words = Random(seed), text.split()  # noqa: S311 - the same each time
    for at in range(0, len(words), 3):
        if len(words[at]) > 4:
            cut = dice.randrange(1, len(words[at]) - 2)
            word = words[at]
            words[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    return " ".join(words)


def shuffled(text):
    words = text.split()
    Random(3).shuffle(words)  # noqa: S311 - the same each time
    return " ".join(words)


VARIATIONS = {
    "the same": lambda c: c,
    "capitals": lambda c: replace(c, title=c.title.upper(), summary=c.summary.upper()),
    "word order": lambda c: replace(
        c, title=shuffled(c.title), summary=shuffled(c.summary)
    ),
    "accents": lambda c: replace(c, title=c.title.replace("e", "é").replace("o", "ö")),
    "typing mistakes": lambda c: replace(
        c, title=mistyped(c.title, 1), summary=mistyped(c.summary, 2)
    ),
    "other punctuation": lambda c: replace(
        c, title=f"«{c.title}»".replace(":", " –").replace("-", "‑"), summary=c.summary
    ),
    "another summary": lambda c: replace(c, summary=OTHER),
    "another title": lambda c: replace(c, title=OTHER[:80], title_original=None),
    "another organisation": lambda c: replace(c, organisation=OTHER, country="XK"),
    "the title alone": lambda c: replace(
        c, title_original=None, summary=OTHER, organisation=OTHER, country="XK"
    ),
    "without a summary": lambda c: replace(c, summary=""),
    "its own language as title": lambda c: replace(
        c, title=c.title_original or c.title, title_original=None
    ),
}


def test_no_two_practices_of_the_sample_look_alike():
    for one, other in combinations(range(24), 2):
        assert similar(sample()[one], [known()[other]]) == ()


@pytest.mark.parametrize("variation", sorted(VARIATIONS))
def test_a_practice_that_is_typed_again_is_found_and_no_other(variation):
    for at, content in enumerate(sample()):
        found = similar(VARIATIONS[variation](content), known())

        assert [likeness.practice_id for likeness in found] == [at]


def test_the_threshold_leaves_room_on_both_sides():
    again = VARIATIONS["another title"]
    scores = [similar(again(content), known())[0].score for content in sample()]

    assert min(scores) > THRESHOLD + 3


def test_a_hyphen_and_a_translated_punctuation_are_no_difference():
    one = PracticeContent(title="e-Prescription: for all", summary="“Paperless”")
    other = PracticeContent(title="Eprescription for all", summary="„Paperless“")

    (likeness,) = similar(one, [gist_of(other, 7)])
    assert likeness[:2] == (7, 1)
    assert likeness.score == pytest.approx(85)


def test_the_same_organisation_and_country_alone_are_no_likeness():
    first = sample()[5]
    other = replace(first, title=OTHER, title_original=None, summary=OTHER)

    assert similar(other, [gist_of(first)]) == ()


def test_nothing_written_looks_like_nothing():
    assert similar(PracticeContent(), known()) == ()
    assert similar(PracticeContent(), [gist_of(PracticeContent())]) == ()
    assert similar(sample()[0], []) == ()


def test_the_most_alike_come_first_and_no_more_than_asked_for():
    content = sample()[0]
    others = [gist_of(replace(content, summary=OTHER[: 9 * at]), at) for at in range(9)]

    found = similar(content, [*others, gist_of(content, 99)])

    assert len(found) == 3
    assert found[0] == (99, 1, pytest.approx(100))
    assert [one.score for one in found] == sorted(
        (one.score for one in found), reverse=True
    )


@given(st.text(max_size=100), st.text(max_size=100))
def test_it_makes_no_difference_which_is_compared_with_which(one, other):
    first, second = PracticeContent(title=one), PracticeContent(title=other)

    forth = [likeness.score for likeness in similar(first, [gist_of(second)])]
    back = [likeness.score for likeness in similar(second, [gist_of(first)])]
    assert forth == pytest.approx(back)


def score(one, other):
    """Compare two as the documentation says, without any short cut."""

    def ratio(mine, theirs):
        return fuzz.ratio(mine, theirs) if mine and theirs else 0

    one, other = folded(gist_of(one)), folded(other)
    titles = [
        ratio(mine, theirs)
        for mine in (one.title, one.title_original)
        for theirs in (other.title, other.title_original)
    ]
    return (
        0.55 * max(titles)
        + 0.30 * ratio(one.summary, other.summary)
        + 0.10 * ratio(one.organisation, other.organisation)
        + 5 * (one.country == other.country != "")
    )


def test_of_many_none_is_overlooked_that_is_alike_enough():
    dice, known = Random(5), sample()  # noqa: S311 - the same each time
    mixed = []
    for at in range(3000):
        first, second, third = dice.choices(known, k=3)
        content = replace(first, summary=second.summary, organisation="Other")
        if at % 2:
            words = f"{first.title} {third.title}".split()
            content = replace(content, title=" ".join(dice.sample(words, k=6)))
        mixed.append(gist_of(content, at))

    for content in known[:6]:
        found = similar(content, mixed, limit=3000)

        scores = {each.practice_id: score(content, each) for each in mixed}
        expected = {at for at, each in scores.items() if each >= THRESHOLD}
        assert 20 < len(expected) < 1500
        assert {each.practice_id for each in found} == expected
        assert all(each.score == pytest.approx(scores[each[0]]) for each in found)
