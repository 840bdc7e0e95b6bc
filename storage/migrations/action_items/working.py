"""Action items with what they belong to, and the agendas they were carried over to."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.migrations import growing
from storage.migrations.first_release.columns import columns, reference

_TABLE = "action_item"
_TEXTS = ("detail", "reason", "permalink")
_REFERENCES = {
    "decision_id": "decision",
    "practice_id": "practice",
    "section_id": "section",
    "agenda_item_id": "agenda_item",
    "said_by_id": "person",
    "recorded_by_id": "person",
    "done_by_id": "person",
}


def upgrade() -> None:
    """Add the columns and the table."""
    text: Any = sa.String()
    growing.add(
        _TABLE,
        [
            *(growing.filled(name, text, "''") for name in _TEXTS),
            *growing.empty(sa.Date(), "snoozed_until"),
            *growing.empty(text, "source"),
            *(
                growing.reference(_TABLE, column, target)
                for column, target in _REFERENCES.items()
            ),
        ],
    )
    with op.batch_alter_table(_TABLE) as batch:
        batch.create_unique_constraint(op.f("uq_action_item_source"), ["source"])
    op.create_index(op.f("ix_action_item_practice_id"), _TABLE, ["practice_id"])
    _create_carry()


def downgrade() -> None:
    """Take them away."""
    op.drop_table("action_carry")
    op.drop_index(op.f("ix_action_item_practice_id"), table_name=_TABLE)
    with op.batch_alter_table(_TABLE) as batch:
        batch.drop_constraint(op.f("uq_action_item_source"), type_="unique")
    growing.drop(_TABLE, *_TEXTS, "snoozed_until", "source", *_REFERENCES)


def _create_carry() -> None:
    op.create_table(
        "action_carry",
        reference("action_carry", "action_id", _TABLE, "CASCADE"),
        reference("action_carry", "meeting_id", "meeting", "CASCADE"),
        *columns(sa.Boolean(), "read_out"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("action_id", "meeting_id", name="pk_action_carry"),
    )
    op.create_index(op.f("ix_action_carry_meeting_id"), "action_carry", ["meeting_id"])
