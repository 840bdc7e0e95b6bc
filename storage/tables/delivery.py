"""Tables that make messages go out once and effects happen once."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from bot.domain.outbox import MessageState
from storage.tables.columns import Table, enum_type, parent, primary_key

_UNSENT = sa.text("state IN ('pending', 'claimed')")


class OutboxRow(Table, table=True):
    """One message to Slack.

    The index covers only what is still to be sent, so looking for due rows costs the
    same after a hundred thousand sent ones. ``kind`` has no CHECK: every feature
    brings its own kinds. What is said where no group is, the bot's greeting, has no
    ``sig_id``. A reply is in the thread of the message ``thread_ts``, or of the one
    that ``thread_key`` names; ``retry_at`` is when Slack wants to be asked again.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        sa.Index(
            "ix_outbox_due",
            "due_at",
            "id",
            sqlite_where=_UNSENT,
            postgresql_where=_UNSENT,
        ),
        sa.Index(None, "sig_id", "state"),
    )

    id: int = primary_key()
    key: str = Field(unique=True)
    kind: str
    sig_id: int | None = parent("sig.id", default=None)
    object_id: int
    recipient: str
    due_at: datetime
    not_after: datetime | None = None
    thread_ts: str | None = None
    thread_key: str | None = None
    retry_at: datetime | None = None
    state: MessageState = Field(sa_type=enum_type(MessageState, "state"))
    attempts: int = 0
    uncertain: bool = False
    first_tried_at: datetime | None = None
    claimed_by: str | None = None
    lease_until: datetime | None = None
    sent_at: datetime | None = None
    channel_id: str | None = None
    ts: str | None = None
    reason: str | None = None


class InboundRow(Table, table=True):
    """Something Slack may send again: its key, so that the second time is known."""

    __tablename__ = "inbound"

    key: str = Field(primary_key=True)
    received_at: datetime = Field(index=True)
