"""The table that finds practices by words, and what each database adds to it.

It stays empty here: ``storage.migrate`` fills it after the last migration, with the
texts and the folding of that version.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from storage.migrations.first_release.columns import choice, columns, reference, unique


def upgrade() -> None:
    """Create the table, and the full text of this database."""
    vector = sa.Text().with_variant(TSVECTOR(), "postgresql")
    op.create_table(
        "practice_search",
        *columns(sa.Integer(), "id"),
        reference("practice_search", "practice_id", "practice", "CASCADE"),
        *columns(sa.Integer(), "revision"),
        *choice("practice_search", "visibility", "sig_only public"),
        *columns(vector, "words", nullable=True),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_practice_search"),
        unique("practice_search", "practice_id", "revision"),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE practice_words USING fts5(title, summary, facts, "
            "rest, detail = 'column', tokenize = 'unicode61 remove_diacritics 2')"
        )
        op.execute(
            "CREATE TRIGGER practice_search_gone AFTER DELETE ON practice_search "
            "BEGIN DELETE FROM practice_words WHERE rowid = old.id; END"
        )
    else:
        op.execute(
            "CREATE INDEX ix_practice_search_words ON practice_search "
            "USING gin (words) WITH (fastupdate = off)"
        )
        op.execute("ALTER TABLE practice_search SET (toast_tuple_target = 128)")


def downgrade() -> None:
    """Take everything away again."""
    op.drop_table("practice_search")
    if op.get_bind().dialect.name == "sqlite":
        op.drop_table("practice_words")
