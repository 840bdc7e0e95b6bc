"""Tables of meetings, their agendas, who was there, and what was decided."""

from datetime import date, datetime

import sqlalchemy as sa
from pydantic import NaiveDatetime
from sqlmodel import Field

from bot.domain.meetings import (
    AgendaState,
    DecisionStatus,
    MeetingStatus,
    MinutesStatus,
    Rsvp,
)
from storage.tables.columns import (
    Json,
    Table,
    enum_type,
    json_field,
    mention,
    parent,
    primary_key,
)


class MeetingRow(Table, table=True):
    """A meeting; ``starts_local`` in ``zone`` is the truth, ``starts_at`` derived.

    ``occurs_on`` is the day on which its series put it, also after it was moved
    (RFC 5545's RECURRENCE-ID); ``uid`` and ``sequence`` are those of its invitation.
    ``thread_channel_id`` and ``thread_ts`` name the message under which it is held.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        sa.UniqueConstraint("sig_id", "number"),
        sa.UniqueConstraint("sig_id", "key"),
        sa.UniqueConstraint("series_id", "occurs_on"),
    )

    id: int = primary_key()
    sig_id: int = parent("sig.id")
    number: int
    key: str | None = None
    title: str
    starts_local: NaiveDatetime
    zone: str
    starts_at: datetime = Field(index=True)
    duration_minutes: int
    mode: str
    status: MeetingStatus = Field(sa_type=enum_type(MeetingStatus, "status"))
    minutes_status: MinutesStatus = Field(
        sa_type=enum_type(MinutesStatus, "minutes_status")
    )
    note: str | None = None
    moved_from: date | None = None
    series_id: int | None = mention("meeting_series.id")
    occurs_on: date | None = None
    uid: str | None = None
    sequence: int = 0
    join_url: str = ""
    place: str = ""
    cancelled_reason: str = ""
    began_at: datetime | None = None
    ended_at: datetime | None = None
    guests: list[str] = json_field(default=())
    thread_channel_id: str | None = None
    thread_ts: str | None = None
    version: int = 1
    extra: Json | None = json_field()


class AgendaItemRow(Table, table=True):
    """One point of an agenda; ``carried_from_id`` is where it was not finished."""

    __tablename__ = "agenda_item"

    id: int = primary_key()
    meeting_id: int = parent("meeting.id", index=True)
    position: int
    kind: str
    title: str
    minutes: int
    presenter_person_id: int | None = mention("person.id")
    presenter_cluster_id: int | None = mention("cluster.id")
    practice_id: int | None = mention("practice.id")
    network_id: int | None = mention("network.id")
    state: AgendaState = Field(
        default=AgendaState.ACCEPTED, sa_type=enum_type(AgendaState, "state")
    )
    proposed_by: int | None = mention("person.id")
    carried_from_id: int | None = mention("agenda_item.id")
    version: int = 1


class AttendanceRow(Table, table=True):
    """A cluster or an external person was there, sent apologies, or was absent."""

    __tablename__ = "attendance"
    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "cluster_id"),
        sa.UniqueConstraint("meeting_id", "person_id"),
        sa.CheckConstraint("state IN ('present', 'apologies', 'absent')", name="state"),
    )

    id: int = primary_key()
    meeting_id: int = parent("meeting.id")
    cluster_id: int | None = parent("cluster.id", default=None)
    person_id: int | None = parent("person.id", default=None)
    state: str
    position: int


class RsvpRow(Table, table=True):
    """What a person answered to an invitation; not whether they came.

    ``represented_by`` is who comes for them, in their own words.
    """

    __tablename__ = "rsvp"

    meeting_id: int = parent("meeting.id", primary_key=True)
    person_id: int = parent("person.id", primary_key=True, index=True)
    cluster_id: int | None = mention("cluster.id")
    answer: Rsvp = Field(sa_type=enum_type(Rsvp, "answer"))
    represented_by: str = ""


class MeetingNoteRow(Table, table=True):
    """Something said in a meeting; ``source`` is unique for what Slack repeats."""

    __tablename__ = "meeting_note"

    id: int = primary_key()
    meeting_id: int = parent("meeting.id", index=True)
    agenda_item_id: int | None = mention("agenda_item.id")
    position: int
    text: str
    author_id: int | None = mention("person.id")
    source: str | None = Field(default=None, unique=True)
    version: int = 1


class MinutesRow(Table, table=True):
    """One version of a meeting's minutes; never changed.

    ``takes_in`` are the newest ids of notes, decisions and actions that its author saw.
    """

    __tablename__ = "minutes"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "revision"),)

    id: int = primary_key()
    meeting_id: int = parent("meeting.id")
    revision: int
    body: str
    sha256: str
    author_id: int | None = mention("person.id")
    reason: str = ""
    takes_in: Json = json_field(default={})


class MinutesAnswerRow(Table, table=True):
    """What somebody says about circulated minutes: a correction, or no text: right."""

    __tablename__ = "minutes_answer"

    id: int = primary_key()
    meeting_id: int = parent("meeting.id", index=True)
    revision: int
    person_id: int | None = mention("person.id")
    text: str = ""
    is_settled: bool = False
    source: str = Field(unique=True)


class MinutesApprovalRow(Table, table=True):
    """Which version of the minutes was approved, when, and in which meeting."""

    __tablename__ = "minutes_approval"

    meeting_id: int = parent("meeting.id", primary_key=True)
    revision: int
    approved_on: date
    approved_in_id: int | None = mention("meeting.id")
    person_id: int | None = mention("person.id")


class DecisionRow(Table, table=True):
    """What the group decided, in a meeting or by written procedure.

    ``due_at`` is when a written procedure ends; ``decided_on`` a date of the group's
    home zone. ``quorum_met`` is None where no quorum was counted.
    """

    __tablename__ = "decision"
    __table_args__ = (
        sa.UniqueConstraint("sig_id", "number"),
        sa.UniqueConstraint("sig_id", "key"),
    )

    id: int = primary_key()
    sig_id: int = parent("sig.id")
    meeting_id: int | None = parent("meeting.id", default=None, index=True)
    agenda_item_id: int | None = mention("agenda_item.id")
    position: int
    number: int
    key: str | None = None
    text: str
    kind: str
    status: DecisionStatus = Field(sa_type=enum_type(DecisionStatus, "status"))
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstain: int | None = None
    supersedes_id: int | None = mention("decision.id")
    dissent: str = ""
    decided_on: date | None = None
    due_at: datetime | None = None
    quorum_met: bool | None = None
    author_id: int | None = mention("person.id")
    source: str | None = Field(default=None, unique=True)
    version: int = 1
    extra: Json | None = json_field()


class BallotRow(Table, table=True):
    """How one cluster voted on a decision: the last word of any of its people."""

    __tablename__ = "ballot"
    __table_args__ = (
        sa.CheckConstraint("choice IN ('for', 'against', 'abstain')", name="choice"),
    )

    decision_id: int = parent("decision.id", primary_key=True)
    cluster_id: int = parent("cluster.id", primary_key=True, index=True)
    choice: str
    person_id: int | None = mention("person.id")
