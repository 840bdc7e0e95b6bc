"""The PDF, opened again by other programs."""

import json
import re
import unicodedata
from datetime import UTC, datetime
from io import BytesIO

import pypdfium2
import pytest
from factories_paper import a_practice
from hostile_texts import MORE_TEXTS, TEXTS
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_paper import CYRILLIC, GREEK, LATIN, SQUARE, paper
from pypdf import PdfReader

from bot.domain.errors import UnavailableError
from templates.documents import pdf, typesetter
from templates.documents.pages import render_content
from templates.documents.pdf import render_pdf
from templates.documents.printing import Printer, is_printable, words_for
from templates.documents.trees import read_tree
from templates.documents.typesetting import Typesetter

# What would be code if any of it were read as Typst.
CODE = [
    '#panic("a")',
    '"); #panic("b") //',
    '\\"#panic(1)',
    '#read("/etc/passwd")',
    '#eval("1") ]}) $ sum_(i=1)^n $ @p-1 <label> = Heading',
    "/* comment */ // comment",
    "#show: it => none",
    "\\u{23}panic()",
]


@pytest.fixture(scope="module")
def written():
    return render_pdf(paper(), pictures=[SQUARE])


@pytest.fixture(scope="module")
def reader(written):
    return PdfReader(BytesIO(written.content))


@pytest.fixture(scope="module")
def text(reader):
    return folded(" ".join(page.extract_text() for page in reader.pages))


def folded(text):
    """Return text without the marks where lines may break."""
    return " ".join(text.replace("\u200b", "").split())


def objects(reader):
    """Yield every dictionary of the file's structure."""
    seen = [reader.root_object["/StructTreeRoot"]]
    while seen:
        item = seen.pop().get_object()
        if isinstance(item, list):
            seen += item
        elif hasattr(item, "get"):
            yield item
            if "/K" in item:
                seen.append(item.raw_get("/K"))


def tags(reader):
    return [
        str(item["/S"]).removeprefix("/") for item in objects(reader) if "/S" in item
    ]


def flat(outline):
    for item in outline:
        if isinstance(item, list):
            yield from flat(item)
        else:
            yield item.title


def printed_text(nodes):
    """Return all texts in nodes, in order."""
    if isinstance(nodes, str):
        return nodes
    return "".join(printed_text(each) for each in nodes if isinstance(each, list | str))


# --- what a reader finds in it --------------------------------------------------------


def test_the_words_can_be_taken_out_again_in_all_our_alphabets(text):
    for words in (GREEK, CYRILLIC, LATIN, "Doctors on screens", "The end."):
        assert words in text


def test_the_bookmarks_are_the_headings(reader):
    titles = list(flat(reader.outline))

    assert titles[:3] == ["Colophon", "Analysis", "What helps"]
    assert f"P-1: {GREEK}" in titles
    assert "R-1: Recommendation 1" in titles


def test_it_says_what_it_is(reader):
    about = reader.metadata

    assert about.title == "The printed paper"
    assert about.author == "A group"
    assert about.subject == "With a subtitle"
    assert about.creation_date == datetime(2021, 11, 15, tzinfo=UTC)
    assert reader.root_object["/Lang"] == "en-GB"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]


def test_it_follows_the_standards_for_access_and_for_archives(reader):
    said = reader.root_object["/Metadata"].get_data().decode()

    assert "<pdfuaid:part>1</pdfuaid:part>" in said
    assert "<pdfaid:part>2</pdfaid:part>" in said
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in said
    assert reader.root_object["/MarkInfo"]["/Marked"]


def test_its_parts_are_tagged(reader):
    found = tags(reader)

    # One of the editors with three columns, and the register with five.
    assert (found.count("Table"), found.count("TH")) == (2, 3 + 5)
    assert {"L", "LI", "Figure", "Note", "Link", "BlockQuote", "TOC"} <= set(found)
    levels = [int(tag[1]) for tag in found if re.fullmatch(r"H\d", tag)]
    # The list of contents has a heading too.
    assert len(levels) == len(list(flat(reader.outline))) + 1
    assert min(levels) == 1


def test_the_picture_has_words(reader):
    alts = [
        str(item["/Alt"]) for item in objects(reader) if item.get("/S") == "/Figure"
    ]

    assert alts == ["A red square"]


def test_links_lead_out_and_around(reader):
    links = [
        annotation.get_object()
        for page in reader.pages
        for annotation in page.get("/Annots", ())
    ]
    addresses = {
        str(link["/A"]["/URI"]) for link in links if "/URI" in link.get("/A", ())
    }

    assert {"https://example.org/note", "https://example.org/a?b=1&c=2"} <= addresses
    inside = [link for link in links if "/URI" not in link.get("/A", {})]
    # The contents, the notes, the register and the references.
    assert len(inside) > 15


def test_notes_stand_at_the_foot_of_their_page_once(reader, text):
    (page,) = (
        found
        for page in reader.pages
        if "The first note" in (found := page.extract_text())
    )

    assert "Two editors met." in page
    assert text.count("The first note, with a link.") == 1
    assert text.count("A note that nobody cites.") == 1
    assert "↩" not in text


def test_every_page_but_the_cover_has_head_and_number(reader):
    first, contents, *rest = [folded(page.extract_text()) for page in reader.pages]

    assert first.startswith("The printed paper With a subtitle A group Version 0.1")
    assert "Contents" in contents
    for number, page in enumerate(rest, 3):
        assert f"{number} / {len(reader.pages)}" in page
        assert page.startswith("The printed paper ")


def test_no_page_is_empty_when_it_is_drawn(written):
    document = pypdfium2.PdfDocument(written.content)

    for page in document:
        drawn = page.render(scale=0.3).to_numpy()
        assert drawn.min() < drawn.max()
    document.close()


def test_the_same_paper_gives_the_same_bytes(written):
    assert render_pdf(paper(), pictures=[SQUARE]) == written


# --- what no font has -----------------------------------------------------------------


def test_what_cannot_be_printed_is_written_in_words_and_reported():
    written = render_pdf(
        paper(analysis="A 🚀 rocket, 🚀🚀 and 北京, 👩\u200d⚕️, 🇪🇪, ✓.")
    )
    found = PdfReader(BytesIO(written.content))
    text = folded(" ".join(page.extract_text() for page in found.pages))

    assert "A [rocket] rocket, [rocket][rocket] and BeiJing, [woman]" in text
    assert "EE, ✓." in text
    said = {each.character: (each.words, each.count) for each in written.replaced}
    assert said["🚀"] == ("[rocket]", 3)
    assert said["北"] == ("Bei", 1)
    assert "✓" not in said


def test_the_printer_knows_the_alphabets_of_europe():
    ranges = [
        (0x20, 0x7F),
        (0xA1, 0x180),
        (0x386, 0x3CF),
        (0x400, 0x45F),
        (0x1E00, 0x1F00),
    ]
    missing = [
        chr(code)
        for start, end in ranges
        for code in range(start, end)
        if not is_printable(chr(code)) and unicodedata.category(chr(code)) != "Cn"
    ]

    assert missing == []


def test_the_compiler_has_every_sign_that_we_say_it_has():
    signs = [chr(code) for code in range(0x20, 0x30000) if is_printable(chr(code))]
    program = (
        '#set document(title: "T")\n#set text(font: ("Libertinus Serif", '
        '"DejaVu Sans Mono", "New Computer Modern"))\n#let signs = json("signs.json")\n'
        "#let all = for sign in signs [#sign ]\n#all #strong(all) #emph(all)\n"
        "#strong(emph(all)) #text(weight: 600, all)\n"
    )

    made = typesetter.typeset(
        {"main.typ": program, "signs.json": json.dumps(signs)},
        timestamp=0,
    )

    assert isinstance(made, bytes), made


def test_a_sign_that_the_compiler_refuses_all_the_same_is_replaced():
    message = 'PDF/UA-1 error: the text `"x\\u{301}\\"☇"` could not be displayed'

    assert pdf._refused(message) == {"\u0301"}
    assert pdf._refused('the text `"a☇"` could not be displayed with') == {"☇"}
    assert pdf._refused("something else") == set()
    printer = Printer(without={"é"})
    assert printer("café") == "cafe"
    assert [each.words for each in printer.replaced()] == ["e"]


@given(st.characters())
def test_every_sign_has_words_that_can_be_printed(sign):
    assert all(map(is_printable, words_for(sign)))


# --- what people may not do -----------------------------------------------------------


def test_no_text_is_ever_code():
    practices = tuple(
        a_practice(number, title=code, summary=code, description=code)
        for number, code in enumerate(CODE, 1)
    )
    body = "\n\n".join(CODE)

    written = render_pdf(paper(analysis=body, practices=practices))

    found = PdfReader(BytesIO(written.content))
    text = folded(" ".join(page.extract_text() for page in found.pages))
    for code in CODE:
        assert folded(code).replace("\\", "") in text.replace("\\", "")


def test_hostile_texts_everywhere_make_a_pdf_that_reads_on():
    hostile = [*TEXTS, *MORE_TEXTS]
    practices = tuple(
        a_practice(number, title=text[:120], summary=text[:300], description=text)
        for number, text in enumerate(hostile, 1)
    )
    body = "\n\n".join(f"{text}\n\nAn ordinary sentence {at}." for at, text in
                       enumerate(MORE_TEXTS))  # fmt: skip

    written = render_pdf(paper(analysis=body, practices=practices))

    found = PdfReader(BytesIO(written.content))
    text = folded(" ".join(page.extract_text() for page in found.pages))
    assert "An ordinary sentence 0." in text
    assert f"P-{len(hostile)}:" in text


@pytest.mark.parametrize(
    "body",
    [
        "[^a]\n\n[^a]: Round[^b]\n[^b]: and round[^a].",
        "".join(f"{'    ' * depth}- level {depth}\n" for depth in range(40)),
        "> " * 40 + "deep",
        "|" + " h |" * 40 + "\n|" + " --- |" * 40 + "\n|" + " cell |" * 40,
        "x" * 5000,
        "# One\n\n###### Six",
        "### Note in a heading[^a]\n\n[^a]: Said.",
        "| Note in a head[^a] |\n|---|\n| and a cell[^a] |\n\n[^a]: Said.",
        "",
    ],
    ids=["circle", "lists", "quotes", "wide", "long", "gap", "heading", "head", "none"],
)
def test_awkward_sections_are_printed(body):
    assert render_pdf(paper(analysis=body)).content.startswith(b"%PDF-1.7")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*TEXTS, *MORE_TEXTS, *CODE]) | st.text(max_size=30)))
def test_whatever_is_typed_only_texts_and_our_own_names_reach_the_typesetter(texts):
    content = render_content(paper(analysis="\n\n".join(texts)))
    setter = Typesetter(read_tree(content.main), files={}, breaks=True)

    nodes = setter.body(read_tree(content.main))

    names = {
        *("par", "strong", "em", "sup", "code", "break", "link", "ref", "anchor"),
        *("note", "again", "heading", "list", "enum", "quote", "listing", "rule"),
        *("box", "table", "plain"),
    }
    assert {node[0] for node in nodes} <= names
    assert json.loads(json.dumps(nodes)) == nodes


# --- what can go wrong ----------------------------------------------------------------


def test_without_the_extra_somebody_hears_how_to_add_it(monkeypatch):
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)

    with pytest.raises(UnavailableError, match=r"pip install 'convenor\[pdf\]'"):
        render_pdf(paper())


def test_a_typesetter_that_hangs_is_ended():
    refused = typesetter.typeset(
        {"main.typ": "#let n = 0\n#while true { n = n + 1; if n < 0 { break } }"},
        timestamp=0,
        seconds=0,
    )

    assert refused == typesetter.Refusal("It took longer than 0 seconds.")


def test_a_refused_paper_is_a_sentence_and_a_line_in_the_log(caplog):
    broken = SQUARE.__class__(name="square.png", alt="x", content=b"no picture")

    with pytest.raises(UnavailableError, match="It is kept as it is"):
        render_pdf(paper(), pictures=[broken])

    assert "The typesetter refused the paper" in caplog.text
