"""What reminders of action items say: short, gentle, and within Slack's limits."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from factories_meetings import a_meeting
from hostile_texts import MORE_TEXTS, TEXTS, assert_slack_shows_text

from bot.domain.actions import ActionItem, ActionStatus, Shown
from bot.domain.actions.digests import Digest, Setting
from bot.domain.actions.reminders import Nudge, OpenWork
from bot.domain.sigs import Sig
from bot.domain.whitepaper import Section, SectionMode
from templates.actions import reminders as views
from templates.messages import Post

from factories import a_practice

TODAY = date(2026, 11, 23)
LATE = date(2026, 11, 1)
_WRITTEN = [*TEXTS, *MORE_TEXTS, "long " * 200]
SIG = Sig(id=7, name="Data & health", channel_id="CSIG")


def shown(number=13, *, owner="UOWNER", **facts):
    action = ActionItem(number=number, **({"title": "Send the figures"} | facts))
    return Shown(
        action=action,
        action_id=number,
        sig_id=SIG.id,
        owner="Owner",
        owner_user_id=owner,
    )


def elements(post):
    return [
        element
        for block in post.blocks
        for element in block.to_dict().get("elements", ())
        if element.get("type") == "button"
    ]


def test_a_reminder_says_what_and_until_when_and_can_be_answered_at_once():
    post = views.reminder(Nudge(sig=SIG, shown=shown(due_on=TODAY), today=TODAY))

    assert post.text == (
        ":bell: *You do this for Data &amp; health:*\n"
        "*A-13* Send the figures\nDue 23 November 2026."
    )
    assert [(each["action_id"], each["value"]) for each in elements(post)] == [
        ("action_done", "7:13"),
        ("action_snooze", "7:13"),
        ("action_show", "7:13"),
    ]


def test_people_of_the_owning_cluster_read_that_it_is_their_clusters():
    found = Nudge(sig=SIG, shown=shown(owner=None), today=TODAY)

    assert "*Your cluster does this for" in views.reminder(found).text


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (ActionStatus.DONE, "Done. Thank you!"),
        (ActionStatus.CANCELLED, "This is not needed any more."),
        (ActionStatus.BLOCKED, "This is blocked"),
        (ActionStatus.OPEN, "This has changed since I reminded you."),
    ],
)
def test_a_reminder_that_is_over_says_so(status, words):
    found = Nudge(sig=SIG, shown=shown(status=status), today=TODAY, is_waiting=False)

    post = views.reminder(found)

    assert post.text.startswith(words)
    names = [each["action_id"] for each in elements(post)]
    is_finished = status in {ActionStatus.DONE, ActionStatus.CANCELLED}
    assert ("action_done" in names) is not is_finished


def the_fullest(text):
    return Digest(
        sig=replace(SIG, name=text),
        today=TODAY,
        actions=tuple(shown(each, title=text, due_on=TODAY) for each in range(10)),
        more=190,
        reviews=(a_practice(number=1),) * 9,
        meeting=replace(a_meeting(), number=4, title=text),
        sections=tuple(
            Section(
                key=f"s{each}",
                title=text,
                position=each,
                mode=SectionMode.HANDWRITTEN,
                due_on=TODAY - timedelta(days=each),
            )
            for each in range(9)
        ),
    )


def test_the_fullest_summary_fits_whatever_people_write():
    posts = [views.digest(the_fullest(text)) for text in _WRITTEN]

    assert_slack_shows_text(posts=posts)
    assert all("… and 4 more reviews." in said(post) for post in posts)
    assert all("… and 4 more sections." in said(post) for post in posts)


def test_the_summary_can_be_paused_where_it_stands():
    post = views.digest(Digest(sig=SIG, today=TODAY, actions=(shown(),)))

    *_, pause, stop = elements(post)
    assert (pause["action_id"], pause["value"]) == ("digest_pause", "7")
    assert (stop["action_id"], stop["value"]) == ("digest_stop", "7")
    assert views.read_group(stop["value"]) == 7


@pytest.mark.parametrize(
    ("found", "words", "buttons"),
    [
        (Setting(sig=SIG), "On Monday mornings", ["digest_pause", "digest_stop"]),
        (
            Setting(sig=SIG, is_paused=True, until=TODAY),
            "until 23 November 2026",
            ["digest_resume", "digest_stop"],
        ),
        (
            Setting(sig=SIG, is_paused=True),
            "until you want it again",
            ["digest_resume"],
        ),
    ],
)
def test_the_setting_says_what_holds_and_offers_the_rest(found, words, buttons):
    post = views.setting(found)

    assert words in post.text
    assert [each["action_id"] for each in elements(post)] == buttons


def test_what_the_channel_reads_fits_and_names_nobody():
    posts = []
    for text in _WRITTEN:
        actions = tuple(
            ActionItem(number=each, title=text, owner="UOWNER", due_on=LATE)
            for each in range(60)
        )
        work = OpenWork(actions=actions, today=TODAY)
        posts.append(views.with_open_work(Post(text="Reminder"), work))

    assert_slack_shows_text(posts=posts)
    for post in posts:
        assert "60 (60 past the due date)" in said(post)
        assert "UOWNER" not in said(post)
        assert "… and 50 more: `/action list`" in said(post)


def said(post):
    """Return everything that a post says, as Slack gets it."""
    return json.dumps(post.arguments(), ensure_ascii=False)
