"""What hangs on a theme: found through the tables' foreign keys, moved and put back.

Every table that names a theme takes part, so that a feature which is added later
cannot be forgotten here.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.practices import PracticeStatus
from bot.domain.registers.themes import ThemeUse
from storage.tables import (
    PracticeRevisionRow,
    PracticeRow,
    PracticeThemeRow,
    ThemeRow,
    metadata,
)
from storage.tables.columns import Json

_Link = sa.Column[Any]
_OUT = (PracticeStatus.DRAFT, PracticeStatus.WITHDRAWN, PracticeStatus.REJECTED)
_POSITION = "position"
_THEME = "theme"
_RECOMMENDATIONS = "recommendation_theme"
_OFFERS = "offer"


def uses(session: Session, sig_id: int) -> dict[int, ThemeUse]:
    """Return how much hangs on each theme of a group, by its id."""
    ids = list(session.exec(select(ThemeRow.id).where(ThemeRow.sig_id == sig_id)))
    by_table = {link.table.name: _counted(session, link, ids) for link in _links()}
    practices = _practice_counts(session, sig_id)
    merged = _counted(session, col(ThemeRow.merged_into_id), ids)
    return {
        theme_id: ThemeUse(
            practices=practices.get(theme_id, 0),
            recommendations=by_table[_RECOMMENDATIONS].get(theme_id, 0),
            offers=by_table[_OFFERS].get(theme_id, 0),
            links=sum(counts.get(theme_id, 0) for counts in by_table.values()),
            merged=merged.get(theme_id, 0),
        )
        for theme_id in ids
    }


def move(session: Session, old_id: int, new_id: int) -> Json:
    """Let everything that names one theme name another; return what puts it back."""
    newest = _newest_texts(session, old_id)
    moved: Json = {"links": {}, "doubled": {}, "newest": newest}
    for link in _links():
        keys, there = _keys(session, link, old_id), _keys(session, link, new_id)
        doubled = [key for key in keys if key in there] if link.primary_key else []
        name = link.table.name
        moved["doubled"][name] = [
            [list(key), _join(session, link, key, old_id=old_id, new_id=new_id)]
            for key in doubled
        ]
        moved["links"][name] = [list(key) for key in keys if key not in doubled]
        statement = sa.update(link.table).where(link == old_id)
        session.connection().execute(statement.values({link.name: new_id}))
    return moved


def put_back(session: Session, moved: Json, *, old_id: int, new_id: int) -> None:
    """Undo a move; links that are gone since stay gone."""
    for link in _links():
        name = link.table.name
        for key in moved["links"].get(name, ()):
            statement = sa.update(link.table).where(_is(link, key), link == new_id)
            session.connection().execute(statement.values({link.name: old_id}))
        for key, positions in moved["doubled"].get(name, ()):
            _part(session, link, key, positions=positions, ids=(old_id, new_id))


def written_since(session: Session, moved: Json) -> tuple[int, ...]:
    """Return the numbers of practices that got a new text since they were moved."""
    was = dict(moved["newest"])
    query = select(PracticeRow.id, PracticeRow.number, PracticeRow.revision).where(
        col(PracticeRow.id).in_(was)
    )
    return tuple(
        number
        for practice_id, number, text in session.exec(query)
        if number and text != was[practice_id]
    )


def _links() -> Iterator[_Link]:
    for table in metadata.sorted_tables:
        for column in table.columns:
            targets = {key.column.table.name for key in column.foreign_keys}
            if _THEME in targets and table.name != _THEME:
                yield column


def _counted(session: Session, link: Any, ids: Collection[int]) -> dict[int, int]:
    query = sa.select(link, sa.func.count()).where(link.in_(ids)).group_by(link)
    return {row[0]: row[1] for row in session.connection().execute(query)}


def _practice_counts(session: Session, sig_id: int) -> dict[int, int]:
    """Count a practice under each theme that its newest text names."""
    query = (
        select(PracticeThemeRow.theme_id, sa.func.count())
        .join(
            PracticeRevisionRow,
            col(PracticeRevisionRow.id) == PracticeThemeRow.revision_id,
        )
        .join(PracticeRow, col(PracticeRow.id) == PracticeRevisionRow.practice_id)
        .where(
            PracticeRow.sig_id == sig_id,
            col(PracticeRow.revision) == PracticeRevisionRow.revision,
            col(PracticeRow.number).is_not(None),
            col(PracticeRow.status).not_in(_OUT),
        )
        .group_by(col(PracticeThemeRow.theme_id))
    )
    return dict(session.exec(query).all())


def _newest_texts(session: Session, theme_id: int) -> list[list[int]]:
    """Return the practices whose newest text names the theme, with its number."""
    query = (
        select(PracticeRow.id, PracticeRow.revision)
        .join(
            PracticeRevisionRow, col(PracticeRow.id) == PracticeRevisionRow.practice_id
        )
        .join(
            PracticeThemeRow,
            col(PracticeRevisionRow.id) == PracticeThemeRow.revision_id,
        )
        .where(
            PracticeThemeRow.theme_id == theme_id,
            col(PracticeRow.revision) == PracticeRevisionRow.revision,
        )
        .order_by(col(PracticeRow.id))
    )
    return [[practice_id, revision] for practice_id, revision in session.exec(query)]


def _others(link: _Link) -> list[_Link]:
    return [column for column in link.table.primary_key if column is not link]


def _keys(session: Session, link: _Link, theme_id: int) -> list[tuple[int, ...]]:
    keys = _others(link)
    query = sa.select(*keys).where(link == theme_id).order_by(*keys)
    return [tuple(row) for row in session.connection().execute(query)]


def _is(link: _Link, key: Sequence[int]) -> Any:
    pairs = zip(_others(link), key, strict=True)
    return sa.and_(*(column == value for column, value in pairs))


def _join(
    session: Session, link: _Link, key: Sequence[int], *, old_id: int, new_id: int
) -> list[int]:
    """Leave one link of two, at the better place; return the places they had."""
    table, connection = link.table, session.connection()
    place = table.c[_POSITION]
    found = sa.select(link, place).where(_is(link, key), link.in_((old_id, new_id)))
    places = {row[0]: row[1] for row in connection.execute(found)}
    connection.execute(sa.delete(table).where(_is(link, key), link == old_id))
    kept = sa.update(table).where(_is(link, key), link == new_id)
    connection.execute(kept.values({_POSITION: min(places.values())}))
    return [places[old_id], places[new_id]]


def _part(
    session: Session,
    link: _Link,
    key: Sequence[int],
    *,
    positions: Sequence[int],
    ids: tuple[int, int],
) -> None:
    table, connection = link.table, session.connection()
    (old_id, new_id), (old_place, new_place) = ids, positions
    kept = sa.update(table).where(_is(link, key), link == new_id)
    if connection.execute(kept.values({_POSITION: new_place})).rowcount:
        names = [column.name for column in _others(link)]
        values = dict(zip(names, key, strict=True)) | {link.name: old_id}
        connection.execute(sa.insert(table).values(values | {_POSITION: old_place}))
