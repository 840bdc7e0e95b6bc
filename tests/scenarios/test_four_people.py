"""One practice and four people, from the first word to the withdrawal."""

import pytest
import scenarios_reviews
from scenarios_reviews import (
    ACCEPT,
    CHANNEL,
    printed,
    review,
    stored,
    the_board,
    told,
)

from bot.domain.practices import PracticeStatus

from scenarios_forms import STEP_1, STEP_2, open_form, seen, share, typed_in

CHANGES = scenarios_reviews.CHANGES | {"names_no_patient": ["names_no_patient"]}
# What the group has already, shared by the reviewer from Portugal.
KNOWN = {
    "title": "In villages: remote heart checks",
    "summary": "A nurse with a tablet, and a cardiologist on call.",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request):
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def people(slack, convenor):
    return the_board(slack, convenor)


def save_half_and_come_back(slack, author):
    """Begin, save, and go on from the list of one's own."""
    open_form(slack, author, channel=CHANNEL)
    author.fill(STEP_1)
    author.fill({"title": "Half a title"})
    author.press(author.view, "Save and finish later")
    slack.wait_until(lambda: "is saved" in str(author.view))
    author.close_view()
    author.command("/practice", "mine", channel=CHANNEL)
    slack.wait_until(lambda: seen(author, CHANNEL, "Your practices: 1"))
    author.press(seen(author, CHANNEL, "Your practices: 1")[0], "Continue")
    slack.wait_until(lambda: author.view is not None)
    assert typed_in(author.view, "title") == "Half a title"
    assert typed_in(author.view, "summary") == STEP_1["summary"]


def send_it_as_new(slack, author):
    """Finish it, see what it looks like, and say that it is another one."""
    author.fill({"title": STEP_1["title"]})
    assert author.submit().errors == {}
    author.fill(STEP_2)
    assert author.submit().errors == {}
    assert "This looks like *P-1*" in str(author.view["blocks"])
    assert f"“{KNOWN['title']}” (Cluster PT)" in str(author.view["blocks"])
    author.fill({"choice": "new"})
    assert author.submit().errors == {}
    slack.wait_until(lambda: seen(author, CHANNEL, "P-2 is with the reviewers"))


def resubmit(slack, author, evidence):
    """Open the form at the field that was asked about, and send the new text."""
    author.press(told(author, "ask for a change")[0], "Change it")
    slack.wait_until(lambda: author.view is not None)
    field = next(b for b in author.view["blocks"] if b["block_id"] == "evidence")
    assert "A reviewer asks: Since when?" in field["hint"]["text"]
    author.fill({"evidence": evidence})
    assert author.submit().errors == {}


def edit(slack, author, evidence):
    open_form(slack, author, channel=CHANNEL, text="edit P-2")
    assert author.submit().errors == {}
    author.fill({"evidence": evidence})
    assert author.submit().errors == {}
    slack.wait_until(lambda: seen(author, CHANNEL, "stays printed until this is"))


def compare(slack, person):
    """Return what the comparison shows of the two last versions."""
    open_form(slack, person, channel=CHANNEL, text="compare P-2")
    shown = str(person.view["blocks"])
    person.close_view()
    return shown


def withdraw(slack, author):
    author.command("/practice", "withdraw P-2", channel=CHANNEL)
    slack.wait_until(lambda: seen(author, CHANNEL, "Withdraw *P-2*"))
    author.press(seen(author, CHANNEL, "Withdraw *P-2*")[0], "Withdraw it")
    slack.wait_until(lambda: seen(author, CHANNEL, "*P-2* is withdrawn"))


def test_four_people_and_a_practice_from_draft_to_withdrawal(slack, convenor, people):
    chair, author, denmark, portugal = people
    share(slack, portugal, channel=CHANNEL, step_1=STEP_1 | KNOWN)
    slack.wait_until(lambda: seen(portugal, CHANNEL, "P-1 is with the"))

    save_half_and_come_back(slack, author)
    send_it_as_new(slack, author)
    # Denmark was asked about P-1 already.
    slack.wait_until(lambda: seen(chair, CHANNEL, "Reviewers: Portugal, Denmark."))
    assert stored(convenor, 2).status is PracticeStatus.SUBMITTED

    review(
        slack, denmark, CHANGES, STEP_1["title"], remarks={"evidence": "Since when?"}
    )
    slack.wait_until(lambda: told(author, "ask for a change"))
    assert stored(convenor, 2).status is PracticeStatus.CHANGES_REQUESTED
    assert not told(author, "Denmark")  # who reviewed is not said

    resubmit(slack, author, "412 checks in 2025, since January 2024.")
    assert stored(convenor, 2).status is PracticeStatus.SUBMITTED
    assert stored(convenor, 2).revision == 2

    review(slack, denmark, ACCEPT, "has a new text")
    slack.wait_until(lambda: told(denmark, "It waits for the others"))
    assert stored(convenor, 2).status is PracticeStatus.UNDER_REVIEW
    review(slack, portugal, ACCEPT, "has a new text")
    slack.wait_until(lambda: told(author, "was accepted as *good practice*"))
    slack.wait_until(lambda: seen(chair, CHANNEL, ") is accepted as a good practice"))
    assert stored(convenor, 2).status is PracticeStatus.ACCEPTED
    assert "412 checks in 2025, since" in printed(convenor)

    edit(slack, author, "500 checks in 2026.")
    assert stored(convenor, 2).content.evidence == "500 checks in 2026."
    assert "412 checks in 2025, since" in printed(convenor)
    assert "500 checks" not in printed(convenor)

    changed = compare(slack, chair)
    assert "500 " in changed
    assert "412 " in changed

    withdraw(slack, author)
    assert stored(convenor, 2).status is PracticeStatus.WITHDRAWN
    assert "412 checks" not in printed(convenor)
    slack.wait_until(lambda: seen(chair, CHANNEL, "*P-2*  is withdrawn"))
    assert slack.complaints == []
