"""What belongs to records goes through a file, and nothing newer here is lost."""

import copy
from datetime import UTC, datetime

import pytest
from exchange_files import clock, take
from exchange_small import (
    LATER,
    a_position,
    a_round,
    exported,
    held,
    paper_of,
    summary_of,
    talk,
    text,
    the_small_group,
)

from bot.domain.consensus import Position, Stance
from bot.domain.sigs import Sig
from bot.domain.whitepaper.comments import CommentKind, position_nonce
from storage import comments, consensus, contributor_credits, directory, sections, sigs
from storage import members as people
from storage.tables import MeetingNoteRow


@pytest.fixture
def file():
    return the_small_group()


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


# What a file of the program's version before these did not have.
_NEWER = {
    *("revisions", "comment_windows", "comments", "edited_drafts", "rounds"),
    *("notes", "minutes", "answers", "approval", "ballots", "point", "carried"),
    *("author", "author_cluster", "recorded_by", "credit", "credit_by", "cast_at"),
}


def without_newer(value):
    if isinstance(value, list):
        return [without_newer(each) for each in value]
    if isinstance(value, dict):
        return {
            name: without_newer(each)
            for name, each in value.items()
            # A point of an agenda takes so many minutes; they were always there.
            if name not in _NEWER or (name == "minutes" and isinstance(each, int))
        }
    return value


def test_a_file_of_an_earlier_version_takes_nothing_away(database, file, tmp_path):
    take(database, held(talk(file)))
    before = exported(database, tmp_path, "before")
    older = without_newer(before)

    report = take(database, older)

    assert older != before
    assert report.is_empty
    assert report.doubts == ()
    assert exported(database, tmp_path, "after") == before


def test_a_file_of_an_earlier_version_makes_a_group(database, file, tmp_path):
    older = without_newer(held(talk(file)))

    take(database, older)

    given = exported(database, tmp_path)
    assert summary_of(given)["body_md"] == summary_of(older)["body_md"]
    assert without_newer(given) == given


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


def test_times_are_kept_to_the_second_and_beyond(database, file):
    exact = "2026-11-01T08:00:01.000002Z"
    summary_of(file)["revisions"] = [text(1, "One.", at=exact), text(2)]
    take(database, file)

    with database.read() as session:
        summary = sections.listed(session, 1)[0]
        _, older = sections.revisions(session, summary.id)
    assert older.written_at == datetime(2026, 11, 1, 8, 0, 1, 2, tzinfo=UTC)
    assert older.written_at < clock()
