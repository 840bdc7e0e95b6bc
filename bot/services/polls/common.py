"""What the use cases of polls share: the poll as readers see it, and the log."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.members import Member, speaks_for_a_cluster, voting
from bot.domain.permissions import Actor, Permission, may
from bot.domain.polls import Board, Poll, Tally, tally
from bot.domain.references import Kind, label
from bot.domain.sigs import Sig
from bot.domain.successions import Lineage
from storage import audit
from storage import clusters as cluster_rows
from storage import members as member_rows
from storage import polls as rows
from storage.successions import loading as successions


def board(
    session: Session,
    sig: Sig,
    poll: Poll,
    *,
    now: datetime,
    actor: Actor | None = None,
) -> Board:
    """Return a poll with its counts, as ``actor`` sees it; None is everybody."""
    lineage = successions.lineage(session, sig.id)
    counted = count(session, sig, poll, lineage=lineage)
    day = now.astimezone(ZoneInfo(sig.zone)).date()
    members = member_rows.roster(session, sig.id)
    return Board(
        sig_id=sig.id,
        poll=poll.at(now),
        tally=counted,
        names={key: lineage.name(key) for key in counted.seats},
        zones=zones_of(members, sig),
        as_of=now,
        may_lead=actor is not None and may(actor, Permission.POLL_DATES, today=day),
        may_answer=actor is not None
        and actor.cluster_id is not None
        and may(actor, Permission.ANSWER_POLL, today=day),
        meeting_ref=label(Kind.MEETING, poll.meeting) if poll.meeting else "",
    )


def count(session: Session, sig: Sig, poll: Poll, *, lineage: Lineage) -> Tally:
    """Count a poll as it stands."""
    active = cluster_rows.active(session, sig.id)
    ballots = rows.ballots(session, sig.id, poll.id)
    keys = [each.key for each in active]
    return tally(poll.slots, ballots, clusters=keys, lineage=lineage)


def voices(members: Iterable[Member]) -> list[Member]:
    """Return those who may answer: active people who speak for a cluster."""
    return [
        each
        for each in members
        if each.is_active
        and each.place.cluster_id is not None
        and speaks_for_a_cluster(each.place.role)
    ]


def asked_in_private(members: Iterable[Member]) -> Mapping[int, Member]:
    """Return of each cluster the one who votes, among those who can be written to."""
    reachable = {each.person.id: each for each in members if each.person.user_id}
    voters = voting(reachable.values())
    return {cluster_id: reachable[person] for cluster_id, person in voters.items()}


def zones_of(members: Iterable[Member], sig: Sig) -> Mapping[str, int]:
    """Return how many of those who may answer live in each zone.

    Of whom nobody knows where, they live in the group's home zone.
    """
    return Counter(each.person.zone or sig.zone for each in voices(members))


def note(
    session: Session,
    sig: Sig,
    poll: Poll,
    *,
    verb: str,
    by: int | None,
    now: datetime,
) -> None:
    """Record a step; ``by`` is a person's id, None for the program."""
    audit.record(
        session,
        sig.id,
        by,
        verb=verb,
        object_kind="poll",
        object_id=poll.id,
        now=now,
    )
