"""What all steps of a recommendation share: how it stands, messages, the log."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.consensus import (
    REMINDER,
    Outcome,
    Proposed,
    Standing,
    Tally,
    changed_since,
    count,
)
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Permission, may
from bot.domain.quiet import when_awake
from bot.domain.references import Kind, parse
from bot.domain.sigs import Sig
from bot.services.members import Caller, today
from storage import audit, outbox
from storage import clusters as cluster_rows
from storage import consensus as rows
from storage import decisions as decision_rows
from storage.successions.loading import lineage

_USEFUL = timedelta(days=3)


def asked(session: Session, caller: Caller, text: str | int) -> Proposed:
    """Return the recommendation that somebody named.

    Raises:
        InvalidInputError: this is no number of a recommendation.
        NotFoundError: there is none with it.
    """
    number = text if isinstance(text, int) else parse(text, Kind.RECOMMENDATION)
    return rows.find(session, caller.sig.id, number)


def tally(session: Session, sig: Sig, proposed: Proposed) -> Tally:
    """Return the voices of the last round."""
    voices = [each.key for each in cluster_rows.active(session, sig.id)]
    return count(proposed, voices, lineage(session, sig.id))


def standing(
    session: Session, clock: Clock, *, caller: Caller, proposed: Proposed
) -> Standing:
    """Return a recommendation as this reader may see it."""
    sig, now, day = caller.sig, clock(), today(clock, caller.sig)
    line = lineage(session, sig.id)
    clusters = {each.id: each for each in cluster_rows.clusters(session, sig.id)}
    mine = clusters.get(caller.actor.cluster_id or 0)
    voice = line.voice(mine.key) if mine else None
    counted = tally(session, sig, proposed)
    author = clusters.get(proposed.author_cluster_id or 0)
    is_editor = may(caller.actor, Permission.DRAFT_WHITEPAPER, today=day)
    is_author = proposed.author_id == caller.person.id
    takes = proposed.round is not None and proposed.round.takes(now)
    is_edited = proposed.is_open and not proposed.has_open_round
    return Standing(
        proposed=proposed,
        tally=counted,
        names={each.key: line.name(each.key) for each in clusters.values()},
        author=line.name(author.key) if author else "",
        mine=next((each for each in counted.said if each.cluster == voice), None),
        meeting=_meeting(session, sig.id, proposed.recommendation.decision),
        may_edit=is_edited and (is_editor or is_author),
        may_rule=may(caller.actor, Permission.RULE_RECOMMENDATIONS, today=day),
        may_answer=takes
        and voice is not None
        and may(caller.actor, Permission.VOTE, today=day),
    )


def done(
    session: Session, clock: Clock, *, caller: Caller, proposed: Proposed
) -> Outcome:
    """Say that it is stored, and how the recommendation stands now."""
    found = standing(session, clock, caller=caller, proposed=proposed)
    return Outcome(standing=found)


def outdated(
    session: Session, clock: Clock, caller: Caller, proposed: Proposed, *, seen: str
) -> Outcome:
    """Say that something was decided about what reads otherwise by now."""
    return Outcome(
        standing=standing(session, clock, caller=caller, proposed=proposed),
        is_done=False,
        changed=changed_since(proposed, seen),
    )


def for_everybody(session: Session, sig: Sig, proposed: Proposed) -> Standing:
    """Return a recommendation as a message shows it: nobody is the reader."""
    line = lineage(session, sig.id)
    clusters = cluster_rows.clusters(session, sig.id)
    return Standing(
        proposed=proposed,
        tally=tally(session, sig, proposed),
        names={each.key: line.name(each.key) for each in clusters},
        meeting=_meeting(session, sig.id, proposed.recommendation.decision),
    )


def end_of(day: date, sig: Sig) -> datetime:
    """Return the end of a day in the group's home zone, in UTC."""
    after = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(sig.zone))
    return after.astimezone(UTC)


def announce(session: Session, sig: Sig, proposed: Proposed, *, now: datetime) -> None:
    """Ask the group in its channel, and once more before the end."""
    found = proposed.round
    if found is None:
        return
    key = f"recommendation:{proposed.id}:round:{found.number}"
    end = found.closes_at
    message = _message(sig, proposed, key, kind=MessageKind.ROUND_OPENED, due_at=now)
    _post(session, sig, message, not_after=end)
    reminder = when_awake(
        end - REMINDER,
        sig.zone,
        quiet_from=sig.quiet_from,
        quiet_until=sig.quiet_until,
    )
    if now < reminder < end:
        kind = MessageKind.ROUND_REMINDER
        message = _message(sig, proposed, f"{key}:soon", kind=kind, due_at=reminder)
        _post(session, sig, message, not_after=end)


def tell(
    session: Session, sig: Sig, proposed: Proposed, kind: MessageKind, *, now: datetime
) -> None:
    """Tell the channel what became of it."""
    key = f"recommendation:{proposed.id}:v{proposed.version}:{kind}"
    message = _message(sig, proposed, key, kind=kind, due_at=now)
    _post(session, sig, message, not_after=now + _USEFUL)


def log(
    session: Session, proposed: Proposed, by: int | None, verb: str, *, now: datetime
) -> None:
    """Record a step; ``by`` is None for the program."""
    audit.record(
        session,
        proposed.sig_id,
        by,
        verb=verb,
        object_kind="recommendation",
        object_id=proposed.id,
        now=now,
    )


def _message(
    sig: Sig, proposed: Proposed, key: str, *, kind: MessageKind, due_at: datetime
) -> Message:
    return Message(
        key=key,
        kind=kind,
        sig_id=sig.id,
        object_id=proposed.id,
        recipient=sig.channel_id or "",
        due_at=due_at,
    )


def _post(session: Session, sig: Sig, message: Message, *, not_after: datetime) -> None:
    if sig.channel_id is not None:
        outbox.enqueue(session, replace(message, not_after=not_after))


def _meeting(session: Session, sig_id: int, number: int | None) -> int | None:
    known = {
        each.decision.number: each.meeting
        for each in decision_rows.all_decisions(session, sig_id)
    }
    return known.get(number or 0)
