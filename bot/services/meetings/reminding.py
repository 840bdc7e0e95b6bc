"""Plans what is said before and after a meeting, once, whatever happens meanwhile."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session


def replan(
    session: Session,
    sig_id: int,
    *,
    numbers: Collection[int] | None = None,
    now: datetime,
) -> None:
    """Plan the reminders of the group's meetings anew, after any change of them.

    Of the meetings with these ``numbers``, or of all. Called in the transaction of
    the change; calling it again changes nothing.
    """
