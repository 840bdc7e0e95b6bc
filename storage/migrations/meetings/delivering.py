"""What a message remembers: the thread it belongs in, and when to try again."""

from typing import Any

import sqlalchemy as sa

from storage.migrations import growing


def upgrade() -> None:
    """Add the columns."""
    moment: Any = sa.DateTime(timezone=True)
    text: Any = sa.String()
    growing.add(
        "outbox",
        [
            *growing.empty(text, "thread_ts", "thread_key"),
            *growing.empty(moment, "retry_at"),
        ],
    )


def downgrade() -> None:
    """Take them away."""
    growing.drop("outbox", "thread_ts", "thread_key", "retry_at")
