"""The form of a message: Slack takes it, and says what was read out of the message."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.actions.drafts import Draft
from bot.domain.actions.messages import (
    Asked,
    Collected,
    Said,
    dated,
    said_in,
)
from bot.domain.sigs import Sig
from bot.domain.text import normalise
from bot.playground import checks
from templates.actions import collecting

GROUPS = (Sig(id=1, name="First"), Sig(id=2, name="Second"))
WRITTEN = date(2026, 11, 19)  # a Thursday


def a_reading(line, *, later=0):
    today = Asked(day=WRITTEN + timedelta(days=later))
    until = dated(line, written=Asked(day=WRITTEN), today=today)
    due_on = getattr(until.found.reading, "day", None)
    draft = Draft(title=line, due_on=due_on, permalink="https://slack.example.org/p1")
    return Collected(draft=draft, until=until)


READ = {
    ("Find a room", 0): "",
    ("Send it by Friday", 0): (
        "“by Friday” was read as the due date: Friday 20 November 2026."
    ),
    ("Send it by Friday", 4): (
        "“by Friday” was read as the due date. When it was written it meant Friday 20 "
        "November 2026; that is over, so here it is Friday 27 November 2026. Please "
        "check it."
    ),
    ("Send it by tomorrow 17:00", 0): (
        "“by tomorrow 17:00” was read as the due date: Friday 20 November 2026. The "
        "hour stays in the title."
    ),
}
ASKED = {
    ("Send it by 03/04", 0): (
        "“by 03/04” can be Thursday 4 March 2027 or Saturday 3 April 2027. Choose the "
        "day you mean below."
    ),
    ("Send it by Friday. Thanks!", 0): (
        "Does “by Friday.” mean that it is due on Friday 20 November 2026? Then choose "
        "this day below."
    ),
    ("Send it by 1 November", 0): (
        "“by 1 November” is over: that was Sunday 1 November 2026. If it still has a "
        "due date, choose it below."
    ),
    ("Send it by 31 April", 0): (
        "“by 31 April” is no day that I know. Choose the day below."
    ),
}


@pytest.mark.parametrize(("line", "later"), [*READ, *ASKED])
def test_the_form_says_what_was_read_and_asks_what_is_open(line, later):
    found = a_reading(line, later=later)

    assert collecting.remark_of(found) == READ.get((line, later), "")
    assert collecting.problem_of(found) == ASKED.get((line, later), "")


@settings(deadline=None, max_examples=60)
@given(
    text=st.text(min_size=1, max_size=4000).filter(normalise)
    | st.sampled_from(['"' * 4000, "\\\n" * 2000, "<@U1> " * 600, "🇪🇪" * 2000]),
    name=st.text(max_size=80),
)
def test_a_message_that_waits_for_its_group_fits_whatever_it_says(text, name):
    said = said_in(
        {"text": text, "ts": "1795046400.000100", "user": "U1"},
        names=lambda _: name,
        permalink="https://slack.example.org/archives/C1/p1795046400000100",
    )

    view = collecting.which_group(GROUPS, said, source="message:T1:C1:1.1").to_dict()

    checks.check_view(view, kind="modal")
    kept = collecting.read_group(view).said
    assert kept.written_at == said.written_at
    assert (kept.author, kept.permalink) == (said.author, said.permalink)
    assert kept.whole[:300] == said.whole[:300]


def test_a_short_message_comes_back_as_it_was():
    said = Said(
        line="<@U2|b> Send it",
        whole="@b\nSend it",
        written_at=datetime(2026, 11, 19, 8, tzinfo=UTC),
        named=("U2",),
        author="U1",
        permalink="https://slack.example.org/p1",
    )

    view = collecting.which_group(GROUPS, said, source="message:1").to_dict()

    assert collecting.read_group(view).said == said
