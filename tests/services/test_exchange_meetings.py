"""What was scheduled, held and decided in Slack outlives a file and travels in one."""

import csv
from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest
from exchange_files import give, prepare, problems_of, record, take, the_corpus
from exchange_full import SCHEDULED, WRITTEN, the_full_group

from bot.domain.meetings import (
    AgendaItem,
    AgendaState,
    Decision,
    DecisionStatus,
    MeetingStatus,
    MinutesStatus,
)
from bot.domain.minutes import Note
from storage import agendas, decisions, meeting_rows, meetings, members, notes

UID = "3f0c4a52-2f0e-4f6e-a5b6-b5a0a2d7f001"
BEGAN = datetime(2026, 11, 20, 9, 2, 7, tzinfo=UTC)
ENDED = datetime(2026, 11, 20, 10, 31, tzinfo=UTC)
MEETING = "M-2021-12"


@pytest.fixture
def corpus():
    return the_corpus()


def in_slack(database):
    """Hold the last meeting of the sample as Slack does; return its points' ids."""
    with database.begin() as session:
        meeting = meetings.find(session, 1, 12)
        chair = members.members_with(session, 1, ["chair"])[0]
        first = replace(meeting.agenda[0], state=AgendaState.DONE, network="cebr")
        agendas.change(session, 1, first)
        proposed = AgendaItem(
            position=len(meeting.agenda) + 1,
            kind="discussion",
            title="Proposed in Slack",
            minutes=10,
            proposed_by=chair.id,
            carried_from_id=first.id,
        )
        agendas.add(session, 1, meeting, item=proposed)
        note = Note(meeting_id=meeting.id, text="Said.", agenda_item_id=first.id)
        notes.add(session, note, source="note-1")
        held = replace(
            meeting,
            status=MeetingStatus.HELD,
            minutes_status=MinutesStatus.CIRCULATED,
            uid=UID,
            sequence=3,
            join_url="https://example.org/room",
            place="Room 2",
            began_at=BEGAN,
            ended_at=ENDED,
            guests=("A guest",),
            thread_channel_id="C1",
            thread_ts="1.2",
        )
        meeting_rows.change(session, 1, held)
        decided = Decision(
            number=0,
            text="Decided in Slack.",
            kind="consensus",
            status=DecisionStatus.ADOPTED,
            dissent="One cluster objected.",
            decided_on=date(2026, 11, 20),
            quorum_met=True,
            agenda_item_id=first.id,
            author_id=chair.id,
        )
        decisions.add(session, 1, decided, meeting_id=meeting.id, source="decision-1")


def as_it_is(database, number=12):
    """Return a meeting, its notes, but for versions, which an import may raise."""
    with database.read() as session:
        found = meetings.find(session, 1, number)
        agenda = tuple(replace(each, version=0) for each in found.agenda)
        decided = tuple(replace(each, version=0) for each in found.decisions)
        said = notes.of_meeting(session, found.id)
    return replace(found, version=0, agenda=agenda, decisions=decided), said


def test_an_older_file_loses_nothing_that_slack_made(database, corpus):
    prepare(database, corpus)
    in_slack(database)
    before, said = as_it_is(database)
    record(corpus, "meetings", MEETING)["note"] = "Changed in the file."

    report = take(database, corpus)

    assert report.changed["meetings"] == (MEETING,)
    after, still_said = as_it_is(database)
    assert after == replace(before, note="Changed in the file.")
    assert still_said == said
    assert said[0].agenda_item_id == after.agenda[0].id
    assert take(database, corpus).is_empty


def test_points_are_known_by_their_title_when_the_file_moves_them(database, corpus):
    prepare(database, corpus)
    in_slack(database)
    before, _ = as_it_is(database)
    agenda = record(corpus, "meetings", MEETING)["agenda"]
    new = {"position": 1, "kind": "aob", "title": "Put first", "minutes": 5}
    moved = [each | {"position": each["position"] + 1} for each in agenda]
    record(corpus, "meetings", MEETING)["agenda"] = [new, *moved]

    take(database, corpus)

    after, _ = as_it_is(database)
    ids = {each.title: each.id for each in after.agenda}
    assert [each.title for each in after.agenda] == [
        "Put first",
        *(each.title for each in before.agenda),
    ]
    assert all(ids[each.title] == each.id for each in before.agenda)
    assert after.agenda[1].state is AgendaState.DONE
    assert take(database, corpus).is_empty


def test_a_point_with_another_title_keeps_its_place_and_what_was_said(database, corpus):
    prepare(database, corpus)
    in_slack(database)
    before, said = as_it_is(database)
    record(corpus, "meetings", MEETING)["agenda"][0]["title"] = "Another title"
    dropped = record(corpus, "meetings", MEETING)["agenda"].pop()

    take(database, corpus)

    after, still_said = as_it_is(database)
    assert after.agenda[0] == replace(before.agenda[0], title="Another title")
    assert still_said == said
    assert dropped["title"] not in {each.title for each in after.agenda}
    assert after.agenda[-1].title == "Proposed in Slack"
    assert take(database, corpus).is_empty


def test_a_file_says_that_somebody_was_not_there_after_all(database, corpus, tmp_path):
    prepare(database, corpus)
    attendance = record(corpus, "meetings", "M-2021-01")["attendance"]
    gone = attendance["present"].pop()
    attendance["absent"] = [*attendance["absent"], gone]

    take(database, corpus)

    given = record(give(database, tmp_path), "meetings", "M-2021-01")
    assert given["attendance"] == attendance


def test_a_meeting_held_in_slack_moves_to_another_database_as_it_is(
    database, second_database, corpus, tmp_path
):
    prepare(database, corpus)
    in_slack(database)
    given = give(database, tmp_path / "first")

    take(second_database, given)

    give(second_database, tmp_path / "second")
    for first in sorted((tmp_path / "first").iterdir()):
        assert first.read_bytes() == (tmp_path / "second" / first.name).read_bytes()
    assert record(given, "meetings", MEETING)["began_at"] == "2026-11-20T09:02:07Z"
    assert take(database, given).is_empty


def test_what_is_said_of_meetings_and_decisions_comes_back(database, tmp_path):
    group = the_full_group()
    record(group, "recommendations", "R-12")["decision"] = "D-21"
    prepare(database, group)

    given = give(database, tmp_path / "out")

    assert given["meetings"] == group["meetings"]
    assert record(given, "meetings", MEETING).items() >= SCHEDULED.items()
    assert given["decisions"] == [WRITTEN]
    assert record(given, "recommendations", "R-12")["decision"] == "D-21"
    assert take(database, given).is_empty


def test_the_sample_fills_every_column_of_meetings_and_decisions(database):
    """So that a field which is added later is not forgotten in a file."""
    prepare(database, the_full_group())

    with database.read() as session:
        found = meetings.find(session, 1, 12)
        decided = meetings.find(session, 1, 1).decisions[0]
        (written,) = meetings.decisions_outside(session, 1)
    assert _empty(found) == {
        *("decisions", "note", "moved_from"),  # the sample's own meetings say them
        *("series_id", "thread_channel_id", "thread_ts"),  # of this database, of Slack
    }
    assert _empty(found.agenda[0]) == {
        "practice",
    }
    assert _empty(decided) & _empty(written) <= {"votes"}
    assert decided.quorum_met is False


def _empty(value):
    return {
        each.name
        for each in fields(value)
        if getattr(value, each.name) in (None, "", (), 0)
        and getattr(value, each.name) is not False
    }


def test_null_clears_what_may_be_empty(database, tmp_path):
    prepare(database, the_full_group())
    changes = dict.fromkeys(SCHEDULED)
    point = {"position": 1, "title": "Welcome, apologies, agenda", "state": None}

    take(database, {"meetings": [{"id": MEETING, "agenda": [point], **changes}]})

    given = record(give(database, tmp_path), "meetings", MEETING)
    # Calendars know the meeting by these two.
    kept = {"uid": SCHEDULED["uid"], "sequence": 3}
    assert {name: given[name] for name in SCHEDULED if given[name]} == kept
    assert given["agenda"][0]["network"] == "cebr"
    assert given["agenda"][0]["state"] is None


def test_a_written_procedure_keeps_what_the_program_does_not_know(database, tmp_path):
    group = the_full_group()
    group["decisions"][0]["colour"] = ["blue"]
    prepare(database, group)

    report = take(database, {"decisions": [{"id": "D-21", "text": "Another text."}]})

    assert dict(report.changed) == {"decisions": ("D-21",)}
    (given,) = give(database, tmp_path)["decisions"]
    assert given == WRITTEN | {"text": "Another text.", "colour": ["blue"]}


def test_the_tables_and_the_list_hold_written_procedures(sqlite_database, tmp_path):
    prepare(sqlite_database, the_full_group())
    give(sqlite_database, tmp_path)

    with (tmp_path / "decisions.csv").open(encoding="utf-8", newline="") as table:
        last = list(csv.DictReader(table))[-1]

    assert (last["meeting"], last["id"]) == ("", "D-21")
    written = (tmp_path / "convenor.md").read_text("utf-8")
    assert "\n- **D&#45;21** Decided by written procedure. proposed\n" in written


def test_a_decision_of_an_older_file_stays_decided_and_the_report_says_so(database):
    prepare(database, the_full_group())
    older = give_decided(database)

    report = take(database, older)

    assert report.is_empty
    assert report.doubts == (
        "D-21 is adopted here and stays so; the file says proposed.",
    )
    with database.read() as session:
        (after,) = meetings.decisions_outside(session, 1)
    assert after.status is DecisionStatus.ADOPTED
    assert after.decided_on == date(2026, 11, 20)


def give_decided(database):
    """Adopt the written procedure in Slack; return what a file said before."""
    with database.begin() as session:
        found = decisions.find(session, 1, 21).decision
        adopted = replace(
            found, status=DecisionStatus.ADOPTED, decided_on=date(2026, 11, 20)
        )
        decisions.save(session, 1, adopted)
    return {"decisions": [WRITTEN]}


def test_a_meeting_that_was_held_is_not_planned_again(database, corpus):
    prepare(database, corpus)
    in_slack(database)

    report = take(database, corpus)

    assert report.is_empty
    assert report.doubts == (
        "M-2021-12 is held here and stays so; the file says scheduled.",
        "The minutes of M-2021-12 are circulated here and stay so; the file says none.",
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"join_url": "ftp://example.org"}, "join_url: Write an address"),
        ({"place": "x" * 201}, "place: That is 201 characters; 200 fit here."),
        ({"uid": "two words"}, "uid: Use up to 255"),
        ({"sequence": -1}, "sequence: Write a number from 0"),
        ({"cancelled_reason": 7}, "cancelled_reason: This must be text"),
        ({"began_at": "2021-12-14T13:00"}, "began_at: Write a time like"),
        (
            {"began_at": "2021-12-14T13:00Z", "ended_at": "2021-12-14T12:59Z"},
            "ended_at: It cannot end before it begins.",
        ),
        ({"guests": [7]}, "guests[0]: This must be text"),
        ({"guests": ["x"] * 21}, "guests: Name at most 20 guests."),
        ({"occurs_on": "soon"}, "occurs_on: Write a date like"),
        (
            {"agenda": [{"title": "T", "state": "later"}]},
            "agenda[0].state: Choose one of",
        ),
        (
            {"agenda": [{"title": "T", "network": "nowhere"}]},
            "agenda[0].network: I do not know nowhere.",
        ),
        (
            {"decisions": [WRITTEN | {"id": "D-22", "quorum_met": "yes"}]},
            "decisions[0].quorum_met: This must be true or false.",
        ),
        (
            {"decisions": [WRITTEN | {"id": "D-22", "dissent": "x" * 2001}]},
            "decisions[0].dissent: That is 2001 characters; 2000 fit here.",
        ),
    ],
)
def test_a_wrong_value_of_a_meeting_is_named(sqlite_database, change, said):
    group = the_full_group()
    record(group, "meetings", MEETING).update(change)

    (problem,) = problems_of(sqlite_database, group)

    assert problem.startswith(f"meetings[11] {MEETING}: {said}")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"due_at": "tomorrow"}, "due_at: Write a time like"),
        ({"decided_on": "2026-02-30"}, "decided_on: Write a date like"),
        ({"supersedes": "D-99"}, "supersedes: I do not know D-99."),
        ({"id": "D-2021-01"}, "id: D-2021-01 is there twice"),
    ],
)
def test_a_wrong_value_of_a_written_procedure_is_named(sqlite_database, change, said):
    group = the_full_group()
    group["decisions"][0] |= change

    (problem,) = problems_of(sqlite_database, group)

    assert problem.startswith(f"decisions[0] {group['decisions'][0]['id']}: {said}")


def test_a_wrong_quorum_is_named(sqlite_database):
    (problem,) = problems_of(sqlite_database, {"sig": {"quorum_percent": 101}})

    assert problem == "sig.quorum_percent: Write a number from 1 to 100."
