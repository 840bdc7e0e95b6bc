"""How a group is doing, as one caller may see it."""

from datetime import date, datetime

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.delivery_log import SHOWN, LogLine
from bot.domain.permissions import Permission, may
from bot.domain.sigs import Sig
from bot.domain.status import (
    DELIVERY_WINDOW,
    Delivery,
    ForLeaders,
    PracticeState,
    Status,
    active,
    next_meeting,
    quiet,
    running,
    silent,
)
from bot.domain.whitepaper import assemble
from bot.services.members import Caller, require_permission, today
from storage import sigs as sig_rows
from storage import status as rows
from storage.database import Database
from storage.delivery_log import latest
from storage.practices.outlines import outlines


def read(db: Database, clock: Clock, *, caller: Caller) -> Status:
    """Return how the group is doing now.

    What concerns single people and the bot's own work is only for those who manage
    members.

    Raises:
        NotAllowedError: only members of the group see it.
    """
    require_permission(clock, caller, Permission.READ_STATUS)
    now, day = clock(), today(clock, caller.sig)
    leads = may(caller.actor, Permission.MANAGE_MEMBERS, today=day)
    with db.read() as session:
        sig = sig_rows.get(session, caller.sig.id)
        leaders = _for_leaders(session, sig.id, now=now, day=day) if leads else None
        return _status(session, sig, now=now, day=day, leaders=leaders)


def delivery_log(
    db: Database, clock: Clock, *, caller: Caller
) -> tuple[Delivery, tuple[LogLine, ...]]:
    """Return the figures of the messages of thirty days, and the last of them.

    Raises:
        NotAllowedError: only those who lead the group see it.
    """
    require_permission(clock, caller, Permission.READ_DELIVERY)
    now, sig_id = clock(), caller.sig.id
    since = now - DELIVERY_WINDOW
    with db.read() as session:
        found = rows.delivery(session, sig_id, since=since, now=now)
        lines = latest(session, sig_id, since=since, now=now, limit=SHOWN)
    return found, lines


def _status(
    session: Session, sig: Sig, *, now: datetime, day: date, leaders: ForLeaders | None
) -> Status:
    known = outlines(session, sig.id)
    material = rows.paper_material(session, sig, known)
    practices = tuple(
        PracticeState(
            number=each.practice.number or 0,
            status=each.status,
            cluster_id=each.practice.cluster_id,
        )
        for each in known
    )
    clusters, heirs = material.clusters, rows.heirs(session, sig.id)
    return Status(
        sig=sig,
        today=day,
        meeting=next_meeting(material.meetings, now),
        practices=practices,
        actions=rows.actions(session, sig.id, day),
        edition=rows.last_edition(session, sig.id),
        missing=assemble(material, as_of=day).missing,
        clusters=active(clusters),
        silent=silent(clusters, practices, heirs=heirs),
        networks=len(running(material.networks, day)),
        quiet=quiet(material.networks, day),
        leaders=leaders,
    )


def _for_leaders(
    session: Session, sig_id: int, *, now: datetime, day: date
) -> ForLeaders:
    without_cluster, leaving = rows.people(session, sig_id, day)
    return ForLeaders(
        delivery=rows.delivery(session, sig_id, since=now - DELIVERY_WINDOW, now=now),
        without_cluster=without_cluster,
        leaving=leaving,
        proposals=rows.open_proposals(session, sig_id),
    )
