"""Whatever people do to a meeting, and however often the planner runs in between."""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from factories_meetings import a_meeting
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.domain import reminders
from bot.domain.meetings import MeetingStatus
from bot.domain.outbox import MessageState
from bot.domain.reminders import LADDER, Occasion
from bot.domain.sigs import Sig
from bot.services.meetings import reminding
from storage import meeting_rows, outbox, sigs
from storage.database import open_database
from storage.tables import OutboxRow

from groups import TEAM

LEASE = timedelta(seconds=60)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(-20, 30)),
        st.tuples(st.just("pass"), st.integers(0, 12)),
        st.tuples(st.just("back"), st.integers(0, 2)),
        st.sampled_from([("cancel", 0), ("reopen", 0), ("hold", 0), ("send", 0)]),
        st.sampled_from([("plan", 0), ("restart", 0)]),
    ),
    max_size=14,
)


class Story:
    """One meeting, and what happens to it; times are in days."""

    def __init__(self, database):
        self.database = database
        self.now = a_meeting().starts_at - timedelta(days=20, hours=1)
        self.said = []
        with database.begin() as session:
            self.sig = sigs.add(session, Sig(name="Group"))
            sigs.bind(session, self.sig.id, team_id=TEAM, channel_id="CSIG")
            self.meeting = meeting_rows.add(session, self.sig.id, a_meeting())
            self.replan(session)

    def replan(self, session):
        numbers = [self.meeting.number]
        reminding.replan(session, self.sig.id, numbers=numbers, now=self.now)

    def change(self, **changes):
        with self.database.begin() as session:
            changed = replace(self.meeting, **changes)
            self.meeting = meeting_rows.change(session, self.sig.id, changed)
            self.replan(session)

    def do(self, what, days):
        later = timedelta(days=days)
        match what:
            case "move":
                self.change(
                    starts_local=self.meeting.starts_local + later,
                    starts_at=self.meeting.starts_at + later,
                )
            case "pass":
                self.now += later
            case "back":
                self.now -= timedelta(hours=days)
            case "cancel":
                self.change(status=MeetingStatus.CANCELLED)
            case "reopen":
                self.change(status=MeetingStatus.SCHEDULED)
            case "hold":
                self.change(status=MeetingStatus.HELD)
            case "send":
                self.send()
            case _:
                reminding.plan_all(self.database, lambda: self.now)

    def send(self):
        """Do what the worker does: render what is due, and confirm or end it."""
        while True:
            with self.database.begin() as session:
                found = outbox.claim(session, self.now, LEASE, "w")
            if found is None:
                return
            said = reminding.for_message(self.database, found)
            if said is not None:
                assert said.meeting.starts_at == self.meeting.starts_at
                assert said.meeting.status is MeetingStatus.SCHEDULED
                self.said.append(found.key)
            with self.database.begin() as session:
                if said is None or found.not_after < self.now:
                    state = MessageState.CANCELLED if said is None else None
                    state = state or MessageState.MISSED
                    outbox.finish(session, found, state=state, worker="w", reason="x")
                else:
                    outbox.confirm(
                        session, found, worker="w", ts="1", channel_id="C", now=self.now
                    )

    def rows(self):
        with self.database.read() as session:
            found = session.exec(select(OutboxRow).order_by(OutboxRow.id))
            return [
                (each.key, each.state, each.due_at, each.not_after) for each in found
            ]

    def wanted(self):
        occasion = Occasion(
            id=self.meeting.id,
            number=self.meeting.number,
            starts_at=self.meeting.starts_at,
            ends_at=self.meeting.ends_at,
            status=self.meeting.status,
            minutes_status=self.meeting.minutes_status,
            ladder=LADDER,
        )
        return {each.key: each for each in reminders.reminders(occasion)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("stories")


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_the_planner_plans_the_same_however_often_it_runs(
    steps, migrated_sqlite, folder
):
    path = shutil.copy(migrated_sqlite, folder / "story.db")
    database = open_database(f"sqlite:///{path}")
    story = Story(database)
    for step in steps:
        story.do(*step)
    with database.begin() as session:
        story.replan(session)
    before = story.rows()

    for _ in range(2):
        reminding.plan_all(database, lambda: story.now)
    after = story.rows()
    wanted = story.wanted()
    database.close()

    assert after == before
    assert len(story.said) == len(set(story.said))
    waiting = {key: due for key, state, due, _ in after if state == "pending"}
    assert set(waiting) <= set(wanted)
    ended = {key for key, state, *_ in after if state in {"sent", "missed"}}
    still_to_come = {key for key, each in wanted.items() if each.due_at > story.now}
    assert still_to_come - ended <= set(waiting)
    assert all(waiting[key] == wanted[key].due_at for key in waiting)
