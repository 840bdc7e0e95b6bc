"""Tables of how meetings come about: series, polls for a date, calendar feeds."""

from datetime import date, datetime, time

import sqlalchemy as sa
from pydantic import NaiveDatetime
from sqlmodel import Field

from bot.domain.polls import PollAnswer, PollState
from bot.domain.recurrence import Cadence, OnHoliday
from storage.tables.columns import (
    Table,
    enum_type,
    json_field,
    mention,
    parent,
    primary_key,
)


class MeetingSeriesRow(Table, table=True):
    """A rule for meetings in the wall time of one zone.

    ``replaces_id`` is the series that this one goes on from after a change of "this
    and following"; ``ends_on`` the last day that belongs to it. ``reminder_minutes``
    are the lengths of time before the start at which the channel is reminded; NULL
    is the usual ladder.
    """

    __tablename__ = "meeting_series"

    id: int = primary_key()
    sig_id: int = parent("sig.id", index=True)
    title: str
    cadence: Cadence = Field(sa_type=enum_type(Cadence, "cadence"))
    every: int = 1
    weekday: int | None = None
    nth: int | None = None
    month_day: int | None = None
    starts_on: date
    ends_on: date | None = None
    local_time: time
    zone: str
    duration_minutes: int
    mode: str
    join_url: str = ""
    place: str = ""
    skip_months: list[int] = json_field(default=())
    holiday_countries: list[str] = json_field(default=())
    on_holiday: OnHoliday = Field(sa_type=enum_type(OnHoliday, "on_holiday"))
    ahead: int = 3
    reminder_minutes: list[int] | None = json_field()
    replaces_id: int | None = mention("meeting_series.id")
    source: str | None = Field(default=None, unique=True)
    version: int = 1


class PollRow(Table, table=True):
    """A poll for the date of a meeting; ``meeting_id`` is what came of it.

    ``source`` is unique for the form it came from.
    """

    __tablename__ = "poll"
    __table_args__ = (sa.UniqueConstraint("sig_id", "number"),)

    id: int = primary_key()
    sig_id: int = parent("sig.id")
    number: int
    title: str
    zone: str
    duration_minutes: int
    mode: str
    join_url: str = ""
    place: str = ""
    deadline_at: datetime
    state: PollState = Field(sa_type=enum_type(PollState, "state"))
    author_id: int | None = mention("person.id")
    meeting_id: int | None = mention("meeting.id")
    source: str | None = Field(default=None, unique=True)
    version: int = 1


class PollSlotRow(Table, table=True):
    """One time that a poll offers, in the poll's zone."""

    __tablename__ = "poll_slot"
    __table_args__ = (sa.UniqueConstraint("poll_id", "starts_local"),)

    id: int = primary_key()
    poll_id: int = parent("poll.id")
    position: int
    starts_local: NaiveDatetime
    starts_at: datetime


class PollAnswerRow(Table, table=True):
    """What one person said of one time."""

    __tablename__ = "poll_answer"

    slot_id: int = parent("poll_slot.id", primary_key=True)
    person_id: int = parent("person.id", primary_key=True, index=True)
    cluster_id: int | None = mention("cluster.id")
    answer: PollAnswer = Field(sa_type=enum_type(PollAnswer, "answer"))


class CalendarFeedRow(Table, table=True):
    """The secret address of a person's calendar of one group, kept as its hash."""

    __tablename__ = "calendar_feed"

    sig_id: int = parent("sig.id", primary_key=True)
    person_id: int = parent("person.id", primary_key=True, index=True)
    token_sha256: str = Field(unique=True)
