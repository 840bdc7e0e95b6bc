"""The table that finds practices by words, and what each database adds to it.

On SQLite the words of a text stand in the FTS5 table ``practice_words``, whose rows
have the ids of ``practice_search`` (https://www.sqlite.org/fts5.html); a trigger takes
them away together. On PostgreSQL they stand in a column with a GIN index
(https://www.postgresql.org/docs/current/textsearch-tables.html). Neither can be
declared for both, so they are made beside the table.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field

from bot.domain.practices import Visibility
from storage.tables.columns import Table, enum_type, parent, primary_key

WORDS = "practice_words"
WORDS_INDEX = "ix_practice_search_words"
# Words of a tsvector have these marks: in the title, also in the summary, also in the
# facts, and anywhere.
MARKS = ("1/", "2/", "3/", "")


class PracticeSearchRow(Table, table=True):
    """A text of a practice that can be found by its words.

    ``visibility`` repeats the text's own: whether somebody may read it is asked for
    every match, and the texts are wide rows. ``words`` is empty on SQLite.
    """

    __tablename__ = "practice_search"
    __table_args__ = (sa.UniqueConstraint("practice_id", "revision"),)

    id: int = primary_key()
    practice_id: int = parent("practice.id")
    revision: int
    visibility: Visibility = Field(sa_type=enum_type(Visibility, "visibility"))
    words: str | None = Field(
        default=None, sa_type=sa.Text().with_variant(TSVECTOR(), "postgresql")
    )


# Without places, because nothing is searched as a phrase. The words are folded already;
# the tokenizer only has to keep them as they are.
_FTS5 = f"""\
CREATE VIRTUAL TABLE {WORDS} USING fts5(title, summary, facts, rest, \
detail = 'column', tokenize = 'unicode61 remove_diacritics 2')"""
_TRIGGER = f"""\
CREATE TRIGGER practice_search_gone AFTER DELETE ON practice_search \
BEGIN DELETE FROM {WORDS} WHERE rowid = old.id; END"""  # noqa: S608 - a constant
# Without fast updates: a list of pending words would make each search slower.
_GIN = f"""\
CREATE INDEX {WORDS_INDEX} ON practice_search \
USING gin (words) WITH (fastupdate = off)"""
# The words are only ever read through their index: out of the way of what is read.
_NARROW = "ALTER TABLE practice_search SET (toast_tuple_target = 128)"


def _make_words(_table: sa.Table, connection: sa.Connection, **_options: Any) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    for statement in (_FTS5, _TRIGGER) if is_sqlite else (_GIN, _NARROW):
        connection.exec_driver_sql(statement)


sa.event.listen(
    PracticeSearchRow.__table__,  # type: ignore[attr-defined]  # set by the metaclass
    "after_create",
    _make_words,
)


def is_declared(name: str | None, kind: str, _parents: Any) -> bool:
    """Say whether a comparison of schemas should look at it (Alembic's include_name).

    Not at what is made beside the table; FTS5 keeps its words in tables of its own.
    """
    is_words = kind == "table" and str(name).startswith(WORDS)
    return not is_words and (kind, name) != ("index", WORDS_INDEX)
