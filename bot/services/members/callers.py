"""Who is asking, and in which group."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain import privacy
from bot.domain.clock import Clock
from bot.domain.errors import NotAllowedError, NotFoundError, SetupNeededError
from bot.domain.permissions import Actor, Permission, Role, require
from bot.domain.sigs import Person, Sig
from storage import members as rows
from storage import sigs as sig_rows
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a request comes from: ids of workspace, person and channel.

    ``team_id`` is the workspace the bot lives in, ``user_team_id`` the person's own
    where Slack names it: in a shared channel it may be another one. ``sig_id`` says
    which group a button or form is about; without it the channel decides.
    """

    team_id: str
    user_id: str
    channel_id: str | None = None
    user_team_id: str | None = None
    sig_id: int | None = None

    @property
    def home_team_id(self) -> str:
        """The workspace of the person's account."""
        return self.user_team_id or self.team_id

    @property
    def is_outside(self) -> bool:
        """Whether the account is one of another workspace."""
        return self.home_team_id != self.team_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What Slack says about an account; ``zone`` is an IANA name.

    ``is_admin``: an admin or owner, though perhaps of another workspace.
    """

    is_admin: bool = False
    is_guest: bool = False
    is_outside: bool = False
    is_bot: bool = False
    zone: str | None = None
    team_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A person of the group, with what the group lets them do."""

    sig: Sig
    person: Person
    actor: Actor

    @property
    def has_seen_notice(self) -> bool:
        """Whether the person was shown the privacy notice that holds now."""
        return privacy.has_seen(self.person.notice_version)


def today(clock: Clock, sig: Sig) -> date:
    """Return the present day in the group's home zone."""
    return clock().astimezone(ZoneInfo(sig.zone)).date()


def require_permission(clock: Clock, caller: Caller, permission: Permission) -> None:
    """Let the caller pass.

    Raises:
        NotAllowedError: the table of permissions says no, or an external's last day
            is over.
    """
    require_access(clock, caller)
    require(caller.actor, permission, today=today(clock, caller.sig))


def require_access(clock: Clock, caller: Caller) -> None:
    """Let pass everybody but an external whose last day is over.

    Raises:
        NotAllowedError: it is over.
    """
    last = caller.actor.expires_on
    is_external = caller.actor.role is Role.EXTERNAL
    if is_external and last is not None and last < today(clock, caller.sig):
        raise NotAllowedError(
            f"Your access to {caller.sig.name} ended on {last:%-d %B %Y}. Ask whoever "
            "invited you, or the chair, if you would like to go on, or to take a "
            "practice out."
        )


def find(db: Database, origin: Origin) -> Caller | None:
    """Return the caller, or None when the group does not know the person yet.

    Raises:
        SetupNeededError: no group belongs to this channel or person.
    """
    with db.read() as session:
        person = rows.find_person(session, origin.home_team_id, origin.user_id)
        sig = sig_of(session, origin)
        if person is None:
            return None
        actor = rows.actor(session, sig.id, person.id)
    return Caller(sig=sig, person=person, actor=actor) if actor else None


def sig_of(session: Session, origin: Origin) -> Sig:
    """Return the group that a request is about.

    Raises:
        SetupNeededError: no group belongs to this channel or person.
    """
    if origin.sig_id is not None:
        return _named(session, origin.sig_id, origin.team_id)
    if origin.channel_id:
        sig = sig_rows.by_channel(session, origin.team_id, origin.channel_id)
        if sig:
            return sig
    mine = sig_rows.of_person(session, origin.home_team_id, origin.user_id)
    if len(mine) == 1:
        return mine[0]
    raise SetupNeededError(_which_channel(mine))


def _named(session: Session, sig_id: int, team_id: str) -> Sig:
    try:
        sig = sig_rows.get(session, sig_id)
    except NotFoundError:
        sig = None
    if sig is None or sig.team_id != team_id:
        raise SetupNeededError("This group is not here any more.")
    return sig


def _which_channel(sigs: tuple[Sig, ...]) -> str:
    if sigs:
        names = ", ".join(sig.name for sig in sigs)
        return f"You are in several groups ({names}). Type this in the group's channel."
    return (
        "This channel is not set up for a group yet. Type the command in your group's "
        "channel. If there is none, an admin or owner of this workspace makes this "
        "channel its home with /sig setup."
    )
