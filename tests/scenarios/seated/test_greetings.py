"""Somebody speaks to the bot: in a channel, in a thread, alone."""

import pytest
from meeting_group import guest, plan

from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from storage import sigs

from groups import TEAM, seat
from scenarios_forms import seen

CHANNEL = "CSIG"


@pytest.fixture
def bot(slack):
    return f"@{slack.workspace.bot.name}"


def directly(slack, person, words):
    """Return what the bot said to somebody alone, once these words are in it."""
    slack.wait_until(lambda: _of_bot(slack, person, words))
    return _of_bot(slack, person, words)[-1]


def _of_bot(slack, person, words=""):
    mine = slack.workspace.bot.id
    said = person.direct_messages()
    return [m for m in said if m.user == mine and words in m.text]


def write(slack, person, text):
    """Write to the bot alone."""
    return person.say(slack.workspace.direct_channel(person.id).id, text)


def test_who_mentions_the_bot_is_answered_alone_with_buttons(slack, bot, sig, meeting):
    member = slack.person("UMEMBER")
    member.say(CHANNEL, f"{bot} hello there")

    slack.wait_until(lambda: seen(member, CHANNEL, "I look after *"))
    answer = seen(member, CHANNEL, "I look after *")[-1]
    assert answer.ephemeral
    assert member.press(answer, "Next meeting").ok
    slack.wait_until(lambda: seen(member, CHANNEL, "M-1: Monthly meeting"))
    assert not seen(slack.person("UOTHER"), CHANNEL, "I look after *")
    assert slack.complaints == []


def test_what_is_written_to_the_bot_alone(slack, sig, meeting):
    member = slack.person("UMEMBER")
    expected = (
        ("next meeting", "M-1: Monthly meeting"),
        ("what about m-1?", "M-1: Monthly meeting"),
        ("my practices", "practices"),
        ("P-7", "P-7"),
        ("actions", "action"),
        ("A-13", "A-13"),
        ("D-3", "D-3"),
        ("/meeting list", "Meetings to come"),
        ("practice import", "That needs a form"),
        ("help practice", "`/practice`"),
        ("help", "I look after *"),
        ("<!channel> & <b>", "I look after *"),
        ("?", "I look after *"),
    )

    for number, (text, answer) in enumerate(expected, start=1):
        write(slack, member, text)
        slack.wait_until(lambda n=number: len(_of_bot(slack, member)) == n)
        assert answer in _of_bot(slack, member)[-1].text, text
    assert slack.complaints == []


def test_an_answer_in_a_thread_stays_there(slack, bot, sig, meeting):
    member = slack.person("UMEMBER")
    head = member.say(CHANNEL, "When do we meet?")
    member.say(CHANNEL, f"{bot} next meeting", thread_ts=head.ts)

    slack.wait_until(lambda: seen(member, CHANNEL, "M-1: Monthly meeting"))

    answer = seen(member, CHANNEL, "M-1: Monthly meeting")[-1]
    assert (answer.ephemeral, answer.thread_ts) == (True, head.ts)


def test_an_event_that_slack_repeats_is_answered_once(slack, sig):
    slack.faults.duplicate_next(2)
    member = slack.person("UMEMBER")

    write(slack, member, "hello")
    directly(slack, member, "I look after *")
    write(slack, member, "next meeting")

    directly(slack, member, "meeting")
    assert len(_of_bot(slack, member, "I look after *")) == 1


def test_what_nobody_said_to_the_bot_is_not_answered(slack, sig):
    member = slack.person("UMEMBER")
    channel = slack.workspace.direct_channel("UMEMBER").id
    event = {"type": "message", "channel": channel, "channel_type": "im"}
    event |= {"user": "UMEMBER", "text": "hello"}
    for number, changes in enumerate(
        (
            {"bot_id": "B0OTHER"},
            {"subtype": "message_changed", "message": {}},
            {"subtype": "message_deleted"},
            {"edited": {"user": "UMEMBER", "ts": "1.0"}},
            {"user": slack.workspace.bot.id},
            {"user": None},
        )
    ):
        told = event | {"ts": f"170000000{number}.000100"} | changes
        delivery = slack.site.emit({k: v for k, v in told.items() if v})
        delivery.wait(20)

    alone = slack.workspace.direct_channel(member.id).id
    member.upload(alone, "form.txt", b"nothing", comment="hello")

    write(slack, member, "next meeting")
    directly(slack, member, "meeting")
    assert not _of_bot(slack, member, "I look after *")


def test_a_guest_and_a_stranger_are_answered_politely(slack, bot, sig):
    for user in ("UGUEST", "USTRANGER"):
        person = slack.person(user)
        person.say(CHANNEL, f"{bot} next meeting")
        slack.wait_until(lambda p=person: seen(p, CHANNEL, "Guests take part when"))
        assert seen(person, CHANNEL, "Guests take part when")[-1].ephemeral


def test_an_external_is_told_what_is_theirs(slack, convenor, sig, meeting):
    guest(convenor.deps.db, CHANNEL, "UEXT", meetings=(9,))
    person = slack.person("UEXT")

    write(slack, person, "M-1")

    assert directly(slack, person, "There is no meeting M-1 that you are")


def test_somebody_new_comes_in_from_the_answer(slack, bot, sig, meeting):
    newcomer = slack.person("UNEW")
    newcomer.say(CHANNEL, f"{bot} hi")
    slack.wait_until(lambda: seen(newcomer, CHANNEL, "Press *Start*"))

    newcomer.press(seen(newcomer, CHANNEL, "Press *Start*")[-1], "Start")

    slack.wait_until(lambda: newcomer.view is not None)
    assert newcomer.view["callback_id"] == "members_welcome"
    newcomer.fill({"cluster": "none"})
    assert newcomer.submit().errors == {}
    slack.wait_until(lambda: seen(newcomer, CHANNEL, "You are in. My *Home* tab"))


def test_outside_of_a_groups_channel(slack, bot, sig, meeting):
    newcomer, member = slack.person("UNEW"), slack.person("UMEMBER")
    write(slack, newcomer, "hello")
    assert directly(slack, newcomer, "I do not know yet which group is yours")
    newcomer.say("CELSE", f"{bot} hello")
    slack.wait_until(lambda: seen(newcomer, "CELSE", "I do not know yet which"))

    member.say("CELSE", f"{bot} next meeting")

    slack.wait_until(lambda: seen(member, "CELSE", "M-1: Monthly meeting"))


def test_somebody_in_several_groups_is_asked_which(slack, convenor, sig, meeting):
    db = convenor.deps.db
    with db.begin() as session:
        second = sigs.add(session, Sig(name="Second"))
        sigs.bind(session, second.id, team_id=TEAM, channel_id="CELSE")
    seat(db, "CELSE", "UMEMBER", Role.MEMBER, "PT")
    plan(db, second.id, now=convenor.deps.clock(), title="Of the second")
    member = slack.person("UMEMBER")
    write(slack, member, "next meeting")
    question = directly(slack, member, "Which one do you mean?")

    member.press(question, "Second")

    slack.wait_until(
        lambda: any("Of the second" in m.text for m in member.direct_messages())
    )
    assert slack.complaints == []


def test_buttons_of_an_answer_know_the_group(slack, convenor, sig):
    db = convenor.deps.db
    with db.begin() as session:
        second = sigs.add(session, Sig(name="Second"))
        sigs.bind(session, second.id, team_id=TEAM, channel_id="CELSE")
    seat(db, "CELSE", "UMEMBER", Role.MEMBER, "PT")
    meeting = plan(db, second.id, now=convenor.deps.clock(), title="Of the second")
    member = slack.person("UMEMBER")
    member.open_home()
    slack.wait_until(lambda: member.home is not None)
    member.choose(member.home, "home_group", str(second.id))
    slack.wait_until(lambda: member.home["private_metadata"].startswith('{"g":2'))
    slack.faults.refuse("fatal_error", method="views.open")
    member.press(member.home, "Next meeting")
    card = directly(slack, member, "Of the second")

    member.press(card, "Yes", value=str(meeting.id))

    slack.wait_until(
        lambda: any("you come" in m.text for m in member.direct_messages())
    )
