"""A running bot and a local Slack, joined by a real WebSocket."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime

import pytest
from opened import Engines

from bot import app as composition
from bot.app import Convenor
from bot.domain.clock import Clock, system_clock
from bot.playground.server import Playground
from bot.settings import Settings, load
from templates import help as helps

from groups import onboard

# Slack waits three seconds. A machine that runs many tests at once may take longer;
# how soon the bot answers is measured by `make bench`.
PATIENCE = 20.0
CHANNEL = "CSIG"
CHAIR = "UCHAIR"
# These are in the group and have seen the privacy notice; UNEW has not.
KNOWN = (CHAIR, "UMEMBER", "UOTHER")


class _ClockOfNow:
    """The clock of the test that runs now: an open database outlives tests."""

    def __init__(self) -> None:
        self.clock: Clock = system_clock

    def __call__(self) -> datetime:
        return self.clock()


_clock_of_now = _ClockOfNow()


@pytest.fixture
def slack() -> Iterator[Playground]:
    commands = list(helps.COMMANDS)
    with Playground(commands=commands, deliver_timeout=PATIENCE) as playground:
        playground.site.triggers.lifetime = PATIENCE
        space = playground.workspace
        space.add_user(id=CHAIR, name="chair", real_name="Chair", tz="Europe/Brussels")
        space.add_user(id="UMEMBER", name="member", tz="Europe/Tallinn")
        space.add_user(id="UOTHER", name="other", tz="Europe/Lisbon")
        space.add_user(id="UNEW", name="newcomer", tz="Europe/Vilnius")
        space.add_user(id="UGUEST", name="guest", is_restricted=True)
        space.add_user(id="USTRANGER", name="stranger", team_id="TOTHER")
        members = [*KNOWN, "UNEW", "UGUEST", "USTRANGER"]
        space.add_channel(id=CHANNEL, name="sig", members=members, is_ext_shared=True)
        space.add_channel(id="CELSE", name="else", members=members)
        yield playground


@pytest.fixture
def database_url(sqlite_url) -> str:
    """Where one kind of database is enough; a module may say otherwise."""
    return sqlite_url


@pytest.fixture
def settings(slack, database_url) -> Settings:
    return load(
        None,
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_api_url=slack.api_url,
        database_url=database_url,
        convenor_channel=CHANNEL,
        convenor_chairs=(CHAIR,),
    )


@pytest.fixture
def clock() -> Clock:
    """What time it is for the bot; a module may say otherwise."""
    return system_clock


@pytest.fixture
def known() -> tuple[str, ...]:
    """Who is in the group when a bot has started; a module may say otherwise."""
    return KNOWN


@pytest.fixture
def start(
    slack: Playground,
    settings: Settings,
    engines: Engines,
    clock: Clock,
    known: tuple[str, ...],
) -> Iterator[Callable[[], Convenor]]:
    """Start a bot whose group knows its people; all of them are closed at the end.

    The first one is given a database that has been open before, as an engine
    remembers the statements it has compiled.
    """
    _clock_of_now.clock = clock
    given = [engines.open(settings.database_url, clock=_clock_of_now)]
    with ExitStack() as closing:

        def run(chosen: Settings = settings) -> Convenor:
            db = given.pop() if given and chosen is settings else None
            convenor = composition.build(chosen, clock=clock, db=db)
            closing.callback(convenor.close)
            convenor.start()
            slack.wait_for_bot()
            onboard(convenor.deps.db, CHANNEL, *known)
            return convenor

        yield run


@pytest.fixture
def convenor(start) -> Convenor:
    return start()
