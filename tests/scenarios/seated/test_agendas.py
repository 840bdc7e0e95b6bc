"""`/meeting agenda` as a chair, members, an external and an observer meet it."""

from datetime import timedelta

import pytest
from meeting_group import change, guest, plan, put, read

from bot.domain.actions import ActionItem
from bot.domain.agendas import listed
from bot.domain.clusters import Network
from bot.domain.meetings import AgendaState, MeetingStatus, MinutesStatus
from storage import actions, networks
from storage.tables import AgendaItemRow

from scenarios_forms import seen

CHANNEL = "CSIG"


@pytest.fixture
def ask(slack):
    def run(user, text, words):
        person = slack.person(user)
        before = len(seen(person, CHANNEL, words))
        assert person.command("/meeting", text, channel=CHANNEL).ok
        slack.wait_until(lambda: len(seen(person, CHANNEL, words)) > before)
        return seen(person, CHANNEL, words)[-1]

    return run


def form(slack, user, text):
    person = slack.person(user)
    assert person.command("/meeting", text, channel=CHANNEL).ok
    slack.wait_until(lambda: person.view is not None)
    return person


def send(slack, person, words, **typed):
    person.fill(typed)
    assert person.submit().errors == {}
    slack.wait_until(lambda: seen(person, CHANNEL, words))
    return seen(person, CHANNEL, words)[-1]


def press(slack, user, message, button, words, **which):
    person = slack.person(user)
    person.press(message, button, **which)
    slack.wait_until(lambda: seen(person, CHANNEL, words))
    return seen(person, CHANNEL, words)[-1]


def titles(db, sig, meeting):
    return [each.title for each in listed(read(db, sig.id, meeting))]


def test_a_member_proposes_and_the_chair_accepts(slack, db, sig, meeting, ask):
    member = form(slack, "UMEMBER", "agenda Licence of the paper")
    told = send(slack, member, "your point is proposed", minutes="25", kind="decision")
    assert (
        "Proposed: *Licence of the paper* — Decision, <@UMEMBER>, 25 min" in told.text
    )
    assert "*0 of 90 minutes are planned.*" in told.text

    chair = slack.person("UCHAIR")
    slack.wait_until(chair.direct_messages)
    (asked,) = [m for m in chair.direct_messages() if "A point is proposed" in m.text]
    assert "Licence of the paper" in asked.text
    chair.press(asked, "Look at the agenda")
    shown = slack.wait_until(lambda: chair.direct_messages()[1:])[-1]
    chair.press(shown, "Accept")
    slack.wait_until(lambda: titles(db, sig, meeting) == ["Licence of the paper"])

    agenda = ask("UWATCH", "agenda", "*25 of 90 minutes")
    assert "1. *Licence of the paper*" in agenda.text
    assert agenda.ephemeral
    assert slack.complaints == []


def test_the_chair_puts_points_in_order_and_an_overrun_is_said(
    slack, db, sig, meeting, ask
):
    put(db, sig.id, meeting, "One", "Two", "Three", minutes=40)
    shown = ask("UCHAIR", "agenda", "*120 of 90 minutes")
    assert "30 minutes more than the meeting has" in shown.text

    (one, _, _) = read(db, sig.id, meeting).agenda
    down = {"block_id": f"agenda_{one.id}"}
    press(slack, "UCHAIR", shown, "Down", "1. *Two*", **down)
    assert titles(db, sig, meeting) == ["Two", "One", "Three"]
    # The same click once more is about an agenda that is gone.
    press(slack, "UCHAIR", shown, "Down", "Somebody changed this meanwhile", **down)
    assert titles(db, sig, meeting) == ["Two", "One", "Three"]


def test_a_form_moves_puts_off_and_withdraws(slack, db, sig, meeting, ask):
    later = plan(db, sig.id, now=meeting.starts_at, days=30)
    put(db, sig.id, meeting, "One", "Two", "Three")
    one, two, three = read(db, sig.id, meeting).agenda
    chair = slack.person("UCHAIR")
    shown = ask("UCHAIR", "agenda", "1. *One*")

    def edit(item, **typed):
        chair.press(shown, "Edit", block_id=f"agenda_{item.id}")
        slack.wait_until(lambda: chair.view is not None)
        chair.fill(typed)
        assert chair.submit().errors == {}
        slack.wait_until(lambda: chair.view is None)

    edit(three, place="1", title="Third & first")
    assert titles(db, sig, meeting) == ["Third & first", "One", "Two"]
    edit(one, state="deferred")
    edit(two, state="withdrawn")

    assert titles(db, sig, meeting) == ["Third & first"]
    (carried,) = read(db, sig.id, later).agenda
    assert (carried.title, carried.carried_from_id) == ("One", one.id)
    agenda = ask("UCHAIR", "agenda", "Put off to the next meeting: *One*")
    assert "Two" not in agenda.text
    following = ask("UCHAIR", "agenda M-2", "Agenda of M-2")
    assert "1. *One* — Discussion, 10 min, goes on from the last" in following.text


def test_a_meeting_opens_with_what_is_open(slack, db, sig, meeting, ask):
    now = meeting.starts_at
    last = plan(db, sig.id, now=now, days=-30)
    change(
        db,
        sig.id,
        last,
        status=MeetingStatus.HELD,
        minutes_status=MinutesStatus.CIRCULATED,
    )
    due = now.date() - timedelta(days=20)
    with db.begin() as session:
        items = [
            ActionItem(number=1, title="Send the figures", due_on=due),
            ActionItem(number=2, title="Book a room"),
        ]
        actions.save(session, sig.id, items)
        network = Network(slug="sb", name="ScanBalt", kind="network", relation="host")
        networks.add_network(session, sig.id, network)

    shown = ask("UMEMBER", "agenda", "*20 of 90 minutes")

    for words in (
        "*Approval of the minutes of M-2*",
        "2 actions are open (1 past their day), 10 min\n• A-1 Send the figures",
        "no contact with 1 network for 90 days, 5 min\n• ScanBalt",
    ):
        assert words in shown.text
    put(db, sig.id, meeting, "Minutes of last time", kind="minutes_approval")
    again = ask("UMEMBER", "agenda", "*25 of 90 minutes")
    assert "*Approval of the minutes of M-2*" not in again.text


def test_an_external_proposes_and_sees_no_names_of_the_group(
    slack, db, sig, meeting, ask
):
    guest(db, CHANNEL, "UEXT", meetings=(1,))
    with db.begin() as session:
        actions.save(session, sig.id, [ActionItem(number=1, title="Secret title")])

    person = form(slack, "UEXT", "agenda M-1 Our test bed")
    assert "Cluster EE" not in str(person.view)
    told = send(slack, person, "your point is proposed")

    assert "1 action is open" in told.text
    assert "Secret title" not in told.text
    plan(db, sig.id, now=meeting.starts_at)
    ask("UEXT", "agenda M-2", "There is no meeting M-2 that you are invited to.")
    ask("UEXT", "agenda M-2 A word", "There is no meeting M-2")


@pytest.mark.parametrize("text", ["x" * 3000, "<!channel> *bold* & <@UCHAIR>"])
def test_text_of_any_kind_becomes_a_title(slack, db, sig, meeting, text):
    member = form(slack, "UMEMBER", f"agenda {text}")
    send(slack, member, "your point is proposed")

    (item,) = read(db, sig.id, meeting).agenda
    assert len(item.title) <= 120
    assert slack.complaints == []


def test_bad_input_is_answered_beside_its_field_and_changes_nothing(
    slack, db, sig, meeting
):
    member = form(slack, "UMEMBER", "agenda A word")
    member.fill(
        {
            "title": " ",
            "minutes": "half an h",
            "practice": "P-99",
            "person": "UEXT",
        }
    )
    errors = member.submit().errors

    assert set(errors) == {"title", "minutes", "practice", "person"}
    assert "P-99" in errors["practice"]
    member.fill({"title": "A word", "minutes": "0"})
    assert "from 1 to 480" in member.submit().errors["minutes"]
    assert read(db, sig.id, meeting).agenda == ()


def test_a_form_that_comes_twice_makes_one_point(slack, db, sig, meeting):
    member = form(slack, "UMEMBER", "agenda Once")
    slack.faults.duplicate_next()
    send(slack, member, "your point is proposed")

    assert len(read(db, sig.id, meeting).agenda) == 1


def test_a_member_changes_what_is_theirs_until_it_is_accepted(
    slack, db, sig, meeting, ask
):
    member = form(slack, "UMEMBER", "agenda Mine")
    shown = send(slack, member, "your point is proposed")
    member.press(shown, "Edit")
    slack.wait_until(lambda: member.view is not None)
    assert send(slack, member, "Saved.", title="Mine, and better")
    (item,) = read(db, sig.id, meeting).agenda
    assert (item.title, item.state) == ("Mine, and better", AgendaState.PROPOSED)

    for user in ("UOTHER", "UWATCH"):
        agenda = ask(user, "agenda", "Mine, and better")
        assert "agenda_edit" not in str(agenda.blocks)
        assert "agenda_accept" not in str(agenda.blocks)


def test_of_two_chairs_the_second_sees_both_texts(slack, db, sig, meeting, ask):
    (item,) = put(db, sig.id, meeting, "First words")
    chair = slack.person("UCHAIR")
    shown = ask("UCHAIR", "agenda", "First words")
    chair.press(shown, "Edit")
    slack.wait_until(lambda: chair.view is not None)
    with db.begin() as session:
        from_elsewhere = read_item(session, item.id)
        from_elsewhere.title, from_elsewhere.version = "Second words", 2
    chair.fill({"title": "Third words"})

    assert chair.submit().errors == {}
    assert "It now says: *Second words*" in str(chair.view["blocks"][0])
    assert titles(db, sig, meeting) == ["Second words"]
    assert chair.submit().errors == {}
    assert titles(db, sig, meeting) == ["Third words"]


def read_item(session, item_id):
    return session.get(AgendaItemRow, item_id)


def test_a_meeting_that_is_over_takes_no_points(slack, db, sig, meeting, ask):
    change(db, sig.id, meeting, status=MeetingStatus.HELD)
    ask("UMEMBER", "agenda M-1 Too late", "M-1 is over.")
    change(db, sig.id, meeting, status=MeetingStatus.CANCELLED)
    ask("UMEMBER", "agenda M-1 Too late", "M-1 was cancelled.")
    ask("UMEMBER", "agenda Anything", "No meeting is planned.")

    assert read(db, sig.id, meeting).agenda == ()
