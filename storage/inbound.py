"""What Slack may send again: each key has its effect once."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.statements import insert_new
from storage.tables import InboundRow


def first_time(session: Session, key: str, now: datetime) -> bool:
    """Note a key and say whether it is new.

    Call it in the transaction of the effect: if that is rolled back, the key is new
    again and Slack's repetition gets its chance.
    """
    return insert_new(session, InboundRow, key=key, received_at=now)


def forget_before(session: Session, moment: datetime) -> int:
    """Delete old keys and return how many; Slack repeats for about an hour."""
    statement = sa.delete(InboundRow).where(col(InboundRow.received_at) < moment)
    return session.connection().execute(statement).rowcount
