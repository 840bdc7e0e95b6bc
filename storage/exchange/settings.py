"""The group's own record of a document: settings, and what it has been for."""

from typing import Any

from sqlmodel import Session

from bot.domain.exchange import Entry, SigRecord
from bot.domain.sigs import Sig
from storage import sigs
from storage.directory import directory
from storage.exchange.keys import person_of
from storage.tables import SigObjectivesRow


def sig_values(sig: Sig) -> dict[str, Any]:
    """Return what a file decides about a group; its channels are Slack's matter."""
    return {
        "name": sig.name,
        "objectives": sig.objectives,
        "licence": sig.licence,
        "zone": sig.zone,
        "language": sig.language,
        "min_clusters": sig.min_clusters,
        "max_clusters": sig.max_clusters,
        "quorum_percent": sig.quorum_percent,
        "holiday_countries": list(sig.holiday_countries),
        "quiet_from": sig.quiet_from,
        "quiet_until": sig.quiet_until,
    }


def save_history(
    session: Session, sig_id: int, *, entry: Entry[SigRecord] | None
) -> None:
    """Store the texts of the objectives that the group does not know."""
    if entry is None:
        return
    known = {each.revision for each in sigs.objectives(session, sig_id)}
    new = [each for each in entry.value.history if each.revision not in known]
    who = directory(session, sig_id) if new else None
    session.add_all(
        SigObjectivesRow(
            sig_id=sig_id,
            revision=each.revision,
            text=each.text,
            set_on=each.set_on,
            author_id=person_of(who, each.author) if who else None,
        )
        for each in new
    )
    session.flush()
