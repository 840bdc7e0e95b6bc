"""The page of a practice in the paper: as what it was accepted, and where it leads."""

import pytest
from factories_paper import AS_OF, a_practice, a_snapshot
from paper_readers import our_page

from bot.domain.clusters import Theme
from bot.domain.practices import Label
from bot.domain.practices.checks import is_slack_message
from templates import documents

MESSAGE = "https://team.slack.com/archives/C012/p1700000000000100?thread_ts=1.2"


def page(**changes):
    snapshot = a_snapshot(
        practices=(a_practice(7, **changes),),
        themes=(Theme(slug="one", label="Theme one", position=1),),
    )
    return documents.draft(snapshot, as_of=AS_OF)


@pytest.mark.parametrize(
    ("label", "said"),
    [
        (Label.GOOD, "Good practice · An organisation"),
        (Label.PROMISING, "Promising practice · An organisation"),
        (Label.LESSONS_LEARNT, "Lessons learnt · An organisation"),
        (None, "An organisation · Estonia"),
    ],
)
def test_a_practice_says_as_what_it_was_accepted(label, said):
    shown = [text for text, _ in our_page(page(label=label).markdown).paragraphs]

    assert [text for text in shown if text.startswith(said)]


def test_a_message_that_only_the_group_can_read_is_no_reference():
    draft = page(links=(MESSAGE, "https://example.org/practice"))

    for written in (draft.markdown, draft.html):
        assert "slack.com" not in written
        assert "https://example.org/practice" in written
    assert "slack.com" not in page(links=(MESSAGE,)).markdown


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (MESSAGE, True),
        ("https://group.enterprise.slack.com/archives/G0A/p1", True),
        ("https://team.slack-gov.com/archives/C012/p1", True),
        ("https://slack.com/intl/en-gb/help", False),
        ("https://team.slack.com/help", False),
        ("https://slack.com.example.org/archives/C012/p1", False),
        ("https://example.org/archives/C012", False),
        ("http://[", False),
    ],
)
def test_a_link_to_a_message_is_told_from_others(link, expected):
    assert is_slack_message(link) is expected
