"""What each person's Home remembers, and which of them are stale.

Nobody has to say that a Home is stale: every change leaves an event in the audit trail,
in its own transaction. A Home knows the last event it was read after, so a later one of
its group makes it stale, whichever process made the change and whatever died since.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.domain.clock import Clock
from bot.domain.home import Part, Screen, Tab
from bot.services.members import Origin
from storage import home as rows
from storage import members as member_rows
from storage.database import Database

# Many changes within this time show one person their Home anew once.
AT_MOST_EVERY = timedelta(seconds=3)
# Days pass, meetings begin, transactions commit out of order: looked at anew.
AT_LEAST_EVERY = timedelta(hours=1)
# Whoever has not opened it for so long sees it made anew when they do.
OPENED_WITHIN = timedelta(days=30)


def note_opened(db: Database, clock: Clock, *, origin: Origin) -> None:
    """Note that somebody looks at their Home: from now on it is kept up to date.

    It is due until it was shown. Nothing is kept of somebody who is in no group.
    """
    now = clock()
    with db.begin() as session:
        person = member_rows.find_person(session, origin.home_team_id, origin.user_id)
        if person is not None:
            rows.keep(session, person.id, now, opened_at=now, read_at=None)


def choose(db: Database, clock: Clock, *, origin: Origin, sig_id: int) -> bool:
    """Let Home show another group of theirs; say whether they are in it."""
    now = clock()
    with db.begin() as session:
        person = member_rows.find_person(session, origin.home_team_id, origin.user_id)
        if person is None or sig_id not in member_rows.groups_of(session, person.id):
            return False
        rows.keep(session, person.id, now, sig_id=sig_id, places={})
    return True


def turn(
    db: Database, clock: Clock, *, origin: Origin, part: Part, offset: int
) -> bool:
    """Turn to another page of a list on somebody's Home; say whether they have one."""
    now = clock()
    with db.begin() as session:
        person = member_rows.find_person(session, origin.home_team_id, origin.user_id)
        if person is None:
            return False
        tab = rows.find(session, person.id)
        places = dict(tab.places) if tab else {}
        places[part] = offset
        kept = {each.value: at for each, at in places.items()}
        rows.keep(session, person.id, now, places=kept)
    return True


def note_shown(
    db: Database, clock: Clock, *, screen: Screen, shown_hash: str | None, mark: str
) -> None:
    """Note what Slack shows somebody now; ``mark`` is the fingerprint of it.

    Where they chose another group meanwhile, that choice holds and is still to be
    shown. The Home of somebody who is in no group yet is not kept.
    """
    if screen.tab is None:
        return
    now, person_id = clock(), screen.tab.person_id
    noted: dict[str, Any] = {
        "seen_event": screen.event,
        "shown_hash": shown_hash,
        "fingerprint": mark,
    }
    with db.begin() as session:
        known = rows.lock(session, person_id)
        if known is not None and known.sig_id != screen.tab.sig_id:
            noted["read_at"] = None
        else:
            noted["read_at"] = now
            noted["sig_id"] = screen.sig.id if screen.sig else None
        rows.keep(session, person_id, now, **noted)


def note_unchanged(db: Database, clock: Clock, *, screens: Collection[Screen]) -> None:
    """Note that these show what is true: what happened was about others."""
    found = [(each.tab, each.event) for each in screens if each.tab is not None]
    if not found:
        return
    now = clock()
    with db.begin() as session:
        for tab, event in found:
            rows.keep(session, tab.person_id, now, read_at=now, seen_event=event)


def due(db: Database, clock: Clock, *, team_id: str) -> tuple[Origin, ...]:
    """Return whose Home is stale, longest unread first.

    One that was read a moment ago waits: many changes are one.
    """
    now = clock()
    with db.read() as session:
        last = rows.last_event(session)
        known = rows.tabs(session, now - OPENED_WITHIN)
        least = min((each.tab.seen_event for each in known), default=last)
        events = rows.last_events(session, least)
    return tuple(
        Origin(team_id=team_id, user_id=each.user_id, user_team_id=each.team_id)
        for each in known
        if _is_due(each.tab, _last_of(each.tab, events, last), now)
    )


def _last_of(tab: Tab, events: Mapping[int, int], last: int) -> int:
    """Return the last event that can matter; anywhere for somebody in no group."""
    return last if tab.sig_id is None else events.get(tab.sig_id, 0)


def _is_due(tab: Tab, last: int, now: datetime) -> bool:
    if tab.read_at is None:
        return True
    age = now - tab.read_at
    return age >= AT_LEAST_EVERY or (last > tab.seen_event and age >= AT_MOST_EVERY)
