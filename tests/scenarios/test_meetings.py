"""`/meeting` as the chair meets it: schedule, preview, list, move, cancel, re-open."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.permissions import Role
from storage import meetings, members, series, sigs

from groups import TEAM, seat
from scenarios_forms import seen

CHANNEL = "CSIG"


@pytest.fixture
def chair(slack, convenor):
    return slack.person("UCHAIR")


@pytest.fixture
def second(slack, convenor):
    seat(convenor.deps.db, CHANNEL, "UOTHER", Role.SECRETARIAT)
    return slack.person("UOTHER")


def second_tuesday(months_ahead=1):
    """Return a second Tuesday far enough from now."""
    today = datetime.now(UTC).date().replace(day=1)
    index = today.month - 1 + months_ahead
    first = date(today.year + index // 12, index % 12 + 1, 1)
    return first + timedelta(days=(1 - first.weekday()) % 7 + 7)


def open_form(slack, person, text="schedule"):
    assert person.command("/meeting", text, channel=CHANNEL).ok
    slack.wait_until(lambda: person.view is not None)


def fill_in(person, **values):
    first = {"title": "Monthly meeting", "day": second_tuesday().isoformat()}
    person.fill(first | {"time": "14:00"} | values)


def preview_of(slack, person):
    assert person.submit().errors == {}
    slack.wait_until(lambda: person.view["title"]["text"] == "Preview")
    return texts(person.view)


def live_in(convenor, **zones):
    with convenor.deps.db.begin() as session:
        for user_id, zone in zones.items():
            person = members.find_person(session, TEAM, user_id)
            members.save_person(session, replace(person, zone=zone))


def texts(view):
    blocks = [block for block in view["blocks"] if block["type"] == "section"]
    return "\n".join(block["text"]["text"] for block in blocks)


def plan(slack, person, **values):
    """Schedule a series and return the channel's message of its first meeting."""
    open_form(slack, person)
    fill_in(person, **values)
    preview_of(slack, person)
    assert person.submit().errors == {}
    slack.wait_until(lambda: seen(person, CHANNEL, "Saved: on the second Tuesday"))


def of_group(convenor):
    with convenor.deps.db.read() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        return meetings.all_meetings(session, sig.id), series.of_group(session, sig.id)


def test_a_series_from_the_form_to_the_channel(slack, convenor, chair):
    day = second_tuesday()
    left_out = (day.month + 1) % 12 + 1
    live_in(convenor, UMEMBER="Europe/Tallinn", UOTHER="Europe/Lisbon")
    open_form(slack, chair)
    fill_in(
        chair,
        skip_months=[str(left_out)],
        holiday_countries=["EE", "LV"],
        reminders=["10080", "60"],
    )

    shown = preview_of(slack, chair)
    chair.close_view()
    assert chair.view["state"]["values"]["title"]["value"]["value"] == "Monthly meeting"
    again = preview_of(slack, chair)
    chair.fill({"ahead": "4"})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "has a new rhythm"))

    assert again == shown
    assert "On the second Tuesday of every month at 14:00 Brussels time" in shown
    assert "The channel is reminded 7 days and 1 hour before." in shown
    assert "Tallinn 15:00 (1 person)" in shown
    assert "Lisbon 13:00 (1 person)" in shown
    assert shown.count("*Tuesday ") == 6
    assert chair.view is None
    slack.wait_until(lambda: seen(chair, CHANNEL, "M-1 is coming up"))
    made, (rule,) = of_group(convenor)
    assert [each.number for each in made] == [1, 2, 3, 4]
    assert made[0].starts_local == datetime.combine(day, rule.local_time)
    assert (rule.skip_months, rule.holiday_countries) == (
        (left_out,),
        ("EE", "LV"),
    )
    assert rule.reminder_minutes == (10080, 60)


def test_mistakes_stand_beside_their_fields(slack, chair):
    open_form(slack, chair)
    fill_in(
        chair,
        day="2021-01-12",
        ends_on="2020-12-31",
        join_url="http://example.org/room",
        duration="5",
    )

    errors = chair.submit().errors

    assert "This is over" in errors["day"]
    assert "end before it begins" in errors["ends_on"]
    assert "https://" in errors["join_url"]
    typed = chair.view["state"]["values"]["join_url"]["value"]["value"]
    assert typed == "http://example.org/room"


def test_one_meeting_is_moved_cancelled_and_reopened(slack, convenor, chair):
    open_form(slack, chair)
    fill_in(chair, repeats="once", join_url="https://example.org/room")
    preview_of(slack, chair)
    chair.fill({"reason": "Bring your questions."})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "M-1 is coming up"))

    day = second_tuesday() + timedelta(days=1)
    open_form(slack, chair, "move m1")
    chair.fill(
        {"day": day.isoformat(), "time": "15:30", "reason": "The chair travels."}
    )
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "M-1 was moved"))
    slack.wait_until(lambda: seen(chair, CHANNEL, "was changed; more below"))
    assert seen(chair, CHANNEL, "M-1 is coming up") == []
    open_form(slack, chair, "cancel M-1")
    chair.fill({"reason": "Nobody can come."})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "M-1 is cancelled"))
    assert chair.command("/meeting", "reopen M-1", channel=CHANNEL).ok
    slack.wait_until(lambda: seen(chair, CHANNEL, "takes place after all"))

    (meeting,), _ = of_group(convenor)
    assert meeting.starts_local == datetime.combine(day, datetime.min.time()).replace(
        hour=15, minute=30
    )
    assert (meeting.sequence, meeting.status) == (3, "scheduled")
    assert meeting.moved_from == day - timedelta(days=1)
    slack.wait_until(lambda: len(seen(chair, CHANNEL, "more below")) == 3)
    assert len(seen(chair, CHANNEL, "takes place after all")) == 1


def test_the_second_of_two_chairs_sees_what_the_first_did(
    slack, convenor, chair, second
):
    plan(slack, chair)
    open_form(slack, chair, "move M-1")
    open_form(slack, second, "move M-1")
    first, later = (second_tuesday() + timedelta(days=days) for days in (1, 2))

    second.fill({"day": first.isoformat()})
    assert second.submit().errors == {}
    chair.fill({"day": later.isoformat(), "reason": "Holiday"})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: "while you typed" in str(chair.view))

    assert chair.view["state"]["values"]["day"]["value"]["selected_date"] == str(later)
    assert chair.view["state"]["values"]["reason"]["value"]["value"] == "Holiday"
    meeting = of_group(convenor)[0][0]
    assert meeting.starts_local.date() == first
    assert chair.submit().errors == {}
    slack.wait_until(lambda: of_group(convenor)[0][0].starts_local.date() == later)


def test_all_meetings_to_come_follow_a_new_rule(slack, convenor, chair):
    plan(slack, chair)
    moved = second_tuesday(2) + timedelta(days=3)
    open_form(slack, chair, "move M-2")
    chair.fill({"day": moved.isoformat()})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: of_group(convenor)[0][1].sequence == 1)

    open_form(slack, chair, "move M-1")
    wednesday = second_tuesday() + timedelta(days=1)
    chair.fill({"scope": "all", "day": wednesday.isoformat(), "time": "10:00"})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: chair.view["title"]["text"] == "Change the series")
    shown = preview_of(slack, chair)
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "meets from now on by another rule"))

    assert "M-2 stays as it is" in shown
    made, (old, new) = of_group(convenor)
    assert [each.number for each in made] == [1, 2, 3]
    assert made[0].starts_local.date() == wednesday
    assert made[1].starts_local.date() == moved
    assert made[2].starts_local.weekday() == wednesday.weekday()
    assert {each.series_id for each in made} == {new.id}
    assert new.replaces_id == old.id
    assert old.ends_on < wednesday


def test_a_series_ends_with_one_of_its_meetings(slack, convenor, chair):
    plan(slack, chair)
    open_form(slack, chair, "cancel M-2")
    chair.fill({"scope": "following", "reason": "The project is over."})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "* ends:"))

    made, _ = of_group(convenor)
    assert [each.status for each in made] == ["scheduled", "cancelled", "cancelled"]
    assert slack.said("M-2 is cancelled") == []


def test_the_list_shows_what_is_asked_for(slack, convenor, chair):
    member = slack.person("UMEMBER")
    plan(slack, chair)
    open_form(slack, chair, "cancel M-3")
    chair.fill({"reason": "August"})
    assert chair.submit().errors == {}

    member.command("/meeting", "list", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "Meetings to come:* 2"))
    listed = seen(member, CHANNEL, "Meetings to come")[-1]
    assert "Schedule" not in str(listed.blocks)
    member.press(listed, "Cancelled")
    slack.wait_until(lambda: seen(member, CHANNEL, "Cancelled meetings"))
    member.press(seen(member, CHANNEL, "Cancelled meetings")[-1], "Show")
    slack.wait_until(lambda: seen(member, CHANNEL, "*Cancelled.* August"))
    member.command("/meeting", "next", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "One of a series"))

    member.command("/meeting", "schedule", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "Please ask your chair"))
    assert member.view is None


def next_christmas():
    """Return Christmas Day of next year, so that it is surely to come."""
    return date(datetime.now(UTC).year + 1, 12, 25)


def never_quiet(convenor):
    """Let questions come at once, also when tests run at night."""
    with convenor.deps.db.begin() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        sigs.save(session, replace(sig, quiet_from=sig.quiet_until))


def test_the_chair_decides_about_a_holiday_with_a_button(slack, convenor, chair):
    never_quiet(convenor)
    open_form(slack, chair)
    fill_in(
        chair,
        day=next_christmas().isoformat(),
        repeats="day",
        every="12",
        holiday_countries=["BE", "EE"],
        on_holiday="ask",
    )
    shown = preview_of(slack, chair)
    chair.fill({"ahead": "1"})
    assert chair.submit().errors == {}

    def question():
        return [m for m in chair.direct_messages() if "public holiday" in m.text]

    slack.wait_until(question)
    chair.press(question()[0], "Next working day")
    slack.wait_until(lambda: of_group(convenor)[0][0].sequence == 1)

    assert "Christmas Day (Belgium, Estonia). I will ask you what to do." in shown
    (meeting,), _ = of_group(convenor)
    assert meeting.starts_local.date() > next_christmas() + timedelta(days=1)
    assert meeting.starts_local.weekday() < 5
    slack.wait_until(lambda: seen(chair, CHANNEL, "M-1 was moved"))


def test_an_hour_that_the_clocks_leave_out_is_said_before_saving(slack, chair):
    year = datetime.now(UTC).year + 1
    march = date(year, 3, 31)
    last_sunday = march - timedelta(days=(march.weekday() + 1) % 7)
    open_form(slack, chair)
    fill_in(chair, day=last_sunday.isoformat(), time="02:30", repeats="once")

    shown = preview_of(slack, chair)

    assert "There is no 02:30 in Brussels on this day" in shown
    assert "the meeting is at 03:30" in shown


def test_the_help_shows_what_one_may_do(slack, convenor, chair):
    member = slack.person("UMEMBER")
    member.command("/meeting", "help", channel=CHANNEL)
    chair.command("/meeting", "help", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "/meeting next"))
    slack.wait_until(lambda: seen(chair, CHANNEL, "/meeting schedule"))

    assert seen(member, CHANNEL, "/meeting schedule") == []
