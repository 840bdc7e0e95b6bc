"""Meetings with their agendas, and decisions, as JSON values."""

from datetime import date, datetime
from typing import Any

from bot.domain.exchange.moments import in_utc, minutes
from bot.domain.exchange.practice_writing import Keys, own_number
from bot.domain.exchange.values import Json
from bot.domain.meetings import AgendaItem, AgendaState, Decision, Meeting
from bot.domain.references import Kind


def meeting_json(meeting: Meeting, keys: Keys) -> Json:
    """Return a meeting; what few meetings say only where it is said."""
    start = meeting.starts_local
    return {
        "id": keys[Kind.MEETING][meeting.number],
        "number": meeting.number,
        "title": meeting.title,
        "starts_local": minutes(start),
        "tz": meeting.zone,
        "starts_utc": in_utc(meeting.starts_at),
        "duration_min": meeting.duration_minutes,
        "mode": meeting.mode,
        "status": meeting.status.value,
        "minutes_status": meeting.minutes_status.value,
        "agenda": [_agenda_json(item, keys) for item in meeting.agenda],
        "decisions": [decision_json(each, keys) for each in meeting.decisions],
        "attendance": {
            name: list(getattr(meeting.attendance, name))
            for name in ("present", "apologies", "absent", "external_present")
        },
        "note": meeting.note,
        "moved_from": meeting.moved_from.isoformat() if meeting.moved_from else None,
        **_said(
            occurs_on=meeting.occurs_on,
            uid=meeting.uid,
            sequence=meeting.sequence,
            join_url=meeting.join_url,
            place=meeting.place,
            cancelled_reason=meeting.cancelled_reason,
            began_at=meeting.began_at,
            ended_at=meeting.ended_at,
            guests=list(meeting.guests),
        ),
    }


def _agenda_json(item: AgendaItem, keys: Keys) -> Json:
    is_usual = item.state is AgendaState.ACCEPTED
    state = None if is_usual else item.state.value
    return {
        "position": item.position,
        "kind": item.kind,
        "title": item.title,
        "minutes": item.minutes,
        "presenter": item.presenter,
        "practice": keys[Kind.PRACTICE][item.practice] if item.practice else None,
        **_said(network=item.network, state=state),
    }


def decision_json(decision: Decision, keys: Keys) -> Json:
    """Return a decision, of a meeting or of a written procedure."""
    votes = decision.votes
    old, met = decision.supersedes, decision.quorum_met
    counted = votes and {
        "for_": votes.in_favour,
        "against": votes.against,
        "abstain": votes.abstain,
    }
    return {
        "id": keys[Kind.DECISION][decision.number],
        **own_number(keys[Kind.DECISION][decision.number], decision.number),
        "text": decision.text,
        "kind": decision.kind,
        "status": decision.status.value,
        "votes": counted,
        "supersedes": keys[Kind.DECISION][old] if old else None,
        **_said(
            dissent=decision.dissent,
            decided_on=decision.decided_on,
            due_at=decision.due_at,
        ),
        **({} if met is None else {"quorum_met": met}),
    }


def _said(**values: Any) -> Json:
    return {name: _value(value) for name, value in values.items() if value}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return in_utc(value)
    return value.isoformat() if isinstance(value, date) else value
