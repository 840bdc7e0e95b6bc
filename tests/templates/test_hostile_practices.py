"""Every hostile text on every other way into a practice, and on all ways out.

The ways beside the form: a form file from outside as text and as table, a text file
for the description, a message of the channel. What goes out: the paper, cards and
messages, the comparison of versions, search, lists, and the exported files.
"""

import csv
import io
import json
from dataclasses import replace
from unicodedata import is_normalized

import pytest
from factories_paper import AS_OF, a_practice, a_snapshot
from filled_forms import ANSWERS, LABELS, QUESTIONS, as_markdown, as_table
from hostile_texts import (
    MORE_TEXTS,
    OUTSIDERS,
    PRINTED,
    SENTINEL,
    TEXTS,
    assert_paper_holds,
    assert_slack_shows_text,
)
from paper_readers import READERS, folded

from bot.domain.clusters import Theme
from bot.domain.errors import InvalidInputError
from bot.domain.practices import LIMITS, PracticeStatus, check_details, tidy
from bot.domain.practices.checks import changed_fields
from bot.domain.practices.formatting import with_document
from bot.domain.practices.listing import Filters
from bot.domain.practices.messages import practice_of
from bot.domain.practices.outside import read
from bot.domain.practices.search import Found, Labels, hit_of, is_query, parse_query
from bot.domain.practices.text_files import read_text_file
from bot.domain.text import normalise
from bot.domain.themes import DEFAULT_THEMES
from templates.practices import (
    asides,
    cards,
    changes,
    collecting,
    files,
    listing,
    news,
    search,
)
from templates.practices.form import Form

from factories import a_content

THEMES = {theme.slug: theme.label for theme in DEFAULT_THEMES}
KINDS = {each.name: each.kind for each in QUESTIONS}
LINES = {name for name in LIMITS if KINDS.get(name) == "line"}
TYPED = [name for name in LABELS if name in LIMITS]
MONEY = ("funding_programme", "funding_grant")


def answers(text, refused=frozenset()):
    """Return a form in which every field of text says the same."""
    line = " ".join(text.split())
    said = {name: line if name in LINES else text for name in TYPED}
    said |= dict.fromkeys(MONEY, line)
    return ANSWERS | {
        name: "Shortened by its author" if name in refused else value
        for name, value in said.items()
    }


def from_form(name, write, text):
    """Return what a form file makes of a text, without the fields that refuse it."""
    if "\0" in text:  # that is no file of text
        return None, set()
    found = read(name, as_bytes(write(answers(text))), QUESTIONS)
    refused = {
        field
        for field, label in LABELS.items()
        if label in {problem.field for problem in found.problems}
    }
    if refused:
        filled = write(answers(text, refused))
        found = read(name, as_bytes(filled), QUESTIONS)
    assert found.is_fine, [str(problem) for problem in found.problems]
    assert all(len(normalise(text)) > LIMITS.get(field, 20) for field in refused)
    (practice,) = found.practices
    return practice.content, set(TYPED) - refused


def from_file(name, _write, text):
    try:
        document = read_text_file(name, as_bytes(text))
    except InvalidInputError:
        assert "\0" in text or len(text) > LIMITS["description"]  # else it is text
        return None, set()
    content = with_document(a_content(), "description", document)
    return content, {"description"} if name.endswith(".txt") else set()


def from_message(_name, _write, text):
    try:
        found = practice_of(in_editor(text), permalink="https://team.slack.com/p1")
    except InvalidInputError:
        assert not normalise(text)
        return None, set()
    content = found.content
    if not content.description:
        content = replace(content, description="Nothing more was said.")
    return replace(
        a_content(),
        title=content.title,
        description=content.description,
        formatted=content.formatted,
    ), set()


def in_editor(text):
    plain = {"type": "text", "text": text}
    section = {"type": "rich_text_section", "elements": [plain]}
    return {"text": text, "blocks": [{"type": "rich_text", "elements": [section]}]}


def as_bytes(text):
    return text.encode("utf-8", "replace")


WAYS = {
    "a form file": (from_form, "form.md", as_markdown),
    "a form table": (from_form, "form.csv", as_table),
    "a text file": (from_file, "text.txt", None),
    "a Markdown file": (from_file, "text.md", None),
    "a message": (from_message, "", None),
}


@pytest.fixture(scope="module", params=sorted(WAYS))
def arrived(request):
    """Return (text, practice, fields that say it) for every text of this way."""
    read_in, name, write = WAYS[request.param]
    found = []
    for text in TEXTS + MORE_TEXTS:
        if not normalise(text):
            continue
        content, fields = read_in(name, write, text)
        if content is None:
            continue
        content = replace(tidy(content), themes=("one",))
        assert check_details(content) == {}
        practice = a_practice(len(found) + 2, id=len(found) + 2)
        found.append((text, replace(practice, content=content), fields))
    assert len(found) > 30
    return found


def test_the_paper_holds(arrived):
    first = a_practice(1, description=SENTINEL)
    last = a_practice(len(arrived) + 2, description=SENTINEL)
    practices = (first, *(practice for _, practice, _ in arrived), last)
    themes = (Theme(slug="one", label="Theme one", position=1),)

    assert_paper_holds(
        a_snapshot(practices=practices, themes=themes),
        bare=a_snapshot(practices=(first, last), themes=themes),
        as_of=AS_OF,
        printed=[(text, fields) for text, _, fields in arrived],
    )


def test_slack_shows_text(arrived):
    for text, practice, _ in arrived:
        before = a_content(summary=text[:160])
        shown = changes.Shown(practice_id=1, first=1)
        fields = changed_fields(before, practice.content)
        draft = replace(practice, number=None, status=PracticeStatus.DRAFT)
        remarks = {"evidence": (text[:500],), "": (text[:500],)}

        assert_slack_shows_text(
            views=[
                cards.reading_view(practice),
                asides.alike(Form(nonce="n"), [practice, practice], [practice.id]),
                *(
                    changes.compare_view(
                        practice,
                        before,
                        shown=replace(shown, offset=offset),
                        fields=fields,
                        themes=THEMES,
                    )
                    for offset in range(0, len(fields), changes.PAGE)
                ),
            ],
            posts=[
                cards.announcement(practice),
                cards.card(practice),
                cards.mine([practice, draft]),
                collecting.cut_off(draft),
                listing.listing([practice], Filters(), total=1, themes=THEMES),
                listing.suggestion(practice, waiting=2),
                news.changes(practice, remarks),
                news.accepted(practice),
                news.edited(practice),
                news.submitted_for_author(practice),
                *([found_by(text, practice)] if is_query(text) else []),
            ],
        )


def found_by(text, practice):
    query = parse_query(" ".join(text[:150].split()[:12]))
    hit = hit_of(practice, Labels({}, {}), query)
    return search.found(Found(query=query, total=1, hits=(hit,)))


def test_no_cell_of_the_table_is_a_formula_and_every_row_is_whole(arrived):
    practices = [replace(each, cluster_name=text) for text, each, _ in arrived]

    table = files.table(practices, THEMES).decode("utf-8-sig")

    head, *rows = csv.reader(io.StringIO(table, newline=""), strict=True)
    assert len(rows) == len(practices)
    assert all(len(row) == len(head) for row in rows)
    cells = [cell for row in rows for cell in row if cell]
    assert not [cell for cell in cells if cell[0] in "=+-@\t\r\uff1d\uff0b\uff0d\uff20"]
    title = head.index(LABELS["title"])
    for row, practice in zip(rows, practices, strict=True):
        # An apostrophe stands before what may be a formula.
        assert row[title].replace("'", "") == practice.content.title.replace("'", "")


def test_the_exported_text_has_no_heading_or_element_of_its_own(arrived):
    practices = [practice for _, practice, _ in arrived]

    written = files.text(
        practices, group="Group", filters=Filters(), themes=THEMES
    ).decode()

    expected = ["Group"] + [f"{each.ref} {each.content.title}" for each in practices]
    for read_page in READERS.values():
        page = read_page(written)
        lines = [line for _, line in page.outline]
        assert lines == [folded(line) for line in expected]
        assert not OUTSIDERS & set(page.elements)
        assert not page.tables


def test_the_exchange_file_says_every_text_as_it_is(arrived):
    practices = [practice for _, practice, _ in arrived]

    written = json.loads(files.exchange(practices))["practices"]

    for record, practice in zip(written, practices, strict=True):
        for name in PRINTED:
            assert (record.get(name) or "") == (getattr(practice.content, name) or "")
            assert is_normalized("NFC", record.get(name) or "")


def test_links_and_target_groups_are_written_as_they_are():
    link = "https://example.org/a_b?c_d=1"
    content = a_content(links=(link,), target_groups=("citizens_patients", "smes"))
    practice = a_practice(1, id=1)

    (row,) = list(
        csv.DictReader(
            io.StringIO(
                files.table([replace(practice, content=content)], THEMES).decode(
                    "utf-8-sig"
                ),
                newline="",
            )
        )
    )

    assert link in row.values()
    assert "citizens and patients\nsmall and medium-sized enterprises" in row.values()
