"""Tables of practices, as of the first release."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.first_release.columns import choice, columns, reference, unique

TABLES = (
    "practice",
    "practice_revision",
    "practice_theme",
    "practice_network",
    "consent",
)


def create() -> None:
    """Create the tables, each after those it refers to."""
    _create_practice()
    _create_practice_revision()
    _create_practice_theme()
    _create_practice_network()
    _create_consent()


def _create_practice() -> None:
    op.create_table(
        "practice",
        *columns(sa.Integer(), "id"),
        reference("practice", "sig_id", "sig", "CASCADE"),
        *columns(sa.Integer(), "number", nullable=True),
        *columns(sa.String(), "key", nullable=True),
        *choice(
            "practice",
            "status",
            "draft submitted under_review changes_requested accepted "
            "published rejected withdrawn superseded",
        ),
        *columns(sa.Integer(), "version", "revision"),
        *columns(sa.Integer(), "accepted_revision", nullable=True),
        *columns(sa.String(), "nonce", "submission_nonce", nullable=True),
        reference("practice", "cluster_id", "cluster", None, nullable=True),
        reference("practice", "author_id", "person", "SET NULL", nullable=True),
        *columns(
            sa.DateTime(timezone=True), "submitted_at", "accepted_at", nullable=True
        ),
        *columns(sa.JSON(), "extra", nullable=True),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_practice"),
        sa.CheckConstraint(
            "number IS NOT NULL OR status IN ('draft', 'withdrawn')",
            name=op.f("ck_practice_numbered"),
        ),
        unique("practice", "sig_id", "key"),
        unique("practice", "sig_id", "nonce"),
        unique("practice", "sig_id", "number"),
        unique("practice", "sig_id", "submission_nonce"),
    )
    op.create_index(
        op.f("ix_practice_author_id"), "practice", ["author_id"], unique=False
    )
    op.create_index(
        op.f("ix_practice_cluster_id"), "practice", ["cluster_id"], unique=False
    )


def _create_practice_revision() -> None:
    op.create_table(
        "practice_revision",
        *columns(sa.Integer(), "id"),
        reference("practice_revision", "practice_id", "practice", "CASCADE"),
        *columns(sa.Integer(), "revision"),
        *columns(sa.String(), "title"),
        *columns(sa.String(), "title_original", "language", nullable=True),
        *columns(sa.String(), "summary", "problem", "description", "organisation"),
        *columns(
            sa.String(), "country", "nuts", "nuts_name", "nuts_version", nullable=True
        ),
        *choice(
            "practice_revision",
            "scope",
            "local regional national cross_border eu",
            nullable=True,
        ),
        *choice(
            "practice_revision",
            "type",
            "policy service infrastructure tool funding_scheme "
            "governance_model methodology training network",
            nullable=True,
        ),
        *choice(
            "practice_revision", "stage", "pilot running scaled stopped", nullable=True
        ),
        *columns(sa.String(), "start", "end", nullable=True),
        *columns(sa.String(), "stakeholders"),
        *columns(sa.JSON(), "target_groups"),
        *columns(sa.String(), "resources"),
        *columns(sa.JSON(), "funding", nullable=True),
        *columns(sa.String(), "evidence"),
        *choice(
            "practice_revision",
            "evidence_level",
            "none descriptive survey monitoring_data before_after "
            "controlled peer_reviewed",
            nullable=True,
        ),
        *columns(sa.String(), "difficulties", "transfer"),
        *choice(
            "practice_revision",
            "transfer_readiness",
            "pilot lessons_only ready_for_transfer adapted_elsewhere",
            nullable=True,
        ),
        *columns(sa.Integer(), "trl", nullable=True),
        *columns(sa.JSON(), "links"),
        *choice(
            "practice_revision",
            "attribution",
            "organisation name_and_organisation anonymous",
        ),
        *choice("practice_revision", "visibility", "sig_only public"),
        *columns(sa.String(), "valid_as_of", nullable=True),
        *columns(sa.String(), "submitter_role"),
        *columns(sa.JSON(), "provenance"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_practice_revision"),
        unique("practice_revision", "practice_id", "revision"),
    )


def _create_practice_theme() -> None:
    op.create_table(
        "practice_theme",
        reference("practice_theme", "revision_id", "practice_revision", "CASCADE"),
        reference("practice_theme", "theme_id", "theme", None),
        *columns(sa.Integer(), "position"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("revision_id", "theme_id", name="pk_practice_theme"),
    )
    op.create_index(
        op.f("ix_practice_theme_theme_id"), "practice_theme", ["theme_id"], unique=False
    )


def _create_practice_network() -> None:
    op.create_table(
        "practice_network",
        reference("practice_network", "revision_id", "practice_revision", "CASCADE"),
        reference("practice_network", "network_id", "network", None),
        *columns(sa.Integer(), "position"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint(
            "revision_id", "network_id", name="pk_practice_network"
        ),
    )
    op.create_index(
        op.f("ix_practice_network_network_id"),
        "practice_network",
        ["network_id"],
        unique=False,
    )


def _create_consent() -> None:
    op.create_table(
        "consent",
        *columns(sa.Integer(), "id"),
        reference("consent", "practice_id", "practice", "CASCADE"),
        reference("consent", "person_id", "person", "SET NULL", nullable=True),
        *columns(sa.Boolean(), "publish"),
        *columns(sa.String(), "licence"),
        *choice(
            "consent", "attribution", "organisation name_and_organisation anonymous"
        ),
        *columns(sa.String(), "policy_version"),
        *columns(sa.Date(), "given_on"),
        *columns(sa.Date(), "withdrawn_on", nullable=True),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
    )
    op.create_index(
        op.f("ix_consent_practice_id"), "consent", ["practice_id"], unique=False
    )
