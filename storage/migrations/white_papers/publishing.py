"""Editions with what became of them, and their pictures."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import growing
from storage.migrations.first_release.columns import columns, reference, unique

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns and the table."""
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


def downgrade() -> None:
    """Take them away."""
    op.drop_table("edition_picture")
    growing.drop("edition", "state", "said", "settled_at", checks=["ck_edition_state"])
