"""Set-up: what a chair decides, the texts of the objectives, the bot's greeting."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import growing
from storage.migrations.first_release.columns import columns, reference, unique

_COLUMNS = (
    "configured_channel_id",
    "chairs_channel_id",
    "state",
    "is_shared",
    "holiday_countries",
    "quiet_from",
    "quiet_until",
)


def upgrade() -> None:
    """Add the columns and the table; a message needs no group any more."""
    growing.add(
        "sig",
        [
            *growing.empty(sa.String(), "configured_channel_id", "chairs_channel_id"),
            *growing.choice("sig", "state", "active archived", default="active"),
            growing.filled("is_shared", sa.Boolean(), "false"),
            growing.filled("holiday_countries", sa.JSON(), "'[]'"),
            growing.filled("quiet_from", sa.Time(), "'20:00:00'"),
            growing.filled("quiet_until", sa.Time(), "'07:00:00'"),
        ],
    )
    # Until now only the operator's settings gave a group its channel.
    op.execute("UPDATE sig SET configured_channel_id = channel_id")
    with op.batch_alter_table("outbox") as batch:
        batch.alter_column("sig_id", existing_type=sa.Integer(), nullable=True)
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
    """Take them away."""
    op.drop_table("sig_objectives")
    op.execute("DELETE FROM outbox WHERE sig_id IS NULL")
    with op.batch_alter_table("outbox") as batch:
        batch.alter_column("sig_id", existing_type=sa.Integer(), nullable=False)
    growing.drop("sig", *_COLUMNS, checks=["ck_sig_state"])
