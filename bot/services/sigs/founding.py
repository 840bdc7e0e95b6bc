"""`/sig setup` in a channel of no group: founding one, or moving one there."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.domain import names, setup
from bot.domain.clock import Clock
from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
    NotFoundError,
    SetupNeededError,
)
from bot.domain.permissions import Permission, may
from bot.domain.setup import FIELDS, Typed
from bot.domain.sigs import Person, PersonState, Sig, SigState
from bot.services.members import today
from bot.services.sigs.leading import announce_home, give_themes, leaders, make_chair
from storage import audit, outbox
from storage import members as member_rows
from storage import sigs as rows
from storage.database import Database, alone

_ADMINS_ONLY = (
    "Only an admin or owner of this workspace can make a channel the home of a group. "
    "Ask one of them to type /sig setup here; whoever does it becomes the chair, and "
    "can name others afterwards."
)
_NOT_YOURS = (
    "Only the chair and the secretariat of that group, or an admin of this workspace, "
    "can move it. Please ask one of them."
)
_HAS_CHANNEL = (
    "{} has a channel that works. Archive that one first if the group should move here."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Founder:
    """Somebody who sets a group up, as Slack describes the account.

    ``is_admin``: an admin or owner of the workspace ``team_id`` itself.
    """

    team_id: str
    user_id: str
    is_admin: bool = False
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """The group of the channel after somebody sent the form.

    ``is_theirs`` is False when another had set it up meanwhile; ``may_change`` says
    whether they may change its settings all the same.
    """

    sig: Sig
    is_theirs: bool
    may_change: bool


def at(db: Database, *, team_id: str, channel_id: str) -> Sig | None:
    """Return the group whose home this channel is."""
    with db.read() as session:
        return rows.by_channel(session, team_id, channel_id)


def require_founder(founder: Founder) -> None:
    """Let pass whoever may found a group.

    Raises:
        NotAllowedError: it is no admin or owner of the workspace.
    """
    if not founder.is_admin:
        raise NotAllowedError(_ADMINS_ONLY)


def require_successor(founder: Founder, sig: Sig) -> None:
    """Let pass whoever may lead a group that nobody leads.

    Raises:
        NotAllowedError: it is no admin or owner of the workspace.
    """
    if not founder.is_admin:
        raise NotAllowedError(
            f"Nobody leads {sig.name} at the moment. Ask an admin or owner of this "
            "workspace to type /sig setup here; they can become its chair."
        )


def offers(db: Database, clock: Clock, *, founder: Founder) -> tuple[Sig, ...]:
    """Return the groups without a usable channel that this person may move."""
    with db.read() as session:
        found = rows.homeless(session, founder.team_id)
        return tuple(s for s in found if _may_move(session, clock, s, founder))


def require_free(db: Database, *, team_id: str, channel_id: str) -> None:
    """Let a channel pass in which nobody leads a group among themselves.

    Raises:
        SetupNeededError: it is such a channel, so it cannot be a home.
    """
    with db.read() as session:
        _require_no_leaders(session, team_id, channel_id)


def check(db: Database, *, team_id: str, typed: Typed, fields: Collection[str]) -> None:
    """Let the answers of one step pass; nothing is stored before the last.

    Raises:
        InvalidInputError: a sentence for each field that does not fit.
    """
    wanted = setup.applied(typed, fields, to=Sig())
    if "name" in fields:
        with db.read() as session:
            require_new_name(session, team_id, wanted)


def found(
    db: Database,
    clock: Clock,
    *,
    founder: Founder,
    channel_id: str,
    typed: Typed,
    is_shared: bool = False,
) -> Founded:
    """Make the channel home of a new group and the founder its chair.

    Sent twice it is one group, also by two people at the same moment: the second is
    given the group of the first.

    Raises:
        NotAllowedError: the founder is no admin or owner of the workspace.
        InvalidInputError: a sentence for each field that does not fit.
        SetupNeededError: it is the channel in which others lead their group.
    """
    require_founder(founder)
    wanted = setup.applied(typed, FIELDS, to=Sig())
    wanted = replace(
        wanted, team_id=founder.team_id, channel_id=channel_id, is_shared=is_shared
    )
    with db.begin() as session:
        alone(session)  # no row to lock yet, and a name must stay free
        known = rows.by_channel(session, founder.team_id, channel_id)
        if known is not None:
            return _second(session, clock, known, wanted, founder=founder)
        _require_no_leaders(session, founder.team_id, channel_id)
        require_new_name(session, founder.team_id, wanted)
        require_chairs_channel(session, wanted)
        sig = _add(session, clock, wanted, founder)
    return Founded(sig=sig, is_theirs=True, may_change=True)


def move(
    db: Database,
    clock: Clock,
    *,
    founder: Founder,
    sig_id: int,
    channel_id: str,
    is_shared: bool = False,
) -> Sig:
    """Make the channel home of a group that has lost its own, or never had one.

    What waited for the old channel is posted in the new one.

    Raises:
        NotFoundError: there is no such group in this workspace.
        NotAllowedError: neither a leader of the group nor an admin.
        InvalidTransitionError: the group's own channel works.
        InvalidInputError: the channel belongs to another group.
        SetupNeededError: it is the channel in which a group is led.
    """
    now = clock()
    with db.begin() as session:
        alone(session)
        sig = rows.lock(session, sig_id)
        if sig.team_id != founder.team_id and sig not in rows.homeless(
            session, founder.team_id
        ):
            raise NotFoundError("There is no such group.")
        if not _may_move(session, clock, sig, founder):
            raise NotAllowedError(_NOT_YOURS)
        if sig.channel_id == channel_id:
            return sig  # pressed twice
        if sig.channel_id is not None and sig.state is SigState.ACTIVE:
            raise InvalidTransitionError(_HAS_CHANNEL.format(sig.name))
        _require_no_leaders(session, founder.team_id, channel_id)
        moved = rows.bind(
            session,
            sig.id,
            team_id=founder.team_id,
            channel_id=channel_id,
            is_shared=is_shared,
        )
        give_themes(session, moved)
        person = _account(session, founder)
        if not leaders(session, sig.id):
            person = _chair(session, moved, founder)
        if sig.channel_id is not None:
            outbox.redirect(session, sig.id, old=sig.channel_id, new=channel_id)
        _log(session, moved, person, verb="moved", now=now)
        announce_home(session, moved, now=now)
    return moved


def is_leaderless(db: Database, sig_id: int) -> bool:
    """Say whether nobody is there who could change the group's settings."""
    with db.read() as session:
        return not leaders(session, sig_id)


def take_over(db: Database, clock: Clock, *, founder: Founder, channel_id: str) -> Sig:
    """Make an admin chair of a group that nobody leads.

    Raises:
        NotAllowedError: it is no admin or owner, or somebody leads the group.
        NotFoundError: the channel is no group's home.
    """
    with db.begin() as session:
        sig = rows.by_channel(session, founder.team_id, channel_id)
        if sig is None:
            raise NotFoundError("This channel is not the home of a group.")
        require_successor(founder, sig)
        rows.lock(session, sig.id)
        there = leaders(session, sig.id)
        if not there:
            person = _chair(session, sig, founder)
            _log(session, sig, person, verb="took_over", now=clock())
        elif founder.user_id not in {person.user_id for person in there}:
            raise NotAllowedError(f"{sig.name} has somebody who leads it by now.")
    return sig


def require_new_name(session: Session, team_id: str, wanted: Sig) -> None:
    """Let a name pass that no other group of the workspace has.

    Raises:
        InvalidInputError: one has it, but for case, accents or script.
    """
    for other in rows.of_team(session, team_id):
        if other.id != wanted.id and names.are_same(other.name, wanted.name):
            message = (
                f"There is a group called {other.name} in this workspace already. "
                "Please choose another name, so that nobody mixes them up."
            )
            raise InvalidInputError({"name": message})


def require_chairs_channel(session: Session, wanted: Sig) -> None:
    """Let a chairs' channel pass that is no group's home.

    Raises:
        InvalidInputError: it is one.
    """
    chosen = wanted.chairs_channel_id
    if chosen is None:
        return
    is_home = rows.by_channel(session, str(wanted.team_id), chosen) is not None
    if is_home or chosen == wanted.channel_id:
        message = (
            "This is the home of a group. Please choose a private channel that only "
            "those who lead the group can read, or leave it empty."
        )
        raise InvalidInputError({"chairs_channel_id": message})


def _require_no_leaders(session: Session, team_id: str, channel_id: str) -> None:
    """Let a channel pass that is not the private one of those who lead a group."""
    for sig in rows.by_chairs_channel(session, team_id, channel_id):
        raise SetupNeededError(
            f"This is the private channel of those who lead {sig.name}, so it cannot "
            "be the home of a group. For its settings type /sig setup in the group's "
            "own channel; for another group take another channel."
        )


def keep_objectives(
    session: Session, clock: Clock, sig: Sig, *, author: Person
) -> None:
    """Keep the text of the objectives with its day and its author."""
    rows.add_objectives(
        session,
        sig.id,
        sig.objectives,
        set_on=today(clock, sig),
        author_id=author.id,
    )


def _add(session: Session, clock: Clock, wanted: Sig, founder: Founder) -> Sig:
    now = clock()
    sig = rows.add(session, wanted)
    give_themes(session, sig)
    person = _chair(session, sig, founder)
    if sig.objectives:
        keep_objectives(session, clock, sig, author=person)
    _log(session, sig, person, verb="set_up", now=now)
    announce_home(session, sig, now=now)
    return sig


def _second(
    session: Session, clock: Clock, known: Sig, wanted: Sig, *, founder: Founder
) -> Founded:
    """Answer a form for a channel that is a home by now."""
    may_change = _leads(session, clock, known, founder)
    is_same = all(getattr(known, name) == getattr(wanted, name) for name in FIELDS)
    return Founded(sig=known, is_theirs=may_change and is_same, may_change=may_change)


def _may_move(session: Session, clock: Clock, sig: Sig, founder: Founder) -> bool:
    return founder.is_admin or _leads(session, clock, sig, founder)


def _leads(session: Session, clock: Clock, sig: Sig, founder: Founder) -> bool:
    person = _account(session, founder)
    actor = member_rows.actor(session, sig.id, person.id) if person else None
    return actor is not None and may(
        actor, Permission.CHANGE_GROUP, today=today(clock, sig)
    )


def _account(session: Session, founder: Founder) -> Person | None:
    return member_rows.find_person(session, founder.team_id, founder.user_id)


def _chair(session: Session, sig: Sig, founder: Founder) -> Person:
    known = _account(session, founder)
    if known is not None and known.state is not PersonState.ACTIVE:
        # Whoever types has an account again.
        member_rows.save_person(session, replace(known, state=PersonState.ACTIVE))
    return make_chair(
        session,
        sig,
        team_id=founder.team_id,
        user_id=founder.user_id,
        zone=founder.zone,
    )


def _log(
    session: Session, sig: Sig, person: Person | None, *, verb: str, now: datetime
) -> None:
    audit.record(
        session,
        sig.id,
        person.id if person else None,
        verb=verb,
        object_kind="sig",
        object_id=sig.id,
        now=now,
    )
