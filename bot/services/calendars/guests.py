"""Externals without Slack: invited to meetings by e-mail, in the name of a cluster."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain import externals as rules
from bot.domain.clock import Clock
from bot.domain.errors import InvalidInputError, NotFoundError
from bot.domain.externals import InvitationForm, Terms
from bot.domain.invitations import (
    EMAIL_LIMIT,
    NAME_LIMIT,
    Guests,
    MailGuest,
    is_told,
    read_address,
)
from bot.domain.permissions import Permission, Role
from bot.domain.registers.typed import Typed, Values
from bot.domain.sigs import Membership, Person
from bot.services.calendars.enclosing import ANNOUNCED_BEFORE, is_invited, mail
from bot.services.members import (
    Caller,
    invitation_form,
    people,
    require_permission,
    today,
)
from bot.services.members.people import Group, log
from storage import externals as external_rows
from storage import invitations as rows
from storage import meetings as meeting_rows
from storage import members as member_rows
from storage.database import Database
from storage.invitations import Guest

_NAME_MISSING = "Please write a name or a role, such as hospital pharmacist."
_NOT_THERE = "This guest is not invited any more."


def form(db: Database, clock: Clock, *, caller: Caller) -> InvitationForm:
    """Return what the form of an invitation by e-mail offers.

    Raises:
        NotAllowedError: the caller may not invite, or speaks for no cluster.
    """
    require_permission(clock, caller, Permission.INVITE_EXTERNAL)
    return invitation_form(db, clock, caller=caller)


def listed(db: Database, clock: Clock, *, caller: Caller) -> Guests:
    """Return the guests whom the caller may decide about, by name.

    An address is shown to nobody else.

    Raises:
        NotAllowedError: only those who may invite externals see them.
    """
    require_permission(clock, caller, Permission.INVITE_EXTERNAL)
    day = today(clock, caller.sig)
    with db.read() as session:
        group = people.load(session, caller.sig)
        organisations = external_rows.organisations(session, caller.sig.id)
        found = rows.guests(session, caller.sig.id)
    reader = group.member(caller.person.id)
    mine = [
        _shown(each, organisations.get(each.member.person.id, ""))
        for each in found
        if rules.is_sponsor(reader, each.member.place)
        and not rules.is_over(each.member.place, day)
    ]
    return Guests(
        sig=caller.sig, guests=tuple(sorted(mine, key=lambda each: each.name.lower()))
    )


def invite(db: Database, clock: Clock, *, caller: Caller, typed: Values) -> MailGuest:
    """Invite somebody by e-mail to the meetings there are and will be.

    The address says who it is: the same one again changes what they are invited for,
    and sends nothing twice.

    Raises:
        InvalidInputError: with a sentence per field.
        NotAllowedError: the caller may not invite, or another cluster invited them.
    """
    offered = form(db, clock, caller=caller)
    now, reading = clock(), Typed(typed)
    email = _email(reading)
    name = reading.line("name", NAME_LIMIT, missing=_NAME_MISSING) or ""
    terms = rules.read_terms(
        reading,
        sponsors={each.id for each in offered.sponsors},
        today=today(clock, caller.sig),
    )
    if reading.problems:
        raise InvalidInputError(reading.problems)
    with db.begin() as session:
        group = people.lock(session, caller.sig.id)
        known = _known(session, caller, email)
        if known is not None:
            reader = group.member(caller.person.id)
            rules.require_sponsor(reader, known.member.place)
        person_id = _store(session, caller, terms, known=known, name=name, email=email)
        guest = _found(session, caller, person_id)
        _invite_to_all(session, caller, guest, now=now)
        verb = "invited" if known is None else "changed_invitation"
        log(session, group.sig, caller.person, verb=verb, person_id=person_id, now=now)
    return _shown(guest, terms.organisation)


def end(db: Database, clock: Clock, *, caller: Caller, person_id: int) -> MailGuest:
    """End a guest's invitation and forget their address; twice is once.

    Raises:
        NotAllowedError: the caller may not, or another cluster invited them.
        NotFoundError: there is no such guest.
    """
    require_permission(clock, caller, Permission.INVITE_EXTERNAL)
    now, day = clock(), today(clock, caller.sig)
    with db.begin() as session:
        group = people.lock(session, caller.sig.id)
        guest = _found(session, caller, person_id)
        place = guest.member.place
        rules.require_sponsor(group.member(caller.person.id), place)
        over = replace(place, expires_on=day - timedelta(days=1))
        member_rows.set_membership(session, over)
        rows.set_email(session, caller.sig.id, person_id, "")
        _log_end(session, group, caller, person_id, now)
    return _shown(guest, "")


def _email(reading: Typed) -> str:
    given = reading.line("email", EMAIL_LIMIT, missing="Please write their address.")
    if not given:
        return ""
    try:
        return read_address(given)
    except InvalidInputError as error:
        reading.complain("email", error.fields["email"])
    return ""


def _known(session: Session, caller: Caller, email: str) -> Guest | None:
    for each in rows.guests(session, caller.sig.id):
        if each.email.casefold() == email.casefold():
            return each
    return None


def _found(session: Session, caller: Caller, person_id: int) -> Guest:
    for each in rows.guests(session, caller.sig.id):
        if each.member.person.id == person_id:
            return each
    raise NotFoundError(_NOT_THERE)


def _store(
    session: Session,
    caller: Caller,
    terms: Terms,
    *,
    known: Guest | None,
    name: str,
    email: str,
) -> int:
    sig_id = caller.sig.id
    if known is None:
        person = member_rows.add_person(session, Person(display_name=name))
    else:
        person = member_rows.rename_person(session, known.member.person.id, name)
    invited_by = known.member.place.invited_by if known else None
    place = Membership(
        sig_id=sig_id,
        person_id=person.id,
        role=Role.EXTERNAL,
        sponsor_cluster_id=terms.sponsor_cluster_id,
        purpose=terms.purpose,
        expires_on=terms.expires_on,
        may_submit=False,
        meetings=terms.meetings,
        invited_by=invited_by or caller.person.id,
    )
    member_rows.set_membership(session, place)
    rows.set_email(session, sig_id, person.id, email)
    external_rows.set_organisation(session, sig_id, person.id, name=terms.organisation)
    return person.id


def _invite_to_all(
    session: Session, caller: Caller, guest: Guest, *, now: datetime
) -> None:
    """Send what others were sent already; the rest comes with its announcement."""
    for meeting in meeting_rows.all_meetings(session, caller.sig.id):
        if is_told(meeting, now=now) and is_invited(guest, meeting):
            announced = meeting.starts_at - ANNOUNCED_BEFORE
            due = now if meeting.series_id is None else max(now, announced)
            mail(session, caller.sig, meeting, guest, due=due)


def _log_end(
    session: Session, group: Group, caller: Caller, person_id: int, now: datetime
) -> None:
    log(
        session,
        group.sig,
        caller.person,
        verb="ended_invitation",
        person_id=person_id,
        now=now,
    )


def _shown(guest: Guest, organisation: str) -> MailGuest:
    person, place = guest.member.person, guest.member.place
    return MailGuest(
        person_id=person.id,
        name=person.display_name,
        email=guest.email,
        organisation=organisation,
        purpose=place.purpose,
        expires_on=place.expires_on,
        meetings=place.meetings,
    )
