"""Editions with what became of them, their pictures, and corrected roles."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import growing
from storage.migrations.first_release.columns import columns, reference, unique

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns and the tables."""
    growing.add(
        "edition",
        [
            *growing.choice(
                "edition", "state", "draft published withdrawn", default="draft"
            ),
            growing.filled("said", sa.String(), "''"),
            *growing.empty(_MOMENT, "settled_at"),
        ],
    )
    table = "edition_picture"
    op.create_table(
        table,
        *columns(sa.Integer(), "id"),
        reference(table, "edition_id", "edition", "CASCADE"),
        *columns(sa.Integer(), "position"),
        *columns(sa.String(), "name", "alt"),
        *columns(sa.LargeBinary(), "content"),
        *columns(sa.String(), "sha256"),
        *columns(_MOMENT, "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        unique(table, "edition_id", "name"),
    )
    _create_credit()


def _create_credit() -> None:
    table = "contributor_credit"
    op.create_table(
        table,
        reference(table, "sig_id", "sig", "CASCADE"),
        reference(table, "person_id", "person", "CASCADE"),
        *columns(sa.JSON(), "roles"),
        reference(table, "changed_by", "person", "SET NULL", nullable=True),
        *columns(sa.Integer(), "version"),
        *columns(_MOMENT, "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("sig_id", "person_id", name=f"pk_{table}"),
    )
    op.create_index(op.f(f"ix_{table}_person_id"), table, ["person_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("contributor_credit")
    op.drop_table("edition_picture")
    growing.drop("edition", "state", "said", "settled_at", checks=["ck_edition_state"])
