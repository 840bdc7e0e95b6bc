"""How meetings come about: series, polls for a date, calendar feeds."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.first_release.columns import choice, columns, reference, unique

_TABLES = ("calendar_feed", "poll_answer", "poll_slot", "poll", "meeting_series")
_TIMES = ("created_at", "updated_at")


def upgrade() -> None:
    """Create the tables, each after those it refers to."""
    _create_series()
    _create_poll()
    _create_poll_slot()
    _create_poll_answer()
    _create_feed()


def downgrade() -> None:
    """Drop them."""
    for table in _TABLES:
        op.drop_table(table)


def _create_series() -> None:
    op.create_table(
        "meeting_series",
        *columns(sa.Integer(), "id"),
        reference("meeting_series", "sig_id", "sig", "CASCADE"),
        *columns(sa.String(), "title"),
        *choice("meeting_series", "cadence", "weekday_of_month day_of_month weeks"),
        *columns(sa.Integer(), "every"),
        *columns(sa.Integer(), "weekday", "nth", "month_day", nullable=True),
        *columns(sa.Date(), "starts_on"),
        *columns(sa.Date(), "ends_on", nullable=True),
        *columns(sa.Time(), "local_time"),
        *columns(sa.String(), "zone"),
        *columns(sa.Integer(), "duration_minutes"),
        *columns(sa.String(), "mode", "join_url", "place"),
        *columns(sa.JSON(), "skip_months", "holiday_countries"),
        *choice("meeting_series", "on_holiday", "skip next_working_day ask"),
        *columns(sa.Integer(), "ahead"),
        *columns(sa.JSON(), "reminder_minutes", nullable=True),
        reference(
            "meeting_series", "replaces_id", "meeting_series", "SET NULL", nullable=True
        ),
        *columns(sa.String(), "source", nullable=True),
        *columns(sa.Integer(), "version"),
        *columns(sa.DateTime(timezone=True), *_TIMES),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_series"),
        unique("meeting_series", "source"),
    )
    op.create_index(op.f("ix_meeting_series_sig_id"), "meeting_series", ["sig_id"])


def _create_poll() -> None:
    op.create_table(
        "poll",
        *columns(sa.Integer(), "id"),
        reference("poll", "sig_id", "sig", "CASCADE"),
        *columns(sa.Integer(), "number"),
        *columns(sa.String(), "title", "zone"),
        *columns(sa.Integer(), "duration_minutes"),
        *columns(sa.String(), "mode", "join_url", "place"),
        *columns(sa.DateTime(timezone=True), "deadline_at"),
        *choice("poll", "state", "open closed decided cancelled"),
        reference("poll", "author_id", "person", "SET NULL", nullable=True),
        reference("poll", "meeting_id", "meeting", "SET NULL", nullable=True),
        *columns(sa.String(), "source", nullable=True),
        *columns(sa.Integer(), "version"),
        *columns(sa.DateTime(timezone=True), *_TIMES),
        sa.PrimaryKeyConstraint("id", name="pk_poll"),
        unique("poll", "sig_id", "number"),
        unique("poll", "source"),
    )


def _create_poll_slot() -> None:
    op.create_table(
        "poll_slot",
        *columns(sa.Integer(), "id"),
        reference("poll_slot", "poll_id", "poll", "CASCADE"),
        *columns(sa.Integer(), "position"),
        *columns(sa.DateTime(), "starts_local"),
        *columns(sa.DateTime(timezone=True), "starts_at", *_TIMES),
        sa.PrimaryKeyConstraint("id", name="pk_poll_slot"),
        unique("poll_slot", "poll_id", "starts_local"),
    )


def _create_poll_answer() -> None:
    op.create_table(
        "poll_answer",
        reference("poll_answer", "slot_id", "poll_slot", "CASCADE"),
        reference("poll_answer", "person_id", "person", "CASCADE"),
        reference("poll_answer", "cluster_id", "cluster", "SET NULL", nullable=True),
        *choice("poll_answer", "answer", "yes if_need_be no"),
        *columns(sa.DateTime(timezone=True), *_TIMES),
        sa.PrimaryKeyConstraint("slot_id", "person_id", name="pk_poll_answer"),
    )
    op.create_index(op.f("ix_poll_answer_person_id"), "poll_answer", ["person_id"])


def _create_feed() -> None:
    op.create_table(
        "calendar_feed",
        reference("calendar_feed", "sig_id", "sig", "CASCADE"),
        reference("calendar_feed", "person_id", "person", "CASCADE"),
        *columns(sa.String(), "token_sha256"),
        *columns(sa.DateTime(timezone=True), *_TIMES),
        sa.PrimaryKeyConstraint("sig_id", "person_id", name="pk_calendar_feed"),
        unique("calendar_feed", "token_sha256"),
    )
    op.create_index(op.f("ix_calendar_feed_person_id"), "calendar_feed", ["person_id"])
