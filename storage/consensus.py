"""Recommendations as they are worked on, with the rounds about them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.consensus import Position, Proposed, Round
from bot.domain.errors import NotFoundError, StaleVersionError
from bot.domain.recommendations import Recommendation
from bot.domain.references import Kind
from storage import recommendations
from storage.sigs import next_number
from storage.statements import changed_one, insert
from storage.tables import (
    ClusterRow,
    OrganisationRow,
    RecommendationPositionRow,
    RecommendationRoundRow,
    RecommendationRow,
)


def listed(session: Session, sig_id: int) -> tuple[Proposed, ...]:
    """Return the group's recommendations by number, each with its last round."""
    return _proposed(session, sig_id)


def find(session: Session, sig_id: int, number: int) -> Proposed:
    """Return a recommendation of the group.

    Raises:
        NotFoundError: there is none with this number.
    """
    for each in _proposed(session, sig_id, RecommendationRow.number == number):
        return each
    message = (
        f"There is no recommendation R-{number}. "
        "All of them: /whitepaper recommendations"
    )
    raise NotFoundError(message)


def lock(session: Session, sig_id: int, number: int) -> Proposed:
    """Return a recommendation that nobody else changes until the commit.

    Raises:
        NotFoundError: there is none with this number.
    """
    query = select(RecommendationRow.id).where(
        RecommendationRow.sig_id == sig_id, RecommendationRow.number == number
    )
    session.exec(query.with_for_update()).first()
    return find(session, sig_id, number)


def by_id(session: Session, sig_id: int, recommendation_id: int) -> Proposed | None:
    """Return a recommendation of the group, for messages that know only its id."""
    found = _proposed(session, sig_id, RecommendationRow.id == recommendation_id)
    return next(iter(found), None)


def by_source(session: Session, sig_id: int, source: str) -> Proposed | None:
    """Return what was made of a form."""
    query = select(RecommendationRow.number).where(
        RecommendationRow.sig_id == sig_id,
        RecommendationRow.source == _scoped(sig_id, source),
    )
    number = session.exec(query).first()
    return find(session, sig_id, number) if number else None


def add(
    session: Session,
    sig_id: int,
    new: Recommendation,
    *,
    source: str,
    author_id: int,
    cluster_id: int | None,
) -> Proposed:
    """Store a new recommendation with the group's next number."""
    number = next_number(session, sig_id, Kind.RECOMMENDATION)
    recommendations.save(session, sig_id, [replace(new, number=number)])
    statement = (
        sa.update(RecommendationRow)
        .where(
            col(RecommendationRow.sig_id) == sig_id,
            col(RecommendationRow.number) == number,
        )
        .values(
            source=_scoped(sig_id, source),
            author_id=author_id,
            author_cluster_id=cluster_id,
        )
    )
    session.connection().execute(statement)
    return find(session, sig_id, number)


def save(session: Session, changed: Proposed) -> Proposed:
    """Store words, status and round of what nobody changed since it was read.

    Raises:
        StaleVersionError: somebody did.
    """
    other_id = _id_of(session, changed.sig_id, changed.other)
    statement = (
        sa.update(RecommendationRow)
        .where(
            col(RecommendationRow.id) == changed.id,
            col(RecommendationRow.version) == changed.version,
        )
        .values(other_id=other_id, reason=changed.reason)
    )
    if not changed_one(session, statement):
        message = (
            f"Somebody else just changed {changed.ref}. Look at it again: "
            f"/whitepaper recommend {changed.ref}"
        )
        raise StaleVersionError(message)
    recommendations.save(session, changed.sig_id, [changed.recommendation])
    if changed.round is not None:
        _save_round(session, changed.id, changed.round)
    return find(session, changed.sig_id, changed.recommendation.number)


def say(
    session: Session,
    proposed: Proposed,
    position: Position,
    *,
    cluster_id: int,
    person_id: int,
) -> None:
    """Store what a cluster says in the open round, in place of its last word."""
    values: dict[str, Any] = {
        "person_id": person_id,
        "stance": position.stance,
        "reason": position.reason,
        "is_printed": position.is_printed,
        "said_at": position.said_at,
    }
    table = RecommendationPositionRow
    key = {
        "recommendation_id": proposed.id,
        "number": proposed.round.number if proposed.round else 0,
        "cluster_id": cluster_id,
    }
    statement = insert(session, table).values(**key, **values)
    update = statement.on_conflict_do_update(index_elements=list(key), set_=values)
    session.connection().execute(update)


def open_rounds(session: Session, sig_id: int) -> tuple[Proposed, ...]:
    """Return what the clusters are being asked about, or were and nobody counted."""
    asked = select(RecommendationRoundRow.recommendation_id).where(
        col(RecommendationRoundRow.ended_at).is_(None)
    )
    return _proposed(session, sig_id, col(RecommendationRow.id).in_(asked))


def _proposed(session: Session, sig_id: int, *conditions: Any) -> tuple[Proposed, ...]:
    """Return those of the group of which the conditions are true, by number.

    In as many statements for many as for one.
    """
    of_group = RecommendationRow.sig_id == sig_id
    found = recommendations.with_rows(session, of_group, *conditions)
    ids = [row.id for row, _ in found]
    rounds, others = _rounds(session, ids), _numbers(session, found)
    positions = _positions(session, rounds)
    return tuple(
        Proposed(
            id=row.id,
            sig_id=sig_id,
            recommendation=recommendation,
            version=row.version,
            author_id=row.author_id,
            author_cluster_id=row.author_cluster_id,
            round=rounds.get(row.id),
            positions=tuple(positions[row.id]),
            other=others.get(row.other_id or 0),
            reason=row.reason,
        )
        for row, recommendation in found
    )


def _numbers(
    session: Session, found: Iterable[tuple[RecommendationRow, Recommendation]]
) -> dict[int, int]:
    """Return the numbers of those that took the place of others, by id."""
    ids = [row.other_id for row, _ in found if row.other_id is not None]
    query = select(RecommendationRow.id, RecommendationRow.number).where(
        col(RecommendationRow.id).in_(ids)
    )
    return dict(session.exec(query).all())


def _save_round(session: Session, recommendation_id: int, found: Round) -> None:
    key = {"recommendation_id": recommendation_id, "number": found.number}
    values = {
        "opened_at": found.opened_at,
        "closes_at": found.closes_at,
        "ended_at": found.ended_at,
    }
    statement = insert(session, RecommendationRoundRow).values(**key, **values)
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=list(key), set_=values)
    )


def _rounds(session: Session, ids: list[int]) -> dict[int, Round]:
    table = RecommendationRoundRow
    query = (
        select(table)
        .where(col(table.recommendation_id).in_(ids))
        .order_by(col(table.number))
        .execution_options(populate_existing=True)
    )
    # The last one of each stays.
    return {
        row.recommendation_id: Round(
            number=row.number,
            opened_at=row.opened_at,
            closes_at=row.closes_at,
            ended_at=row.ended_at,
        )
        for row in session.exec(query)
    }


def _positions(
    session: Session, rounds: dict[int, Round]
) -> defaultdict[int, list[Position]]:
    """Return what was said in these rounds; earlier ones are only kept."""
    table = RecommendationPositionRow
    query = (
        select(table, OrganisationRow.key)
        .join(ClusterRow, col(ClusterRow.id) == table.cluster_id)
        .join(OrganisationRow, col(OrganisationRow.id) == ClusterRow.organisation_id)
        .where(col(table.recommendation_id).in_(list(rounds)))
        .order_by(col(table.said_at), col(table.cluster_id))
        .execution_options(populate_existing=True)
    )
    found: defaultdict[int, list[Position]] = defaultdict(list)
    for row, key in session.exec(query):
        if row.number == rounds[row.recommendation_id].number:
            position = Position(
                cluster=key,
                stance=row.stance,
                reason=row.reason,
                is_printed=row.is_printed,
                said_at=row.said_at,
            )
            found[row.recommendation_id].append(position)
    return found


def _id_of(session: Session, sig_id: int, number: int | None) -> int | None:
    if number is None:
        return None
    query = select(RecommendationRow.id).where(
        RecommendationRow.sig_id == sig_id, RecommendationRow.number == number
    )
    found = session.exec(query).first()
    if found is None:
        raise NotFoundError(f"There is no recommendation R-{number}.")
    return found


def _scoped(sig_id: int, source: str) -> str:
    return f"{sig_id}:{source}"
