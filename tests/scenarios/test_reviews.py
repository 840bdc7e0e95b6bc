"""Four people and a practice: reviewed, changed, accepted, edited, withdrawn."""

from datetime import timedelta

import pytest
import scenarios_reviews
from scenarios_reviews import (
    CHANGES,
    CHANNEL,
    LOOKED_AT,
    printed,
    review,
    stored,
    the_board,
    told,
)

from bot.domain.clock import system_clock
from bot.domain.permissions import Role
from bot.domain.practices import PracticeStatus

from groups import seat
from scenarios_forms import STEP_1, STEP_2, open_form, seen, share

ACCEPT = scenarios_reviews.ACCEPT | {"equity": "partly"}
DECLINE = LOOKED_AT | {"verdict": "decline", "comment": "It is an advertisement."}


@pytest.fixture
def board(slack, convenor):
    return the_board(slack, convenor)


def draft_resume_and_submit(slack, author):
    open_form(slack, author, channel=CHANNEL)
    author.fill(STEP_1 | {"title": "Half a title"})
    author.press(author.view, "Save and finish later")
    slack.wait_until(lambda: "is saved" in str(author.view))
    author.close_view()
    author.command("/practice", "mine", channel=CHANNEL)
    slack.wait_until(lambda: seen(author, CHANNEL, "Your practices: 1"))
    author.press(seen(author, CHANNEL, "Your practices: 1")[0], "Continue")
    slack.wait_until(lambda: author.view is not None)
    author.fill({"title": STEP_1["title"]})
    assert author.submit().errors == {}
    author.fill(STEP_2)
    assert author.submit().errors == {}


def change_what_was_asked(slack, author, evidence):
    """Open the form from the message of the reviewers and send the new text."""
    author.press(told(author, "ask for a change")[0], "Change it")
    slack.wait_until(lambda: author.view is not None)
    field = next(b for b in author.view["blocks"] if b["block_id"] == "evidence")
    assert "A reviewer asks: Since when?" in field["hint"]["text"]
    author.fill({"evidence": evidence})
    assert author.submit().errors == {}


def withdraw(slack, person):
    person.command("/practice", "withdraw P-1", channel=CHANNEL)
    slack.wait_until(lambda: seen(person, CHANNEL, "Withdraw *P-1*"))
    person.press(seen(person, CHANNEL, "Withdraw *P-1*")[0], "Withdraw it")
    slack.wait_until(lambda: seen(person, CHANNEL, "*P-1* is withdrawn"))


def test_from_the_first_draft_to_the_withdrawal(slack, convenor, board):
    chair, author, denmark, portugal = board
    draft_resume_and_submit(slack, author)
    slack.wait_until(lambda: seen(author, CHANNEL, "P-1 is with the reviewers"))
    slack.wait_until(lambda: seen(chair, CHANNEL, "Reviewers: Denmark, Portugal."))
    (announcement,) = seen(chair, CHANNEL, "was submitted")
    assert "Accept" not in str(announcement.blocks)

    remark = {"evidence": "Since when? Which year?"}
    review(slack, denmark, CHANGES, remarks=remark)
    slack.wait_until(lambda: told(author, "ask for a change"))
    assert "Since when? Which year?" in told(author, "ask for a change")[0].text
    assert not told(author, "Denmark")
    assert stored(convenor, 1).status is PracticeStatus.CHANGES_REQUESTED

    change_what_was_asked(slack, author, "412 checks in 2025, since January 2024.")
    assert stored(convenor, 1).status is PracticeStatus.SUBMITTED
    review(slack, denmark, ACCEPT, "has a new text")
    slack.wait_until(lambda: told(denmark, "It waits for the others"))
    review(slack, portugal, ACCEPT | {"label": "promising"}, "has a new text")
    slack.wait_until(lambda: told(author, "was accepted as *promising practice*"))
    slack.wait_until(lambda: seen(chair, CHANNEL, ") is accepted as a promising"))
    assert "412 checks in 2025, since" in printed(convenor)

    open_form(slack, author, channel=CHANNEL, text="edit P-1")
    assert author.submit().errors == {}
    author.fill({"evidence": "500 checks in 2026."})
    assert author.submit().errors == {}
    slack.wait_until(lambda: seen(author, CHANNEL, "stays printed until this is"))
    assert stored(convenor, 1).content.evidence == "500 checks in 2026."
    assert "412 checks in 2025, since" in printed(convenor)
    assert "500 checks" not in printed(convenor)
    open_form(slack, chair, channel=CHANNEL, text="compare P-1")
    assert "500 " in str(chair.view["blocks"])
    chair.close_view()

    withdraw(slack, author)
    slack.wait_until(lambda: told(denmark, "is withdrawn: you need not review"))
    assert "412 checks" not in printed(convenor)
    assert slack.complaints == []


def test_who_has_a_part_in_it_does_not_review(slack, convenor, board):
    _, author, denmark, _ = board
    slack.workspace.add_user(id="UESTONIA", name="estonia")
    slack.workspace.channels[CHANNEL].members.append("UESTONIA")
    seat(convenor.deps.db, CHANNEL, "UESTONIA", Role.REVIEWER, "EE")
    same, other = slack.person("UESTONIA"), slack.person("UOTHER")
    guest, stranger = slack.person("UGUEST"), slack.person("USTRANGER")
    share(slack, author, channel=CHANNEL)
    slack.wait_until(lambda: seen(denmark, CHANNEL, "was submitted"))
    (announcement,) = seen(denmark, CHANNEL, "was submitted")

    for person in (author, same, other, guest, stranger):
        person.press(announcement, "Review")
    slack.wait_until(lambda: seen(same, CHANNEL, "comes from your own cluster"))
    slack.wait_until(lambda: seen(other, CHANNEL, "can review a practice"))
    slack.wait_until(lambda: seen(author, CHANNEL, "can review a practice"))
    slack.wait_until(lambda: seen(guest, CHANNEL, "Guests take part"))
    slack.wait_until(lambda: seen(stranger, CHANNEL, "Guests take part"))

    assert stored(convenor, 1).status is PracticeStatus.SUBMITTED
    assert same.view is None


def test_withdrawn_while_somebody_reviews(slack, convenor, board):
    _, author, denmark, _ = board
    share(slack, author, channel=CHANNEL)
    slack.wait_until(lambda: told(denmark, "Would you review"))
    denmark.press(told(denmark, "Would you review")[0], "Review")
    slack.wait_until(lambda: denmark.view is not None)
    denmark.fill(DECLINE)

    withdraw(slack, author)
    assert denmark.submit().errors == {}

    assert "is withdrawn since you began" in str(denmark.view["blocks"])
    assert "It is an advertisement." in str(denmark.view["blocks"])
    denmark.close_view()
    denmark.press(told(denmark, "Would you review")[0], "Review")
    slack.wait_until(lambda: told(denmark, "that button was out of date"))
    assert told(denmark, "Would you review") == []
    assert stored(convenor, 1).status is PracticeStatus.WITHDRAWN


def test_the_author_changes_it_while_somebody_reviews(slack, convenor, board):
    _, author, denmark, _ = board
    share(slack, author, channel=CHANNEL)
    slack.wait_until(lambda: told(denmark, "Would you review"))
    denmark.press(told(denmark, "Would you review")[0], "Review")
    slack.wait_until(lambda: denmark.view is not None)
    denmark.fill(ACCEPT | {"comment": "Fine."})
    open_form(slack, author, channel=CHANNEL, text="edit P-1")
    author.fill({"title": "Another title"})
    assert author.submit().errors == {}
    assert author.submit().errors == {}

    assert denmark.submit().errors == {}

    assert "saved a new text while you were" in str(denmark.view["blocks"][0])
    state = denmark.view["state"]["values"]
    assert state["comment"]["value"]["value"] == "Fine."
    assert state["equity"]["value"]["selected_option"]["value"] == "partly"
    denmark.press(denmark.view, "Show what changed")
    slack.wait_until(lambda: "changes" in denmark.view["title"]["text"])
    denmark.close_view()
    assert denmark.submit().errors == {}
    slack.wait_until(lambda: told(denmark, "Thank you for your review"))
    assert stored(convenor, 1).status is PracticeStatus.UNDER_REVIEW


def test_where_reviewers_disagree_a_third_decides(slack, convenor, board):
    chair, author, denmark, portugal = board
    slack.workspace.add_user(id="UFRANCE", name="france")
    slack.workspace.channels[CHANNEL].members.append("UFRANCE")
    seat(convenor.deps.db, CHANNEL, "UFRANCE", Role.EDITOR, "FR")
    france = slack.person("UFRANCE")
    share(slack, author, channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "Reviewers:"))
    asked = [p for p in (denmark, portugal, france) if told(p, "Would you review")]
    slack.wait_until(
        lambda: sum(bool(told(p, "Would")) for p in (denmark, portugal, france)) == 2
    )
    asked = [p for p in (denmark, portugal, france) if told(p, "Would you review")]
    (third,) = {denmark, portugal, france} - set(asked)

    review(slack, asked[0], ACCEPT)
    review(slack, asked[1], DECLINE)
    slack.wait_until(lambda: told(third, "disagree. Would you read it too?"))
    assert not told(author, "advertisement")
    review(slack, third, DECLINE, "disagree. Would you")
    slack.wait_until(lambda: told(chair, "disagree"))
    chair.press(told(chair, "disagree")[0], "What reviewers said")
    slack.wait_until(lambda: "It is an advertisement." in str(chair.view))
    chair.close_view()
    chair.press(told(chair, "disagree")[0], "Do not accept")
    slack.wait_until(lambda: chair.view is not None)
    chair.fill({"reason": "It speaks of a product, not of a practice."})
    assert chair.submit().errors == {}

    slack.wait_until(lambda: told(author, "was not accepted"))
    assert "speaks of a product" in told(author, "was not accepted")[0].text
    assert stored(convenor, 1).status is PracticeStatus.REJECTED
    slack.wait_until(lambda: seen(author, CHANNEL, "*P-1*  is not accepted."))


def test_the_chair_may_rule_and_replace(slack, convenor, board):
    chair, author, denmark, _ = board
    share(slack, author, channel=CHANNEL)
    share(slack, author, channel=CHANNEL)
    slack.wait_until(lambda: len(seen(chair, CHANNEL, "was submitted")) == 2)
    chair.command("/practice", "accept P-1 brilliant", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "I do not know the label"))
    assert stored(convenor, 1).status is PracticeStatus.SUBMITTED
    for number in (1, 2):
        chair.command("/practice", f"accept P-{number} good", channel=CHANNEL)
        slack.wait_until(lambda: seen(chair, CHANNEL, "recorded as a ruling"))
    slack.wait_until(lambda: told(denmark, "is accepted: you need not review it"))
    assert stored(convenor, 1).is_ruling

    slack.wait_until(lambda: stored(convenor, 2).is_ruling)
    chair.command("/practice", "accept P-1 lessons", channel=CHANNEL)
    slack.wait_until(
        lambda: seen(chair, CHANNEL, "was accepted as good practice before")
    )
    chair.command("/practice", "supersede P-1 P-2", channel=CHANNEL)
    slack.wait_until(lambda: chair.view is not None)
    chair.fill({"newer": "P-1"})
    assert "cannot replace itself" in chair.submit().errors["newer"]
    chair.fill({"newer": "P-2"})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: told(author, "is replaced by *P-2*"))
    slack.wait_until(lambda: seen(author, CHANNEL, "is replaced by P-2."))


def test_an_old_button_brings_its_message_up_to_date(slack, convenor, board):
    chair, author, _, _ = board
    share(slack, author, channel=CHANNEL)
    chair.command("/practice", "show P-1", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, f"P-1 {STEP_1['title']}"))
    (card,) = seen(chair, CHANNEL, f"P-1 {STEP_1['title']}")
    withdraw(slack, author)

    chair.press(card, "Accept")
    slack.wait_until(lambda: seen(chair, CHANNEL, "that button was out of date"))

    assert seen(chair, CHANNEL, f"P-1 {STEP_1['title']}") == []
    assert "is withdrawn" in seen(chair, CHANNEL, "out of date")[0].text
    assert stored(convenor, 1).status is PracticeStatus.WITHDRAWN


def test_an_announcement_that_missed_its_refresh_gets_it_with_the_next_click(
    slack, convenor
):
    author, chair = slack.person("UMEMBER"), slack.person("UCHAIR")
    share(slack, author, channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "was submitted"))
    slack.faults.refuse("message_not_found", method="chat.update")
    withdraw(slack, author)
    slack.wait_until(lambda: [c for c in slack.calls if c.method == "chat.update"])
    (announcement,) = seen(chair, CHANNEL, "was submitted")

    chair.press(announcement, "Accept")
    slack.wait_until(lambda: seen(chair, CHANNEL, "that button was out of date"))

    slack.wait_until(lambda: not seen(chair, CHANNEL, "was submitted"))
    assert seen(author, CHANNEL, "*P-1*  is withdrawn.")


def test_the_queue_lists_what_waits_and_opens_the_form(slack, convenor, board):
    _, author, denmark, _ = board
    for title in ("First one", "Second one"):
        share(slack, author, channel=CHANNEL, step_1=STEP_1 | {"title": title})
    slack.wait_until(lambda: len(told(denmark, "Would you review")) == 2)

    denmark.command("/practice", "review", channel=CHANNEL)
    slack.wait_until(lambda: seen(denmark, CHANNEL, "2 practices wait"))
    (queue,) = seen(denmark, CHANNEL, "2 practices wait")
    assert queue.ephemeral
    assert "First one" in str(queue.blocks)
    denmark.command("/practice", "review P-2", channel=CHANNEL)
    slack.wait_until(lambda: denmark.view is not None)
    denmark.fill(LOOKED_AT | {"verdict": "accept"})

    errors = denmark.submit().errors

    assert set(errors) == {"label", "names_no_patient"}
    author.command("/practice", "review", channel=CHANNEL)
    slack.wait_until(lambda: seen(author, CHANNEL, "can review a practice"))


def test_nudges_wait_for_the_morning_and_stop_when_the_review_is_there(
    slack, convenor, board
):
    _, author, denmark, _ = board
    share(slack, author, channel=CHANNEL)
    slack.wait_until(lambda: told(denmark, "Would you review"))

    def nudges(state):
        with convenor.deps.db.read() as session:
            rows = session.connection().exec_driver_sql(
                "SELECT due_at, state FROM outbox WHERE kind = 'review_nudge'"
            )
            return sorted(str(due) for due, found in rows if found == state)

    planned = nudges("pending")
    assert len(planned) == 4
    after = [str((system_clock() + timedelta(days=d)).date()) for d in (7, 21)]
    soon = {str((system_clock() + timedelta(days=d)).date()) for d in (7, 8, 21, 22)}
    assert {each[:10] for each in planned} <= soon | set(after)

    review(slack, denmark, ACCEPT)
    slack.wait_until(lambda: told(denmark, "Thank you for your review"))

    assert len(nudges("cancelled")) == 2
