"""Recommendations with their evidence and themes."""

from collections import defaultdict
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import InvalidInputError
from bot.domain.practices import Provenance
from bot.domain.recommendations import Recommendation
from storage.clusters import theme_ids
from storage.meetings import decision_ids, practice_ids
from storage.tables import (
    DecisionRow,
    PracticeRow,
    RecommendationPracticeRow,
    RecommendationRow,
    RecommendationThemeRow,
    ThemeRow,
)

_Grouped = defaultdict[int, list[Any]]


def all_recommendations(session: Session, sig_id: int) -> tuple[Recommendation, ...]:
    """Return the group's recommendations, by number."""
    evidence, themes = _evidence(session, sig_id), _themes(session, sig_id)
    query = (
        select(RecommendationRow, DecisionRow.number)
        .outerjoin(DecisionRow, col(DecisionRow.id) == RecommendationRow.decision_id)
        .where(RecommendationRow.sig_id == sig_id)
        .order_by(col(RecommendationRow.number))
        .execution_options(populate_existing=True)
    )
    return tuple(
        _recommendation(
            row,
            decision=decision,
            evidence=tuple(evidence[row.id]),
            themes=tuple(themes[row.id]),
        )
        for row, decision in session.exec(query)
    )


def save(session: Session, sig_id: int, recommendation: Recommendation) -> None:
    """Store a recommendation, new or in place of the one with its number.

    Raises:
        InvalidInputError: a practice, theme or decision is not known in the group.
    """
    values = _values(session, sig_id, recommendation)
    query = select(RecommendationRow).where(
        RecommendationRow.sig_id == sig_id,
        RecommendationRow.number == recommendation.number,
    )
    row = session.exec(query).first()
    if row is None:
        row = RecommendationRow(sig_id=sig_id, **values)
        session.add(row)
    else:
        row.sqlmodel_update(values | {"version": row.version + 1})
    session.flush()
    _write_links(session, sig_id, row=row, recommendation=recommendation)


def _values(
    session: Session, sig_id: int, recommendation: Recommendation
) -> dict[str, Any]:
    number = recommendation.decision
    decisions = decision_ids(session, sig_id) if number is not None else {}
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
    *,
    row: RecommendationRow,
    recommendation: Recommendation,
) -> None:
    practices = practice_ids(session, sig_id) if recommendation.evidence else {}
    unknown = [f"P-{each}" for each in recommendation.evidence if each not in practices]
    if unknown:
        message = f"There is no practice {', '.join(unknown)}."
        raise InvalidInputError({"evidence": message})
    themes = theme_ids(session, sig_id, recommendation.themes)
    for table in (RecommendationPracticeRow, RecommendationThemeRow):
        same = col(table.recommendation_id) == row.id
        session.connection().execute(sa.delete(table).where(same))
    session.add_all(
        RecommendationPracticeRow(
            recommendation_id=row.id, practice_id=practices[number], position=position
        )
        for position, number in enumerate(recommendation.evidence)
    )
    session.add_all(
        RecommendationThemeRow(
            recommendation_id=row.id, theme_id=theme_id, position=position
        )
        for position, theme_id in enumerate(themes)
    )
    session.flush()


def _evidence(session: Session, sig_id: int) -> _Grouped:
    link = RecommendationPracticeRow
    query = (
        select(link.recommendation_id, PracticeRow.number)
        .join(PracticeRow, col(PracticeRow.id) == link.practice_id)
        .where(PracticeRow.sig_id == sig_id)
        .order_by(col(link.position))
    )
    return _grouped(session, query)


def _themes(session: Session, sig_id: int) -> _Grouped:
    link = RecommendationThemeRow
    query = (
        select(link.recommendation_id, ThemeRow.slug)
        .join(ThemeRow, col(ThemeRow.id) == link.theme_id)
        .where(ThemeRow.sig_id == sig_id)
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
