"""Before a practice goes out: contact details, look-alikes, and what it begins with."""

from dataclasses import replace
from datetime import timedelta

import pytest
from review_board import DECLARED, Board

from bot.domain.errors import InvalidInputError, NotAllowedError, NotFoundError
from bot.domain.practices import (
    Attribution,
    Declaration,
    PracticeContent,
    PracticeStatus,
    Visibility,
)
from bot.services import practices
from storage import clusters
from storage.practices import versions

from factories import a_content

OTHER = {
    "title": "Remote heart check in villages",
    "summary": "A nurse with a tablet and a cardiologist on call.",
}


@pytest.fixture
def board(database):
    return Board(database)


def doubts(board, name="author", nonce="new", *, confirmed=frozenset(), **content):
    return practices.doubts(
        board.database,
        board.clock,
        caller=board.people[name],
        nonce=nonce,
        change=lambda _: a_content(**content),
        declaration=DECLARED,
        confirmed=confirmed,
    )


def save(board, name="author", nonce="new", **content):
    return practices.save_draft(
        board.database,
        board.clock,
        caller=board.people[name],
        nonce=nonce,
        change=lambda _: a_content(**content),
    )


def become(board, practice, name="author", nonce="new", declared=DECLARED):
    return practices.become_version(
        board.database,
        board.clock,
        caller=board.people[name],
        nonce=nonce,
        practice_id=practice.id,
        declaration=declared,
    )


def drafts(board, name="author"):
    found = practices.mine(board.database, board.clock, caller=board.people[name])
    return [each for each in found if each.status is PracticeStatus.DRAFT]


# --- contact details ----------------------------------------------------------------


def test_contact_details_are_asked_about_once(board):
    first = doubts(board, problem="Write to a@b.org.")

    assert first.warned == {"problem": ("a@b.org",)}
    assert not first.alike
    again = doubts(board, problem="Do write to a@b.org.", confirmed=first.confirmed)
    assert not again
    more = doubts(
        board, problem="a@b.org, 12345678", confirmed=first.confirmed, title="7" * 9
    )
    assert more.warned == {"title": ("7" * 9,), "problem": ("12345678",)}


def test_what_is_wrong_is_said_before_anything_is_asked(board):
    with pytest.raises(InvalidInputError) as caught:
        doubts(board, problem="", valid_as_of="2027", title="a@b.org")

    assert list(caught.value.fields) == ["problem", "valid_as_of"]


def test_a_new_text_is_asked_about_only_what_is_new_in_it(board):
    practice = board.submit(problem="Write to a@b.org.")

    def asked(problem):
        return practices.doubts_of_edit(
            board.database,
            board.clock,
            caller=board.people["author"],
            practice_id=practice.id,
            change=lambda before: replace(before, problem=problem),
        ).warned

    assert asked("Please write to a@b.org.") == {}
    assert asked("a@b.org or c@d.org") == {"problem": ("c@d.org",)}


# --- look-alikes --------------------------------------------------------------------


def test_a_text_like_another_is_asked_about_and_nothing_is_saved(board):
    practice = board.submit()

    found = doubts(board, "denmark", title="In all pharmacies: digital prescriptions")

    assert [each.ref for each in found.alike] == [practice.ref]
    assert found.editable == ()
    assert drafts(board, "denmark") == []
    assert not doubts(board, **OTHER)


def test_only_who_may_edit_is_offered_a_new_version(board):
    practice = board.submit()

    assert doubts(board, "author").editable == (practice.id,)
    assert doubts(board, "france").editable == (practice.id,)
    assert doubts(board, "portugal").editable == ()


def test_a_practice_is_not_like_itself_nor_asked_about_twice(board):
    practice = board.submit()

    assert not doubts(board, nonce=practice.nonce)


def test_nobody_learns_of_a_practice_that_they_may_not_read(board):
    board.submit(visibility=Visibility.SIG_ONLY)

    assert doubts(board, "denmark").alike
    assert not doubts(board, "external").alike


def test_who_may_not_submit_is_asked_nothing(board):
    with pytest.raises(NotAllowedError):
        doubts(board, "observer")


def test_a_draft_of_somebody_else_is_not_looked_at(board):
    save(board)

    with pytest.raises(NotAllowedError):
        doubts(board, "denmark")


# --- a new version ------------------------------------------------------------------


def test_a_draft_becomes_the_newest_text_and_is_no_more(board):
    practice = board.submit(trl=9, difficulties="The first winter.")
    save(board, title="Digital prescriptions everywhere", difficulties="")

    newer = become(board, practice)

    assert newer.number == practice.number
    assert newer.content.title == "Digital prescriptions everywhere"
    assert newer.content.difficulties == "The first winter."
    assert newer.content.trl == 9
    assert newer.revision == 2
    assert drafts(board) == []


def test_what_was_accepted_stays_printed_until_the_new_text_is_accepted(board):
    practice = board.submit()
    board.decide(practices.accept, "chair", practice)
    save(board, title="Digital prescriptions everywhere")

    newer = become(board, practice)

    assert newer.status is PracticeStatus.SUBMITTED
    assert newer.accepted_revision == 1
    listed = practices.listed(
        board.database, board.clock, caller=board.people["member"]
    )
    assert [each.content.title for each in listed] == [practice.content.title]


def test_the_second_time_nothing_changes(board):
    practice = board.submit()
    save(board, title="Digital prescriptions everywhere")
    first = become(board, practice)

    assert become(board, practice) == first


def test_an_editor_decides_nothing_about_printing(board):
    practice = board.submit(attribution=Attribution.ANONYMOUS)
    save(board, "france", attribution=Attribution.ORGANISATION, title="Better")

    newer = become(board, practice, "france", declared=Declaration())

    assert newer.content.attribution is Attribution.ANONYMOUS
    assert newer.content.title == "Better"
    assert newer.consent == practice.consent


def test_an_author_renews_the_declaration(board):
    practice = board.submit()
    save(board, visibility=Visibility.SIG_ONLY)

    with pytest.raises(InvalidInputError):
        become(board, practice, declared=Declaration(has_rights=True))
    assert len(drafts(board)) == 1
    newer = become(board, practice, declared=replace(DECLARED, may_publish=False))

    assert newer.content.visibility is Visibility.SIG_ONLY
    assert not newer.consent.publish


@pytest.mark.parametrize("name", ["denmark", "member", "observer", "external"])
def test_others_cannot_make_it_a_version_of_what_is_not_theirs(board, name):
    practice = board.submit()
    board.people["saver"] = board.people["denmark"]
    save(board, "saver", nonce="theirs")

    with pytest.raises(NotAllowedError):
        become(board, practice, name, nonce="theirs")
    assert board.now(practice).revision == 1


def test_a_draft_of_somebody_else_does_not_become_a_version(board):
    practice = board.submit()
    save(board, "denmark", nonce="theirs")

    with pytest.raises(NotAllowedError, match="belongs to somebody else"):
        become(board, practice, nonce="theirs")
    assert len(drafts(board, "denmark")) == 1


def test_what_was_sent_meanwhile_is_no_version_of_another(board):
    practice = board.submit()
    other = board.submit(**OTHER)

    with pytest.raises(NotAllowedError, match="was sent as P-2 already"):
        become(board, practice, nonce=other.nonce)


def test_an_unfinished_version_is_not_lost(board):
    practice = board.submit()
    practices.keep_edit(
        board.database,
        board.clock,
        caller=board.people["author"],
        practice_id=practice.id,
        revision=1,
        change=lambda before: replace(before, title="Half-way"),
    )
    save(board, title="Another")

    with pytest.raises(NotAllowedError, match="Finish that one first"):
        become(board, practice)
    with board.database.read() as session:
        author = board.people["author"].person.id
        kept = versions.edit_of(session, practice.id, author)
    assert kept.content.title == "Half-way"
    assert len(drafts(board)) == 1


def test_a_practice_that_was_withdrawn_gets_no_version(board):
    practice = board.submit()
    save(board)
    board.decide(practices.withdraw, "author", practice)

    with pytest.raises(NotAllowedError, match="withdrawn"):
        become(board, practice)
    assert len(drafts(board)) == 1


def test_practices_of_other_groups_are_out_of_reach(board):
    theirs = Board(board.database, "COTHER").submit()
    save(board)

    with pytest.raises(NotFoundError):
        become(board, theirs)


# --- the beginning ------------------------------------------------------------------


def test_a_new_practice_begins_with_the_facts_of_its_authors_cluster(board):
    author = board.people["author"]
    with board.database.begin() as session:
        known = clusters.cluster(session, board.sig.id, author.actor.cluster_id)
        clusters.update_cluster(
            session,
            board.sig.id,
            replace(known, nuts="EE00", scope="national", language="et"),
        )

    offered = practices.choices(board.database, board.clock, author)
    draft = practices.save_draft(
        board.database,
        board.clock,
        caller=author,
        nonce="n",
        change=lambda begun: replace(begun, title="Mine"),
    )

    assert offered.beginning.organisation == "Cluster EE"
    assert (offered.beginning.country, offered.beginning.nuts) == ("EE", "EE00")
    assert draft.content == replace(offered.beginning, title="Mine")


def test_without_a_cluster_it_begins_empty(board):
    caller = board.people["secretariat"]

    offered = practices.choices(board.database, board.clock, caller)

    assert offered.beginning == PracticeContent()


def test_the_unfinished_drafts_are_offered(board):
    save(board, nonce="1", title="First")
    save(board, nonce="2", title="Second")
    save(board, "denmark", nonce="3")

    offered = practices.choices(board.database, board.clock, board.people["author"])

    assert [each.content.title for each in offered.drafts] == ["First", "Second"]


def test_facts_of_the_future_are_not_submitted(board):
    board.moment += timedelta(days=1)
    board.submit(valid_as_of="2026-11-22")

    with pytest.raises(InvalidInputError) as caught:
        board.submit(valid_as_of="2026-11-23", **OTHER)

    assert list(caught.value.fields) == ["valid_as_of"]


def test_the_word_about_patients_is_kept_with_the_consent(board):
    practice = board.submit()

    assert practice.consent.names_no_patient
    with pytest.raises(InvalidInputError) as caught:
        practices.submit(
            board.database,
            board.clock,
            caller=board.people["author"],
            nonce="x",
            change=lambda _: a_content(**OTHER),
            declaration=replace(DECLARED, names_no_patient=False),
        )
    assert "no patient can be recognised" in caught.value.fields["consent"]
