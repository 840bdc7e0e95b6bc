"""What belongs to records goes through a file, and nothing newer here is lost."""

import copy
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from exchange_files import clock, give, problems_of, take
from exchange_full import COMMENTS, DRAFTS, SERIES, WINDOWS

from bot.domain.consensus import Position, Stance
from bot.domain.sigs import Sig
from bot.domain.whitepaper.comments import CommentKind, position_nonce
from storage import comments, consensus, contributor_credits, directory, sections, sigs
from storage import members as people
from storage.tables import ActionItemRow, AgendaItemRow, MeetingNoteRow, MinutesRow

AT = "2026-11-01T08:00Z"
LATER = "2026-11-02T08:00Z"


def text(number, body=None, **said):
    given = {"revision": number, "author": "m", "reason": f"{number}.", "at": AT}
    return given | ({} if body is None else {"body_md": body}) | said


def a_round(**said):
    return {"number": 1, "opened_at": AT, "closes_at": "2026-11-20T08:00Z"} | said


def a_position(cluster, stance, said_at=AT, **said):
    return {"cluster": cluster, "stance": stance, "said_at": said_at} | said


@pytest.fixture
def file():
    """A small group in which people have begun to work."""
    return {
        "clusters": [
            {"id": "c", "name": "C", "country": "EE"},
            {"id": "d", "name": "D", "country": "DK"},
        ],
        "members": [{"id": "m", "role": "member", "name": "m", "cluster": "c"}],
        "meetings": [
            {
                "id": "M-1",
                "title": "First",
                "starts_local": "2026-11-03T10:00",
                "tz": "Europe/Brussels",
                "status": "held",
                "agenda": [{"title": "One"}, {"title": "Two"}],
            }
        ],
        "decisions": [
            {"id": "D-1", "text": "So be it.", "status": "proposed", "kind": "vote"}
        ],
        "action_items": [
            {"id": "A-1", "title": "Write", "status": "open", "meeting": "M-1"}
        ],
        "recommendations": [
            {
                "id": "R-1",
                "title": "Do it",
                "statement": "It is good.",
                "status": "discussed",
                "rounds": [a_round(positions=[a_position("c", "support")])],
            }
        ],
        "white_paper": {
            "title": "Paper",
            "sections": [
                {
                    "key": key,
                    "title": key,
                    "mode": "handwritten",
                    "body_md": "Two.",
                    "revision": 2,
                    "revisions": [text(1, "One."), text(2)],
                }
                for key in ("executive_summary", "methodology")
            ],
        },
    }


def paper_of(given):
    return given["white_paper"]


def summary_of(given):
    return paper_of(given)["sections"][0]


def exported(database, tmp_path, name="out", sig_id=None):
    return give(database, tmp_path / name, sig_id)


def test_a_history_that_goes_on_is_taken_as_it_is(database, file, tmp_path):
    take(database, file)
    newer = copy.deepcopy(file)
    summary_of(newer).update(
        body_md="Four.",
        revision=4,
        revisions=[text(1, "One."), text(2, "Two."), text(3, "Three."), text(4)],
    )

    report = take(database, newer)

    given = exported(database, tmp_path)
    assert report.doubts == ()
    assert summary_of(given)["body_md"] == "Four."
    assert summary_of(given)["revisions"] == summary_of(newer)["revisions"]
    assert take(database, newer).is_empty
    # What is older than that says nothing new.
    after = take(database, file)
    assert after.is_empty
    assert after.doubts == (
        "executive_summary was changed here since; the file's text was not taken.",
    )


def test_another_history_replaces_no_text_and_is_a_doubt(database, file, tmp_path):
    take(database, file)
    other = copy.deepcopy(file)
    summary_of(other).update(
        body_md="Other three.",
        revision=3,
        revisions=[text(1, "Other one."), text(2, "Other two."), text(3)],
    )

    report = take(database, other)

    given = summary_of(exported(database, tmp_path))
    assert given["body_md"] == "Other three."
    assert given["revisions"] == [text(1, "One."), text(2, "Two.")]
    (doubt,) = report.doubts
    assert doubt.startswith("The history of executive_summary is another one here;")


def test_a_text_changed_in_the_file_is_nobodys(database, file, tmp_path):
    take(database, file)
    summary_of(file)["body_md"] = "Changed by hand."

    report = take(database, file)

    given = summary_of(exported(database, tmp_path))
    assert report.doubts == ()
    assert given["revision"] == 3
    assert [each["revision"] for each in given["revisions"]] == [1, 2]


def test_older_texts_come_to_a_group_that_never_had_them(database, file, tmp_path):
    older = copy.deepcopy(file)
    del summary_of(older)["revisions"]
    take(database, older)

    take(database, file)

    assert summary_of(exported(database, tmp_path))["revisions"] == [
        text(1, "One."),
        text(2),
    ]


def test_the_later_word_of_each_cluster_counts(database, file, tmp_path):
    take(database, file)
    other = copy.deepcopy(file)
    other["recommendations"][0]["rounds"][0]["positions"] = [
        a_position("c", "object", "2026-10-31T08:00Z", reason="An older word."),
        a_position("d", "live_with", LATER, person="m"),
    ]
    take(database, other)
    changed = a_position("d", "object", "2026-11-03T08:00Z", reason="No.")
    other["recommendations"][0]["rounds"][0]["positions"] = [changed]

    take(database, other)

    (asked,) = exported(database, tmp_path)["recommendations"][0]["rounds"]
    assert asked["positions"] == [a_position("c", "support"), changed]
    with database.read() as session:
        (proposed,) = consensus.listed(session, 1)
    assert {each.cluster: each.stance for each in proposed.positions} == {
        "c": Stance.SUPPORT,
        "d": Stance.OBJECT,
    }
    assert all(isinstance(each, Position) for each in proposed.positions)


def test_what_a_round_brought_about_outlives_an_older_file(database, file, tmp_path):
    newer = copy.deepcopy(file)
    newer["recommendations"][0] |= {
        "status": "adopted",
        "dissent": "One objected.",
        "rounds": [a_round(ended_at=LATER)],
    }
    take(database, newer)
    before = exported(database, tmp_path, "before")["recommendations"][0]

    report = take(database, file)

    after = exported(database, tmp_path, "after")["recommendations"][0]
    assert (after["status"], after["dissent"]) == ("adopted", "One objected.")
    assert after["rounds"][0]["ended_at"] == before["rounds"][0]["ended_at"]
    assert report.doubts == (
        "R-1 is adopted here and stays so; the file says discussed.",
    )


def talk(given):
    """Let people speak about the paper of a group."""
    everybody = {"m-ee": "m", "chair": "m", "cl-ee": "c"}
    paper_of(given)["comment_windows"] = named(WINDOWS, everybody)
    paper_of(given)["comments"] = named(COMMENTS, everybody)
    paper_of(given)["edited_drafts"] = named(DRAFTS, everybody)
    return given


def named(value, names):
    if isinstance(value, list):
        return [named(each, names) for each in value]
    if isinstance(value, dict):
        return {name: named(each, names) for name, each in value.items()}
    return names.get(value, value) if isinstance(value, str) else value


def test_comments_move_to_another_group_with_its_own_ids(database, file, tmp_path):
    with database.begin() as session:
        one, other = (sigs.add(session, Sig()).id for _ in range(2))
    take(database, talk(file), sig_id=one)
    first = exported(database, tmp_path, "one", one)
    take(database, first, sig_id=other)

    assert exported(database, tmp_path, "two", other) == first
    for sig_id in (one, other):
        assert take(database, first, sig_id=sig_id).is_empty
    with database.read() as session:
        who = directory.directory(session, other)
        listed = comments.listed(session, other)
        windows = {each.id: each for each in comments.windows(session, other)}
        (position,) = (each for each in listed if each.kind is CommentKind.POSITION)
        nonce = position_nonce(
            position.section_id,
            who.find("c")[1],
            windows[position.window_id],
        )
        assert comments.by_nonce(session, other, nonce) == position
        kept = sections.find(session, other, position.section_id)
    # Ids and not keys: those of the group itself.
    assert position.consolidates == (listed[0].id,)
    assert (kept.section.key, position.person_id) == (
        "executive_summary",
        who.find("m")[0],
    )


def test_what_was_said_here_is_not_said_otherwise_by_a_file(database, file, tmp_path):
    take(database, talk(file))
    before = exported(database, tmp_path, "before")
    talks = paper_of(file)
    talks["comments"][0] |= {"text": "Another text.", "state": "open", "answer": ""}
    talks["comment_windows"][0]["closes_at"] = "2026-12-31T22:00Z"
    talks["edited_drafts"][0]["conflicts"][0]["state"] = "open"
    talks["comments"][2]["text"] = "Another position."

    report = take(database, file)

    assert report.is_empty
    assert exported(database, tmp_path, "after") == before
    assert report.doubts == (
        "The time for comments w-1 is another one here; the file's was not taken.",
        "Comment c-1 is another one here; the file's was not taken.",
        (
            "The position executive_summary c w-1 is another one here; the file's was "
            "not taken."
        ),
    )


def test_an_open_comment_is_answered_by_a_file(database, file, tmp_path):
    take(database, talk(file))
    answered = {"state": "accepted", "answer": "Thank you.", "answered_by": "m"}
    paper_of(file)["comments"][1] |= answered

    report = take(database, file)

    given = paper_of(exported(database, tmp_path))["comments"][1]
    assert answered.items() <= given.items()
    assert report.doubts == ()
    assert take(database, file).is_empty


def test_roles_that_somebody_chose_stay(database, file):
    file["members"][0] |= {"credit": ["methodology"], "credit_by": "m"}
    take(database, file)
    file["members"][0]["credit"] = ["software"]

    report = take(database, file)

    with database.read() as session:
        (person,) = contributor_credits.contributors(session, 1)
    assert report.is_empty
    assert person.corrected == frozenset({"methodology"})
    assert report.doubts == (
        "member m: the roles in the paper were chosen here and stay.",
    )
    assert take(database, {"members": [{"id": "m", "credit": None}]}).is_empty


def held(given):
    """Let the meeting have been held and its minutes been written."""
    given["meetings"][0] |= {
        "notes": [
            {"position": 1, "point": 2, "text": "A note.", "author": "m"},
            {"position": 2, "text": "One more."},
        ],
        "minutes": [
            {"revision": 1, "body_md": "First.", "at": AT, "notes": 2, "actions": 1}
        ],
        "approval": {"revision": 1, "approved_on": "2026-11-10", "person": "m"},
    }
    given["action_items"][0] |= {"point": 1, "carried": [{"meeting": "M-1"}]}
    given["decisions"][0]["ballots"] = [
        {"cluster": "c", "choice": "for", "cast_at": AT}
    ]
    return given


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


def test_whoever_left_stays_who_wrote_and_spoke(database, file, tmp_path):
    file["recommendations"][0] |= {"author": "m", "author_cluster": "c"}
    take(database, held(talk(file)))
    with database.begin() as session:
        person_id = directory.directory(session, 1).find("m")[0]
        people.remove_membership(session, 1, person_id)
    given = exported(database, tmp_path)
    given["recommendations"][0]["title"] = "Do it now"
    summary_of(given)["title"] = "Summary"
    given["meetings"][0]["title"] = "The first"

    report = take(database, given)

    assert set(report.changed) == {"recommendations", "white_paper", "meetings"}
    with database.read() as session:
        (proposed,) = consensus.listed(session, 1)
        summary = sections.listed(session, 1)[0]
        texts = sections.revisions(session, summary.id)
        said = comments.listed(session, 1)
        note = session.get_one(MeetingNoteRow, 1)
    assert proposed.author_id == person_id
    assert {each.author_id for each in texts} == {person_id}
    assert said[0].person_id == person_id
    assert note.author_id == person_id


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


def test_times_are_kept_to_the_second_and_beyond(database, file):
    exact = "2026-11-01T08:00:01.000002Z"
    summary_of(file)["revisions"] = [text(1, "One.", at=exact), text(2)]
    take(database, file)

    with database.read() as session:
        summary = sections.listed(session, 1)[0]
        _, older = sections.revisions(session, summary.id)
    assert older.written_at == datetime(2026, 11, 1, 8, 0, 1, 2, tzinfo=UTC)
    assert older.written_at < clock()
