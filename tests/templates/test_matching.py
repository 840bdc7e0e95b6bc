"""Views of needs and offers fit into Slack, whatever was typed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from factories_matching import TODAY, a_statement, an_offer
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.clusters import Theme
from bot.domain.matching import (
    MAX_TEXT,
    Direct,
    Introduction,
    Listed,
    Match,
    OfferKind,
    Pair,
    Request,
    Shown,
    Standing,
    Statement,
    Together,
)
from bot.domain.text import normalise
from bot.domain.themes import DEFAULT_THEMES
from bot.playground import checks
from templates.matching import asking, form, lists, sentences
from templates.matching.form import Filled, Form
from templates.matching.lists import Place

from factories import a_practice

ABOUT = Form(nonce="n" * 32, sig_id=3, channel="C0123456789", offer_id=4, version=5)
NASTY = st.text(
    st.characters() | st.sampled_from("&<>*_~`|@#!\n\u0301\U0001f468\u200d"),
    min_size=1,
    max_size=MAX_TEXT,
)
OFFERS = st.builds(
    lambda number, kind, text, name: an_offer(
        number,
        kind,
        text=normalise(text) or "x",
        cluster_name=name,
        theme_label=name,
        practice_number=number,
    ),
    st.integers(1, 10**9),
    st.sampled_from(OfferKind),
    NASTY,
    NASTY,
)
INTRODUCTION = Introduction(
    id=7, sig_id=3, need_id=1, offer_id=2, need_person_id=1, offer_person_id=2
)


def view_is_fine(view):
    checks.check_view(view.to_dict(), kind="modal")


def post_is_fine(post):
    checks.check_message(
        {name: value for name, value in post.content().items() if value}
    )


def a_match(need=None, offer=None, **changes):
    pair = Pair(
        need=need or an_offer(1, OfferKind.NEED),
        offer=offer or an_offer(2),
        is_same_theme=True,
        score=80,
    )
    values = {"pair": pair, "introduction": None, "can_ask": True}
    return Match(**values | changes)


def lines(*offers):
    return [
        Listed(offer=each, is_open=True, may_change=True, may_close=True)
        for each in offers
    ]


@settings(max_examples=25, deadline=None)
@given(st.lists(OFFERS, min_size=1, max_size=9))
def test_lists_fit_into_a_message(offers):
    for shown in Shown:
        post_is_fine(lists.listing(lines(*offers), Place(shown=shown), said="Done."))
    pairs = [a_match(need, offer) for need, offer in zip(offers, offers, strict=True)]
    post_is_fine(lists.matches(pairs, said=lists.asked(pairs[0])))
    post_is_fine(lists.saved(offers[0]))
    assert len(sentences.on_practice(offers)) < 3000 * 5


def test_the_worst_list_fits_into_a_message():
    worst = an_offer(10**9, text="&" * MAX_TEXT, cluster_name="&" * 200)
    worst = replace(worst, theme_label="&" * 200, practice_number=10**9)

    for number in (1, 30):
        post_is_fine(lists.listing(lines(*[worst] * number), Place()))
        post_is_fine(lists.matches([a_match(worst, worst)] * number))


@settings(max_examples=25, deadline=None)
@given(OFFERS, OFFERS, st.sampled_from(Standing), st.sampled_from(OfferKind))
def test_questions_fit_into_a_message_and_name_nobody(own, other, standing, side):
    asked = Request(
        introduction=INTRODUCTION, side=side, own=own, other=other, standing=standing
    )

    post = asking.request(asked)

    post_is_fine(post)
    assert "<@" not in post.text
    answerable = standing in {Standing.ASKED, Standing.WAITING, Standing.DECLINED}
    assert ("button" in str(post.content())) is answerable


@settings(max_examples=25, deadline=None)
@given(OFFERS, OFFERS, st.booleans())
def test_introductions_fit_into_a_message(need, offer, is_doubtful):
    both = Together(need=need, offer=offer, need_user="U1", offer_user="U2")
    post_is_fine(asking.together(both))
    for user in ("U2", None):
        told = Direct(own=need, other=offer, other_user=user, is_doubtful=is_doubtful)
        post = asking.direct(told)
        post_is_fine(post)
        assert ("<@U2>" in post.text) is (user is not None)


def test_a_ping_or_a_link_in_a_text_is_only_text():
    text = "<!channel> @here <https://evil.example|ours> *bold*"
    post = asking.together(
        Together(
            need=an_offer(1, OfferKind.NEED, text=text),
            offer=an_offer(2),
            need_user="U1",
            offer_user="U2",
        )
    )

    shown = post.blocks[0].to_dict()["text"]["text"]
    assert "<!channel>" not in shown
    assert "@here" not in shown
    assert "&lt;https://evil.example|ours&gt;" in shown


@settings(deadline=None)
@given(NASTY, st.sampled_from([None, 9]), st.booleans())
def test_the_form_comes_back_as_it_was_filled(text, practice_id, may_print):
    statement = a_statement(
        text=text, practice_id=practice_id, may_print=may_print, theme="ai"
    )
    filled = Filled(statement=statement, practice="P-9 A title" if practice_id else "")
    view = form.view(replace(ABOUT, offer_id=None), filled, DEFAULT_THEMES)
    view_is_fine(view)

    body = view.to_dict()
    values = {
        block["block_id"]: {block["element"]["action_id"]: _state(block["element"])}
        for block in body["blocks"]
        if block["type"] == "input"
    }
    again = form.read_filled({"state": {"values": values}})

    assert again == filled
    assert form.read_form(body) == replace(ABOUT, offer_id=None)


def _state(element):
    """Return what Slack sends for an element that nobody touched."""
    return {
        "value": element.get("initial_value"),
        "selected_date": element.get("initial_date"),
        "selected_option": element.get("initial_option"),
        "selected_options": element.get("initial_options", []),
    }


def test_the_form_for_changing_does_not_ask_again_what_it_is():
    offer = an_offer(1, practice_id=3, practice_number=8)
    view = form.view(
        ABOUT,
        form.filled_with(offer),
        [Theme(slug=f"t{n}", label="x" * 200, position=n) for n in range(120)],
        warned=["a@b.org"],
        newer=an_offer(1, text="Theirs"),
    )

    view_is_fine(view)
    asked = [block.block_id for block in view.blocks if block.type == "input"]
    assert asked == ["theme", "text", "until", "practice", "print"]
    assert "Theirs" in str(view.blocks[0].to_dict())
    assert "a@b.org" in str(view.blocks[1].to_dict())


def test_a_group_without_themes_is_not_asked_for_one():
    view = form.view(ABOUT, Filled(statement=Statement()), [])

    view_is_fine(view)
    assert "theme" not in [block.block_id for block in view.blocks]


def test_each_of_very_many_themes_can_be_chosen_and_stays_so():
    themes = [Theme(slug=f"t{n}", label=f"Theme {n}", position=n) for n in range(130)]
    filled = Filled(statement=Statement(theme="t129"))

    view = form.view(ABOUT, filled, themes)

    view_is_fine(view)
    (menu,) = (b.element.to_dict() for b in view.blocks if b.block_id == "theme")
    offered = [option for group in menu["option_groups"] for option in group["options"]]
    assert len(offered) == 130
    assert menu["initial_option"] == offered[-1]


def test_a_search_shows_at_most_what_slack_takes():
    practices = [a_practice(id=n, number=n) for n in range(1, 150)]

    options = form.practice_options(practices)

    assert len(checks.check_options({"options": options})) == 100
    assert options[0]["value"] == "1"


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(0, "here 1 to 6"), (6, "here 7 to 7"), (99, "here 7 to 7"), (-3, "here 1 to 6")],
)
def test_a_page_that_is_gone_is_the_last_one(offset, expected):
    post = lists.listing(lines(*map(an_offer, range(1, 8))), Place(offset=offset))

    assert expected in post.text


def test_a_no_looks_like_an_answer_that_is_still_to_come():
    no = replace(INTRODUCTION, need_answer=False, offer_answer=True)
    waiting, declined = (
        lists.matches([a_match(introduction=each, can_ask=False)])
        for each in (INTRODUCTION, no)
    )
    agreed = replace(INTRODUCTION, need_answer=True, offer_answer=True)
    introduced = lists.matches([a_match(introduction=agreed, can_ask=False)])

    assert waiting.content() == declined.content()
    assert "They are introduced" in str(introduced.content())


def test_what_buttons_carry_is_read_back():
    assert lists.read_row("4:needs:6") == (4, Place(shown=Shown.NEEDS, offset=6))
    assert lists.read_place("all:0") == Place(shown=Shown.ALL)
    assert lists.read_pair("1:2:4") == (1, 2, 4)
    assert asking.read_answer("7:3") == (7, 3)


def test_a_card_lists_some_and_counts_the_rest():
    shown = sentences.on_practice([an_offer(n) for n in range(1, 9)])

    assert shown.count("\u2022") == 5
    assert "3 more" in shown


def test_a_closed_one_says_so():
    line = Listed(
        offer=an_offer(until=TODAY - timedelta(days=1)),
        is_open=False,
        may_change=True,
        may_close=False,
    )

    shown = str(lists.listing([line], Place()).content())

    assert "_Closed._" in shown
    assert "Re-open" in shown
