"""One decision takes the place of another one; links both ways."""

from dataclasses import replace

from bot.domain import decisions as rules
from bot.domain.clock import Clock
from bot.domain.decisions import Recorded
from bot.domain.errors import InvalidTransitionError
from bot.domain.permissions import Permission
from bot.domain.references import Kind, label
from bot.services.decisions import common
from bot.services.members import Caller, require_permission
from storage import decisions as rows
from storage.database import Database


def supersede(
    db: Database, clock: Clock, *, caller: Caller, old: int, new: int
) -> Recorded:
    """Let a decision in force take the place of another one; twice is once.

    Raises:
        InvalidInputError: it would replace itself, at once or by way of others.
        InvalidTransitionError: one of them is not in force, or replaced another.
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: there is no such decision in the group.
    """
    require_permission(clock, caller, Permission.RULE)
    now, sig = clock(), caller.sig
    with db.begin() as session:
        before = rows.lock(session, sig.id, old)
        after = rows.lock(session, sig.id, new)
        if after.decision.supersedes == old and before.superseded_by == new:
            return after
        rules.require_no_circle(old, new, rows.superseding(session, sig.id))
        rules.require_in_force(before.decision)
        rules.require_in_force(after.decision)
        if after.decision.supersedes is not None:
            other = label(Kind.DECISION, after.decision.supersedes)
            raise InvalidTransitionError(f"{after.ref} took the place of {other}.")
        gone = rows.save(session, sig.id, rules.supersede(before.decision))
        linked = replace(after.decision, supersedes=old)
        stored = rows.save(session, sig.id, linked)
        for each in (gone, stored):
            common.refresh(session, sig, each, now)
        common.log(session, gone, caller.person.id, verb="superseded", now=now)
    return stored
