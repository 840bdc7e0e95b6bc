"""The paper's pictures: what they show, what stands for them, when there are none."""

import re
import struct
import sys
from dataclasses import replace
from itertools import pairwise

import pytest
from factories_paper import (
    AS_OF,
    THEMES,
    a_meeting,
    a_practice,
    a_snapshot,
    corpus_snapshot,
    load,
)

from bot.domain.clusters import Cluster, Theme
from bot.domain.errors import UnavailableError
from bot.domain.meetings import Attendance
from bot.domain.whitepaper import assemble
from bot.domain.whitepaper.exports import Format
from templates import documents
from templates.documents import pictures
from templates.documents.exporting import export
from templates.heat_maps import shade
from templates.whitepaper import coverage as views

HOSTILE = "<!channel> ]( $x$ | *北京* \U0001f680 &lt; `y` " * 6


def size(png):
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


@pytest.fixture(scope="module")
def snapshot():
    return corpus_snapshot()


@pytest.fixture(scope="module")
def drafted(snapshot):
    return documents.draft(snapshot, as_of=AS_OF, draw=pictures.draw)


def test_the_sample_has_both_pictures_at_twice_their_size(drafted):
    assert [each.name for each in drafted.pictures] == [
        *(pictures.COVERAGE, pictures.CONTRIBUTIONS),
    ]
    assert all(size(each.content)[0] >= 1500 for each in drafted.pictures)


def test_drawing_again_gives_the_same_bytes(drafted):
    assert pictures.draw(drafted.document) == drafted.pictures


def test_a_picture_says_in_a_sentence_what_it_shows(drafted):
    for picture in drafted.pictures:
        assert re.fullmatch(r"(Heat map|Bar charts) [^.]+\.", picture.alt)
        assert "test record" in picture.alt or "none on Artificial" in picture.alt


def test_the_markdown_names_each_picture_next_to_the_table_that_says_the_same(drafted):
    lines = [line for line in drafted.markdown.splitlines() if line]

    for picture in drafted.pictures:
        (at,) = (n for n, line in enumerate(lines) if f"]({picture.name})" in line)
        assert lines[at].startswith("![")
        assert lines[at + 1].startswith("| ")


def test_the_table_of_clusters_has_every_number_of_the_picture(drafted):
    table = drafted.markdown.split("{#contributions-clusters}")[1].split("\n### ")[0]
    rows = re.findall(r"^\| (.+) \| (\d+) \| (\d+) \| (\d+) \|$", table, re.MULTILINE)
    expected = load("corpus.json")["expected"]

    assert len(rows) == expected["clusters_total"]
    assert [tuple(map(int, row[1:])) for row in rows] == [
        (each.practices, each.meetings, each.recommendations)
        for each in drafted.document.contributions
    ]


def test_with_and_without_pictures_the_markdown_is_the_same(snapshot, drafted):
    without = documents.draft(snapshot, as_of=AS_OF)

    assert without.markdown == drafted.markdown
    assert without.edition == drafted.edition
    assert without.pictures == ()
    assert "<img" not in without.html
    assert drafted.html.count('<img src="data:image/png;base64,') == 2
    assert {"coverage.png", "contributions.png"} <= drafted.files().keys()


def test_without_the_extra_there_is_a_paper_and_a_sentence(monkeypatch, drafted):
    for name in [name for name in sys.modules if name.startswith("matplotlib")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)

    assert pictures.draw(drafted.document) == ()
    with pytest.raises(UnavailableError, match=r"convenor\[charts\]"):
        pictures.drawn(drafted.document)


@pytest.mark.parametrize("form", [Format.PDF, Format.DOCX])
def test_the_pictures_are_in_the_other_formats_too(drafted, form):
    without = export(drafted.edition, form)
    written = export(drafted.edition, form, pictures=drafted.pictures)

    assert len(written.content) > len(without.content) + 50_000


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"clusters": (Cluster(key="cl-1", name="Alone", country="EE"),)},
        {"practices": (a_practice(1, country=None),)},
        {"practices": (a_practice(1, themes=("unknown",)),)},
        {"themes": (), "practices": (a_practice(1),)},
    ],
)
def test_a_group_with_nothing_to_show_has_no_picture(changes):
    draft = documents.draft(a_snapshot(**changes), as_of=AS_OF, draw=pictures.draw)

    assert draft.pictures == ()
    assert "![" not in draft.markdown
    assert len(draft.files()) == 2


def crowded():
    themes = tuple(
        Theme(slug=f"t{n}", label=f"{HOSTILE}{n}", position=n) for n in range(60)
    )
    codes = [f"{a}{b}" for a in "ABCDEFGHI" for b in "KLMNOPQR"]
    return a_snapshot(
        themes=themes,
        clusters=tuple(
            Cluster(key=f"cl-{n}", name=f"{HOSTILE}{n}", country="EE")
            for n in range(60)
        ),
        practices=tuple(
            a_practice(n, country=code, themes=(f"t{n % 50}",), cluster_key=f"cl-{n}")
            for n, code in enumerate(codes, start=1)
        ),
        meetings=(a_meeting(1, attendance=Attendance(present=("cl-1",))),),
    )


def test_a_crowded_group_with_odd_names_is_drawn_and_its_words_stay_words():
    draft = documents.draft(crowded(), as_of=AS_OF, draw=pictures.draw)

    assert len(draft.pictures) == 2
    assert all(max(size(each.content)) < 5000 for each in draft.pictures)
    assert len(re.findall(r"!\[[^\]\n]*\]\([a-z]+\.png\)", draft.markdown)) == 2
    assert draft.html.count("<img ") == 2
    assert 'alt="Heat map of 60 themes' in draft.html


def test_in_slack_everything_fits_and_nobody_is_called():
    post = views.coverage(assemble(crowded(), as_of=AS_OF))
    texts = [block.to_dict()["text"]["text"] for block in post.blocks]

    assert len(post.blocks) <= 50
    assert max(map(len, texts)) <= 3000
    assert "<!channel>" not in post.text + "".join(texts)
    assert "20 more; the paper has all of them" in "".join(texts)


def test_files_for_slack_carry_the_words_for_who_does_not_see_them(drafted):
    files = views.files(drafted.pictures)

    assert [each.description for each in files] == [
        each.alt for each in drafted.pictures
    ]
    assert all(len(each.description) <= 1000 for each in files)


def test_in_words_the_gaps_and_weak_spots_of_the_sample_are_there(snapshot):
    text = views.coverage(assemble(snapshot, as_of=AS_OF)).text

    assert "21 practices from 13 countries on 13 of 14 themes" in text
    assert "• Artificial intelligence in health: *none yet*" in text
    assert "6 (DK 2, EE, FI, LT, LU)" in text
    assert "Resting on fewer than 2 practices: R-3, R-7 and R-8." in text


def test_a_practice_without_a_country_is_said_to_be_so():
    found = assemble(a_snapshot(practices=(a_practice(1, country=None),)), as_of=AS_OF)

    assert "Theme one: 1 (no country given)" in views.coverage(found).text


def test_few_practices_make_a_picture_too():
    (one, two) = THEMES
    snapshot = a_snapshot(
        themes=(replace(one, label="$a$ and $b"), two), practices=(a_practice(1),)
    )

    draft = documents.draft(snapshot, as_of=AS_OF, draw=pictures.draw)

    assert [each.name for each in draft.pictures] == [pictures.COVERAGE]


def luminance(colour):
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour
    ]
    shares = (0.2126, 0.7152, 0.0722)
    return sum(part * share for part, share in zip(parts, shares, strict=True))


@pytest.mark.parametrize("highest", [1, 6, 7, 40, 5000])
def test_more_is_darker_and_every_number_can_be_read_on_its_colour(highest):
    shades = [shade(number, highest) for number in range(highest + 1)]
    lights = [luminance(cell) for cell, _ in shades]
    contrasts = [
        (max(light, luminance(ink)) + 0.05) / (min(light, luminance(ink)) + 0.05)
        for light, (_, ink) in zip(lights, shades, strict=True)
    ]

    assert all(before > after for before, after in pairwise(lights))
    assert min(contrasts) >= 4.5
