"""Notes, minutes, votes and series go through a file, and what is here stays."""

import copy

import pytest
import sqlalchemy as sa
from exchange_files import problems_of, take
from exchange_full_parts import COMMENTS, SERIES
from exchange_small import exported, held, paper_of, talk, the_small_group

from bot.domain.sigs import Sig
from storage import sigs
from storage.tables import ActionItemRow, AgendaItemRow, MeetingNoteRow, MinutesRow


@pytest.fixture
def file():
    return the_small_group()


def test_points_and_minutes_mean_the_same_in_another_group(database, file):
    with database.begin() as session:
        one, other = (sigs.add(session, Sig()).id for _ in range(2))
    take(database, held(file), sig_id=one)
    # In a file the points may stand in another order than that of their positions.
    points = [{"title": "Two", "position": 2}, {"title": "One", "position": 1}]
    file["meetings"][0]["agenda"] = points
    file["meetings"][0]["notes"][0]["point"] = 1
    file["action_items"][0]["point"] = 2

    take(database, file, sig_id=other)

    def stored(session, table, *ids):
        return [session.get_one(table, each) for each in ids]

    with database.read() as session:
        notes = stored(session, MeetingNoteRow, 1, 3)
        about = [session.get_one(AgendaItemRow, each.agenda_item_id) for each in notes]
        actions = stored(session, ActionItemRow, 1, 2)
        work = [session.get_one(AgendaItemRow, each.agenda_item_id) for each in actions]
        minutes = stored(session, MinutesRow, 1, 2)
        taken = [each.takes_in for each in minutes]
    assert [each.title for each in about] == ["Two", "Two"]
    assert [each.title for each in work] == ["One", "One"]
    assert taken == [
        {"note": 2, "decision": 0, "action": 1},
        {"note": 4, "decision": 0, "action": 2},
    ]


def test_notes_minutes_and_votes_of_here_stay(database, file, tmp_path):
    take(database, held(file))
    before = exported(database, tmp_path, "before")
    file["meetings"][0]["notes"][0]["text"] = "Another note."
    file["meetings"][0]["minutes"][0]["body_md"] = "Another text."
    file["meetings"][0]["approval"]["approved_on"] = "2026-11-11"
    file["decisions"][0]["ballots"][0]["choice"] = "against"

    report = take(database, file)

    assert report.is_empty
    assert exported(database, tmp_path, "after") == before
    said = "is another one here; the file's was not taken."
    assert report.doubts == (
        f"A text of the minutes of M-1 {said}",
        f"Note 1 of M-1 {said}",
        f"The vote of c on D-1 {said}",
    )


def test_rules_of_series_come_only_to_a_group_without_any(database, file, tmp_path):
    file["meeting_series"] = SERIES
    file["meetings"][0] |= {"series": "S-1", "occurs_on": "2026-11-03"}
    report = take(database, file)
    assert "  new: the series of meetings" in report.lines
    before = exported(database, tmp_path, "before")
    assert before["meeting_series"] == SERIES
    file["meeting_series"] = [SERIES[0] | {"title": "Weekly"}]
    new = file["meetings"][0] | {"id": "M-2", "title": "Next"}
    file["meetings"].append(new | {"occurs_on": "2026-11-10"})

    report = take(database, file)

    after = exported(database, tmp_path, "after")
    assert after["meeting_series"] == SERIES
    assert "series" not in after["meetings"][1]
    assert report.doubts == (
        "The group has its own series of meetings; the file's were not taken.",
    )


def test_two_meetings_of_a_series_on_a_day_are_refused(database, file):
    file["meeting_series"] = SERIES
    first = file["meetings"][0]
    first |= {"series": "S-1", "occurs_on": "2026-11-03"}
    file["meetings"].append(first | {"id": "M-2"})

    assert problems_of(database, file) == [
        "meetings[1] M-2: occurs_on: S-1 has another meeting of that day.",
    ]


def statements(database, work):
    """Return how many statements some work sends to the database."""
    sent = []

    def note(*_arguments):
        sent.append(1)

    event = database._engine, "before_cursor_execute", note
    sa.event.listen(*event)
    try:
        work()
    finally:
        sa.event.remove(*event)
    return len(sent)


def test_more_to_say_needs_no_more_statements_to_read(database, file, tmp_path):
    take(database, held(talk(file)))
    few = statements(database, lambda: exported(database, tmp_path, "few"))
    more = copy.deepcopy(file)
    for number in range(20):
        note = {"position": number + 3, "text": "A note."}
        more["meetings"][0]["notes"].append(note)
        comment = COMMENTS[1] | {"id": f"more-{number}"}
        paper_of(more)["comments"].append(comment)
    take(database, more)

    assert statements(database, lambda: exported(database, tmp_path, "many")) == few
