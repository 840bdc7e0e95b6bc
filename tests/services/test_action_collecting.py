"""The form of a message is filled with what the message says, and stores nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from action_group import TODAY, an_office

from bot.domain.actions.messages import Said
from bot.services.actions import collecting

from factories import NOW


@pytest.fixture
def office(database):
    return an_office(database)


def collect(office, line, *, whole=None, days_ago=0, **changes):
    said = Said(
        line=line,
        whole=whole or line,
        written_at=NOW - timedelta(days=days_ago),
        **changes,
    )
    return office.do(collecting.collect, "member", said=said, source="message:1")


def test_a_request_is_read_as_a_typed_line_is(office):
    found = collect(office, "Please send the figures by 19 February 2027")

    assert found.draft.title == "Please send the figures"
    assert found.draft.due_on == date(2027, 2, 19)
    assert found.draft.detail == "Please send the figures by 19 February 2027"
    assert found.draft.owner == ""


def test_a_message_without_a_date_is_its_title_and_needs_no_details(office):
    found = collect(office, "Find a room")

    assert (found.draft.title, found.draft.detail) == ("Find a room", "")
    assert found.draft.due_on is None
    assert found.until.found.reading is None


def test_what_may_mean_two_days_is_left_open_and_loses_no_word(office):
    found = collect(office, "Send the figures by 03/04/2027")

    assert found.draft.title == "Send the figures by 03/04/2027"
    assert found.draft.due_on is None
    assert len(found.until.found.reading.days) == 2


def test_a_day_that_nothing_calls_a_due_date_stays_in_the_title_too(office):
    found = collect(office, "We meet 19 February 2027")

    assert found.draft.title == "We meet 19 February 2027"
    assert found.draft.due_on == date(2027, 2, 19)


def test_an_old_message_is_read_as_of_today_where_its_day_is_over(office):
    found = collect(office, "Send it by tomorrow", days_ago=10)

    assert found.draft.due_on == TODAY + timedelta(days=1)
    assert found.until.was == TODAY - timedelta(days=9)


def test_the_day_of_the_message_is_that_of_the_readers_zone(office):
    member = office.hall.people["member"]
    there = replace(member, person=replace(member.person, zone="Europe/Tallinn"))
    office.hall.people["member"] = there
    # Half past ten of the evening before in UTC: Tallinn has the next day already.
    hours = NOW.hour + 1.5

    found = collect(office, "Send it by tomorrow", days_ago=hours / 24)

    assert found.draft.due_on == TODAY + timedelta(days=1)
    assert found.until.was is None


@pytest.mark.parametrize(
    ("line", "named", "owner", "helpers"),
    [
        ("Ask <@UOTHER|other> for it", ("UOTHER",), "UOTHER", ()),
        ("Ask <@UOTHER|o> and <@UEDITOR|e>", ("UOTHER", "UEDITOR"), "", ()),
        ("Ask <@UOTHER|o> and <@UNOBODY|n>", ("UOTHER", "UNOBODY"), "UOTHER", ()),
        ("<@UOTHER|o> ask <@UEDITOR|e>", ("UOTHER", "UEDITOR"), "UOTHER", ()),
        (
            "<@UOTHER|o> and <@UEDITOR|e> ask",
            ("UOTHER", "UEDITOR"),
            "UOTHER",
            ("UEDITOR",),
        ),
        ("<@UNOBODY|n> ask <@UEDITOR|e>", ("UNOBODY", "UEDITOR"), "", ()),
        ("<@UNOBODY|n> ask them", ("UNOBODY",), "", ()),
    ],
)
def test_whoever_is_named_may_be_the_owner(office, line, named, owner, helpers):
    draft = collect(office, line, named=named).draft

    assert (draft.owner, draft.co_owners) == (owner, helpers)


def test_a_cluster_in_front_owns_it(office):
    line = "Tallinn Health Cluster: send it to <@UOTHER|other>"

    found = collect(office, line, named=("UOTHER",))

    assert found.draft.cluster == "ee"
    assert found.draft.owner == ""


def test_a_long_message_keeps_all_its_words_in_the_details(office):
    line = "word " * 100 + "by 19 February 2027"

    draft = collect(office, line).draft

    assert len(draft.title) == 200
    assert draft.title.endswith("…")
    assert draft.detail == line
    assert draft.due_on == date(2027, 2, 19)


def test_a_message_that_is_only_a_day_asks_what_is_to_be_done(office):
    found = collect(office, "<@UOTHER|other> by 19 February 2027", named=("UOTHER",))

    assert (found.draft.title, found.draft.owner) == ("", "UOTHER")
    assert found.draft.due_on == date(2027, 2, 19)
    assert found.draft.detail
