"""Rounds that wait for the word of a cluster, for App Home and the weekly summary."""

from datetime import datetime

from sqlmodel import Session

from bot.domain.clusters import OrganisationStatus
from bot.domain.consensus import Proposed, count
from bot.domain.sigs import Sig
from storage import clusters as cluster_rows
from storage import consensus as rows
from storage.successions.loading import lineage


def for_cluster(
    session: Session, sig: Sig, cluster_id: int, *, now: datetime
) -> tuple[Proposed, ...]:
    """Return what a cluster is asked and has not answered, the first to end first.

    What was said by clusters that went up in it is its word too. As many statements
    for many rounds as for none.
    """
    line = lineage(session, sig.id)
    clusters = cluster_rows.clusters(session, sig.id)
    voices = [each.key for each in clusters if each.status is OrganisationStatus.ACTIVE]
    mine = next((each.key for each in clusters if each.id == cluster_id), "")
    waiting = [
        (each.round.closes_at, each.id, each)
        for each in rows.open_rounds(session, sig.id)
        if each.round is not None
        and each.round.takes(now)
        and line.voice(mine) in count(each, voices, line).silent
    ]
    return tuple(each for *_, each in sorted(waiting, key=lambda each: each[:2]))
