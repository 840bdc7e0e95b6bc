"""Polls in Slack: what fits, what is escaped, what is said of winners and zones."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.polls import (
    MOST_SLOTS,
    Ballot,
    Board,
    Draft,
    Poll,
    PollAnswer,
    PollState,
    Sheet,
    Slot,
    blank,
    tally,
)
from bot.domain.successions import Lineage
from templates.messages import SECTION_LIMIT
from templates.polls import cards, form, words
from templates.polls.form import Form

from factories import NOW

BRUSSELS = "Europe/Brussels"
HOSTILE = "<!channel> *bold* & <@U1> " + "x" * 90
# What Slack allows in a message, and the longest text of a message it shows whole.
BLOCKS, TEXT = 50, 4000


def a_poll(slots=2, **changes):
    starts = [NOW + timedelta(days=20 + number) for number in range(slots)]
    values = {
        "id": 4,
        "number": 3,
        "title": "Kick-off",
        "zone": BRUSSELS,
        "duration_minutes": 90,
        "mode": "hybrid",
        "deadline_at": NOW + timedelta(days=7),
        "slots": tuple(
            Slot(
                id=number,
                position=number,
                starts_local=start.astimezone(ZoneInfo(BRUSSELS)).replace(tzinfo=None),
                starts_at=start,
            )
            for number, start in enumerate(starts, start=1)
        ),
    }
    return Poll(**values | changes)


def a_ballot(slot, cluster, answer=PollAnswer.YES):
    return Ballot(
        slot_id=slot, person_id=1, answer=answer, cluster=cluster, speaks_for=cluster
    )


def a_board(poll, *ballots, clusters=("ee", "lv"), names=None, **changes):
    counted = tally(poll.slots, ballots, clusters=clusters, lineage=Lineage())
    values = {
        "sig_id": 1,
        "poll": poll,
        "tally": counted,
        "names": names or {},
        "zones": {BRUSSELS: 2},
        "as_of": NOW,
        "may_lead": True,
        "may_answer": True,
        "meeting_ref": "M-7",
    }
    return Board(**values | changes)


def text_of(post):
    return str([block.to_dict() for block in post.blocks])


@pytest.mark.parametrize("state", PollState)
def test_the_largest_poll_fits_into_slack(state):
    keys = [f"c{number}" for number in range(60)]
    poll = a_poll(MOST_SLOTS, title=HOSTILE, place=HOSTILE * 2, state=state)
    ballots = [a_ballot(slot.id, key) for slot in poll.slots for key in keys]
    names = {key: f"{HOSTILE} {key}" for key in keys}
    zones = dict.fromkeys(("Asia/Tokyo", "America/New_York", "Pacific/Apia"), 1)
    board = a_board(poll, *ballots, clusters=keys, names=names, zones=zones)

    for view in (
        cards.question,
        cards.card,
        cards.result,
        cards.reminder,
        cards.zone_corrected,
    ):
        post = view(board)
        blocks = [block.to_dict() for block in post.blocks]
        assert len(blocks) <= BLOCKS
        assert len(post.text) <= TEXT
        texts = [b["text"]["text"] for b in blocks if b["type"] == "section"]
        assert all(0 < len(text) <= SECTION_LIMIT for text in texts)
        assert "<!channel>" not in str(blocks)
        assert "<@U1>" not in str(blocks)


def test_the_list_escapes_titles_and_pages():
    polls = [a_poll(id=n, number=n, title=HOSTILE) for n in range(1, 25)]

    post = cards.listing(polls, sig_id=1, offset=10)

    assert "24 polls*, 11 to 20" in post.text
    assert "<!channel>" not in text_of(post)
    assert "polls_page_before" in text_of(post)
    assert "No polls yet" in cards.listing([], sig_id=1).text


def test_the_question_shows_nothing_for_chairs_to_everybody():
    shown = text_of(cards.question(a_board(a_poll(), may_lead=False)))

    assert "poll_answer" in shown
    assert "poll_close" not in shown


def test_clusters_are_named_and_people_are_not():
    board = a_board(
        a_poll(),
        a_ballot(1, "ee"),
        a_ballot(1, "lv", PollAnswer.IF_NEED_BE),
        names={"ee": "Estonia", "lv": "Latvia"},
    )

    shown = text_of(cards.question(board))

    assert "1 yes (Estonia)" in shown
    assert "1 if need be (Latvia)" in shown
    assert "2 of 2 clusters have answered" in shown


@pytest.mark.parametrize(
    ("ballots", "said"),
    [
        ([a_ballot(2, "ee")], "Most clusters can come"),
        (
            [a_ballot(1, "ee", PollAnswer.IF_NEED_BE), a_ballot(2, "lv")],
            "more said yes",
        ),
        (
            [a_ballot(1, "ee"), a_ballot(2, "lv")],
            "As good as another time, and earlier",
        ),
    ],
)
def test_it_is_said_why_the_winner_comes_first(ballots, said):
    post = cards.result(a_board(a_poll(state=PollState.CLOSED), *ballots))

    assert said in post.blocks[1].to_dict()["text"]["text"]
    assert "if two are equal" in text_of(post)


def test_without_answers_there_is_no_winner():
    post = cards.result(a_board(a_poll(state=PollState.CLOSED)))

    assert "With no answer there is no winner" in post.text
    assert ":trophy:" not in text_of(post)


def test_times_that_are_over_have_no_button():
    later = NOW + timedelta(days=20, hours=1)
    poll = a_poll(state=PollState.CLOSED)

    some = cards.result(a_board(poll, a_ballot(1, "ee"), as_of=later))
    none = cards.result(
        a_board(poll, a_ballot(1, "ee"), as_of=later + timedelta(days=9))
    )

    assert text_of(some).count("poll_decide") == 1
    assert "This time is over" in text_of(some)
    assert "poll_decide" not in text_of(none)
    assert "All its times are over" in none.text


def test_what_a_button_carries_is_read_again():
    assert words.read_value(words.value(a_poll(), 7, 2)) == (4, 7, 2)


@pytest.mark.parametrize(
    ("minutes", "said"), [(45, "45 min"), (60, "1 h"), (90, "1 h 30 min")]
)
def test_a_length_of_time_in_words(minutes, said):
    assert words.length(minutes) == said


# Forms


def submitted(view):
    """Return the view as Slack sends it back when nothing was changed."""
    body, state = view.to_dict(), {}
    for block in body["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            names = {
                "datepicker": ("selected_date", element.get("initial_date")),
                "timepicker": ("selected_time", element.get("initial_time")),
                "plain_text_input": ("value", element.get("initial_value")),
            }
            option = ("selected_option", element.get("initial_option"))
            name, value = names.get(element["type"], option)
            held = {"type": element["type"], name: value}
            state[block["block_id"]] = {element["action_id"]: held}
    return body | {"state": {"values": state}}


ABOUT = Form(sig_id=7, channel="C1", nonce="n", poll_id=4, version=2, zone=BRUSSELS)


@pytest.mark.parametrize("generation", [0, 3])
def test_a_new_poll_comes_back_as_it_was_shown(generation):
    start = blank(BRUSSELS, zones={BRUSSELS: 1}, now=NOW)
    typed = {"title": HOSTILE, "day_1": "2026-12-07", "time_1": "10:00"}
    draft = Draft(
        values={**start.values, **typed},
        shown=MOST_SLOTS,
        generation=generation,
        zones=start.zones,
    )
    about = replace(ABOUT, shown=MOST_SLOTS, generation=generation)

    sent = form.read(submitted(form.new(about, draft)))

    assert sent.about == about
    given = {name: value for name, value in sent.values.items() if value}
    assert given == dict(draft.values)


def test_answers_come_back_as_they_were_shown():
    answers = {1: PollAnswer.YES, 2: PollAnswer.NO}
    sheet = Sheet(sig_id=7, poll=a_poll(MOST_SLOTS), answers=answers)

    for moved in (False, True):
        sent = form.read(submitted(form.ballot(ABOUT, sheet, moved=moved)))

        assert sent.about == ABOUT
        assert sent.answers == {1: "yes", 2: "no"}


def test_another_deadline_and_zone_start_with_those_of_now():
    poll = a_poll()

    deadline = form.read(submitted(form.deadline(ABOUT, poll)))
    zone = form.read(submitted(form.zone(ABOUT, poll)))

    assert deadline.values == {
        "deadline_day": "2026-11-28",
        "deadline_time": "13:00",
    }
    assert zone.values == {"zone": BRUSSELS}
