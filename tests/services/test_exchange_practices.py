"""Practices that went every way there is move to another database as they are."""

from dataclasses import MISSING, fields

import pytest
from exchange_files import clock, give, take
from review_board import ACCEPT, CAST, CHANGES, DECLINE, Board

from bot.domain.clusters import Network
from bot.domain.practices import (
    TARGET_GROUPS,
    Attribution,
    Funding,
    Label,
    Practice,
    PracticeContent,
    PracticeStatus,
    PracticeType,
    PublicationConsent,
    Scope,
    Stage,
    TransferReadiness,
    TwinningRole,
    Visibility,
)
from bot.services import exchange, practices
from storage import networks
from storage import practices as rows

FULL = {
    "title_original": "Digiretsept kõigis apteekides",
    "language": "et",
    "description": "One **national** service:\n\n- every [vendor](https://example.org)\n"
    "  1. connects\n\n> as it is\n",
    "evidence": "**97 %** of prescriptions were digital in 2019.",
    "nuts": "EE001",
    "nuts_version": "2021",
    "scope": Scope.NATIONAL,
    "type": PracticeType.TOOL,
    "stage": Stage.RUNNING,
    "start": "2010-01",
    "end": "2026",
    "stakeholders": "Pharmacies and doctors.\nAnd patients.",
    "target_groups": TARGET_GROUPS[:2],
    "resources": "Two people.",
    "funding": Funding(
        total=1_000_000, eu=0, currency="DKK", programme="H2020", grant="825003"
    ),
    "difficulties": "Old software.",
    "transfer_readiness": TransferReadiness.READY_FOR_TRANSFER,
    "trl": 9,
    "twinning_role": TwinningRole.BOTH,
    "looking_for": "A partner in Portugal; we offer our training.",
    "networks": ("ehn",),
    "links": ("https://example.org/a?b=1&c=2",),
    "interest_disclosure": "The author's institute sells the software.",
    "attribution": Attribution.ANONYMOUS,
    "visibility": Visibility.SIG_ONLY,
    "valid_as_of": "2026-03",
    "submitter_role": "project manager",
    "formatted": ("description", "evidence"),
}


@pytest.fixture
def board(database):
    cast = {name: CAST[name] for name in ("chair", "author", "denmark", "portugal")}
    return Board(database, cast=cast)


@pytest.fixture
def group(board):
    """A practice of every state, and one that says all that can be said."""
    network = Network(slug="ehn", name="E", kind="project", relation="member")
    with board.database.begin() as session:
        networks.add_network(session, board.sig.id, network)
    board.submit(**FULL)
    reviewed = board.submit(title="Reviewed by two")
    for name in ("denmark", "portugal"):
        board.review(name, reviewed, ACCEPT)
    board.edit("author", reviewed, evidence="A new text that waits.")
    asked = board.submit(title="Asked for changes")
    board.review("denmark", asked, CHANGES)
    board.edit("author", asked, evidence="412 checks since 2024.")
    changed = board.submit(title="Changes are asked for")
    board.review("denmark", changed, CHANGES)
    taken = board.submit(title="Under review")
    board.review("portugal", taken, DECLINE)
    ruled = board.submit(title="Accepted alone")
    label = Label.LESSONS_LEARNT
    board.decide(practices.accept, "chair", ruled, label=label)
    rejected = board.submit(title="Rejected")
    board.decide(practices.reject, "chair", rejected, reason="It is\nadvertisement.")
    newer = board.submit(title="The newer one")
    board.decide(practices.accept, "chair", newer)
    board.decide(practices.supersede, "chair", ruled, newer=newer.number)
    gone = board.submit(title="Withdrawn")
    board.decide(practices.withdraw, "author", gone)
    printed = board.submit(title="Printed")
    board.decide(practices.accept, "chair", printed)
    with board.database.begin() as session:
        practices.publish(session, board.sig, printed.id, by=None, now=board.clock())
    return board


def all_of(board):
    with board.database.read() as session:
        return [
            rows.get(session, board.sig.id, number)
            for number in range(1, board.submitted + 1)
        ]


def test_the_practices_leave_out_nothing_that_can_be_said(group):
    """So that a field which is added later is not forgotten in a file."""
    known = all_of(group)

    assert not _unused(PracticeContent, [each.content for each in known]) - {
        *("nuts_name", "provenance"),  # only files say them: see the sample group
    }
    assert not _unused(Practice, known) - {
        *("key", "author_name"),  # of files and of people
    }
    assert not _unused(PublicationConsent, [each.consent for each in known]) - {
        "withdrawn_on"
    }
    assert {each.status for each in known} == set(PracticeStatus) - {
        PracticeStatus.DRAFT
    }


def _unused(kind, values):
    """Return the fields that say the same as their default in all values."""
    return {
        each.name
        for each in fields(kind)
        if each.default is not MISSING
        and all(getattr(value, each.name) == each.default for value in values)
    }


def test_export_and_import_into_an_empty_database_gives_the_same_bytes(
    group, second_database, tmp_path
):
    first = exchange.export(group.database, None, tmp_path / "first")
    exchange.import_file(second_database, clock, tmp_path / "first/convenor.json")
    second = exchange.export(second_database, None, tmp_path / "second")

    assert [path.name for path in first] == [path.name for path in second]
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_the_texts_and_what_was_decided_are_the_same(group, second_database, tmp_path):
    take(second_database, give(group.database, tmp_path / "out"))

    with second_database.read() as session:
        moved = [rows.get(session, 1, each.number) for each in all_of(group)]
        printed = rows.numbered(session, 1)

    for mine, theirs in zip(all_of(group), moved, strict=True):
        assert theirs.content == mine.content
        assert theirs.consent == mine.consent
        for name in ("status", "label", "is_ruling", "reason", "superseded_by"):
            assert getattr(theirs, name) == getattr(mine, name)
    with group.database.read() as session:
        expected = rows.numbered(session, group.sig.id)
    assert [each.content for each in printed] == [each.content for each in expected]


def test_the_same_file_again_changes_nothing(group, second_database, tmp_path):
    given = give(group.database, tmp_path / "out")

    assert take(group.database, given).is_empty
    assert not take(second_database, given).is_empty
    again = take(second_database, given)
    assert again.is_empty
    assert again.doubts == ()
