"""Edited drafts that came back, and the conflicts they left."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.first_release.columns import choice, columns, reference, unique

_TIMES = ("created_at", "updated_at")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    _create_import()
    _create_conflict()


def downgrade() -> None:
    """Take them away."""
    op.drop_table("section_conflict")
    op.drop_table("paper_import")


def _create_import() -> None:
    table = "paper_import"
    op.create_table(
        table,
        *columns(sa.Integer(), "id"),
        reference(table, "sig_id", "sig", "CASCADE"),
        reference(table, "person_id", "person", "SET NULL", nullable=True),
        *columns(sa.String(), "name", "sha256", "text", "preview"),
        *choice(table, "state", "pending taken discarded"),
        *columns(_MOMENT, *_TIMES),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    op.create_index(op.f(f"ix_{table}_sig_id"), table, ["sig_id"])


def _create_conflict() -> None:
    table = "section_conflict"
    op.create_table(
        table,
        *columns(sa.Integer(), "id"),
        reference(table, "sig_id", "sig", "CASCADE"),
        reference(table, "import_id", "paper_import", "CASCADE"),
        reference(table, "section_id", "section", "SET NULL", nullable=True),
        *columns(sa.String(), "section_key", "title"),
        *choice(table, "fate", "changed merged conflict locked gone"),
        *columns(sa.String(), "base", "current", "edited"),
        *columns(sa.Integer(), "revision"),
        *choice(table, "state", "open kept taken"),
        reference(table, "settled_by", "person", "SET NULL", nullable=True),
        *columns(sa.Integer(), "version"),
        *columns(_MOMENT, *_TIMES),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        unique(table, "import_id", "section_key"),
    )
    op.create_index(op.f(f"ix_{table}_sig_id"), table, ["sig_id"])
