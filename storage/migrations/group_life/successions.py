"""What becomes of clusters: mergers, splits, renamings, replacements."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.first_release.columns import choice, columns, reference, unique


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "succession",
        *columns(sa.Integer(), "id"),
        reference("succession", "sig_id", "sig", "CASCADE"),
        *choice("succession", "kind", "merger split rename replacement"),
        *columns(sa.Date(), "effective_on"),
        *columns(sa.String(), "note", "nonce"),
        reference("succession", "made_by", "person", "SET NULL", nullable=True),
        *columns(sa.DateTime(timezone=True), "made_at"),
        *columns(sa.DateTime(timezone=True), "undone_at", nullable=True),
        *columns(sa.JSON(), "moved", "extra", nullable=True),
        *columns(sa.Integer(), "version"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_succession"),
        unique("succession", "sig_id", "nonce"),
    )
    ends = ("predecessor_id", "successor_id")
    op.create_table(
        "succession_part",
        *columns(sa.Integer(), "id"),
        reference("succession_part", "succession_id", "succession", "CASCADE"),
        *(
            reference("succession_part", end, "cluster", "SET NULL", nullable=True)
            for end in ends
        ),
        *columns(sa.String(), "predecessor_name", "successor_name"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_succession_part"),
        unique("succession_part", "succession_id", *ends),
    )
    for end in ends:
        op.create_index(op.f(f"ix_succession_part_{end}"), "succession_part", [end])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("succession_part")
    op.drop_table("succession")
