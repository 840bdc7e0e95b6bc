"""The status screen: what it says, to whom, and within Slack's limits."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.domain.clusters import Cluster, Network
from bot.domain.permissions import Role
from bot.domain.sigs import Sig, SigState
from bot.domain.status import Actions, Delivery, ForLeaders, Someone, Status
from bot.domain.whitepaper import Gap, GapKind
from bot.services import status as services
from templates import status as views
from templates.messages import SECTION_LIMIT

from groups import a_caller, the_sample_group

GOLDEN = Path(__file__).parent / "golden"
NOW = datetime(2021, 11, 15, 12, tzinfo=UTC)
HOSTILE = "<!channel> *x* & `y` " * 40


def a_status(**changes):
    values = {
        "sig": Sig(name="Group"),
        "today": NOW.date(),
        "meeting": None,
        "practices": (),
        "actions": Actions(),
        "edition": None,
        "missing": (),
        "clusters": (),
        "silent": (),
        "networks": 0,
        "quiet": (),
    }
    return Status(**(values | changes))


def a_cluster(number, name="C"):
    return Cluster(id=number, key=f"c{number}", name=name, country="EE")


def a_network(number, name="N"):
    return Network(slug=f"n{number}", name=name, kind="network", relation="liaison")


def said(status):
    return views.screen(status).text


@pytest.mark.parametrize("role", [Role.MEMBER, Role.CHAIR])
def test_the_status_of_the_sample_group_is_as_it_was_approved(sqlite_database, role):
    sig = the_sample_group(sqlite_database)
    caller = a_caller(sqlite_database, sig, role)

    found = services.read(sqlite_database, lambda: NOW, caller=caller)

    path = GOLDEN / f"status_{role}.txt"
    text = said(found) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_an_empty_group_hears_what_to_do_first():
    text = said(a_status(leaders=ForLeaders(delivery=Delivery())))

    assert text.count(views._DO) == 4
    assert "Share the first one: `/practice`" in text
    assert "All messages of the last 30 days arrived in time." in text


def test_the_worst_group_still_fits_into_one_message():
    everybody = tuple(
        Someone(user_id=f"U{number}", expires_on=date(2021, 12, 1))
        for number in range(200)
    )
    gaps = tuple(Gap(kind=GapKind.THEME_EMPTY, subject=HOSTILE) for _ in range(50))
    post = views.screen(
        a_status(
            sig=Sig(name=HOSTILE, state=SigState.ARCHIVED),
            actions=Actions(open=9, overdue=3, blocked=2, without_owner=1),
            missing=gaps,
            clusters=tuple(a_cluster(n, HOSTILE) for n in range(30)),
            silent=tuple(a_cluster(n, HOSTILE) for n in range(30)),
            networks=60,
            quiet=tuple(a_network(n, HOSTILE) for n in range(60)),
            leaders=ForLeaders(
                delivery=Delivery(
                    late=1,
                    missed=2,
                    failed=3,
                    waiting=4,
                    waiting_since=NOW,
                    reasons=((HOSTILE, 2), ("", 1)),
                ),
                without_cluster=everybody,
                leaving=everybody,
                proposals=(HOSTILE,) * 30,
            ),
        )
    )

    assert len(post.blocks) <= 50
    for block in post.blocks:
        assert len(block.to_dict()["text"]["text"]) <= SECTION_LIMIT
    assert "<!channel>" not in post.text
    assert "and 42 more" in post.text


def test_an_archived_channel_is_said_first():
    text = said(a_status(sig=Sig(name="Group", state=SigState.ARCHIVED)))

    assert "archived or gone, or I am no longer in it" in text.splitlines()[1]
    assert "`/sig setup`" in text.splitlines()[2]


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (4, "Invite more to the channel"),
        (5, None),
        (10, None),
        (11, "More than planned. Is that right? `/sig setup` changes it."),
    ],
)
def test_the_number_of_clusters_is_compared_with_what_is_expected(number, advice):
    clusters = tuple(a_cluster(each) for each in range(number))

    text = said(a_status(clusters=clusters))

    assert f"*Clusters:* {number} (5 to 10 expected)." in text
    if advice is None:
        assert "Invite more" not in text
        assert "More than planned" not in text
    else:
        assert advice in text


def test_a_failure_names_its_reasons_and_who_can_help():
    delivery = Delivery(failed=3, reasons=(("is_archived", 2), ("", 1)))

    text = said(a_status(leaders=ForLeaders(delivery=delivery)))

    assert "3 failed (is archived: 2; no reason given: 1)" in text
    assert "`convenor doctor`" in text


@pytest.mark.parametrize("kind", list(GapKind))
def test_every_kind_of_hole_says_what_to_do(kind):
    detail = "in_review" if kind is GapKind.WITHHELD else ""
    gap = Gap(kind=kind, subject="Introduction", detail=detail, count=2)

    paper = said(a_status(missing=(gap,))).split("*White paper:*")[1].split("\n\n")[0]

    assert paper.count(f"\n{views._DO} ") == 1


def test_times_are_told_in_the_readers_zone_and_in_that_of_the_meeting():
    moment = datetime(2021, 12, 14, 13, tzinfo=UTC)

    assert views.clock_words(moment, "America/Argentina/Buenos_Aires") == (
        "Tuesday 14 December 2021, 10:00 Buenos Aires time"
    )
    assert views.reader_time(moment) == (
        "<!date^1639486800^{date_long_pretty}, {time}|14 December 2021, 13:00 UTC>"
    )


def test_a_person_without_account_is_told_by_the_role():
    someone = Someone(words="patient <adviser>", expires_on=date(2021, 12, 1))
    leaders = ForLeaders(delivery=Delivery(), leaving=(someone,))

    text = said(replace(a_status(), leaders=leaders))

    assert "patient &lt;adviser&gt; (last day 1 December 2021)" in text
