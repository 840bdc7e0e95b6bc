"""What was planned, held and decided in Slack outlives an older file."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from bot.domain.actions import ActionItem, ActionStatus
from bot.domain.exchange.agendas import completed_agenda
from bot.domain.exchange.values import Document
from bot.domain.meetings import (
    Decision,
    DecisionStatus,
    Meeting,
    MeetingStatus,
    MinutesStatus,
)
from bot.domain.references import Kind

_PAST = len(MeetingStatus) - 2
_MEETING = {status: min(at, _PAST) for at, status in enumerate(MeetingStatus)}
_MINUTES = {status: at for at, status in enumerate(MinutesStatus)}


def all_decisions(document: Document) -> dict[int, Decision]:
    """Return the decisions of a document by number, in meetings and outside."""
    in_meetings = [
        decision for entry in document.meetings for decision in entry.value.decisions
    ]
    outside = [entry.value for entry in document.decisions]
    return {each.number: each for each in (*in_meetings, *outside)}


def complete_meeting(
    new: Meeting,
    old: Meeting,
    *,
    held: Mapping[int, Decision],
    said: Collection[int],
) -> Meeting:
    """Return a meeting as it is after an import.

    ``held`` are the group's decisions, ``said`` the numbers of those in the file.
    """
    decisions = tuple(
        complete_decision(each, held[each.number]) if each.number in held else each
        for each in new.decisions
    )
    left = tuple(each for each in old.decisions if each.number not in said)
    return replace(
        new,
        status=(old if keeps_status(new, old) else new).status,
        minutes_status=(old if keeps_minutes(new, old) else new).minutes_status,
        # RFC 5545, 3.8.4.7 and 3.8.7.4: calendars know a meeting by these.
        uid=old.uid or new.uid,
        sequence=max(new.sequence, old.sequence),
        occurs_on=old.occurs_on if old.series_id else new.occurs_on,
        agenda=completed_agenda(new.agenda, old.agenda, old.decisions),
        decisions=decisions + left,
    )


def complete_decision(new: Decision, old: Decision) -> Decision:
    """Return a decision as it is after an import."""
    if not keeps_decision(new, old):
        return new
    return replace(
        new,
        status=old.status,
        votes=old.votes,
        quorum_met=old.quorum_met,
        decided_on=old.decided_on,
    )


def complete_action(new: ActionItem, old: ActionItem) -> ActionItem:
    """Return an action item as it is after an import: with what no file says."""
    kept = replace(
        new,
        id=old.id,
        version=old.version,
        agenda_item=old.agenda_item,
        said_by=old.said_by,
        recorded_by=old.recorded_by,
        carried=old.carried,
        done_by=old.done_by if new.status is ActionStatus.DONE else None,
    )
    if not keeps_action(new, old):
        return kept
    return replace(
        kept,
        status=old.status,
        done_on=old.done_on,
        done_by=old.done_by,
        evidence=new.evidence or old.evidence,
        reason=old.reason,
    )


def keeps_action(new: ActionItem, old: ActionItem) -> bool:
    """Whether somebody said here that it is done, and the file does not know yet."""
    return old.done_by is not None and new.is_open


def keeps_decision(new: Decision, old: Decision) -> bool:
    """Whether something was decided here that the file knows as proposed only."""
    is_open = new.status is DecisionStatus.PROPOSED
    return is_open and old.status is not new.status and old.decided_on is not None


def keeps_status(new: Meeting, old: Meeting) -> bool:
    """Whether a meeting has gone on in Slack since the file was written."""
    return is_from_slack(old) and _MEETING[new.status] < _MEETING[old.status]


def keeps_minutes(new: Meeting, old: Meeting) -> bool:
    """Whether the minutes have gone on in Slack since the file was written."""
    is_behind = _MINUTES[new.minutes_status] < _MINUTES[old.minutes_status]
    return is_from_slack(old) and is_behind


def kept_work(document: Document, group: Document) -> Iterator[str]:
    """Say of which meetings and decisions an older file was not believed."""
    held = {each.value.number: each.value for each in group.meetings}
    names = document.keys(Kind.MEETING)
    for new in (each.value for each in document.meetings):
        old = held.get(new.number)
        if old and keeps_status(new, old):
            yield _kept(names[new.number], old.status, new.status)
        if old and keeps_minutes(new, old):
            here, there = old.minutes_status.value, new.minutes_status.value
            what = f"The minutes of {names[new.number]} are {here} here"
            yield f"{what} and stay so; the file says {there}."
    yield from _kept_actions(document, group)
    decided, names = all_decisions(group), document.keys(Kind.DECISION)
    for number, decision in all_decisions(document).items():
        before = decided.get(number)
        if before and keeps_decision(decision, before):
            yield _kept(names[number], before.status, decision.status)


def _kept_actions(document: Document, group: Document) -> Iterator[str]:
    held = {each.value.number: each.value for each in group.actions}
    names = document.keys(Kind.ACTION)
    for new in (each.value for each in document.actions):
        old = held.get(new.number)
        if old and keeps_action(new, old):
            yield _kept(names[new.number], old.status.value, new.status.value)


def _kept(name: str, here: str, there: str) -> str:
    here, there = here.replace("_", " "), there.replace("_", " ")
    return f"{name} is {here} here and stays so; the file says {there}."


def is_from_slack(meeting: Meeting) -> bool:
    """Whether people were invited to a meeting, or it was held, in Slack."""
    return meeting.uid is not None or meeting.began_at is not None
