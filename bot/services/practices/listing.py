"""Lists of practices with filters, and which one to present next."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.permissions import Permission, may
from bot.domain.practices import Practice
from bot.domain.practices.listing import Filters, Known, parse
from bot.domain.practices.presenting import waiting
from bot.services.members import (
    Caller,
    require_access,
    require_permission,
    today,
)
from bot.services.practices.reading import may_read
from storage import clusters as cluster_rows
from storage import practices as rows
from storage import themes as theme_rows
from storage.database import Database
from storage.practices import presenting


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The practices that somebody asked for, of those they may read.

    ``total`` counts those without filters; ``themes`` are labels by slug.
    """

    practices: tuple[Practice, ...]
    filters: Filters
    total: int
    themes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """The practice of the month, and how many wait for their turn; None: none does."""

    practice: Practice | None
    waiting: int


def chosen(db: Database, clock: Clock, *, caller: Caller, filters: str) -> Chosen:
    """Return the practices that the filters let pass and the caller may read.

    Drafts are nobody else's: they come only where ``mine`` is asked for.

    Raises:
        InvalidInputError: a filter or its value is not known.
    """
    with db.read() as session:
        return chosen_in(session, clock, caller=caller, filters=filters)


def chosen_in(
    session: Session, clock: Clock, *, caller: Caller, filters: str
) -> Chosen:
    """Do the same within a transaction that there is already.

    Raises:
        InvalidInputError: a filter or its value is not known.
        NotAllowedError: an external's last day is over.
    """
    require_access(clock, caller)
    numbered = rows.numbered(session, caller.sig.id)
    readable = tuple(each for each in numbered if may_read(clock, caller, each))
    known = _known(session, clock, caller, readable)
    asked = parse(filters, known)
    drafts: tuple[Practice, ...] = ()
    if asked.mine:
        drafts = rows.drafts_of(session, caller.sig.id, caller.person.id)
    found = (*drafts, *readable)
    return Chosen(
        practices=tuple(
            each for each in found if asked.lets_pass(each, person_id=caller.person.id)
        ),
        filters=asked,
        total=len(found),
        themes={theme.slug: theme.label for theme in known.themes},
    )


def suggested(db: Database, clock: Clock, *, caller: Caller) -> Suggestion:
    """Return what the next meeting could hear of: accepted, and waiting the longest.

    Raises:
        NotAllowedError: only people inside the group may.
    """
    require_permission(clock, caller, Permission.READ_PRACTICES)
    with db.read() as session:
        known = rows.numbered(session, caller.sig.id)
        presented = presenting.presented(session, caller.sig.id)
    found = waiting(known, presented)
    return Suggestion(practice=next(iter(found), None), waiting=len(found))


def _known(
    session: Session, clock: Clock, caller: Caller, readable: tuple[Practice, ...]
) -> Known:
    """Return what can be asked for; externals learn of no cluster by a filter."""
    sig_id, day = caller.sig.id, today(clock, caller.sig)
    clusters = cluster_rows.clusters(session, sig_id)
    if not may(caller.actor, Permission.READ_GROUP, today=day):
        named = {each.cluster_id for each in readable}
        clusters = tuple(each for each in clusters if each.id in named)
    return Known(themes=theme_rows.all_themes(session, sig_id), clusters=clusters)
