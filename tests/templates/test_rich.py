"""Formatted text in the paper: its words, lists and links, and nothing else."""

import pytest
from formatted import BLOCKS
from hypothesis import given
from paper_readers import READERS

from bot.domain.rich_text import tidy, to_markdown
from templates.rich import markdown_rich, readable

ALLOWED = {"p", "br", "ul", "ol", "li", "em", "strong", "a", "blockquote"}


def typed(document):
    return "".join("".join(block.text for block in document).split())


def seen(page):
    return "".join(page.text.split()).replace("\u200b", "")


@pytest.mark.parametrize("reader", sorted(READERS))
@given(BLOCKS)
def test_every_word_is_printed_and_no_other_markup(reader, blocks):
    document = tidy(blocks)
    read, frame = READERS[reader], READERS[reader]("")

    page = read(f"**Label.** {markdown_rich(to_markdown(document))}\n")

    assert set(page.elements) - set(frame.elements) <= ALLOWED
    assert len(page.headings) == len(frame.headings)
    assert typed(document) in seen(page)


def test_lists_links_and_bold_are_printed_as_such():
    text = (
        "We **first** ask:\n\n- hospitals\n    - [all](<https://example.org>)\n\nThen."
    )

    assert markdown_rich(text) == (
        "We **first** ask:\n\n- hospitals\n    - [all](<https://example.org>)\n\nThen."
    )


def test_a_list_after_a_label_begins_on_a_line_of_its_own():
    assert markdown_rich("1. one\n2. two") == "\n\n1. one\n2. two"


def test_plain_places_show_the_text_without_its_signs():
    assert readable("**a**\n\n- b\n- [c](<https://example.org>)") == (
        "a\n• b\n• c (https://example.org)"
    )
