"""Whose clocks are those of the meeting reads its time once, where one person reads."""

from dataclasses import replace
from datetime import datetime

import pytest
from factories_meetings import a_meeting

from bot.domain.meeting_views import Changed, Ended, Listed, Scheduled, Shown, Which
from bot.domain.meetings import MeetingStatus
from bot.domain.sigs import Sig
from bot.playground import checks
from templates.meetings import cards, form, lists, notices
from templates.meetings.form import Form

# The clocks of Europe have gone forward, not all of the others.
WALL = datetime(2026, 3, 30, 10)  # noqa: DTZ001 - wall time
THERE = "10:00 Brussels time"
ABOUT = Form(channel="C1", sig_id=1, nonce="n")
MEETING = replace(a_meeting(WALL), status=MeetingStatus.SCHEDULED)
CHANGED = Changed(meeting=MEETING, is_stale=True)
PRIVATE = {
    "card": lambda reader: cards.post(Shown(meeting=MEETING), reader=reader),
    "list": lambda reader: lists.listing(
        Listed(which=Which.COMING, meetings=(MEETING,)), reader=reader
    ),
    "saved": lambda reader: notices.saved(Changed(meeting=MEETING), reader=reader),
    "scheduled": lambda reader: notices.scheduled(
        Scheduled(meetings=(MEETING,), sig=Sig(name="Group")), reader=reader
    ),
    "ended": lambda reader: notices.ended(
        Ended(meeting=MEETING, called_off=(MEETING,)), reader=reader
    ),
}
FORMS = {"change": form.change, "cancel": form.call_off}


@pytest.mark.parametrize("name", sorted(PRIVATE))
@pytest.mark.parametrize(
    ("reader", "times"),
    [
        ("Europe/Brussels", 0),
        ("Europe/Paris", 0),  # another name for the same clocks
        ("Europe/Tallinn", 1),
        ("Africa/Lagos", 1),  # the same clocks, but only in winter
        ("Nowhere/Else", 1),
        (None, 1),
    ],
)
def test_a_private_answer_says_a_time_once_where_the_clocks_agree(name, reader, times):
    post = PRIVATE[name](reader)

    checks.check_message(post.arguments())
    assert post.text.count("<!date^") == 1 or name == "list"
    assert str(post.content()["blocks"]).count("<!date^") == 1
    assert str(post.content()["blocks"]).count(THERE) == times


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_form_says_a_time_once_where_the_clocks_agree(name):
    here = str(FORMS[name](ABOUT, CHANGED, reader="Europe/Brussels").to_dict())
    away = str(FORMS[name](ABOUT, CHANGED, reader="Europe/Tallinn").to_dict())

    assert "<!date^" in here
    assert THERE not in here
    assert THERE in away


@pytest.mark.parametrize("say", [notices.announced, notices.moved, notices.cancelled])
def test_a_channel_reads_both_as_its_readers_are_in_many_zones(say):
    assert THERE in say(Shown(meeting=MEETING)).text
