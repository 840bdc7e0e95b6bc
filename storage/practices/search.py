"""Practices found by their words, alike on SQLite (FTS5) and PostgreSQL (tsvector).

Both get words and questions that are folded already (``bot.domain.practices.search``),
so both find the same, and both order the same way: all words in the title first, then
in title and summary, then with the facts (organisation, themes, country, cluster, what
a text says often), then anywhere; within each the newest first. What is gone comes
after everything else. bm25 and ts_rank would each order in its own way, and unpack
every match for it.

A word that nearly every practice has costs little more than a rare one: the places are
looked at one after the other until the page is full, what was found is counted up to
``COUNTED`` only, and SQLite reads no more of a place than it is asked for.
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
    anywhere, *places = _questions(query, is_sqlite=is_sqlite)
    wanted = offset + limit
    values = {"sig_id": sig_id, "person_id": reach.person_id, "anywhere": anywhere}
    values |= {"asked": places[0], "limit": wanted, "most": max(COUNTED, wanted) + 1}
    rows = connection.execute(ask.first, values).all()
    count = sum(counted for counted, _, _ in rows)
    # A union promises no order.
    found = sorted((Match(*row[1:]) for row in rows if row.practice_id), reverse=True)
    for statement, question in [*product((ask.there, ask.gone), places)][1:]:
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
    """``first`` counts, and reads the weightiest place."""

    first: Any
    there: Any
    gone: Any


@lru_cache(maxsize=64)
def _statements(
    own: frozenset[State], others: frozenset[State], *, is_sqlite: bool
) -> _Statements:
    # Putting them together takes longer than running them; there are as many as there
    # are different rights.
    matches = _sqlite if is_sqlite else _postgresql
    everything = matches(own, others, asked="anywhere", is_ordered=False)
    page = matches(own, others, asked="asked", is_ordered=True)
    page = page.limit(sa.bindparam("limit"))
    there = page.where(~_status_in(_LAST))
    counted = everything.limit(sa.bindparam("most")).subquery()
    none: Any = sa.literal_column("0")
    found = there.subquery().c
    count = sa.select(sa.func.count().label("count"), none.label("practice_id"), none)
    return _Statements(
        sa.union_all(
            count.select_from(counted),
            sa.select(none, found.practice_id, found.revision),
        ),
        there,
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
    )


def shown(
    session: Session, sig_id: int, *, reach: Reach, besides: int | None = None
) -> list[str]:
    """Return the text that the reader sees of each practice that the group has.

    A text is written as in "12.3", the third of practice 12, and all come as one value:
    ten thousand rows take longer than looking them up.
    """
    text = PracticeSearchRow
    name = [sa.cast(col(part), sa.Text) for part in (text.practice_id, text.revision)]
    query: Any = (
        sa.select(sa.func.aggregate_strings(name[0] + "." + name[1], " "))
        .join(PracticeRow, col(text.practice_id) == PracticeRow.id)
        .where(
            col(PracticeRow.sig_id) == sig_id,
            col(PracticeRow.number).is_not(None),
            ~_status_in(_LAST),
            _readable(text, reach.own, reach.others),
        )
    )
    if besides is not None:
        query = query.where(col(PracticeRow.id) != besides)
    values = {"person_id": reach.person_id}
    return str(session.connection().execute(query, values).scalar() or "").split()


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
            _one_of(text.visibility, sorted(printed)),
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
    return _one_of(col(PracticeRow.status), statuses)


def _one_of(column: Any, values: Iterable[Any]) -> sa.ColumnElement[bool]:
    # The same as IN, whose values are written into the statement each time it runs.
    return sa.or_(sa.false(), *(column == value for value in values))


# --- SQLite -------------------------------------------------------------------------


def _sqlite(
    own: frozenset[State], others: frozenset[State], *, asked: str, is_ordered: bool
) -> Any:
    # The hidden column of the table's own name stands for all of its columns.
    words = sa.table(WORDS, sa.column("rowid"), sa.column(WORDS))
    is_asked = words.c[WORDS].op("MATCH")(sa.bindparam(asked))
    is_same = words.c.rowid == col(PracticeSearchRow.id)
    found = _readable_of(PracticeSearchRow, own, others)
    found = found.join(words, is_same).where(is_asked)
    # The ids rise with the practices', and FTS5 reads them backwards by itself.
    return found.order_by(words.c.rowid.desc()) if is_ordered else found


def _fts5(query: Query) -> list[str]:
    """Return the questions as FTS5 reads them: quoted words, which are never syntax."""
    quoted = [f'"{word}"' for word in query.words]
    quoted[-1] += " *" if query.is_open else ""
    words = " AND ".join(quoted)
    return [f"{{{names}}} : ({words})" if names else words for names in _COLUMNS]


# --- PostgreSQL ---------------------------------------------------------------------


def _postgresql(
    own: frozenset[State], others: frozenset[State], *, asked: str, is_ordered: bool
) -> Any:
    text = PracticeSearchRow
    question = sa.cast(sa.bindparam(asked), TSQUERY)
    texts: Any = sa.select(
        col(text.practice_id),
        col(text.revision),
        col(text.visibility),
        # Turned round, so that no index of the texts promises this order.
        (-col(text.practice_id)).label("newest"),
    ).where(col(text.words).op("@@")(question))
    if is_ordered:
        texts = texts.order_by("newest")
    # With an offset, even of none, a subquery is read by itself, from its own index;
    # then practices are asked for in its order until there are enough.
    found = texts.offset(0).subquery().c
    matches = _readable_of(found, own, others)
    return matches.order_by(found.newest) if is_ordered else matches


def _tsquery(query: Query) -> list[str]:
    """Return the questions as tsquery reads them: quoted words, never syntax."""
    return [
        " & ".join(
            f"'{mark}{word}'" + ":*" * (query.is_open and word == query.words[-1])
            for word in query.words
        )
        for mark in MARKS
    ]
