"""The page: what hand-written text may do, and what a reader gets."""

import re

import pytest
from factories_paper import AS_OF, a_practice, a_section, a_snapshot
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown.extensions.footnotes import FootnoteExtension
from markdown.treeprocessors import InlineProcessor
from paper_readers import Page, folded, our_page
from printed_paper import SQUARE

from bot.domain.whitepaper import Paper
from bot.domain.whitepaper.exports import Format
from templates import documents
from templates.documents import extensions
from templates.documents.exporting import export
from templates.documents.extensions import render_by_hand


def markdown_with(*bodies):
    """Return a paper whose hand-written sections have these bodies."""
    sections = [
        a_section(f"hand_{place}", body=body, position=place)
        for place, body in enumerate(bodies)
    ]
    sections.append(a_section("practices", "generated", position=9))
    snapshot = a_snapshot(
        paper=Paper(title="The paper", sections=tuple(sections)),
        practices=(a_practice(1, title="The practice", description="Neighbour."),),
    )
    return documents.draft(snapshot, as_of=AS_OF).markdown


def html_of(*bodies):
    return documents.render_html(markdown_with(*bodies), title="T", language="en")


# What means something to the parser, and what it puts in its place.
SIGNS = st.sampled_from(
    [
        *"\\`*_[]()!<>&:^ \n\"'",
        *("  \n", "![", "[^1]", "&amp;", "<https://a.b>", "[a](b)", "[a]: b"),
        *("\n[^1]: n", "a", "b1", "\x02", "\x03", "é"),
    ]
)


@given(st.lists(SIGNS, max_size=30).map("".join))
@example('**a *b* `c` [d](e "f") ![g](h)** <i@j.k> &lt; \\*  \nl')
def test_patterns_that_are_not_tried_would_match_nothing(text):
    ours, theirs = extensions._parser(""), extensions._parser("")
    for parser in (ours, theirs):
        parser.registerExtensions([FootnoteExtension()], {})
    theirs.treeprocessors.register(InlineProcessor(theirs), "inline", 20)

    assert ours.convert(text) == theirs.convert(text)


# --- the page -----------------------------------------------------------------------


def test_the_page_needs_nothing_from_elsewhere():
    page = html_of("Text")

    assert not re.search(r"<(?:script|link|img|iframe)|@import|url\(", page)
    assert "default-src 'none'" in page


def test_the_page_has_landmarks_a_skip_link_and_its_language():
    page = documents.render_html(
        "# T {#t}\n\nx\n\n## S {#s}\n", title="T", language="fr"
    )
    found = Page(page)

    assert '<html lang="fr">' in page
    assert {"header", "nav", "main"} <= set(found.elements)
    assert found.links[0] == "#main"
    assert found.headings[0] == [1, "T"]


@pytest.mark.parametrize("language", ['"><script>', "", "english language"])
def test_a_strange_language_becomes_english(language):
    page = documents.render_html("Text", title="T", language=language)

    assert '<html lang="en">' in page


def test_the_title_of_the_window_is_escaped():
    page = documents.render_html("Text", title="</title><script>", language="en")

    assert "<title>&lt;/title&gt;&lt;script&gt;</title>" in page


def test_a_text_without_a_title_page_is_a_page_too():
    page = documents.render_html("Only text.", title="T", language="en")

    assert "<main id=" in page
    assert "<p>Only text.</p>" in page


def test_wide_tables_scroll_inside_a_named_frame():
    page = html_of("### Barriers\n\n| a | b |\n|---|--:|\n| c | d |")

    assert (
        '<div aria-label="Table: Barriers" class="table" role="region" tabindex="0">'
    ) in page
    assert '<td style="text-align:right">d</td>' in page


def test_each_practice_is_an_article_named_by_its_title():
    page = html_of("Text")

    assert '<article aria-labelledby="p-1" class="case"><h4 id="p-1">' in page


# --- hand-written sections ----------------------------------------------------------


def test_two_sections_may_use_the_same_footnotes_and_link_labels():
    page = html_of(
        "One.[^1] [Site][x]\n\n[^1]: First note.\n\n[x]: https://one.example",
        "Two.[^1] [Site][x]\n\n[^1]: Second note.\n\n[x]: https://two.example",
    )
    found = Page(page)

    assert {"https://one.example", "https://two.example"} <= set(found.links)
    assert len(found.ids) == len(set(found.ids))
    for key in ("hand_0", "hand_1"):
        assert f"#sec-{key}--fn:1" in found.links
        assert f"sec-{key}--fn:1" in found.ids


def test_two_sections_may_use_the_same_headings_and_ids():
    page = Page(html_of("### Same {#x}\n\n[here](#x)\n\n### Same", "### Same {#x}"))

    assert [anchor for anchor in page.ids if "hand" in anchor and "--" in anchor] == [
        "sec-hand_0--x",
        "sec-hand_0--same",
        "sec-hand_1--x",
    ]
    assert "#sec-hand_0--x" in page.links


def test_a_section_may_link_to_a_practice():
    assert "#p-1" in our_page(markdown_with("See [P-1](#p-1).")).links


def test_no_explicit_id_can_take_a_practices_place():
    page = Page(html_of("### Mine {#p-1}\n\n### Again {#p-1}"))

    assert page.ids.count("p-1") == 1
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize(
    "body",
    [
        "```\ncode without end",
        "~~~~ python\ncode\n~~~",
        "<!-- comment without end",
        "<div>\n<script>\n<pre>",
        "- open list\n\n    deep",
        "> quote",
        "[^1]: note without use",
        "text\n```",
    ],
)
def test_what_is_left_open_ends_with_its_section(body):
    page = our_page(markdown_with(body, "Second section."))

    for words in ("Second section.", "Neighbour."):
        (path,) = (path for text, path in page.paragraphs if words in text)
        assert not {"pre", "code", "blockquote", "li"} & set(path)
    assert [text for level, text in page.outline if level == 2] == [
        "Hand 0",
        "Hand 1",
        "Practices",
    ]


@pytest.mark.parametrize(
    ("body", "levels"),
    [
        ("# One\n\n## Two", [3, 4]),
        ("## One\n\n#### Two", [3, 4]),
        ("### One\n\n#### Two", [3, 4]),
        ("One\n===\n\n###### Two", [3, 4]),
    ],
)
def test_headings_inside_a_section_stay_below_its_own(body, levels):
    page = our_page(markdown_with(body))

    assert [level for level, text in page.outline if text in {"One", "Two"}] == levels


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<b onclick=x>bold</b> and <br>",
        "[x](javascript:alert(1)) and <javascript:alert(2)>",
        "![picture](http://tracker.example/p.gif)",
        "text {: onclick=alert(1) style=color:red}",
        "### Heading {: onclick=alert(1)}",
        "| a |\n|---|\n| b {: onclick=x style=position:fixed} |",
    ],
)
def test_no_raw_html_handler_or_foreign_picture_reaches_the_page(body):
    page = html_of(body)
    found = our_page(markdown_with(body))

    assert not {"script", "b", "img"} & set(found.elements)
    assert not [name for name in found.attributes if name.startswith("on")]
    assert "javascript" not in " ".join(found.links)
    assert not re.search(r"style=\"(?!text-align|\")", page)


def test_a_remote_picture_becomes_a_link_with_its_words():
    page = html_of("![A chart](https://a.example/chart.png)")

    assert '<a href="https://a.example/chart.png">A chart</a>' in page


def test_raw_html_is_shown_as_it_was_typed():
    assert "<b>not bold</b>" in our_page(markdown_with("<b>not bold</b>")).text


def test_comments_of_editors_are_for_editors():
    body = "Before <!-- check\nthis --> after, but `<!-- code -->` stays."

    assert (
        "Before after, but <!-- code --> stays." in our_page(markdown_with(body)).text
    )
    assert body in markdown_with(body)


def test_the_markers_of_regions_are_not_shown():
    page = html_of("Text")

    assert "sig:" not in page


def test_a_marker_left_over_by_hand_editing_is_not_shown():
    broken = markdown_with("Text").replace("<!-- sig:end hand_0 -->", "")

    page = documents.render_html(broken, title="T", language="en")
    assert "sig:begin" not in page
    assert "Text" in page


def test_words_that_the_parser_loses_are_shown_as_they_were_typed():
    assert "*a**b*`c`" in our_page(markdown_with("*a**b*`c`")).text


def test_markdown_of_all_kinds_works_in_a_section():
    body = (
        "*a* **b** `c`\n\n1. one\n2. two\n\n> quote\n\n```python\nx < 1\n```\n\n"
        "| h |\n|---|\n| d |\n\nhttps://a.example <https://b.example>\n\n---\n"
    )
    found = our_page(markdown_with(body))

    assert {"em", "strong", "code", "ol", "blockquote", "pre", "table", "hr"} <= set(
        found.elements
    )
    assert "x < 1" in found.text


_BODY = st.text(
    st.sampled_from("#`~*_[]()<>!-=|{}^:.1a \n\\&\x00\u202e"), max_size=60
) | st.sampled_from(["[^1]: a", "```\n", "<!--", "-->", "[x]: y", "***", "\n\n    c"])


@settings(max_examples=150, deadline=None)
@given(st.lists(_BODY, max_size=4).map("".join))
@example("<!-- sig:begin hand_0 rev=1 sha=00000000 -->\n")
@example("<!-- sig:end hand_0 -->")
def test_any_body_leaves_the_rest_of_the_page_alone(body):
    markdown = markdown_with(body, "Second section.")
    page = our_page(markdown)
    html = documents.render_html(markdown, title="T", language="en")

    assert f"-->\n{body}\n<!-- sig:end hand_0 -->" in markdown
    assert [text for level, text in page.outline if level == 2][-2:] == [
        "Hand 1",
        "Practices",
    ]
    assert "Second section." in page.text
    assert folded("P-1: The practice") in [text for _, text in page.outline]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", html)
    ids = Page(html).ids
    assert len(ids) == len(set(ids))


def test_hundreds_of_lists_in_lists_are_shown_as_typed():
    body = "".join(f"{'    ' * depth}- level {depth}\n" for depth in range(300))

    html = render_by_hand(body, "analysis").html

    assert "level 299" in html
    assert "<ul>" not in html


# --- pictures and formats -----------------------------------------------------------


def test_the_papers_own_pictures_are_part_of_the_page():
    body = "![A red square](square.png) and ![else](other.png)"
    page = documents.render_html(
        markdown_with(body), title="T", language="en", pictures=[SQUARE]
    )

    assert page.count('<img src="data:image/png;base64,') == 1
    assert 'alt="A red square"' in page
    assert '<a href="other.png">else</a>' in page


def test_a_picture_that_is_missing_is_its_words():
    page = documents.render_html(
        "## S {#s}\n\n![How themes are covered](coverage.png)\n",
        title="T",
        language="en",
    )

    assert "<img" not in page
    assert "<em>How themes are covered</em>" in page


def test_an_exported_page_is_the_draft_s_page():
    draft = documents.draft(a_snapshot(practices=(a_practice(1),)), as_of=AS_OF)

    assert export(draft.edition, Format.HTML).content.decode() == draft.html
