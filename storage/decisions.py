"""Decisions with their ballots, in meetings and outside of them."""

from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domain.decisions import IN_FORCE, Ballot, Choice, Recorded
from bot.domain.errors import NotFoundError, StaleVersionError
from bot.domain.meetings import Decision
from bot.domain.references import Kind, label
from storage.meetings import to_decision
from storage.sigs import next_number
from storage.statements import changed_one, insert
from storage.tables import (
    BallotRow,
    ClusterRow,
    DecisionRow,
    MeetingRow,
    OrganisationRow,
)

# An alias costs a millisecond to make; a statement may use the same one each time.
_OLD = aliased(DecisionRow)


def all_decisions(session: Session, sig_id: int) -> tuple[Recorded, ...]:
    """Return the group's decisions by number."""
    return _load(session, DecisionRow.sig_id == sig_id)


def of_meeting(session: Session, meeting_id: int) -> tuple[Recorded, ...]:
    """Return what was decided in a meeting, in order."""
    return _load(session, DecisionRow.meeting_id == meeting_id)


def find(session: Session, sig_id: int, number: int) -> Recorded:
    """Return a decision.

    Raises:
        NotFoundError: the group has none with this number.
    """
    found = _load(session, DecisionRow.sig_id == sig_id, DecisionRow.number == number)
    if not found:
        name = label(Kind.DECISION, number)
        raise NotFoundError(f"There is no decision {name}. See /decision list.")
    return found[0]


def lock(session: Session, sig_id: int, number: int) -> Recorded:
    """Return a decision that nobody else changes until the commit.

    Raises:
        NotFoundError: the group has none with this number.
    """
    query = select(DecisionRow).where(
        DecisionRow.sig_id == sig_id, DecisionRow.number == number
    )
    session.exec(query.with_for_update()).first()
    return find(session, sig_id, number)


def by_id(session: Session, decision_id: int) -> Recorded | None:
    """Return a decision, for messages that know only its id."""
    found = _load(session, DecisionRow.id == decision_id)
    return found[0] if found else None


def by_source(session: Session, sig_id: int, source: str) -> Recorded | None:
    """Return the decision that came from a form sent before."""
    found = _load(session, DecisionRow.sig_id == sig_id, DecisionRow.source == source)
    return found[0] if found else None


def add(
    session: Session,
    sig_id: int,
    decision: Decision,
    *,
    meeting_id: int | None,
    source: str,
) -> Recorded:
    """Store a new decision with the group's next number."""
    number = next_number(session, sig_id, Kind.DECISION)
    last = sa.select(sa.func.coalesce(sa.func.max(DecisionRow.position), -1)).where(
        col(DecisionRow.sig_id) == sig_id, col(DecisionRow.meeting_id) == meeting_id
    )
    row = DecisionRow(
        sig_id=sig_id,
        meeting_id=meeting_id,
        agenda_item_id=decision.agenda_item_id,
        position=session.connection().execute(last).scalar_one() + 1,
        number=number,
        text=decision.text,
        kind=decision.kind,
        status=decision.status,
        supersedes_id=_id_of(session, sig_id, decision.supersedes),
        dissent=decision.dissent,
        decided_on=decision.decided_on,
        due_at=decision.due_at,
        quorum_met=decision.quorum_met,
        author_id=decision.author_id,
        source=source,
    )
    session.add(row)
    session.flush()
    return find(session, sig_id, number)


def save(session: Session, sig_id: int, decision: Decision) -> Recorded:
    """Store a changed decision.

    Raises:
        StaleVersionError: somebody saved it since it was read.
    """
    votes = decision.votes
    statement = (
        sa.update(DecisionRow)
        .where(
            col(DecisionRow.id) == decision.id,
            col(DecisionRow.sig_id) == sig_id,
            col(DecisionRow.version) == decision.version,
        )
        .values(
            text=decision.text,
            status=decision.status,
            votes_for=votes.in_favour if votes else None,
            votes_against=votes.against if votes else None,
            votes_abstain=votes.abstain if votes else None,
            supersedes_id=_id_of(session, sig_id, decision.supersedes),
            dissent=decision.dissent,
            decided_on=decision.decided_on,
            quorum_met=decision.quorum_met,
            version=decision.version + 1,
        )
    )
    if not changed_one(session, statement):
        raise StaleVersionError(
            f"{decision.ref} was changed by somebody else in the meantime. Look at it "
            f"with /decision show {decision.ref}."
        )
    return find(session, sig_id, decision.number)


def touch(session: Session, decision_id: int) -> None:
    """Count a new ballot as a change, so that each tally is told once."""
    statement = (
        sa.update(DecisionRow)
        .where(col(DecisionRow.id) == decision_id)
        .values(version=col(DecisionRow.version) + 1)
    )
    session.connection().execute(statement)


def cast(
    session: Session,
    decision_id: int,
    *,
    cluster_id: int,
    choice: Choice,
    person_id: int,
) -> bool:
    """Store a cluster's word in the place of its earlier one; False: it is the same."""
    row = session.get(BallotRow, (decision_id, cluster_id), populate_existing=True)
    if row is not None and row.choice == choice.value:
        return False
    values = {"choice": choice.value, "person_id": person_id}
    statement = insert(session, BallotRow).values(
        decision_id=decision_id, cluster_id=cluster_id, **values
    )
    changes = values | {"updated_at": statement.excluded.updated_at}
    session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=["decision_id", "cluster_id"], set_=changes
        )
    )
    return True


def superseding(session: Session, sig_id: int) -> dict[int, int]:
    """Return which decision, by number, took the place of which."""
    return {
        each.decision.number: each.decision.supersedes
        for each in all_decisions(session, sig_id)
        if each.decision.supersedes is not None
    }


def _load(
    session: Session, *which: sa.ColumnElement[bool] | bool
) -> tuple[Recorded, ...]:
    query = (
        select(DecisionRow, _OLD.number, MeetingRow.number)
        .outerjoin(_OLD, col(_OLD.id) == DecisionRow.supersedes_id)
        .outerjoin(MeetingRow, col(MeetingRow.id) == DecisionRow.meeting_id)
        .where(*which)
        .order_by(col(DecisionRow.number))
        .execution_options(populate_existing=True)
    )
    rows = session.exec(query).all()
    ids = [row.id for row, _, _ in rows]
    later, ballots = _later(session, ids), _ballots(session, ids)
    return tuple(
        Recorded(
            sig_id=row.sig_id,
            decision=to_decision(row, supersedes),
            meeting=meeting,
            meeting_id=row.meeting_id,
            superseded_by=later.get(row.id),
            ballots=tuple(ballots[row.id]),
        )
        for row, supersedes, meeting in rows
    )


def _later(session: Session, ids: Collection[int]) -> dict[int, int]:
    query = (
        select(DecisionRow.supersedes_id, DecisionRow.number)
        .where(
            col(DecisionRow.supersedes_id).in_(ids),
            col(DecisionRow.status).in_(list(IN_FORCE)),
        )
        .order_by(col(DecisionRow.number).desc())
    )
    return {old: number for old, number in session.exec(query) if old is not None}


def _ballots(session: Session, ids: Collection[int]) -> defaultdict[int, list[Ballot]]:
    query = (
        select(BallotRow, OrganisationRow.key, OrganisationRow.name)
        .join(ClusterRow, col(ClusterRow.id) == BallotRow.cluster_id)
        .join(OrganisationRow, col(OrganisationRow.id) == ClusterRow.organisation_id)
        .where(col(BallotRow.decision_id).in_(ids))
        .order_by(col(BallotRow.cluster_id))
        .execution_options(populate_existing=True)
    )
    found: defaultdict[int, list[Ballot]] = defaultdict(list)
    for row, key, name in session.exec(query):
        found[row.decision_id].append(
            Ballot(
                cluster=key,
                name=name,
                choice=Choice(row.choice),
                cast_at=row.updated_at,
            )
        )
    return found


def _id_of(session: Session, sig_id: int, number: int | None) -> int | None:
    if number is None:
        return None
    query = select(DecisionRow.id).where(
        DecisionRow.sig_id == sig_id, DecisionRow.number == number
    )
    found = session.exec(query).first()
    if found is None:
        name = label(Kind.DECISION, number)
        raise NotFoundError(f"There is no decision {name}. See /decision list.")
    return found
