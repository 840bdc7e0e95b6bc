"""The table of what App Home shows each person who opened it."""

from datetime import datetime

from sqlmodel import Field

from storage.tables.columns import Json, Table, json_field, mention, parent


class HomeTabRow(Table, table=True):
    """One person's Home, so that it is brought up to date when something changes.

    ``sig_id`` is the group they chose, ``places`` the place in each list. What is
    shown was read after the event ``seen_event`` of the audit trail: a later one of
    the group makes it stale, whoever wrote it and whatever died since. ``shown_hash``
    is Slack's for the view, ``fingerprint`` ours for what is in it.
    """

    __tablename__ = "home_tab"

    person_id: int = parent("person.id", primary_key=True)
    sig_id: int | None = mention("sig.id")
    places: Json = json_field(default={})
    opened_at: datetime = Field(index=True)
    read_at: datetime | None = None
    seen_event: int = 0
    shown_hash: str | None = None
    fingerprint: str | None = None
