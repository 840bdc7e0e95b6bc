"""Needs and offers, and the introductions that follow."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.first_release.columns import choice, columns, reference, unique


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "offer",
        *columns(sa.Integer(), "id"),
        reference("offer", "sig_id", "sig", "CASCADE"),
        *columns(sa.String(), "nonce"),
        *choice("offer", "kind", "need offer"),
        reference("offer", "cluster_id", "cluster", "CASCADE"),
        reference("offer", "person_id", "person", "SET NULL", nullable=True),
        reference("offer", "theme_id", "theme", "SET NULL", nullable=True),
        reference("offer", "practice_id", "practice", "SET NULL", nullable=True),
        *columns(sa.String(), "text"),
        *columns(sa.Date(), "until", "stated_on"),
        *columns(sa.Boolean(), "may_print"),
        *choice("offer", "state", "open closed"),
        *columns(sa.Integer(), "version"),
        *columns(sa.JSON(), "extra", nullable=True),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_offer"),
        unique("offer", "sig_id", "nonce"),
    )
    for column in ("sig_id", "cluster_id", "person_id"):
        op.create_index(op.f(f"ix_offer_{column}"), "offer", [column])
    op.create_table(
        "introduction",
        *columns(sa.Integer(), "id"),
        reference("introduction", "sig_id", "sig", "CASCADE"),
        reference("introduction", "need_id", "offer", "CASCADE"),
        reference("introduction", "offer_id", "offer", "CASCADE"),
        *(
            reference("introduction", name, "person", "SET NULL", nullable=True)
            for name in ("need_person_id", "offer_person_id")
        ),
        *columns(sa.Boolean(), "need_answer", "offer_answer", nullable=True),
        reference("introduction", "proposed_by", "person", "SET NULL", nullable=True),
        *columns(sa.DateTime(timezone=True), "introduced_at", nullable=True),
        *columns(sa.Integer(), "version"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_introduction"),
        unique("introduction", "need_id", "offer_id"),
    )
    for column in ("sig_id", "offer_id"):
        op.create_index(op.f(f"ix_introduction_{column}"), "introduction", [column])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("introduction")
    op.drop_table("offer")
