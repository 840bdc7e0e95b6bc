"""What private reminders remember: who wants no weekly summary, and until when."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.first_release.columns import columns, reference

_TABLE = "digest_pause"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        _TABLE,
        reference(_TABLE, "sig_id", "sig", "CASCADE"),
        reference(_TABLE, "person_id", "person", "CASCADE"),
        *columns(sa.Date(), "until", nullable=True),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("sig_id", "person_id", name=f"pk_{_TABLE}"),
    )
    op.create_index(op.f(f"ix_{_TABLE}_person_id"), _TABLE, ["person_id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index(op.f(f"ix_{_TABLE}_person_id"), table_name=_TABLE)
    op.drop_table(_TABLE)
