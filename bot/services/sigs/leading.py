"""Who leads a group, and what every new group gets."""

from datetime import datetime

from sqlmodel import Session

from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import TABLE, Permission, Role
from bot.domain.sigs import Membership, Person, Sig
from bot.domain.themes import DEFAULT_THEMES
from storage import members as member_rows
from storage import outbox
from storage import themes as theme_rows

LEADERS = TABLE[Permission.CHANGE_GROUP]


def leaders(session: Session, sig_id: int) -> tuple[Person, ...]:
    """Return the active people who may change the group's settings."""
    return member_rows.members_with(session, sig_id, LEADERS)


def make_chair(
    session: Session, sig: Sig, *, team_id: str, user_id: str, zone: str | None = None
) -> Person:
    """Give somebody the chair of a group, or leave it with them."""
    new = Person(team_id=team_id, user_id=user_id, zone=zone)
    person = member_rows.find_person(session, team_id, user_id)
    person = person or member_rows.add_person(session, new)
    known = member_rows.membership(session, sig.id, person.id)
    if known is None or known.role is not Role.CHAIR:
        place = Membership(
            sig_id=sig.id,
            person_id=person.id,
            role=Role.CHAIR,
            cluster_id=known.cluster_id if known else None,
        )
        member_rows.set_membership(session, place)
    return person


def give_themes(session: Session, sig: Sig) -> None:
    """Give a group that has no themes those that every group begins with."""
    if not theme_rows.all_themes(session, sig.id):
        theme_rows.ensure_themes(session, sig.id, DEFAULT_THEMES)


def tell_leaders(
    session: Session, sig: Sig, kind: MessageKind, *, now: datetime
) -> None:
    """Tell those who lead a group, each alone, what this version of it is about."""
    for person in leaders(session, sig.id):
        if person.user_id is None:
            continue
        outbox.enqueue(
            session,
            Message(
                key=f"sig:{sig.id}:{kind}:{sig.version}:{person.id}",
                kind=kind,
                sig_id=sig.id,
                object_id=sig.id,
                recipient=person.user_id,
                due_at=now,
            ),
        )


def announce_home(session: Session, sig: Sig, *, now: datetime) -> None:
    """Let the channel know that it is home of the group, once."""
    outbox.enqueue(
        session,
        Message(
            key=f"sig:{sig.id}:home:{sig.channel_id}",
            kind=MessageKind.GROUP_SET_UP,
            sig_id=sig.id,
            object_id=sig.id,
            recipient=str(sig.channel_id),
            due_at=now,
        ),
    )
