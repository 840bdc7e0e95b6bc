"""A stranger of a shared channel, and a guest, press and send everything there is.

Whoever is in the channel can press what the bot posts there; that Slack's client would
not let them send the rest is no reason to answer it. Nothing changes, and each is told
in a polite sentence, to them alone, whom to ask.
"""

import shutil
from dataclasses import replace
from functools import partial

import every_message
import pytest
from scenarios_buttons import CHANNEL, Floor, Pressed, bare_view
from sqlmodel import select
from who_may import walking
from who_may.building import build
from who_may.scene import Scene, clock

from bot import app as composition
from bot.domain.outbox import MessageKind
from bot.playground.server import Playground
from bot.rendering import CARRIED
from bot.settings import load
from storage import sigs
from storage.database import open_database
from storage.tables import PersonRow
from templates import help as helps
from templates.home import answers, buttons

GUESTS = (
    "Guests take part when a member cluster invites them. Please ask the chair of this "
    "group; you are welcome to write in the channel."
)
_POLITE = (
    GUESTS,
    "You are not in this group any more.",
    "You are in no group yet.",
    "Only an admin or owner of this workspace can make a channel the home of a group.",
    "Nobody leads Group at the moment. Ask an admin or owner of this workspace",
    "Only the chair and the secretariat of that group, or an admin of this workspace",
    # The help says the same to everybody who is in no group.
    ":warning: You are not in this group any more.",
    "`/",
    "I do not know `/",
)
# The zones of the world are no secret of a group; the welcome offers newcomers to go
# on without a cluster.
OPEN_MENUS = {"sig_zone", "members_cluster_search"}
# Going back in a form shows what the form itself carried, and nothing of the group.
OWN_FORM = {"sig_setup_back"}
# They are answered with files, and have no buttons.
SLOW = (
    *("/sig report", "/practice export", "/action export"),
    *("/practice accept", "/whitepaper"),
)
STRANGER, VISITOR = "USTRANGER", "UVISITOR"
BOTH = pytest.mark.parametrize("who", [STRANGER, VISITOR])


@pytest.fixture(scope="module")
def made(migrated_sqlite, tmp_path_factory):
    """The file with the group, and the group."""
    path = tmp_path_factory.mktemp("floor") / "scene.db"
    shutil.copy(migrated_sqlite, path)
    database = open_database(f"sqlite:///{path}", clock=clock)
    scene = build(Scene(database), "Group")
    with database.begin() as session:
        known = sigs.get(session, scene.sig.id)
        sigs.save(session, replace(known, is_shared=True))
    every_message.tell_all(scene)
    database.close()  # all of it is in the one file now, to be copied
    scene.database = open_database(f"sqlite:///{path}", clock=clock)
    yield path, scene
    scene.database.close()


@pytest.fixture(scope="module")
def posts(made):
    """What the bot posts, of every kind; rendered from a copy of the group."""
    path, scene = made
    copy = shutil.copy(path, path.with_name("copy.db"))
    database = open_database(f"sqlite:///{copy}", clock=clock)
    yield [post for _, post in every_message.posts(replace(scene, database=database))]
    database.close()


@pytest.fixture(scope="module")
def floor(made, posts):
    """A bot that has posted a message of every kind where strangers can press it."""
    path, scene = made
    with Playground(commands=list(helps.COMMANDS)) as slack:
        _people(slack, scene)
        convenor = composition.build(_settings(slack, path), clock=clock)
        convenor.start()
        slack.wait_for_bot()
        floor = Floor(slack, convenor, scene)
        for post in posts:
            floor.post(post)
        for name, lines in _typed(scene).items():
            floor.type_as(name, lines)
        floor.settle()
        yield floor
        convenor.close()


def _typed(scene):
    """Return commands whose answers have all the buttons that there are."""
    ref = {
        name: f"P-{scene.ids.number_of[getattr(scene.ids, name)]}"
        for name in ("waiting", "accepted", "edited")
    }
    examples = [line.example for each in helps.COMMANDS.values() for line in each]
    chair = [
        *(line for line in examples if not line.startswith(SLOW)),
        "/sig clusters show other",
        "/sig clusters edit other",
        "/sig networks show spare",
        "/sig themes show spare",
        "/sig themes show second",
        "/sig members show @member",
        "/sig members show @guest",
        "/sig members change @member",
        "/sig members remove @someone",
        "/sig members leave",
        "/sig merge list",
        "/sig offer list",
        "/meeting poll 2",
        "/practice a text",
        f"/practice show {ref['waiting']}",
        f"/practice compare {ref['edited']}",
        f"/practice reject {ref['waiting']}",
        f"/practice supersede {ref['accepted']}",
        "/decision a text",
        "/action send it by 03/04/2027",
        f"/action show A-{scene.ids.action_open}",
        f"/action show A-{scene.ids.action_done}",
        f"/action show A-{scene.ids.action_blocked}",
        f"/decision show D-{scene.ids.decision_first}",
        f"/meeting minutes M-{scene.ids.circulated_meeting}",
        "/meeting note",
        f"/meeting show M-{scene.ids.planned}",
        f"/meeting show M-{scene.ids.off}",
        "/meeting list past",
        "/whitepaper outline",
        "/whitepaper edit own_free",
        "/whitepaper section own_free",
        "/whitepaper comments",
        "/whitepaper comments own_free",
        "/whitepaper comment own_free",
        "/whitepaper position own_free",
    ]
    return {
        "chair": chair,
        "reviewer": ["/practice review", f"/practice review {ref['waiting']}"],
        "author": ["/practice", "/practice mine", f"/practice edit {ref['edited']}"],
    }


_OF_HOME = (
    *buttons.COMMANDS,
    *(buttons.START, buttons.HELP),
    *(f"{answers.IN_GROUP}_{number}" for number in range(20)),
)


_OF_RECOMMENDATIONS = (
    *("edit", "ask", "end", "adopt", "reject", "merge", "supersede", "reopen"),
    *("say_support", "say_live_with", "say_object", "open"),
)


def _forged(sig_id):
    """Return buttons that a small group's people are not shown: pages, steps back."""
    form = bare_view("forged", g=sig_id)
    values = {
        "sig_setup_move": str(sig_id),
        "digest_resume": str(sig_id),
        "succession_page_before": f"{sig_id}:0",
        "succession_page_after": f"{sig_id}:5",
        "offer_page_before": "all:0",
        "calendar_renew": f"{sig_id}:0123456789abcdef",
        "calendar_switch_off": f"{sig_id}:0123456789abcdef",
        "polls_page_before": "0",
        "polls_page_after": "10",
        "home_group": str(sig_id),
        "action_page_before": f'{{"g": {sig_id}, "f": "all", "o": 0}}',
        "action_page_after": f'{{"g": {sig_id}, "f": "all", "o": 10}}',
        "home_before": "actions:0",
        "home_after": "actions:10",
        **dict.fromkeys(_OF_HOME, f'{{"g": {sig_id}, "a": "M-1"}}'),
        "practice_search_before": '{"q": "health", "o": 0}',
        "practice_search_after": '{"q": "health", "o": 5}',
        "practice_import_take": f'{{"f": "F1", "g": {sig_id}}}',
        "minutes_restore": "1:1",
        **{
            f"whitepaper_{name}": f'{{"i": 1, "g": {sig_id}}}'
            for name in ("import_take", "import_discard", "import_remark", "settle")
        },
        "edition_publish": f'{{"g": {sig_id}}}',
        **{
            f"recommendation_{name}": f'{{"r": 1, "g": {sig_id}}}'
            for name in _OF_RECOMMENDATIONS
        },
        "meeting_page_before": "coming:0",
        "meeting_page_after": "coming:10",
    }
    numbers = (
        *("sig_setup_new", "sig_setup_take_over", "members_page_before"),
        *("members_remove", "members_put_back", "members_change_one"),
        *("members_invitation", "clusters_page_before", "networks_page_before"),
        *("themes_page_before", "offer_reopen", "match_page_before"),
        *("practice_page_before", "decision_page_before", "decision_page_after"),
        *("editions_page_before", "editions_page_after", "recommendation_show"),
        *("recommendation_page_before", "recommendation_page_after"),
    )
    numbers += (
        *("agenda_up", "agenda_down", "agenda_finish", "agenda_accept", "agenda_edit"),
        *("agenda_suggested", "agendas_page_before", "agendas_page_after"),
        *("rsvp_people", "rsvps_page_before", "rsvps_page_after", "attendance_mark"),
    )
    numbers += (
        *("outline_list", "outline_write", "outline_settings", "outline_lock"),
        *("outline_unlock", "outline_remove", "outline_put_back", "outline_history"),
        *("outline_page_before", "section_discard"),
    )
    values |= {
        f"outline_{name}": "1:1"
        for name in ("up", "down", "to_draft", "to_review", "to_agreed")
    } | {"section_restore": "1:1:1"}
    values |= {
        f"{name}_page_{where}": "1:0"
        for name in ("section", "comments")
        for where in ("before", "after")
    }
    in_forms = (
        *("sig_settings_back", "cluster_back", "succession_back", "practice_discard"),
        *("practice_back", "practice_more", "practice_to_first"),
        *("practice_compare_before", "practice_compare_after"),
    )
    return (
        {name: [Pressed(value)] for name, value in values.items()}
        | {name: [Pressed("1")] for name in numbers}
        | {name: [Pressed("1", form)] for name in in_forms}
    )


def assert_polite(sentence, where):
    """Let pass what says whom to ask, or what the bot does; no trouble of its own."""
    assert sentence.startswith(_POLITE), f"{where}: {sentence}"


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
    """Whatever a test of this file does: no row is changed, and no form is opened."""
    before = walking.dump(floor.scene.database)
    yield
    assert walking.changed(before, walking.dump(floor.scene.database)) == []
    assert floor.opened({STRANGER, VISITOR}) == []


def test_there_is_a_message_of_every_kind():
    assert every_message.covered() == set(MessageKind) - CARRIED


@BOTH
def test_every_button_of_every_message(floor, who):
    person = floor.slack.person(who)
    buttons = list(floor.pressable(person))

    for message, block, element in buttons:
        is_this = {"value": element.get("value"), "block_id": block["block_id"]}
        action_id = element["action_id"]
        told = floor.told(person, partial(person.press, message, action_id, **is_this))
        assert told == [GUESTS], action_id

    shown = {element["action_id"] for _, _, element in buttons}
    assert shown >= {"practice_read", "introduction_yes", "members_cluster_add"}


@BOTH
def test_every_button_that_only_members_are_shown(floor, who):
    person, seen = floor.slack.person(who), floor.buttons()
    for action_id in floor.bound.actions.keys() - OWN_FORM:
        known = seen.get(action_id) or _forged(floor.scene.sig.id).get(action_id)
        assert known, f"write in _forged what the button {action_id} carries"
        for pressed in known:
            press = partial(floor.forge_press, person, action_id, pressed)
            for sentence in floor.told(person, press):
                assert_polite(sentence, action_id)


@BOTH
def test_every_form(floor, who):
    person, views = floor.slack.person(who), floor.views()
    for callback_id in floor.bound.views:
        bare = bare_view(callback_id, g=floor.scene.sig.id)
        for view in filter(None, (bare, views.get(callback_id))):
            answer = floor.forge_submission(person, view)
            assert answer["response_action"] == "errors", callback_id
            for sentence in answer["errors"].values():
                assert_polite(sentence, callback_id)


def test_every_menu_has_no_entries_for_a_stranger(floor):
    person, view = floor.slack.person(STRANGER), bare_view("any", g=floor.scene.sig.id)
    for action_id in floor.bound.menus:
        options = floor.forge_query(person, action_id, view)["options"]
        values = {option["value"] for option in options}
        assert not values or action_id in OPEN_MENUS, (action_id, values)


@BOTH
def test_every_command(floor, who):
    person = floor.slack.person(who)
    for name, command in floor.bound.commands.items():
        for text in ("", "anything", *command.words):
            ask = partial(floor.forge_command, person, name, text)
            for sentence in floor.told(person, ask):
                assert_polite(sentence, f"{name} {text}")


@BOTH
def test_every_shortcut(floor, who):
    person = floor.slack.person(who)
    for callback_id in floor.bound.shortcuts:
        for forge in (floor.forge_shortcut, floor.forge_message_shortcut):
            for sentence in floor.told(person, partial(forge, person, callback_id)):
                assert_polite(sentence, callback_id)
