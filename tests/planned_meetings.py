"""Meetings in a real database, changed as people change them, and what waits then."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from factories_meetings import a_meeting
from sqlmodel import select

from bot.domain.outbox import MessageState
from bot.services.meetings import reminding
from storage import meeting_rows, outbox
from storage.tables import OutboxRow

CHANNEL = "CSIG"
START = datetime(2026, 12, 8, 13, tzinfo=UTC)
LONG_BEFORE = START - timedelta(days=40)
LEASE = timedelta(seconds=60)


def schedule(database, sig, meeting=None, *, now=LONG_BEFORE):
    with database.begin() as session:
        added = meeting_rows.add(session, sig.id, meeting or a_meeting())
        reminding.replan(session, sig.id, numbers=[added.number], now=now)
    return added


def change(database, sig, meeting, *, now=LONG_BEFORE, **changes):
    with database.begin() as session:
        changed = meeting_rows.change(session, sig.id, replace(meeting, **changes))
        reminding.replan(session, sig.id, numbers=[meeting.number], now=now)
    return changed


def moved(meeting, **delta):
    later = timedelta(**delta)
    return {
        "starts_local": meeting.starts_local + later,
        "starts_at": meeting.starts_at + later,
    }


def planned(database, state=MessageState.PENDING):
    """Return what waits, and when it is due."""
    with database.read() as session:
        query = select(OutboxRow).where(OutboxRow.state == state)
        return [
            (row.recipient, row.due_at)
            for row in session.exec(query.order_by(OutboxRow.due_at, OutboxRow.id))
        ]


def everything(database):
    with database.read() as session:
        rows = session.exec(select(OutboxRow).order_by(OutboxRow.id))
        return [(row.id, row.key, row.state, row.due_at, row.not_after) for row in rows]


def ladder(start=START):
    steps = ({"days": 14}, {"days": 5}, {"days": 1}, {"minutes": 15})
    return [(CHANNEL, start - timedelta(**step)) for step in steps]


def due(database, now):
    """Claim what is due, as the worker does, and return it with what it would say."""
    found = []
    with database.begin() as session:
        while message := outbox.claim(session, now, LEASE, "worker"):
            found.append(message)
    return [(message, reminding.for_message(database, message)) for message in found]
