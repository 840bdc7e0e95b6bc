"""The paper's files: a small one compared whole, and the corpus."""

import os
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from factories_paper import (
    AS_OF,
    THEMES,
    a_consent,
    a_decision,
    a_meeting,
    a_practice,
    a_recommendation,
    a_section,
    a_snapshot,
    corpus_snapshot,
    load,
)
from paper_readers import READERS, our_page

from bot.domain.clusters import Cluster, ExternalStakeholder, Network, Source
from bot.domain.meetings import Attendance, MeetingStatus, Votes
from bot.domain.practices import (
    Attribution,
    EvidenceLevel,
    Funding,
    PracticeStatus,
    PracticeType,
    Provenance,
    Scope,
    TransferReadiness,
)
from bot.domain.whitepaper import Edition, Paper
from templates import documents

GOLDEN = Path(__file__).parent / "golden"
LATER = date(2021, 12, 15)


@pytest.fixture(scope="module")
def corpus():
    return documents.draft(corpus_snapshot(), as_of=AS_OF)


def a_full_practice():
    name = Attribution.NAME_AND_ORGANISATION
    return a_practice(
        7,
        title="The clinic of the future",
        title_original="Fremtidens ambulatorium",
        language="da",
        summary="Two solutions in one digital course.",
        problem="Visits are planned by the calendar.",
        description="Patients report from home.\nClinicians see who comes.\n\nEnd.",
        organisation="A cluster & friends",
        country="DK",
        nuts="DK04",
        nuts_name="Midtjylland",
        scope=Scope.REGIONAL,
        type=PracticeType.SERVICE,
        themes=("one", "two"),
        start="2019",
        end="2021-06",
        stakeholders="Hospitals and companies.",
        target_groups=("citizens_patients", "smes", "payers"),
        resources="Staff time.",
        funding=Funding(total=1_200_000, eu=600_000, currency="EUR", programme="ERDF"),
        evidence="31 % fewer visits.",
        evidence_level=EvidenceLevel.BEFORE_AFTER,
        difficulties="Two logins.",
        transfer="Needs a tariff.",
        transfer_readiness=TransferReadiness.READY_FOR_TRANSFER,
        trl=8,
        networks=("net",),
        links=("https://example.org/test/clinic", "https://example.org/test/both"),
        attribution=name,
        consent=a_consent(attribution=name),
        author_name="The Author",
        valid_as_of="2020-09-01",
        cluster_key="cl-dk",
        provenance=(Provenance(claim="a fact", status="seed", source="S1"),),
    )


def a_small_snapshot():
    """Return a snapshot in which every template has something to say."""
    sections = tuple(
        a_section(key, mode, position=place, title=title, **changes)
        for place, (key, mode, title, changes) in enumerate(
            [
                ("title_page", "generated", "Title page", {}),
                (
                    "colophon",
                    "mixed",
                    "About",
                    {"body": "Our views.[^1]\n\n[^1]: Ours."},
                ),
                ("executive_summary", "mixed", "Summary", {"owner": "secretariat"}),
                (
                    "introduction",
                    "handwritten",
                    "Introduction",
                    {"owner": "chair", "due_on": date(2021, 3, 1)},
                ),
                ("methodology", "generated", "How this paper was made", {}),
                ("state_of_play", "mixed", "State of play", {"body": ""}),
                ("practices", "generated", "Practices", {}),
                (
                    "analysis",
                    "handwritten",
                    "Analysis",
                    {"body": "# Ahead?\n\nYes.[^1]\n\n[^1]: No.\n", "revision": 7},
                ),
                ("recommendations", "generated", "Recommendations", {}),
                ("networks", "generated", "Networks", {}),
                ("annex_contributors", "generated", "Annex A", {}),
                ("annex_register", "generated", "Annex B", {}),
                ("annex_meetings", "generated", "Annex C", {}),
                ("annex_references", "mixed", "Annex D", {"body": "More to read."}),
                ("annex_funding", "generated", "Annex E", {}),
            ]
        )
    )
    return a_snapshot(
        group_name="The group",
        objectives="Exchange practices.\n\nWrite a paper.",
        paper=Paper(
            title="A paper: with a colon",
            subtitle='And a "subtitle"',
            status="drafting",
            sections=sections,
        ),
        clusters=(
            Cluster(
                key="cl-dk",
                name="A Danish cluster",
                name_original="En dansk klynge",
                language="da",
                country="DK",
                nuts="DK03",
                nuts_name="Syddanmark",
                scope="national",
                members_total=240,
                members_companies=170,
                s3_priorities=("Life science",),
                networks=("net",),
            ),
            Cluster(key="cl-ee", name="An Estonian cluster", country="EE"),
        ),
        externals=(
            ExternalStakeholder(
                key="ext",
                role="manager",
                kind="care_provider",
                country="FI",
                zone=None,
                sponsor="cl-dk",
            ),
        ),
        networks=(
            Network(
                slug="net", name="The network", kind="network", relation="member_of"
            ),
        ),
        practices=(
            a_practice(
                3,
                themes=("one",),
                links=("https://example.org/test/both",),
                consent=a_consent(attribution=Attribution.ANONYMOUS),
            ),
            a_full_practice(),
            a_practice(8, status=PracticeStatus.REJECTED, title="Never printed"),
        ),
        recommendations=(
            a_recommendation(
                1,
                title="Talk first",
                addressees=("regional", "eu"),
                evidence=(3, 7),
                horizon="short",
                decision=2,
                dissent="One cluster disagrees.",
            ),
            a_recommendation(2, title="Then buy", addressees=("national", "regional")),
        ),
        meetings=(
            a_meeting(
                1,
                attendance=Attendance(present=("cl-dk", "cl-ee")),
                decisions=(
                    a_decision(1),
                    a_decision(
                        2,
                        supersedes=1,
                        kind="vote",
                        votes=Votes(in_favour=2, against=0, abstain=1),
                    ),
                ),
            ),
            a_meeting(2, moved_from=date(2021, 2, 9)),
            a_meeting(3, status=MeetingStatus.SCHEDULED),
        ),
        decisions=(
            a_decision(
                3,
                kind="written_procedure",
                votes=Votes(in_favour=1, against=0, abstain=0),
                decided_on=date(2021, 3, 1),
            ),
        ),
        sources=(Source(key="S1", status="seed", where="A *report*, 2020"),),
        editions=(
            Edition(
                version="0.1",
                as_of=date(2021, 1, 1),
                sha256="",
                fingerprint="",
                summary="First practices.",
            ),
        ),
    )


def compare_with_golden(name, content):
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(content, encoding="utf-8")
    assert content == path.read_text(encoding="utf-8")


# --- the whole file -----------------------------------------------------------------


def test_the_small_papers_markdown_is_as_it_was_approved():
    draft = documents.draft(a_small_snapshot(), as_of=AS_OF)

    compare_with_golden("paper.md", draft.markdown)


def test_the_small_papers_page_is_as_it_was_approved():
    draft = documents.draft(a_small_snapshot(), as_of=AS_OF)
    without_style = re.sub(r"(?s)<style>.*</style>\n", "", draft.html)

    compare_with_golden("paper.html", without_style)


def test_a_group_that_has_nothing_yet_gets_a_paper_that_says_so():
    draft = documents.draft(a_snapshot(), as_of=AS_OF)

    assert "*To be written by the chair.*" in draft.markdown
    assert "The group has not met yet." in draft.markdown
    assert draft.counts.practices == 0


def test_a_draft_is_ready_to_be_stored_and_to_be_sent(corpus):
    assert (corpus.version, corpus.as_of) == ("0.1", AS_OF)
    assert corpus.files() == {
        "white-paper-0.1.md": corpus.markdown.encode(),
        "white-paper-0.1.html": corpus.html.encode(),
    }
    assert corpus.edition.markdown == corpus.markdown
    assert corpus.edition.fingerprint == corpus.fingerprint


# --- the corpus ---------------------------------------------------------------------


def test_the_front_matter_holds_the_facts_of_the_title_page(corpus):
    front = yaml.safe_load(corpus.markdown.split("---\n")[1])

    assert front == {
        "title": "Digitalisation in Health and the Role of Clusters",
        "subtitle": (
            "Practices and recommendations of the special interest group on "
            "digitalisation"
        ),
        "group": "CEBR special interest group on digitalisation",
        "version": "0.1",
        "snapshot": corpus.fingerprint[:16],
        "date": "2021-11-15",
        "status": "consultation",
        "language": "en",
        "licence": "CC-BY-4.0",
    }


def test_every_printed_practice_has_one_box_and_the_others_are_not_named(corpus):
    heading = re.compile(r"^#### (P-\d+): .* \{#(p-\d+)\}$", re.MULTILINE)
    boxes = heading.findall(corpus.markdown)
    titles = {item["id"]: item["title"] for item in load("corpus.json")["practices"]}
    expected = load("corpus.json")["expected"]["in_white_paper"]

    assert sorted(ref for ref, _ in boxes) == sorted(
        f"P-{int(key[2:])}" for key in expected
    )
    assert all(ref.lower() == anchor for ref, anchor in boxes)
    for absent in ("P-21", "P-22", "P-24"):
        assert absent not in corpus.markdown
        assert titles[absent] not in corpus.markdown


def test_rejected_recommendations_are_not_in_it(corpus):
    for absent in ("R-11", "R-12", "trial year", "Open the white paper's practice"):
        assert absent not in corpus.markdown


def test_the_anonymous_practice_has_no_submitter(corpus):
    box = re.search(r"(?s)#### P-17: .*?\n#### ", corpus.markdown)[0]

    assert "Submitted by" not in box
    assert corpus.markdown.count("**Submitted by:**") == 20


def test_the_empty_theme_is_shown_as_a_gap(corpus):
    row = re.search(r"\n\| Artificial intelligence in health .*\n", corpus.markdown)

    assert row[0].endswith("| **gap** |\n")
    assert "*No practice on this theme yet: a gap for the next edition.*" in (
        corpus.markdown
    )


def test_the_superseded_decision_is_shown_as_such(corpus):
    row = re.search(r"^\| D-11 \|.*$", corpus.markdown, re.MULTILINE)[0]

    assert "(Superseded by D-15.)" in row


def test_amounts_keep_their_currency_and_are_never_added(corpus):
    assert "DKK 21 000 000 in total" in corpus.markdown
    assert "EUR 1 200 000 in total" in corpus.markdown
    money = [
        item["funding"]["total"]
        for item in load("corpus.json")["practices"]
        if item["funding"] and item["funding"]["total"]
    ]
    assert f"{sum(money):,}".replace(",", " ") not in corpus.markdown


def test_hand_written_bodies_are_in_the_file_byte_for_byte(corpus):
    for section in load("corpus.json")["white_paper"]["sections"]:
        if section.get("body_md") is not None:
            begin = f"<!-- sig:begin {section['key']} rev=1 sha="
            rest = corpus.markdown.split(begin)[1].split("-->\n", 1)[1]
            end = f"\n<!-- sig:end {section['key']} -->"
            assert rest[: rest.index(end)] == section["body_md"]


@pytest.mark.parametrize("name", READERS)
def test_every_reader_sees_the_same_headings_and_tables(corpus, name):
    page = READERS[name](corpus.markdown)
    ours = our_page(corpus.markdown)

    assert page.outline == ours.outline
    assert page.shapes == ours.shapes
    assert all(len(set(shape)) == 1 for shape in page.shapes)


def test_every_link_within_the_paper_leads_somewhere(corpus):
    page = our_page(corpus.markdown)
    ids = re.findall(r' id="([^"]*)"', corpus.html)

    assert {link[1:] for link in page.links if link.startswith("#")} <= set(ids)
    assert len(ids) == len(set(ids))


def test_the_table_of_contents_has_one_entry_for_each_heading(corpus):
    contents = re.search(r"(?s)<nav.*?</nav>", corpus.html)[0]
    headings = our_page(corpus.markdown).outline[1:]

    assert contents.count("<li") == contents.count("</li>") == len(headings)
    assert contents.count("<ol>") == contents.count("</ol>")


def test_the_file_is_clean_utf_8(corpus):
    for text in (corpus.markdown, corpus.html):
        assert text.encode("utf-8").decode("utf-8") == text
        assert unicodedata.is_normalized("NFC", text)
        assert not re.search(
            "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text
        )
        assert text.endswith("\n")
        assert not text.endswith("\n\n")


# --- editions -----------------------------------------------------------------------


def test_the_same_data_give_the_same_bytes_in_another_process(corpus):
    code = (
        "import sys\n"
        "from factories_paper import AS_OF, corpus_snapshot\n"
        "from templates import documents\n"
        "draft = documents.draft(corpus_snapshot(), as_of=AS_OF)\n"
        "sys.stdout.buffer.write(b''.join(draft.files().values()))\n"
    )
    root = Path(__file__).parents[2]
    for seed in ("1", "2"):
        found = subprocess.run(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", code],
            env=os.environ
            | {"PYTHONPATH": f"{root}:{root / 'tests'}", "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            cwd=root,
        )
        assert found.stdout == b"".join(corpus.files().values())


def test_drafting_later_without_a_change_prints_the_same_edition_again(corpus):
    snapshot = replace(corpus_snapshot(), editions=(corpus.edition,))
    again = documents.draft(snapshot, as_of=LATER)

    assert again.files() == corpus.files()
    assert again.fingerprint == corpus.fingerprint


def test_a_change_gives_the_next_edition_with_its_history(corpus):
    snapshot = corpus_snapshot()
    changed = replace(
        snapshot,
        practices=snapshot.practices[1:],
        editions=(replace(corpus.edition, summary="Twenty-one practices."),),
    )
    draft = documents.draft(changed, as_of=LATER)
    again = documents.draft(
        replace(changed, editions=(*changed.editions, draft.edition)), as_of=AS_OF
    )

    assert (draft.version, draft.as_of) == ("0.2", LATER)
    assert "| 0.1 | 15 November 2021 | Twenty-one practices. |" in draft.markdown
    assert again.files() == draft.files()


def test_only_the_changed_parts_differ_between_two_drafts(corpus):
    snapshot = corpus_snapshot()
    sections = tuple(
        replace(section, body=section.body + "One more line.\n", revision=2)
        if section.key == "introduction"
        else section
        for section in snapshot.paper.sections
    )
    changed = replace(snapshot, paper=replace(snapshot.paper, sections=sections))
    draft = documents.draft(changed, as_of=AS_OF)
    old, new = corpus.markdown.splitlines(), draft.markdown.splitlines()

    stamped = ("snapshot: ", "<!-- sig:begin introduction")

    assert [line for line in old if line not in new] == [
        line for line in old if line.startswith(stamped)
    ]
    assert [line for line in new if line not in old][2:] == ["One more line."]


# --- what is missing ----------------------------------------------------------------


def test_what_is_missing_is_told_in_plain_sentences(corpus):
    assert corpus.missing == (
        "No practice on Artificial intelligence in health.",
        "Executive summary says “eleven times”, but I count 10.",
        "Resting on fewer than 2 practices: R-3, R-7 and R-8.",
        "Resting on fewer than 2 countries: R-4.",
        "Facts older than 2 years: P-15, P-18, P-19 and P-23.",
        "Never cited by a recommendation: P-3, P-7, P-17, P-19, P-20 and P-23.",
        "2 practices are still in review.",
        "1 practice is not accepted.",
    )


def test_sections_to_be_written_name_owner_and_date():
    missing = documents.draft(a_small_snapshot(), as_of=AS_OF).missing

    assert missing[:2] == (
        "Summary is still to be written (the secretariat).",
        "Introduction is still to be written (the chair, due 1 March 2021).",
    )
    assert THEMES[1].label not in " ".join(missing)
