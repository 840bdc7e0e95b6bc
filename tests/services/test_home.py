"""What is on App Home, and how much it costs."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from home_group import clock, fill, origin, screen, shown, somebody
from meeting_group import plan
from sqlmodel import select

from bot.domain.consensus import Answer, Stance
from bot.domain.home import Part, Share
from bot.domain.meetings import MeetingStatus, Rsvp
from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from bot.services import home, rsvps
from bot.services.recommendations import proposing, rounds
from storage import audit, sigs
from storage.tables import RecommendationRoundRow
from templates.recommendations import cards

from factories import NOW
from groups import TEAM, a_caller


@pytest.fixture
def sig(database):
    with database.begin() as session:
        sig = sigs.add(session, Sig(name="Digital health & care"))
        sigs.bind(session, sig.id, team_id=TEAM, channel_id="CSIG")
        return sigs.get(session, sig.id)


def statements(database, work):
    """Return how many statements the work sends."""
    sent = []

    def note(*args):
        sent.append(args[2])

    engine = database._engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len(sent)


def test_the_home_of_a_chair_with_very_much_to_do(database, sig):
    chair = somebody(database, sig, Role.CHAIR, country="EE")
    plan(database, sig.id)
    counted = []
    for first, many in ((1, 5), (6, 495)):
        with database.begin() as session:
            fill(
                session,
                chair,
                actions=many,
                practices=many * 2 // 5,
                polls=many // 5,
                rounds=many // 5,
                first=first,
            )
        counted.append(statements(database, lambda: screen(database)))
        shown(screen(database), notice="x" * 5000)

    found = screen(database).home
    assert len(set(counted)) == 1, counted
    assert (found.actions.total, found.practices.total) == (400, 200)
    assert (found.reviews.total, found.polls.total) == (51, 100)
    assert (found.rounds.total, len(found.rounds.items)) == (100, 5)
    assert len(found.holes.without_owner) == 100
    assert [len(page.items) for page in (found.actions, found.practices)] == [10, 10]


def test_only_those_who_lead_see_the_holes(database, sig):
    chair = somebody(database, sig, Role.CHAIR, "UCHAIR", "EE")
    somebody(database, sig, Role.SECRETARIAT, "USECRETARIAT")
    somebody(database, sig, Role.MEMBER, country="DK")
    plan(database, sig.id, days=3)
    plan(database, sig.id, days=-5, status=MeetingStatus.HELD)
    with database.begin() as session:
        fill(session, chair, actions=5)

    for user in ("UCHAIR", "USECRETARIAT"):
        found = screen(database, user).home
        assert found.holes.without_owner == (5,)
        assert found.holes.without_minutes == (2,)
        assert found.next.is_in_danger(NOW)
    assert screen(database).home.holes is None
    texts = json.dumps(shown(screen(database, "UCHAIR")))
    assert "M-1 is near and needs 1 more cluster for its quorum" in texts
    assert "1 action without an owner: A-5" in texts
    assert "The minutes of M-2 are due" in texts
    assert "quorum" not in json.dumps(shown(screen(database))["blocks"][-1])


def test_nobody_sees_what_is_somebody_elses(database, sig):
    other = somebody(database, sig, Role.MEMBER, "UOTHER", "EE")
    somebody(database, sig, Role.MEMBER, country="DK")
    with database.begin() as session:
        fill(session, other, actions=4, practices=4)

    found = screen(database).home

    lists = (found.actions, found.practices, found.reviews, found.sections)
    assert [page.total for page in lists] == [0, 0, 0, 0]


def test_what_the_own_cluster_does_is_theirs_too(database, sig):
    who = somebody(database, sig, Role.MEMBER, country="EE")
    with database.begin() as session:
        fill(session, who, actions=1)
        session.connection().execute(
            sa.text(
                "UPDATE action_item SET owner_person_id = NULL, owner_cluster_id = :c"
            ),
            {"c": who.actor.cluster_id},
        )

    (to_do,) = screen(database).home.actions.items
    assert to_do.share == Share.CLUSTER
    assert "your cluster does it" in json.dumps(shown(screen(database)))


def ask(database, sig, chair, nonce="n"):
    """Let a chair ask the clusters about a recommendation; return its number."""
    who = {"caller": chair}
    typed = {"title": nonce, "statement": "Do it.", "addressees": ["regional"]}
    made = proposing.propose(database, clock, nonce=nonce, typed=typed, **who).proposed
    day = (NOW + timedelta(days=7)).date().isoformat()
    number = made.recommendation.number
    asked = {"number": number, "version": made.version, "typed": {"closes_on": day}}
    rounds.open_round(database, clock, **asked, **who)
    return number


def asked(database, user="UCALLER", now=NOW):
    found = screen(database, user, now).home.rounds
    assert found.total == len(found.items)
    return [each.recommendation.number for each in found.items]


def test_a_round_waits_on_the_home_of_each_voice_until_its_cluster_has_spoken(
    database, sig
):
    chair = somebody(database, sig, Role.CHAIR, "UCHAIR", "EE")
    colleague = somebody(database, sig, Role.ALTERNATE, "UCOLLEAGUE", "EE")
    somebody(database, sig, Role.MEMBER, country="DK")
    for role in (Role.OBSERVER, Role.EXTERNAL, Role.SECRETARIAT):
        somebody(database, sig, role, f"U{role.upper()}")
    somebody(database, sig, Role.MEMBER, "UNOCLUSTER")
    number = ask(database, sig, chair)
    voices = ("UCHAIR", "UCOLLEAGUE", "UCALLER")
    others = ("UOBSERVER", "UEXTERNAL", "USECRETARIAT", "UNOCLUSTER")

    assert [asked(database, user) for user in voices] == [[number]] * 3
    assert [asked(database, user) for user in others] == [[]] * 4
    text = json.dumps(shown(screen(database)))
    assert "Waiting for the word of your cluster" in text
    assert cards.OPEN in text
    answer = Answer(stance=Stance.SUPPORT)
    rounds.say(database, clock, caller=colleague, number=number, answer=answer)

    assert [asked(database, user) for user in voices] == [[], [], [number]]
    assert asked(database, now=NOW + timedelta(days=9)) == []


def test_rounds_that_end_first_come_first_and_another_groups_never(database, sig):
    chair = somebody(database, sig, Role.CHAIR, "UCHAIR", "EE")
    somebody(database, sig, Role.MEMBER, country="DK")
    with database.begin() as session:
        second = sigs.add(session, Sig(name="Second", team_id=TEAM))
    theirs = somebody(database, second, Role.CHAIR, "UTHEIRS", "DK")
    ask(database, second, theirs, "theirs")
    last = ask(database, sig, chair, "one")
    with database.begin() as session:
        fill(session, chair, rounds=1, first=7)
        (row,) = (
            row
            for row in session.exec(select(RecommendationRoundRow))
            if row.closes_at.year == NOW.year + 1
        )
        row.closes_at = NOW + timedelta(days=1)

    assert asked(database) == [7, last]


def test_an_external_sees_the_meetings_they_are_invited_to(database, sig):
    somebody(database, sig, Role.EXTERNAL, meetings=(2,))
    plan(database, sig.id, days=1)
    plan(database, sig.id, days=2)

    assert screen(database).home.next.meeting.ref == "M-2"


def test_an_external_whose_last_day_is_over_is_told_so(database, sig):
    last = (NOW - timedelta(days=2)).date()
    somebody(database, sig, Role.EXTERNAL, expires_on=last)

    found = screen(database)

    assert found.home is None
    assert "ended on 19 November 2026" in json.dumps(shown(found))


def test_whoever_has_to_come_in_first_is_asked_to(database, sig):
    a_caller(database, sig, Role.MEMBER)

    found = screen(database)

    assert (found.sig.id, found.home) == (sig.id, None)
    assert shown(found)["blocks"][-1]["elements"][0]["action_id"] == "home_start"
    nobody = shown(screen(database, "UNOBODY"))
    assert "You are in none of my groups yet" in json.dumps(nobody)


def test_the_own_answer_and_who_comes(database, sig):
    who = somebody(database, sig, Role.MEMBER, country="EE")
    meeting = plan(database, sig.id)
    rsvps.answer(database, clock, caller=who, meeting_id=meeting.id, said=Rsvp.MAYBE)

    found = screen(database).home.next

    assert found.own is Rsvp.MAYBE
    assert len(found.forecast.maybe) == 1


def test_a_list_keeps_its_page_and_survives_that_it_shrinks(database, sig):
    who = somebody(database, sig)
    with database.begin() as session:
        fill(session, who, actions=30)
    db, turn = database, {"origin": origin(), "part": Part.ACTIONS}
    home.note_opened(db, clock, origin=origin())

    home.turn(db, clock, offset=20, **turn)
    assert screen(database).home.actions.offset == 20
    home.turn(db, clock, offset=9999, **turn)
    assert screen(database).home.actions.offset == 20
    with database.begin() as session:
        session.connection().execute(
            sa.text("DELETE FROM action_item WHERE number > 6")
        )

    found = screen(database).home.actions
    assert (found.offset, len(found.items), found.after) == (0, 5, None)


def test_the_chosen_group_is_remembered_and_must_be_ones_own(database, sig):
    somebody(database, sig)
    with database.begin() as session:
        second = sigs.add(session, Sig(name="Second", team_id=TEAM))
        third = sigs.add(session, Sig(name="Third", team_id=TEAM))
    somebody(database, second)
    assert screen(database).sig.id == sig.id

    assert home.choose(database, clock, origin=origin(), sig_id=second.id)
    assert not home.choose(database, clock, origin=origin(), sig_id=third.id)
    assert not home.choose(database, clock, origin=origin("UNOBODY"), sig_id=sig.id)

    found = screen(database)
    assert found.home.sig.id == second.id
    assert "home_groups" in [block.get("block_id") for block in shown(found)["blocks"]]


def test_a_choice_counts_that_was_made_while_home_was_being_shown(database, sig):
    somebody(database, sig)
    with database.begin() as session:
        second = sigs.add(session, Sig(name="Second", team_id=TEAM))
    somebody(database, second)
    home.note_opened(database, clock, origin=origin())
    before = screen(database)

    home.choose(database, clock, origin=origin(), sig_id=second.id)
    home.note_shown(database, clock, screen=before, shown_hash="1.a", mark="old")

    assert screen(database).sig.id == second.id
    assert due(database, NOW) == ["UCALLER"]


def due(database, now):
    found = home.due(database, lambda: now, team_id=TEAM)
    return [each.user_id for each in found]


def show(database, now, user="UCALLER"):
    found = screen(database, user, now)
    home.note_shown(
        database, lambda: now, screen=found, shown_hash="1.a", mark="something"
    )


def happens(database, sig, now=NOW):
    with database.begin() as session:
        audit.record(
            session,
            sig.id,
            None,
            verb="changed",
            object_kind="meeting",
            object_id=1,
            now=now,
        )


def test_a_home_is_due_after_an_event_of_its_group_and_only_then(database, sig):
    somebody(database, sig)
    with database.begin() as session:
        other = sigs.add(session, Sig(name="Other", team_id=TEAM))
    assert due(database, NOW) == []  # nobody has opened theirs
    home.note_opened(database, clock, origin=origin())
    assert due(database, NOW) == ["UCALLER"]
    show(database, NOW)
    soon = NOW + timedelta(seconds=10)
    assert due(database, soon) == []

    happens(database, other)
    assert due(database, soon) == []
    happens(database, sig)
    assert due(database, NOW + timedelta(seconds=1)) == []  # many changes are one
    assert due(database, soon) == ["UCALLER"]

    home.note_unchanged(database, lambda: soon, screens=[screen(database, now=soon)])
    assert due(database, soon + timedelta(seconds=10)) == []
    assert due(database, soon + timedelta(hours=1)) == ["UCALLER"]
    assert due(database, soon + timedelta(days=31)) == []


def test_nothing_is_kept_of_somebody_in_no_group(database, sig):
    home.note_opened(database, clock, origin=origin("UNOBODY"))
    show(database, NOW, "UNOBODY")

    assert due(database, NOW) == []
