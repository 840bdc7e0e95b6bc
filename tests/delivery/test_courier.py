"""What a tick does before delivery; one thing that fails hinders no other."""

from datetime import UTC, datetime, timedelta

from factories_meetings import a_meeting

from bot.delivery import Courier
from bot.domain.errors import NotSavedError
from bot.domain.outbox import MessageKind
from bot.domain.sigs import Sig
from bot.services.upkeep import Upkeep
from storage import meeting_rows, outbox, sigs

from groups import TEAM

START = a_meeting().starts_at


def done(courier):
    """Wait until the courier has done what it was asked to do."""
    courier._pool.submit(lambda: None).result()


def test_only_a_tick_plans_and_every_wake_delivers():
    seen = []
    courier = Courier(
        lambda: seen.append("deliver"), lambda: [lambda: seen.append("plan")]
    )

    courier.wake()
    done(courier)
    courier.tick()
    done(courier)
    courier.close()

    assert seen == ["deliver", "plan", "deliver"]


def test_what_fails_hinders_nothing_else():
    seen = []

    def fail():
        seen.append("failed")
        raise ValueError("a mistake of ours")

    def busy():
        raise NotSavedError("busy")

    courier = Courier(
        lambda: seen.append("deliver"), lambda: [fail, busy, lambda: seen.append("on")]
    )
    courier.tick()
    done(courier)
    courier.close()

    assert seen == ["failed", "on", "deliver"]


def test_upkeep_waits_a_while_but_not_when_the_clock_was_set_back(sqlite_database):
    moments = [START, START + timedelta(seconds=29), START - timedelta(hours=1)]
    clock = iter([moments[0], moments[0], moments[1], moments[2], moments[2]])
    upkeep = Upkeep(sqlite_database, lambda: next(clock))

    counted = [len(list(upkeep.when_due())) for _ in moments]

    assert [bool(each) for each in counted] == [True, False, True]


def test_upkeep_plans_for_every_group(database):
    now = datetime(2026, 11, 1, tzinfo=UTC)
    for number in range(2):
        with database.begin() as session:
            sig = sigs.add(session, Sig(name=f"Group {number}"))
            sigs.bind(session, sig.id, team_id=TEAM, channel_id=f"C{number}")
            meeting_rows.add(session, sig.id, a_meeting())

    Upkeep(database, lambda: now).run()

    with database.begin() as session:
        found = []
        while message := outbox.claim(
            session, START - timedelta(days=14), timedelta(60), "w"
        ):
            found.append((message.kind, message.recipient))
    assert sorted(found) == [
        (MessageKind.MEETING_REMINDER, "C0"),
        (MessageKind.MEETING_REMINDER, "C1"),
    ]
