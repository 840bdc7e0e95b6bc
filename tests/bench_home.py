"""How long App Home takes: read from the database and drawn, without Slack."""

import time
from pathlib import Path

from home_group import fill

from bot.domain.clock import system_clock
from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from bot.services import home
from bot.services.members import Origin
from storage import migrate, sigs
from storage.database import open_database
from templates.home import page

from groups import TEAM, a_caller, onboard

CHANNEL, CHAIR = "CSIG", "UCHAIR"


def times(folder: Path, rounds: int) -> list[float]:
    """Return the seconds for the Home of a chair with 500 actions, 200 practices."""
    url = f"sqlite:///{folder}/home.db"
    migrate.upgrade(url)
    database = open_database(url)
    with database.begin() as session:
        sig = sigs.add(session, Sig(name="Group"))
        sigs.bind(session, sig.id, team_id=TEAM, channel_id=CHANNEL)
    chair = a_caller(database, sig, Role.CHAIR, CHAIR)
    onboard(database, CHANNEL, CHAIR)
    with database.begin() as session:
        fill(session, chair, actions=625, practices=200, polls=5)
    origin = Origin(team_id=TEAM, user_id=CHAIR)
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        screen = home.screen(database, system_clock, origin=origin)
        page.view(screen).to_dict()
        found.append(time.perf_counter() - began)
    assert screen.home.actions.total == 500
    database.close()
    return found
