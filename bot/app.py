"""The composition root: makes every part and knows how they start and stop."""

import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from slack_bolt import App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

import handlers
from bot import bolt
from bot.calendar_files import FileCarrier
from bot.delivery import LEASE, Carrier, Courier, Delivery, worker_name
from bot.deps import Deps, Identity
from bot.domain.clock import Clock, system_clock
from bot.domain.errors import ConvenorError
from bot.home_tabs import HomeKeeper, HomeTabs
from bot.mail import MailCarrier
from bot.services import outbox, practices, sigs
from bot.services.calendars import feeds, keys
from bot.services.upkeep import Upkeep
from bot.settings import Settings
from bot.socket_mode import SocketConnection
from handlers.sigs import look_around
from storage import migrate
from storage.database import Database, open_database
from templates.documents import checking
from templates.invitations import feed

logger = logging.getLogger(__name__)

LISTENER_THREADS = 32
SLOW_THREADS = 2
TICK_SECONDS = 5
DRAIN_SECONDS = 5.0
LAST_WORK_SECONDS = 3.0
LATE_LIMIT = timedelta(minutes=10)


class Convenor:
    """The running bot. Nothing starts before ``start``; ``close`` drains it.

    ``slack`` is the Bolt app, ready for ``dispatch``; ``tick`` does what is due now.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        deps: Deps,
        slack: App,
        delivery: Delivery,
        listeners: ThreadPoolExecutor,
        slow: ThreadPoolExecutor,
        courier: Courier,
        upkeep: Upkeep,
        homes: HomeKeeper,
    ) -> None:
        self.slack = slack
        self.deps = deps
        self._settings = settings
        self._delivery = delivery
        self._courier = courier
        self._upkeep = upkeep
        self._homes = homes
        self._pools = (listeners, slow)
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._socket: SocketConnection | None = None
        self._is_set_up = False
        self._is_shared = False
        self._is_closing = False

    def start(self) -> None:
        """Start the clock and the connection to Slack; returns at once."""
        self._scheduler.add_job(
            self._on_clock,
            "interval",
            seconds=TICK_SECONDS,
            id="tick",
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
        self._scheduler.start()
        self._courier.tick()
        if self._settings.slack_app_token:
            self._socket = SocketConnection(
                self.slack,
                app_token=self._settings.slack_app_token.get_secret_value(),
                web_client=bolt.client(self._settings, with_token=False),
                before_connecting=self.set_up,
            )
            self._socket.start()

    def set_up(self) -> None:
        """Ask Slack who we are and make the configured channel home of a group.

        Then look at every group's channel: what happened to it meanwhile was told to
        nobody.

        Raises:
            SlackApiError: Slack refuses the token.
            OSError: Slack cannot be reached.
        """
        if self._is_set_up and self.deps.identity.team_id:
            return
        answer = self._delivery.client.auth_test()
        identity = self.deps.identity
        identity.team_id = str(answer["team_id"])
        identity.bot_id, identity.bot_user_id = answer.get("bot_id"), answer["user_id"]
        if self._sees_channel():
            self.set_up_in(identity.team_id)
        with suppress(RuntimeError):  # shutting down: the next start looks
            self.deps.slow.submit(self._look_around)
            self.deps.slow.submit(self._remember)

    def _sees_channel(self) -> bool:
        """Whether the configured channel is there; if not, say what to do."""
        channel = self._settings.convenor_channel
        if channel is None:
            logger.info("No CONVENOR_CHANNEL: /sig setup in Slack sets a group up.")
            return True
        try:
            answer = self._delivery.client.conversations_info(channel=channel)
        except SlackApiError as error:
            code = error.response.get("error")
            if code == "unknown_method":
                return True
            logger.warning(
                "Channel %s: Slack says %s. Is the id right? Type /invite @Convenor "
                "in it.",
                channel,
                code,
            )
            return False
        found = answer["channel"]
        if found.get("is_archived"):
            logger.warning("Channel %s is archived; choose another one.", channel)
            return False
        if not found.get("is_member", True):
            logger.warning("I am not in channel %s; /invite @Convenor.", channel)
        self._is_shared = bool(found.get("is_ext_shared"))
        return True

    def _look_around(self) -> None:
        try:
            look_around(self._delivery.client, self.deps)
        except ConvenorError as error:
            logger.warning("The channels were not looked at: %s", error)

    def _remember(self) -> None:
        with suppress(ConvenorError):  # then the first form waits for it
            practices.remember(self.deps.db)

    def set_up_in(self, team_id: str) -> None:
        """Make the configured channel of this workspace home of a group, once."""
        settings = self._settings
        if self._is_set_up:
            return
        if settings.convenor_channel:
            sigs.set_up(
                self.deps.db,
                team_id=team_id,
                channel_id=settings.convenor_channel,
                chairs=settings.convenor_chairs,
                name=settings.convenor_name,
                zone=settings.convenor_zone,
                is_shared=self._is_shared,
            )
        self._is_set_up = True

    def _on_clock(self) -> None:
        self._courier.tick()
        if self._socket is not None or self.deps.identity.team_id:
            return
        try:
            self.set_up()
        except (SlackClientError, OSError, ConvenorError) as error:
            logger.warning("Slack cannot be reached yet: %s", type(error).__name__)

    def is_at_home(self, body: Mapping[str, Any]) -> bool:
        """Whether it is a command from the configured channel, which so exists."""
        home = self._settings.convenor_channel
        return "command" in body and body.get("channel_id") == home

    def tick(self) -> None:
        """Plan what time brings and deliver what is due now, in this thread."""
        self._upkeep.run()
        self._delivery.deliver_due()
        self._homes.refresh()

    def calendar(self, secret: str) -> bytes | None:
        """Return the calendar that a secret address opens; None when it opens none.

        Raises:
            NotSavedError: the database does not answer.
        """
        found = feeds.read(self.deps.db, self.deps.clock, secret=secret)
        mail_from = self._settings.convenor_mail_from
        return feed(found, mail_from=mail_from) if found else None

    def problems(self) -> list[str]:
        """Say what keeps the bot from working; empty when it is ready."""
        problems = [] if not self._is_closing else ["shutting down"]
        if not self.deps.db.ping():
            return [*problems, "the database cannot be reached"]
        if self._socket is not None and not self._socket.is_healthy():
            problems.append("Slack is not connected")
        elif self.deps.identity.team_id is None:
            problems.append("Slack has not answered yet")
        overdue = outbox.overdue_since(self.deps.db)
        if overdue and self.deps.clock() - overdue > LATE_LIMIT:
            problems.append("messages have been waiting for more than 10 minutes")
        return problems

    def close(self) -> bool:
        """Finish what was begun and let go; say whether all of it was finished.

        Takes at most about eight seconds: requests finish and acknowledge first,
        then the work behind them. What does not finish is in the database.
        """
        self._is_closing = True
        if self._socket is not None:
            self._socket.stop(drain_seconds=DRAIN_SECONDS)
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        ending = threading.Thread(target=self._end_work, daemon=True)
        ending.start()
        ending.join(timeout=LAST_WORK_SECONDS)
        self.deps.db.close()
        return not ending.is_alive()

    def _end_work(self) -> None:
        for pool in self._pools:
            pool.shutdown(wait=True)
        self._courier.close()
        self._homes.courier.close()


def build(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    slack_url: str | None = None,
    lease: timedelta = LEASE,
    db: Database | None = None,
) -> Convenor:
    """Make the bot and bring its database up to date.

    No thread runs and nothing is asked of Slack before ``start``. ``lease`` is how
    long one worker may take over a message before another looks it up in Slack;
    ``db`` the database of the settings, where it was opened before.

    Raises:
        NotSavedError: the database does not answer.
        UnavailableError: its address is not understood, or a package is missing.
        ConvenorError: a template of the group's own has a mistake.
    """
    if slack_url is not None:
        settings = settings.model_copy(update={"slack_api_url": slack_url})
    custom = checking.load(settings.convenor_templates)
    db = _up_to_date(db, settings.database_url, clock)
    client = bolt.client(settings, with_token=True)
    identity = Identity()
    listeners = ThreadPoolExecutor(LISTENER_THREADS, thread_name_prefix="listener")
    slow = ThreadPoolExecutor(SLOW_THREADS, thread_name_prefix="slow")
    carriers = _carriers(settings, db, clock, client, identity)
    delivery = _delivery(db, clock, client=client, lease=lease, carriers=carriers)
    upkeep = Upkeep(db, clock)
    homes = HomeKeeper(
        tabs=HomeTabs(db=db, clock=clock, client=client), identity=identity
    )
    courier = Courier(delivery.deliver_due, upkeep.when_due, then=homes.courier.wake)
    deps = Deps(
        identity=identity,
        db=db,
        clock=clock,
        slow=slow,
        wake=courier.wake,
        reviews=settings.convenor_reviews,
        public_url=settings.convenor_url,
        has_mail=settings.mail_server is not None,
        custom=custom,
    )
    slack = bolt.make(settings, identity, listeners)
    convenor = Convenor(
        settings,
        deps=deps,
        slack=slack,
        delivery=delivery,
        listeners=listeners,
        slow=slow,
        courier=courier,
        upkeep=upkeep,
        homes=homes,
    )
    _set_up_with_first_command(slack, convenor)
    handlers.register(slack, deps)
    return convenor


def _up_to_date(db: Database | None, url: str, clock: Clock) -> Database:
    if not migrate.is_current(url):
        migrate.upgrade(url)
    return db or open_database(url, clock=clock)


def _delivery(
    db: Database,
    clock: Clock,
    *,
    client: WebClient,
    lease: timedelta,
    carriers: Mapping[str, Carrier],
) -> Delivery:
    return Delivery(
        db=db,
        clock=clock,
        client=client,
        worker=worker_name(),
        blocked={},
        lease=lease,
        carriers=carriers,
    )


def _carriers(
    settings: Settings,
    db: Database,
    clock: Clock,
    client: WebClient,
    identity: Identity,
) -> Mapping[str, Carrier]:
    """Return who takes files and e-mails out, by the scheme of the recipient."""
    mail_from = settings.convenor_mail_from
    files = FileCarrier(
        db=db, clock=clock, client=client, identity=identity, mail_from=mail_from
    )
    mails = MailCarrier(
        db=db, clock=clock, server=settings.mail_server, mail_from=mail_from
    )
    return {keys.FILE: files, keys.MAIL: mails}


def _set_up_with_first_command(slack: App, convenor: Convenor) -> None:
    """A command tells the workspace too, should it come before Slack's answer."""

    @slack.middleware
    def set_up(
        body: dict[str, Any],
        context: BoltContext,
        next: Callable[[], None],  # noqa: A002 - Bolt's name
    ) -> None:
        if context.team_id and convenor.is_at_home(body):
            convenor.set_up_in(context.team_id)
        next()
