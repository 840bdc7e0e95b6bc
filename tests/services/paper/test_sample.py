"""The sample group through the database: its paper is what its file says to expect."""

import re
from datetime import date

import pytest
from factories_paper import load

from bot.services import whitepaper
from templates import documents
from templates.documents.words import amount

from groups import the_sample_group

EXPECTED = load("corpus.json")["expected"]
AS_OF = date.fromisoformat(EXPECTED["as_of"])


@pytest.fixture
def draft(sqlite_database):
    sig = the_sample_group(sqlite_database)
    return documents.draft(whitepaper.material_of(sqlite_database, sig.id), as_of=AS_OF)


def part(markdown, key):
    """Return a section of the paper by its key."""
    return markdown.split(f"{{#sec-{key}}}\n")[1].split("\n## ")[0]


def numbers(keys):
    return [int(key.rpartition("-")[2]) for key in keys]


def test_it_is_what_was_expected(draft):
    found = draft.markdown
    boxes = re.findall(r"^#### P-(\d+): ", part(found, "practices"), re.MULTILINE)
    advice = re.findall(
        r"^#### R-(\d+): ", part(found, "recommendations"), re.MULTILINE
    )

    assert sorted(map(int, boxes)) == numbers(EXPECTED["in_white_paper"])
    assert len(boxes) == EXPECTED["accepted_public"] == 21
    assert len(advice) == EXPECTED["recommendations_by_status"]["adopted"] == 10
    assert "| Artificial intelligence in health |" in found
    assert "No practice on Artificial intelligence in health." in draft.missing
    assert "Executive summary says “eleven times”, but I count 10." in draft.missing
    assert "met eleven times" in found


def test_every_superseded_decision_is_shown_as_such(draft):
    log = part(draft.markdown, "annex_meetings")

    for ref in numbers(EXPECTED["decisions_superseded"]):
        (row,) = re.findall(rf"^\| D-{ref} \|.*$", log, re.MULTILINE)
        assert "(Superseded by D-15.)" in row
    assert len(re.findall(r"\(Superseded by", log)) == 1


def test_what_people_wrote_is_there_byte_for_byte(draft):
    sections = load("corpus.json")["white_paper"]["sections"]
    written = {each["key"]: each for each in sections if each.get("body_md")}

    assert {key for key, each in written.items() if each.get("locked")} == set(
        EXPECTED["protected_sections"]
    )
    for key, each in written.items():
        region = (
            rf"<!-- sig:begin {key} rev=\d+ sha=\w+ -->\n(.*?)\n<!-- sig:end {key} "
        )
        (body,) = re.findall(region, draft.markdown, re.DOTALL)
        assert body.encode() == each["body_md"].encode()


def test_no_amounts_are_added(draft):
    known = {
        amount(money, practice["funding"]["currency"])
        for practice in load("corpus.json")["practices"]
        if practice["funding"]
        for money in (practice["funding"].get("total"), practice["funding"].get("eu"))
        if money is not None
    }
    # What authors write in their own words stays theirs.
    lines = re.findall(r"^\*\*Funding\.\*\* .*$", draft.markdown, re.MULTILINE)
    printed = set(re.findall(r"\b[A-Z]{3} \d+(?: \d{3})*", "\n".join(lines)))

    assert {each[:3] for each in printed} == {"EUR", "DKK"}
    assert printed <= known


def test_meetings_are_logged_with_numbers_and_no_people(draft):
    log = part(draft.markdown, "annex_meetings")
    corpus = load("corpus.json")
    people = [each["role"] for each in corpus["external_stakeholders"]]

    held = [row for row in log.splitlines() if re.match(r"\| M-\d+ \|", row)]
    assert len(held) == len(corpus["meetings"])
    assert not [each for each in people if each in log]


def test_references_are_numbered_once_and_each_is_cited(draft):
    listed = part(draft.markdown, "annex_references")
    entries = re.findall(r"^(\d+)\. .*\{#ref-(\d+)\}.*\(\[.+\)$", listed, re.MULTILINE)
    cited = set(re.findall(r"\]\(#ref-(\d+)\)", draft.markdown))

    assert [int(number) for number, _ in entries] == list(range(1, len(entries) + 1))
    assert {number for number, _ in entries} == {anchor for _, anchor in entries}
    assert cited == {number for number, _ in entries}


def test_people_are_named_only_where_they_agreed(draft):
    annex = part(draft.markdown, "annex_contributors")
    corpus = load("corpus.json")
    agreed = {
        each["submitter_role"]
        for each in corpus["practices"]
        if each["consent"]["attribution"] == "name_and_organisation"
    }
    others = {each["submitter_role"] for each in corpus["practices"]} - agreed

    assert agreed
    assert not [each for each in others if each and each in annex]


def test_every_cluster_has_its_roles(draft):
    roles = draft.markdown.split("{#credit-roles}")[1].split("\n## ")[0]

    for cluster in load("corpus.json")["clusters"]:
        assert f"| {cluster['name']} | Conceptualization; Investigation" in roles
