"""What the page makes of Slack's markup."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import templates
from bot.playground.page.emoji import EMOJI
from bot.playground.page.reader import Reader, zone_named
from bot.playground.page.text import mrkdwn, plain, rich_text, with_emoji
from bot.playground.page.tree import Element, Tree, el, words
from bot.playground.people.typing import escaped

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC).timestamp()
READER = Reader(
    names={"UCHAIR": "Chair"},
    channels={"CSIG": "sig"},
    zone=ZoneInfo("Europe/Tallinn"),
    now=NOON,
)
TAGS = {"a", "bdi", "blockquote", "code", "em", "pre", "s", "span", "strong", "time"}


def html(trees: Iterable[Tree]) -> str:
    """Write trees down shortly, for comparison only."""
    return "".join(
        t if isinstance(t, str) else f"<{t.tag}>{html(t.children)}</{t.tag}>"
        for t in trees
    )


def elements(trees: Iterable[Tree]) -> Iterator[Element]:
    for tree in trees:
        if isinstance(tree, Element):
            yield tree
            yield from elements(tree.children)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        pytest.param(
            "*b* _i_ ~s~ `c`",
            "<strong>b</strong> <em>i</em> <s>s</s> <code>c</code>",
            id="styles",
        ),
        pytest.param("*a _b_*", "<strong>a <em>b</em></strong>", id="nested"),
        pytest.param(
            "snake_case_name 2*3*4", "snake_case_name 2*3*4", id="inside-words"
        ),
        pytest.param("* not * _ nor _", "* not * _ nor _", id="with-spaces"),
        pytest.param("`*c*`", "<code>*c*</code>", id="code-is-literal"),
        pytest.param("```\n*x*\n```", "<pre>*x*\n</pre>", id="preformatted"),
        pytest.param("&gt; a\n&gt; b\nc", "<blockquote>a\nb</blockquote>c", id="quote"),
        pytest.param("&lt;b&gt; &amp;amp;", "<b> &amp;", id="entities-once"),
        pytest.param(
            "<@UCHAIR> <#CSIG>", "<bdi>@Chair</bdi> <bdi>#sig</bdi>", id="names"
        ),
        pytest.param(
            "<@U9|anna> <#C9>", "<bdi>@anna</bdi> <bdi>#private</bdi>", id="strangers"
        ),
        pytest.param(
            "<!here> <!subteam^S1|@board>",
            "<bdi>@here</bdi> <bdi>@board</bdi>",
            id="groups",
        ),
        pytest.param("<https://a.example|A &amp; B>", "<a>A & B</a>", id="link"),
        pytest.param(
            "see https://a.example/x.",
            "see <a>https://a.example/x</a>.",
            id="bare-link",
        ),
        pytest.param(
            "https://a.example&gt;", "<a>https://a.example</a>>", id="link-ends"
        ),
        pytest.param("<mailto:a@b.example>", "<a>a@b.example</a>", id="mail"),
        pytest.param(
            "<javascript:alert(1)|x>", "<javascript:alert(1)|x>", id="no-script"
        ),
        pytest.param("<img src=x onerror=y>", "<img src=x onerror=y>", id="no-markup"),
        pytest.param(":tada: :nobody: 10:30:00", "🎉 :nobody: 10:30:00", id="emoji"),
    ],
)
def test_mrkdwn_is_shown_as_in_slack(source, shown):
    drawn = mrkdwn(source, READER)

    assert html(drawn) == shown


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("{date} {time}", "1 June 2026 00:30"),
        ("{date_num}", "2026-06-01"),
        ("{date_short}", "1 Jun 2026"),
        ("{date_long}", "Monday 1 June 2026"),
        ("{date_slash}", "01/06/2026"),
        ("{date_pretty} at {time_secs}", "tomorrow at 00:30:00"),
        ("{ago}", "in 10 hours"),
        ("{strange}", "{strange}"),
    ],
)
def test_dates_are_those_of_the_readers_zone(form, shown):
    late = int(datetime(2026, 5, 31, 21, 30, tzinfo=UTC).timestamp())

    drawn = mrkdwn(f"<!date^{late}^{form}|fallback>", READER)

    assert words(drawn) == shown


@pytest.mark.parametrize("stamp", ["", "x", "1e99", "99999999999999"])
def test_a_date_that_is_none_shows_its_fallback(stamp):
    assert words(mrkdwn(f"<!date^{stamp}^{{date}}|some day>", READER)) == "some day"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-86_400 * 3, "3 days ago"),
        (-60, "1 minute ago"),
        (0, "now"),
        (7_200, "in 2 hours"),
    ],
)
def test_passed_time_is_told_in_words(seconds, shown):
    assert READER.date(NOON + seconds, "{ago}") == shown


def test_an_unknown_zone_is_utc():
    assert zone_named("Nowhere/Atall") is UTC
    assert zone_named("../etc/passwd") is UTC


def test_plain_text_knows_emoji_only():
    assert plain({"text": "*a* &amp; <!here> :tada:"}) == "*a* &amp; <!here> 🎉"
    assert plain({"text": ":tada:", "emoji": False}) == ":tada:"
    assert with_emoji(":-) :nobody:") == ":-) :nobody:"


def test_rich_text_is_drawn_piece_by_piece():
    pieces = [
        {"type": "text", "text": "<b> &amp; ", "style": {"bold": True, "code": False}},
        {"type": "link", "url": "https://a.example"},
        {"type": "user", "user_id": "UCHAIR"},
        {"type": "channel", "channel_id": "CSIG"},
        {"type": "usergroup", "usergroup_id": "S1"},
        {"type": "broadcast", "range": "here"},
        {"type": "emoji", "name": "tada"},
        {"type": "color", "value": "#ff0000"},
        {"type": "date", "timestamp": NOON, "format": "{date_num}"},
        {"type": "something_new", "text": "new"},
    ]
    block = {"elements": [{"type": "rich_text_section", "elements": pieces}]}

    drawn = rich_text(block, READER)

    assert words(drawn) == (
        "<b> &amp; https://a.example@Chair#sig@group@here🎉#ff00002026-05-31new"
    )
    assert html(drawn).startswith("<div><strong><b> &amp; </strong><a>")


def test_rich_text_has_lists_quotes_and_code():
    def part(kind, text, **more):
        return {"type": kind, "elements": [{"type": "text", "text": text}], **more}

    items = [part("rich_text_section", "one"), part("rich_text_section", "two")]
    numbered = {"type": "rich_text_list", "style": "ordered", "elements": items}
    parts = [
        numbered | {"offset": 4, "indent": 1},
        numbered | {"style": "bullet"},
        part("rich_text_quote", "said"),
        part("rich_text_preformatted", "x = 1"),
    ]

    drawn = rich_text({"elements": parts}, READER)

    assert html(drawn) == (
        "<ol><li>one</li><li>two</li></ol><ul><li>one</li><li>two</li></ul>"
        "<blockquote>said</blockquote><pre>x = 1</pre>"
    )
    assert drawn[0].attributes == {"class": "indent-1", "start": "5"}


def test_an_element_leaves_out_what_is_not_there():
    drawn = el("p", None, "a", ["b", el("i")], class_="x", data_y=0, hidden=False)

    assert json.dumps(drawn) == (
        '["p", {"class": "x", "data-y": "0"}, ["a", "b", ["i", {}, []]]]'
    )


@given(st.text())
def test_any_text_becomes_harmless_elements(source):
    drawn = mrkdwn(source, READER)

    json.dumps(drawn)
    for element in elements(drawn):
        assert element.tag in TAGS
        assert set(element.attributes) <= {"href", "target", "rel", "class", "datetime"}
        href = element.attributes.get("href", "https://").lower()
        assert href.startswith(("http://", "https://", "mailto:", "tel:"))


@given(st.text(alphabet="ab &<>/=\"'!@#\u202e\u05d0;amplgt"))
def test_escaped_text_is_read_as_it_was_typed(typed):
    drawn = mrkdwn(escaped(typed), READER)

    quoted = any(line.startswith(">") for line in typed.split("\n"))
    assert quoted or words(drawn) == typed


@given(st.text(alphabet="*_~ a", max_size=2_000))
def test_nothing_but_signs_is_read_in_no_time(source):
    assert len(words(mrkdwn(source, READER))) <= len(source)


@pytest.mark.parametrize("piece", ["*a ", "_*~", "<", "`", "```", ":a", "&gt;", "*_"])
def test_forty_thousand_hostile_characters_do_not_hold_the_page_up(piece):
    drawn = mrkdwn(piece * (40_000 // len(piece)), READER)

    assert words(drawn)


def test_every_emoji_that_the_bot_writes_is_known():
    folder = Path(templates.__file__).parent
    written = {
        code
        for path in folder.rglob("*.py")
        for code in re.findall(r":([a-z][a-z0-9_]+):", path.read_text("utf-8"))
    }

    assert len(written) > 10
    assert written - EMOJI.keys() == set()
