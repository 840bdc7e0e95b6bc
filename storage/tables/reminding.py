"""Tables of what people said about their reminders."""

from datetime import date

from storage.tables.columns import Table, parent


class DigestPauseRow(Table, table=True):
    """Somebody gets no weekly summary of a group: until a day, or at all (no day)."""

    __tablename__ = "digest_pause"

    sig_id: int = parent("sig.id", primary_key=True)
    person_id: int = parent("person.id", primary_key=True, index=True)
    until: date | None = None
