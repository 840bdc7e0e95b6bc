"""What holds for any text, any page size and any number of messages."""

import html

from hypothesis import given
from hypothesis import strategies as st

from bot.playground.api.args import Args
from bot.playground.api.pages import page
from bot.playground.blocks import completed
from bot.playground.people.typing import encoded, escaped
from bot.playground.server import Playground


@given(st.lists(st.integers(), max_size=30), st.integers(1, 10))
def test_the_pages_together_are_the_whole(items, limit):
    seen, cursor, pages = [], "", 0
    while cursor or not pages:
        shown, more = page(items, Args({"limit": limit, "cursor": cursor}))
        cursor = more["response_metadata"]["next_cursor"]
        seen += shown
        pages += 1

    assert seen == items
    assert pages == max(1, -(-len(items) // limit))


@given(st.text())
def test_escaped_text_has_no_live_characters_and_can_be_read_back(text):
    safe = escaped(text)

    assert not set("<>") & set(safe)
    back = safe.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back == text


@given(st.text(st.characters(exclude_characters="@#:")))
def test_typed_text_without_references_is_only_escaped(text):
    space = Playground().workspace

    assert html.unescape(encoded(space, text)) == html.unescape(escaped(text))


@given(st.integers(2, 40))
def test_time_stamps_rise_even_when_the_clock_stands_still(number):
    space = Playground().workspace
    stamps = [space.new_ts() for _ in range(number)]

    assert sorted(set(stamps), key=float) == stamps


@given(st.lists(st.sampled_from(["divider", "header", "section"]), max_size=9))
def test_every_block_gets_an_id_and_completing_again_changes_nothing(kinds):
    text = {"type": "plain_text", "text": "x"}
    space = Playground().workspace
    first = completed(
        [{"type": kind, "text": text} for kind in kinds], space.new_block_id
    )

    assert len({block["block_id"] for block in first}) == len(kinds)
    assert completed(first, space.new_block_id) == first
