"""What people do in the scenarios of meetings."""

from dataclasses import replace

from factories_matching import two_more_clusters

from bot.domain.meetings import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingStatus,
    MinutesStatus,
)
from bot.domain.permissions import Role
from bot.domain.sigs import Membership
from storage import clusters, meeting_rows, meetings, members, sigs

from groups import TEAM
from scenarios_forms import seen

CHANNEL = "CSIG"


def a_planned_meeting(database, sig_id, now, **changes):
    """Store a meeting that begins now, with two points on its agenda."""
    values = {
        "number": 0,
        "title": "Licence and figures",
        "starts_local": now.replace(tzinfo=None, second=0, microsecond=0),
        "zone": "UTC",
        "starts_at": now.replace(second=0, microsecond=0),
        "duration_minutes": 90,
        "mode": "online",
        "status": MeetingStatus.SCHEDULED,
        "minutes_status": MinutesStatus.NONE,
    }
    with database.begin() as session:
        meeting = meeting_rows.add(session, sig_id, Meeting(**(values | changes)))
        agenda = tuple(
            AgendaItem(position=place, kind="discussion", title=title, minutes=20)
            for place, title in enumerate(("Licence", "Figures"), 1)
        )
        meetings.save(session, sig_id, [replace(meeting, agenda=agenda)])
        return meetings.find(session, sig_id, meeting.number)


def seated(slack, convenor):
    """Return somebody of each of two clusters and the chair, in a planned meeting."""
    db = convenor.deps.db
    with db.begin() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        found = two_more_clusters(session, sig.id)
        for user, cluster_id in zip(("UMEMBER", "UOTHER"), found, strict=True):
            person = members.find_person(session, TEAM, user)
            place = Membership(
                sig_id=sig.id,
                person_id=person.id,
                role=Role.MEMBER,
                cluster_id=cluster_id,
            )
            members.set_membership(session, place)
    meeting = a_planned_meeting(db, sig.id, convenor.deps.clock())
    people = (slack.person(user) for user in ("UMEMBER", "UOTHER", "UCHAIR"))
    return (*people, meeting)


def mark_present(convenor, meeting, *, count=2):
    """Note that the first clusters of the group were there."""
    with convenor.deps.db.begin() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        keys = [each.key for each in clusters.active(session, sig.id)]
        known = meetings.find(session, sig.id, meeting.number)
        present = Attendance(present=tuple(keys[:count]))
        meetings.save(session, sig.id, [replace(known, attendance=present)])


def say(slack, person, command, text, words):
    """Type a command and return the private answer that has these words."""
    before = len(seen(person, CHANNEL, words))
    assert person.command(command, text, channel=CHANNEL).ok
    slack.wait_until(lambda: len(seen(person, CHANNEL, words)) > before)
    return seen(person, CHANNEL, words)[-1]


def in_channel(person, words):
    """Return what everybody reads in the channel or a thread of it."""
    return [
        message
        for message in person.messages(CHANNEL)
        if not message.ephemeral and words in str(message.blocks) + message.text
    ]


def posted(slack, person, words):
    """Wait for a message that everybody reads, and return it."""
    slack.wait_until(lambda: in_channel(person, words))
    return in_channel(person, words)[-1]


def mark_all(hall, count, *, percent=50):
    """Note who was there, and how many percent make a quorum."""
    with hall.database.begin() as session:
        sig = replace(sigs.get(session, hall.sig.id), quorum_percent=percent)
        sig = sigs.save(session, sig)
        keys = [each.key for each in clusters.active(session, sig.id)][:count]
        known = meetings.find(session, sig.id, hall.number)
        present = Attendance(present=tuple(keys))
        meetings.save(session, sig.id, [replace(known, attendance=present)])
    for name, who in hall.people.items():
        hall.people[name] = replace(who, sig=sig)
