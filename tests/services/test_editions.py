"""Editions: their summaries, what changed, publishing and withdrawing."""

from datetime import timedelta

import pytest
from paper_group import a_desk
from review_board import DECLARED

from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
    NotFoundError,
    StaleVersionError,
)
from bot.domain.whitepaper import EditionState
from bot.services import practices
from bot.services.whitepaper import history, publishing
from bot.services.whitepaper.publishing import Publication
from storage import practices as practice_rows
from storage import whitepaper as paper_rows
from templates import documents

from factories import a_content


@pytest.fixture
def desk(database):
    return a_desk(database)


def a_practice(desk, nonce="one", **content):
    """Let the chair submit and accept a practice; return its id."""
    change = {"nonce": nonce, "change": lambda _: a_content(themes=(), **content)}
    desk.do(practices.save_draft, desk.chair, **change)
    submitted = desk.do(practices.submit, desk.chair, **change, declaration=DECLARED)
    desk.do(practices.accept, desk.chair, practice_id=submitted.id)
    return submitted.id


def publication(desk):
    snapshot, as_of, _ = desk.do(publishing.to_publish, desk.chair)
    draft = documents.draft(snapshot, as_of=as_of)
    printed = {box.number for box in draft.document.register}
    return Publication(edition=draft.edition, practices=printed)


def publish(desk):
    return desk.do(publishing.publish, desk.chair, publication=publication(desk))


def status_of(desk):
    with desk.group.database.read() as session:
        paper = paper_rows.paper(session, desk.group.sig.id)
        return paper.status, paper.version


# --- drafts and what changed --------------------------------------------------------


def test_each_draft_says_what_changed_since_the_one_before(desk):
    desk.draft()
    a_practice(desk)
    desk.draft()
    desk.write("outlook", "Two editions follow.\n")
    desk.draft()

    newest, second, first = desk.do(history.listed)

    assert first.summary == "The first draft: 0 practices, 0 recommendations."
    assert second.summary == "New: P-1."
    assert newest.summary == "Written: Outlook."


def test_two_editions_are_compared_in_either_order_and_the_newest_by_default(desk):
    desk.draft()
    a_practice(desk)
    desk.draft()

    newest, _ = desk.do(history.compare, text="")
    turned, _ = desk.do(history.compare, text="0.2 0.1")
    dotted, _ = desk.do(history.compare, text="0.1..0.2")
    one, _ = desk.do(history.compare, text="0.2")

    assert newest == turned == dotted == one
    assert (newest.old, newest.new) == ("0.1", "0.2")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("0.1", InvalidInputError),
        ("0.1 0.1", InvalidInputError),
        ("0.1 0.2 0.3", InvalidInputError),
        ("0.9", NotFoundError),
        ("<!channel>", NotFoundError),
    ],
)
def test_what_cannot_be_compared_is_told(desk, text, error):
    desk.draft()

    with pytest.raises(error):
        desk.do(history.compare, text=text)


def test_a_practice_that_is_withdrawn_is_gone_from_the_next_draft_and_counted(desk):
    practice_id = a_practice(desk)
    before = desk.draft()
    desk.do(practices.withdraw, desk.chair, practice_id=practice_id)
    after = desk.draft()

    newest, *_ = desk.do(history.listed)

    assert "{#p-1}" in before
    assert "{#p-1}" not in after
    assert "Not printed: 1 withdrawn" in after
    assert newest.summary == "Gone: P-1."


# --- publishing ---------------------------------------------------------------------


def test_what_is_published_is_1_0_and_the_practices_in_it_are_published(desk):
    practice_id = a_practice(desk)
    desk.draft()

    edition = publish(desk)

    assert (edition.version, edition.state) == ("1.0", EditionState.PUBLISHED)
    assert status_of(desk) == ("published", "1.0")
    assert "· Published" in edition.markdown
    with desk.group.database.read() as session:
        practice = practice_rows.by_id(session, practice_id)
    assert practice.status == "published"


def test_publishing_twice_without_a_change_is_one_edition(desk):
    a_practice(desk)

    first, second = publish(desk), publish(desk)

    assert first == second
    assert len(desk.do(history.listed)) == 1


def test_drafts_after_a_publication_are_drafts_again_and_2_0_comes_next(desk):
    a_practice(desk)
    publish(desk)
    unchanged = desk.draft()
    desk.write("outlook", "More follows.\n")
    desk.draft()

    newest, published = desk.do(history.listed)
    assert unchanged == published.markdown
    assert (newest.version, newest.state) == ("1.1", EditionState.DRAFT)
    assert "· Draft" in newest.markdown
    assert publish(desk).version == "2.0"


def test_a_text_that_waits_for_a_choice_stands_in_the_way(desk):
    a_practice(desk)
    edited = desk.draft().replace("Our method.", "One way.")
    desk.write("introduction", "Another way.")
    desk.bring(edited)

    found = desk.do(publishing.status)
    ready = publication(desk)

    assert found.is_blocked
    with pytest.raises(InvalidTransitionError, match="/whitepaper status"):
        desk.do(publishing.publish, desk.chair, publication=ready)


def test_text_without_a_place_stands_in_the_way(desk):
    a_practice(desk)
    desk.bring(desk.draft().replace("## Outlook", "A thought.\n\n## Outlook"))

    assert desk.do(publishing.status).is_blocked


def test_a_paper_without_practices_is_not_published(desk):
    ready = publication(desk)

    with pytest.raises(InvalidTransitionError):
        desk.do(publishing.publish, desk.chair, publication=ready)


def test_a_consent_taken_back_while_it_is_assembled_stops_the_publication(desk):
    practice_id = a_practice(desk)
    a_practice(desk, "two", title="Another practice of the group")
    ready = publication(desk)
    desk.do(practices.withdraw, desk.chair, practice_id=practice_id)

    with pytest.raises(StaleVersionError, match="Nothing was published"):
        desk.do(publishing.publish, desk.chair, publication=ready)

    assert desk.do(history.listed) == ()


def test_only_chair_and_secretariat_publish(desk):
    a_practice(desk)
    ready = publication(desk)

    with pytest.raises(NotAllowedError):
        desk.do(publishing.publish, desk.editor, publication=ready)


# --- withdrawing --------------------------------------------------------------------


def test_an_edition_that_is_withdrawn_stays_in_the_list_and_the_group_is_told(desk):
    a_practice(desk)
    publish(desk)

    desk.do(publishing.withdraw, desk.chair, version="1.0", reason="A wrong figure.")
    (edition,) = desk.do(history.listed)

    assert (edition.state, edition.said) == (EditionState.WITHDRAWN, "A wrong figure.")
    assert status_of(desk)[0] == "drafting"
    assert len(desk.group.messages("edition_withdrawn")) == 1
    assert publish(desk).version == "2.0"


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 501])
def test_a_withdrawal_needs_a_reason_that_can_be_read(desk, reason):
    a_practice(desk)
    publish(desk)

    with pytest.raises(InvalidInputError):
        desk.do(publishing.withdraw, desk.chair, version="1.0", reason=reason)


def test_a_draft_cannot_be_withdrawn_nor_anything_twice(desk):
    a_practice(desk)
    desk.draft()
    with pytest.raises(InvalidTransitionError, match="is a draft"):
        desk.do(publishing.to_withdraw, desk.chair, version="")
    publish(desk)
    desk.do(publishing.withdraw, desk.chair, version="", reason="Wrong.")

    with pytest.raises(InvalidTransitionError, match="withdrawn already"):
        desk.do(publishing.withdraw, desk.chair, version="1.0", reason="Wrong.")


def test_the_status_names_owners_dates_and_what_waits(desk):
    day = desk.group.clock().date()
    desk.change("outlook", due_on=day - timedelta(days=1))

    found = desk.do(publishing.status)
    outlook = next(each for each in found.sections if each.section.key == "outlook")

    assert found.is_overdue(outlook)
    assert found.version == "1.0"
    assert any(gap.subject == "Executive summary" for gap in found.empty)
