"""Home in every state, as Slack takes it."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from factories_paper import a_recommendation
from meeting_group import a_meeting

from bot.domain.actions import ActionStatus
from bot.domain.consensus import Proposed, Round
from bot.domain.home import (
    SIZES,
    Holes,
    Home,
    Next,
    OwnSection,
    Page,
    Part,
    Screen,
    Task,
    ToDo,
)
from bot.domain.meetings import Rsvp
from bot.domain.polls import Poll
from bot.domain.practices import Label, PracticeStatus
from bot.domain.quorum import Forecast
from bot.domain.sigs import Sig
from bot.domain.status import LastEdition
from bot.domain.whitepaper import SectionState
from bot.playground import checks
from templates import messages
from templates.home import answers, page

from factories import NOW, a_content, a_practice

SIG = Sig(id=3, name="Digital & <health>", channel_id="CSIG")
EVIL = "<!channel> <@U1> *bold* & `code`"
TODAY = NOW.date()


def filled(part, *items):
    return Page(part=part, items=items, total=len(items))


def a_home(**changes):
    values = {
        "sig": SIG,
        "as_of": NOW,
        "today": TODAY,
        "next": None,
        "actions": filled(Part.ACTIONS),
        "practices": filled(Part.PRACTICES),
        "reviews": filled(Part.REVIEWS),
        "polls": filled(Part.POLLS),
        "rounds": filled(Part.ROUNDS),
        "sections": filled(Part.SECTIONS),
        "edition": None,
    }
    return Home(**(values | changes))


def shown(home, **changes):
    """Return Home as text, once Slack would take it."""
    screen = Screen(groups=(SIG,), sig=SIG, home=home, **changes)
    view = page.view(screen, notice=EVIL).to_dict()
    checks.check_view(view, kind="home")
    return json.dumps(view, ensure_ascii=False)


@pytest.mark.parametrize("status", list(ActionStatus))
def test_an_action_in_every_state(status):
    late = ToDo(number=1, title=EVIL, status=status, due_on=date(2026, 11, 1))
    later = replace(late, number=2, due_on=None, snoozed_until=date(2026, 12, 1))
    today = replace(late, number=3, due_on=TODAY, reason=EVIL)

    text = shown(a_home(actions=filled(Part.ACTIONS, late, later, today)))

    assert ":warning: was due on 1 November 2026" in text
    assert ":zzz: snoozed until 1 December 2026" in text
    assert "due today" in text


@pytest.mark.parametrize("status", list(PracticeStatus))
def test_a_practice_in_every_state(status):
    practice = a_practice(
        status=status, content=a_content(title=EVIL), label=Label.PROMISING
    )
    tasks = filled(Part.REVIEWS, Task(practice=practice, asked_at=NOW))

    text = shown(a_home(practices=filled(Part.PRACTICES, practice), reviews=tasks))

    assert "<!channel>" not in text.split('"home_notice"')[1].partition("divider")[2]


def test_a_round_that_waits_opens_with_a_button_and_its_title_stays_text():
    asked = Proposed(
        id=1,
        sig_id=3,
        recommendation=a_recommendation(4, title=EVIL),
        round=Round(number=1, opened_at=NOW, closes_at=NOW + timedelta(days=7)),
    )

    text = shown(a_home(rounds=filled(Part.ROUNDS, asked)))

    _, _, part = text.partition("Waiting for the word of your cluster")
    assert "recommendation_open" in part
    assert "*R-4* &lt;!channel&gt;" in part
    assert "<!channel>" not in part


def test_only_who_has_finished_something_is_praised():
    newcomer, worker = shown(a_home()), shown(a_home(has_finished=True))

    assert "Well done" not in newcomer
    assert "None is open." in newcomer
    assert "None is open. Well done!" in worker


CLUSTER, KEPT = "which cluster", "what I keep about you"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"shows_notice": True, "asks_cluster": True}, (KEPT, CLUSTER)),
        ({"shows_notice": True}, (KEPT,)),
        ({"asks_cluster": True}, (CLUSTER,)),
        ({}, ()),
    ],
)
def test_whoever_comes_in_is_told_what_they_will_be_asked_and_no_more(asked, said):
    on_home = shown(None, **asked)
    alone = answers.come_in(SIG, **asked).text

    for text in (on_home, alone):
        assert "Press *Start*" in text
        assert [words for words in (KEPT, CLUSTER) if words in text] == list(said)
        assert "Welcome to" not in text


@pytest.mark.parametrize("answer", [None, *Rsvp])
def test_the_next_meeting_with_every_answer(answer):
    forecast = Forecast(silent=frozenset("ab"), needed=1)
    coming = Next(meeting=a_meeting(), forecast=forecast, own=answer)

    text = shown(a_home(next=coming, may_submit=True, may_record=True))

    assert "rsvp_yes" in text


def test_a_page_full_of_everything_fits():
    to_do = ToDo(number=1, title="x" * 9000, status=ActionStatus.BLOCKED, reason="y")
    practice = a_practice(content=a_content(title="x" * 9000))
    poll = Poll(
        id=1,
        number=1,
        title="x" * 9000,
        zone="Europe/Brussels",
        duration_minutes=60,
        mode="online",
        deadline_at=NOW,
    )
    asked = Proposed(
        id=1,
        sig_id=3,
        recommendation=a_recommendation(title="x" * 9000),
        round=Round(number=1, opened_at=NOW, closes_at=NOW + timedelta(days=7)),
    )
    own = OwnSection(
        title="x" * 9000, state=SectionState.EMPTY, due_on=date(2026, 1, 1)
    )

    def many(part, item):
        items = tuple(
            replace(item, number=at + 1) if isinstance(item, (ToDo, Poll)) else item
            for at in range(SIZES[part])
        )
        return Page(part=part, items=items, total=500, offset=SIZES[part])

    home = a_home(
        next=Next(
            meeting=a_meeting(title="x" * 9000, place="y" * 900),
            forecast=Forecast(declined=frozenset("abc"), needed=2),
        ),
        actions=many(Part.ACTIONS, to_do),
        practices=many(Part.PRACTICES, practice),
        reviews=many(Part.REVIEWS, Task(practice=practice, asked_at=NOW)),
        polls=many(Part.POLLS, poll),
        rounds=many(Part.ROUNDS, asked),
        sections=many(Part.SECTIONS, own),
        edition=LastEdition(version=EVIL, as_of=TODAY),
        holes=Holes(
            without_owner=tuple(range(1, 500)),
            without_minutes=tuple(range(1, 500)),
            failed=3,
            missed=4,
            proposals=(EVIL, "x" * 900) * 20,
        ),
        may_submit=True,
        may_record=True,
    )
    others = tuple(Sig(id=at, name="x" * 200) for at in range(1, 150))

    screen = Screen(groups=others, sig=replace(SIG, id=3), home=home)
    view = page.view(screen, notice="x" * 9000).to_dict()
    checks.check_view(view, kind="home")

    assert len(view["blocks"]) <= 100
    assert len(json.dumps(view)) < 100_000


def test_answers_are_messages_that_slack_takes():
    groups = [replace(SIG, id=at, name="x" * 200) for at in range(1, 40)]
    for post in (
        answers.hello(SIG),
        answers.hello(SIG, with_commands=True),
        answers.come_in(SIG, shows_notice=True, asks_cluster=True),
        answers.nowhere(),
        answers.which(groups, "x" * 5000),
    ):
        checks.check_blocks(post.content()["blocks"])
        shown_alone = messages.as_view(post, "{}").to_dict()
        checks.check_view(shown_alone, kind="modal")
    asks = answers.which_group(groups, callback_id="next_meeting").to_dict()
    checks.check_view(asks, kind="modal")
