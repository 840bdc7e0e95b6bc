"""Practices found by their words, alike on SQLite (FTS5) and PostgreSQL (tsvector).

Both get words and questions that are folded already (``bot.domain.practices.search``),
so both find the same, and both order the same way: all words in the title first, then
in title and summary, then with the facts (organisation, themes, country, cluster, what
a text says often), then anywhere; within each the newest first, what is gone last. bm25
and ts_rank would each order in its own way, and unpack every match for it.

The places are looked at one after the other until the page is full, so that a word
that nearly every practice has costs little more than a rare one.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot.domain.practices import GONE, PracticeStatus, Visibility
from bot.domain.practices.search import Query, Reach, State
from storage.practices.loading import shown_revision
from storage.tables import PracticeRow, PracticeSearchRow
from storage.tables.search import MARKS, WORDS

# Where all words stand decides the order; the last place is anywhere.
_COLUMNS = ("title", "title summary", "title summary facts", "")
_PLACES = tuple(f"place_{at}" for at in range(len(_COLUMNS)))
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
    values = {
        "sig_id": sig_id,
        "person_id": reach.person_id,
        "wanted": offset + limit,
        "offset": offset,
        **_questions(query, is_sqlite=is_sqlite),
    }
    statement = _statement(reach.own, reach.others, is_sqlite=is_sqlite)
    rows = connection.execute(statement, values).all()
    return rows[0][2] if rows else 0, tuple(Match(row[0], row[1]) for row in rows)


def _questions(query: Query, *, is_sqlite: bool) -> dict[str, str]:
    """Return the question for each place, without what those before it have found."""
    asked = (_fts5 if is_sqlite else _tsquery)(query)
    without = "NOT" if is_sqlite else "& !"
    apart = [f"({more}) {without} ({less})" for less, more in pairwise(asked)]
    return dict(zip(_PLACES, (asked[0], *apart), strict=True)) | {"all": asked[-1]}


@lru_cache(maxsize=64)
def _statement(
    own: frozenset[State], others: frozenset[State], *, is_sqlite: bool
) -> Any:
    # Putting it together takes longer than running it; there are as many as there are
    # different rights.
    with_words = _sqlite if is_sqlite else _postgresql
    query = sa.select(
        col(PracticeSearchRow.id),
        col(PracticeSearchRow.practice_id),
        col(PracticeSearchRow.revision),
        sa.case((_status_in(_LAST), 1), else_=0).label("is_gone"),
    ).join(PracticeRow, col(PracticeRow.id) == PracticeSearchRow.practice_id)
    of_group = col(PracticeRow.sig_id) == sa.bindparam("sig_id")
    found = (
        with_words(query, PracticeSearchRow, "all")
        .where(of_group, _readable(own, others))
        .cte("found")
    )
    total = sa.select(sa.func.count()).select_from(found).scalar_subquery()
    # Both databases run through the places in turn, and no further than the limit.
    every = sa.union_all(*(_place(found, with_words, at) for at in range(len(_PLACES))))
    page = every.limit(sa.bindparam("wanted")).subquery().c
    return (
        sa.select(page.practice_id, page.revision, total)
        .order_by(page.place, page.is_gone, page.practice_id.desc())
        .offset(sa.bindparam("offset"))
    )


def _place(found: Any, with_words: Callable[..., Any], at: int) -> Any:
    """Return what was found in one place, the newest first, what is gone last."""
    text = aliased(PracticeSearchRow)
    place = (
        sa.select(found, sa.literal(at).label("place"))
        .where(found.c.id.in_(with_words(sa.select(col(text.id)), text, _PLACES[at])))
        .order_by(found.c.is_gone, found.c.practice_id.desc())
        .limit(sa.bindparam("wanted"))
    )
    return sa.select(place.subquery())


def shown(session: Session, sig_id: int, *, reach: Reach) -> list[Match]:
    """Return the text that the reader sees of each practice that the group has."""
    query: Any = (
        sa.select(col(PracticeRow.id), col(PracticeSearchRow.revision))
        .join(PracticeSearchRow, col(PracticeSearchRow.practice_id) == PracticeRow.id)
        .where(
            col(PracticeRow.sig_id) == sig_id,
            col(PracticeRow.number).is_not(None),
            col(PracticeRow.status).not_in(_LAST),
            _readable(reach.own, reach.others),
        )
    )
    values = {"person_id": reach.person_id}
    found = session.connection().execute(query, values).all()
    return list(map(Match._make, found))


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


# --- SQLite -------------------------------------------------------------------------


def _sqlite(query: Any, text: Any, name: str) -> Any:
    # The hidden column of the table's own name stands for all of its columns.
    words = sa.table(WORDS, sa.column("rowid"), sa.column(WORDS)).alias()
    is_asked = words.c[WORDS].op("MATCH")(sa.bindparam(name))
    return query.join(words, words.c.rowid == col(text.id)).where(is_asked)


def _fts5(query: Query) -> list[str]:
    """Return the questions as FTS5 reads them: quoted words, which are never syntax."""
    quoted = [f'"{word}"' for word in query.words]
    quoted[-1] += " *" if query.is_open else ""
    words = " AND ".join(quoted)
    return [f"{{{names}}} : ({words})" if names else words for names in _COLUMNS]


# --- PostgreSQL ---------------------------------------------------------------------


def _postgresql(query: Any, text: Any, name: str) -> Any:
    question = sa.cast(sa.bindparam(name), TSQUERY)
    return query.where(col(text.words).op("@@")(question))


def _tsquery(query: Query) -> list[str]:
    """Return the questions as tsquery reads them: quoted words, never syntax."""
    return [
        " & ".join(
            f"'{mark}{word}'" + ":*" * (query.is_open and word == query.words[-1])
            for word in query.words
        )
        for mark in MARKS
    ]
