"""The settings of a group: reading and changing them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain import setup
from bot.domain.clock import Clock
from bot.domain.permissions import Permission
from bot.domain.setup import Typed
from bot.domain.sigs import Sig
from bot.services.members import Caller, require_permission
from bot.services.sigs.founding import (
    keep_objectives,
    require_chairs_channel,
    require_new_name,
)
from storage import audit
from storage import sigs as rows
from storage import whitepaper as paper_rows
from storage.database import Database, alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is decided about a group; since when its objectives hold, where known."""

    sig: Sig
    objectives_since: date | None = None


def read(db: Database, clock: Clock, *, caller: Caller) -> Settings:
    """Return the settings.

    Raises:
        NotAllowedError: only the chair and the secretariat look after them.
    """
    require_permission(clock, caller, Permission.CHANGE_GROUP)
    with db.read() as session:
        return _settings(session, rows.get(session, caller.sig.id))


def conflict(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    version: int,
    typed: Typed,
    fields: Collection[str],
) -> Sig | None:
    """Return the group as somebody else saved it since a form was opened, if so.

    What is saved already, as typed, is no conflict: the form was sent twice.

    Raises:
        NotAllowedError: only the chair and the secretariat look after them.
        InvalidInputError: a sentence for each field that does not fit.
    """
    require_permission(clock, caller, Permission.CHANGE_GROUP)
    with db.read() as session:
        now = rows.get(session, caller.sig.id)
    is_new = setup.applied(typed, fields, to=now) != now
    return now if is_new and now.version != version else None


def save(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    version: int,
    typed: Typed,
    fields: Collection[str],
) -> Settings:
    """Store what was typed into these fields; the other settings stay.

    Raises:
        NotAllowedError: only the chair and the secretariat change them.
        InvalidInputError: a sentence for each field that does not fit.
        StaleVersionError: somebody else changed the settings meanwhile.
    """
    require_permission(clock, caller, Permission.CHANGE_GROUP)
    with db.begin() as session:
        alone(session)  # a name must stay free
        before = rows.lock(session, caller.sig.id)
        wanted = setup.applied(typed, fields, to=before)
        if wanted == before:
            return _settings(session, before)
        if wanted.name != before.name:
            require_new_name(session, str(before.team_id), wanted)
        if wanted.chairs_channel_id != before.chairs_channel_id:
            require_chairs_channel(session, wanted)
        if wanted.objectives != before.objectives:
            _keep_imported(session, before)
        after = rows.save(session, replace(wanted, version=version))
        _tell_the_rest(session, clock, caller, before=before, after=after)
        return _settings(session, after)


def _tell_the_rest(
    session: Session, clock: Clock, caller: Caller, *, before: Sig, after: Sig
) -> None:
    """Let the objectives' history, the paper and the audit trail know."""
    if after.objectives != before.objectives:
        keep_objectives(session, clock, after, author=caller.person)
    if (after.licence, after.language) != (before.licence, before.language):
        _carry_into_paper(session, after)
    audit.record(
        session,
        after.id,
        caller.person.id,
        verb="changed_settings",
        object_kind="sig",
        object_id=after.id,
        now=clock(),
    )


def _keep_imported(session: Session, before: Sig) -> None:
    """Keep a text that came in without a history, before it is replaced."""
    known = rows.objectives(session, before.id)
    if not before.objectives or (known and known[-1].text == before.objectives):
        return
    saved = rows.last_saved(session, before.id)
    set_on = saved.astimezone(ZoneInfo(before.zone)).date()
    rows.add_objectives(
        session, before.id, before.objectives, set_on=set_on, author_id=None
    )


def _carry_into_paper(session: Session, sig: Sig) -> None:
    paper = paper_rows.paper(session, sig.id)
    if paper is not None:
        changed = replace(
            paper, licence=sig.licence, language=sig.language, sections=()
        )
        paper_rows.update_paper(session, sig.id, changed)


def _settings(session: Session, sig: Sig) -> Settings:
    known = rows.objectives(session, sig.id)
    is_known = bool(known) and known[-1].text == sig.objectives
    return Settings(sig=sig, objectives_since=known[-1].set_on if is_known else None)
