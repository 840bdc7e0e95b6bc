"""What App Home remembers of each person."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.first_release.columns import columns, reference

_TABLE = "home_tab"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        _TABLE,
        reference(_TABLE, "person_id", "person", "CASCADE"),
        reference(_TABLE, "sig_id", "sig", "SET NULL", nullable=True),
        *columns(sa.JSON(), "places"),
        *columns(sa.DateTime(timezone=True), "opened_at", "created_at", "updated_at"),
        *columns(sa.DateTime(timezone=True), "read_at", nullable=True),
        *columns(sa.Integer(), "seen_event"),
        *columns(sa.String(), "shown_hash", "fingerprint", nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=f"pk_{_TABLE}"),
    )
    op.create_index(op.f(f"ix_{_TABLE}_opened_at"), _TABLE, ["opened_at"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table(_TABLE)
