"""Agendas, answers and attendance in Slack: within its limits, all escaped."""

import json
from dataclasses import replace

import pytest
from meeting_group import a_meeting, an_item

from bot.domain.actions import ActionItem
from bot.domain.agendas import Situation, openings, timing
from bot.domain.agendas.shown import Agenda, Choices, Presenter
from bot.domain.attendance import Marked, Sheet
from bot.domain.clusters import Network
from bot.domain.meetings import AgendaState, Attendance, Rsvp
from bot.domain.quorum import Count, Forecast
from bot.domain.rsvps import Guest, Replies
from bot.playground.blocks import elements
from templates.agendas import form, lists, posted
from templates.attendance import cards
from templates.attendance import form as attendance_form
from templates.forms import About
from templates.rsvps import lists as rsvp_lists
from templates.rsvps import words

from factories import NOW, a_practice

HOSTILE = "<!channel> <@U1> & *bold* @here <https://evil.example|look> "
TITLE = (HOSTILE * 3)[:120]


def an_agenda(count=60, **changes):
    """Return an agenda with as much on it as fits, all of it hostile."""
    states = [AgendaState.ACCEPTED] * 40 + [AgendaState.PROPOSED] * 20
    items = tuple(
        an_item(n, title=TITLE, state=states[n], presenter="cl-a", practice=n + 1)
        for n in range(count)
    )
    meeting = a_meeting(title=TITLE, agenda=items)
    actions = tuple(ActionItem(number=n, title=TITLE * 2) for n in range(1, 9))
    networks = tuple(
        Network(slug=f"n{n}", name=TITLE, kind="network", relation="host")
        for n in range(8)
    )
    situation = Situation(actions=actions, networks=networks, today=NOW.date())
    opened = openings(meeting, situation)
    values = {
        "meeting": meeting,
        "timing": timing(meeting, opened),
        "openings": opened,
        "suggestion": a_practice(content=replace(a_practice().content, title=TITLE)),
        "presenters": {"cl-a": Presenter(name=TITLE)},
        "is_open": True,
        "may_order": True,
    }
    return Agenda(**(values | changes))


def assert_safe(post):
    """Let pass what Slack takes, with nothing in it that pings or links."""
    shown = json.dumps(post.content())
    assert len(post.blocks) <= 50
    assert len(post.text) <= 40000
    for sign in ("<!channel", "<@U1>", "<https://evil", "@here "):
        assert sign not in shown


@pytest.mark.parametrize("offset", [0, 10, 50, 999])
def test_a_full_agenda_fits_page_by_page(offset):
    assert_safe(lists.listing(an_agenda(), offset=offset))
    assert_safe(lists.saved(an_agenda(may_order=False, own=frozenset({59}))))


def test_a_full_agenda_fits_into_one_message_of_the_channel():
    post = posted.posted(an_agenda())

    assert_safe(post)
    assert "20 more points are proposed" in str(post.content())
    assert "40. " in str(post.content())


def test_proposals_are_told_to_those_who_lead():
    assert_safe(posted.proposals(an_agenda()))


def test_buttons_are_for_those_who_may_use_them():
    def names(agenda):
        blocks = lists.listing(agenda).content()["blocks"]
        return {element["action_id"] for _, element in elements(blocks)}

    agenda = an_agenda(3, suggestion=None)
    ordering = {lists.UP, lists.DOWN, lists.EDIT}
    assert names(agenda) == {*ordering, lists.PROPOSE}
    assert names(replace(agenda, may_order=False)) == {lists.PROPOSE}
    assert names(replace(agenda, is_open=False)) == set()
    assert names(replace(agenda, is_running=True)) >= {lists.FINISH}


def test_a_meeting_without_points_says_what_to_do():
    agenda = an_agenda(0, openings=(), suggestion=None)

    assert "Be the first to propose one" in str(lists.listing(agenda).content())
    assert "Propose one: press the button" in str(posted.posted(agenda).content())


def test_the_form_of_a_point_keeps_every_word_of_a_long_text():
    text = "word " * 600
    choices = Choices(meeting=a_meeting(title=TITLE), person="U1")
    view = form.new(About(nonce="n", channel="C1", record_id=1), choices, text=text)

    shown = json.dumps(view.to_dict())
    assert shown.count("word ") >= 590


def test_the_list_of_answers_names_people_for_members_only():
    guests = tuple(
        Guest(
            user_id=f"U{n}",
            role="member",
            cluster=TITLE,
            answer=Rsvp.REPRESENTED,
            represented_by=HOSTILE,
        )
        for n in range(2, 27)
    )
    replies = Replies(
        meeting=a_meeting(title=TITLE),
        forecast=Forecast(coming=frozenset({"cl-a"}), needed=1),
        names={"cl-a": TITLE},
        guests=guests,
        is_open=True,
        may_see_people=True,
    )

    for offset in (0, 10, 20, 99):
        assert_safe(rsvp_lists.people(replies, offset=offset))
    assert_safe(rsvp_lists.shown(replies))
    assert "U2" not in str(rsvp_lists.shown(replies).content())


@pytest.mark.parametrize(
    ("forecast", "said"),
    [
        (Forecast(), "no clusters yet"),
        (
            Forecast(coming=frozenset("abc"), silent=frozenset("defgh"), needed=5),
            "*Going: 3 of 8 clusters*. The quorum is 5: 2 more needed.",
        ),
        (
            Forecast(coming=frozenset("a"), maybe=frozenset("b"), needed=1),
            "*Going: 1 of 2 clusters*, 1 maybe. Enough for the quorum of 1.",
        ),
        (Forecast(declined=frozenset("ab"), needed=1), "too many have said no"),
    ],
)
def test_the_forecast_in_words(forecast, said):
    assert said in words.counts(forecast)


def test_attendance_with_many_hostile_names_fits():
    names = {f"cl-{n}": TITLE for n in range(150)}
    marked = Marked(
        attendance=Attendance(present=tuple(names), external_present=("x",)),
        guests=(HOSTILE,) * 20,
    )
    sheet = Sheet(
        meeting=a_meeting(title=TITLE),
        stored=marked,
        marked=marked,
        count=Count(present=frozenset(names), seats=150, needed=75),
        clusters=names,
        externals={"x": TITLE},
        may_mark=True,
    )

    assert_safe(cards.card(sheet))
    about = About(nonce="n", channel="C1", record_id=1)
    view = attendance_form.form(about, sheet, typed=marked, is_stale=True)
    assert len(view.to_dict()["blocks"]) < 50
