"""Needs and offers: what may be stated, what fits, who is introduced."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from factories_matching import TODAY, a_statement, an_offer
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidTransitionError
from bot.domain.matching import (
    Introduction,
    OfferKind,
    OfferState,
    Standing,
    Statement,
    check_statement,
    default_until,
    latest_until,
    other_side,
)

from factories import NOW

NEED, OFFER = OfferKind.NEED, OfferKind.OFFER


# --- what may be stated -------------------------------------------------------------


def problems(**changes):
    return check_statement(a_statement(**changes), day=TODAY, themes=["telehealth"])


def test_a_proper_statement_has_no_problems():
    assert problems() == {}
    assert check_statement(a_statement(theme=None), day=TODAY, themes=[]) == {}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("kind", None, "look for it or offer it"),
        ("theme", None, "choose a theme"),
        ("theme", "gardening", "choose a theme"),
        ("text", " \n ", "what it is"),
        ("text", "\u200b\u200b?!", "what it is"),
        ("text", "x" * 301, "shorten it by 1"),
        ("until", None, "its last day"),
        ("until", TODAY - timedelta(days=1), "day is over"),
        ("until", latest_until(TODAY) + timedelta(days=1), "At most 24 months"),
    ],
)
def test_each_mistake_is_told_at_its_field(field, value, words):
    found = problems(**{field: value})

    assert list(found) == [field]
    assert words in found[field]


def test_the_limits_themselves_are_allowed():
    assert problems(until=TODAY) == {}
    assert problems(until=latest_until(TODAY)) == {}
    assert problems(text="x" * 300) == {}


def test_half_a_year_is_proposed_also_where_months_are_short():
    assert default_until(date(2026, 8, 31)) == date(2027, 2, 28)
    assert latest_until(date(2028, 2, 29)) == date(2030, 2, 28)


def test_past_its_last_day_it_is_closed_by_itself_and_opens_with_a_new_one():
    old = an_offer(until=TODAY - timedelta(days=1))

    assert an_offer(until=TODAY).is_open(TODAY)
    assert not old.is_open(TODAY)
    assert old.reopen(TODAY).until == default_until(TODAY)
    closed = an_offer(state=OfferState.CLOSED, until=TODAY + timedelta(days=3))
    assert closed.reopen(TODAY) == replace(closed, state=OfferState.OPEN)


# --- introductions ------------------------------------------------------------------


def an_introduction(**changes):
    values = {
        "id": 1,
        "sig_id": 1,
        "need_id": 1,
        "offer_id": 2,
        "need_person_id": 10,
        "offer_person_id": 20,
    }
    return Introduction(**values | changes)


def standings(introduction, **changes):
    known = {"is_open": True, "is_reachable": True} | changes
    return tuple(introduction.standing(side, **known) for side in (NEED, OFFER))


def test_both_who_agree_are_introduced():
    first = an_introduction().answer(NEED, NOW, yes=True)
    both = first.answer(OFFER, NOW, yes=True)

    assert standings(first) == (Standing.WAITING, Standing.ASKED)
    assert first.introduced_at is None
    assert standings(both) == (Standing.INTRODUCED, Standing.INTRODUCED)
    assert both.introduced_at == NOW


def test_a_no_ends_it_once_the_other_has_answered():
    no = an_introduction().answer(NEED, NOW, yes=False)
    settled = no.answer(OFFER, NOW, yes=True)

    assert standings(no) == (Standing.DECLINED, Standing.ASKED)
    assert standings(settled) == (Standing.OVER, Standing.NOT_NOW)
    assert settled.introduced_at is None


def test_a_mind_can_be_changed_until_the_other_has_answered():
    changed = an_introduction().answer(NEED, NOW, yes=False)
    changed = changed.answer(NEED, NOW, yes=True).answer(OFFER, NOW, yes=True)

    assert changed.is_agreed
    with pytest.raises(InvalidTransitionError, match="settled"):
        changed.answer(NEED, NOW, yes=False)


def test_what_is_closed_or_out_of_reach_cannot_be_answered():
    asked = an_introduction()

    assert standings(asked, is_open=False) == (Standing.CLOSED, Standing.CLOSED)
    assert standings(asked, is_reachable=False) == (Standing.GONE, Standing.GONE)


def test_a_new_contact_is_asked_and_the_word_of_the_old_one_is_void():
    first = an_introduction().answer(NEED, NOW, yes=True)

    other = first.ask(need_person_id=11, offer_person_id=20)
    same = first.ask(need_person_id=10, offer_person_id=20)

    assert (other.need_answer, other.person_of(NEED)) == (None, 11)
    assert same == first
    settled = first.answer(OFFER, NOW, yes=False)
    assert settled.ask(need_person_id=11, offer_person_id=21) == settled


@given(st.lists(st.tuples(st.sampled_from(OfferKind), st.booleans()), max_size=8))
def test_only_two_who_both_said_yes_last_are_introduced(answers):
    introduction, said = an_introduction(), {}
    for side, yes in answers:
        if len(said) == 2:
            break
        introduction = introduction.answer(side, NOW, yes=yes)
        said[side] = yes

    agreed = len(said) == 2 and all(said.values())
    assert introduction.is_agreed is agreed
    assert (introduction.introduced_at is not None) is agreed
    for side in OfferKind:
        shown = introduction.standing(side, is_open=True, is_reachable=True)
        assert (shown is Standing.INTRODUCED) is agreed


def test_strangers_have_no_side():
    introduction = an_introduction()

    assert introduction.side_of(10) is NEED
    assert introduction.side_of(20) is OFFER
    assert introduction.side_of(30) is None
    assert other_side(other_side(NEED)) is NEED


def test_a_statement_changes_only_what_it_says():
    offer = an_offer(person_id=3, cluster_id=4)

    changed = Statement(text=" new\u200b ", theme="ai").onto(offer)

    assert changed == replace(offer, text="new", theme="ai", practice_id=None)
