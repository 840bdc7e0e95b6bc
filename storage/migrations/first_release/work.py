"""Tables of meetings and what comes out of them, as of the first release."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.first_release.columns import choice, columns, reference, unique

TABLES = (
    "meeting",
    "agenda_item",
    "attendance",
    "decision",
    "action_item",
    "action_co_owner",
    "recommendation",
    "recommendation_practice",
    "recommendation_theme",
)


def create() -> None:
    """Create the tables, each after those it refers to."""
    _create_meeting()
    _create_agenda_item()
    _create_attendance()
    _create_decision()
    _create_action_item()
    _create_action_co_owner()
    _create_recommendation()
    _create_recommendation_practice()
    _create_recommendation_theme()


def _create_meeting() -> None:
    op.create_table(
        "meeting",
        *columns(sa.Integer(), "id"),
        reference("meeting", "sig_id", "sig", "CASCADE"),
        *columns(sa.Integer(), "number"),
        *columns(sa.String(), "key", nullable=True),
        *columns(sa.String(), "title"),
        *columns(sa.DateTime(), "starts_local"),
        *columns(sa.String(), "zone"),
        *columns(sa.DateTime(timezone=True), "starts_at"),
        *columns(sa.Integer(), "duration_minutes"),
        *columns(sa.String(), "mode"),
        *choice("meeting", "status", "planned scheduled in_progress held cancelled"),
        *choice("meeting", "minutes_status", "none draft circulated approved"),
        *columns(sa.String(), "note", nullable=True),
        *columns(sa.Date(), "moved_from", nullable=True),
        *columns(sa.Integer(), "version"),
        *columns(sa.JSON(), "extra", nullable=True),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting"),
        unique("meeting", "sig_id", "key"),
        unique("meeting", "sig_id", "number"),
    )
    op.create_index(
        op.f("ix_meeting_starts_at"), "meeting", ["starts_at"], unique=False
    )


def _create_agenda_item() -> None:
    op.create_table(
        "agenda_item",
        *columns(sa.Integer(), "id"),
        reference("agenda_item", "meeting_id", "meeting", "CASCADE"),
        *columns(sa.Integer(), "position"),
        *columns(sa.String(), "kind", "title"),
        *columns(sa.Integer(), "minutes"),
        reference(
            "agenda_item", "presenter_person_id", "person", "SET NULL", nullable=True
        ),
        reference(
            "agenda_item", "presenter_cluster_id", "cluster", "SET NULL", nullable=True
        ),
        reference("agenda_item", "practice_id", "practice", "SET NULL", nullable=True),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_item"),
    )
    op.create_index(
        op.f("ix_agenda_item_meeting_id"), "agenda_item", ["meeting_id"], unique=False
    )


def _create_attendance() -> None:
    op.create_table(
        "attendance",
        *columns(sa.Integer(), "id"),
        reference("attendance", "meeting_id", "meeting", "CASCADE"),
        reference("attendance", "cluster_id", "cluster", "CASCADE", nullable=True),
        reference("attendance", "person_id", "person", "CASCADE", nullable=True),
        *columns(sa.String(), "state"),
        *columns(sa.Integer(), "position"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_attendance"),
        sa.CheckConstraint(
            "state IN ('present', 'apologies', 'absent')",
            name=op.f("ck_attendance_state"),
        ),
        unique("attendance", "meeting_id", "cluster_id"),
        unique("attendance", "meeting_id", "person_id"),
    )


def _create_decision() -> None:
    op.create_table(
        "decision",
        *columns(sa.Integer(), "id"),
        reference("decision", "sig_id", "sig", "CASCADE"),
        reference("decision", "meeting_id", "meeting", "CASCADE"),
        *columns(sa.Integer(), "position", "number"),
        *columns(sa.String(), "key", nullable=True),
        *columns(sa.String(), "text", "kind"),
        *choice("decision", "status", "proposed adopted rejected superseded"),
        *columns(
            sa.Integer(), "votes_for", "votes_against", "votes_abstain", nullable=True
        ),
        reference("decision", "supersedes_id", "decision", "SET NULL", nullable=True),
        *columns(sa.Integer(), "version"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        unique("decision", "sig_id", "key"),
        unique("decision", "sig_id", "number"),
    )
    op.create_index(
        op.f("ix_decision_meeting_id"), "decision", ["meeting_id"], unique=False
    )


def _create_action_item() -> None:
    op.create_table(
        "action_item",
        *columns(sa.Integer(), "id"),
        reference("action_item", "sig_id", "sig", "CASCADE"),
        *columns(sa.Integer(), "number"),
        *columns(sa.String(), "key", nullable=True),
        *columns(sa.String(), "title"),
        reference(
            "action_item", "owner_person_id", "person", "SET NULL", nullable=True
        ),
        reference(
            "action_item", "owner_cluster_id", "cluster", "SET NULL", nullable=True
        ),
        reference("action_item", "meeting_id", "meeting", "SET NULL", nullable=True),
        *columns(sa.Date(), "due_on", nullable=True),
        *choice("action_item", "status", "open in_progress blocked done cancelled"),
        *columns(sa.Date(), "done_on", nullable=True),
        *columns(sa.String(), "priority"),
        *columns(sa.String(), "note", "evidence", nullable=True),
        *columns(sa.Integer(), "version"),
        *columns(sa.JSON(), "extra", nullable=True),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_action_item"),
        sa.CheckConstraint(
            "owner_person_id IS NULL OR owner_cluster_id IS NULL",
            name=op.f("ck_action_item_owner"),
        ),
        unique("action_item", "sig_id", "key"),
        unique("action_item", "sig_id", "number"),
    )
    op.create_index(
        op.f("ix_action_item_owner_person_id"),
        "action_item",
        ["owner_person_id"],
        unique=False,
    )


def _create_action_co_owner() -> None:
    op.create_table(
        "action_co_owner",
        *columns(sa.Integer(), "id"),
        reference("action_co_owner", "action_id", "action_item", "CASCADE"),
        reference("action_co_owner", "person_id", "person", "CASCADE", nullable=True),
        reference("action_co_owner", "cluster_id", "cluster", "CASCADE", nullable=True),
        *columns(sa.Integer(), "position"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_action_co_owner"),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (cluster_id IS NULL)",
            name=op.f("ck_action_co_owner_co_owner"),
        ),
    )
    op.create_index(
        op.f("ix_action_co_owner_action_id"),
        "action_co_owner",
        ["action_id"],
        unique=False,
    )


def _create_recommendation() -> None:
    op.create_table(
        "recommendation",
        *columns(sa.Integer(), "id"),
        reference("recommendation", "sig_id", "sig", "CASCADE"),
        *columns(sa.Integer(), "number"),
        *columns(sa.String(), "key", nullable=True),
        *columns(sa.String(), "title", "statement", "rationale"),
        *columns(sa.JSON(), "addressees"),
        *columns(sa.String(), "horizon", nullable=True),
        *choice(
            "recommendation",
            "status",
            "proposed discussed adopted rejected merged superseded",
        ),
        reference(
            "recommendation", "decision_id", "decision", "SET NULL", nullable=True
        ),
        *columns(sa.String(), "dissent", nullable=True),
        *columns(sa.JSON(), "provenance"),
        *columns(sa.Integer(), "version"),
        *columns(sa.JSON(), "extra", nullable=True),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_recommendation"),
        unique("recommendation", "sig_id", "key"),
        unique("recommendation", "sig_id", "number"),
    )


def _create_recommendation_practice() -> None:
    op.create_table(
        "recommendation_practice",
        reference(
            "recommendation_practice", "recommendation_id", "recommendation", "CASCADE"
        ),
        reference("recommendation_practice", "practice_id", "practice", "CASCADE"),
        *columns(sa.Integer(), "position"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint(
            "recommendation_id", "practice_id", name="pk_recommendation_practice"
        ),
    )
    op.create_index(
        op.f("ix_recommendation_practice_practice_id"),
        "recommendation_practice",
        ["practice_id"],
        unique=False,
    )


def _create_recommendation_theme() -> None:
    op.create_table(
        "recommendation_theme",
        reference(
            "recommendation_theme", "recommendation_id", "recommendation", "CASCADE"
        ),
        reference("recommendation_theme", "theme_id", "theme", None),
        *columns(sa.Integer(), "position"),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.PrimaryKeyConstraint(
            "recommendation_id", "theme_id", name="pk_recommendation_theme"
        ),
    )
    op.create_index(
        op.f("ix_recommendation_theme_theme_id"),
        "recommendation_theme",
        ["theme_id"],
        unique=False,
    )
