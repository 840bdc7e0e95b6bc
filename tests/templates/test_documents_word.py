"""The Word document, opened again."""

import re
import zipfile
from datetime import datetime
from io import BytesIO
from itertools import pairwise

import docx
import pytest
from docx.oxml.ns import qn
from factories_paper import a_practice
from hostile_texts import MORE_TEXTS, TEXTS
from lxml import etree
from printed_paper import CYRILLIC, GREEK, LATIN, SQUARE, paper

from bot.domain.errors import UnavailableError
from templates.documents import word
from templates.documents.word import render_docx
from templates.documents.word_markup import WordWriter


@pytest.fixture(scope="module")
def written():
    return render_docx(paper(), pictures=[SQUARE])


@pytest.fixture(scope="module")
def document(written):
    return docx.Document(BytesIO(written.content))


@pytest.fixture(scope="module")
def parts(written):
    with zipfile.ZipFile(BytesIO(written.content)) as file:
        return {
            name: file.read(name).decode("utf-8", "replace") for name in file.namelist()
        }


def styled(document, prefix):
    return [
        (each.style.name, each.text)
        for each in document.paragraphs
        if each.style.name.startswith(prefix)
    ]


def test_the_headings_are_words_own(document):
    found = styled(document, "Heading")

    assert found[:3] == [
        ("Heading 1", "Colophon"),
        ("Heading 1", "Analysis"),
        ("Heading 2", "What helps"),
    ]
    assert ("Heading 3", f"P-1: {GREEK}") in found
    levels = [int(name[-1]) for name, _ in found]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_cover_has_title_and_lines(document):
    assert styled(document, "Title") == [("Title", "The printed paper")]
    assert [text for _, text in styled(document, "Subtitle")][:2] == [
        "With a subtitle",
        "A group",
    ]


def test_the_words_are_all_there(document):
    text = "\n".join(each.text for each in document.paragraphs)

    for words in (GREEK, CYRILLIC, LATIN, "The end.", "A note that nobody cites."):
        assert words in text


def test_the_contents_are_words_own_and_filled_in(document, parts):
    entries = [text for _, text in styled(document, "toc")]

    assert ' TOC \\o "1-3" \\h \\z \\u ' in parts["word/document.xml"]
    assert entries == [
        text for name, text in styled(document, "Heading") if name[-1] in "123"
    ]


def test_tables_have_heads_that_come_again_on_each_page(document):
    assert len(document.tables) == 2
    for table in document.tables:
        first, *rest = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in rest)
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert cells[2] == ["Money ends at the border", "region", "12"]


def test_links_lead_out_and_around(document, parts):
    body = document.element.body
    names = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}
    inside = [each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))]
    addresses = {
        rel.target_ref for rel in document.part.rels.values() if rel.is_external
    }

    assert set(filter(None, inside)) <= names
    assert "https://example.org/a?b=1&c=2" in addresses
    assert "https://example.org/note" in parts["word/_rels/footnotes.xml.rels"]


def test_notes_are_words_own_footnotes(parts):
    root = etree.fromstring(parts["word/footnotes.xml"].encode())
    notes = ["".join(each.itertext()).strip() for each in root][2:]

    assert notes == ["The first note, with a link.", "The second note."]
    assert parts["word/document.xml"].count("<w:footnoteReference") == 2


def test_lists_are_numbered_by_word_each_from_its_beginning(document):
    first = next(each for each in document.paragraphs if each.text == "First")
    inside = next(each for each in document.paragraphs if each.text == "inside")

    assert first._p.pPr.numPr.ilvl.val == 0
    assert inside._p.pPr.numPr.ilvl.val == 1
    assert first._p.pPr.numPr.numId.val != inside._p.pPr.numPr.numId.val


def test_the_picture_has_words(document):
    (picture,) = document.inline_shapes

    assert picture._inline.docPr.get("descr") == "A red square"


def test_it_says_what_it_is_and_in_which_language(document, parts):
    about = document.core_properties

    assert (about.title, about.author) == ("The printed paper", "A group")
    assert about.language == "en-GB"
    assert about.created.replace(tzinfo=None) == datetime(2021, 11, 15)  # noqa: DTZ001
    assert '<w:lang w:val="en-GB"/>' in re.sub(
        r' xmlns:\w+="[^"]+"', "", parts["word/styles.xml"]
    )


def test_head_and_foot_are_on_every_page_but_the_cover(document):
    section = document.sections[0]

    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "The printed paper"
    assert (
        "A group · Version 0.1 · 15 November 2021" in section.footer.paragraphs[0].text
    )
    assert " PAGE " in section.footer.paragraphs[0]._p.xml


def test_the_same_paper_gives_the_same_bytes(written):
    assert render_docx(paper(), pictures=[SQUARE]) == written


def test_hostile_texts_everywhere_leave_a_document_that_opens():
    hostile = [*TEXTS, *MORE_TEXTS]
    practices = tuple(
        a_practice(number, title=text[:120], summary=text[:300], description=text)
        for number, text in enumerate(hostile, 1)
    )
    body = "\n\n".join(f"{text}\n\nAn ordinary sentence." for text in MORE_TEXTS)

    made = render_docx(paper(analysis=body, practices=practices))

    document = docx.Document(BytesIO(made.content))
    boxes = [text for _, text in styled(document, "Heading 3") if text.startswith("P-")]
    assert len(boxes) == len(hostile)
    assert not [
        rel for rel in document.part.rels.values() if "javascript" in rel.target_ref
    ]


@pytest.mark.parametrize(
    "body",
    [
        "[^a]\n\n[^a]: Round[^b]\n[^b]: and round[^a].",
        "".join(f"{'    ' * depth}- level {depth}\n" for depth in range(40)),
        "> " * 40 + "deep",
        "| a |\n|---|\n| b |\n\n| c |\n|---|\n| d |",
        "- \n- | a |",
        "[x](http://[) [y](https://a.example/ü?x=\"<>\" 'z')",
        "",
    ],
    ids=["circle", "lists", "quotes", "tables", "empty item", "addresses", "none"],
)
def test_awkward_sections_open(body):
    assert docx.Document(BytesIO(render_docx(paper(analysis=body)).content)).paragraphs


def test_addresses_that_word_would_choke_on_are_words_alone():
    writer = WordWriter(lambda _, __: "")

    assert "hyperlink" not in writer.line([["link", "http://[", ["x"]]])
    assert writer.main.addresses == {}
    assert "hyperlink" in writer.line([["link", "https://a.example/ü b", ["x"]]])
    assert list(writer.main.addresses) == ["https://a.example/%C3%BC%20b"]


def test_without_the_extra_somebody_hears_how_to_add_it(monkeypatch):
    monkeypatch.setattr(word, "find_spec", lambda _: None)

    with pytest.raises(UnavailableError, match=r"pip install 'convenor\[docx\]'"):
        render_docx(paper())
