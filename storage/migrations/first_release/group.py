"""Tables of the group, its people, clusters and vocabulary, as of the first release."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.first_release.columns import choice, columns, reference, unique

TABLES = (
    "sig",
    "sig_counter",
    "organisation",
    "network",
    "theme",
    "person",
    "source",
    "audit_event",
    "cluster",
    "cluster_network",
    "membership",
)


def create() -> None:
    """Create the tables, each after those it refers to."""
    _create_sig()
    _create_sig_counter()
    _create_organisation()
    _create_network()
    _create_theme()
    _create_person()
    _create_source()
    _create_audit_event()
    _create_cluster()
    _create_cluster_network()
    _create_membership()


def _create_sig() -> None:
    op.create_table(
        "sig",
        *columns(sa.Integer(), "id"),
        *columns(sa.String(), "name", "objectives", "licence", "zone", "language"),
        *columns(sa.Integer(), "min_clusters", "max_clusters"),
        *columns(sa.String(), "team_id", "channel_id", nullable=True),
        *columns(sa.Integer(), "version"),
        *columns(sa.JSON(), "extra", nullable=True),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_sig"),
        unique("sig", "team_id", "channel_id"),
    )


def _create_sig_counter() -> None:
    op.create_table(
        "sig_counter",
        reference("sig_counter", "sig_id", "sig", "CASCADE"),
        *columns(sa.String(), "kind"),
        *columns(sa.Integer(), "last"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("sig_id", "kind", name="pk_sig_counter"),
    )


def _create_organisation() -> None:
    op.create_table(
        "organisation",
        *columns(sa.Integer(), "id"),
        reference("organisation", "sig_id", "sig", "CASCADE"),
        *columns(sa.String(), "key", "name"),
        *columns(sa.String(), "name_original", "language", nullable=True),
        *columns(sa.String(), "kind", "country"),
        *columns(sa.String(), "nuts", "nuts_name", nullable=True),
        *columns(sa.Integer(), "version"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        unique("organisation", "sig_id", "key"),
    )


def _create_network() -> None:
    op.create_table(
        "network",
        *columns(sa.Integer(), "id"),
        reference("network", "sig_id", "sig", "CASCADE"),
        *columns(sa.String(), "slug", "name", "kind", "relation"),
        *columns(sa.String(), "source", nullable=True),
        *columns(sa.Integer(), "position"),
        *columns(sa.JSON(), "extra", nullable=True),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_network"),
        unique("network", "sig_id", "slug"),
    )


def _create_theme() -> None:
    op.create_table(
        "theme",
        *columns(sa.Integer(), "id"),
        reference("theme", "sig_id", "sig", "CASCADE"),
        *columns(sa.String(), "slug", "label"),
        *columns(sa.Integer(), "position"),
        *columns(sa.JSON(), "extra", nullable=True),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_theme"),
        unique("theme", "sig_id", "slug"),
    )


def _create_person() -> None:
    op.create_table(
        "person",
        *columns(sa.Integer(), "id"),
        *columns(sa.String(), "key", "team_id", "user_id", nullable=True),
        *columns(sa.String(), "display_name"),
        *columns(sa.String(), "zone", nullable=True),
        *choice("person", "state", "active left erased"),
        *columns(sa.Integer(), "version"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        unique("person", "team_id", "user_id"),
    )


def _create_source() -> None:
    op.create_table(
        "source",
        *columns(sa.Integer(), "id"),
        reference("source", "sig_id", "sig", "CASCADE"),
        *columns(sa.String(), "key", "status", "where"),
        *columns(sa.Integer(), "position"),
        *columns(sa.JSON(), "extra", nullable=True),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
        unique("source", "sig_id", "key"),
    )


def _create_audit_event() -> None:
    op.create_table(
        "audit_event",
        *columns(sa.Integer(), "id"),
        reference("audit_event", "sig_id", "sig", "CASCADE"),
        *columns(sa.DateTime(timezone=True), "at"),
        *columns(sa.Integer(), "actor_id", nullable=True),
        *columns(sa.String(), "verb", "object_kind"),
        *columns(sa.Integer(), "object_id"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_event"),
    )
    op.create_index(
        op.f("ix_audit_event_sig_id_at"), "audit_event", ["sig_id", "at"], unique=False
    )


def _create_cluster() -> None:
    op.create_table(
        "cluster",
        *columns(sa.Integer(), "id"),
        reference("cluster", "sig_id", "sig", "CASCADE"),
        reference("cluster", "organisation_id", "organisation", "CASCADE"),
        *columns(sa.String(), "scope", nullable=True),
        *columns(sa.Integer(), "members_total", "members_companies", nullable=True),
        *columns(sa.String(), "zone", nullable=True),
        *columns(sa.JSON(), "s3_priorities"),
        *columns(sa.Integer(), "version"),
        *columns(sa.JSON(), "extra", nullable=True),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_cluster"),
        unique("cluster", "organisation_id"),
    )
    op.create_index(op.f("ix_cluster_sig_id"), "cluster", ["sig_id"], unique=False)


def _create_cluster_network() -> None:
    op.create_table(
        "cluster_network",
        reference("cluster_network", "cluster_id", "cluster", "CASCADE"),
        reference("cluster_network", "network_id", "network", "CASCADE"),
        *columns(sa.Integer(), "position"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("cluster_id", "network_id", name="pk_cluster_network"),
    )


def _create_membership() -> None:
    op.create_table(
        "membership",
        reference("membership", "sig_id", "sig", "CASCADE"),
        reference("membership", "person_id", "person", "CASCADE"),
        *choice(
            "membership",
            "role",
            "chair vice_chair secretariat editor reviewer member "
            "alternate observer external",
        ),
        reference("membership", "cluster_id", "cluster", "SET NULL", nullable=True),
        reference(
            "membership", "sponsor_cluster_id", "cluster", "SET NULL", nullable=True
        ),
        reference(
            "membership", "organisation_id", "organisation", "SET NULL", nullable=True
        ),
        *columns(sa.String(), "purpose"),
        *columns(sa.Date(), "expires_on", nullable=True),
        *columns(sa.Boolean(), "may_submit"),
        *columns(sa.String(), "title", nullable=True),
        *columns(sa.String(), "listed_as"),
        *columns(sa.Integer(), "position", "version"),
        *columns(sa.JSON(), "extra", nullable=True),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("sig_id", "person_id", name="pk_membership"),
    )
    op.create_index(
        op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False
    )
