"""`/sig status` and help per role, as different people meet them."""

import pytest

from bot.domain.permissions import Role
from storage import members, sigs

from groups import TEAM, a_caller, onboard, the_sample_group_in
from scenarios_forms import seen

CHANNEL = "CSIG"


@pytest.fixture
def convenor(start, database_url):
    the_sample_group_in(database_url)
    return start()


def an_external(convenor, user, **place):
    """Let somebody be an invited external who has seen the notice."""
    onboard(convenor.deps.db, CHANNEL, user)
    with convenor.deps.db.begin() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
    a_caller(convenor.deps.db, sig, Role.EXTERNAL, user, **place)


def ask(slack, person, text, *, answer, command="/sig"):
    assert person.command(command, text, channel=CHANNEL).ok
    slack.wait_until(lambda: seen(person, CHANNEL, answer))
    return seen(person, CHANNEL, answer)[-1]


def test_a_member_sees_the_group_but_nothing_about_single_people(slack, convenor):
    member = slack.person("UMEMBER")

    message = ask(slack, member, "status", answer="*Practices:* 24; 21 accepted")

    assert message.ephemeral
    assert "*Clusters:* 8 (5 to 10 expected)." in message.text
    assert "Only you who lead" not in message.text
    assert "<@U" not in message.text
    assert slack.complaints == []


def test_the_chair_sees_people_and_delivery_too(slack, convenor):
    chair = slack.person("UCHAIR")

    text = ask(slack, chair, "status", answer="Only you who lead the group").text

    assert "All messages of the last 30 days arrived in time." in text
    assert "Without a cluster: <@UCHAIR>, <@UMEMBER>, <@UOTHER>." in text


def test_externals_and_strangers_get_a_polite_no_and_nothing_else(slack, convenor):
    an_external(convenor, "UGUEST")
    guest, stranger = slack.person("UGUEST"), slack.person("USTRANGER")

    for text in ("status", "report 2021"):
        said = ask(slack, guest, text, answer="Members of the group can see how")
        assert said.ephemeral
    # Slack offers no commands of an app to people of another workspace.
    assert not stranger.command("/sig", "status", channel=CHANNEL).ok

    for person in (guest, stranger):
        assert not seen(person, CHANNEL, "*Practices:*")
        assert person.direct_messages() == []


def test_help_shows_each_what_they_can_do(slack, convenor):
    an_external(convenor, "UGUEST")
    chair, member, guest = map(slack.person, ("UCHAIR", "UMEMBER", "UGUEST"))

    for_chair = ask(slack, chair, "help", answer="`/sig merge`").text
    for_member = ask(slack, member, "help", answer="`/sig status`").text
    for_guest = ask(slack, guest, "help", answer="`/sig help`").text

    assert "`/sig report 2026`" in for_chair
    assert "`/sig merge` —" not in for_member
    assert "`/sig merge list` —" in for_member
    assert "`/sig status` —" not in for_guest


def test_somebody_unknown_gets_the_general_help_without_being_asked_in(slack, convenor):
    newcomer = slack.person("UNEW")

    text = ask(slack, newcomer, "help", answer="`/practice list`", command="/practice")

    assert "`/practice accept P-7` —" not in text.text
    assert newcomer.view is None
    with convenor.deps.db.read() as session:
        assert members.find_person(session, TEAM, "UNEW") is None
