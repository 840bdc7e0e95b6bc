"""Ways to read the paper: what our page, other Markdown tools and a person see."""

import re
from html.parser import HTMLParser

from markdown import Markdown
from markdown_it import MarkdownIt

from templates import documents

_VOID = {"br", "hr", "img", "meta", "link", "input"}
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_ANCHOR = re.compile(r"\s*\{#[^{}\s]+\}")
# Everything that people switch on, to see that a text cannot reach it.
_ALL_EXTENSIONS = [
    *("tables", "toc", "footnotes", "fenced_code", "attr_list", "def_list", "abbr"),
    *("sane_lists", "admonition"),
]


class Page(HTMLParser):
    """What a page holds: headings, tables, paragraphs, links, ids, elements."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.path = []
        self.headings = []
        self.tables = []
        self.paragraphs = []
        self.links = []
        self.ids = []
        self.elements = []
        self.attributes = []
        self.comments = []
        self.words = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes += [name for name, _ in attrs]
        attributes = dict(attrs)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if "href" in attributes:
            self.links.append(attributes["href"] or "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append([int(tag[1]), ""])
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in {"td", "th"}:
            self.tables[-1][-1].append("")
        if tag == "p":
            self.paragraphs.append(["", tuple(self.path)])
        if tag in {"p", "li", "td", "th", "br", "div"}:
            self.words.append(" ")
        if tag not in _VOID:
            self.path.append(tag)

    def handle_endtag(self, tag):
        if tag in self.path:
            while self.path.pop() != tag:
                pass

    def handle_comment(self, data):
        self.comments.append(data)

    def handle_data(self, data):
        if {"style", "title"} & set(self.path):
            return
        self.words.append(data)
        if self.path and re.fullmatch("h[1-6]", "".join(self.path[-1:])):
            pass
        if any(re.fullmatch("h[1-6]", tag) for tag in self.path):
            self.headings[-1][1] += data
        if "td" in self.path or "th" in self.path:
            self.tables[-1][-1][-1] += data
        if "p" in self.path:
            self.paragraphs[-1][0] += data

    @property
    def text(self):
        return folded("".join(self.words))

    @property
    def outline(self):
        """The headings without the table of contents' own and without anchors."""
        return [
            (
                level,
                folded(_ANCHOR.sub("", text)) if text.endswith("}") else folded(text),
            )
            for level, text in self.headings
        ]

    @property
    def shapes(self):
        return [[len(row) for row in table] for table in self.tables]


def folded(text):
    return " ".join(text.split())


def our_page(markdown):
    """Read the page that goes with the paper, without its table of contents."""
    page = documents.render_html(markdown, title="A title", language="en")
    return Page(re.sub(r"<nav.*?</nav>", "", page, flags=re.DOTALL))


def other_page(markdown):
    """Read the file as Python-Markdown with everything switched on shows it."""
    body = _FRONT_MATTER.sub("", markdown)
    return Page(Markdown(extensions=_ALL_EXTENSIONS).convert(body))


def commonmark_page(markdown):
    """Read the file as a CommonMark tool with tables shows it."""
    body = _FRONT_MATTER.sub("", markdown)
    return Page(MarkdownIt("commonmark").enable("table").render(body))


READERS = {
    "our page": our_page,
    "Python-Markdown": other_page,
    "CommonMark": commonmark_page,
}
