"""Who did what for the paper: read from what people did, and corrected by them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import StaleVersionError
from bot.domain.practices import ReviewState
from bot.domain.sigs import PersonState
from bot.domain.whitepaper.credit import Contributor, CreditRole
from storage.directory import directory
from storage.statements import changed_one, insert_new
from storage.tables import (
    ContributorCreditRow,
    MeetingRow,
    MembershipRow,
    MinutesRow,
    PersonRow,
    PracticeRow,
    ReviewRow,
    SectionCommentRow,
    SectionRevisionRow,
    SectionRow,
    WhitePaperRow,
)

_CHANGED = (
    "Somebody else just changed these roles. Look at them again: /whitepaper credit"
)


def contributors(session: Session, sig_id: int) -> tuple[Contributor, ...]:
    """Return everybody of the group with what they did, those of no cluster too."""
    clusters = directory(session, sig_id).clusters
    practices = _practices(session, sig_id)
    drafted, edited = _writers(session, sig_id)
    edited |= _people(session, SectionCommentRow.person_id, _said(sig_id))
    reviewed = _people(session, ReviewRow.reviewer_id, _reviewed(sig_id))
    kept = _minutes(session, sig_id)
    corrected = _corrected(session, sig_id)
    query = (
        select(MembershipRow)
        .join(PersonRow, col(PersonRow.id) == MembershipRow.person_id)
        .where(MembershipRow.sig_id == sig_id, PersonRow.state != PersonState.ERASED)
        .order_by(col(MembershipRow.person_id))
        .execution_options(populate_existing=True)
    )
    return tuple(
        Contributor(
            person_id=row.person_id,
            role=row.role,
            cluster=clusters.get(row.cluster_id or 0),
            practices=frozenset(practices[row.person_id]),
            has_drafted=row.person_id in drafted,
            has_edited=row.person_id in edited,
            has_reviewed=row.person_id in reviewed,
            has_kept_minutes=row.person_id in kept,
            **corrected.get(row.person_id, {}),
        )
        for row in session.exec(query)
    )


def correct(
    session: Session,
    sig_id: int,
    person_id: int,
    *,
    version: int,
    roles: Iterable[CreditRole] | None,
    by: int,
    now: datetime,
) -> None:
    """Keep the roles that somebody chose; None: those that are counted again.

    ``version`` is the number of the correction that they saw, 0 for none.

    Raises:
        StaleVersionError: somebody else corrected them since.
    """
    table = ContributorCreditRow
    theirs = (col(table.sig_id) == sig_id) & (col(table.person_id) == person_id)
    same = theirs & (col(table.version) == version)
    values: dict[str, Any] = {"changed_by": by, "version": version + 1}
    if roles is None and version == 0:
        is_kept = session.exec(select(table.person_id).where(theirs)).first() is None
    elif roles is None:
        is_kept = changed_one(session, sa.delete(table).where(same))
    elif version == 0:
        values |= {"sig_id": sig_id, "person_id": person_id, "roles": list(roles)}
        is_kept = insert_new(session, table, **values)
    else:
        values |= {"roles": list(roles), "updated_at": now}
        is_kept = changed_one(session, sa.update(table).where(same).values(**values))
    if not is_kept:
        raise StaleVersionError(_CHANGED)


def _practices(session: Session, sig_id: int) -> defaultdict[int, set[int]]:
    query = select(PracticeRow.author_id, PracticeRow.number).where(
        PracticeRow.sig_id == sig_id, col(PracticeRow.number).is_not(None)
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for author, number in session.exec(query):
        if author is not None and number is not None:
            found[author].add(number)
    return found


def _writers(session: Session, sig_id: int) -> tuple[set[int], set[int]]:
    """Return who wrote the first text of a section, and who changed another's."""
    query = (
        select(SectionRevisionRow.section_id, SectionRevisionRow.author_id)
        .join(SectionRow, col(SectionRow.id) == SectionRevisionRow.section_id)
        .join(WhitePaperRow, col(WhitePaperRow.id) == SectionRow.paper_id)
        .where(
            WhitePaperRow.sig_id == sig_id,
            col(SectionRow.removed_at).is_(None),
            sa.func.trim(SectionRevisionRow.body) != "",
        )
        .order_by(col(SectionRevisionRow.section_id), col(SectionRevisionRow.revision))
    )
    first: dict[int, int | None] = {}
    edited: set[int] = set()
    for section, author in session.exec(query):
        if first.setdefault(section, author) != author and author is not None:
            edited.add(author)
    return {each for each in first.values() if each is not None}, edited


def _said(sig_id: int) -> sa.ColumnElement[bool]:
    return col(SectionCommentRow.sig_id) == sig_id


def _reviewed(sig_id: int) -> sa.ColumnElement[bool]:
    is_given = col(ReviewRow.state) == ReviewState.GIVEN
    return (col(ReviewRow.sig_id) == sig_id) & is_given


def _minutes(session: Session, sig_id: int) -> set[int]:
    query = (
        select(MinutesRow.author_id)
        .join(MeetingRow, col(MeetingRow.id) == MinutesRow.meeting_id)
        .where(MeetingRow.sig_id == sig_id)
        .distinct()
    )
    return {each for each in session.exec(query) if each is not None}


def _people(
    session: Session, person: int | None, where: sa.ColumnElement[bool]
) -> set[int]:
    """Return who stands in a column of the rows that are asked for."""
    found = session.exec(select(person).where(where).distinct())
    return {each for each in found if each is not None}


def _corrected(session: Session, sig_id: int) -> dict[int, dict[str, Any]]:
    """Return what was corrected of people, and which version of it that is."""
    query = (
        select(ContributorCreditRow)
        .where(ContributorCreditRow.sig_id == sig_id)
        .execution_options(populate_existing=True)
    )
    return {
        row.person_id: {
            "corrected": frozenset(
                CreditRole(role) for role in row.roles if role in set(CreditRole)
            ),
            "version": row.version,
        }
        for row in session.exec(query)
    }
