"""What Slack says about accounts: deactivated, back again, another time zone."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import available_timezones

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.externals import LEADERS
from bot.domain.members import Chairless
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Role
from bot.domain.sigs import Person, PersonState, Sig
from bot.services.members import people
from bot.services.members.people import Group, log
from bot.services.members.reassigning import owner_gone
from bot.services.members.warning import replan
from storage import members as rows
from storage import outbox
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountNews:
    """What an event says about one account."""

    team_id: str
    user_id: str
    is_deactivated: bool
    zone: str | None = None


def account_changed(db: Database, clock: Clock, news: AccountNews) -> None:
    """Note that an account is gone, back, or in another zone; twice is once.

    A deactivated account is no request to erase anything: the person has left, and
    is back in the same place when the account is.
    """
    with db.begin() as session:
        person = rows.find_person(session, news.team_id, news.user_id)
        if person is None or person.state is PersonState.ERASED:
            return
        changed = _changed(person, news)
        if changed == person:
            return
        rows.save_person(session, changed)
        if changed.state is not person.state:
            for sig_id in rows.groups_of(session, person.id):
                _note(session, sig_id, changed, clock())


def chairless_for_message(db: Database, message: Message) -> Chairless | None:
    """Return the group that a message speaks of; None when it has a chair again."""
    with db.read() as session:
        group = people.of(session, message.sig_id)
    if any(each.is_acting_chair for each in group.members):
        return None
    readers = [m for m in group.members if m.person.user_id == message.recipient]
    roles = {each.place.role for each in readers if each.is_active}
    return Chairless(sig=group.sig, can_appoint=bool(roles & LEADERS))


def _changed(person: Person, news: AccountNews) -> Person:
    state = PersonState.LEFT if news.is_deactivated else PersonState.ACTIVE
    zone = news.zone if news.zone in available_timezones() else person.zone
    return replace(person, state=state, zone=zone)


def _note(session: Session, sig_id: int, person: Person, now: datetime) -> None:
    group = people.lock(session, sig_id)
    is_back = person.state is PersonState.ACTIVE
    verb = "reactivated" if is_back else "deactivated"
    log(session, group.sig, None, verb=verb, person_id=person.id, now=now)
    replan(session, group.sig, now)
    if not is_back:
        owner_gone(session, group.sig, person.id, now=now)
    was_chair = group.member(person.id).place.role is Role.CHAIR
    is_led = any(each.is_acting_chair for each in group.members)
    if was_chair and not is_back and not is_led:
        for reader in _readers(group):
            _tell(session, group.sig, person, reader, now)


def _readers(group: Group) -> list[Person]:
    """Return who is to see to a new chair: the secretariat, or else a vice chair.

    Where there are none of both the editors hear of it, and then every member.
    """
    there = [m for m in group.members if m.is_active and m.person.user_id]
    ways = (
        {Role.SECRETARIAT},
        {Role.VICE_CHAIR},
        {Role.EDITOR},
        {Role.REVIEWER, Role.MEMBER, Role.ALTERNATE},
    )
    for roles in ways:
        if found := [m.person for m in there if m.place.role in roles]:
            return found
    return []


def _tell(
    session: Session, sig: Sig, person: Person, reader: Person, now: datetime
) -> None:
    moment = int(now.timestamp())
    outbox.enqueue(
        session,
        Message(
            key=f"chairless:{sig.id}:{person.id}:{moment}:{reader.id}",
            kind=MessageKind.CHAIR_GONE,
            sig_id=sig.id,
            object_id=person.id,
            recipient=str(reader.user_id),
            due_at=now,
        ),
    )
