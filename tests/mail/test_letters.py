"""Invitations by e-mail, as calendars and people read them."""

import pytest
from calendar_client import Client, instants
from meetings_told import Clock, in_days
from postbox import FROM, calendar_of, rows

from bot.domain.outbox import MessageState
from storage import members


def test_a_guest_without_slack_gets_words_and_a_part_for_calendars(
    group, worker, postbox
):
    group.guest()
    meeting = group.schedule(title="Grüße, 健康 & <b>Ω</b>")

    worker.deliver_due()
    worker.deliver_due()

    (mail,) = postbox.read()
    assert postbox.mails[0].rcpt_tos == ["guest@example.eu"]
    assert postbox.mails[0].mail_from == FROM
    assert mail["From"] == "Digital health <group@example.eu>"
    assert mail["To"] == "guest@example.eu"
    assert mail["Subject"] == (
        "Invitation: Grüße, 健康 & <b>Ω</b>, 1 December 2026, 14:00 Brussels time"
    )
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@example.eu>")
    assert mail.get_content_type() == "multipart/alternative"
    words, part = mail.iter_parts()
    assert "Join: https://meet.example.eu/room" in words.get_content()
    assert part.get_content_type() == "text/calendar"
    assert part["Content-Type"].params["method"] == "REQUEST"
    data = part.get_payload(decode=True)
    assert instants(data) == [(meeting.starts_at, meeting.ends_at)]
    text = data.decode().replace("\r\n ", "")
    assert "ATTENDEE;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT" in text
    assert ":mailto:guest@example.eu" in text
    assert rows(group.database) == [(MessageState.SENT, None)]


def test_a_move_and_a_cancellation_come_with_the_same_uid(
    group, worker, postbox, clock
):
    group.guest()
    meeting = group.schedule()
    worker.deliver_due()
    clock.later(hours=1)
    group.move(meeting, in_days(12))
    worker.deliver_due()
    clock.later(hours=1)
    group.cancel(meeting)
    worker.deliver_due()

    client = Client()
    mails = postbox.read()
    shown = []
    for mail in mails:
        client.take(calendar_of(mail).get_payload(decode=True))
        shown.append(len(client.shown))

    assert shown == [1, 1, 0]
    assert len(client.entries) == 1
    subjects = [mail["Subject"].strip().partition(":")[0] for mail in mails]
    assert subjects == ["Invitation", "Changed", "Cancelled"]
    assert calendar_of(mails[2])["Content-Type"].params["method"] == "CANCEL"
    assert len({mail["Message-ID"] for mail in mails}) == 3


def test_nobody_hears_of_the_end_of_what_they_never_heard_of(group, worker, postbox):
    group.guest()
    meeting = group.schedule()
    group.cancel(meeting)

    worker.deliver_due()

    assert postbox.mails == []
    assert [state for state, _ in rows(group.database)] == [
        MessageState.CANCELLED,
        MessageState.CANCELLED,
    ]


@pytest.mark.parametrize(
    "place",
    [
        pytest.param({"meetings": (99,)}, id="invited to another meeting"),
        pytest.param({"expires_on": Clock().moment.date()}, id="over the day after"),
    ],
)
def test_who_may_not_come_hears_nothing(group, worker, postbox, clock, place):
    group.guest(**place)
    clock.later(days=1)

    group.schedule()
    worker.deliver_due()

    assert postbox.mails == []


def test_who_left_the_group_hears_nothing(group, worker, postbox):
    person = group.guest()
    group.schedule()
    with group.database.begin() as session:
        members.remove_membership(session, group.sig.id, person.id)

    worker.deliver_due()

    assert postbox.mails == []
    assert rows(group.database)[0][0] is MessageState.CANCELLED


def test_without_a_mail_server_there_are_no_e_mails(group, start):
    group.guest()
    group.schedule()

    start(None).deliver_due()

    assert rows(group.database)[0][0] is MessageState.CANCELLED


@pytest.mark.parametrize(
    "nasty",
    [
        "x\r\nBcc: everybody@example.eu",
        "x\nSubject: other\n\nbody",
        "x\u2028Bcc: a@b.eu",
        '"=?utf-8?q?x?= ' * 40,
        "\x00\x0b\x85",
        "界" * 3000,
    ],
)
def test_nothing_typed_becomes_a_header(group, worker, postbox, nasty):
    group.guest()
    group.schedule(title=nasty, place=nasty, join_url="https://a.eu/" + nasty)

    worker.deliver_due()

    (mail,) = postbox.read()
    assert sorted(mail.keys()) == [
        *("Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version"),
        *("Message-ID", "Subject", "To"),
    ]
    assert postbox.mails[0].rcpt_tos == ["guest@example.eu"]
    assert instants(calendar_of(mail).get_payload(decode=True))
