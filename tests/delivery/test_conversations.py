"""Messages to two people together: opened, posted once, looked up when in doubt."""

from datetime import timedelta

import pytest
from delivering import a_worker, state
from factories_matching import a_statement, two_clusters

from bot.domain.matching import OfferKind
from bot.domain.outbox import MessageState
from bot.domain.permissions import Role
from bot.services import matching
from storage import matching as rows
from storage import members

from groups import a_caller

PEOPLE = ("UNEED", "UHAS")


@pytest.fixture
def slack(slack):
    """Slack, with two people who do not know each other."""
    space = slack.workspace
    for user in PEOPLE:
        space.add_user(id=user)
    slack.installation.scopes |= {"mpim:write", "mpim:history"}
    return slack


@pytest.fixture
def agreed(database, clock, worker):
    """Two people who both said yes to being introduced; the ids of who and what."""
    sig, one, other = two_clusters(database)
    needs = a_caller(database, sig, Role.MEMBER, "UNEED", cluster_id=one)
    has = a_caller(database, sig, Role.MEMBER, "UHAS", cluster_id=other)
    a_caller(database, sig, Role.CHAIR, "UCHAIR")
    for who, kind in ((needs, OfferKind.NEED), (has, OfferKind.OFFER)):
        matching.state(
            database,
            clock,
            caller=who,
            nonce=kind,
            statement=a_statement(kind=kind, text="Test <beds> & @channel"),
        )
    (match,) = matching.matches(database, clock, caller=needs)
    need_id, offer_id = match.pair.need.id, match.pair.offer.id
    matching.propose(database, clock, caller=has, need_id=need_id, offer_id=offer_id)
    worker.deliver_due()
    with database.read() as session:
        (known,) = rows.introductions(session, sig.id).values()
    for who in (needs, has):
        matching.answer(database, clock, caller=who, introduction_id=known.id, yes=True)
    return sig.id, known.id, {"UNEED": needs.person.id, "UHAS": has.person.id}


def together(slack):
    """Return the messages of the conversation of the two, as each sees it."""
    found = [c for c in slack.workspace.channels.values() if c.is_mpim]
    return [message for c in found for message in slack.person("UNEED").messages(c.id)]


def told(slack, user, words):
    return [m for m in slack.person(user).direct_messages() if words in m.text]


def of_introduction(database, introduction_id):
    return state(database, f"introduction:{introduction_id}:together")


def test_both_get_one_message_that_names_them(slack, database, worker, agreed):
    worker.deliver_due()
    worker.deliver_due()

    (message,) = together(slack)
    shown = message.blocks[0]["text"]["text"]
    assert "<@UNEED>" in shown
    assert "<@UHAS>" in shown
    assert "Test &lt;beds&gt; &amp; @\u200bchannel" in shown
    assert of_introduction(database, agreed[1]) is MessageState.SENT
    assert told(slack, "UNEED", "You both agreed")


def test_a_lost_answer_is_looked_up_in_their_conversation(
    slack, database, worker, agreed, clock
):
    slack.faults.lose_answer(method="chat.postMessage")

    worker.deliver_due()
    assert of_introduction(database, agreed[1]) is MessageState.CLAIMED
    clock.moment += timedelta(seconds=61)
    a_worker(slack, database, clock, "second").deliver_due()

    assert len(together(slack)) == 1
    assert of_introduction(database, agreed[1]) is MessageState.SENT


@pytest.mark.parametrize("method", ["conversations.open", "chat.postMessage"])
def test_what_never_arrived_is_posted_after_the_look_up(slack, worker, agreed, method):
    slack.faults.server_error(method=method)

    worker.deliver_due()
    assert together(slack) == []
    worker.clock.moment += timedelta(seconds=61)
    worker.deliver_due()

    assert len(together(slack)) == 1


def test_a_busy_slack_is_waited_for(slack, database, worker, agreed, clock):
    slack.faults.rate_limit(retry_after=30, method="conversations.open")

    worker.deliver_due()
    assert of_introduction(database, agreed[1]) is MessageState.PENDING
    clock.moment += timedelta(seconds=31)
    worker.deliver_due()

    assert len(together(slack)) == 1


def test_without_the_scope_each_is_told_the_other_directly(
    slack, database, worker, agreed
):
    slack.installation.scopes.discard("mpim:write")

    worker.deliver_due()
    worker.deliver_due()

    assert together(slack) == []
    assert len(told(slack, "UNEED", "<@UHAS>")) == 1
    assert len(told(slack, "UHAS", "<@UNEED>")) == 1
    assert of_introduction(database, agreed[1]) is MessageState.CANCELLED
    assert slack.person("UCHAIR").direct_messages() == []


def test_where_the_look_up_is_not_allowed_the_message_is_not_repeated(
    slack, database, worker, agreed, clock
):
    slack.installation.scopes.discard("mpim:history")
    slack.faults.lose_answer(method="chat.postMessage")

    worker.deliver_due()
    clock.moment += timedelta(seconds=61)
    worker.deliver_due()

    assert len(together(slack)) == 1
    assert len(told(slack, "UNEED", "<@UHAS>")) == 1


def test_a_deactivated_account_is_said(slack, database, worker, agreed):
    slack.workspace.users["UHAS"].deleted = True

    worker.deliver_due()

    (message,) = told(slack, "UNEED", "<@UHAS>")
    assert "one of the two accounts cannot be reached" in message.text
    assert together(slack) == []


def test_who_left_before_it_was_sent_is_not_named(slack, database, worker, agreed):
    sig_id, _, people = agreed
    with database.begin() as session:
        members.remove_membership(session, sig_id, people["UHAS"])

    worker.deliver_due()

    assert together(slack) == []
    assert told(slack, "UNEED", "UHAS") == []
    (message,) = told(slack, "UNEED", "the other person has left in the meantime")
    assert "Lisbon Health Cluster" in message.text
    assert told(slack, "UHAS", "You both agreed") == []


def test_two_workers_post_it_once(slack, database, worker, agreed, clock):
    for each in (worker, a_worker(slack, database, clock, "second")):
        each.deliver_due()

    assert len(together(slack)) == 1
