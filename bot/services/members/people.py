"""What every use case about people needs: the group as it is now, and the log."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.domain.clusters import Cluster
from bot.domain.errors import NotFoundError
from bot.domain.members import Member
from bot.domain.sigs import Person, Sig
from storage import audit
from storage import clusters as cluster_rows
from storage import members as rows
from storage import sigs as sig_rows

_NOBODY = "This person is not in the group."


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group with everybody who has a place in it, and its clusters."""

    sig: Sig
    members: tuple[Member, ...]
    clusters: tuple[Cluster, ...]

    def member(self, person_id: int) -> Member:
        """Return somebody's place.

        Raises:
            NotFoundError: they have none in this group.
        """
        for each in self.members:
            if each.person.id == person_id:
                return each
        raise NotFoundError(_NOBODY)

    def cluster(self, cluster_id: int | None) -> Cluster | None:
        """Return a cluster of the group."""
        return next((each for each in self.clusters if each.id == cluster_id), None)


def load(session: Session, sig: Sig) -> Group:
    """Return the group as it is now."""
    return Group(
        sig=sig,
        members=rows.roster(session, sig.id),
        clusters=cluster_rows.clusters(session, sig.id),
    )


def of(session: Session, sig_id: int) -> Group:
    """Return a group by its id.

    Raises:
        NotFoundError: there is none.
    """
    return load(session, sig_rows.get(session, sig_id))


def lock(session: Session, sig_id: int) -> Group:
    """Return the group and let nobody else change who is in it until the commit.

    Rules such as "the last chair stays" look at several people: without the lock two
    chairs could step down at the same moment.
    """
    return load(session, sig_rows.lock(session, sig_id))


def log(
    session: Session,
    sig: Sig,
    by: Person | None,
    *,
    verb: str,
    person_id: int,
    now: datetime,
) -> None:
    """Note who did what to whom."""
    audit.record(
        session,
        sig.id,
        by.id if by else None,
        verb=verb,
        object_kind="person",
        object_id=person_id,
        now=now,
    )
