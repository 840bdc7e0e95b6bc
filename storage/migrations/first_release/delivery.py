"""Tables of messages that go out and come in once, as of the first release."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.first_release.columns import choice, columns, reference, unique

TABLES = ("outbox", "inbound")


def create() -> None:
    """Create the tables, each after those it refers to."""
    _create_outbox()
    _create_inbound()


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        *columns(sa.Integer(), "id"),
        *columns(sa.String(), "key", "kind"),
        reference("outbox", "sig_id", "sig", "CASCADE"),
        *columns(sa.Integer(), "object_id"),
        *columns(sa.String(), "recipient"),
        *columns(sa.DateTime(timezone=True), "due_at"),
        *columns(sa.DateTime(timezone=True), "not_after", nullable=True),
        *choice("outbox", "state", "pending claimed sent missed cancelled failed"),
        *columns(sa.Integer(), "attempts"),
        *columns(sa.Boolean(), "uncertain"),
        *columns(sa.DateTime(timezone=True), "first_tried_at", nullable=True),
        *columns(sa.String(), "claimed_by", nullable=True),
        *columns(sa.DateTime(timezone=True), "lease_until", "sent_at", nullable=True),
        *columns(sa.String(), "channel_id", "ts", "reason", nullable=True),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        unique("outbox", "key"),
    )
    unsent = sa.text("state IN ('pending', 'claimed')")
    op.create_index(
        op.f("ix_outbox_due"),
        "outbox",
        ["due_at", "id"],
        sqlite_where=unsent,
        postgresql_where=unsent,
    )
    op.create_index(
        op.f("ix_outbox_sig_id_state"), "outbox", ["sig_id", "state"], unique=False
    )


def _create_inbound() -> None:
    op.create_table(
        "inbound",
        *columns(sa.String(), "key"),
        *columns(sa.DateTime(timezone=True), "received_at"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("key", name="pk_inbound"),
    )
    op.create_index(
        op.f("ix_inbound_received_at"), "inbound", ["received_at"], unique=False
    )
