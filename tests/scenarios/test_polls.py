"""`/meeting poll`: from a question in the channel to a meeting."""

from datetime import datetime, timedelta

import pytest
from clocks import Clock

from bot.domain.clusters import Cluster
from bot.domain.permissions import Role
from bot.domain.sigs import Membership
from storage import clusters, meetings, members, sigs
from storage.tables import SigRow

from factories import NOW
from groups import TEAM
from scenarios_forms import seen

CHANNEL = "CSIG"
DEADLINE = datetime.fromisoformat("2026-11-30T16:00:00+00:00")
FORM = {
    "title": "Kick-off <!channel>",
    "deadline_day": "2026-11-30",
    "deadline_time": "17:00",
    "day_1": "2026-12-07",
    "time_1": "10:00",
    "day_2": "2026-12-08",
    "time_2": "14:00",
}


@pytest.fixture
def clock():
    return Clock(NOW)


@pytest.fixture
def known(known):
    return (*known, "UGUEST")


@pytest.fixture
def convenor(start):
    """A bot with a group of two clusters."""
    bot = start()
    settle(bot)
    return bot


def settle(bot):
    with bot.deps.db.begin() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        row = session.get(SigRow, sig.id)
        row.quiet_until = row.quiet_from
        for user, key in (("UMEMBER", "ee"), ("UOTHER", "pt")):
            cluster = Cluster(key=key, name=f"Cluster {key}", country=key.upper())
            added = clusters.add_cluster(session, sig.id, cluster)
            seat(session, sig, user, Role.MEMBER, added.id)
        seat(session, sig, "UGUEST", Role.OBSERVER)


def seat(session, sig, user, role, cluster_id=None):
    person = members.find_person(session, TEAM, user)
    members.set_membership(
        session,
        Membership(
            sig_id=sig.id, person_id=person.id, role=role, cluster_id=cluster_id
        ),
    )


@pytest.fixture
def chair(slack, convenor):
    return slack.person("UCHAIR")


@pytest.fixture
def one(slack, convenor):
    return slack.person("UMEMBER")


@pytest.fixture
def people(slack, convenor):
    """Those who take part: the chair, and somebody of each of two clusters."""
    return [slack.person(user) for user in ("UCHAIR", "UMEMBER", "UOTHER")]


def command(slack, person, text, words):
    """Type a command and return the newest private answer with these words."""
    before = len(seen(person, CHANNEL, words))
    assert person.command("/meeting", text, channel=CHANNEL).ok
    slack.wait_until(lambda: len(seen(person, CHANNEL, words)) > before)
    return seen(person, CHANNEL, words)[-1]


def open_form(slack, person):
    assert person.command("/meeting", "poll", channel=CHANNEL).ok
    slack.wait_until(lambda: person.view is not None)


def posted(person):
    """Return the poll as it stands in the channel now."""
    found = [m for m in seen(person, CHANNEL, "Poll 1: ") if not m.ephemeral]
    return found[0] if found else None


def ask(slack, chair, **changes):
    open_form(slack, chair)
    chair.fill(FORM | changes)
    assert chair.submit().errors == {}
    slack.wait_until(lambda: posted(chair))
    return posted(chair)


def answer(slack, person, *choices):
    """Press the button in the channel, fill in the form, save."""
    person.press(posted(person), "Answer")
    slack.wait_until(lambda: person.view is not None)
    person.fill(dict(zip(times(person.view), choices, strict=False)))
    done = person.submit()
    assert done.errors == {}
    return done


def times(view):
    return [b["block_id"] for b in view["blocks"] if b["block_id"].startswith("slot_")]


def shows(slack, person, words):
    slack.wait_until(lambda: words in str(posted(person).blocks))


def told(person, words):
    return [m for m in person.direct_messages() if words in m.text]


def planned(convenor):
    with convenor.deps.db.read() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        return meetings.all_meetings(session, sig.id)


def test_from_the_question_to_the_meeting(slack, convenor, clock, people):
    chair, one, other = people
    question = ask(slack, chair)
    assert "<!channel>" not in question.text
    assert "Tuesday 8 December 2026, 14:00 Brussels time" in str(question.blocks)
    assert "<!date^" in str(question.blocks)
    assert "0 of 2 clusters have answered" in str(question.blocks)

    answer(slack, one, "No", "Yes")
    shows(slack, other, "1 of 2 clusters have answered")
    clock.moment = DEADLINE - timedelta(days=1)
    convenor.tick()
    slack.wait_until(lambda: told(other, "has not answered"))
    assert told(one, "has not answered") == []
    other.press(told(other, "has not answered")[0], "Answer")
    slack.wait_until(lambda: other.view is not None)
    other.fill(dict(zip(times(other.view), ("No", "If need be"), strict=True)))
    assert other.submit().errors == {}
    shows(slack, one, "2 of 2 clusters have answered")
    assert "1 yes (Cluster ee)" in str(posted(one).blocks)
    assert "UMEMBER" not in str(posted(one).blocks)

    clock.moment = DEADLINE
    convenor.tick()
    slack.wait_until(lambda: told(chair, "is closed"))
    shows(slack, one, "the chair chooses now")
    assert "Answer" not in str(posted(one).blocks)
    result = told(chair, "is closed")[0]
    winner = result.blocks[1]
    assert "Most clusters can come" in winner["text"]["text"]
    assert "Tuesday 8 December" in winner["text"]["text"]
    assert "if two are equal" in str(result.blocks)
    assert told(one, "is closed") == []

    chair.press(result, "poll_decide", block_id=winner["block_id"])
    slack.wait_until(lambda: told(chair, "Decided: *M-1*"))
    shows(slack, one, "Decided: *M-1*")
    (meeting,) = planned(convenor)
    assert meeting.starts_at.isoformat() == "2026-12-08T13:00:00+00:00"
    assert slack.complaints == []


def test_a_double_click_makes_one_meeting(slack, convenor, chair, one):
    ask(slack, chair)
    answer(slack, one, "Yes", "No")
    card = command(slack, chair, "poll 1", "Poll 1: ")
    chair.press(card, "Close now")
    slack.wait_until(lambda: seen(chair, CHANNEL, "Choose a time"))

    result = seen(chair, CHANNEL, "Choose a time")[-1]
    block = {"block_id": result.blocks[1]["block_id"]}
    chair.press(result, "poll_decide", **block)
    slack.redeliver_last()
    slack.wait_until(lambda: seen(chair, CHANNEL, "Decided: *M-1*"))
    slack.wait_until(lambda: "Decided" in posted(one).text)

    assert len(planned(convenor)) == 1


def test_wrong_input_comes_back_beside_its_field(slack, chair):
    open_form(slack, chair)
    wrong = {
        "join_url": "http://example.org",
        "day_1": "2026-11-01",
        "day_2": "2027-03-28",
        "time_2": "02:30",
    }
    chair.fill(FORM | wrong)

    errors = chair.submit().errors

    assert errors.keys() == {"join_url", "day_1", "time_2"}
    assert chair.view is not None
    assert posted(chair) is None
    chair.fill({"join_url": "https://example.org/room"} | FORM)
    assert chair.submit().errors == {}
    slack.wait_until(lambda: posted(chair))


def test_suggested_times_fill_the_form_and_keep_what_was_typed(slack, chair):
    open_form(slack, chair)
    chair.fill({"title": "Kick-off", "day_2": "2026-12-08", "time_2": "08:15"})

    chair.press(chair.view, "Suggest times")
    slack.wait_until(
        lambda: "8 December, 08:15: early for" in str(chair.view["blocks"])
    )

    state = chair.view["state"]["values"]
    days = [state[f"day_{n}"]["value_1"]["selected_date"] for n in range(1, 5)]
    assert all(days)
    assert days[1] == "2026-12-08"
    assert state["title"]["value"]["value"] == "Kick-off"
    assert chair.submit().errors == {}
    slack.wait_until(lambda: posted(chair))
    assert len([b for b in posted(chair).blocks if "<!date^" in str(b)]) == 5


def test_a_late_answer_is_refused_in_the_form(slack, convenor, clock, chair, one):
    ask(slack, chair)
    one.press(posted(one), "Answer")
    slack.wait_until(lambda: one.view is not None)
    slots = times(one.view)
    one.fill({slots[0]: "Yes"})

    clock.moment = DEADLINE
    errors = one.submit().errors

    assert "time for answers is over" in errors[slots[0]]
    assert "0 of 2" in str(command(slack, one, "poll 1", "Poll 1: ").blocks)


@pytest.mark.parametrize(
    ("user", "said"),
    [
        ("USTRANGER", "Guests take part"),
        ("UGUEST", "Those who speak for a cluster"),
        ("UCHAIR", "which cluster you speak for"),
    ],
)
def test_who_has_no_voice_is_told_so_in_private(slack, chair, one, user, said):
    question, intruder = ask(slack, chair), slack.person(user)

    intruder.press(question, "Answer")
    slack.wait_until(lambda: seen(intruder, CHANNEL, said))

    assert intruder.view is None
    assert seen(one, CHANNEL, said) == []


def test_the_chair_corrects_the_zone_and_who_answered_is_told(
    slack, convenor, chair, one
):
    ask(slack, chair)
    answer(slack, one, "Yes", "No")
    shows(slack, one, "1 of 2")
    chair.press(command(slack, chair, "poll 1", "Poll 1: "), "Correct the time zone")
    slack.wait_until(lambda: chair.view is not None)

    chair.fill({"zone": "Europe/Lisbon"})
    assert chair.submit().errors == {}

    shows(slack, one, "14:00 Lisbon time")
    slack.wait_until(lambda: told(one, "was corrected"))
    assert "Your answers are kept" in told(one, "was corrected")[0].text
    assert "1 yes (Cluster ee)" in str(posted(one).blocks)


def test_an_answer_to_times_that_moved_is_looked_at_again(slack, chair, one):
    ask(slack, chair)
    one.press(posted(one), "Answer")
    slack.wait_until(lambda: one.view is not None)
    one.fill({times(one.view)[0]: "Yes"})
    chair.press(command(slack, chair, "poll 1", "Poll 1: "), "Correct the time zone")
    slack.wait_until(lambda: chair.view is not None)
    chair.fill({"zone": "Europe/Lisbon"})
    chair.submit()

    one.submit()

    assert "was corrected while you answered" in str(one.view["blocks"][0])
    assert one.submit().errors == {}
    shows(slack, chair, "1 yes (Cluster ee)")


def test_more_time_and_the_end(slack, convenor, chair, one):
    ask(slack, chair)
    card = command(slack, chair, "poll 1", "Poll 1: ")
    chair.press(card, "Change the deadline")
    slack.wait_until(lambda: chair.view is not None)
    chair.fill({"deadline_day": "2026-12-09"})
    assert "before the first of the times" in chair.submit().errors["deadline_day"]
    chair.fill({"deadline_day": "2026-12-02"})
    assert chair.submit().errors == {}
    shows(slack, one, "Wednesday 2 December 2026, 17:00 Brussels time")

    chair.press(command(slack, chair, "poll 1", "Poll 1: "), "Cancel the poll")
    shows(slack, one, "This poll was cancelled")

    assert "Answer" not in str(posted(one).blocks)
    listed = command(slack, one, "poll list", "1 poll")
    assert "Cancelled" in listed.text


def test_members_cannot_ask_for_a_date(slack, one):
    assert one.command("/meeting", "poll", channel=CHANNEL).ok
    slack.wait_until(lambda: seen(one, CHANNEL, "The chair and the secretariat"))

    assert one.view is None


def test_after_days_of_downtime_the_poll_closes_late_and_once(
    slack, convenor, clock, chair, one
):
    ask(slack, chair)
    answer(slack, one, "Yes", "Yes")
    shows(slack, one, "1 of 2")
    clock.moment = DEADLINE + timedelta(days=3)

    for _ in range(2):
        convenor.tick()
    slack.wait_until(lambda: told(chair, "is closed"))

    assert len(told(chair, "is closed")) == 1
    assert told(slack.person("UOTHER"), "has not answered") == []
