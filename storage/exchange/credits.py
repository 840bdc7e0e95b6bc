"""Roles in the paper that were corrected, of a document's people."""

from collections.abc import Iterable

from sqlmodel import Session, select

from bot.domain.exchange import Member
from bot.domain.whitepaper.credit import CreditRole
from storage.directory import directory
from storage.exchange.keys import person_of
from storage.tables import ContributorCreditRow

Credits = dict[int, tuple[tuple[CreditRole, ...], int | None]]


def load_credits(session: Session, sig_id: int) -> Credits:
    """Return the corrected roles of people by id, and who corrected them."""
    query = (
        select(ContributorCreditRow)
        .where(ContributorCreditRow.sig_id == sig_id)
        .execution_options(populate_existing=True)
    )
    return {
        row.person_id: (
            tuple(role for role in CreditRole if role in row.roles),
            row.changed_by,
        )
        for row in session.exec(query)
    }


def save_credits(session: Session, sig_id: int, people: Iterable[Member]) -> None:
    """Store corrected roles; those that somebody corrected here stay."""
    corrected = [each for each in people if each.credit is not None]
    if not corrected:
        return
    who, known = directory(session, sig_id), load_credits(session, sig_id)
    for member in corrected:
        person_id = who.find(member.key)[0]
        if person_id is not None and person_id not in known:
            row = ContributorCreditRow(
                sig_id=sig_id,
                person_id=person_id,
                roles=list(member.credit or ()),
                changed_by=person_of(who, member.credit_by),
            )
            session.add(row)
    session.flush()
