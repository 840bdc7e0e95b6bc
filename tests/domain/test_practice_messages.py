"""A message of a channel as the beginning of a practice."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import InvalidInputError
from bot.domain.practices import LIMITS, readable_text, tidy
from bot.domain.practices.messages import mentioned, nonce_of, practice_of

LINK = "https://group.slack.com/archives/C1/p1795309779944441"


def rich(*elements):
    return {"type": "rich_text", "elements": list(elements)}


def words(*parts):
    return {"type": "rich_text_section", "elements": list(parts)}


def text(said, **style):
    return {"type": "text", "text": said, **({"style": style} if style else {})}


def bullets(*lines):
    items = [words(text(line)) for line in lines]
    return {"type": "rich_text_list", "style": "bullet", "elements": items}


def message(*elements, **fields):
    return {"type": "message", "ts": "1.2", "blocks": [rich(*elements)]} | fields


def content_of(found, **options):
    return practice_of(found, **options).content


def test_the_first_line_is_the_title_and_the_rest_what_is_done():
    said = message(
        words(text("A nurse with a tablet", bold=True), text("\nIt works:")),
        bullets("ECG at home", "doctor by video"),
    )

    content = content_of(said, permalink=LINK)

    assert content.title == "A nurse with a tablet"
    assert content.description == "It works:\n\n- ECG at home\n- doctor by video"
    assert content.formatted == ("description",)
    assert content.links == (LINK,)
    assert tidy(content) == content


def test_one_line_is_only_a_title():
    content = content_of(message(words(text("Just this"))))

    assert (content.title, content.description, content.links) == ("Just this", "", ())


def test_a_long_first_line_is_cut_and_stands_whole_below():
    line = "word " * 40

    content = content_of(message(words(text(line))))

    assert len(content.title) <= LIMITS["title"]
    assert content.title.endswith("word…")
    assert content.description == line.strip()


def test_a_list_on_top_stays_whole():
    content = content_of(message(bullets("one", "two")))

    assert content.title == "one"
    assert content.description == "- one\n- two"


def test_mentions_become_names_and_nobody_is_pinged():
    said = message(
        words(
            text("Thanks "),
            {"type": "user", "user_id": "U1"},
            text(" and "),
            {"type": "user", "user_id": "U2"},
            text(" "),
            {"type": "broadcast", "range": "channel"},
        ),
        text="Thanks <@U1> and <@U2|x> <!channel>",
    )

    assert mentioned(said) == ("U1", "U2")
    assert content_of(said, names={"U1": "maria"}.get).title == (
        "Thanks @maria and @member @channel"
    )


def test_without_the_editor_the_text_is_read():
    said = {
        "ts": "1.2",
        "text": "Look &lt;here&gt; <@U1>\n<https://a.example|our page> *bold*",
    }

    content = content_of(said, names={"U1": "maria"}.get)

    assert content.title == "Look <here> @maria"
    assert content.description == "our page (https://a.example) *bold*"
    assert content.formatted == ()


@pytest.mark.parametrize(
    "said",
    [
        {"ts": "1.2", "text": ""},
        {"ts": "1.2", "text": " \u200b "},
        {"ts": "1.2", "files": [{"id": "F1"}]},
        {"ts": "1.2", "text": "<@U1> has joined", "subtype": "channel_join"},
        message(words()),
        {"ts": "1.2", "blocks": [{"type": "section", "text": {"text": "x"}}]},
    ],
)
def test_what_has_no_text_of_a_person_is_refused(said):
    with pytest.raises(InvalidInputError, match="no text in this message"):
        practice_of(said)


def test_a_permalink_that_is_no_address_is_left_out():
    assert content_of(message(words(text("x"))), permalink="slack://x").links == ()


@settings(max_examples=60, deadline=None)
@given(st.text(), st.text(max_size=300))
def test_any_message_fits_into_a_draft(first, rest):
    try:
        found = practice_of(message(words(text(f"{first}\n{rest}")), text=first))
    except InvalidInputError:
        return
    content = tidy(found.content)

    assert len(content.title) <= LIMITS["title"]
    assert "\n" not in content.title
    assert not found.is_cut


def test_a_message_that_is_too_long_is_cut_between_its_parts():
    parts = ["Title", *(f"{number} " + "word " * 300 for number in range(9))]
    said = message(words(text("\n\n".join(parts))))

    found = practice_of(said)

    shown = readable_text(found.content, "description")
    assert found.is_cut
    assert len(shown) <= LIMITS["description"]
    assert shown.endswith("…")
    assert "6 word" in shown
    assert "7 word" not in shown


def test_one_part_that_is_too_long_is_cut_within():
    found = practice_of(message(words(text("x" * 20_000))))

    assert found.is_cut
    assert len(found.content.description) <= LIMITS["description"]
    assert found.content.description.endswith("x…")


def test_the_same_message_of_the_same_person_is_the_same_draft():
    same = {"team_id": "T1", "channel_id": "C1", "ts": "1.2", "user_id": "U1"}

    assert nonce_of(**same) == nonce_of(**same)
    for name in sorted(same):
        assert nonce_of(**(same | {name: "other"})) != nonce_of(**same)
