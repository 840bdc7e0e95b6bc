"""Recommendations in the tables: as many statements for many as for one."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from factories_paper import a_recommendation

from bot.domain import consensus as rules
from bot.domain.errors import NotFoundError
from bot.domain.recommendations import RecommendationStatus
from bot.domain.sigs import Sig
from storage import consensus, recommendations, sigs
from storage.tables import RecommendationRow

from factories import NOW


@pytest.fixture
def sig(database):
    with database.begin() as session:
        return sigs.add(session, Sig(name="Group"))


def fill(database, sig, first, last):
    """Store recommendations, and ask about every second one."""
    new = [
        a_recommendation(each, status=RecommendationStatus.PROPOSED)
        for each in range(first, last + 1)
    ]
    with database.begin() as session:
        recommendations.save(session, sig.id, new)
        for each in new[::2]:
            found = consensus.find(session, sig.id, each.number)
            closes_at = NOW + timedelta(days=7)
            asked = rules.open_round(found, now=NOW, closes_at=closes_at)
            consensus.save(session, asked)


def cost(database, work):
    """Return how many statements the work sends, and which rows it loads."""
    sent, loaded = [], []
    hooks = (
        (database._engine, "before_cursor_execute", lambda *args: sent.append(args[2])),
        (RecommendationRow, "load", lambda row, _: loaded.append(row.number)),
    )
    for hook in hooks:
        sa.event.listen(*hook)
    try:
        with database.read() as session:
            result = work(session)
    finally:
        for hook in hooks:
            sa.event.remove(*hook)
    return result, len(sent), loaded


def test_one_is_found_without_loading_the_others(database, sig):
    def find(session):
        return consensus.find(session, sig.id, 3)

    fill(database, sig, 1, 4)
    first, few, _ = cost(database, find)
    fill(database, sig, 5, 60)
    second, many, numbers = cost(database, find)

    assert first == second
    assert few == many
    assert numbers == [3]


def test_open_rounds_are_found_in_as_many_statements_for_many_as_for_one(database, sig):
    def asked(session):
        return consensus.open_rounds(session, sig.id)

    fill(database, sig, 1, 2)
    first, few, _ = cost(database, asked)
    fill(database, sig, 3, 60)
    second, many, _ = cost(database, asked)

    assert (len(first), len(second)) == (1, 30)
    assert few == many
    assert all(each.has_open_round for each in second)


def test_a_recommendation_of_another_group_is_not_found(database, sig):
    with database.begin() as session:
        other = sigs.add(session, Sig(name="Other"))
    fill(database, sig, 1, 1)
    with database.begin() as session:
        found = consensus.find(session, sig.id, 1)

        assert consensus.by_id(session, other.id, found.id) is None
        assert consensus.open_rounds(session, other.id) == ()
        with pytest.raises(NotFoundError):
            consensus.lock(session, other.id, 1)


def test_what_took_its_place_is_told_by_its_number(database, sig):
    fill(database, sig, 1, 2)
    with database.begin() as session:
        found = consensus.find(session, sig.id, 2)
        merged = rules.rule(
            found, RecommendationStatus.MERGED, reason="So.", other=1, now=NOW
        )
        consensus.save(session, merged)

    with database.read() as session:
        assert consensus.find(session, sig.id, 2).other == 1
