"""Asking for a date: the form, times that suit everybody, the new poll."""

from collections.abc import Collection
from dataclasses import replace

from sqlmodel import Session

from bot.domain import polls as rules
from bot.domain.clock import Clock
from bot.domain.permissions import Permission
from bot.domain.polls import Draft, Poll
from bot.domain.registers.typed import Values
from bot.domain.setup import zones as known_zones
from bot.domain.sigs import Sig
from bot.services.members import Caller, require_permission
from bot.services.polls import planning
from bot.services.polls.common import note, zones_of
from storage import clusters as cluster_rows
from storage import members as member_rows
from storage import polls as rows
from storage import sigs
from storage.database import Database


def blank(db: Database, clock: Clock, *, caller: Caller) -> Draft:
    """Return what an empty form starts with.

    Raises:
        NotAllowedError: only those who lead the group ask for a date.
    """
    require_permission(clock, caller, Permission.POLL_DATES)
    with db.read() as session:
        members = member_rows.roster(session, caller.sig.id)
    zones = zones_of(members, caller.sig)
    return rules.blank(caller.sig.zone, zones=zones, now=clock())


def more(
    db: Database, clock: Clock, *, caller: Caller, values: Values, shown: int
) -> Draft:
    """Return what was typed with fields for more times.

    Raises:
        NotAllowedError: only those who lead the group ask for a date.
    """
    require_permission(clock, caller, Permission.POLL_DATES)
    with db.read() as session:
        members = member_rows.roster(session, caller.sig.id)
    zones = zones_of(members, caller.sig)
    return rules.with_more(Draft(values=values, shown=shown, zones=zones))


def suggest(
    db: Database, clock: Clock, *, caller: Caller, values: Values, shown: int
) -> Draft:
    """Return what was typed with times filled in that suit the members.

    Raises:
        NotAllowedError: only those who lead the group ask for a date.
    """
    require_permission(clock, caller, Permission.POLL_DATES)
    with db.read() as session:
        members = member_rows.roster(session, caller.sig.id)
        countries = _countries(session, caller.sig)
    known = values if values.get("zone") in known_zones() else {**values, "zone": None}
    draft = Draft(values=known, shown=shown, zones=zones_of(members, caller.sig))
    return rules.with_suggestions(
        draft, zone=caller.sig.zone, countries=countries, now=clock()
    )


def open_poll(
    db: Database, clock: Clock, *, caller: Caller, nonce: str, values: Values
) -> Poll:
    """Store a poll and ask the channel; the same form again is the same poll.

    Raises:
        NotAllowedError: only those who lead the group ask for a date.
        InvalidInputError: with a sentence per field; nothing is saved.
    """
    require_permission(clock, caller, Permission.POLL_DATES)
    now, source = clock(), f"{caller.sig.id}:{nonce}"
    with db.begin() as session:
        sigs.lock(session, caller.sig.id)  # numbers follow one another
        known = rows.by_source(session, caller.sig.id, source)
        if known is not None:
            return known
        read = rules.read_poll(values, zones=known_zones(), now=now)
        new = replace(read, author_id=caller.person.id)
        poll = rows.add(session, caller.sig.id, new, source=source)
        note(session, caller.sig, poll, verb="opened", by=caller.person.id, now=now)
        planning.announce(session, caller.sig, poll, now=now)
        planning.replan(session, caller.sig, poll, now=now)
    return poll


def _countries(session: Session, sig: Sig) -> Collection[str]:
    """Return whose public holidays are avoided: as set, else of the clusters."""
    if sig.holiday_countries:
        return sig.holiday_countries
    return {each.country for each in cluster_rows.active(session, sig.id)}
