"""What handlers are given, and nothing more."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

from bot.domain.clock import Clock
from bot.domain.practices import DEFAULT_REVIEWS
from storage.database import Database
from templates.documents.custom import NONE, Custom


@dataclass(slots=True, kw_only=True)
class Identity:
    """Who the bot is in Slack; known once ``auth.test`` has answered."""

    team_id: str | None = None
    bot_id: str | None = None
    bot_user_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deps:
    """The database, the clock, a pool for slow work, and a nudge for the outbox.

    ``public_url`` is where browsers reach the bot; None where they do not. ``has_mail``
    says whether it can send e-mails.

    ``reviews`` is how many reviewers a practice needs.

    ``custom`` are a group's own templates of the white paper.

    ``wake`` asks the delivery worker to look at the outbox now; it returns at once.
    """

    identity: Identity
    db: Database
    clock: Clock
    slow: Executor
    wake: Callable[[], None]
    reviews: int = DEFAULT_REVIEWS
    public_url: str | None = None
    has_mail: bool = False
    custom: Custom = NONE
