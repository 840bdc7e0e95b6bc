"""The paper as a Word document (DOCX), for people who live in Word.

Headings, contents, footnotes, links, table heads, alternative texts and the language
are Word's own, so that its navigation and screen readers know them.
"""

import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from bot.domain.errors import UnavailableError
from templates.documents.front_matter import Facts
from templates.documents.pages import render_content
from templates.documents.trees import read_tree
from templates.documents.typesetting import Node, Typesetter, cover
from templates.documents.values import Picture, Written
from templates.documents.word_markup import NAMESPACES, WordWriter, word_text
from templates.documents.word_styles import lay_out, number_lists
from templates.documents.words import long_date

_MISSING = (
    "Word documents are not set up here. Whoever runs Convenor can add them with: "
    "pip install 'convenor[docx]'"
)
# Word writes the days of its files in UTC; zip files know no day before 1980.
_NO_DATE = date(1980, 1, 1)
_BODY = "<w:body>"  # of python-docx's own empty document
_WIDTH = 5_800_000  # EMU: 16.1 cm, the width of the text
_TITLE = "White paper"
_LEVELS = 3
_FOOTNOTES = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
)
_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def is_available() -> bool:
    """Whether the library for Word documents is installed; it is an extra."""
    return find_spec("docx") is not None


def render_docx(markdown: str, *, pictures: Sequence[Picture] = ()) -> Written:
    """Return the paper as DOCX; the same paper gives the same bytes.

    Raises:
        UnavailableError: the library is not installed.
    """
    if not is_available():
        raise UnavailableError(_MISSING)
    content = render_content(markdown, pictures)
    main = read_tree(content.main)
    setter = Typesetter(main, files={each.name: each.name for each in pictures})
    title, lines = cover(read_tree(content.header), setter)
    body = setter.body(main)
    paper = _Paper(content.facts, pictures)
    paper.write(title or [content.facts.title or _TITLE], lines=lines, body=body)
    return Written(content=paper.packed())


class _Paper:
    """A Word document in the making."""

    def __init__(self, facts: Facts, pictures: Sequence[Picture]) -> None:
        # Not imported at the top, because all else works without this extra.
        self.document: Any = import_module("docx").Document()
        self.facts = facts
        self.pictures = {each.name: each.content for each in pictures}
        self.writer = WordWriter(self._draw)

    def write(
        self, title: list[Node], *, lines: list[list[Node]], body: list[Node]
    ) -> None:
        """Fill it: the cover, the contents, the text and its notes."""
        text = self.writer.blocks(body)
        first = [
            _styled("Title", self.writer.line(title)),
            *(_styled("Subtitle", self.writer.line(line)) for line in lines),
        ]
        contents = _contents(self.writer.headings)
        self._fill("".join([*first, _PAGE_BREAK, contents, _PAGE_BREAK, text]))
        self._add_notes()
        number_lists(self.document, self.writer.numberings)
        foot = " · ".join(each for each in _foot(self.facts) if each)
        lay_out(self.document, language=self.facts.language)
        self._head_and_foot(self.facts.title or _TITLE, foot)
        self._describe()

    def packed(self) -> bytes:
        """Return the file; its parts carry no time of their making."""
        made, packed = io.BytesIO(), io.BytesIO()
        self.document.save(made)
        with zipfile.ZipFile(made) as before, zipfile.ZipFile(packed, "w") as after:
            for name in before.namelist():
                part = zipfile.ZipInfo(name)
                part.compress_type = zipfile.ZIP_DEFLATED
                after.writestr(part, before.read(name))
        return packed.getvalue()

    def _fill(self, markup: str) -> None:
        # As text, before it is read: to move a hundred thousand elements from one
        # document into another takes minutes.
        part, etree = self.document.part, import_module("lxml.etree")
        empty = etree.tostring(part.element, encoding="unicode")
        filled = empty.replace(_BODY, _BODY + markup, 1)
        parse = import_module("docx.oxml.parser").parse_xml
        part._element = parse(filled)  # noqa: SLF001 - parts have no other way in
        self.document = part.document
        for address, name in self.writer.main.addresses.items():
            self._link(self.document.part, address, name)

    def _link(self, part: Any, address: str, name: str) -> None:
        kind = f"{_RELATIONSHIP}hyperlink"
        part.rels.add_relationship(kind, address, name, is_external=True)

    def _add_notes(self) -> None:
        opc = import_module("docx.opc.part")
        name = import_module("docx.opc.packuri").PackURI("/word/footnotes.xml")
        markup = _NOTES.format(
            namespaces=NAMESPACES, notes="".join(self.writer.notes)
        ).encode()
        part = opc.Part(name, _FOOTNOTES, markup, self.document.part.package)
        self.document.part.relate_to(part, f"{_RELATIONSHIP}footnotes")
        for address, link in self.writer.footnotes.addresses.items():
            self._link(part, address, link)

    def _draw(self, name: str, alt: str) -> str:
        """Return the markup of a picture, as wide as the text at most."""
        content = self.pictures[name]
        width, height = struct.unpack(">II", content[16:24])
        shown = min(_WIDTH, width * 9525)
        picture = self.document.part.new_pic_inline(
            io.BytesIO(content), shown, round(shown * height / max(width, 1))
        )
        picture.docPr.set("descr", alt)
        drawn = import_module("lxml.etree").tostring(picture, encoding="unicode")
        return f"<w:r><w:drawing>{drawn}</w:drawing></w:r>"

    def _head_and_foot(self, title: str, foot: str) -> None:
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        section.header.paragraphs[0].text = title
        line = section.footer.paragraphs[0]
        for element in _body(f"<w:p>{_field('PAGE')}</w:p>")[0]:
            line._p.append(element)  # noqa: SLF001 - fields have no other way in
        line.add_run(f" · {foot}" if foot else "")

    def _describe(self) -> None:
        facts, about = self.facts, self.document.core_properties
        about.title, about.subject = facts.title or _TITLE, facts.subtitle
        about.author, about.last_modified_by = facts.group, facts.group
        about.keywords, about.language = facts.licence, facts.language
        about.comments, about.version = "", facts.version
        about.created = about.modified = datetime.combine(
            facts.as_of or _NO_DATE, time()
        )


def _foot(facts: Facts) -> tuple[str, str, str]:
    version = f"Version {facts.version}" if facts.version else ""
    return facts.group, version, long_date(facts.as_of) if facts.as_of else ""


def _styled(style: str, words: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{words}</w:p>'


def _body(markup: str) -> Any:
    parse = import_module("docx.oxml.parser").parse_xml
    return parse(f"<w:body {NAMESPACES}>{markup}</w:body>")


def _field(instruction: str, shown: str = "1") -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r><w:t>{shown}</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _contents(headings: Sequence[tuple[int, str, str]]) -> str:
    """Return Word's own contents, filled in; Word adds the numbers of the pages."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h \\z \\u '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    entries = [
        f'<w:hyperlink w:anchor="{name}" w:history="1">'
        f'<w:r><w:t xml:space="preserve">{word_text(text)}</w:t></w:r></w:hyperlink>'
        for level, name, text in headings
        if level <= _LEVELS
    ] or [""]
    levels = [level for level, _, _ in headings if level <= _LEVELS] or [1]
    entries[0] = begin + entries[0]
    entries[-1] += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    lines = [
        _styled(f"TOC{level}", entry)
        for level, entry in zip(levels, entries, strict=True)
    ]
    return "".join([_styled("TOCHeading", "<w:r><w:t>Contents</w:t></w:r>"), *lines])


_PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
_NOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    "<w:footnotes {namespaces}>"
    '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p>'
    '</w:footnote><w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r>'
    "<w:continuationSeparator/></w:r></w:p></w:footnote>{notes}</w:footnotes>"
)
