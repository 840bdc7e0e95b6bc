"""Publishes App Home: when somebody opens it, and when what is on it has changed.

Slack compares a hash, so that a view that comes late never takes the place of a newer
one (https://docs.slack.dev/reference/methods/views.publish). Whoever was late reads
everything anew and tries again.
"""

import hashlib
import json
import logging
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.delivery import Courier, refusals
from bot.deps import Identity
from bot.domain.clock import Clock
from bot.domain.home import Screen
from bot.services import home
from bot.services.members import Origin
from storage.database import Database
from templates.home import page

logger = logging.getLogger(__name__)

_TRIES = 4
_MOMENTS = (0.1, 0.3)
# Tier 4 allows a hundred a minute; people who press come first.
_AT_ONCE = 6
_LATE = "hash_conflict"
_UNREACHED = (OSError, HTTPException, SlackClientError)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeTabs:
    """Shows people their Home."""

    db: Database
    clock: Clock
    client: WebClient

    def show(
        self, origin: Origin, *, seen: str | None = None, notice: str = ""
    ) -> bool:
        """Show somebody their Home as it is now; say whether it is there.

        Where Slack cannot be reached it waits for the next round of ``HomeKeeper``.
        ``seen`` is the hash of the view that Slack has just said they see; ``notice``
        is escaped mrkdwn that is shown on top, until there is something new.
        """
        screen = home.screen(self.db, self.clock, origin=origin)
        shown_hash = seen or _hash_of(screen)
        try:
            return self._publish(origin, screen, shown_hash, notice=notice)
        except _UNREACHED as error:
            logger.warning("Home was not shown: %s", type(error).__name__)
            return False

    def bring_up_to_date(self, origin: Origin) -> Screen | None:
        """Show somebody their Home anew where it says something else now.

        Returns:
            What they see, where that was true already.
        """
        screen = home.screen(self.db, self.clock, origin=origin)
        if _is_shown(screen):
            return screen
        self._publish(origin, screen, _hash_of(screen))
        return None

    def _publish(
        self,
        origin: Origin,
        screen: Screen,
        shown_hash: str | None,
        *,
        notice: str = "",
    ) -> bool:
        for _ in range(_TRIES):
            view = _view(screen, notice)
            try:
                answer = self.client.views_publish(
                    user_id=origin.user_id, view=view, hash=shown_hash
                )
            except SlackApiError as error:
                if error.response.get("error") != _LATE:
                    self._note_refusal(screen, error)
                    return False
                screen = self._read_anew(origin, other_than=shown_hash)
                before, shown_hash = shown_hash, _hash_of(screen)
                if shown_hash == before:
                    # Nobody who was faster is known: what Slack answered got lost.
                    # What is shown now has just been read.
                    shown_hash = None
                elif not notice and _is_shown(screen):
                    return True  # whoever was faster showed the same
            else:
                mark = _mark(_view(screen))
                self._note(screen, str(answer["view"]["hash"]), mark)
                return True
        logger.warning("Home was not shown: others were faster each time.")
        return False

    def _read_anew(self, origin: Origin, *, other_than: str | None) -> Screen:
        """Read what is true now; whoever was faster needs a moment to note it."""
        screen = home.screen(self.db, self.clock, origin=origin)
        for seconds in _MOMENTS:
            if _hash_of(screen) != other_than:
                break
            time.sleep(seconds)
            screen = home.screen(self.db, self.clock, origin=origin)
        return screen

    def _note(self, screen: Screen, shown_hash: str | None, mark: str) -> None:
        home.note_shown(
            self.db, self.clock, screen=screen, shown_hash=shown_hash, mark=mark
        )

    def _note_refusal(self, screen: Screen, error: SlackApiError) -> None:
        """Let a Home rest that Slack does not want, until it is opened again.

        Raises:
            SlackApiError: Slack asks to wait.
        """
        refusal = refusals.read(error)
        if refusal.wait is not None:
            raise error
        logger.warning("Home was not shown: %s", refusal.code)
        self._note(screen, None, "")


@dataclass(slots=True, kw_only=True)
class HomeKeeper:
    """Keeps every Home up to date that was opened, in a thread of its own."""

    tabs: HomeTabs
    identity: Identity
    rests_until: datetime | None = None
    courier: Courier = field(init=False)

    def __post_init__(self) -> None:
        self.courier = Courier(self.refresh)

    def refresh(self) -> int:
        """Show each stale Home anew, a few at once; return how many were looked at."""
        now, team = self.tabs.clock(), self.identity.team_id
        if team is None or (self.rests_until and now < self.rests_until):
            return 0
        self.rests_until = None
        unchanged: list[Screen] = []
        published = looked = 0
        for origin in home.due(self.tabs.db, self.tabs.clock, team_id=team):
            if published >= _AT_ONCE or self.rests_until is not None:
                break
            looked += 1
            screen = self._look_at(origin)
            if screen is None:
                published += 1
            else:
                unchanged.append(screen)
        home.note_unchanged(self.tabs.db, self.tabs.clock, screens=unchanged)
        return looked

    def _look_at(self, origin: Origin) -> Screen | None:
        try:
            return self.tabs.bring_up_to_date(origin)
        except SlackApiError as error:
            wait = refusals.read(error).wait or 0
            self.rests_until = self.tabs.clock() + timedelta(seconds=wait)
        except _UNREACHED as error:
            # It stays stale, so the next round tries again.
            logger.info("Home was not shown: %s", type(error).__name__)
            self.rests_until = self.tabs.clock() + timedelta(seconds=5)
        return None


def _view(screen: Screen, notice: str = "") -> dict[str, Any]:
    return page.view(screen, notice=notice).to_dict()


def _hash_of(screen: Screen) -> str | None:
    return screen.tab.shown_hash if screen.tab else None


def _is_shown(screen: Screen) -> bool:
    """Whether this is what the person sees, but for the notice on top."""
    return screen.tab is not None and screen.tab.fingerprint == _mark(_view(screen))


def _mark(view: dict[str, Any]) -> str:
    """Return what tells two views apart."""
    said = json.dumps(view, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
