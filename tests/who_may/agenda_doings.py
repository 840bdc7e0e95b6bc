"""A meeting to come, with points that everybody proposed."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.meetings import (
    AgendaItem,
    AgendaState,
    Meeting,
    MeetingStatus,
    MinutesStatus,
    Rsvp,
)
from bot.services.meetings import telling
from storage import agendas, meeting_rows, rsvps
from storage.rsvps import Reply

from factories import NOW


def write(scene):
    """Plan a meeting, and let everybody propose a point for it."""
    starts = NOW + timedelta(days=10)
    new = Meeting(
        number=0,
        title=scene.say("Meeting to come"),
        starts_local=starts.replace(tzinfo=None),
        zone="UTC",
        starts_at=starts,
        duration_minutes=90,
        mode="online",
        status=MeetingStatus.SCHEDULED,
        minutes_status=MinutesStatus.NONE,
    )
    ids = scene.ids
    with scene.database.begin() as session:
        meeting = meeting_rows.add(session, scene.sig.id, new)
        ids.coming, ids.coming_id = meeting.number, meeting.id
        telling.announce(session, scene.sig, meeting, now=NOW)
        _answer(scene, session, meeting)
        ids.point = _point(scene, session, meeting, "Accepted", AgendaState.ACCEPTED)
        ids.point_of = {
            who.person.user_id: _point(
                scene,
                session,
                meeting,
                "Proposed",
                AgendaState.PROPOSED,
                proposed_by=who.person.id,
            )
            for who in scene.callers.values()
        }


def _answer(scene, session, meeting):
    """Let somebody else go for the member, and a guest come."""
    member = scene.callers["member"]
    reply = Reply(
        person_id=member.person.id,
        cluster_id=member.actor.cluster_id,
        answer=Rsvp.REPRESENTED,
        represented_by=scene.say("Our manager"),
    )
    rsvps.answer(session, meeting.id, reply)
    known = replace(meeting, guests=(scene.say("Ministry"),))
    meeting_rows.change(session, scene.sig.id, known)


def _point(scene, session, meeting, title, state, **more) -> int:
    item = AgendaItem(
        position=1,
        kind="discussion",
        title=scene.say(title),
        minutes=10,
        state=state,
        **more,
    )
    return agendas.add(session, scene.sig.id, meeting, item=item).id
