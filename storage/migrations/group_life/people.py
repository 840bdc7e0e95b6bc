"""People: the notice they saw, limits of externals, who was there, proposals."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import growing
from storage.migrations.first_release.columns import choice, columns, reference, unique

_KEYS = "uq_membership_sig_id_key"


def upgrade() -> None:
    """Add the columns and the tables."""
    growing.add(
        "person",
        [
            *growing.empty(sa.String(), "notice_version"),
            *growing.empty(sa.DateTime(timezone=True), "notice_seen_at"),
        ],
    )
    growing.add(
        "membership",
        [
            *growing.empty(sa.JSON(), "meetings"),
            growing.reference("membership", "invited_by", "person"),
            *growing.empty(sa.String(), "key"),
        ],
    )
    _give_keys()
    op.create_table(
        "cluster_proposal",
        *columns(sa.Integer(), "id"),
        reference("cluster_proposal", "sig_id", "sig", "CASCADE"),
        reference("cluster_proposal", "person_id", "person", "CASCADE"),
        *columns(sa.String(), "name", "country"),
        *columns(sa.String(), "website", nullable=True),
        *choice("cluster_proposal", "state", "open accepted declined"),
        reference(
            "cluster_proposal", "cluster_id", "cluster", "SET NULL", nullable=True
        ),
        reference(
            "cluster_proposal", "decided_by", "person", "SET NULL", nullable=True
        ),
        *columns(sa.Integer(), "version"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_cluster_proposal"),
        unique("cluster_proposal", "sig_id", "person_id"),
    )
    op.create_table(
        "former_member",
        reference("former_member", "sig_id", "sig", "CASCADE"),
        reference("former_member", "person_id", "person", "CASCADE"),
        *columns(sa.DateTime(timezone=True), "ended_at"),
        reference("former_member", "ended_by", "person", "SET NULL", nullable=True),
        *columns(sa.JSON(), "place"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("sig_id", "person_id", name="pk_former_member"),
    )
    op.create_index("ix_former_member_person_id", "former_member", ["person_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("former_member")
    op.drop_table("cluster_proposal")
    with op.batch_alter_table("membership") as batch:
        batch.drop_constraint(op.f(_KEYS), type_="unique")
    growing.drop("membership", "meetings", "invited_by", "key")
    growing.drop("person", "notice_version", "notice_seen_at")


def _give_keys() -> None:
    """Give each place the key of its person, unless another in the group has it."""
    op.execute(
        "UPDATE membership SET key = "
        "(SELECT person.key FROM person WHERE person.id = membership.person_id) "
        "WHERE NOT EXISTS (SELECT 1 FROM membership AS other "
        "JOIN person AS theirs ON theirs.id = other.person_id "
        "JOIN person AS mine ON mine.id = membership.person_id "
        "WHERE other.sig_id = membership.sig_id "
        "AND other.person_id < membership.person_id AND theirs.key = mine.key)"
    )
    with op.batch_alter_table("membership") as batch:
        batch.create_unique_constraint(op.f(_KEYS), ["sig_id", "key"])
