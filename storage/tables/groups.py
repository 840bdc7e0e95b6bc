"""Tables of the group itself: settings, numbers, sources, what happened."""

from datetime import date, datetime, time

import sqlalchemy as sa
from sqlmodel import Field

from bot.domain.sigs import QUIET_FROM, QUIET_UNTIL, SigState
from storage.tables.columns import (
    Json,
    Table,
    enum_type,
    json_field,
    mention,
    parent,
    primary_key,
)


class SigRow(Table, table=True):
    """A special interest group.

    ``configured_channel_id`` is the channel that the operator's settings named for
    it; the group may have moved elsewhere since.
    """

    __tablename__ = "sig"
    __table_args__ = (sa.UniqueConstraint("team_id", "channel_id"),)

    id: int = primary_key()
    name: str
    objectives: str
    licence: str
    zone: str
    language: str
    min_clusters: int
    max_clusters: int
    team_id: str | None = None
    channel_id: str | None = None
    configured_channel_id: str | None = None
    chairs_channel_id: str | None = None
    state: SigState = Field(
        default=SigState.ACTIVE, sa_type=enum_type(SigState, "state")
    )
    is_shared: bool = False
    holiday_countries: list[str] = json_field(default=())
    quiet_from: time = QUIET_FROM
    quiet_until: time = QUIET_UNTIL
    quorum_percent: int = 50
    version: int = 1
    extra: Json | None = json_field()


class SigObjectivesRow(Table, table=True):
    """One text of what a group is for; the newest is in ``sig`` too."""

    __tablename__ = "sig_objectives"
    __table_args__ = (sa.UniqueConstraint("sig_id", "revision"),)

    id: int = primary_key()
    sig_id: int = parent("sig.id")
    revision: int
    text: str
    set_on: date
    author_id: int | None = mention("person.id")
    decision_id: int | None = mention("decision.id")


class SigCounterRow(Table, table=True):
    """The highest number given out, per group and kind of thing."""

    __tablename__ = "sig_counter"

    sig_id: int = parent("sig.id", primary_key=True)
    kind: str = Field(primary_key=True)
    last: int = 0


class SourceRow(Table, table=True):
    """Where facts come from."""

    __tablename__ = "source"
    __table_args__ = (sa.UniqueConstraint("sig_id", "key"),)

    id: int = primary_key()
    sig_id: int = parent("sig.id")
    key: str
    status: str
    where: str
    position: int
    extra: Json | None = json_field()


class AuditEventRow(Table, table=True):
    """Who did what to what: ids and verbs only, so that erasing a person suffices.

    ``actor_id`` has no foreign key: the event outlives the person's row.
    """

    __tablename__ = "audit_event"
    __table_args__ = (sa.Index(None, "sig_id", "at"),)

    id: int = primary_key()
    sig_id: int = parent("sig.id")
    at: datetime
    actor_id: int | None = None
    verb: str
    object_kind: str
    object_id: int
