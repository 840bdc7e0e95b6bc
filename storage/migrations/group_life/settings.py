"""Set-up: what a chair decides about the group, and the texts of its objectives."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import growing
from storage.migrations.first_release.columns import columns, reference, unique

_COLUMNS = (
    "chairs_channel_id",
    "state",
    "is_shared",
    "holiday_countries",
    "quiet_from",
    "quiet_until",
)


def upgrade() -> None:
    """Add the columns and the table."""
    growing.add(
        "sig",
        [
            *growing.empty(sa.String(), "chairs_channel_id"),
            *growing.choice("sig", "state", "active archived", default="active"),
            growing.filled("is_shared", sa.Boolean(), "false"),
            growing.filled("holiday_countries", sa.JSON(), "'[]'"),
            growing.filled("quiet_from", sa.Time(), "'20:00:00'"),
            growing.filled("quiet_until", sa.Time(), "'07:00:00'"),
        ],
    )
    op.create_table(
        "sig_objectives",
        *columns(sa.Integer(), "id"),
        reference("sig_objectives", "sig_id", "sig", "CASCADE"),
        *columns(sa.Integer(), "revision"),
        *columns(sa.String(), "text"),
        *columns(sa.Date(), "set_on"),
        reference("sig_objectives", "author_id", "person", "SET NULL", nullable=True),
        reference(
            "sig_objectives", "decision_id", "decision", "SET NULL", nullable=True
        ),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_sig_objectives"),
        unique("sig_objectives", "sig_id", "revision"),
    )


def downgrade() -> None:
    """Take both away."""
    op.drop_table("sig_objectives")
    growing.drop("sig", *_COLUMNS, checks=["ck_sig_state"])
