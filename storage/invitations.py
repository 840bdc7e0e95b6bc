"""What calendars need of meetings and people: UIDs, last changes, e-mail guests."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.members import Member
from bot.domain.outbox import MessageKind, MessageState
from bot.domain.permissions import Role
from bot.domain.sigs import PersonState
from storage import members
from storage.tables import MeetingRow, MembershipRow, OutboxRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """An external who is invited by e-mail, because they have no Slack account."""

    member: Member
    email: str


def keep_uid(session: Session, meeting_id: int, uid: str) -> None:
    """Store a UID that was made for a meeting without one; one that is there stays."""
    statement = (
        sa.update(MeetingRow)
        .where(col(MeetingRow.id) == meeting_id, col(MeetingRow.uid).is_(None))
        .values(uid=uid, updated_at=col(MeetingRow.updated_at))
    )
    session.connection().execute(statement)


def changed_at(session: Session, sig_id: int) -> dict[int, datetime]:
    """Return when each meeting of a group was changed last, by its id."""
    query = select(MeetingRow.id, MeetingRow.updated_at).where(
        MeetingRow.sig_id == sig_id
    )
    return dict(session.exec(query).all())


def guests(session: Session, sig_id: int) -> tuple[Guest, ...]:
    """Return the externals of a group who have an e-mail address and no account."""
    query = select(MembershipRow.person_id, MembershipRow.email).where(
        MembershipRow.sig_id == sig_id,
        MembershipRow.role == Role.EXTERNAL,
        MembershipRow.email != "",
    )
    addresses = dict(session.exec(query).all())
    return tuple(
        Guest(member=each, email=addresses[each.person.id])
        for each in members.roster(session, sig_id)
        if each.person.id in addresses
        and each.person.user_id is None
        and each.person.state is PersonState.ACTIVE
    )


def set_email(session: Session, sig_id: int, person_id: int, email: str) -> None:
    """Store the address to which an external's invitations go."""
    statement = (
        sa.update(MembershipRow)
        .where(
            col(MembershipRow.sig_id) == sig_id,
            col(MembershipRow.person_id) == person_id,
        )
        .values(email=email)
    )
    session.connection().execute(statement)


def send_again(session: Session, key: str, *, due: datetime) -> None:
    """Let a message wait again that was cancelled because its reason was gone."""
    statement = (
        sa.update(OutboxRow)
        .where(
            col(OutboxRow.key) == key, col(OutboxRow.state) == MessageState.CANCELLED
        )
        .values(state=MessageState.PENDING, reason=None, due_at=due)
    )
    session.connection().execute(statement)


def recipients(
    session: Session,
    meeting_id: int,
    kind: MessageKind,
    states: Collection[MessageState],
) -> frozenset[str]:
    """Return who has, or will get, messages of this kind about a meeting."""
    query = select(OutboxRow.recipient).where(
        OutboxRow.object_id == meeting_id,
        OutboxRow.kind == kind.value,
        col(OutboxRow.state).in_(list(states)),
    )
    return frozenset(session.exec(query))
