"""What happens to channels, as Slack tells it, and what those who lead are told."""

import pytest
from sqlmodel import select

from bot.domain.outbox import Message, MessageKind
from bot.domain.sigs import SigState
from storage import outbox
from storage import sigs as rows
from storage.tables import OutboxRow

from scenarios_forms import seen
from setup_forms import STEPS, an_admin, set_up, subscribe, texts, told

HOME, NEW, PRIVATE = "CELSE", "CNEW", "GPRIVATE"


@pytest.fixture
def settings(settings):
    """No channel in the settings: groups are set up in Slack alone."""
    return settings.model_copy(update={"convenor_channel": None, "convenor_chairs": ()})


@pytest.fixture
def admin(slack, convenor):
    """An admin who has set a group up in the home channel and leads it."""
    subscribe(slack)
    space = slack.workspace
    space.add_channel(id=NEW, members=["UADMIN", "UMEMBER"], bot_is_member=False)
    space.add_channel(id=PRIVATE, members=["UADMIN"], private=True, bot_is_member=False)
    admin = an_admin(slack)
    set_up(slack, admin, HOME)
    slack.wait_until(lambda: seen(admin, HOME, "now home of"))
    return admin


def test_a_channel_is_greeted_once_with_what_to_do(slack, convenor, admin):
    slack.admin.invite_bot(NEW)
    slack.wait_until(lambda: seen(admin, NEW, "I am Convenor"))
    slack.redeliver_last()
    slack.admin.remove_bot(NEW)
    slack.admin.invite_bot(NEW).wait()
    slack.admin.invite_bot(PRIVATE)
    slack.wait_until(lambda: seen(admin, PRIVATE, "I am Convenor"))

    assert in_all(convenor, MessageKind.BOT_GREETING) == 2
    (greeting,) = texts(admin, NEW)
    assert "an admin or owner of this workspace types `/sig setup`" in greeting


def test_the_home_of_a_group_is_not_greeted(slack, convenor, admin):
    slack.admin.remove_bot(HOME)
    slack.wait_until(lambda: told(admin, "I am no longer in the channel"))

    slack.admin.invite_bot(HOME)
    slack.wait_until(lambda: state(convenor) is SigState.ACTIVE)

    assert in_all(convenor, MessageKind.BOT_GREETING) == 0


def test_other_people_who_join_are_not_greeted(slack, convenor, admin):
    slack.person("UGUEST").join(NEW)

    assert in_all(convenor, MessageKind.BOT_GREETING) == 0


def test_archived_told_once_and_moved_to_another_channel(slack, convenor, admin):
    slack.admin.invite_bot(NEW)
    slack.wait_until(lambda: seen(admin, NEW, "I am Convenor"))

    slack.admin.archive(HOME)
    slack.wait_until(lambda: told(admin, "was archived"))
    slack.redeliver_last()
    assert "type `/sig setup` in another channel" in told(admin, "was archived")[0]

    admin.command("/sig", "setup", channel=NEW)
    slack.wait_until(lambda: seen(admin, NEW, "Shall this channel be the home"))
    (offer,) = seen(admin, NEW, "Shall this channel")
    assert offer.ephemeral
    admin.press(offer, "Move it here")

    slack.wait_until(lambda: seen(admin, NEW, "with everything it has"))
    slack.wait_until(lambda: seen(admin, NEW, "now home of Prevention SIG"))
    assert home(convenor) == NEW
    assert in_all(convenor, MessageKind.CHANNEL_ARCHIVED) == 1


def test_what_was_to_be_said_waits_until_the_channel_is_back(slack, convenor, admin):
    slack.admin.archive(HOME)
    slack.wait_until(lambda: told(admin, "was archived"))
    say_again(convenor)

    convenor.tick()
    assert convenor.problems() == []
    slack.admin.unarchive(HOME)
    slack.wait_until(lambda: state(convenor) is SigState.ACTIVE)
    slack.wait_until(lambda: len(seen(admin, HOME, "now home of")) == 2)

    assert told(admin, "could not be delivered") == []


@pytest.mark.parametrize(
    "way",
    [
        ("delete", "was deleted", MessageKind.CHANNEL_DELETED),
        ("remove_bot", "no longer in the channel", MessageKind.CHANNEL_LEFT),
        ("archive", "was archived", MessageKind.CHANNEL_ARCHIVED),
    ],
)
def test_however_the_channel_is_lost_those_who_lead_hear_once(
    slack, convenor, admin, way
):
    happens, said, kind = way
    getattr(slack.admin, happens)(HOME)

    slack.wait_until(lambda: told(admin, said))
    slack.redeliver_last()
    assert in_all(convenor, kind) == 1
    assert state(convenor) is SigState.ARCHIVED
    assert slack.person("UMEMBER").direct_messages() == []


def test_events_in_the_wrong_order_end_with_what_is_true(slack, convenor, admin):
    archived = slack.admin.archive(HOME)
    slack.wait_until(lambda: told(admin, "was archived"))
    slack.admin.unarchive(HOME)
    slack.wait_until(lambda: state(convenor) is SigState.ACTIVE)

    slack.courier.redeliver(archived)
    slack.event("channel_archive", channel=HOME).wait()

    assert in_all(convenor, MessageKind.CHANNEL_ARCHIVED) == 1
    assert state(convenor) is SigState.ACTIVE


def test_a_group_follows_its_channel_to_another_id(slack, convenor, admin):
    slack.admin.change_id(HOME, "CRENAMED")
    slack.wait_until(lambda: home(convenor) == "CRENAMED")

    slack.admin.rename("CRENAMED", "another-name")
    admin.command("/practice", "list", channel="CRENAMED")

    slack.wait_until(lambda: admin.view is not None)
    assert "Prevention SIG" in str(admin.view)  # it is welcomed into the same group


def test_that_others_can_read_the_channel_is_told_once(slack, convenor, admin):
    slack.admin.share(HOME, with_team="TOTHER")
    slack.wait_until(lambda: told(admin, "now shared with another workspace"))
    slack.redeliver_last()
    slack.admin.unshare(HOME, with_team="TOTHER")
    slack.wait_until(lambda: not group(convenor).is_shared)

    assert in_all(convenor, MessageKind.CHANNEL_SHARED) == 1


def test_a_channel_shared_from_the_start_is_said_in_the_form(slack, convenor, admin):
    slack.wait_until(lambda: admin.view is None)
    admin.command("/sig", "setup", channel="CSIG")
    slack.wait_until(lambda: admin.view is not None)
    for step in ({"name": "Shared SIG"}, *STEPS[1:3]):
        admin.fill(step)
        admin.submit()

    assert "shared with another workspace" in str(admin.view)
    admin.submit()
    slack.wait_until(lambda: seen(admin, "CSIG", "now home of"))
    assert in_all(convenor, MessageKind.CHANNEL_SHARED) == 0


def test_while_slack_does_not_answer_the_event_itself_counts(slack, convenor, admin):
    slack.faults.refuse("internal_error", method="conversations.info")

    slack.admin.archive(HOME)

    slack.wait_until(lambda: told(admin, "was archived"))


def test_what_happened_while_the_bot_was_off_is_noticed_at_the_start(
    slack, convenor, admin, start
):
    convenor.close()
    slack.workspace.channels[HOME].archived = True

    again = start()

    slack.wait_until(lambda: told(admin, "was archived"))
    assert state(again) is SigState.ARCHIVED


def test_a_lost_group_is_found_when_somebody_types_in_its_channel(
    slack, convenor, admin
):
    slack.admin.remove_bot(HOME)
    slack.wait_until(lambda: told(admin, "no longer in the channel"))
    slack.installation.events = set()
    slack.admin.invite_bot(HOME)

    admin.command("/sig", "setup", channel=HOME)

    slack.wait_until(lambda: state(convenor) is SigState.ACTIVE)


def test_a_member_cannot_press_the_offer_of_another(slack, convenor, admin):
    slack.admin.invite_bot(NEW)
    slack.admin.archive(HOME)
    slack.wait_until(lambda: told(admin, "was archived"))
    admin.command("/sig", "setup", channel=NEW)
    slack.wait_until(lambda: seen(admin, NEW, "Shall this channel"))
    slack.workspace.users["UADMIN"].is_admin = False
    demote(convenor)

    admin.press(seen(admin, NEW, "Shall this channel")[0], "Move it here")

    slack.wait_until(lambda: seen(admin, NEW, "can move it"))
    assert home(convenor) == HOME


def test_a_group_of_the_settings_that_moved_stays_moved(slack, admin, settings, start):
    configured = settings.model_copy(update={"convenor_channel": HOME})
    start(configured).close()
    slack.admin.invite_bot(NEW)
    bot = start(configured)
    slack.admin.archive(HOME)
    slack.wait_until(lambda: told(admin, "was archived"))
    admin.command("/sig", "setup", channel=NEW)
    slack.wait_until(lambda: seen(admin, NEW, "Shall this channel"))
    admin.press(seen(admin, NEW, "Shall this channel")[0], "Move it here")
    slack.wait_until(lambda: home(bot) == NEW)
    slack.workspace.channels[HOME].archived = False
    bot.close()

    again = start(configured)
    again.set_up()

    assert home(again) == NEW
    assert len(groups(again)) == 1


def groups(convenor):
    with convenor.deps.db.read() as session:
        return rows.all_sigs(session)


def group(convenor):
    (only,) = groups(convenor)
    return only


def home(convenor):
    return group(convenor).channel_id


def state(convenor):
    return group(convenor).state


def demote(convenor):
    with convenor.deps.db.begin() as session:
        session.connection().exec_driver_sql("UPDATE membership SET role = 'member'")


def say_again(convenor):
    """Put another message for the channel into the outbox."""
    sig, now = group(convenor), convenor.deps.clock()
    message = Message(
        key="again",
        kind=MessageKind.GROUP_SET_UP,
        sig_id=sig.id,
        object_id=sig.id,
        recipient=HOME,
        due_at=now,
    )
    with convenor.deps.db.begin() as session:
        outbox.enqueue(session, message)


def in_all(convenor, kind):
    """Let everything that was begun come to its end; count what was ever to be said."""
    assert convenor.close()
    with convenor.deps.db.read() as session:
        query = select(OutboxRow).where(OutboxRow.kind == kind)
        return len(session.exec(query).all())
