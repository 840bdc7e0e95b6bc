"""Sections with a state, comments, positions of clusters."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import growing
from storage.migrations.first_release.columns import choice, columns, reference, unique

_TABLES = ("section_comment", "comment_window", "section_draft")
_TIMES = ("created_at", "updated_at")
_MOMENT = sa.DateTime(timezone=True)
# What is written already is a draft; the program knew no states before.
_WRITTEN = """
UPDATE section SET state = 'draft' WHERE EXISTS (
    SELECT 1 FROM section_revision
    WHERE section_revision.section_id = section.id
    AND section_revision.revision = section.revision
    AND trim(section_revision.body) <> ''
)
"""


def upgrade() -> None:
    """Add the columns and the tables."""
    growing.add(
        "section",
        [
            *growing.choice(
                "section", "state", "empty draft in_review agreed", default="empty"
            ),
            *growing.empty(sa.String(), "template"),
            *growing.empty(_MOMENT, "removed_at"),
        ],
    )
    op.execute(_WRITTEN)
    _create_draft()
    _create_window()
    _create_comment()


def downgrade() -> None:
    """Take them away; a section that was removed comes back."""
    for table in _TABLES:
        op.drop_table(table)
    growing.drop(
        "section", "state", "template", "removed_at", checks=["ck_section_state"]
    )


def _create_draft() -> None:
    op.create_table(
        "section_draft",
        reference("section_draft", "section_id", "section", "CASCADE"),
        reference("section_draft", "person_id", "person", "CASCADE"),
        *columns(sa.String(), "body", "reason"),
        *columns(sa.Integer(), "base_revision"),
        *columns(_MOMENT, *_TIMES),
        sa.PrimaryKeyConstraint("section_id", "person_id", name="pk_section_draft"),
    )
    op.create_index(op.f("ix_section_draft_person_id"), "section_draft", ["person_id"])


def _create_window() -> None:
    op.create_table(
        "comment_window",
        *columns(sa.Integer(), "id"),
        reference("comment_window", "sig_id", "sig", "CASCADE"),
        *columns(sa.String(), "nonce"),
        *columns(sa.JSON(), "sections"),
        *columns(sa.String(), "note"),
        *columns(_MOMENT, "opened_at", "closes_at"),
        reference("comment_window", "opened_by", "person", "SET NULL", nullable=True),
        *columns(sa.Integer(), "version"),
        *columns(_MOMENT, *_TIMES),
        sa.PrimaryKeyConstraint("id", name="pk_comment_window"),
        unique("comment_window", "sig_id", "nonce"),
    )
    op.create_index(op.f("ix_comment_window_sig_id"), "comment_window", ["sig_id"])


def _create_comment() -> None:
    table = "section_comment"
    op.create_table(
        table,
        *columns(sa.Integer(), "id"),
        reference(table, "sig_id", "sig", "CASCADE"),
        *columns(sa.String(), "nonce"),
        reference(table, "section_id", "section", "CASCADE"),
        reference(table, "window_id", "comment_window", "SET NULL", nullable=True),
        *choice(table, "kind", "comment position"),
        reference(table, "person_id", "person", "SET NULL", nullable=True),
        reference(table, "cluster_id", "cluster", "SET NULL", nullable=True),
        *columns(sa.String(), "text", "proposal"),
        *columns(sa.JSON(), "consolidates"),
        *columns(sa.Boolean(), "is_late"),
        *choice(table, "state", "open accepted declined kept"),
        *columns(sa.String(), "answer"),
        reference(table, "answered_by", "person", "SET NULL", nullable=True),
        *columns(sa.Integer(), "version"),
        *columns(_MOMENT, *_TIMES),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        unique(table, "sig_id", "nonce"),
    )
    for column in ("section_id", "person_id", "cluster_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
