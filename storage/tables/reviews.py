"""The table of reviews of practices."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from bot.domain.practices import Label, ReviewKind, ReviewState, Verdict
from storage.tables.columns import (
    Json,
    Table,
    enum_type,
    json_field,
    mention,
    parent,
    primary_key,
)


class ReviewRow(Table, table=True):
    """Somebody was asked about one text of a practice, and perhaps answered.

    ``answers`` are those of the ten criteria, ``remarks`` what should change by field.
    """

    __tablename__ = "practice_review"
    __table_args__ = (sa.UniqueConstraint("practice_id", "revision", "reviewer_id"),)

    id: int = primary_key()
    sig_id: int = parent("sig.id", index=True)
    practice_id: int = parent("practice.id")
    revision: int
    reviewer_id: int | None = mention("person.id", index=True)
    cluster_id: int | None = mention("cluster.id")
    kind: ReviewKind = Field(sa_type=enum_type(ReviewKind, "kind"))
    state: ReviewState = Field(sa_type=enum_type(ReviewState, "state"))
    verdict: Verdict | None = Field(default=None, sa_type=enum_type(Verdict, "verdict"))
    label: Label | None = Field(default=None, sa_type=enum_type(Label, "label"))
    names_no_patient: bool = False
    answers: Json = json_field(default=())
    remarks: Json = json_field(default=())
    comment: str = ""
    asked_at: datetime
    given_at: datetime | None = None
    version: int = 1
