"""Recommendations with authors, rounds, and what clusters say to them."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import growing
from storage.migrations.first_release.columns import choice, columns, reference

_MOMENT = sa.DateTime(timezone=True)
_TIMES = ("created_at", "updated_at")
_ROUND, _POSITION = "recommendation_round", "recommendation_position"


def upgrade() -> None:
    """Add the columns and the tables."""
    table = "recommendation"
    growing.add(
        table,
        [
            growing.reference(table, "author_id", "person"),
            growing.reference(table, "author_cluster_id", "cluster"),
            growing.reference(table, "other_id", "recommendation"),
            growing.filled("reason", sa.String(), "''"),
            *growing.empty(sa.String(), "source"),
        ],
    )
    with op.batch_alter_table(table) as batch:
        batch.create_unique_constraint(op.f("uq_recommendation_source"), ["source"])
    _create_round()
    _create_position()


def downgrade() -> None:
    """Take them away."""
    op.drop_table(_POSITION)
    op.drop_table(_ROUND)
    with op.batch_alter_table("recommendation") as batch:
        batch.drop_constraint(op.f("uq_recommendation_source"), type_="unique")
    growing.drop(
        "recommendation",
        *("author_id", "author_cluster_id", "other_id", "reason", "source"),
    )


def _create_round() -> None:
    op.create_table(
        _ROUND,
        reference(_ROUND, "recommendation_id", "recommendation", "CASCADE"),
        *columns(sa.Integer(), "number"),
        *columns(_MOMENT, "opened_at", "closes_at"),
        *columns(_MOMENT, "ended_at", nullable=True),
        *columns(_MOMENT, *_TIMES),
        sa.PrimaryKeyConstraint("recommendation_id", "number", name=f"pk_{_ROUND}"),
    )


def _create_position() -> None:
    op.create_table(
        _POSITION,
        reference(_POSITION, "recommendation_id", "recommendation", "CASCADE"),
        *columns(sa.Integer(), "number"),
        reference(_POSITION, "cluster_id", "cluster", "CASCADE"),
        reference(_POSITION, "person_id", "person", "SET NULL", nullable=True),
        *choice(_POSITION, "stance", "support live_with object"),
        *columns(sa.String(), "reason"),
        *columns(sa.Boolean(), "is_printed"),
        *columns(_MOMENT, "said_at", *_TIMES),
        sa.PrimaryKeyConstraint(
            "recommendation_id", "number", "cluster_id", name=f"pk_{_POSITION}"
        ),
    )
    op.create_index(op.f(f"ix_{_POSITION}_cluster_id"), _POSITION, ["cluster_id"])
