"""Reviews and unfinished new texts in the database."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from review_board import ACCEPT, Board

from bot.domain.errors import NotFoundError, StaleVersionError
from bot.domain.permissions import Role
from bot.domain.practices import (
    Attribution,
    EvidenceLevel,
    Funding,
    PracticeContent,
    PracticeType,
    Provenance,
    Review,
    ReviewState,
    Scope,
    Stage,
    TransferReadiness,
    TwinningRole,
    Visibility,
)
from storage import practices as practice_rows
from storage import reviews
from storage.practices import versions

from factories import NOW, a_content

FULL = a_content(
    title_original="Digiretsept",
    language="et",
    nuts="EE00",
    nuts_name="Eesti",
    nuts_version="2021",
    scope=Scope.NATIONAL,
    type=PracticeType.SERVICE,
    stage=Stage.SCALED,
    start="2010",
    end="2021",
    stakeholders="Patients",
    target_groups=("smes", "payers"),
    resources="Two people",
    funding=Funding(
        total=3_000_000_000, eu=1, currency="EUR", programme="ERDF", grant="825003"
    ),
    evidence_level=EvidenceLevel.SURVEY,
    difficulties="Some",
    transfer_readiness=TransferReadiness.PILOT,
    trl=9,
    twinning_role=TwinningRole.SEEKS,
    looking_for="A hospital that tries it",
    interest_disclosure="Paid by a vendor",
    networks=("scanbalt",),
    links=("https://example.org/a",),
    attribution=Attribution.ANONYMOUS,
    visibility=Visibility.SIG_ONLY,
    valid_as_of="2020-01-29",
    submitter_role="cluster manager",
    provenance=(Provenance(field="summary", claim="97 %", status="seed", source="S0"),),
    formatted=("evidence",),
)


@pytest.fixture
def board(database):
    return Board(database)


def an_edit(practice, person_id, **changes):
    values = {
        "practice_id": practice.id,
        "person_id": person_id,
        "version": 1,
        "revision": 1,
        "content": FULL,
    }
    return versions.Edit(**(values | changes))


def test_every_field_of_an_unfinished_text_comes_back(board):
    practice = board.submit()
    author = board.people["author"].person.id
    with board.database.begin() as session:
        versions.keep_edit(session, an_edit(practice, author))
    with board.database.read() as session:
        kept = versions.edit_of(session, practice.id, author)

    assert kept.content == FULL
    empty = PracticeContent()
    same = [
        f.name for f in fields(FULL) if getattr(FULL, f.name) == getattr(empty, f.name)
    ]
    assert same == []


def test_an_unfinished_text_belongs_to_one_person_and_the_last_one_counts(board):
    practice = board.submit()
    author, editor = (board.people[name].person.id for name in ("author", "france"))
    with board.database.begin() as session:
        versions.keep_edit(session, an_edit(practice, author))
        newer = an_edit(practice, author, revision=2, content=PracticeContent())
        versions.keep_edit(session, newer)
        assert versions.edit_of(session, practice.id, author) == newer
        assert versions.edit_of(session, practice.id, editor) is None
        versions.drop_edit(session, practice.id, author)
        assert versions.edit_of(session, practice.id, author) is None


def test_an_earlier_text_is_read_with_its_themes(board):
    practice = board.submit(themes=("telehealth", "ai"))
    board.edit("author", practice, title="Other", themes=("funding",))
    with board.database.read() as session:
        newest = practice_rows.by_id(session, practice.id)
        first = versions.text(session, newest, 1)
        with pytest.raises(
            NotFoundError, match="P-1 has no version 3; its newest is 2"
        ):
            versions.text(session, newest, 3)

    assert first.themes == ("telehealth", "ai")
    assert first.title == a_content().title


def the_review(board, practice, name="denmark"):
    with board.database.read() as session:
        for each in reviews.of_text(session, practice.id, 1):
            if each.reviewer_id == board.people[name].person.id:
                return each
    return None


def test_what_a_reviewer_says_comes_back(board):
    review = the_review(board, board.submit())
    said = replace(
        review,
        opinion=replace(ACCEPT, remarks={"title": "«Shorter»"}, comment="Fine."),
        state=ReviewState.GIVEN,
        given_at=NOW,
    )
    with board.database.begin() as session:
        saved = reviews.save(session, said)
        found = reviews.get(session, board.sig.id, review.id)
        assert reviews.by_id(session, 99) is None
        with pytest.raises(NotFoundError):
            reviews.get(session, board.sig.id + 1, review.id)

    assert found == saved == replace(said, version=review.version + 1)


def test_of_two_devices_one_is_told(board):
    review = the_review(board, board.submit())
    with board.database.begin() as session:
        reviews.save(session, review)

    def save_again():
        with board.database.begin() as session:
            reviews.save(session, review)

    with pytest.raises(StaleVersionError, match="Please open it again"):
        save_again()


def test_somebody_is_asked_once_about_a_text(board):
    practice = board.submit()
    review = the_review(board, practice)
    again = Review(
        sig_id=board.sig.id,
        practice_id=practice.id,
        revision=1,
        reviewer_id=review.reviewer_id,
        asked_at=NOW + timedelta(days=1),
    )
    with board.database.begin() as session:
        assert reviews.add(session, again) == review


def test_candidates_come_with_what_they_did(board):
    practice = board.submit()
    board.moment = NOW + timedelta(days=1)
    board.submit()
    board.review("denmark", practice, ACCEPT)
    roles = {Role.REVIEWER, Role.EDITOR}
    with board.database.read() as session:
        found = reviews.candidates(session, board.sig.id, roles)
        other = reviews.candidates(session, board.sig.id + 1, roles)

    by_name = {each.user_id.removeprefix(f"U{board.sig.id}"): each for each in found}
    assert sorted(by_name) == [
        "COLLEAGUE",
        "DENMARK",
        "FRANCE",
        "NEAR_EDITOR",
        "PORTUGAL",
    ]
    denmark = by_name["DENMARK"]
    assert (denmark.open_reviews, denmark.all_reviews) == (1, 2)
    assert denmark.last_asked_at == NOW + timedelta(days=1)
    assert by_name["COLLEAGUE"].last_asked_at is None
    assert other == ()
