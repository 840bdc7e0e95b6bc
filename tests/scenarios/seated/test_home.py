"""App Home as its readers have it: opened, pressed, and kept up to date."""

import pytest
from clocks import RunningClock
from home_group import fill
from meeting_group import plan, seated
from slack_sdk import WebClient

from bot import app as composition
from bot.domain.meetings import Rsvp
from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from bot.home_tabs import HomeTabs
from bot.services import home, members, rsvps
from bot.services.members import Origin
from storage import sigs
from templates.home import page

from groups import TEAM, seat

CHANNEL = "CSIG"


@pytest.fixture
def clock():
    return RunningClock()


def caller(convenor, user):
    origin = Origin(team_id=TEAM, user_id=user, channel_id=CHANNEL)
    return members.find(convenor.deps.db, origin)


def give(convenor, user, **things):
    with convenor.deps.db.begin() as session:
        fill(session, caller(convenor, user), **things)


def opened(slack, user):
    """Open Home and wait until it is there."""
    person = slack.person(user)
    before = person.home["hash"] if person.home else None
    assert person.open_home().ok
    slack.wait_until(lambda: person.home and person.home["hash"] != before)
    return person


def said(view):
    """Return every text of a view, in one."""
    found = []

    def walk(node):
        if isinstance(node, dict):
            if isinstance(node.get("text"), str):
                found.append(node["text"])
            for each in node.values():
                walk(each)
        elif isinstance(node, list):
            for each in node:
                walk(each)

    walk(view["blocks"])
    return "\n".join(found)


def shows(slack, person, words):
    slack.wait_until(lambda: words in said(person.home))


def notice(view):
    """Return what the last press came to, as it stands on top."""
    first = view["blocks"][0]
    return first["text"]["text"] if first["block_id"] == page.NOTICE else ""


def homes(slack, user):
    """Return how often somebody's Home was published."""
    return sum(
        each.kind == "home" and each.to == user for each in slack.workspace.published
    )


def test_the_answer_to_an_invitation_is_given_on_home(slack, sig, meeting):
    member = opened(slack, "UMEMBER")
    assert "M-1: Monthly meeting" in said(member.home)
    assert "You have not answered yet." in said(member.home)
    assert f"<!date^{int(meeting.starts_at.timestamp())}^" in said(member.home)

    assert member.press(member.home, "Yes").ok

    shows(slack, member, "Your answer: you come.")
    assert "Thank you. Your answer: you come." in notice(member.home)
    assert member.press(member.home, "Somebody else goes").ok
    slack.wait_until(lambda: member.view is not None)
    member.fill({"represented_by": "A colleague"})
    assert member.submit().errors == {}
    slack.wait_until(lambda: member.view is not None)
    assert "A colleague goes for you" in said(member.view)
    shows(slack, member, "A colleague")
    assert member.direct_messages() == []
    assert slack.complaints == []


def test_an_action_is_done_and_put_off_on_home(slack, convenor, sig):
    give(convenor, "UMEMBER", actions=3)
    member = opened(slack, "UMEMBER")
    assert "*Your actions* (3)" in said(member.home)

    assert member.press(member.home, "Done", value=f"{sig.id}:2").ok

    shows(slack, member, "*Your actions* (2)")
    slack.wait_until(lambda: notice(member.home) or member.view)
    assert "A-2" in notice(member.home)
    assert slack.complaints == []


def test_cards_and_forms_are_opened_from_home(slack, sig, meeting):
    member = opened(slack, "UMEMBER")
    assert member.press(member.home, "Next meeting").ok
    slack.wait_until(lambda: member.view is not None)
    assert "M-1: Monthly meeting" in said(member.view)
    assert member.press(member.view, "No").ok
    slack.wait_until(lambda: "you do not come" in said(member.view))
    member.close_view()

    for button, form in (
        ("Propose a practice", "practice_step_1"),
        ("Help", "answer"),
        ("New action", "action_new"),
    ):
        assert member.press(member.home, button).ok
        slack.wait_until(lambda: member.view is not None)
        assert member.view["callback_id"] == form
        if form != "action_new":
            member.close_view()
    member.fill({"title": "Send the voucher figures"})
    assert member.submit().errors == {}

    # What the form came to is said where it was opened.
    slack.wait_until(lambda: "A-1" in said(member.home) or member.view)
    assert member.direct_messages() == []
    assert slack.complaints == []


def test_home_follows_what_others_do(slack, convenor, clock, sig, meeting):
    member = opened(slack, "UMEMBER")
    other, watcher = opened(slack, "UOTHER"), opened(slack, "UWATCH")
    before = homes(slack, "UWATCH")
    clock.later(seconds=10)
    member.press(member.home, "Yes")
    slack.wait_until(lambda: notice(member.home))

    convenor.tick()

    shows(slack, other, "*Going: 1 of 2 clusters*")
    shows(slack, watcher, "*Going: 1 of 2 clusters*")
    assert homes(slack, "UWATCH") == before + 1
    assert "Thank you." in notice(member.home)


def test_slack_is_not_asked_for_nothing(slack, convenor, clock, sig, meeting):
    other = slack.person("UOTHER")
    assert other.open_messages_tab().ok
    opened(slack, "UMEMBER")
    before = homes(slack, "UMEMBER")
    clock.later(hours=2)

    convenor.tick()

    assert homes(slack, "UMEMBER") == before
    assert other.home is None


def test_a_change_that_nobody_told_before_a_crash_is_shown_after_it(
    slack, start, clock
):
    first = start()
    sig = seated(first.deps.db, CHANNEL)
    meeting = plan(first.deps.db, sig.id, now=clock())
    member = opened(slack, "UMEMBER")
    who = caller(first, "UMEMBER")
    first.close()
    second = composition.build(first._settings, clock=clock)
    rsvps.answer(second.deps.db, clock, caller=who, meeting_id=meeting.id, said=Rsvp.NO)
    second.close()
    clock.later(seconds=10)

    start()

    shows(slack, member, "Your answer: you do not come.")


def test_a_late_home_never_takes_the_place_of_a_newer_one(
    slack, convenor, clock, sig, meeting
):
    member = opened(slack, "UMEMBER")
    db, origin = convenor.deps.db, Origin(team_id=TEAM, user_id="UMEMBER")
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    tabs = HomeTabs(db=db, clock=clock, client=client)
    slack.wait_until(lambda: home.screen(db, clock, origin=origin).tab.shown_hash)
    old = home.screen(db, clock, origin=origin)
    who = caller(convenor, "UMEMBER")
    rsvps.answer(db, clock, caller=who, meeting_id=meeting.id, said=Rsvp.YES)
    assert tabs.show(origin)

    tabs._publish(origin, old, old.tab.shown_hash)

    assert "Your answer: you come." in said(member.home)
    assert "hash_conflict" in [call.error for call in slack.calls]


def test_what_slack_shows_and_nobody_noted_is_replaced(
    slack, convenor, clock, sig, meeting
):
    member = opened(slack, "UMEMBER")
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    lost = {"type": "home", "blocks": [{"type": "divider"}]}
    client.views_publish(user_id="UMEMBER", view=lost)  # and then it was killed
    clock.later(seconds=10)
    who = caller(convenor, "UMEMBER")
    db = convenor.deps.db
    rsvps.answer(db, clock, caller=who, meeting_id=meeting.id, said=Rsvp.YES)

    convenor.tick()

    shows(slack, member, "Your answer: you come.")


def test_slack_may_be_busy(slack, convenor, clock, sig, meeting):
    member = opened(slack, "UMEMBER")
    slack.faults.rate_limit(99, method="views.publish")
    clock.later(seconds=10)
    member.press(member.home, "Maybe")
    slack.wait_until(member.direct_messages)
    assert "you may come" in member.direct_messages()[-1].text


def test_long_lists_have_pages_that_stay(slack, convenor, clock, sig):
    give(convenor, "UMEMBER", actions=30)
    member = opened(slack, "UMEMBER")
    assert "*Your actions*, 1 to 10 of 24" in said(member.home)

    member.press(member.home, "More (14)")

    shows(slack, member, "*Your actions*, 11 to 20 of 24")
    opened(slack, "UMEMBER")
    assert "*Your actions*, 11 to 20 of 24" in said(member.home)
    member.press(member.home, "Back")
    shows(slack, member, "*Your actions*, 1 to 10 of 24")


def test_somebody_in_several_groups_chooses(slack, convenor, sig, meeting):
    db = convenor.deps.db
    with db.begin() as session:
        second = sigs.add(session, Sig(name="Second"))
        sigs.bind(session, second.id, team_id=TEAM, channel_id="CELSE")
    seat(db, "CELSE", "UMEMBER", Role.MEMBER, "PT")
    later = plan(db, second.id, now=convenor.deps.clock(), title="Of the second")
    member = opened(slack, "UMEMBER")
    assert "Monthly meeting" in said(member.home)

    member.choose(member.home, "home_group", str(second.id))
    shows(slack, member, "Of the second")
    member.press(member.home, "Yes", value=str(later.id))
    shows(slack, member, "Your answer: you come.")

    assert "Of the second" in said(opened(slack, "UMEMBER").home)
    assert slack.complaints == []


def test_a_newcomer_comes_in_from_home(slack, convenor, sig, meeting):
    newcomer = opened(slack, "UNEW")
    assert "You are in none of my groups yet" in said(newcomer.home)
    seat(convenor.deps.db, CHANNEL, "UGUEST", Role.MEMBER)
    with convenor.deps.db.begin() as session:
        session.connection().exec_driver_sql("UPDATE person SET notice_version = NULL")
    member = opened(slack, "UMEMBER")
    assert member.press(member.home, "Start").ok
    slack.wait_until(lambda: member.view is not None)
    come_in_now(slack, member)

    shows(slack, member, "M-1: Monthly meeting")


def come_in_now(slack, person):
    assert person.view["callback_id"] == "members_welcome"
    assert person.submit().errors == {}
