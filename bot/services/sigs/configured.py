"""Setting a group up from the operator's settings."""

import logging
from collections.abc import Sequence

from sqlmodel import Session

from bot.domain.errors import NotFoundError
from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from bot.services.sigs.leading import give_themes, make_chair
from storage import members as member_rows
from storage import sigs as rows
from storage.database import Database, alone

logger = logging.getLogger(__name__)


def set_up(
    db: Database,
    *,
    team_id: str,
    channel_id: str,
    chairs: Sequence[str],
    name: str,
    zone: str,
    is_shared: bool = False,
) -> Sig:
    """Make sure that the channel is home of a group and that it has its chairs.

    A group that was imported and has no channel yet moves in; so does the only group
    that has its channel from the settings when these name another one. Running it
    again changes nothing: a group that moved on in Slack stays there, a chair who was
    removed from the settings stays chair, and one who gave the chair to somebody else
    in Slack does not get it back, unless nobody has it.
    """
    with db.begin() as session:
        alone(session)  # two processes may start at once
        sig = (
            rows.by_channel(session, team_id, channel_id)
            or rows.by_configured_channel(session, team_id, channel_id)
            or _move_in(
                session,
                Sig(
                    name=name,
                    zone=zone,
                    team_id=team_id,
                    channel_id=channel_id,
                    is_shared=is_shared,
                ),
            )
        )
        rows.note_configured(session, sig.id, channel_id)
        for user_id in _to_appoint(session, sig, chairs, team_id=team_id):
            make_chair(session, sig, team_id=team_id, user_id=user_id)
    return sig


def _to_appoint(
    session: Session, sig: Sig, chairs: Sequence[str], *, team_id: str
) -> list[str]:
    """Return who is new; of those who are known the group itself has decided."""
    if not member_rows.members_with(session, sig.id, (Role.CHAIR,)):
        return list(chairs)
    return [
        user_id
        for user_id in chairs
        if member_rows.find_person(session, team_id, user_id) is None
    ]


def _move_in(session: Session, new: Sig) -> Sig:
    """Give the channel the group that waits for one, the only one, or a new one."""
    team_id, channel_id = str(new.team_id), str(new.channel_id)
    here = rows.configured(session, team_id)
    waiting = rows.without_channel(session)
    if waiting is None and len(here) == 1:
        waiting = here[0]
        logger.warning(
            "CONVENOR_CHANNEL changed: group %s moves from channel %s to %s.",
            waiting.id,
            waiting.channel_id,
            channel_id,
        )
    sig = waiting or rows.add(session, new)
    give_themes(session, sig)
    return rows.bind(
        session,
        sig.id,
        team_id=team_id,
        channel_id=channel_id,
        is_shared=new.is_shared,
    )


def only(db: Database, sig_id: int | None = None) -> Sig:
    """Return the group with this id, or the only one there is.

    Raises:
        NotFoundError: there is none, or there are several and none was named.
    """
    with db.read() as session:
        if sig_id is not None:
            return rows.get(session, sig_id)
        known = rows.all_sigs(session)
    if len(known) == 1:
        return known[0]
    if not known:
        raise NotFoundError("There is no group yet. Run: convenor import FILE.json")
    names = ", ".join(f"{sig.id} ({sig.name})" for sig in known)
    raise NotFoundError(f"There are several groups; choose one with --sig: {names}")
