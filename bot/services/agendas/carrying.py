"""What a meeting did not get to goes on in the next one, once."""

from datetime import datetime

from sqlmodel import Session

from bot.domain.agendas import after, carried, following, unfinished
from bot.domain.agendas.points import is_open
from bot.domain.meetings import AgendaItem, AgendaState, Meeting, MeetingStatus
from storage import agendas as rows
from storage import meetings as meeting_rows
from storage.database import alone
from storage.directory import directory


def carry_over(
    session: Session, sig_id: int, meeting: Meeting, now: datetime
) -> tuple[AgendaItem, ...]:
    """Put off what a meeting did not finish, and take it up in the next one.

    Where no other meeting is planned it waits for one: see ``pick_up``. Doing it
    again changes nothing. Returns the points as they stand in other meetings now.
    """
    alone(session)
    current = meeting_rows.find(session, sig_id, meeting.number)
    for item in unfinished(current) if current else ():
        if item.state is not AgendaState.PROPOSED:
            rows.change(session, sig_id, after(item, AgendaState.DEFERRED))
    return _take_up(session, sig_id, now=now, ended=meeting.number)


def pick_up(session: Session, sig_id: int, *, now: datetime) -> tuple[AgendaItem, ...]:
    """Let everything that was put off go on in the meeting that follows, if one does.

    For whoever puts a point off, and for whoever adds a meeting. Doing it again
    changes nothing.
    """
    alone(session)
    return _take_up(session, sig_id, now=now)


def take_back(
    session: Session, sig_id: int, item: AgendaItem, *, now: datetime
) -> None:
    """Withdraw what goes on of a point in a meeting to come: it was done after all."""
    for meeting in meeting_rows.all_meetings(session, sig_id):
        for each in meeting.agenda if is_open(meeting, now=now) else ():
            is_waiting = each.state in {AgendaState.PROPOSED, AgendaState.ACCEPTED}
            if each.carried_from_id == item.id and is_waiting:
                rows.change(session, sig_id, after(each, AgendaState.WITHDRAWN))


def _take_up(
    session: Session, sig_id: int, *, now: datetime, ended: int = 0
) -> tuple[AgendaItem, ...]:
    who = directory(session, sig_id)
    known = meeting_rows.all_meetings(session, sig_id, who=who)
    taken = {item.carried_from_id for each in known for item in each.agenda}
    ends = {each.number: _end(each) for each in known}
    added = []
    for meeting in known:
        to = following(known, meeting, now=now)
        for item in _waiting(meeting, ended=ended):
            if to is None or item.id in taken:
                continue
            ends[to.number] += 1
            new = carried(item, ends[to.number])
            added.append(rows.add(session, sig_id, to, item=new, who=who))
    return tuple(added)


def _waiting(meeting: Meeting, *, ended: int) -> tuple[AgendaItem, ...]:
    """Return what was put off, and what nobody decided on before a meeting ended."""
    states = {AgendaState.DEFERRED}
    if meeting.number == ended or meeting.status is MeetingStatus.HELD:
        states.add(AgendaState.PROPOSED)
    return tuple(item for item in meeting.agenda if item.state in states)


def _end(meeting: Meeting) -> int:
    return max((item.position for item in meeting.agenda), default=0)
