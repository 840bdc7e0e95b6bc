"""Light formatting: nothing typed is lost on the way through Slack and Markdown."""

import pytest
from formatted import BLOCKS
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rich_text import (
    from_markdown,
    from_slack,
    tidy,
    to_markdown,
    to_slack,
)


def plain(document):
    return [(block.kind, block.text, block.level, block.number) for block in document]


@given(BLOCKS)
def test_tidying_twice_is_tidying_once(blocks):
    assert tidy(tidy(blocks)) == tidy(blocks)


@given(BLOCKS)
def test_markdown_keeps_every_word_and_every_block(blocks):
    document = tidy(blocks)

    assert plain(from_markdown(to_markdown(document))) == plain(document)


@given(BLOCKS)
def test_markdown_that_was_read_is_written_the_same(blocks):
    once = from_markdown(to_markdown(tidy(blocks)))

    assert from_markdown(to_markdown(once)) == once
    assert to_markdown(from_markdown(to_markdown(once))) == to_markdown(once)


@given(BLOCKS)
def test_slack_gets_back_what_it_gave(blocks):
    document = tidy(blocks)

    assert plain(from_slack(to_slack(document))) == plain(document)


@given(st.text())
def test_any_file_can_be_read(text):
    document = from_markdown(text)

    assert from_markdown(to_markdown(document)) == document


def a_section(*elements):
    return {"type": "rich_text_section", "elements": list(elements)}


def test_a_message_of_slack_becomes_clean_markdown():
    message = {
        "type": "rich_text",
        "elements": [
            a_section(
                {"type": "text", "text": "Ask "},
                {"type": "user", "user_id": "U1"},
                {"type": "text", "text": " about "},
                {"type": "text", "text": "costs ", "style": {"bold": True}},
                {"type": "emoji", "name": "tada", "unicode": "1f389"},
                {"type": "text", "text": "\n\nSee "},
                {"type": "link", "url": "https://example.org", "text": "the page"},
            ),
            {
                "type": "rich_text_list",
                "style": "ordered",
                "indent": 0,
                "elements": [a_section({"type": "text", "text": "one"})],
            },
            {
                "type": "rich_text_list",
                "style": "bullet",
                "indent": 1,
                "elements": [a_section({"type": "text", "text": "a_b"})],
            },
            {
                "type": "rich_text_preformatted",
                "elements": [{"type": "text", "text": "x = 1\n  y"}],
            },
            {
                "type": "rich_text_quote",
                "elements": [{"type": "text", "text": "said", "style": {"code": True}}],
            },
        ],
    }

    assert to_markdown(from_slack(message, {"U1": "Cluster manager"}.get)) == (
        "Ask @Cluster manager about **costs** \U0001f389\n\n"
        "See [the page](<https://example.org>)\n\n"
        "1. one\n\n    - a\\_b\n\n"
        "```\nx = 1\n  y\n```\n\n"
        "> `said`"
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("# Heading\n\ntext", "**Heading**\n\ntext"),
        ("a line\nwrapped", "a line wrapped"),
        ("<script>x</script>", "\\<script\\>x\\</script\\>"),
        ("![alt](https://example.org/p.png)", "alt (https://example.org/p.png)"),
        ("[x](javascript:alert)", "x (javascript:alert)"),
        ("* a\n    * b", "- a\n    - b"),
    ],
)
def test_what_an_editor_wrote_is_read_as_light_formatting(typed, expected):
    assert to_markdown(from_markdown(typed)) == expected


def test_emoji_of_a_workspace_and_unknown_people_keep_a_word():
    message = {
        "elements": [
            a_section(
                {"type": "emoji", "name": "our-logo"},
                {"type": "user", "user_id": "U9"},
                {"type": "channel", "channel_id": "C9"},
                {"type": "usergroup", "usergroup_id": "S9"},
                {"type": "broadcast", "range": "here"},
                {"type": "date", "timestamp": 1, "fallback": "1 January"},
                {"type": "color", "value": "#F00"},
            )
        ]
    }

    (block,) = from_slack(message)

    assert block.text == ":our-logo:@member#channel@group@here1 January#F00"
