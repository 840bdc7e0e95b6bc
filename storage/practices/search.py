"""Practices found by their words, alike on SQLite (FTS5) and PostgreSQL (tsvector).

Both get words and questions that are folded already (``bot.domain.practices.search``),
so both find the same, and both order the same way: all words in the title first, then
in title and summary, then with the facts (organisation, themes, country, cluster, what
a text says often), then anywhere; the newest first, what is withdrawn last. bm25 and
ts_rank would each order in its own way, and unpack every match for it.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot.domain.practices import GONE, PracticeStatus, Visibility
from bot.domain.practices.duplicates import Gist
from bot.domain.practices.search import Query, Reach, State
from storage.practices.loading import shown_revision
from storage.tables import PracticeRevisionRow, PracticeRow, PracticeSearchRow
from storage.tables.search import WORDS


class Place(NamedTuple):
    """Where words stand: columns of FTS5, weights of a tsvector."""

    columns: str = ""
    weights: str = ""


# Where all words stand decides the order, the first place first.
_TIERS = (
    Place("title", "A"),
    Place("title summary", "AB"),
    Place("title summary facts", "ABC"),
)
_ANYWHERE = Place()
_LAST = [*GONE, PracticeStatus.SUPERSEDED]


class Match(NamedTuple):
    """A text that was found."""

    practice_id: int
    revision: int


def find(
    session: Session,
    sig_id: int,
    query: Query,
    *,
    reach: Reach,
    limit: int,
    offset: int = 0,
) -> tuple[int, tuple[Match, ...]]:
    """Return how many readable practices have all the words, and a page of them.

    Of each practice only the newest text that the reader may see is searched. Beyond
    the last page both are nothing.
    """
    connection = session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        # The planner does not count what it costs to unpack the words of each row, and
        # reads all of them where many match. It may not, until this transaction ends.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    values: dict[str, int | str] = {
        "sig_id": sig_id,
        "person_id": reach.person_id,
        "limit": limit,
        "offset": offset,
    }
    values |= _questions(query, _fts5 if is_sqlite else _tsquery)
    statement = _statement(reach.own, reach.others, is_sqlite=is_sqlite)
    rows = connection.execute(statement, values).all()
    return rows[0][2] if rows else 0, tuple(Match(row[0], row[1]) for row in rows)


def _questions(query: Query, write: Callable[[Query, Place], str]) -> dict[str, str]:
    """Return the question for all places, and for each of those that go before."""
    places = {f"tier_{at}": write(query, place) for at, place in enumerate(_TIERS)}
    return places | {"question": write(query, _ANYWHERE)}


@lru_cache(maxsize=64)
def _statement(
    own: frozenset[State], others: frozenset[State], *, is_sqlite: bool
) -> Any:
    # Putting it together takes longer than running it; there are as many as there are
    # different rights.
    ask = _sqlite if is_sqlite else _postgresql
    found = (
        ask()
        .where(
            col(PracticeRow.sig_id) == sa.bindparam("sig_id"), _readable(own, others)
        )
        .cte("found")
    )
    total = sa.select(sa.func.count()).select_from(found).scalar_subquery()
    return (
        sa.select(found.c.practice_id, found.c.revision, total)
        .order_by(found.c.is_last, found.c.tier, found.c.practice_id.desc())
        .limit(sa.bindparam("limit"))
        .offset(sa.bindparam("offset"))
    )


def gists(session: Session, sig_id: int, *, reach: Reach) -> list[Gist]:
    """Return what the readable practices that the group has are compared by."""
    text = PracticeRevisionRow
    query: Any = (
        sa.select(
            col(PracticeRow.id),
            col(text.revision),
            col(text.title),
            sa.func.coalesce(col(text.title_original), ""),
            col(text.summary),
            col(text.organisation),
            sa.func.coalesce(col(text.country), ""),
        )
        .join(PracticeSearchRow, col(PracticeSearchRow.practice_id) == PracticeRow.id)
        .join(
            text,
            sa.and_(
                col(text.practice_id) == PracticeRow.id,
                col(text.revision) == PracticeSearchRow.revision,
            ),
        )
        .where(
            col(PracticeRow.sig_id) == sig_id,
            col(PracticeRow.number).is_not(None),
            col(PracticeRow.status).not_in(_LAST),
            _readable(reach.own, reach.others),
        )
    )
    values = {"person_id": reach.person_id}
    return [Gist(*row) for row in session.connection().execute(query, values)]


def _readable(
    own: frozenset[State], others: frozenset[State]
) -> sa.ColumnElement[bool]:
    """Return the condition that a row of the index is what the reader sees."""
    is_own = col(PracticeRow.author_id) == sa.bindparam("person_id")
    return sa.or_(
        sa.and_(is_own, _is_shown(own)),
        sa.and_(col(PracticeRow.number).is_not(None), _is_shown(others)),
    )


def _is_shown(states: frozenset[State]) -> sa.ColumnElement[bool]:
    """The newest text in these states, else the accepted one that is still printed."""
    is_newest = col(PracticeSearchRow.revision) == PracticeRow.revision
    if len(states) == len(PracticeStatus) * len(Visibility):
        return is_newest
    newest = aliased(PracticeSearchRow)
    newest_is_shown = sa.exists().where(
        col(newest.practice_id) == PracticeRow.id,
        col(newest.revision) == PracticeRow.revision,
        _in_states(states, newest),
    )
    printed = [shown for status, shown in states if status is PracticeStatus.ACCEPTED]
    return sa.or_(
        sa.and_(is_newest, _in_states(states, PracticeSearchRow)),
        sa.and_(
            ~is_newest,
            col(PracticeSearchRow.revision) == shown_revision(printable=True),
            col(PracticeSearchRow.visibility).in_(sorted(printed)),
            ~newest_is_shown,
        ),
    )


def _in_states(states: frozenset[State], text: Any) -> sa.ColumnElement[bool]:
    """For most readers the same states of every visibility: one short condition."""
    both = [
        one for one in PracticeStatus if {(one, each) for each in Visibility} <= states
    ]
    return sa.or_(
        _status_in(both),
        *(
            sa.and_(col(text.visibility) == visibility, _status_in([status]))
            for status, visibility in sorted(states)
            if status not in both
        ),
    )


def _status_in(statuses: Iterable[PracticeStatus]) -> sa.ColumnElement[bool]:
    return col(PracticeRow.status).in_(list(statuses))


def _found(tier: sa.ColumnElement[int]) -> Any:
    return sa.select(
        col(PracticeSearchRow.practice_id),
        col(PracticeSearchRow.revision),
        sa.case((_status_in(_LAST), 1), else_=0).label("is_last"),
        tier.label("tier"),
    ).join(PracticeRow, col(PracticeRow.id) == PracticeSearchRow.practice_id)


# --- SQLite -------------------------------------------------------------------------


def _sqlite() -> Any:
    words = _fts5_table()
    tier = sa.case(
        *((words.c.rowid.in_(_rows_with(at)), at) for at in range(len(_TIERS))),
        else_=len(_TIERS),
    )
    return (
        _found(tier)
        .join(words, words.c.rowid == PracticeSearchRow.id)
        .where(_matches(words, "question"))
    )


def _fts5_table() -> Any:
    # The hidden column of the table's own name stands for all of its columns.
    return sa.table(WORDS, sa.column("rowid"), sa.column(WORDS)).alias()


def _rows_with(at: int) -> Any:
    words = _fts5_table()
    return sa.select(words.c.rowid).where(_matches(words, f"tier_{at}"))


def _matches(words: Any, name: str) -> Any:
    return words.c[WORDS].op("MATCH")(sa.bindparam(name))


def _fts5(query: Query, place: Place) -> str:
    """Return the question as FTS5 reads it: quoted words, which are never syntax."""
    quoted = [f'"{word}"' for word in query.words]
    quoted[-1] += " *" if query.is_open else ""
    words = " AND ".join(quoted)
    return f"{{{place.columns}}} : ({words})" if place.columns else words


# --- PostgreSQL ---------------------------------------------------------------------


def _postgresql() -> Any:
    tier = sa.case(
        *(
            (_has(PracticeSearchRow.head, f"tier_{at}"), at)
            for at in range(len(_TIERS))
        ),
        else_=len(_TIERS),
    )
    return _found(tier).where(_has(PracticeSearchRow.words, "question"))


def _has(column: Any, name: str) -> Any:
    return col(column).op("@@")(sa.cast(sa.bindparam(name), TSQUERY))


def _tsquery(query: Query, place: Place) -> str:
    """Return the question as tsquery reads it: quoted words, which are never syntax."""
    quoted = [f"'{word}':{place.weights}" for word in query.words]
    quoted[-1] += "*" if query.is_open else ""
    return " & ".join(word.removesuffix(":") for word in quoted)
