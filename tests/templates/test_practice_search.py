"""What a search shows: escaped, marked, in pages; and what free text is offered."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.practices import LIMITS
from bot.domain.practices.search import COUNTED, Found, Labels, hit_of, parse_query
from bot.domain.text import normalise_line
from bot.playground.checks import check_message
from templates.practices import search as views

from factories import a_content, a_practice

LABELS = Labels({}, {})


def a_page(words, *practices, total=None, offset=0):
    query = parse_query(words)
    hits = tuple(hit_of(each, LABELS, query) for each in practices)
    return Found(query=query, total=total or len(hits), offset=offset, hits=hits)


def rows(post):
    return [block for block in post.blocks if getattr(block, "accessory", None)]


def buttons(post):
    return {
        element.text.text: element
        for block in post.blocks
        for element in getattr(block, "elements", ())
    }


def test_a_hit_is_marked_beside_the_name_of_its_field():
    practice = a_practice(content=a_content(evidence="Now (2019) *all* drugs, mostly."))

    (row,) = rows(views.found(a_page("drugs", practice)))

    assert "*P-7* Digital prescriptions" in row.text.text
    assert "— 🇪🇪 Estonia, accepted" in row.text.text
    assert "_Evidence:_ Now (2019) *\u200ball* *drugs*, mostly." in row.text.text
    assert row.accessory.text.text == "Read"


def test_what_somebody_wrote_pings_nobody():
    nasty = "<!channel> & `@here` *bold* <https://evil.example|click>"
    practice = a_practice(content=a_content(title=nasty, summary=f"{nasty} drugs"))

    post = views.found(a_page("drugs", practice))

    shown = post.text + str([block.to_dict() for block in post.blocks])
    assert "<!channel>" not in shown
    assert "<https" not in shown
    assert "@here" not in shown


def test_a_draft_goes_on_and_a_practice_without_a_title_says_so():
    content = a_content(title="")
    (row,) = rows(
        views.found(
            a_page("paper", a_practice(content=content, number=None, status="draft"))
        )
    )

    assert "*draft* _without a title_ — 🇪🇪 Estonia, a draft" in row.text.text
    assert row.accessory.text.text == "Continue"


def test_the_buttons_keep_the_words_and_the_place():
    practice = a_practice()
    post = views.found(a_page("päper “x”", *[practice] * 10, total=35, offset=10))

    assert "*35 practices* with “päper “x””, 11 to 20." in post.text
    earlier, later = buttons(post)["Earlier"], buttons(post)["Later"]
    assert views.read_asked(earlier.value) == ("päper “x”", 0)
    assert views.read_asked(later.value) == ("päper “x”", 20)
    assert earlier.action_id != later.action_id


def test_the_first_page_has_no_earlier_and_the_last_no_later():
    practice = a_practice()

    assert set(buttons(views.found(a_page("paper", *[practice] * 10, total=11)))) == {
        "Later"
    }
    assert set(
        buttons(views.found(a_page("paper", practice, total=11, offset=10)))
    ) == {"Earlier"}
    assert buttons(views.found(a_page("paper", practice))) == {}


def test_of_very_many_nobody_is_told_how_many():
    practice = a_practice()
    post = views.found(a_page("paper", *[practice] * 10, total=COUNTED + 1, offset=490))

    assert "*More than 500 practices* with “paper”, 491 to 500." in post.text
    assert set(buttons(post)) == {"Earlier", "Later"}


def test_nothing_found_says_what_to_try():
    post = views.found(a_page("bees & <honey>"))

    assert "no practice with “bees &amp; &lt;honey&gt;”" in post.text
    assert "`/practice list`" in post.text


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(), min_size=5, max_size=5), st.text(max_size=200))
def test_slack_takes_every_page(texts, more):
    title, summary, problem, evidence, organisation = texts
    content = a_content(
        title=title + "word",
        summary=summary + "&<>" * 800,
        problem=problem + "*_~`" * 600,
        evidence=evidence + "\U0001f3fd" * 300,
        organisation=organisation,
    )
    page = a_page("word", *[a_practice(content=content)] * 10, total=99, offset=20)

    check_message(as_slack_gets_it(views.found(page)))
    check_message(as_slack_gets_it(views.offer(more or "x")))


def as_slack_gets_it(post):
    return json.loads(json.dumps(post.arguments()))


def test_free_text_is_offered_as_a_title_and_as_a_search():
    post = views.offer("Remote heart check in <villages>")

    assert (
        "I do not know `/practice Remote heart check in &lt;villages&gt;`" in post.text
    )
    begin, look = buttons(post).values()
    assert views.read_beginning(begin.value).title == "Remote heart check in <villages>"
    assert views.read_asked(look.value) == ("Remote heart check in <villages>", 0)


def test_what_is_no_question_is_only_offered_as_a_title():
    assert set(buttons(views.offer("!?"))) == {"Share it as a practice"}
    assert set(buttons(views.offer("word " * 60))) == {"Share it as a practice"}


def test_a_slip_is_offered_as_the_command_that_was_meant():
    assert "Did you mean `/practice search`?" in views.offer("serach bees").text


@pytest.mark.parametrize("text", ["short", "word " * 60, "x" * 400])
def test_a_text_that_is_no_title_is_kept_whole(text):
    content = views.read_beginning(
        buttons(views.offer(text))["Share it as a practice"].value
    )

    assert len(content.title) <= LIMITS["title"]
    assert normalise_line(text).startswith(content.title)
    assert normalise_line(content.description or content.title) == normalise_line(text)
