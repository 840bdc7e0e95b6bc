"""Tables of action items and recommendations."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from bot.domain.actions import ActionStatus
from bot.domain.recommendations import RecommendationStatus
from storage.tables.columns import (
    Json,
    Table,
    enum_type,
    json_field,
    mention,
    parent,
    primary_key,
)


class ActionItemRow(Table, table=True):
    """One thing to do; its owner is a person or a cluster, or not yet known.

    ``source`` is what it was made of (a message, a form): the same twice is one item.
    """

    __tablename__ = "action_item"
    __table_args__ = (
        sa.UniqueConstraint("sig_id", "number"),
        sa.UniqueConstraint("sig_id", "key"),
        sa.CheckConstraint(
            "owner_person_id IS NULL OR owner_cluster_id IS NULL", name="owner"
        ),
    )

    id: int = primary_key()
    sig_id: int = parent("sig.id")
    number: int
    key: str | None = None
    title: str
    owner_person_id: int | None = mention("person.id", index=True)
    owner_cluster_id: int | None = mention("cluster.id")
    meeting_id: int | None = mention("meeting.id")
    due_on: date | None = None
    status: ActionStatus = Field(sa_type=enum_type(ActionStatus, "status"))
    done_on: date | None = None
    priority: str
    note: str | None = None
    evidence: str | None = None
    version: int = 1
    detail: str = ""
    reason: str = ""
    snoozed_until: date | None = None
    decision_id: int | None = mention("decision.id")
    practice_id: int | None = mention("practice.id", index=True)
    section_id: int | None = mention("section.id")
    agenda_item_id: int | None = mention("agenda_item.id")
    permalink: str = ""
    said_by_id: int | None = mention("person.id")
    source: str | None = Field(default=None, unique=True)
    recorded_by_id: int | None = mention("person.id")
    done_by_id: int | None = mention("person.id")
    extra: Json | None = json_field()


class ActionCarryRow(Table, table=True):
    """An open action that was carried over to the agenda of a meeting, or read out."""

    __tablename__ = "action_carry"

    action_id: int = parent("action_item.id", primary_key=True)
    meeting_id: int = parent("meeting.id", primary_key=True, index=True)
    read_out: bool = False


class ActionCoOwnerRow(Table, table=True):
    """Who helps with an action item."""

    __tablename__ = "action_co_owner"
    __table_args__ = (
        sa.CheckConstraint(
            "(person_id IS NULL) <> (cluster_id IS NULL)", name="co_owner"
        ),
    )

    id: int = primary_key()
    action_id: int = parent("action_item.id", index=True)
    person_id: int | None = parent("person.id", default=None)
    cluster_id: int | None = parent("cluster.id", default=None)
    position: int


class RecommendationRow(Table, table=True):
    """What the group asks of whom.

    ``other_id`` is the one it was merged into or superseded by, ``reason`` why; the
    same ``source`` (a form) twice is one recommendation.
    """

    __tablename__ = "recommendation"
    __table_args__ = (
        sa.UniqueConstraint("sig_id", "number"),
        sa.UniqueConstraint("sig_id", "key"),
    )

    id: int = primary_key()
    sig_id: int = parent("sig.id")
    number: int
    key: str | None = None
    title: str
    statement: str
    rationale: str
    addressees: list[str] = json_field(default=())
    horizon: str | None = None
    status: RecommendationStatus = Field(
        sa_type=enum_type(RecommendationStatus, "status")
    )
    decision_id: int | None = mention("decision.id")
    dissent: str | None = None
    provenance: list[Json] = json_field(default=())
    author_id: int | None = mention("person.id")
    author_cluster_id: int | None = mention("cluster.id")
    other_id: int | None = mention("recommendation.id")
    reason: str = ""
    source: str | None = Field(default=None, unique=True)
    version: int = 1
    extra: Json | None = json_field()


class RecommendationPracticeRow(Table, table=True):
    """A practice is evidence for a recommendation."""

    __tablename__ = "recommendation_practice"

    recommendation_id: int = parent("recommendation.id", primary_key=True)
    practice_id: int = parent("practice.id", primary_key=True, index=True)
    position: int


class RecommendationThemeRow(Table, table=True):
    """A recommendation belongs to a theme."""

    __tablename__ = "recommendation_theme"

    recommendation_id: int = parent("recommendation.id", primary_key=True)
    theme_id: int = Field(primary_key=True, foreign_key="theme.id", index=True)
    position: int
