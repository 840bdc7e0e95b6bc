"""Who is asking, and in which group."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import NotAllowedError, SetupNeededError
from bot.domain.permissions import Actor, Permission, Role, require
from bot.domain.sigs import Membership, Person, PersonState, Sig
from storage import members as rows
from storage import sigs as sig_rows
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a request comes from: ids of workspace, person and channel."""

    team_id: str
    user_id: str
    channel_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What Slack says about an account; ``zone`` is an IANA name."""

    is_guest: bool = False
    is_outside: bool = False
    is_bot: bool = False
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A person of the group, with what the group lets them do."""

    sig: Sig
    person: Person
    actor: Actor


def today(clock: Clock, sig: Sig) -> date:
    """Return the present day in the group's home zone."""
    return clock().astimezone(ZoneInfo(sig.zone)).date()


def require_permission(clock: Clock, caller: Caller, permission: Permission) -> None:
    """Let the caller pass.

    Raises:
        NotAllowedError: the table of permissions says no.
    """
    require(caller.actor, permission, today=today(clock, caller.sig))


def find(db: Database, origin: Origin) -> Caller | None:
    """Return the caller, or None when the group does not know the person yet.

    Raises:
        SetupNeededError: no group belongs to this channel or person.
    """
    with db.read() as session:
        person = rows.find_person(session, origin.team_id, origin.user_id)
        sig = _sig_of(session, origin)
        if person is None:
            return None
        actor = rows.actor(session, sig.id, person.id)
    return Caller(sig=sig, person=person, actor=actor) if actor else None


def welcome(db: Database, origin: Origin, profile: Profile) -> Caller:
    """Take a full member of the workspace into the group as a member.

    Raises:
        NotAllowedError: bots, guests and people of other workspaces need a sponsor.
        SetupNeededError: no group belongs to this channel or person.
    """
    if profile.is_bot or profile.is_guest or profile.is_outside:
        raise NotAllowedError(
            "Guests take part when a member cluster invites them. "
            "Please ask the chair of this group; you are welcome to write in the "
            "channel."
        )
    with db.begin() as session:
        sig = _sig_of(session, origin)
        new = Person(team_id=origin.team_id, user_id=origin.user_id, zone=profile.zone)
        person = rows.find_person(session, origin.team_id, origin.user_id)
        person = person or rows.add_person(session, new)
        if person.state is not PersonState.ACTIVE:
            raise NotAllowedError("You have left this group. Ask its chair to return.")
        if rows.membership(session, sig.id, person.id) is None:
            place = Membership(sig_id=sig.id, person_id=person.id, role=Role.MEMBER)
            rows.set_membership(session, place)
        actor = rows.actor(session, sig.id, person.id)
    if actor is None:
        raise NotAllowedError("You have no place in this group now. Ask its chair.")
    return Caller(sig=sig, person=person, actor=actor)


def _sig_of(session: Session, origin: Origin) -> Sig:
    if origin.channel_id:
        sig = sig_rows.by_channel(session, origin.team_id, origin.channel_id)
        if sig:
            return sig
    mine = sig_rows.of_person(session, origin.team_id, origin.user_id)
    if len(mine) == 1:
        return mine[0]
    raise SetupNeededError(_which_channel(mine))


def _which_channel(sigs: tuple[Sig, ...]) -> str:
    if sigs:
        names = ", ".join(sig.name for sig in sigs)
        return f"You are in several groups ({names}). Type this in the group's channel."
    return (
        "This channel is not set up for a group yet. Type the command in your group's "
        "channel. If there is none, ask whoever runs Convenor to set CONVENOR_CHANNEL "
        "to this channel's id."
    )
