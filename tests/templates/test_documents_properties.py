"""Whatever people type anywhere: the paper keeps its shape, for every reader."""

import re
import unicodedata
from datetime import date
from functools import partial
from itertools import cycle

import yaml
from factories_paper import (
    AS_OF,
    a_consent,
    a_decision,
    a_meeting,
    a_practice,
    a_recommendation,
    a_section,
    a_snapshot,
    load,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_readers import READERS, folded, our_page

from bot.domain.clusters import Cluster, ExternalStakeholder, Network, Source, Theme
from bot.domain.practices import Attribution, Funding, Provenance
from bot.domain.text import normalise, normalise_line
from bot.domain.whitepaper import Edition, Paper
from templates import documents
from templates.documents import pages
from templates.documents.pictures import descriptions

BODIES = {
    "introduction": "Editors wrote *this*.[^1]\n\n[^1]: A note.\n",
    "analysis": "| a | b |\n|---|---|\n| 1 | 2 |\n",
}
HOSTILE = [
    item["value"] for entry in load("adversarial.json")["entries"]
    for item in entry["inputs"]
]  # fmt: skip
SIGNS = "\\`*_{}[]()|~^$<>&#+-=:%!@.1 \t\n\u00a0\u0301\u200d\ufe0fé"

texts = st.one_of(
    st.text(st.sampled_from(SIGNS), max_size=30),
    st.sampled_from(HOSTILE),
    st.text(max_size=20),
    st.just(""),
)


@st.composite
def snapshots(draw):
    """Return a group in which every text that people can type is anything."""
    # A few texts in turn, because drawing one for each of 120 fields is slow.
    some = partial(next, cycle(draw(st.lists(texts, min_size=1, max_size=7))))
    name = Attribution.NAME_AND_ORGANISATION
    licence = some()  # the paper's, and so the one that was consented to
    practices = tuple(
        a_practice(
            number,
            **{
                field: some()
                for field in (
                    *("title", "title_original", "language", "summary", "problem"),
                    *("description", "stakeholders", "resources"),
                    *("evidence", "difficulties", "transfer", "nuts_name", "nuts"),
                    *("start", "end", "valid_as_of", "country", "submitter_role"),
                )
            },
            organisation=f"Organisation {some()}",
            themes=draw(st.sampled_from([("one",), ("two", "one"), (some(),)])),
            target_groups=(some(), some()),
            networks=("net",),
            links=(some(), f"https://a.example/{some()}"),
            funding=Funding(total=5, currency=some(), programme=some()),
            attribution=name,
            consent=a_consent(attribution=name, licence=licence),
            author_name=some(),
            cluster_key="cl-1",
            provenance=(Provenance(claim="x", status="seed", source="S1"),),
        )
        for number in (1, 2, 3)
    )
    sections = (
        a_section("introduction", title=some(), body=BODIES["introduction"]),
        a_section("outlook", title=some(), owner=some(), owner_name=some()),
        *(
            a_section(key, "generated", title=some())
            for key in (
                *("colophon", "methodology", "state_of_play", "practices"),
                *("recommendations", "networks", "annex_contributors"),
                *("annex_register", "annex_meetings", "annex_references"),
            )
        ),
        a_section("analysis", title=some(), body=BODIES["analysis"]),
    )
    return a_snapshot(
        group_name=some(),
        objectives=some(),
        paper=Paper(
            title=some(), subtitle=some(), status=some(), licence=licence,
            language=some(), version=some(), sections=sections,
        ),
        themes=(
            Theme(slug="one", label=some(), position=1),
            Theme(slug="two", label=some(), position=2),
        ),
        clusters=(
            Cluster(
                key="cl-1", name=some(), name_original=some(), language=some(),
                country=some(), nuts=some(), nuts_name=some(), scope=some(),
                s3_priorities=(some(),), networks=("net",),
            ),
        ),
        externals=(
            ExternalStakeholder(
                key="e", role=some(), kind=some(), country="EE", zone=None, sponsor="x"
            ),
        ),
        networks=(
            Network(slug="net", name=some(), kind=some(), relation=some()),
        ),
        practices=practices,
        recommendations=(
            a_recommendation(
                1, title=some(), statement=some(), rationale=some(), horizon=some(),
                dissent=some(), evidence=(1, 2),
                addressees=draw(st.sampled_from([("eu",), ("other",), ()])),
            ),
        ),
        meetings=(
            a_meeting(1, title=some(), decisions=(a_decision(1, kind=some()),)),
        ),
        sources=(Source(key="S1", status="seed", where=some()),),
        editions=(
            Edition(version=some(), as_of=date(2021, 1, 1), sha256="", fingerprint="",
                    summary=some()),
        ),
    )  # fmt: skip


def title_of(text):
    return folded(normalise_line(text))


def expected_outline(snapshot, document):
    """Return the headings of the templates, read from the values alone."""
    inside = {
        "state_of_play": [
            (3, "Themes and countries"),
            (3, "What each cluster brought"),
            (3, "Clusters of the group"),
            (4, title_of(snapshot.clusters[0].name)),
        ],
        "practices": [
            item
            for group in document.themes
            for item in [
                (3, title_of(group.theme.label) if group.theme else "Other practices"),
                *(
                    (4, title_of(f"{box.ref}: {box.content.title}"))
                    for box in group.boxes
                ),
            ]
        ],
        "recommendations": [
            (3, None),
            (4, title_of(f"R-1: {snapshot.recommendations[0].title}")),
        ],
        "annex_contributors": [(3, "Roles")],
        "annex_meetings": [(3, "Meetings"), (3, "Decisions")],
    }
    outline = [(1, title_of(snapshot.paper.title))]
    for section in snapshot.paper.sections:
        outline += [(2, title_of(section.title)), *inside.get(section.key, [])]
    return outline


@settings(max_examples=40, deadline=None)
@given(snapshots())
def test_the_outline_is_the_templates_for_every_reader(snapshot):
    draft = documents.draft(snapshot, as_of=AS_OF)
    outlines = {name: read(draft.markdown).outline for name, read in READERS.items()}

    expected = expected_outline(snapshot, draft.document)
    for name, outline in outlines.items():
        assert len(outline) == len(expected), name
        assert [
            found for found, wanted in zip(outline, expected, strict=True)
            if found != wanted and wanted[1] is not None
        ] == [], name  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(snapshots())
def test_tables_elements_and_ids_keep_their_shape(snapshot):
    draft = documents.draft(snapshot, as_of=AS_OF)
    read_as = {name: read(draft.markdown) for name, read in READERS.items()}
    ids = re.findall(r'<[^>]* id="([^"]*)"', draft.html)

    for page in read_as.values():
        assert len(page.tables) == 11
        assert all(len(set(shape)) == 1 for shape in page.shapes)
        assert not {"script", "svg", "iframe", "abbr", "pre", "dl"} & set(page.elements)
        # The paper's two pictures; its own page shows their words where they are not.
        assert page.elements.count("img") in {0, len(descriptions(draft.document))}
        assert page.elements.count("blockquote") == 0
    assert len(ids) == len(set(ids))


@settings(max_examples=40, deadline=None)
@given(snapshots())
def test_every_practice_stands_once_with_all_its_words(snapshot):
    draft = documents.draft(snapshot, as_of=AS_OF)
    shown = our_page(draft.markdown).text

    for practice in snapshot.practices:
        anchor = f"{{#{practice.ref.lower()}}}"
        assert draft.markdown.count(anchor) == 1
        for field in ("title", "summary", "problem", "evidence", "transfer"):
            assert folded(normalise(getattr(practice.content, field))) in shown


@settings(max_examples=40, deadline=None)
@given(snapshots())
def test_the_files_are_clean_and_the_same_twice(snapshot):
    draft = documents.draft(snapshot, as_of=AS_OF)
    front = yaml.safe_load(draft.markdown.split("\n---\n")[0].removeprefix("---\n"))

    pages._content.cache_clear()  # so that everything is written again
    assert documents.draft(snapshot, as_of=AS_OF).files() == draft.files()
    assert front["title"] == normalise(snapshot.paper.title)
    for content in draft.files().values():
        text = content.decode("utf-8")
        assert unicodedata.is_normalized("NFC", text)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    for key, body in BODIES.items():
        assert f"-->\n{body}\n<!-- sig:end {key} -->" in draft.markdown
