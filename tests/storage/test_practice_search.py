"""The words of practices: stored, taken away and stored anew with their texts."""

import pytest
import sqlalchemy as sa
from exchange_files import take, the_corpus
from sqlmodel import select

from bot.domain.permissions import Role
from bot.services import practices
from storage import migrate
from storage import practices as rows
from storage.database import open_database
from storage.practices import indexing
from storage.tables import PracticeRow, PracticeSearchRow, ThemeRow
from storage.tables.search import WORDS

from factories import NOW
from groups import a_caller, the_sample_group

OLDER = "0002"


@pytest.fixture
def sig(database):
    return the_sample_group(database)


@pytest.fixture
def chair(database, sig):
    return a_caller(database, sig, Role.CHAIR)


def found(database, caller, words):
    page = practices.search(database, lambda: NOW, caller=caller, words=words)
    return [hit.practice.ref for hit in page.hits]


def count_of(session, table):
    query = sa.select(sa.func.count()).select_from(sa.table(table))
    return session.connection().execute(query).scalar()


def test_an_import_is_found_at_once_and_a_changed_text_by_its_new_words(
    database, sig, chair
):
    corpus = the_corpus()
    corpus["practices"][0]["title"] = "Beehives on hospital roofs"

    take(database, corpus)

    assert found(database, chair, "beehives") == ["P-1"]
    assert found(database, chair, "digital prescriptions 97 beehives") == ["P-1"]


def test_a_practice_keeps_its_place_when_its_text_changes(database, sig, chair):
    before = found(database, chair, "eprescription")
    with database.begin() as session:
        indexing.index(session, rows.get(session, sig.id, 1))

    assert "P-1" in before[1:]
    assert found(database, chair, "eprescription") == before


def test_an_import_of_names_alone_is_found_too(database, sig, chair):
    corpus = the_corpus()
    corpus["themes"][0]["label"] = "Beekeeping"

    take(database, {"themes": corpus["themes"]})

    assert len(found(database, chair, "beekeeping")) == 5


def test_a_renamed_theme_is_found_after_the_group_is_indexed_anew(database, sig, chair):
    with database.begin() as session:
        theme = session.exec(
            select(ThemeRow).where(ThemeRow.slug == "eprescription")
        ).one()
        theme.label = "Beekeeping"
        indexing.reindex(session, sig.id)

    assert len(found(database, chair, "beekeeping")) == 5
    assert len(found(database, chair, "eprescription")) == 5  # by its short name


def test_words_go_with_their_practice(database, sig):
    with database.begin() as session:
        before = count_of(session, "practice_search")
        session.connection().execute(sa.delete(PracticeRow).where(PracticeRow.id == 1))

        assert count_of(session, "practice_search") == before - 1
        if database.is_sqlite:
            assert count_of(session, WORDS) == before - 1


def test_nothing_is_missing_after_an_import(database, sig):
    with database.begin() as session:
        assert indexing.index_missing(session) == 0
        session.connection().execute(
            sa.delete(PracticeSearchRow).where(PracticeSearchRow.practice_id < 3)
        )
        assert indexing.index_missing(session) == 2
        assert indexing.index_missing(session) == 0


@pytest.fixture(params=["sqlite", "postgresql"])
def older_url(request, tmp_path):
    """The address of a database of a release that had no search."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'older.db'}"
        return
    import postgres  # noqa: PLC0415 - beside the tests

    server = request.getfixturevalue("postgresql_server")
    with postgres.new_database(server) as url:
        yield url


def test_practices_of_a_release_without_search_are_found_after_the_upgrade(older_url):
    migrate.upgrade(older_url)
    database = open_database(older_url)
    chair = a_caller(database, the_sample_group(database), Role.CHAIR)
    before = found(database, chair, "prescription")
    database.close()
    migrate.downgrade(older_url, OLDER)

    migrate.upgrade(older_url)

    database = open_database(older_url)
    assert found(database, chair, "prescription") == before
    assert len(before) == 5
    database.close()
