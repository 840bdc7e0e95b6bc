"""Practices found by their words, alike on SQLite (FTS5) and PostgreSQL (tsvector).

Both get words and questions that are folded already (``bot.domain.practices.search``),
so both find the same, and both order the same way: all words in the title first, then
in title and summary, then with the facts (organisation, themes, country, cluster, what
a text says often), then anywhere; within each the newest first. What is gone comes
after everything else. bm25 and ts_rank would each order in its own way, and unpack
every match for it.

A word that nearly every practice has costs little more than a rare one: the places are
looked at one after the other until the page is full, and what was found is counted up
to ``COUNTED`` only.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise, product
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot.domain.practices import GONE, PracticeStatus, Visibility
from bot.domain.practices.search import COUNTED, Query, Reach, State
from storage.practices.loading import shown_revision
from storage.tables import PracticeRow, PracticeSearchRow
from storage.tables.search import MARKS, WORDS

# Where all words stand decides the order; the last place is anywhere.
_COLUMNS = ("title", "title summary", "title summary facts", "")
_LAST = [*GONE, PracticeStatus.SUPERSEDED]
# PostgreSQL does not know what it costs to unpack the words of each row, and would
# read all of them, or all practices, where many match. It may not, until this
# transaction ends: it goes from each match to its practice, and no further than asked.
_FROM_MATCHES = (
    "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; "
    "SET LOCAL enable_mergejoin = off"
)


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

    Of each practice only the newest text that the reader may see is searched. They are
    counted up to ``COUNTED`` and the end of this page; one more says that there are
    more.
    """
    connection = session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        connection.exec_driver_sql(_FROM_MATCHES)
    ask = _statements(reach.own, reach.others, is_sqlite=is_sqlite)
    values = {"sig_id": sig_id, "person_id": reach.person_id}
    anywhere, *places = _questions(query, is_sqlite=is_sqlite)
    wanted = offset + limit
    most = max(COUNTED, wanted) + 1
    total = connection.execute(ask.count, values | {"asked": anywhere, "limit": most})
    count: int = total.scalar_one()
    found: list[Match] = []
    for statement, question in product((ask.there, ask.gone), places):
        left = min(wanted, count) - len(found)
        if left <= 0 or count <= offset:
            break
        more = {"asked": question, "limit": left}
        found += map(Match._make, connection.execute(statement, values | more))
    return count, tuple(found[offset:])


def _questions(query: Query, *, is_sqlite: bool) -> list[str]:
    """Return the question for anywhere, and for each place without those before it."""
    asked = (_fts5 if is_sqlite else _tsquery)(query)
    without = "NOT" if is_sqlite else "& !"
    apart = [f"({more}) {without} ({less})" for less, more in pairwise(asked)]
    return [asked[-1], asked[0], *apart]


class _Statements(NamedTuple):
    count: Any
    there: Any
    gone: Any


@lru_cache(maxsize=64)
def _statements(
    own: frozenset[State], others: frozenset[State], *, is_sqlite: bool
) -> _Statements:
    # Putting them together takes longer than running them; there are as many as there
    # are different rights.
    texts = (_sqlite if is_sqlite else _postgresql)()
    ordered = texts.order_by("newest")
    if not is_sqlite:
        # With an offset, even of none, a subquery is read by itself, from its own
        # index; then practices are asked for in its order until there are enough.
        texts, ordered = texts.offset(0), ordered.offset(0)
    text = ordered.subquery().c
    page = _readable_of(text, own, others).order_by(text.newest)
    any_text = _readable_of(texts.subquery().c, own, others)
    return _Statements(
        sa.select(sa.func.count()).select_from(any_text.subquery()),
        page.where(~_status_in(_LAST)),
        page.where(_status_in(_LAST)),
    )


def _readable_of(text: Any, own: frozenset[State], others: frozenset[State]) -> Any:
    return (
        sa.select(text.practice_id, text.revision)
        .join(PracticeRow, col(PracticeRow.id) == text.practice_id)
        .where(
            col(PracticeRow.sig_id) == sa.bindparam("sig_id"),
            _readable(text, own, others),
        )
        .limit(sa.bindparam("limit"))
    )


def shown(session: Session, sig_id: int, *, reach: Reach) -> list[Match]:
    """Return the text that the reader sees of each practice that the group has."""
    text = PracticeSearchRow
    query: Any = (
        sa.select(col(PracticeRow.id), col(text.revision))
        .join(text, col(text.practice_id) == PracticeRow.id)
        .where(
            col(PracticeRow.sig_id) == sig_id,
            col(PracticeRow.number).is_not(None),
            ~_status_in(_LAST),
            _readable(text, reach.own, reach.others),
        )
    )
    values = {"person_id": reach.person_id}
    found = session.connection().execute(query, values).all()
    return list(map(Match._make, found))


def _readable(
    text: Any, own: frozenset[State], others: frozenset[State]
) -> sa.ColumnElement[bool]:
    """Return the condition that a row of the index is what the reader sees."""
    is_own = col(PracticeRow.author_id) == sa.bindparam("person_id")
    return sa.or_(
        sa.and_(is_own, _is_shown(text, own)),
        sa.and_(col(PracticeRow.number).is_not(None), _is_shown(text, others)),
    )


def _is_shown(text: Any, states: frozenset[State]) -> sa.ColumnElement[bool]:
    """The newest text in these states, else the accepted one that is still printed."""
    is_newest = text.revision == PracticeRow.revision
    if len(states) == len(PracticeStatus) * len(Visibility):
        return is_newest  # type: ignore[no-any-return]  # any table's column
    newest = aliased(PracticeSearchRow)
    newest_is_shown = sa.exists().where(
        col(newest.practice_id) == PracticeRow.id,
        col(newest.revision) == PracticeRow.revision,
        _in_states(newest, states),
    )
    printed = [shown for status, shown in states if status is PracticeStatus.ACCEPTED]
    return sa.or_(
        sa.and_(is_newest, _in_states(text, states)),
        sa.and_(
            ~is_newest,
            text.revision == shown_revision(printable=True),
            text.visibility.in_(sorted(printed)),
            ~newest_is_shown,
        ),
    )


def _in_states(text: Any, states: frozenset[State]) -> sa.ColumnElement[bool]:
    """For most readers the same states of every visibility: one short condition."""
    both = [
        one for one in PracticeStatus if {(one, each) for each in Visibility} <= states
    ]
    return sa.or_(
        _status_in(both),
        *(
            sa.and_(text.visibility == visibility, _status_in([status]))
            for status, visibility in sorted(states)
            if status not in both
        ),
    )


def _status_in(statuses: Iterable[PracticeStatus]) -> sa.ColumnElement[bool]:
    return col(PracticeRow.status).in_(list(statuses))


def _texts() -> Any:
    text = PracticeSearchRow
    return sa.select(
        col(text.practice_id),
        col(text.revision),
        col(text.visibility),
        # Turned round, so that no index of the texts promises this order.
        (-col(text.practice_id)).label("newest"),
    )


# --- SQLite -------------------------------------------------------------------------


def _sqlite() -> Any:
    # The hidden column of the table's own name stands for all of its columns.
    words = sa.table(WORDS, sa.column("rowid"), sa.column(WORDS))
    is_asked = words.c[WORDS].op("MATCH")(sa.bindparam("asked"))
    is_same = words.c.rowid == col(PracticeSearchRow.id)
    return _texts().join(words, is_same).where(is_asked)


def _fts5(query: Query) -> list[str]:
    """Return the questions as FTS5 reads them: quoted words, which are never syntax."""
    quoted = [f'"{word}"' for word in query.words]
    quoted[-1] += " *" if query.is_open else ""
    words = " AND ".join(quoted)
    return [f"{{{names}}} : ({words})" if names else words for names in _COLUMNS]


# --- PostgreSQL ---------------------------------------------------------------------


def _postgresql() -> Any:
    question = sa.cast(sa.bindparam("asked"), TSQUERY)
    is_asked = col(PracticeSearchRow.words).op("@@")(question)
    return _texts().where(is_asked)


def _tsquery(query: Query) -> list[str]:
    """Return the questions as tsquery reads them: quoted words, never syntax."""
    return [
        " & ".join(
            f"'{mark}{word}'" + ":*" * (query.is_open and word == query.words[-1])
            for word in query.words
        )
        for mark in MARKS
    ]
