"""Externals without Slack: invited by e-mail, once, by whoever may."""

from datetime import timedelta

import pytest
from meetings_told import Clock, a_group, in_days
from sqlmodel import select

from bot.domain.errors import InvalidInputError, NotAllowedError, NotFoundError
from bot.domain.invitations import read_address
from bot.domain.meetings import MeetingStatus
from bot.domain.outbox import MessageKind, MessageState
from bot.domain.permissions import Role
from bot.services.calendars import enclosing, guests
from storage import outbox
from storage.tables import MembershipRow, OutboxRow

from groups import a_caller, a_cluster

EMAIL = "pharmacy@hospital.example"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def group(database, clock):
    return a_group(database, clock)


@pytest.fixture
def clusters(group, database):
    return [a_cluster(database, group.sig.id, country) for country in ("EE", "PT")]


@pytest.fixture
def sponsor(group, database, clusters):
    return a_caller(database, group.sig, Role.MEMBER, "UMEMBER", cluster_id=clusters[0])


@pytest.fixture
def other(group, database, clusters):
    return a_caller(database, group.sig, Role.MEMBER, "UOTHER", cluster_id=clusters[1])


def typed(clusters, clock, **changes):
    return {
        "email": EMAIL,
        "name": "Head of the hospital pharmacy",
        "organisation": "County hospital",
        "sponsor": str(clusters[0]),
        "purpose": "Advice on medicines",
        "expires_on": (clock().date() + timedelta(days=90)).isoformat(),
        "meetings": None,
    } | changes


def invite(group, who, clusters, **changes):
    values = typed(clusters, group.clock, **changes)
    return guests.invite(group.database, group.clock, caller=who, typed=values)


def mails(group):
    """Return the meetings about which there is an e-mail, with its state."""
    with group.database.read() as session:
        query = select(OutboxRow).where(
            OutboxRow.kind == MessageKind.MEETING_MAIL.value
        )
        found = session.exec(query.order_by(OutboxRow.id))
        return [(row.object_id, row.state, row.due_at) for row in found]


def test_a_guest_gets_what_is_announced_now_and_the_rest_in_time(
    group, sponsor, clusters
):
    now = group.clock()
    soon = group.schedule(in_days(5))
    far = group.schedule(in_days(90))
    only = group.schedule(in_days(6))
    group.cancel(only)

    invite(group, sponsor, clusters)
    later = group.schedule(in_days(7))

    due = {meeting: due for meeting, _, due in mails(group)}
    assert due[soon.id] == due[far.id] == now
    assert due[later.id] == now
    assert all(state is MessageState.PENDING for _, state, _ in mails(group))


def test_the_same_invitation_again_is_one_guest_and_no_e_mail_more(
    group, sponsor, clusters
):
    group.schedule()
    first = invite(group, sponsor, clusters)

    again = invite(group, sponsor, clusters, email=EMAIL.upper(), purpose="Other")

    assert again.person_id == first.person_id
    assert len(mails(group)) == 1
    (shown,) = guests.listed(group.database, group.clock, caller=sponsor).guests
    assert shown.purpose == "Other"


def test_only_the_sponsor_and_those_who_lead_see_the_address(
    group, sponsor, other, clusters, database
):
    chair = a_caller(database, group.sig, Role.CHAIR, "UCHAIR")
    invite(group, sponsor, clusters)

    assert guests.listed(database, group.clock, caller=other).guests == ()
    for who in (sponsor, chair):
        (guest,) = guests.listed(database, group.clock, caller=who).guests
        assert guest.email == EMAIL


def test_another_cluster_can_neither_change_nor_end_it(
    group, sponsor, other, clusters, database
):
    guest = invite(group, sponsor, clusters)

    with pytest.raises(NotAllowedError):
        invite(group, other, clusters, sponsor=str(clusters[1]))
    with pytest.raises(NotAllowedError):
        guests.end(database, group.clock, caller=other, person_id=guest.person_id)

    assert guests.listed(database, group.clock, caller=sponsor).guests


def test_an_invitation_that_ended_leaves_no_address_and_sends_nothing(
    group, sponsor, clusters, database
):
    meeting = group.schedule()
    guest = invite(group, sponsor, clusters)
    guests.end(database, group.clock, caller=sponsor, person_id=guest.person_id)

    with database.read() as session:
        rows = list(session.exec(select(MembershipRow)))
        key = f"meeting:{meeting.id}:mail:0:{guest.person_id}"
        message = outbox.by_key(session, key)
    said = enclosing.mail_for_message(database, message, now=group.clock())

    assert EMAIL not in repr(rows)
    assert said is None
    assert guests.listed(database, group.clock, caller=sponsor).guests == ()
    with pytest.raises(NotFoundError):
        guests.end(database, group.clock, caller=sponsor, person_id=guest.person_id)


def test_who_is_invited_again_gets_what_they_missed(group, sponsor, clusters, database):
    meeting = group.schedule(in_days(20))
    invite(group, sponsor, clusters, meetings="M-99")
    assert mails(group) == []

    invite(group, sponsor, clusters)
    with database.begin() as session:
        for row in session.exec(select(OutboxRow)):
            row.state = MessageState.CANCELLED
    invite(group, sponsor, clusters)

    assert [(m, state) for m, state, _ in mails(group)] == [
        (meeting.id, MessageState.PENDING)
    ]
    assert meeting.status is MeetingStatus.SCHEDULED


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "nobody"),
        ("email", "a@b"),
        ("email", "a@b.eu\r\nBcc: c@d.eu"),
        ("email", "a b@c.eu"),
        ("email", "<a@b.eu>"),
        ("email", "a@b.eu, c@d.eu"),
        ("email", "é@b.eu"),
        ("email", ".a@b.eu"),
        ("email", "a..b@c.eu"),
        ("email", "a@-b.eu"),
        ("email", "a" * 65 + "@b.eu"),
        ("name", " "),
        ("organisation", ""),
        ("purpose", ""),
        ("expires_on", "2020-01-01"),
        ("expires_on", "2099-01-01"),
        ("sponsor", "999"),
        ("meetings", "all of them"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(group, sponsor, clusters, field, value):
    with pytest.raises(InvalidInputError) as caught:
        invite(group, sponsor, clusters, **{field: value})

    assert list(caught.value.fields) == [field]
    assert mails(group) == []


@pytest.mark.parametrize(
    "address", ["a@b.eu", "first.last+tag@sub.hospital.example", "o'neil@x-y.ie"]
)
def test_usual_addresses_pass(address):
    assert read_address(f" {address} ") == address
