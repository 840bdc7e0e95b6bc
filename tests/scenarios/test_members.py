"""Coming into the group and `/sig members`, as people meet them."""

import pytest

from bot.domain.clusters import Cluster
from bot.domain.permissions import Role
from bot.domain.sigs import Membership, Person
from storage import clusters as cluster_rows
from storage import members as member_rows
from storage import sigs as sig_rows

from scenarios_forms import STEP_1, open_form, seen

CHANNEL = "CSIG"
WELCOME = "members_welcome"


@pytest.fixture
def estonia(slack, convenor):
    return add_clusters(slack, convenor, "Estonia", "Latvia")[0]


def add_clusters(slack, convenor, *names):
    with convenor.deps.db.begin() as session:
        sig = sig_rows.by_channel(session, slack.team_id, CHANNEL)
        return [
            cluster_rows.add_cluster(
                session, sig.id, Cluster(key=f"cl-{n}", name=name, country="EE")
            )
            for n, name in enumerate(names)
        ]


def place_of(slack, convenor, user):
    with convenor.deps.db.read() as session:
        person = member_rows.find_person(session, slack.team_id, user)
        sig = sig_rows.by_channel(session, slack.team_id, CHANNEL)
        return person and member_rows.place(session, sig.id, person.id)


def give(slack, convenor, user, **place):
    with convenor.deps.db.begin() as session:
        person = member_rows.find_person(session, slack.team_id, user)
        sig = sig_rows.by_channel(session, slack.team_id, CHANNEL)
        values = {"sig_id": sig.id, "person_id": person.id, "role": Role.MEMBER}
        member_rows.set_membership(session, Membership(**(values | place)))


def type_first(slack, person, text="", command="/practice"):
    assert person.command(command, text, channel=CHANNEL).ok
    slack.wait_until(lambda: person.view is not None)
    assert person.view["callback_id"] == WELCOME
    return person.view


def ask(slack, person, text, words):
    person.command("/sig", text, channel=CHANNEL)
    slack.wait_until(lambda: seen(person, CHANNEL, words))
    return seen(person, CHANNEL, words)[-1]


def test_a_newcomer_reads_the_notice_chooses_a_cluster_and_is_in_the_form(
    slack, convenor, estonia
):
    newcomer = slack.person("UNEW")

    view = type_first(slack, newcomer)
    said = str(view["blocks"])
    for words in ("Which cluster", "Who is responsible", "<@UCHAIR>", "Your rights"):
        assert words in said
    newcomer.fill({"cluster": "Estonia"})
    assert newcomer.submit().errors == {}
    slack.wait_until(lambda: newcomer.view is not None)

    assert newcomer.view["callback_id"] == "practice_step_1"
    assert "cluster" not in [block["block_id"] for block in newcomer.view["blocks"]]
    (said,) = seen(newcomer, CHANNEL, "You speak for *Estonia*")
    assert said.ephemeral
    assert seen(slack.person("UMEMBER"), CHANNEL, "Welcome") == []
    assert place_of(slack, convenor, "UNEW").cluster_id == estonia.id
    newcomer.close_view()

    open_form(slack, newcomer, channel=CHANNEL)
    assert newcomer.view["callback_id"] == "practice_step_1"
    assert slack.complaints == []


def test_who_closes_the_welcome_is_as_before(slack, convenor, estonia):
    newcomer = slack.person("UNEW")
    type_first(slack, newcomer)
    newcomer.close_view()

    assert place_of(slack, convenor, "UNEW") is None
    type_first(slack, newcomer)


def test_a_welcome_sent_twice_comes_in_once_and_goes_on_once(slack, convenor, estonia):
    newcomer = slack.person("UNEW")
    type_first(slack, newcomer, "mine")
    newcomer.fill({"cluster": "Estonia"})

    slack.faults.duplicate_next()
    assert newcomer.submit().errors == {}
    slack.wait_until(lambda: seen(newcomer, CHANNEL, "no practices yet"))
    newcomer.command("/practice", "list", channel=CHANNEL)
    slack.wait_until(lambda: seen(newcomer, CHANNEL, "No practices yet"))

    assert len(seen(newcomer, CHANNEL, "You speak for")) == 1
    assert len(seen(newcomer, CHANNEL, "no practices yet")) == 1


def test_a_button_that_a_newcomer_presses_goes_on_too(slack, convenor, estonia):
    member, newcomer = slack.person("UMEMBER"), slack.person("UNEW")
    open_form(slack, member, channel=CHANNEL)
    member.fill(STEP_1)
    member.submit()
    member.fill(
        {"evidence": "x", "transfer": "y", "consent": ["rights", "publish", "patients"]}
    )
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(newcomer, CHANNEL, "was submitted"))

    newcomer.press(seen(newcomer, CHANNEL, "was submitted")[0], "Read")
    slack.wait_until(lambda: newcomer.view is not None)
    newcomer.fill({"cluster": "Latvia"})
    assert newcomer.submit().errors == {}
    slack.wait_until(lambda: newcomer.view is not None)

    assert newcomer.view["title"]["text"] == "P-1"


def test_a_cluster_that_is_not_listed_is_proposed_and_added(slack, convenor, estonia):
    newcomer, chair = slack.person("UNEW"), slack.person("UCHAIR")
    type_first(slack, newcomer)
    newcomer.fill({"cluster": "unlisted"})
    assert newcomer.submit().errors == {}
    newcomer.fill({"name": "ESTONIA", "country": "LT", "website": "example.org"})
    assert "in the list already" in newcomer.submit().errors["name"]
    newcomer.fill({"name": "Health <Lithuania>"})
    assert newcomer.submit().errors == {}
    slack.wait_until(lambda: newcomer.view is not None)
    assert newcomer.view["callback_id"] == "practice_step_1"
    newcomer.close_view()
    assert seen(newcomer, CHANNEL, "with the secretariat")

    slack.wait_until(chair.direct_messages)
    (asked,) = chair.direct_messages()
    assert "Health &lt;Lithuania&gt;*, Lithuania, <https://example.org>" in asked.text
    chair.press(asked, "Add this cluster")
    slack.wait_until(newcomer.direct_messages)

    assert "You speak for it" in newcomer.direct_messages()[0].text
    assert place_of(slack, convenor, "UNEW").cluster_id is not None
    slack.wait_until(lambda: "added it" in chair.direct_messages()[0].text)
    assert "Add this cluster" not in str(chair.direct_messages()[0].blocks)
    assert slack.complaints == []


def test_a_declined_proposal_leads_to_another_choice(slack, convenor, estonia):
    newcomer, chair = slack.person("UNEW"), slack.person("UCHAIR")
    type_first(slack, newcomer)
    newcomer.fill({"cluster": "unlisted"})
    newcomer.submit()
    newcomer.fill({"name": "Eesti", "country": "EE"})
    assert newcomer.submit().errors == {}
    slack.wait_until(chair.direct_messages)
    slack.wait_until(lambda: newcomer.view is not None)
    newcomer.close_view()

    chair.press(chair.direct_messages()[0], "Decline")
    slack.wait_until(newcomer.direct_messages)
    newcomer.press(newcomer.direct_messages()[0], "Choose my cluster")
    slack.wait_until(lambda: newcomer.view is not None)
    assert "Who is responsible" not in str(newcomer.view)
    newcomer.fill({"cluster": "Estonia"})
    assert newcomer.submit().errors == {}

    slack.wait_until(lambda: "You speak for" in str(newcomer.direct_messages()))
    assert place_of(slack, convenor, "UNEW").cluster_id == estonia.id
    newcomer.command("/sig", "members cluster", channel=CHANNEL)
    slack.wait_until(lambda: seen(newcomer, CHANNEL, "*Estonia* already"))


def test_among_many_clusters_one_types_a_few_letters(slack, convenor):
    names = [f"Cluster {number:03}" for number in range(120)]
    add_clusters(slack, convenor, *names, "Põhjala")
    newcomer = slack.person("UNEW")
    type_first(slack, newcomer, "mine")

    found = newcomer.options("cluster", "pohjala")
    texts = [option["text"]["text"] for option in found]
    assert texts == [
        "Põhjala",
        "My cluster is not listed",
        "I do not speak for a cluster",
    ]
    newcomer.fill({"cluster": found[0]})
    assert newcomer.submit().errors == {}
    slack.wait_until(lambda: seen(newcomer, CHANNEL, "You speak for *Põhjala*"))


def test_a_known_person_reads_the_notice_only(slack, convenor, estonia):
    member = slack.person("UMEMBER")
    with convenor.deps.db.begin() as session:
        session.connection().exec_driver_sql(
            "UPDATE person SET notice_version = '2020-01' WHERE user_id = 'UMEMBER'"
        )
    give(slack, convenor, "UMEMBER", cluster_id=estonia.id)

    view = type_first(slack, member, "mine")
    assert "Which cluster" not in str(view)
    assert view["submit"]["text"] == "Go on"
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "no practices yet"))

    assert seen(member, CHANNEL, "Welcome") == []


def test_a_form_that_is_open_goes_on_when_the_notice_changes(slack, convenor):
    member = slack.person("UMEMBER")
    open_form(slack, member, channel=CHANNEL)
    member.fill(STEP_1)
    with convenor.deps.db.begin() as session:
        session.connection().exec_driver_sql("UPDATE person SET notice_version = NULL")

    member.press(member.view, "Save and finish later")
    slack.wait_until(lambda: "is saved" in str(member.view))


def test_a_command_too_long_to_keep_is_asked_for_again(slack, convenor, estonia):
    newcomer = slack.person("UNEW")
    type_first(slack, newcomer, f"show {'x' * 3000}")
    newcomer.fill({"cluster": "Estonia"})
    assert newcomer.submit().errors == {}

    slack.wait_until(lambda: seen(newcomer, CHANNEL, "too long to keep"))


def test_the_list_shows_clusters_roles_and_votes_to_the_reader_alone(
    slack, convenor, estonia
):
    give(slack, convenor, "UMEMBER", cluster_id=estonia.id)
    give(slack, convenor, "UOTHER", cluster_id=estonia.id, role=Role.ALTERNATE)
    member = slack.person("UMEMBER")

    shown = ask(slack, member, "members", "3 people")

    assert shown.ephemeral
    assert "*Estonia*" in shown.text
    assert "<@UMEMBER> — Member, votes for the cluster" in shown.text
    assert "<@UOTHER> — Alternate\n" in f"{shown.text}\n"
    assert "Change a role" not in str(shown.blocks)
    assert ask(slack, member, "members chair", "1 person")
    assert ask(slack, member, "members zzz", "I find nobody")
    card = ask(slack, member, "members show @other", "In the group since")
    assert "Take out" not in str(card.blocks)
    assert ask(slack, member, "members show", "Whom do you mean?")


def test_a_long_list_turns_its_pages_in_place(slack, convenor):
    for number in range(20):
        user = f"UX{number:02}"
        slack.workspace.add_user(id=user, name=f"x-{number:02}")
    with convenor.deps.db.begin() as session:
        sig = sig_rows.by_channel(session, slack.team_id, CHANNEL)
        for number in range(20):
            add(session, sig, slack.team_id, f"UX{number:02}")
    member = slack.person("UMEMBER")

    shown = ask(slack, member, "members", "23 people, 1 to 15")
    member.press(shown, "Later")
    slack.wait_until(lambda: seen(member, CHANNEL, "16 to 23"))

    assert seen(member, CHANNEL, "1 to 15") == []


def add(session, sig, team, user):
    person = member_rows.add_person(session, Person(team_id=team, user_id=user))
    place = Membership(sig_id=sig.id, person_id=person.id, role=Role.MEMBER)
    member_rows.set_membership(session, place)


def test_the_chair_appoints_another_and_may_leave_then(slack, convenor, estonia):
    chair, member = slack.person("UCHAIR"), slack.person("UMEMBER")
    assert ask(slack, chair, "members leave", "Appoint another chair first")

    shown = ask(slack, chair, "members", "3 people")
    chair.press(shown, "Change a role or cluster")
    slack.wait_until(lambda: chair.view is not None)
    chair.fill({"person": "UMEMBER"})
    assert chair.submit().errors == {}
    chair.fill({"role": "chair", "cluster": "Estonia"})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "<@UMEMBER> is *Chair"))

    question = ask(slack, chair, "members leave", "Leave *")
    chair.press(question, "Leave the group")
    slack.wait_until(lambda: seen(chair, CHANNEL, "You have left"))
    assert place_of(slack, convenor, "UCHAIR") is None
    assert place_of(slack, convenor, "UMEMBER").role is Role.CHAIR
    assert ask(slack, member, "members remove @member", "Appoint another chair first")


def test_a_stale_form_is_answered_and_changes_nothing(slack, convenor, estonia):
    chair = slack.person("UCHAIR")
    chair.command("/sig", "members change @member", channel=CHANNEL)
    slack.wait_until(lambda: chair.view is not None)
    give(slack, convenor, "UMEMBER", role=Role.REVIEWER)
    chair.fill({"role": "editor"})

    assert "in the meantime" in " ".join(chair.submit().errors.values())
    assert place_of(slack, convenor, "UMEMBER").role is Role.REVIEWER
    assert chair.view["state"]["values"]["role"]["value"]["selected_option"]


def test_somebody_is_taken_out_kept_out_and_put_back(slack, convenor, estonia):
    chair, member = slack.person("UCHAIR"), slack.person("UMEMBER")
    question = ask(slack, chair, "members remove @member", "Take <@UMEMBER>")
    chair.press(question, "Take out", confirm=False)
    assert place_of(slack, convenor, "UMEMBER") is not None

    chair.press(question, "Take out")
    slack.wait_until(lambda: seen(chair, CHANNEL, "not in the group any more"))
    member.command("/practice", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "Ask its chair to come back"))
    assert member.view is None

    chair.press(seen(chair, CHANNEL, "not in the group any more")[0], "Put back")
    slack.wait_until(lambda: seen(chair, CHANNEL, "<@UMEMBER> is *Member*"))
    open_form(slack, member, channel=CHANNEL)
    assert member.view["callback_id"] == "practice_step_1"


def test_somebody_new_is_given_a_role_but_no_bot_is(slack, convenor, estonia):
    chair = slack.person("UCHAIR")
    slack.workspace.add_user(id="UROBOT", name="robot", is_bot=True)
    chair.command("/sig", "members change", channel=CHANNEL)
    slack.wait_until(lambda: chair.view is not None)
    chair.fill({"person": "UROBOT"})
    assert "is a bot" in chair.submit().errors["person"]
    chair.fill({"person": "UNEW"})
    assert chair.submit().errors == {}
    chair.fill({"role": "secretariat"})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "<@UNEW> is *Secretariat*"))

    newcomer = slack.person("UNEW")
    view = type_first(slack, newcomer, "mine")
    assert "Which cluster" not in str(view)


def test_a_member_cannot_change_anybody(slack, convenor, estonia):
    member = slack.person("UMEMBER")

    for text in ("members change @other", "members remove @other", "members change"):
        member.command("/sig", text, channel=CHANNEL)
    words = "chair and the secretariat can"
    slack.wait_until(lambda: len(seen(member, CHANNEL, words)) == 3)

    assert member.view is None


def test_a_deactivated_chair_is_raised_with_the_secretariat(slack, convenor, estonia):
    give(slack, convenor, "UMEMBER", role=Role.SECRETARIAT)
    secretariat = slack.person("UMEMBER")

    slack.admin.change_user("UCHAIR", deleted=True)
    slack.wait_until(secretariat.direct_messages)
    slack.admin.change_user("UCHAIR", real_name="Gone")

    (told,) = secretariat.direct_messages()
    assert "Please appoint one" in told.text
    slack.admin.change_user("UCHAIR", deleted=False)
    chair = slack.person("UCHAIR")
    assert ask(slack, chair, "members", "3 people")
    assert len(secretariat.direct_messages()) == 1
