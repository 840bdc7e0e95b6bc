"""Tables of the paper's writing: forms that were refused, comments and their windows.

A position of a cluster is a comment that everybody of the cluster may edit.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from bot.domain.whitepaper.comments import CommentKind, CommentState
from storage.tables.columns import (
    Table,
    enum_type,
    json_field,
    mention,
    parent,
    primary_key,
)


class SectionDraftRow(Table, table=True):
    """A text that could not be saved, kept for its author until it is."""

    __tablename__ = "section_draft"

    section_id: int = parent("section.id", primary_key=True)
    person_id: int = parent("person.id", primary_key=True, index=True)
    body: str
    reason: str = ""
    base_revision: int


class CommentWindowRow(Table, table=True):
    """A time to comment on the paper, or on some sections of it, by key."""

    __tablename__ = "comment_window"
    __table_args__ = (sa.UniqueConstraint("sig_id", "nonce"),)

    id: int = primary_key()
    sig_id: int = parent("sig.id", index=True)
    nonce: str
    sections: list[str] = json_field(default=())
    note: str = ""
    opened_at: datetime
    closes_at: datetime
    opened_by: int | None = mention("person.id")
    version: int = 1


class SectionCommentRow(Table, table=True):
    """What somebody said about a section, or the position of their cluster."""

    __tablename__ = "section_comment"
    __table_args__ = (sa.UniqueConstraint("sig_id", "nonce"),)

    id: int = primary_key()
    sig_id: int = parent("sig.id")
    nonce: str
    section_id: int = parent("section.id", index=True)
    window_id: int | None = mention("comment_window.id")
    kind: CommentKind = Field(sa_type=enum_type(CommentKind, "kind"))
    person_id: int | None = mention("person.id", index=True)
    cluster_id: int | None = mention("cluster.id", index=True)
    text: str
    proposal: str = ""
    consolidates: list[int] = json_field(default=())
    is_late: bool = False
    state: CommentState = Field(sa_type=enum_type(CommentState, "state"))
    answer: str = ""
    answered_by: int | None = mention("person.id")
    version: int = 1
