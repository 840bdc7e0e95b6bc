"""What a meeting holds: its invitation, agenda, answers, notes, minutes, votes."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.migrations import growing
from storage.migrations.first_release.columns import choice, columns, reference, unique

_TABLES = (
    *("ballot", "minutes_approval", "minutes_answer", "minutes"),
    *("meeting_note", "rsvp"),
)
_TIMES = ("created_at", "updated_at")
_MEETING = (
    *("series_id", "occurs_on", "uid", "sequence", "join_url", "place"),
    *("cancelled_reason", "began_at", "ended_at", "guests"),
    *("thread_channel_id", "thread_ts"),
)
_AGENDA = ("network_id", "state", "proposed_by", "carried_from_id", "version")
_DECISION = (
    *("agenda_item_id", "dissent", "decided_on", "due_at", "quorum_met"),
    *("author_id", "source", "extra"),
)


def upgrade() -> None:
    """Add the columns and the tables."""
    growing.add("sig", [growing.filled("quorum_percent", sa.Integer(), "50")])
    growing.add("membership", [growing.filled("email", sa.String(), "''")])
    _grow_meeting()
    _grow_agenda_item()
    _grow_decision()
    _create_rsvp()
    _create_note()
    _create_minutes()
    _create_answer()
    _create_approval()
    _create_ballot()


def downgrade() -> None:
    """Take them away; a decision outside meetings has no place any more."""
    for table in _TABLES:
        op.drop_table(table)
    op.execute("DELETE FROM decision WHERE meeting_id IS NULL")
    with op.batch_alter_table("decision") as batch:
        batch.drop_constraint(op.f("uq_decision_source"), type_="unique")
        batch.alter_column("meeting_id", existing_type=sa.Integer(), nullable=False)
    growing.drop("decision", *_DECISION)
    growing.drop("agenda_item", *_AGENDA, checks=["ck_agenda_item_state"])
    with op.batch_alter_table("meeting") as batch:
        name = op.f("uq_meeting_series_id_occurs_on")
        batch.drop_constraint(name, type_="unique")
    growing.drop("meeting", *_MEETING)
    growing.drop("membership", "email")
    growing.drop("sig", "quorum_percent")


def _grow_meeting() -> None:
    text: Any = sa.String()
    moment: Any = sa.DateTime(timezone=True)
    growing.add(
        "meeting",
        [
            growing.reference("meeting", "series_id", "meeting_series"),
            *growing.empty(sa.Date(), "occurs_on"),
            *growing.empty(text, "uid", "thread_channel_id", "thread_ts"),
            *growing.empty(moment, "began_at", "ended_at"),
            growing.filled("sequence", sa.Integer(), "0"),
            growing.filled("join_url", text, "''"),
            growing.filled("place", text, "''"),
            growing.filled("cancelled_reason", text, "''"),
            growing.filled("guests", sa.JSON(), "'[]'"),
        ],
    )
    with op.batch_alter_table("meeting") as batch:
        name = op.f("uq_meeting_series_id_occurs_on")
        batch.create_unique_constraint(name, ["series_id", "occurs_on"])


def _grow_agenda_item() -> None:
    states = "proposed accepted done deferred withdrawn"
    growing.add(
        "agenda_item",
        [
            growing.reference("agenda_item", "network_id", "network"),
            *growing.choice("agenda_item", "state", states, default="accepted"),
            growing.reference("agenda_item", "proposed_by", "person"),
            growing.reference("agenda_item", "carried_from_id", "agenda_item"),
            growing.filled("version", sa.Integer(), "1"),
        ],
    )


def _grow_decision() -> None:
    growing.add(
        "decision",
        [
            growing.reference("decision", "agenda_item_id", "agenda_item"),
            growing.filled("dissent", sa.String(), "''"),
            *growing.empty(sa.Date(), "decided_on"),
            *growing.empty(sa.DateTime(timezone=True), "due_at"),
            *growing.empty(sa.Boolean(), "quorum_met"),
            growing.reference("decision", "author_id", "person"),
            *growing.empty(sa.String(), "source"),
            *growing.empty(sa.JSON(), "extra"),
        ],
    )
    with op.batch_alter_table("decision") as batch:
        batch.alter_column("meeting_id", existing_type=sa.Integer(), nullable=True)
        batch.create_unique_constraint(op.f("uq_decision_source"), ["source"])


def _create_rsvp() -> None:
    op.create_table(
        "rsvp",
        reference("rsvp", "meeting_id", "meeting", "CASCADE"),
        reference("rsvp", "person_id", "person", "CASCADE"),
        reference("rsvp", "cluster_id", "cluster", "SET NULL", nullable=True),
        *choice("rsvp", "answer", "yes maybe no represented"),
        *columns(sa.String(), "represented_by"),
        *columns(sa.DateTime(timezone=True), *_TIMES),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name="pk_rsvp"),
    )
    op.create_index(op.f("ix_rsvp_person_id"), "rsvp", ["person_id"])


def _create_note() -> None:
    op.create_table(
        "meeting_note",
        *columns(sa.Integer(), "id"),
        reference("meeting_note", "meeting_id", "meeting", "CASCADE"),
        reference(
            "meeting_note", "agenda_item_id", "agenda_item", "SET NULL", nullable=True
        ),
        *columns(sa.Integer(), "position"),
        *columns(sa.String(), "text"),
        reference("meeting_note", "author_id", "person", "SET NULL", nullable=True),
        *columns(sa.String(), "source", nullable=True),
        *columns(sa.Integer(), "version"),
        *columns(sa.DateTime(timezone=True), *_TIMES),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_note"),
        unique("meeting_note", "source"),
    )
    op.create_index(op.f("ix_meeting_note_meeting_id"), "meeting_note", ["meeting_id"])


def _create_minutes() -> None:
    op.create_table(
        "minutes",
        *columns(sa.Integer(), "id"),
        reference("minutes", "meeting_id", "meeting", "CASCADE"),
        *columns(sa.Integer(), "revision"),
        *columns(sa.String(), "body", "sha256"),
        reference("minutes", "author_id", "person", "SET NULL", nullable=True),
        *columns(sa.String(), "reason"),
        *columns(sa.JSON(), "takes_in"),
        *columns(sa.DateTime(timezone=True), *_TIMES),
        sa.PrimaryKeyConstraint("id", name="pk_minutes"),
        unique("minutes", "meeting_id", "revision"),
    )


def _create_answer() -> None:
    op.create_table(
        "minutes_answer",
        *columns(sa.Integer(), "id"),
        reference("minutes_answer", "meeting_id", "meeting", "CASCADE"),
        *columns(sa.Integer(), "revision"),
        reference("minutes_answer", "person_id", "person", "SET NULL", nullable=True),
        *columns(sa.String(), "text"),
        *columns(sa.Boolean(), "is_settled"),
        *columns(sa.String(), "source"),
        *columns(sa.DateTime(timezone=True), *_TIMES),
        sa.PrimaryKeyConstraint("id", name="pk_minutes_answer"),
        unique("minutes_answer", "source"),
    )
    name = op.f("ix_minutes_answer_meeting_id")
    op.create_index(name, "minutes_answer", ["meeting_id"])


def _create_approval() -> None:
    op.create_table(
        "minutes_approval",
        reference("minutes_approval", "meeting_id", "meeting", "CASCADE"),
        *columns(sa.Integer(), "revision"),
        *columns(sa.Date(), "approved_on"),
        reference(
            "minutes_approval", "approved_in_id", "meeting", "SET NULL", nullable=True
        ),
        reference("minutes_approval", "person_id", "person", "SET NULL", nullable=True),
        *columns(sa.DateTime(timezone=True), *_TIMES),
        sa.PrimaryKeyConstraint("meeting_id", name="pk_minutes_approval"),
    )


def _create_ballot() -> None:
    op.create_table(
        "ballot",
        reference("ballot", "decision_id", "decision", "CASCADE"),
        reference("ballot", "cluster_id", "cluster", "CASCADE"),
        *columns(sa.String(), "choice"),
        reference("ballot", "person_id", "person", "SET NULL", nullable=True),
        *columns(sa.DateTime(timezone=True), *_TIMES),
        sa.PrimaryKeyConstraint("decision_id", "cluster_id", name="pk_ballot"),
        sa.CheckConstraint(
            "choice IN ('for', 'against', 'abstain')", name=op.f("ck_ballot_choice")
        ),
    )
    op.create_index(op.f("ix_ballot_cluster_id"), "ballot", ["cluster_id"])
