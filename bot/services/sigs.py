"""Setting a group up from the operator's settings."""

import logging
from collections.abc import Sequence

from sqlmodel import Session

from bot.domain.errors import NotFoundError
from bot.domain.permissions import Role
from bot.domain.sigs import Membership, Person, Sig
from bot.domain.themes import DEFAULT_THEMES
from storage import clusters as cluster_rows
from storage import members as rows
from storage import sigs as sig_rows
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
) -> Sig:
    """Make sure that the channel is home of a group and that it has its chairs.

    A group that was imported and has no channel yet moves in; so does the only group
    of the workspace when its channel's id has changed. Running it again changes
    nothing; a chair who was removed from the settings stays chair.
    """
    with db.begin() as session:
        alone(session)  # two processes may start at once
        sig = sig_rows.by_channel(session, team_id, channel_id) or _move_in(
            session, team_id, channel_id, name=name, zone=zone
        )
        for user_id in chairs:
            _make_chair(session, sig, team_id, user_id)
    return sig


def _move_in(
    session: Session, team_id: str, channel_id: str, *, name: str, zone: str
) -> Sig:
    """Give the channel the group that waits for one, the only one, or a new one."""
    here = [sig for sig in sig_rows.all_sigs(session) if sig.team_id == team_id]
    waiting = sig_rows.without_channel(session)
    if waiting is None and len(here) == 1:
        waiting = here[0]
        logger.warning(
            "CONVENOR_CHANNEL changed: group %s moves from channel %s to %s.",
            waiting.id,
            waiting.channel_id,
            channel_id,
        )
    if waiting is None:
        waiting = sig_rows.add(session, Sig(name=name, zone=zone))
    if not cluster_rows.themes(session, waiting.id):
        cluster_rows.ensure_themes(session, waiting.id, DEFAULT_THEMES)
    return sig_rows.bind(session, waiting.id, team_id=team_id, channel_id=channel_id)


def _make_chair(session: Session, sig: Sig, team_id: str, user_id: str) -> None:
    person = rows.find_person(session, team_id, user_id) or rows.add_person(
        session, Person(team_id=team_id, user_id=user_id)
    )
    known = rows.membership(session, sig.id, person.id)
    if known is None or known.role is not Role.CHAIR:
        cluster_id = known.cluster_id if known else None
        place = Membership(
            sig_id=sig.id, person_id=person.id, role=Role.CHAIR, cluster_id=cluster_id
        )
        rows.set_membership(session, place)


def only(db: Database, sig_id: int | None = None) -> Sig:
    """Return the group with this id, or the only one there is.

    Raises:
        NotFoundError: there is none, or there are several and none was named.
    """
    with db.read() as session:
        if sig_id is not None:
            return sig_rows.get(session, sig_id)
        known = sig_rows.all_sigs(session)
    if len(known) == 1:
        return known[0]
    if not known:
        raise NotFoundError("There is no group yet. Run: convenor import FILE.json")
    names = ", ".join(f"{sig.id} ({sig.name})" for sig in known)
    raise NotFoundError(f"There are several groups; choose one with --sig: {names}")
