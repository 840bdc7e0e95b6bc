"""Externals and accounts: invited, warned of, extended, gone, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from people import Group, reload

from bot.domain.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    StaleVersionError,
)
from bot.domain.outbox import MessageState
from bot.domain.permissions import Permission, Role
from bot.services import exchange, members
from bot.services.members import Account, AccountNews
from storage import outbox as outbox_rows
from storage.outbox import by_key

from groups import TEAM

LAST = date(2027, 3, 8)
WARNED = datetime(2027, 3, 1, 8, tzinfo=UTC)  # nine in the morning in Brussels


@pytest.fixture
def group(database):
    return Group(database)


@pytest.fixture
def chair(group):
    return group.add(Role.CHAIR, "UCHAIR")


@pytest.fixture
def estonia(group):
    return group.add(Role.MEMBER, "UEE", group.estonia)


def invite(group, caller, user="UEXT", *, team="TOTHER", version=0, **changes):
    typed = {
        "sponsor": str(group.estonia.id),
        "organisation": "Hospital",
        "purpose": "Advice",
        "expires_on": LAST.isoformat(),
        "meetings": "",
        "may_submit": "yes",
    }
    return members.invite(
        group.database,
        group.clock,
        caller=caller,
        account=Account(user_id=user, team_id=team, zone="Europe/Helsinki"),
        version=version,
        typed=typed | changes,
    )


def warnings(group, state=MessageState.PENDING):
    rows = group.messages("external_ending")
    return [(row.recipient, row.due_at) for row in rows if row.state is state]


def send(group):
    """Let the worker send what is due, as far as the database is concerned."""
    with group.database.begin() as session:
        lease = timedelta(minutes=1)
        while message := outbox_rows.claim(session, group.clock(), lease, "worker"):
            outbox_rows.confirm(
                session,
                message,
                worker="worker",
                ts="1.2",
                channel_id="D1",
                now=group.clock(),
            )


def test_a_member_invites_for_their_cluster(group, estonia):
    entry = invite(group, estonia, meetings="M-4")

    place = entry.member.place
    assert (entry.sponsor, entry.organisation) == (group.estonia, "Hospital")
    assert (place.expires_on, place.meetings) == (LAST, (4,))
    assert place.invited_by == estonia.person.id
    caller = group.find("UEXT", "TOTHER")
    assert caller.person.team_id == "TOTHER"
    assert caller.actor.role is Role.EXTERNAL
    (told,) = group.messages("external_invited")
    assert told.recipient == "UEXT"
    assert group.log() == ["invited"]


def test_the_same_invitation_twice_is_once(group, estonia):
    first, second = invite(group, estonia), invite(group, estonia)

    assert first == second
    assert len(group.messages("external_invited")) == 1
    assert warnings(group) == [("UEE", WARNED)]


def test_only_those_who_lead_choose_the_cluster(group, estonia, chair):
    with pytest.raises(InvalidInputError) as caught:
        invite(group, estonia, sponsor=str(group.latvia.id))
    assert list(caught.value.fields) == ["sponsor"]

    entry = invite(group, chair, sponsor=str(group.latvia.id))
    assert entry.sponsor == group.latvia
    form = group.do(members.invitation_form, estonia)
    assert form.sponsors == (group.estonia,)
    assert (form.usual_end, form.latest_end) == (date(2027, 5, 21), date(2028, 11, 21))


def test_who_speaks_for_no_cluster_cannot_invite(group, database):
    lonely = group.add(Role.MEMBER, "ULONELY")
    observer = group.add(Role.OBSERVER, "UOBS")

    for caller in (lonely, observer):
        with pytest.raises(NotAllowedError):
            group.do(members.invitation_form, caller)
        with pytest.raises(NotAllowedError):
            invite(group, caller)


def test_a_member_is_not_invited(group, estonia, chair):
    with pytest.raises(InvalidInputError, match="needs no invitation"):
        invite(group, estonia, "UCHAIR", team=TEAM)


def test_whoever_was_taken_out_is_invited_only_by_those_who_lead(group, estonia, chair):
    external = invite(group, estonia).member.person
    group.do(members.remove, chair, person_id=external.id)
    assert warnings(group) == []

    with pytest.raises(InvalidInputError, match="taken out"):
        invite(group, estonia)
    group.clock.moment += timedelta(seconds=1)
    assert invite(group, chair).member.place.expires_on == LAST


def test_an_invitation_is_changed_by_its_cluster_only(group, estonia):
    number = invite(group, estonia).member.person.id
    latvia = group.add(Role.MEMBER, "ULV", group.latvia)

    with pytest.raises(NotAllowedError, match="Another cluster"):
        invite(group, latvia, sponsor=str(group.latvia.id), version=1)
    with pytest.raises(NotAllowedError):
        group.do(members.invitation_form, latvia, person_id=number)
    with pytest.raises(NotAllowedError):
        group.do(members.extend, latvia, person_id=number, seen=LAST)
    with pytest.raises(NotAllowedError):
        group.do(members.let_end, latvia, person_id=number)

    changed = invite(group, estonia, purpose="More advice", version=1)
    assert changed.member.place.purpose == "More advice"
    with pytest.raises(StaleVersionError):
        invite(group, estonia, purpose="Other advice", version=1)
    assert len(group.messages("external_invited")) == 1


def test_the_warning_follows_the_last_day(group, estonia):
    invite(group, estonia)
    later = LAST + timedelta(days=10)

    invite(group, estonia, expires_on=later.isoformat(), version=1)
    assert warnings(group) == [("UEE", WARNED + timedelta(days=10))]
    invite(group, estonia, expires_on=LAST.isoformat(), version=2)
    assert warnings(group) == [("UEE", WARNED)]


def test_the_warning_follows_who_answers_for_them(group, estonia, chair):
    colleague = group.add(Role.ALTERNATE, "UCOLLEAGUE", group.estonia)
    invite(group, estonia)
    assert [who for who, _ in warnings(group)] == ["UEE"]

    group.do(members.leave, estonia)
    assert [who for who, _ in warnings(group)] == ["UCOLLEAGUE"]
    group.do(members.leave, colleague)
    assert [who for who, _ in warnings(group)] == ["UCHAIR"]
    group.do(members.put_back, chair, person_id=estonia.person.id)
    assert [who for who, _ in warnings(group)] == ["UEE"]


def test_when_the_inviter_goes_in_the_last_week_the_next_is_warned_at_once(
    group, estonia, chair
):
    invite(group, estonia)
    group.clock.moment = WARNED + timedelta(hours=1)

    group.do(members.leave, estonia)

    assert [who for who, _ in warnings(group)] == ["UCHAIR"]


def test_what_was_told_is_not_told_again_to_another(group, estonia, chair):
    invite(group, estonia)
    group.clock.moment = WARNED
    send(group)

    group.do(members.leave, estonia)
    with group.database.begin() as session:
        members.replan(session, group.sig, group.clock())

    assert warnings(group) == []
    assert len(warnings(group, MessageState.SENT)) == 1


def test_nobody_is_warned_of_a_day_they_have_just_given(group, estonia):
    soon = group.clock().date() + timedelta(days=3)

    invite(group, estonia, expires_on=soon.isoformat())

    assert warnings(group) == []


def test_a_warning_whose_reason_is_gone_is_not_sent(group, estonia, chair):
    person = invite(group, estonia).member.person
    with group.database.read() as session:
        message = by_key(session, group.messages("external_ending")[0].key)

    told = members.ending_for_message(group.database, message)
    assert told.entry.member.person == person
    group.do(members.extend, estonia, person_id=person.id, seen=LAST)
    assert members.ending_for_message(group.database, message) is None
    with group.database.read() as session:
        invited = by_key(session, group.messages("external_invited")[0].key)
    assert members.invitation_for_message(group.database, invited).sig == group.sig
    group.do(members.remove, chair, person_id=person.id)
    assert members.invitation_for_message(group.database, invited) is None


def test_going_on_is_six_months_once_however_often_it_is_pressed(group, estonia):
    number = invite(group, estonia).member.person.id

    first = group.do(members.extend, estonia, person_id=number, seen=LAST)
    second = group.do(members.extend, estonia, person_id=number, seen=LAST)

    assert first.member.place.expires_on == date(2027, 9, 8)
    assert second == first
    assert warnings(group) == [("UEE", datetime(2027, 9, 1, 7, tzinfo=UTC))]


def test_letting_it_end_changes_nothing_but_is_noted(group, estonia):
    number = invite(group, estonia).member.person.id

    entry = group.do(members.let_end, estonia, person_id=number)

    assert entry.member.place.expires_on == LAST
    assert group.log()[-1] == "let_end"


def test_access_ends_by_itself_and_begins_again_when_extended(group, estonia):
    number = invite(group, estonia).member.person.id
    external = group.find("UEXT", "TOTHER")
    submit = Permission.SUBMIT_PRACTICE
    members.require_permission(group.clock, external, submit)
    group.clock.moment = datetime(2027, 3, 9, tzinfo=UTC)

    with pytest.raises(NotAllowedError, match="ended on 8 March 2027"):
        members.require_permission(group.clock, external, submit)
    group.do(members.extend, estonia, person_id=number, seen=LAST)
    members.require_permission(group.clock, reload(group, external), submit)


def test_a_member_is_no_external(group, estonia, chair):
    for use_case, more in (
        (members.extend, {"seen": LAST}),
        (members.let_end, {}),
        (members.invitation_form, {}),
    ):
        with pytest.raises(NotFoundError):
            group.do(use_case, estonia, person_id=chair.person.id, **more)


def hear(group, user, team=TEAM, **news):
    news = AccountNews(
        **({"team_id": team, "user_id": user, "is_deactivated": False} | news)
    )
    members.account_changed(group.database, group.clock, news)


def test_a_deactivated_inviter_hands_the_warning_on(group, estonia, chair):
    invite(group, estonia)

    hear(group, "UEE", is_deactivated=True)
    assert [who for who, _ in warnings(group)] == ["UCHAIR"]
    hear(group, "UEE")
    assert [who for who, _ in warnings(group)] == ["UEE"]


def test_plans_of_groups_do_not_meet(group, estonia, database):
    other = Group(database, channel="COTHER")
    inviter = other.add(Role.MEMBER, "UELSE", other.estonia)
    invite(group, estonia)

    invite(other, inviter)
    other.do(members.leave, inviter)

    rows = group.messages("external_ending")
    states = {row.recipient: row.state.value for row in rows}
    assert states == {"UEE": "pending", "UELSE": "cancelled"}


def test_an_invited_external_moves_with_the_group(
    group, estonia, second_database, tmp_path
):
    invite(group, estonia)

    first = exchange.export(group.database, group.sig.id, tmp_path / "first")
    exchange.import_file(second_database, group.clock, first[0].read_bytes())

    second = exchange.export(second_database, None, tmp_path / "second")
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_importing_a_group_again_keeps_the_limits_of_its_externals(
    group, estonia, tmp_path
):
    invite(group, estonia, meetings="M-4")
    (file, *_) = exchange.export(group.database, group.sig.id, tmp_path)
    changed = file.read_text("utf-8").replace("Advice", "Other advice")

    exchange.import_file(group.database, group.clock, changed.encode())

    number = group.find("UEXT", "TOTHER").person.id
    place = group.do(members.shown, estonia, person_id=number).entry.member.place
    assert (place.purpose, place.meetings) == ("Other advice", (4,))
    assert place.invited_by == estonia.person.id
