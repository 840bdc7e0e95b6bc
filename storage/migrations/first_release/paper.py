"""Tables of the white paper and its editions, as of the first release."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.first_release.columns import choice, columns, reference, unique

TABLES = ("white_paper", "section", "section_revision", "edition")


def create() -> None:
    """Create the tables, each after those it refers to."""
    _create_white_paper()
    _create_section()
    _create_section_revision()
    _create_edition()


def _create_white_paper() -> None:
    op.create_table(
        "white_paper",
        *columns(sa.Integer(), "id"),
        reference("white_paper", "sig_id", "sig", "CASCADE"),
        *columns(sa.String(), "key", nullable=True),
        *columns(
            sa.String(), "title", "subtitle", "language", "licence", "status", "label"
        ),
        *columns(sa.Integer(), "version"),
        *columns(sa.JSON(), "extra", nullable=True),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_white_paper"),
        unique("white_paper", "sig_id"),
    )


def _create_section() -> None:
    op.create_table(
        "section",
        *columns(sa.Integer(), "id"),
        reference("section", "paper_id", "white_paper", "CASCADE"),
        *columns(sa.String(), "key", "title"),
        *columns(sa.Integer(), "position"),
        *choice("section", "mode", "generated handwritten mixed"),
        reference("section", "owner_person_id", "person", "SET NULL", nullable=True),
        reference("section", "owner_cluster_id", "cluster", "SET NULL", nullable=True),
        *columns(sa.Date(), "due_on", nullable=True),
        *columns(sa.Boolean(), "locked"),
        *columns(sa.Integer(), "revision", "version"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_section"),
        sa.CheckConstraint(
            "owner_person_id IS NULL OR owner_cluster_id IS NULL",
            name=op.f("ck_section_owner"),
        ),
        unique("section", "paper_id", "key"),
    )


def _create_section_revision() -> None:
    op.create_table(
        "section_revision",
        *columns(sa.Integer(), "id"),
        reference("section_revision", "section_id", "section", "CASCADE"),
        *columns(sa.Integer(), "revision"),
        *columns(sa.String(), "body", "sha256"),
        reference("section_revision", "author_id", "person", "SET NULL", nullable=True),
        *columns(sa.String(), "reason"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_section_revision"),
        unique("section_revision", "section_id", "revision"),
    )


def _create_edition() -> None:
    op.create_table(
        "edition",
        *columns(sa.Integer(), "id"),
        reference("edition", "sig_id", "sig", "CASCADE"),
        *columns(sa.String(), "label"),
        *columns(sa.Date(), "as_of"),
        *columns(sa.String(), "sha256", "fingerprint", "summary", "markdown"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_edition"),
        unique("edition", "sig_id", "label"),
    )
