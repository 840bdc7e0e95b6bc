"""The status of a group, read from both databases by different roles."""

import json
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from exchange_files import CORPUS

from bot.domain.errors import NotAllowedError
from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.permissions import TABLE, Permission, Role
from bot.domain.sigs import Membership, Person, Sig
from bot.domain.status import Actions
from bot.domain.whitepaper import assemble
from bot.services import exchange, status
from storage import members, networks, outbox, sigs, whitepaper
from storage.practices.outlines import outlines
from storage.tables import ClusterProposalRow, OutboxRow

from groups import TEAM, a_caller, the_sample_group

NOW = datetime(2021, 11, 15, 12, tzinfo=UTC)
SAMPLE = json.loads(CORPUS.read_text("utf-8"))
EXPECTED = SAMPLE["expected"]


def clock():
    return NOW


def read(database, caller):
    return status.read(database, clock, caller=caller)


@pytest.fixture
def sig(database):
    with database.begin() as session:
        return sigs.add(session, Sig(name="Group"))


@pytest.fixture
def chair(database, sig):
    return a_caller(database, sig, Role.CHAIR)


def put_message(database, sig, key, *, due, sent=None, state=MessageState.PENDING):
    message = Message(
        key=key,
        kind=MessageKind.PRACTICE_SUBMITTED,
        sig_id=sig.id,
        object_id=1,
        recipient="C1",
        due_at=due,
    )
    with database.begin() as session:
        outbox.enqueue(session, message)
        session.connection().execute(
            sa.update(OutboxRow)
            .where(OutboxRow.key == key)
            .values(state=state, sent_at=sent, reason=state.value)
        )


def statements(database, work):
    """Return how many statements the work sends."""
    sent = []

    def note(*args):
        sent.append(args[2])

    engine = database._engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len(sent)


def grown(times):
    """Return the sample group with several times as much of everything."""
    group = deepcopy(SAMPLE)
    for name, prefix in (("practices", "P-"), ("action_items", "A-2021-")):
        group[name] = [
            record | {"id": f"{prefix}{number:02d}"}
            for number, record in enumerate(SAMPLE[name] * times, start=1)
        ]
    return json.dumps(group).encode()


def test_the_sample_group_is_counted_as_its_file_expects(database):
    sig = the_sample_group(database)

    found = read(database, a_caller(database, sig, Role.MEMBER))

    counted = {state.value: number for state, number in found.by_status}
    assert counted == EXPECTED["practices_by_status"]
    assert found.actions == Actions(
        open=sum(
            EXPECTED["actions_by_status"][state]
            for state in ("open", "in_progress", "blocked")
        ),
        overdue=len(EXPECTED["actions_overdue"]),
        blocked=EXPECTED["actions_by_status"]["blocked"],
        without_owner=len(EXPECTED["actions_without_owner"]),
    )
    assert found.meeting.key == "M-2021-12"
    assert len(found.clusters) == EXPECTED["clusters_total"]
    assert found.silent == ()


def test_the_holes_are_those_of_the_paper_itself(database):
    sig = the_sample_group(database)

    found = read(database, a_caller(database, sig, Role.CHAIR))

    with database.read() as session:
        snapshot = whitepaper.snapshot(session, sig.id)
    assert found.missing == assemble(snapshot, as_of=NOW.date()).missing
    assert len(found.missing) > 3


def test_an_outline_says_of_a_practice_what_the_whole_one_says(database):
    sig = the_sample_group(database)

    with database.read() as session:
        found = [each.practice for each in outlines(session, sig.id)]
        whole = whitepaper.snapshot(session, sig.id).practices

    def told(practice):
        content = practice.content
        return (
            *(practice.id, practice.number, practice.status, practice.revision),
            *(practice.cluster_id, practice.consent, practice.is_printable),
            *(content.country, content.themes, content.organisation),
            *(content.attribution, content.visibility),
        )

    assert [told(each) for each in found] == [told(each) for each in whole]


def test_a_group_of_any_size_costs_the_same_number_of_statements(
    sqlite_database, second_database
):
    counted = []
    for database, times in ((sqlite_database, 1), (second_database, 9)):
        sig = exchange.import_file(database, clock, grown(times)).sig
        chair = a_caller(database, sig, Role.CHAIR)
        for number in range(20 * times):
            put_message(database, sig, f"m{number}", due=NOW - timedelta(days=1))
        counted.append(statements(database, lambda: read(database, chair)))  # noqa: B023 - called at once

    assert len(read(second_database, chair).practices) == 216
    assert counted[0] == counted[1]


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_the_status_and_who_sees_people_in_it(database, sig, role):
    caller = a_caller(database, sig, role)

    if role not in TABLE[Permission.READ_STATUS]:
        with pytest.raises(NotAllowedError):
            read(database, caller)
    else:
        leads = role in TABLE[Permission.MANAGE_MEMBERS]
        assert (read(database, caller).leaders is not None) is leads


def test_an_empty_group_has_a_status(database, sig, chair):
    found = read(database, chair)

    assert (found.practices, found.actions, found.meeting) == ((), Actions(), None)
    assert found.edition is None
    assert found.leaders.delivery.is_well


def test_messages_that_came_late_or_never_are_counted_for_30_days(database, sig, chair):
    due, long_ago = NOW - timedelta(days=2), NOW - timedelta(days=31)
    sent = MessageState.SENT
    put_message(database, sig, "in time", due=due, sent=due, state=sent)
    almost = due + timedelta(minutes=10)
    put_message(database, sig, "almost", due=due, sent=almost, state=sent)
    late = due + timedelta(minutes=11)
    put_message(database, sig, "late", due=due, sent=late, state=sent)
    put_message(database, sig, "old", due=long_ago, sent=due + timedelta(1), state=sent)
    for key in ("a", "b"):
        put_message(database, sig, f"failed {key}", due=due, state=MessageState.FAILED)
    put_message(database, sig, "missed", due=due, state=MessageState.MISSED)
    put_message(database, sig, "cancelled", due=due, state=MessageState.CANCELLED)
    put_message(database, sig, "claimed", due=due, state=MessageState.CLAIMED)
    put_message(database, sig, "waiting", due=long_ago)
    put_message(database, sig, "later", due=NOW + timedelta(hours=1))

    found = read(database, chair).leaders.delivery

    assert (found.late, found.missed, found.failed, found.waiting) == (1, 1, 2, 2)
    assert found.waiting_since == long_ago
    assert found.reasons == (("failed", 2),)


def test_people_without_cluster_and_guests_who_leave_soon(database, sig, chair):
    def place(user, role, **more):
        return a_caller(database, sig, role, user, **more)

    with database.begin() as session:
        person = members.add_person(session, Person(key="role-only"))
        members.set_membership(
            session,
            Membership(sig_id=sig.id, person_id=person.id, role=Role.MEMBER),
        )
    place("UOBSERVER", Role.OBSERVER)
    place("USECRETARIAT", Role.SECRETARIAT)
    place("UMEMBER", Role.MEMBER)
    place("USOON", Role.EXTERNAL, expires_on=date(2021, 12, 1))
    place("ULATER", Role.EXTERNAL, expires_on=date(2022, 12, 1))
    place("UGONE", Role.EXTERNAL, expires_on=date(2021, 11, 1))

    found = read(database, chair).leaders

    assert [each.user_id for each in found.without_cluster] == ["UCALLER", "UMEMBER"]
    assert [each.user_id for each in found.leaving] == ["USOON"]
    assert found.leaving[0].expires_on == date(2021, 12, 1)


def test_open_proposals_are_named_and_decided_ones_are_not(database, sig, chair):
    with database.begin() as session:
        for number, state in enumerate(("open", "accepted", "declined")):
            name = f"U{number}"
            person = members.add_person(session, Person(team_id=TEAM, user_id=name))
            session.add(
                ClusterProposalRow(
                    sig_id=sig.id,
                    person_id=person.id,
                    name=f"Cluster {state}",
                    country="EE",
                    state=state,
                )
            )

    assert read(database, chair).leaders.proposals == ("Cluster open",)


def test_nothing_of_another_group_is_counted(database):
    the_sample_group(database)
    with database.begin() as session:
        other = sigs.add(session, Sig(name="Other"))
        networks_there = networks.networks(session, other.id)
    put_message(database, other, "failed", due=NOW, state=MessageState.FAILED)
    empty = a_caller(database, other, Role.CHAIR)

    found = read(database, empty)

    assert networks_there == ()
    assert (found.practices, found.clusters, found.networks) == ((), (), 0)
    assert (found.actions, found.meeting, found.edition) == (Actions(), None, None)
    assert found.leaders.delivery.failed == 1
