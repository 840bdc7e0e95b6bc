"""What is asked before a practice goes out: contact details, and whether it is new."""

import pytest

from storage import practices

from groups import seat
from scenarios_forms import STEP_1, STEP_2, open_form, seen, share, typed_in

CHANNEL = "CSIG"
LIKE = {
    "title": "In villages: remote heart checks",
    "summary": "A nurse with a tablet, and a cardiologist on call.",
}


@pytest.fixture
def member(slack, convenor):
    seat(convenor.deps.db, CHANNEL, "UMEMBER", "member", "EE")
    return slack.person("UMEMBER")


@pytest.fixture
def other(slack, convenor):
    seat(convenor.deps.db, CHANNEL, "UOTHER", "member", "DK")
    return slack.person("UOTHER")


@pytest.fixture
def first(slack, member):
    """P-1, of the member."""
    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "P-1 is with the group"))


def to_the_end(slack, person, step_1=None, step_2=STEP_2):
    """Fill the form as far as the last button."""
    open_form(slack, person, channel=CHANNEL)
    person.fill(STEP_1 | (step_1 or {}))
    assert person.submit().errors == {}
    person.fill(step_2)


def newest(convenor, number):
    with convenor.deps.db.read() as session:
        return practices.get(session, 1, number)


def drafts(convenor, user_id):
    with convenor.deps.db.read() as session:
        found = practices.drafts_of(session, 1, person_of(session, user_id))
    return [each.content.title for each in found]


def person_of(session, user_id):
    query = f"SELECT id FROM person WHERE user_id = '{user_id}'"  # noqa: S608
    return session.connection().exec_driver_sql(query).scalar_one()


# --- contact details ----------------------------------------------------------------


def test_contact_details_are_asked_about_once_and_nothing_is_lost(
    slack, convenor, member
):
    problem = "Write to doctor@example.org or call +372 5123 4567."
    to_the_end(slack, member, {"problem": problem})

    assert member.submit().errors == {}

    warning = str(member.view["blocks"][0])
    assert "Please look once more" in warning
    assert "*Which problem does it solve?*: doctor@example.org, +372 5123" in warning
    assert "Submit* again" in warning
    assert typed_in(member.view, "evidence") == STEP_2["evidence"]
    ticked = member.view["state"]["values"]["consent"]["value"]["selected_options"]
    assert len(ticked) == 3
    assert seen(member, CHANNEL, "is with the group") == []
    assert drafts(convenor, "UMEMBER") == [STEP_1["title"]]

    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "P-1 is with the group"))
    assert newest(convenor, 1).content.problem == problem
    assert slack.complaints == []


def test_what_is_added_after_the_question_is_asked_about_too(slack, member):
    to_the_end(slack, member, {"problem": "Write to doctor@example.org."})
    assert member.submit().errors == {}

    member.fill({"evidence": "Patient 12345678901 said so."})
    assert member.submit().errors == {}

    warning = str(member.view["blocks"][0])
    assert "12345678901" in warning
    assert "doctor@example.org" not in warning


def test_the_way_back_leads_to_the_field_and_the_answer_counts(slack, convenor, member):
    to_the_end(slack, member, {"problem": "Write to doctor@example.org."})
    assert member.submit().errors == {}
    member.press(member.view, "Back")
    slack.wait_until(lambda: member.view["callback_id"] == "practice_step_1")
    member.fill({"problem": "Ask in the group."})
    assert member.submit().errors == {}

    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "P-1 is with the group"))
    assert newest(convenor, 1).content.problem == "Ask in the group."


def test_an_edit_is_asked_about_only_what_is_new(slack, convenor, member, first):
    def edit(problem):
        open_form(slack, member, channel=CHANNEL, text="edit P-1")
        member.fill({"problem": problem})
        assert member.submit().errors == {}
        assert member.submit().errors == {}

    edit("Write to doctor@example.org.")
    assert "Save* again" in str(member.view["blocks"][0])
    assert newest(convenor, 1).revision == 1
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "is saved with your changes"))

    edit("Please write to doctor@example.org.")
    slack.wait_until(lambda: len(seen(member, CHANNEL, "with your changes")) == 2)
    assert newest(convenor, 1).revision == 3


# --- look-alikes --------------------------------------------------------------------


def test_a_look_alike_is_shown_before_it_is_sent_as_new(slack, convenor, first, other):
    to_the_end(slack, other, LIKE)
    assert other.submit().errors == {}

    assert other.view["callback_id"] == "practice_alike"
    shown = str(other.view["blocks"])
    assert "This looks like *P-1*" in shown
    assert f"“{STEP_1['title']}” (Cluster EE)" in shown
    assert "new version" not in shown
    assert drafts(convenor, "UOTHER") == [LIKE["title"]]

    other.press(other.view, "Read P-1")
    slack.wait_until(lambda: other.view["title"]["text"] == "P-1")
    other.close_view()
    other.fill({"choice": "new"})
    slack.faults.duplicate_next()
    assert other.submit().errors == {}
    slack.wait_until(lambda: seen(other, CHANNEL, "P-2 is with the group"))

    assert newest(convenor, 2).content.title == LIKE["title"]
    assert newest(convenor, 2).consent.publish
    assert drafts(convenor, "UOTHER") == []
    assert seen(other, CHANNEL, "P-3") == []
    assert slack.complaints == []


def test_closing_the_question_loses_nothing(slack, convenor, first, other):
    to_the_end(slack, other, LIKE)
    assert other.submit().errors == {}
    other.close_view()

    other.command("/practice", "mine", channel=CHANNEL)
    slack.wait_until(lambda: seen(other, CHANNEL, "Your practices: 1"))
    other.press(seen(other, CHANNEL, "Your practices: 1")[0], "Continue")
    slack.wait_until(lambda: other.view is not None)
    assert typed_in(other.view, "title") == LIKE["title"]
    assert other.submit().errors == {}
    assert typed_in(other.view, "evidence") == STEP_2["evidence"]


def test_back_to_the_text_keeps_it_and_the_ticks(slack, convenor, first, other):
    to_the_end(slack, other, LIKE)
    assert other.submit().errors == {}
    other.press(other.view, "Back to my text")
    slack.wait_until(lambda: other.view["callback_id"] == "practice_step_1")
    other.fill({"title": "Drones for blood samples", "summary": "Quick and cold."})
    assert other.submit().errors == {}

    assert other.submit().errors == {}
    slack.wait_until(lambda: seen(other, CHANNEL, "P-2 is with the group"))


def test_an_author_makes_it_a_new_version_of_their_own(slack, convenor, member, first):
    to_the_end(slack, member, LIKE)
    assert member.submit().errors == {}
    member.fill({"choice": f"version:{newest(convenor, 1).id}"})

    slack.faults.duplicate_next()
    assert member.submit().errors == {}

    slack.wait_until(lambda: seen(member, CHANNEL, "is saved with your changes"))
    practice = newest(convenor, 1)
    assert (practice.content.title, practice.revision) == (LIKE["title"], 2)
    assert drafts(convenor, "UMEMBER") == []
    assert seen(member, CHANNEL, "P-2") == []


def test_mine_is_discarded(slack, convenor, first, other):
    to_the_end(slack, other, LIKE)
    assert other.submit().errors == {}
    other.fill({"choice": "discard"})

    slack.faults.duplicate_next()
    assert other.submit().errors == {}

    assert "The draft is gone" in str(other.view["blocks"])
    assert drafts(convenor, "UOTHER") == []
    assert seen(other, CHANNEL, "P-2") == []


def test_a_practice_that_moved_on_meanwhile_is_told_beside_the_choice(
    slack, convenor, member, first
):
    to_the_end(slack, member, LIKE)
    assert member.submit().errors == {}
    member.fill({"choice": f"version:{newest(convenor, 1).id}"})
    member.command("/practice", "withdraw P-1", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "Withdraw *P-1*"))
    member.press(seen(member, CHANNEL, "Withdraw *P-1*")[0], "Withdraw it")
    slack.wait_until(lambda: seen(member, CHANNEL, "*P-1* is withdrawn. The next"))

    errors = member.submit().errors

    assert "withdrawn, so it cannot be changed" in errors["choice"]
    member.fill({"choice": "new"})
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "P-2 is with the group"))


def test_both_are_asked_one_after_the_other(slack, convenor, first, other):
    to_the_end(slack, other, LIKE | {"problem": "Write to doctor@example.org."})
    assert other.submit().errors == {}
    assert "Please look once more" in str(other.view["blocks"][0])
    assert other.submit().errors == {}
    assert other.view["callback_id"] == "practice_alike"
    other.fill({"choice": "new"})
    assert other.submit().errors == {}

    slack.wait_until(lambda: seen(other, CHANNEL, "P-2 is with the group"))
