"""Recommendations of a document with the rounds in which clusters were asked."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select

from bot.domain.exchange import Entry
from bot.domain.exchange.parts.rounds import (
    PositionRecord,
    RecommendationRecord,
    RoundRecord,
)
from storage import recommendations
from storage.directory import Directory, directory
from storage.exchange.keys import person_of
from storage.exchange.parts import part_of, values_of
from storage.tables import (
    RecommendationPositionRow,
    RecommendationRoundRow,
    RecommendationRow,
)

_COLUMNS = {"cluster": "cluster_id", "person": "person_id"}
_Asked = list[tuple[int, RoundRecord]]


def load_recommendations(
    session: Session, sig_id: int, who: Directory
) -> tuple[RecommendationRecord, ...]:
    """Return a group's recommendations with their rounds, by number."""
    query = (
        select(RecommendationRow)
        .where(RecommendationRow.sig_id == sig_id)
        .execution_options(populate_existing=True)
    )
    rows = {row.number: row for row in session.exec(query)}
    numbers = {row.id: row.number for row in rows.values()}
    rounds = _rounds(session, sig_id, who)
    return tuple(
        RecommendationRecord(
            recommendation=each,
            author=who.people.get(row.author_id or 0),
            author_cluster=who.clusters.get(row.author_cluster_id or 0),
            other=numbers.get(row.other_id or 0),
            reason=row.reason,
            rounds=tuple(rounds[row.id]),
        )
        for each in recommendations.all_recommendations(session, sig_id)
        for row in [rows[each.number]]
    )


def _rounds(
    session: Session, sig_id: int, who: Directory
) -> defaultdict[int, list[RoundRecord]]:
    positions = _positions(session, sig_id, who)
    found: defaultdict[int, list[RoundRecord]] = defaultdict(list)
    for row in _of_group(session, sig_id, RecommendationRoundRow):
        said = tuple(positions[row.recommendation_id, row.number])
        found[row.recommendation_id].append(
            part_of(RoundRecord, row, who, positions=said)
        )
    return found


def _positions(
    session: Session, sig_id: int, who: Directory
) -> defaultdict[tuple[int, int], list[PositionRecord]]:
    found = defaultdict(list)
    for row in _of_group(session, sig_id, RecommendationPositionRow):
        each = part_of(PositionRecord, row, who, columns=_COLUMNS)
        found[row.recommendation_id, row.number].append(each)
    for said in found.values():
        said.sort(key=lambda each: (each.said_at, each.cluster or ""))
    return found


def _of_group(session: Session, sig_id: int, table: Any) -> Any:
    query = (
        select(table)
        .join(RecommendationRow, col(RecommendationRow.id) == table.recommendation_id)
        .where(RecommendationRow.sig_id == sig_id)
        .order_by(col(table.recommendation_id), col(table.number))
        .execution_options(populate_existing=True)
    )
    return session.exec(query)


def save_recommendations(
    session: Session, sig_id: int, *, entries: Iterable[Entry[RecommendationRecord]]
) -> None:
    """Store recommendations with their rounds.

    Raises:
        InvalidInputError: a practice, theme or decision is not known in the group.
    """
    records = [entry.value for entry in entries]
    recommendations.save(session, sig_id, [each.recommendation for each in records])
    if not records:
        return
    who = directory(session, sig_id)
    query = select(RecommendationRow).where(RecommendationRow.sig_id == sig_id)
    rows = {row.number: row for row in session.exec(query)}
    for record in records:
        row = rows[record.number]
        row.author_id = person_of(who, record.author, before=row.author_id)
        if record.author_cluster:
            row.author_cluster_id = who.find(record.author_cluster)[1]
        row.other_id = rows[record.other].id if record.other else None
        row.reason = record.reason
    asked = [
        (rows[record.number].id, each) for record in records for each in record.rounds
    ]
    _save_rounds(session, sig_id, asked, who=who)
    _save_positions(session, sig_id, asked, who=who)
    session.flush()


def _save_rounds(
    session: Session, sig_id: int, asked: _Asked, *, who: Directory
) -> None:
    known = {
        (row.recommendation_id, row.number): row
        for row in _of_group(session, sig_id, RecommendationRoundRow)
    }
    for owner, each in asked:
        row = known.get((owner, each.number))
        if row is None:
            values = values_of(each, who, leave={"positions"})
            session.add(RecommendationRoundRow(recommendation_id=owner, **values))
        else:
            row.ended_at = row.ended_at or each.ended_at


def _save_positions(
    session: Session, sig_id: int, asked: _Asked, *, who: Directory
) -> None:
    known = {
        (row.recommendation_id, row.number, row.cluster_id): row
        for row in _of_group(session, sig_id, RecommendationPositionRow)
    }
    for owner, asking in asked:
        for each in asking.positions:
            values = values_of(each, who, columns=_COLUMNS, leave={})
            row = known.get((owner, asking.number, values["cluster_id"]))
            if row is None:
                values |= {"recommendation_id": owner, "number": asking.number}
                session.add(RecommendationPositionRow(**values))
            elif row.said_at < each.said_at:  # whoever left is in no file and stays
                row.sqlmodel_update(values)
