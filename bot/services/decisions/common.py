"""What all steps of a decision share: the count of voices, messages, the log."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain import quorum
from bot.domain.decisions import DecisionKind, Recorded, Standing, tally
from bot.domain.meetings import Meeting
from bot.domain.outbox import Message, MessageKind
from bot.domain.sigs import Sig
from bot.services.holding.running import head_key
from storage import audit, outbox
from storage import clusters as cluster_rows
from storage import meetings as meeting_rows
from storage.successions.loading import lineage

_USEFUL = timedelta(days=3)


def day_of(sig: Sig, now: datetime) -> date:
    """Return the day in the group's home zone, by which decisions are dated."""
    return now.astimezone(ZoneInfo(sig.zone)).date()


def standing(session: Session, sig: Sig, recorded: Recorded) -> Standing:
    """Return a decision with its voices counted and named.

    In a meeting those who were there count and those who voted, else those who voted.
    """
    line = lineage(session, sig.id)
    counted = tally(recorded.ballots, line.voice)
    meeting = None
    if recorded.meeting is not None:
        meeting = meeting_rows.find(session, sig.id, recorded.meeting)
    there = meeting.attendance.present if meeting else ()
    is_voted = recorded.decision.kind in {DecisionKind.VOTE, DecisionKind.WRITTEN}
    count = count_of(session, sig, (*there, *counted.voices))
    return Standing(
        recorded=recorded,
        counted=counted,
        names={key: line.name(key) for key in counted.voices},
        present=len(count.present),
        seats=count.seats,
        needed=count.needed,
        is_met=count.is_met if is_voted or there else None,
    )


def count_of(session: Session, sig: Sig, keys: Iterable[str]) -> quorum.Count:
    """Return how many voices these clusters are, and how many a quorum needs."""
    return quorum.counted(
        keys,
        clusters=[each.key for each in cluster_rows.active(session, sig.id)],
        lineage=lineage(session, sig.id),
        percent=sig.quorum_percent,
    )


def count_in(session: Session, sig: Sig, meeting: Meeting) -> quorum.Count | None:
    """Return how many were in a meeting; None where nobody noted that yet."""
    there = meeting.attendance.present
    return count_of(session, sig, there) if there else None


def recorded_key(decision_id: int) -> str:
    """Return the key of the message that shows a decision."""
    return f"decision:{decision_id}:recorded"


def due_key(decision_id: int) -> str:
    """Return the key of the message that ends a written procedure."""
    return f"decision:{decision_id}:due"


def tell(
    session: Session,
    sig: Sig,
    recorded: Recorded,
    key: str,
    *,
    kind: MessageKind,
    due_at: datetime,
    useful: timedelta | None = _USEFUL,
) -> None:
    """Put a message about a decision into the outbox."""
    if sig.channel_id is None:
        return
    head = head_key(recorded.meeting_id) if recorded.meeting_id else ""
    is_reply = bool(head) and outbox.by_key(session, head) is not None
    outbox.enqueue(
        session,
        Message(
            key=key,
            kind=kind,
            sig_id=sig.id,
            object_id=recorded.decision.id,
            recipient=sig.channel_id,
            due_at=due_at,
            not_after=due_at + useful if useful else None,
            thread_key=head if is_reply else None,
        ),
    )


def announce(session: Session, sig: Sig, recorded: Recorded, now: datetime) -> None:
    """Show a new decision in the thread of its meeting, else in the channel."""
    key, kind = recorded_key(recorded.decision.id), MessageKind.DECISION_RECORDED
    tell(session, sig, recorded, key, kind=kind, due_at=now)
    due = recorded.decision.due_at
    if recorded.is_open and due is not None:
        key, kind = due_key(recorded.decision.id), MessageKind.DECISION_DECIDED
        # It ends the procedure, so it is never too late for that.
        tell(session, sig, recorded, key, kind=kind, due_at=due, useful=None)


def refresh(session: Session, sig: Sig, recorded: Recorded, now: datetime) -> None:
    """Let the message that shows a decision say what is true now."""
    decision = recorded.decision
    key = f"decision:{decision.id}:v{decision.version}"
    tell(session, sig, recorded, key, kind=MessageKind.DECISION_REFRESH, due_at=now)


def log(
    session: Session,
    recorded: Recorded,
    by: int | None,
    *,
    verb: str,
    now: datetime,
) -> None:
    """Record a step; ``by`` is None for the program."""
    audit.record(
        session,
        recorded.sig_id,
        by,
        verb=verb,
        object_kind="decision",
        object_id=recorded.decision.id,
        now=now,
    )
