"""Clusters that newcomers proposed: one per person and group."""

from sqlmodel import Session, select

from bot.domain.errors import NotFoundError
from bot.domain.members import Proposal, ProposedCluster
from bot.domain.sigs import ProposalState
from storage.tables import ClusterProposalRow


def get(session: Session, sig_id: int, proposal_id: int) -> Proposal:
    """Return a proposal of the group.

    Raises:
        NotFoundError: the group has none with this id.
    """
    return _proposal(_row(session, sig_id, proposal_id))


def of_person(session: Session, sig_id: int, person_id: int) -> Proposal | None:
    """Return what a person proposed in the group, whatever became of it."""
    query = select(ClusterProposalRow).where(
        ClusterProposalRow.sig_id == sig_id, ClusterProposalRow.person_id == person_id
    )
    row = session.exec(query.execution_options(populate_existing=True)).first()
    return _proposal(row) if row else None


def store(
    session: Session, sig_id: int, person_id: int, *, proposed: ProposedCluster
) -> Proposal:
    """Store a proposal; it takes the place of an earlier one of the same person."""
    query = select(ClusterProposalRow).where(
        ClusterProposalRow.sig_id == sig_id, ClusterProposalRow.person_id == person_id
    )
    row = session.exec(query.execution_options(populate_existing=True)).first()
    if row is None:
        row = ClusterProposalRow(
            sig_id=sig_id,
            person_id=person_id,
            name=proposed.name,
            country=proposed.country,
            state=ProposalState.OPEN,
        )
        session.add(row)
    else:
        row.version += 1
    row.name, row.country = proposed.name, proposed.country
    row.website = proposed.website
    row.state, row.cluster_id, row.decided_by = ProposalState.OPEN, None, None
    session.flush()
    return _proposal(row)


def decide(
    session: Session,
    proposal: Proposal,
    *,
    state: ProposalState,
    by: int,
    cluster_id: int | None = None,
) -> Proposal:
    """Store what became of a proposal."""
    row = _row(session, proposal.sig_id, proposal.id)
    row.state, row.decided_by, row.cluster_id = state, by, cluster_id
    row.version += 1
    session.flush()
    return _proposal(row)


def _row(session: Session, sig_id: int, proposal_id: int) -> ClusterProposalRow:
    row = session.get(ClusterProposalRow, proposal_id, populate_existing=True)
    if row is None or row.sig_id != sig_id:
        raise NotFoundError("There is no such proposal in this group.")
    return row


def _proposal(row: ClusterProposalRow) -> Proposal:
    return Proposal(
        id=row.id,
        sig_id=row.sig_id,
        person_id=row.person_id,
        cluster=ProposedCluster(
            name=row.name, country=row.country, website=row.website
        ),
        state=row.state,
        cluster_id=row.cluster_id,
        decided_by=row.decided_by,
        version=row.version,
    )
