"""`/sig offer`: the form, the list, two who edit at once, the practice's card."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from scenarios_matching import CHANNEL, FITTING, TEXT, open_offer, seated, state

from storage import members, sigs

from groups import TEAM
from scenarios_forms import seen, share


@pytest.fixture
def people(slack, convenor):
    return seated(slack, convenor)


def in_days(number):
    return (datetime.now(UTC) + timedelta(days=number)).date().isoformat()


def test_mistakes_stand_beside_their_fields_and_nothing_is_lost(slack, people):
    member, *_ = people
    open_offer(slack, member)
    text = "?!"
    values = {"kind": "need", "theme": "ai", "text": text, "until": in_days(-2)}
    member.fill(values | {"print": ["print"]})

    outcome = member.submit()

    assert "day is over" in outcome.errors["until"]
    assert "what it is" in outcome.errors["text"]
    typed = member.view["state"]["values"]
    assert typed["text"]["value"]["value"] == text
    member.fill({"until": in_days(20), "text": TEXT})
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "Saved until"))
    (saved,) = seen(member, CHANNEL, "Saved until")
    assert "may be listed in the white paper's annex" in saved.text


def test_contact_details_are_asked_about_before_they_are_saved(slack, people):
    member, *_ = people
    open_offer(slack, member)
    text = "Write to info@example.org"
    member.fill({"kind": "offer", "theme": "ai", "text": text})

    assert member.submit().errors == {}
    slack.wait_until(lambda: "looks like contact details" in str(member.view))
    assert member.view["state"]["values"]["text"]["value"]["value"] == text
    assert seen(member, CHANNEL, "Saved until") == []
    assert member.submit().errors == {}

    slack.wait_until(lambda: seen(member, CHANNEL, "Saved until"))
    assert member.view is None


def test_the_list_keeps_its_filter_and_its_page(slack, people):
    member, *_ = people
    for number in range(8):
        kind = "need" if number else "offer"
        state(slack, member, kind, f"Number {number} of eight")
    member.command("/sig", "offer list", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "of you and your cluster"))

    def listed():
        return seen(member, CHANNEL, "*")[-1]

    member.press(listed(), "Needs")
    slack.wait_until(lambda: "What clusters look for" in listed().text)
    member.press(listed(), "Later")
    slack.wait_until(lambda: "7 to 7" in listed().text)
    assert "Number 1 of eight" in str(listed().blocks)
    member.press(listed(), "Close")
    slack.wait_until(lambda: "Closed. This need" in listed().text)

    assert "What clusters look for:* 6." in listed().text
    member.press(listed(), "Ours")
    slack.wait_until(lambda: "of you and your cluster" in listed().text)
    member.press(listed(), "Later")
    slack.wait_until(lambda: "7 to 8" in listed().text)
    member.press(listed(), "Re-open")
    slack.wait_until(lambda: "Open again until" in listed().text)


def test_two_who_change_it_at_once_lose_no_text(slack, convenor, people):
    member, _, colleague = people
    state(slack, member, "need", TEXT)
    join_cluster_of(convenor, member, colleague)
    colleague.command("/sig", "offer list", channel=CHANNEL)
    slack.wait_until(lambda: seen(colleague, CHANNEL, "of you and your cluster"))
    member.press(seen(member, CHANNEL, "Saved until")[0], "Edit")
    colleague.press(seen(colleague, CHANNEL, "of you and your cluster")[0], "Edit")
    slack.wait_until(lambda: member.view and colleague.view)

    colleague.fill({"text": "Saved first"})
    assert colleague.submit().errors == {}
    member.fill({"text": "Saved second"})
    assert member.submit().errors == {}
    slack.wait_until(lambda: "Somebody saved another text" in str(member.view))

    assert "Saved first" in str(member.view["blocks"][0])
    assert member.view["state"]["values"]["text"]["value"]["value"] == "Saved second"
    assert member.submit().errors == {}
    slack.wait_until(lambda: "Saved second" in str(member.messages(CHANNEL)[-1].blocks))


def join_cluster_of(convenor, member, colleague):
    with convenor.deps.db.begin() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        one, other = (
            members.find_person(session, TEAM, each.id) for each in (member, colleague)
        )
        place = members.membership(session, sig.id, other.id)
        cluster_id = members.membership(session, sig.id, one.id).cluster_id
        members.set_membership(session, replace(place, cluster_id=cluster_id))


def test_an_offer_belongs_to_a_practice_and_stands_on_its_card(slack, people):
    member, other, chair = people
    share(slack, other, channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "was submitted"))
    open_offer(slack, member)
    assert member.options("practice", "p-1") == []
    chair.command("/practice", "accept P-1", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "is accepted"))

    assert [each["value"] for each in member.options("practice", "p-1")] == ["1"]
    member.fill({"kind": "offer", "theme": "ai", "text": FITTING})
    member.fill({"practice": "1"})
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "Saved until"))

    other.command("/practice", "show P-1", channel=CHANNEL)
    slack.wait_until(lambda: slack.said("Needs and offers"))
    (card,) = slack.said("Needs and offers")
    assert f"Tallinn Health Cluster offers: {FITTING}" in str(card["body"])


def test_somebody_without_a_cluster_is_told_what_to_do(slack, people):
    *_, chair = people

    chair.command("/sig", "offer", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "I do not know which one you"))

    assert chair.view is None


def test_an_unknown_word_is_answered_with_help(slack, people):
    member, *_ = people

    member.command("/sig", "offer lst", channel=CHANNEL)

    slack.wait_until(lambda: seen(member, CHANNEL, "I do not know"))


def test_pairs_come_in_pages_and_a_group_without_any_hears_so(slack, people):
    member, other, _ = people
    member.command("/sig", "match", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "Nothing fits at the moment"))
    for number in range(5):
        state(slack, member, "need", f"{TEXT} {number}")
    state(slack, other, "offer", FITTING)

    def listed():
        return member.messages(CHANNEL)[-1].text

    member.command("/sig", "match", channel=CHANNEL)
    slack.wait_until(lambda: "5, here 1 to 4" in listed())
    member.press(member.messages(CHANNEL)[-1], "Later")
    slack.wait_until(lambda: "5, here 5 to 5" in listed())
    member.press(member.messages(CHANNEL)[-1], "Earlier")
    slack.wait_until(lambda: "5, here 1 to 4" in listed())


def test_the_list_opens_the_form_too(slack, people):
    member, *_ = people
    member.command("/sig", "offer list", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "none yet"))

    member.press(seen(member, CHANNEL, "none yet")[0], "New")

    slack.wait_until(lambda: member.view is not None)
