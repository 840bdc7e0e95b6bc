"""Keeps meetings at their wall time when the time zone database changes.

A zone may get another name, and a country may give up changing its clocks. The wall
time in its zone is the truth of a meeting; its instant is worked out anew.
"""

import logging
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain import zones
from bot.domain.outbox import MessageKind
from bot.domain.sigs import Sig
from bot.services.meetings import changing
from storage import meetings as meeting_rows
from storage import wall_times as rows

logger = logging.getLogger(__name__)
_WHY = "The rules of this time zone have changed; the clocks there show the same hour."


def follow(session: Session, sig: Sig, *, now: datetime) -> None:
    """Let the group's series and its meetings to come follow the present database.

    Again changes nothing. What nobody can work out stays as it is.
    """
    for name in rows.zones(session, sig.id):
        if zones.is_known(name) and (today := zones.zone_of(name).key) != name:
            logger.info("Group %s: the time zone %s is %s now", sig.id, name, today)
            rows.rename_zone(session, sig.id, old=name, new=today)
    for number, wall, zone, starts_at in rows.coming(session, sig.id, now):
        if not zones.is_known(zone):
            continue
        moment = zones.resolve(wall, zone)
        if moment.starts_at != starts_at:
            _correct(session, sig, number, starts_at=moment.starts_at, now=now)


def _correct(
    session: Session, sig: Sig, number: int, *, starts_at: datetime, now: datetime
) -> None:
    meeting = meeting_rows.find(session, sig.id, number)
    if meeting is not None:
        changing.apply(
            session,
            sig,
            replace(meeting, starts_at=starts_at, note=_WHY),
            kind=MessageKind.MEETING_CHANGED,
            actor_id=None,
            now=now,
        )
