"""What stating and matching share: who speaks for a cluster, who can be asked."""

from datetime import date

from sqlmodel import Session

from bot.domain.errors import NotAllowedError
from bot.domain.matching import Holders, Offer, held_by
from bot.domain.permissions import Permission, may
from bot.domain.sigs import Person
from bot.services.members import Caller
from storage import members as member_rows


def cluster_of(caller: Caller) -> int:
    """Return the cluster the caller speaks for.

    Raises:
        NotAllowedError: the group does not know which one that is.
    """
    if caller.actor.cluster_id is None:
        raise NotAllowedError(
            "Needs and offers belong to a cluster, and I do not know which one you "
            "speak for. Please ask the chair or the secretariat to enter it: they "
            "find you under /sig members."
        )
    return caller.actor.cluster_id


def is_of(offer: Offer, cluster_id: int | None, known: Holders) -> bool:
    """Whether a need or offer is one of this cluster, also by merger."""
    if cluster_id is None:
        return False
    return cluster_id in {offer.cluster_id, *held_by(offer.cluster_id, known)}


def contact(
    session: Session, offer: Offer, *, day: date, known: Holders
) -> Person | None:
    """Return whom to ask about a need or offer, or None when there is nobody.

    Somebody who left, whose account is deactivated, who now speaks for another
    cluster or lost the voice of one is nobody to ask.
    """
    if offer.person_id is None:
        return None
    actor = member_rows.actor(session, offer.sig_id, offer.person_id)
    if actor is None or not may(actor, Permission.STATE_OFFER, today=day):
        return None
    if not is_of(offer, actor.cluster_id, known):
        return None
    person = member_rows.person(session, offer.person_id)
    return person if person.user_id else None
