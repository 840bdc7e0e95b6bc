"""A message becomes an action item, once, whoever saves it."""

from dataclasses import dataclass, replace

from bot.domain.actions.drafts import Draft
from bot.domain.actions.telling import Story
from bot.domain.clock import Clock
from bot.domain.permissions import Permission
from bot.services.actions import showing
from bot.services.members import Caller, require_permission
from storage import actions as rows
from storage import members as member_rows
from storage.database import Database
from storage.directory import directory


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """A message as a draft; ``known`` is the action item that was made of it before."""

    draft: Draft
    known: Story | None = None


def collect(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    draft: Draft,
    source: str,
    author: str | None,
) -> Collected:
    """Return what the form of a message shows; ``author`` is the account that wrote it.

    An owner who is not in the group is left out, as the form could not be sent.

    Raises:
        NotAllowedError: the caller may not record an action.
    """
    require_permission(clock, caller, Permission.RECORD_ACTION)
    sig_id = caller.sig.id
    with db.read() as session:
        found = rows.by_source(session, sig_id, source)
        known = showing.story(session, clock, caller, found) if found else None
        who = directory(session, sig_id)
        accounts = {
            each.person.user_id: each.person.id
            for each in member_rows.roster(session, sig_id)
            if each.is_active
        }
    said_by = who.people.get(accounts.get(author, 0)) if author else None
    owner = draft.owner if draft.owner in accounts else ""
    return Collected(draft=replace(draft, said_by=said_by, owner=owner), known=known)
