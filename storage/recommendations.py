"""Recommendations with their evidence and themes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import InvalidInputError
from bot.domain.practices import Provenance
from bot.domain.recommendations import Recommendation
from storage.meetings import decision_ids, practice_ids
from storage.tables import (
    DecisionRow,
    PracticeRow,
    RecommendationPracticeRow,
    RecommendationRow,
    RecommendationThemeRow,
    ThemeRow,
)
from storage.themes import ids_by_slug
from storage.vocabulary import ids_of

_Grouped = defaultdict[int, list[Any]]


def all_recommendations(session: Session, sig_id: int) -> tuple[Recommendation, ...]:
    """Return the group's recommendations, by number."""
    found = with_rows(session, RecommendationRow.sig_id == sig_id)
    return tuple(recommendation for _, recommendation in found)


def with_rows(
    session: Session, *conditions: Any
) -> list[tuple[RecommendationRow, Recommendation]]:
    """Return those of which the conditions are true, by number, each with its row."""
    query = (
        select(RecommendationRow, DecisionRow.number)
        .outerjoin(DecisionRow, col(DecisionRow.id) == RecommendationRow.decision_id)
        .where(*conditions)
        .order_by(col(RecommendationRow.number))
        .execution_options(populate_existing=True)
    )
    found = list(session.exec(query))
    ids = [row.id for row, _ in found]
    evidence, themes = _evidence(session, ids), _themes(session, ids)
    return [
        (
            row,
            _recommendation(
                row,
                decision=decision,
                evidence=tuple(evidence[row.id]),
                themes=tuple(themes[row.id]),
            ),
        )
        for row, decision in found
    ]


def save(session: Session, sig_id: int, changed: Iterable[Recommendation]) -> None:
    """Store recommendations, new or in place of those with their numbers.

    Raises:
        InvalidInputError: a practice, theme or decision is not known in the group.
    """
    values = list(changed)
    query = select(RecommendationRow).where(
        RecommendationRow.sig_id == sig_id,
        col(RecommendationRow.number).in_([each.number for each in values]),
    )
    known = {row.number: row for row in session.exec(query)}
    decisions = decision_ids(session, sig_id)
    rows = []
    for recommendation in values:
        stored = _values(recommendation, decisions)
        if row := known.get(recommendation.number):
            row.sqlmodel_update(stored | {"version": row.version + 1})
        else:
            row = RecommendationRow(sig_id=sig_id, **stored)
            session.add(row)
        rows.append((row, recommendation))
    session.flush()
    _write_links(session, sig_id, rows)


def _values(
    recommendation: Recommendation, decisions: Mapping[int, int]
) -> dict[str, Any]:
    number = recommendation.decision
    if number is not None and number not in decisions:
        raise InvalidInputError({"decision": f"There is no decision D-{number}."})
    return {
        "number": recommendation.number,
        "key": recommendation.key,
        "title": recommendation.title,
        "statement": recommendation.statement,
        "rationale": recommendation.rationale,
        "addressees": list(recommendation.addressees),
        "horizon": recommendation.horizon,
        "status": recommendation.status,
        "decision_id": decisions[number] if number is not None else None,
        "dissent": recommendation.dissent,
        "provenance": [asdict(entry) for entry in recommendation.provenance],
    }


def _write_links(
    session: Session,
    sig_id: int,
    rows: Iterable[tuple[RecommendationRow, Recommendation]],
) -> None:
    practices = practice_ids(session, sig_id)
    themes = ids_by_slug(session, sig_id)
    for row, recommendation in rows:
        for table in (RecommendationPracticeRow, RecommendationThemeRow):
            same = col(table.recommendation_id) == row.id
            session.connection().execute(sa.delete(table).where(same))
        session.add_all(
            RecommendationPracticeRow(
                recommendation_id=row.id, practice_id=found, position=position
            )
            for position, found in enumerate(
                ids_of("practice", recommendation.evidence, known=practices)
            )
        )
        session.add_all(
            RecommendationThemeRow(
                recommendation_id=row.id, theme_id=found, position=position
            )
            for position, found in enumerate(
                ids_of("theme", recommendation.themes, known=themes)
            )
        )
    session.flush()


def _evidence(session: Session, ids: list[int]) -> _Grouped:
    link = RecommendationPracticeRow
    query = (
        select(link.recommendation_id, PracticeRow.number)
        .join(PracticeRow, col(PracticeRow.id) == link.practice_id)
        .where(col(link.recommendation_id).in_(ids))
        .order_by(col(link.position))
    )
    return _grouped(session, query)


def _themes(session: Session, ids: list[int]) -> _Grouped:
    link = RecommendationThemeRow
    query = (
        select(link.recommendation_id, ThemeRow.slug)
        .join(ThemeRow, col(ThemeRow.id) == link.theme_id)
        .where(col(link.recommendation_id).in_(ids))
        .order_by(col(link.position))
    )
    return _grouped(session, query)


def _grouped(session: Session, query: Any) -> _Grouped:
    found: _Grouped = defaultdict(list)
    for owner_id, value in session.exec(query):
        found[owner_id].append(value)
    return found


def _recommendation(row: RecommendationRow, **links: Any) -> Recommendation:
    return Recommendation(
        number=row.number,
        key=row.key,
        title=row.title,
        statement=row.statement,
        rationale=row.rationale,
        addressees=tuple(row.addressees),
        horizon=row.horizon,
        status=row.status,
        dissent=row.dissent,
        provenance=tuple(Provenance(**entry) for entry in row.provenance),
        **links,
    )
