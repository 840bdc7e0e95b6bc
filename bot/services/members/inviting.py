"""Externals: invite, change what they are invited for, go on, let it end."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.domain import externals as rules
from bot.domain.clock import Clock
from bot.domain.clusters import Cluster
from bot.domain.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    StaleVersionError,
)
from bot.domain.externals import InvitationForm, Terms
from bot.domain.members import Entry, Guest, Member
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Permission, Role
from bot.domain.registers.clusters import is_former, ordered
from bot.domain.registers.typed import Typed, Values
from bot.domain.sigs import Membership, Person, Sig
from bot.services.members import people
from bot.services.members.callers import Caller, require_permission, today
from bot.services.members.changing import Account
from bot.services.members.people import Group, log
from bot.services.members.roster import entry_of
from bot.services.members.warning import replan
from storage import externals as external_rows
from storage import former_members, outbox
from storage import members as rows
from storage.database import Database

_USEFUL = timedelta(days=14)
_STALE = (
    "Somebody changed this invitation in the meantime. Close this form and open it "
    "again to see it."
)


def invitation_form(
    db: Database, clock: Clock, *, caller: Caller, person_id: int | None = None
) -> InvitationForm:
    """Return what the form offers, for a new external or for one that is known.

    Raises:
        NotAllowedError: the caller may not invite, speaks for no cluster, or another
            cluster invited this person.
        NotFoundError: the person is not in the group, or no external.
    """
    require_permission(clock, caller, Permission.INVITE_EXTERNAL)
    with db.read() as session:
        group = people.load(session, caller.sig)
        known = external_rows.organisations(session, caller.sig.id)
    entry = None
    if person_id is not None:
        external = _external(group, person_id)
        rules.require_sponsor(group.member(caller.person.id), external.place)
        entry = entry_of(group, known, person_id)
    day = today(clock, caller.sig)
    return InvitationForm(
        sponsors=_sponsors(group, caller),
        usual_end=rules.usual_end(day),
        latest_end=rules.latest_end(day),
        entry=entry,
    )


def invite(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    account: Account,
    version: int,
    typed: Values,
) -> Entry:
    """Invite somebody, or change what they are invited for, and tell them once.

    ``version`` is the one of the place that was seen, 0 for a new external. The same
    form again changes nothing.

    Raises:
        NotAllowedError: the caller may not, or another cluster invited them.
        InvalidInputError: with a sentence per field.
        StaleVersionError: somebody changed the invitation since ``version``.
    """
    require_permission(clock, caller, Permission.INVITE_EXTERNAL)
    now, reading = clock(), Typed(typed)
    with db.begin() as session:
        group = people.lock(session, caller.sig.id)
        person = rows.find_person(session, account.team_id, account.user_id)
        known = rows.place(session, caller.sig.id, person.id) if person else None
        if person and (problem := _problem(session, caller, person, known)):
            reading.complain("person", problem)
        elif known is not None:
            rules.require_sponsor(group.member(caller.person.id), known)
        sponsors = {each.id for each in _sponsors(group, caller)}
        if known is not None and known.sponsor_cluster_id is not None:
            sponsors.add(known.sponsor_cluster_id)
        terms = rules.read_terms(
            reading, sponsors=sponsors, today=today(clock, caller.sig)
        )
        if reading.problems:
            raise InvalidInputError(reading.problems)
        if known is not None and _is_same(session, known, terms):
            return _entry(session, caller.sig, known.person_id)
        if (known.version if known else 0) != version:
            raise StaleVersionError(_STALE)
        person = person or _add(session, account)
        _store(session, caller, person, terms, known=known, now=now)
        return _entry(session, caller.sig, person.id)


def extend(
    db: Database, clock: Clock, *, caller: Caller, person_id: int, seen: date
) -> Entry:
    """Let an external stay half a year more; pressing it twice is once.

    ``seen`` is the last day that was shown.

    Raises:
        NotAllowedError: another cluster invited them.
        NotFoundError: there is no such external in the group.
    """
    require_permission(clock, caller, Permission.INVITE_EXTERNAL)
    now, day = clock(), today(clock, caller.sig)
    with db.begin() as session:
        group = people.lock(session, caller.sig.id)
        place = _external(group, person_id).place
        rules.require_sponsor(group.member(caller.person.id), place)
        if place.expires_on == seen:
            longer = replace(place, expires_on=rules.extended(seen, day))
            rows.set_membership(session, longer)
            _log(session, caller, "extended", person_id, now)
            replan(session, caller.sig, now)
        return _entry(session, caller.sig, person_id)


def let_end(db: Database, clock: Clock, *, caller: Caller, person_id: int) -> Entry:
    """Take note that an external's access is to end as planned.

    Raises:
        NotAllowedError: another cluster invited them.
        NotFoundError: there is no such external in the group.
    """
    require_permission(clock, caller, Permission.INVITE_EXTERNAL)
    with db.begin() as session:
        group = people.lock(session, caller.sig.id)
        place = _external(group, person_id).place
        rules.require_sponsor(group.member(caller.person.id), place)
        _log(session, caller, "let_end", person_id, clock())
        return _entry(session, caller.sig, person_id)


def invitation_for_message(db: Database, message: Message) -> Guest | None:
    """Return what an invitation says, or None when it holds no more."""
    with db.read() as session:
        group = people.of(session, message.sig_id)
        known = external_rows.organisations(session, message.sig_id)
    try:
        _external(group, message.object_id)
    except NotFoundError:
        return None
    entry = entry_of(group, known, message.object_id)
    return Guest(sig=group.sig, entry=entry)


def _sponsors(group: Group, caller: Caller) -> tuple[Cluster, ...]:
    """Return the clusters in whose name the caller may invite.

    Raises:
        NotAllowedError: they speak for none.
    """
    offered = ordered([each for each in group.clusters if not is_former(each)])
    if caller.actor.role not in rules.LEADERS:
        offered = tuple(c for c in offered if c.id == caller.actor.cluster_id)
    if not offered:
        raise NotAllowedError(
            "A cluster invites externals, and you do not speak for one of this group "
            "yet. Please ask the chair."
        )
    return offered


def _problem(
    session: Session, caller: Caller, person: Person, place: Membership | None
) -> str | None:
    """Return why somebody cannot be invited, or None."""
    if place is not None and place.role is not Role.EXTERNAL:
        return "This person is in the group already, and needs no invitation."
    leads = caller.actor.role in rules.LEADERS
    removed = former_members.was_removed(session, caller.sig.id, person.id)
    if place is None and removed and not leads:
        return "This person was taken out of the group. Please ask the chair."
    return None


def _is_same(session: Session, place: Membership, terms: Terms) -> bool:
    known = external_rows.organisations(session, place.sig_id)
    return terms == Terms(
        sponsor_cluster_id=place.sponsor_cluster_id or 0,
        organisation=known.get(place.person_id, ""),
        purpose=place.purpose,
        expires_on=place.expires_on or date.min,
        may_submit=place.may_submit,
        meetings=place.meetings,
    )


def _add(session: Session, account: Account) -> Person:
    return rows.add_person(
        session,
        Person(team_id=account.team_id, user_id=account.user_id, zone=account.zone),
    )


def _store(
    session: Session,
    caller: Caller,
    person: Person,
    terms: Terms,
    *,
    known: Membership | None,
    now: datetime,
) -> None:
    invited_by = known.invited_by if known else None
    place = Membership(
        sig_id=caller.sig.id,
        person_id=person.id,
        role=Role.EXTERNAL,
        sponsor_cluster_id=terms.sponsor_cluster_id,
        purpose=terms.purpose,
        expires_on=terms.expires_on,
        may_submit=terms.may_submit,
        meetings=terms.meetings,
        invited_by=invited_by or caller.person.id,
    )
    rows.set_membership(session, place)
    former_members.forget(session, caller.sig.id, person.id)
    external_rows.set_organisation(
        session, caller.sig.id, person.id, name=terms.organisation
    )
    if known is None:
        _tell(session, caller.sig, person, now)
    _log(session, caller, "changed_invitation" if known else "invited", person.id, now)
    replan(session, caller.sig, now)


def _tell(session: Session, sig: Sig, person: Person, now: datetime) -> None:
    place = rows.place(session, sig.id, person.id)
    if place is None or person.user_id is None:
        return
    outbox.enqueue(
        session,
        Message(
            key=f"invited:{sig.id}:{person.id}:{int(now.timestamp())}",
            kind=MessageKind.EXTERNAL_INVITED,
            sig_id=sig.id,
            object_id=person.id,
            recipient=person.user_id,
            due_at=now,
            not_after=now + _USEFUL,
        ),
    )


def _external(group: Group, person_id: int) -> Member:
    """Return an external of the group.

    Raises:
        NotFoundError: the person is not in the group, or no external.
    """
    member = group.member(person_id)
    if member.place.role is not Role.EXTERNAL:
        raise NotFoundError("This person is not an external of the group.")
    return member


def _entry(session: Session, sig: Sig, person_id: int) -> Entry:
    known = external_rows.organisations(session, sig.id)
    return entry_of(people.load(session, sig), known, person_id)


def _log(
    session: Session, caller: Caller, verb: str, person_id: int, now: datetime
) -> None:
    log(session, caller.sig, caller.person, verb=verb, person_id=person_id, now=now)
