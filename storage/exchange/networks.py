"""Networks of a document: their values, and who keeps contact with them."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select

from bot.domain.clusters import Network
from bot.domain.exchange import Entry, NetworkRecord
from storage.directory import directory
from storage.exchange.keys import person_of
from storage.tables import NetworkRow


def network_values(network: Network) -> dict[str, Any]:
    """Return what is stored of a network before its people are known."""
    return {
        "slug": network.slug,
        "name": network.name,
        "kind": network.kind,
        "relation": network.relation,
        "source": network.source,
        "acronym": network.acronym,
        "website": network.website,
        "scope": network.scope,
        "last_contact_on": network.last_contact_on,
        "next_step": network.next_step,
        "ended_on": network.ended_on,
    }


def save_liaisons(
    session: Session, sig_id: int, *, entries: Iterable[Entry[NetworkRecord]]
) -> None:
    """Store who keeps contact; whoever left the group is in no file and stays."""
    wanted = {each.value.network.slug: each.value.liaison for each in entries}
    if not wanted:
        return
    who = directory(session, sig_id)
    query = select(NetworkRow).where(
        NetworkRow.sig_id == sig_id, col(NetworkRow.slug).in_(wanted)
    )
    for row in session.exec(query):
        row.liaison_person_id = person_of(
            who, wanted[row.slug], before=row.liaison_person_id
        )
    session.flush()
