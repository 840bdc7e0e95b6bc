"""A stranger of a shared channel, and a guest, press and send everything there is.

Whoever is in the channel can press what the bot posts there; that Slack's client would
not let them send the rest is no reason to answer it. Nothing changes, and each is told
in a polite sentence, to them alone, whom to ask.
"""

import shutil
from dataclasses import replace

import every_message
import pytest
from scenarios_buttons import CHANNEL, Floor, bare_view
from sqlmodel import select
from who_may import walking
from who_may.scene import Scene, build, clock

from bot import app as composition
from bot.domain.outbox import MessageKind
from bot.playground.server import Playground
from bot.settings import load
from storage import sigs
from storage.database import open_database
from storage.tables import PersonRow
from templates import help as helps

STRANGER, VISITOR = "USTRANGER", "UVISITOR"
BOTH = pytest.mark.parametrize("who", [STRANGER, VISITOR])


@pytest.fixture(scope="module")
def prepared(migrated_sqlite, tmp_path_factory):
    """The file with the group, and the group."""
    path = tmp_path_factory.mktemp("floor") / "scene.db"
    shutil.copy(migrated_sqlite, path)
    database = open_database(f"sqlite:///{path}", clock=clock)
    scene = build(Scene(database), "Group")
    with database.begin() as session:
        known = sigs.get(session, scene.sig.id)
        sigs.save(session, replace(known, is_shared=True))
    database.close()  # all of it is in the one file now, to be copied
    scene.database = open_database(f"sqlite:///{path}", clock=clock)
    yield path, scene
    scene.database.close()


@pytest.fixture(scope="module")
def posts(prepared):
    """What the bot posts, of every kind; rendered from a copy of the group."""
    path, scene = prepared
    copy = shutil.copy(path, path.with_name("copy.db"))
    database = open_database(f"sqlite:///{copy}", clock=clock)
    yield [post for _, post in every_message.posts(replace(scene, database=database))]
    database.close()


@pytest.fixture(scope="module")
def floor(prepared, posts):
    """A bot that has told everybody what it had to tell."""
    path, scene = prepared
    with Playground(commands=list(helps.COMMANDS)) as slack:
        _people(slack, scene)
        convenor = composition.build(_settings(slack, path), clock=clock)
        convenor.start()
        slack.wait_for_bot()
        floor = Floor(slack, convenor, scene)
        floor.settle()
        for post in posts:
            floor.post(post)
        yield floor
        convenor.close()


def _people(slack, scene):
    space = slack.workspace
    with scene.database.read() as session:
        known = [row.user_id for row in session.exec(select(PersonRow))]
    people = [user for user in known if user]
    for user in people:
        space.add_user(id=user, name=user.lower())
    space.add_user(id=STRANGER, name="stranger", team_id="TOTHER")
    space.add_user(id=VISITOR, name="visitor", is_restricted=True)
    members = [*people, STRANGER, VISITOR]
    space.add_channel(id=CHANNEL, name="sig", members=members, is_ext_shared=True)


def _settings(slack, path):
    return load(
        None,
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_api_url=slack.api_url,
        database_url=f"sqlite:///{path}",
        convenor_channel=CHANNEL,
        convenor_chairs=("UCHAIR",),
    )


@pytest.fixture(autouse=True)
def nothing_changes(floor):
    """Whatever a test of this file does: every table stays as it is."""
    before = walking.dump(floor.scene.database)
    yield
    assert walking.changed(before, walking.dump(floor.scene.database)) == []


def test_there_is_a_message_of_every_kind():
    assert every_message.covered() == set(MessageKind)


@BOTH
def test_every_button_of_every_message(floor, who):
    person = floor.slack.person(who)

    pressed = floor.press_all(person)

    print(pressed, set(floor.answers(person)))
    assert person.view is None
