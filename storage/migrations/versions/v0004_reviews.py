"""Reviews of practices, and new texts that are still being written.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations import growing
from storage.migrations.first_release.columns import choice, columns, reference, unique

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_LABELS = "good promising lessons_learnt"


def upgrade() -> None:
    growing.add(
        "practice",
        [
            *choice("practice", "label", _LABELS, nullable=True),
            growing.filled("is_ruling", sa.Boolean(), "false"),
            growing.filled("reason", sa.String(), "''"),
            *growing.empty(sa.Integer(), "superseded_by"),
        ],
    )
    _create_review()
    op.create_table(
        "practice_edit",
        reference("practice_edit", "practice_id", "practice", "CASCADE"),
        reference("practice_edit", "person_id", "person", "CASCADE"),
        *columns(sa.Integer(), "version", "revision"),
        *columns(sa.JSON(), "content"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("practice_id", "person_id", name="pk_practice_edit"),
    )
    op.create_index(op.f("ix_practice_edit_person_id"), "practice_edit", ["person_id"])


def _create_review() -> None:
    table = "practice_review"
    op.create_table(
        table,
        *columns(sa.Integer(), "id"),
        reference(table, "sig_id", "sig", "CASCADE"),
        reference(table, "practice_id", "practice", "CASCADE"),
        *columns(sa.Integer(), "revision"),
        reference(table, "reviewer_id", "person", "SET NULL", nullable=True),
        reference(table, "cluster_id", "cluster", "SET NULL", nullable=True),
        *choice(table, "kind", "reviewer referee"),
        *choice(table, "state", "open given closed"),
        *choice(table, "verdict", "accept changes decline", nullable=True),
        *choice(table, "label", _LABELS, nullable=True),
        *columns(sa.Boolean(), "names_no_patient"),
        *columns(sa.JSON(), "answers", "remarks"),
        *columns(sa.String(), "comment"),
        *columns(sa.DateTime(timezone=True), "asked_at"),
        *columns(sa.DateTime(timezone=True), "given_at", nullable=True),
        *columns(sa.Integer(), "version"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_practice_review"),
        unique(table, "practice_id", "revision", "reviewer_id"),
    )
    for column in ("sig_id", "reviewer_id"):
        op.create_index(op.f(f"ix_practice_review_{column}"), table, [column])


def downgrade() -> None:
    op.drop_table("practice_edit")
    op.drop_table("practice_review")
    growing.drop(
        "practice",
        "label",
        "is_ruling",
        "reason",
        "superseded_by",
        checks=["ck_practice_label"],
    )
