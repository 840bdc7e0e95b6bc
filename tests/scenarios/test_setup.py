"""`/sig setup` as those meet it who set a group up, on both databases."""

import pytest

from bot.services.sigs.leading import make_chair
from storage import sigs as rows

from scenarios_forms import seen
from setup_forms import (
    STEPS,
    an_admin,
    fill,
    open_setup,
    set_up,
    subscribe,
    texts,
)

CHANNEL, ELSE = "CSIG", "CELSE"


@pytest.fixture
def settings(settings):
    """No channel in the settings: groups are set up in Slack alone."""
    return settings.model_copy(update={"convenor_channel": None, "convenor_chairs": ()})


@pytest.fixture
def admin(slack, convenor):
    subscribe(slack)
    return an_admin(slack)


def test_an_admin_sets_a_group_up_in_four_steps(slack, admin):
    member = slack.person("UMEMBER")
    open_setup(slack, admin, ELSE)
    assert "*1 of 4.*" in str(admin.view["blocks"][0])

    fill(admin, *STEPS[:2])
    zone = admin.view["state"]["values"]["zone"]["sig_zone"]["selected_option"]
    assert zone["value"] == "Europe/Tallinn"  # what Slack knows of the admin
    fill(admin, STEPS[2])
    assert "*4 of 4.*" in str(admin.view["blocks"][0])
    assert "Prevention SIG" in str(admin.view["blocks"])
    assert "Estonia, Portugal" in str(admin.view["blocks"])
    assert admin.submit().errors == {}

    slack.wait_until(lambda: seen(admin, ELSE, "you are its chair"))
    slack.wait_until(lambda: seen(member, ELSE, "now home of Prevention SIG"))
    assert seen(admin, ELSE, "you are its chair")[0].ephemeral
    assert admin.view is None
    assert slack.complaints == []


def test_the_group_works_at_once_and_its_chair_sees_the_settings(slack, admin):
    set_up(slack, admin, ELSE)
    slack.wait_until(lambda: seen(admin, ELSE, "you are its chair"))

    settings = the_settings(slack, admin, ELSE)

    assert "Share what keeps people well." in settings
    assert "Europe/Lisbon" in settings
    assert "20:00 to 07:00" in settings


def test_back_keeps_everything_also_what_does_not_fit_yet(slack, admin):
    open_setup(slack, admin, ELSE)
    fill(admin, STEPS[0])
    admin.fill({"max_clusters": "3", "language": "et"})

    admin.press(admin.view, "Back")
    slack.wait_until(lambda: "1 of 4" in str(admin.view))
    assert typed(admin, "objectives") == STEPS[0]["objectives"]
    admin.submit()

    assert typed(admin, "max_clusters") == "3"
    language = admin.view["state"]["values"]["language"]["value"]["selected_option"]
    assert language["value"] == "et"
    outcome = admin.submit()
    assert "below the smallest number" in outcome.errors["max_clusters"]


def test_an_unusual_number_of_clusters_is_a_remark_and_no_obstacle(slack, admin):
    open_setup(slack, admin, ELSE)
    fill(admin, STEPS[0], {"min_clusters": "3", "max_clusters": "40"}, STEPS[2])

    assert "Most groups have 5 to 10 clusters" in str(admin.view["blocks"])
    assert admin.submit().errors == {}
    slack.wait_until(lambda: seen(admin, ELSE, "you are its chair"))


@pytest.mark.parametrize(
    "forgery",
    [
        (
            3,
            "zone",
            {"selected_option": {"value": "Europe/Atlantis"}},
            "Europe/Atlantis",
        ),
        (
            3,
            "holiday_countries",
            {"selected_options": [{"value": "EL"}]},
            "Greece has the code GR",
        ),
        (
            3,
            "holiday_countries",
            {"selected_options": [{"value": "QQ"}]},
            "do not know the country QQ",
        ),
        (3, "quiet_from", {"selected_time": "99:99"}, "a time such as 20:00"),
        (2, "language", {"selected_option": {"value": "klingon"}}, "this language"),
        (2, "licence", {"selected_option": {"value": "mine"}}, "choose one of"),
        (2, "max_clusters", {"value": "2"}, "below the smallest"),
        (1, "name", {"value": "\u202e"}, "give the group a name"),
    ],
)
def test_a_forged_answer_is_explained_and_changes_nothing(slack, admin, forgery):
    step, field, forged, said = forgery
    open_setup(slack, admin, ELSE)
    fill(admin, *STEPS[: step - 1])
    admin.fill(STEPS[step - 1])
    forge(slack, admin, field, forged)

    outcome = admin.submit()

    assert said in outcome.errors[field]
    assert f"{step} of 4" in str(admin.view)
    assert texts(slack.person("UMEMBER"), ELSE) == []


def test_zones_are_searched_as_one_types(slack, admin):
    open_setup(slack, admin, ELSE)
    fill(admin, *STEPS[:2])

    found = [o["value"] for o in admin.options(("zone", "sig_zone"), "lis")]

    assert found[0] == "Europe/Lisbon"
    assert admin.options(("zone", "sig_zone"), "atlantis") == []


def test_the_same_form_delivered_twice_is_one_group(slack, admin):
    open_setup(slack, admin, ELSE)
    fill(admin, *STEPS[:3])

    slack.faults.duplicate_next()
    assert admin.submit().errors == {}

    slack.wait_until(lambda: len(seen(admin, ELSE, "you are its chair")) == 2)
    slack.wait_until(lambda: seen(admin, ELSE, "now home of"))
    slack.redeliver_last()
    slack.wait_until(lambda: len(seen(admin, ELSE, "you are its chair")) == 3)
    assert len(seen(admin, ELSE, "now home of")) == 1


def test_of_two_admins_the_second_is_told_and_loses_nothing(slack, admin):
    second = an_admin(slack, "USECOND", is_admin=False, is_owner=True)
    for each, name in ((admin, "First SIG"), (second, "Second SIG")):
        open_setup(slack, each, ELSE)
        fill(each, STEPS[0] | {"name": name}, *STEPS[1:3])

    assert admin.submit().errors == {}
    assert second.submit().errors == {}

    shown = str(second.view)
    assert "Somebody has just set this channel up" in shown
    assert "First SIG" in shown
    assert "Second SIG" in shown  # what was typed, to copy
    assert "UADMIN" not in shown
    assert "Change" not in shown  # only those who lead change the settings
    slack.wait_until(lambda: seen(admin, ELSE, "now home of First SIG"))


def test_whoever_is_in_the_middle_hears_at_the_next_step(slack, admin):
    second = an_admin(slack, "USECOND")
    open_setup(slack, second, ELSE)
    set_up(slack, admin, ELSE)

    assert fill(second, STEPS[0] | {"name": "Late SIG"}).errors == {}

    assert "Somebody has just set this channel up" in str(second.view)
    assert "Late SIG" in str(second.view)


def test_whoever_is_no_admin_is_told_whom_to_ask(slack, admin):
    member = slack.person("UMEMBER")

    member.command("/sig", "setup", channel=ELSE)
    slack.wait_until(lambda: seen(member, ELSE, "Only an admin or owner"))

    assert member.view is None
    assert "Ask one of them to type /sig setup" in texts(member, ELSE)[0]
    assert seen(member, ELSE, "Only an admin")[0].ephemeral


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"is_restricted": True, "is_admin": False}, id="guest"),
        pytest.param({"is_restricted": True, "is_admin": True}, id="odd guest"),
        pytest.param({"is_admin": False}, id="member"),
    ],
)
def test_guests_and_members_set_nothing_up(slack, admin, fields):
    somebody = an_admin(slack, "USOMEBODY", **fields)

    somebody.command("/sig", "setup", channel=ELSE)
    slack.wait_until(lambda: seen(somebody, ELSE, "Only an admin or owner"))

    assert somebody.view is None


def test_an_admin_of_another_workspace_is_none_here(slack, admin):
    stranger = an_admin(slack, "UVISITOR", team_id="TOTHER")
    # Slack offers them no commands; a payload may come all the same.
    slack.workspace.users["UVISITOR"].team_id = slack.team_id
    opened = stranger.command("/sig", "setup", channel=ELSE)
    slack.wait_until(lambda: stranger.view is not None)
    slack.workspace.users["UVISITOR"].team_id = "TOTHER"
    fill(stranger, *STEPS[:3])

    outcome = stranger.submit()

    assert opened.ok
    assert "Only an admin or owner" in " ".join(outcome.errors.values())


def test_who_is_no_admin_any_more_founds_nothing(slack, admin):
    open_setup(slack, admin, ELSE)
    fill(admin, *STEPS[:3])
    slack.workspace.users["UADMIN"].is_admin = False

    outcome = admin.submit()

    assert "Only an admin or owner" in " ".join(outcome.errors.values())
    assert "4 of 4" in str(admin.view)


def test_while_slack_does_not_answer_nothing_typed_is_lost(slack, admin):
    open_setup(slack, admin, ELSE)
    fill(admin, *STEPS[:3])
    slack.faults.refuse("internal_error", method="users.info")

    outcome = admin.submit()

    assert "could not check your account" in " ".join(outcome.errors.values())
    assert admin.submit().errors == {}
    slack.wait_until(lambda: seen(admin, ELSE, "you are its chair"))


def test_in_a_direct_message_it_says_where_to_type_it(slack, admin):
    admin.command("/sig", "setup")
    direct = slack.workspace.direct_channel("UADMIN").id

    slack.wait_until(lambda: seen(admin, direct, "Type this in the channel"))


@pytest.mark.parametrize("private", [False, True])
def test_where_the_bot_is_not_it_asks_to_be_invited(slack, admin, private):
    slack.workspace.add_channel(
        id="CNEW", members=["UADMIN"], private=private, bot_is_member=False
    )

    admin.command("/sig", "setup", channel="CNEW")
    slack.wait_until(lambda: "/invite @Convenor" in str(slack.said("I am not in this")))

    assert admin.view is None


def test_a_chairs_channel_must_be_private_and_with_the_bot_in_it(slack, admin):
    space = slack.workspace
    space.add_channel(id="GOUT", members=["UADMIN"], private=True, bot_is_member=False)
    shared = space.add_channel(id="GSHARED", members=["UADMIN"], private=True)
    shared.is_ext_shared = True
    open_setup(slack, admin, ELSE)
    fill(admin, *STEPS[:3])

    said = {}
    for channel in ("GOUT", CHANNEL, "GSHARED", ELSE):
        admin.fill({"chairs_channel_id": channel})
        said[channel] = admin.submit().errors.get("chairs_channel_id", "")

    assert "/invite @Convenor" in said["GOUT"]
    assert "choose a private one" in said[CHANNEL]
    assert "choose a private one" in said["GSHARED"]
    assert "choose a private one" in said[ELSE]
    slack.admin.invite_bot("GOUT")
    admin.fill({"chairs_channel_id": "GOUT"})
    assert admin.submit().errors == {}


def test_a_name_of_another_group_is_refused_at_the_first_step(slack, admin):
    set_up(slack, admin, ELSE)
    open_setup(slack, admin, CHANNEL)

    outcome = fill(admin, {"name": "prévention sig"})

    assert "called Prevention SIG" in outcome.errors["name"]


def test_two_groups_live_in_one_workspace_each_in_its_channel(slack, admin):
    second = an_admin(slack, "USECOND")
    set_up(slack, admin, ELSE)
    set_up(slack, second, CHANNEL, name="Other SIG")
    slack.wait_until(lambda: seen(admin, ELSE, "now home of Prevention SIG"))
    slack.wait_until(lambda: seen(admin, CHANNEL, "now home of Other SIG"))

    admin.command("/sig", "setup", channel=CHANNEL)
    second_shown = the_settings(slack, second, CHANNEL)

    assert "Prevention SIG" not in second_shown
    assert "Other SIG" in second_shown
    assert len(seen(admin, ELSE, "now home")) == 1
    assert len(seen(admin, CHANNEL, "now home")) == 1


def test_of_two_who_change_the_settings_both_keep_what_they_typed(
    slack, convenor, admin
):
    second = an_admin(slack, "USECOND")
    set_up(slack, admin, ELSE)
    also_chair(convenor, second, ELSE)
    for each in (admin, second):
        the_settings(slack, each, ELSE)
        change(slack, each, 3)
    second.fill({"quiet_from": "21:00"})
    admin.fill({"zone": "Europe/Paris"})

    assert second.submit().errors == {}
    assert "Saved." in str(second.view)
    assert admin.submit().errors == {}
    assert "Somebody else changed these settings" in str(admin.view)
    assert "21:00 to 07:00" in str(admin.view)
    zone = admin.view["state"]["values"]["zone"]["sig_zone"]["selected_option"]
    assert zone["value"] == "Europe/Paris"

    assert admin.submit().errors == {}
    assert "Saved." in str(admin.view)
    assert "Europe/Paris" in str(admin.view)


def test_a_member_does_not_see_the_settings(slack, admin):
    set_up(slack, admin, ELSE)
    member = slack.person("UMEMBER")
    open_setup(slack, member, ELSE)
    come_in(slack, member)

    slack.wait_until(lambda: seen(member, ELSE, "The chair and the secretariat"))
    assert member.view is None


def the_settings(slack, person, channel):
    """Open the settings, coming in first where that is asked; return what is shown."""
    open_setup(slack, person, channel)
    come_in(slack, person)
    slack.wait_until(lambda: person.view and person.view["title"]["text"] == "Settings")
    return str(person.view)


def come_in(slack, person):
    """Send the welcome that people see before their first answer."""
    if person.view["callback_id"].startswith("members"):
        person.fill({"cluster": "I do not speak for a cluster"})
        assert person.submit().errors == {}


def change(slack, person, step):
    person.press(person.view, "Change", value=str(step))
    slack.wait_until(lambda: "Save" in str(person.view.get("submit")))


def also_chair(convenor, person, channel):
    database, team_id = convenor.deps.db, convenor.deps.identity.team_id
    with database.begin() as session:
        sig = rows.by_channel(session, team_id, channel)
        make_chair(session, sig, team_id=team_id, user_id=person.id)


def typed(person, field):
    return person.view["state"]["values"][field]["value"]["value"]


def forge(slack, person, field, state):
    """Put into a form what Slack's own client would not let anybody enter."""
    view = slack.workspace.stack(person.id)[-1]
    (action,) = view.values[field]
    view.values[field][action] |= state
