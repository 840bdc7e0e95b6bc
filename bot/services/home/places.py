"""Where somebody who writes to the bot means to be, and whether that is news."""

from bot.domain.clock import Clock
from bot.domain.sigs import Sig
from bot.services.members import Origin
from storage import inbound
from storage import sigs as sig_rows
from storage.database import Database


def where(db: Database, origin: Origin) -> tuple[Sig, ...]:
    """Return the group of the channel, else those that somebody belongs to."""
    with db.read() as session:
        if origin.channel_id:
            home = sig_rows.by_channel(session, origin.team_id, origin.channel_id)
            if home is not None:
                return (home,)
        mine = sig_rows.of_person(session, origin.home_team_id, origin.user_id)
    return tuple(sig for sig in mine if sig.team_id == origin.team_id)


def is_first(db: Database, clock: Clock, *, key: str) -> bool:
    """Whether a message was not answered yet; Slack delivers some more than once."""
    with db.begin() as session:
        return inbound.first_time(session, f"said:{key}", clock())
