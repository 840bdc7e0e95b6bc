"""Turns what a form says about a point into what the group knows."""

from dataclasses import replace

from sqlmodel import Session

from bot.domain.agendas import Draft, listed
from bot.domain.agendas.shown import Choices
from bot.domain.clock import Clock
from bot.domain.errors import NotFoundError
from bot.domain.meetings import AgendaItem, Meeting
from bot.domain.permissions import Permission, may
from bot.domain.practices import PracticeStatus
from bot.domain.registers.clusters import ordered
from bot.domain.registers.typed import Typed
from bot.services.members import Caller, today
from bot.services.practices.reading import may_read
from storage import clusters as cluster_rows
from storage import members as member_rows
from storage import networks as network_rows
from storage import practices as practice_rows
from storage.directory import directory

_NOT_HERE = (
    "This person is not in the group yet. Choose their cluster, or ask them to type "
    "/meeting in the group's channel first."
)
_UNKNOWN = "Choose one of the list."
_GONE = {
    PracticeStatus.DRAFT,
    PracticeStatus.WITHDRAWN,
    PracticeStatus.REJECTED,
}


def choices_for(
    session: Session,
    clock: Clock,
    *,
    caller: Caller,
    meeting: Meeting,
    item: AgendaItem | None = None,
) -> Choices:
    """Return what the form of a point offers to the caller."""
    day, sig_id = today(clock, caller.sig), caller.sig.id
    is_full = may(caller.actor, Permission.READ_GROUP, today=day)
    clusters = ordered(cluster_rows.active(session, sig_id)) if is_full else ()
    networks = network_rows.networks(session, sig_id) if is_full else ()
    ids = [each.id for each in listed(meeting)]
    return Choices(
        meeting=meeting,
        item=item,
        person=_account(session, sig_id, item) if item else caller.person.user_id,
        clusters={each.key: each.name for each in clusters},
        networks={each.slug: each.name for each in networks},
        is_full=is_full,
        may_order=may(caller.actor, Permission.ORDER_AGENDA, today=day),
        places=len(ids),
        place=ids.index(item.id) + 1 if item and item.id in ids else 0,
    )


def applied(
    session: Session,
    clock: Clock,
    *,
    caller: Caller,
    form: Typed,
    draft: Draft,
    to: AgendaItem,
) -> AgendaItem:
    """Return a point with what the form says; what is not known is noted in it.

    Whoever may not see the clusters and networks cannot name them, and leaves alone
    what others have named.
    """
    changed = replace(to, title=draft.title, kind=draft.kind, minutes=draft.minutes)
    practice = draft.practice
    if practice is not None and practice != to.practice:
        _check_practice(session, clock, caller=caller, form=form, number=practice)
    changed = replace(changed, practice=practice)
    if not may(caller.actor, Permission.READ_GROUP, today=today(clock, caller.sig)):
        return changed
    slugs = {each.slug for each in network_rows.networks(session, caller.sig.id)}
    if draft.network and draft.network not in {*slugs, to.network}:
        form.complain("network", _UNKNOWN)
    presenter = _presenter(session, caller.sig.id, form=form, draft=draft, to=to)
    return replace(changed, network=draft.network, presenter=presenter)


def _check_practice(
    session: Session, clock: Clock, *, caller: Caller, form: Typed, number: int
) -> None:
    """Let a practice pass that the caller may read, and that is still there."""
    try:
        found = practice_rows.get(session, caller.sig.id, number)
    except NotFoundError:
        found = None
    if found is None or not may_read(clock, caller, found):
        said = f"There is no practice P-{number} that you can read."
        form.complain("practice", f"{said} /practice list shows them.")
    elif found.status in _GONE:
        form.complain("practice", f"{found.ref} is not there any more.")


def _presenter(
    session: Session, sig_id: int, *, form: Typed, draft: Draft, to: AgendaItem
) -> str | None:
    """Return the key of whoever presents a point."""
    who = directory(session, sig_id)
    if draft.person:
        people = member_rows.in_group(session, sig_id, user_id=draft.person)
        found = next((who.people.get(each.id) for each in people), None)
        if found is None:
            form.complain("person", _NOT_HERE)
        return found
    if draft.cluster:
        if draft.cluster not in who.clusters.values():
            form.complain("cluster", _UNKNOWN)
        return draft.cluster
    # Somebody known by role only has no account that the form could show.
    person_id, _ = who.find(to.presenter)
    is_shown = person_id is None or _account(session, sig_id, to) is not None
    return None if is_shown else to.presenter


def _account(session: Session, sig_id: int, item: AgendaItem | None) -> str | None:
    person_id, _ = directory(session, sig_id).find(item.presenter if item else None)
    accounts = {
        each.person.id: each.person.user_id
        for each in member_rows.roster(session, sig_id)
    }
    return accounts.get(person_id) if person_id is not None else None
