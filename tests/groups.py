"""Small groups in a real database, ready for a test."""

from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Role
from bot.domain.sigs import Membership, Person, Sig
from storage import members, outbox, practices, sigs

from factories import NOW, a_content, a_practice

TEAM = "T0PLAYGROUND"


def a_submitted_practice(database, *, channel, chair):
    """Store a group with a chair who has submitted P-1."""
    with database.begin() as session:
        sig = sigs.add(session, Sig(name="Group"))
        sigs.bind(session, sig.id, team_id=TEAM, channel_id=channel)
        person = members.add_person(session, Person(team_id=TEAM, user_id=chair))
        place = Membership(sig_id=sig.id, person_id=person.id, role=Role.CHAIR)
        members.set_membership(session, place)
        draft = a_practice(
            id=0,
            sig_id=sig.id,
            number=None,
            status="draft",
            content=a_content(themes=()),
            consent=None,
            author_id=person.id,
        )
        draft = practices.add_draft(session, draft, "nonce")
        return practices.submit(session, draft.submit(1, NOW), "nonce")


def enqueue(database, practice, key="first", *, recipient, due_at=NOW, **changes):
    """Put a message about the practice into the outbox."""
    message = Message(
        key=key,
        kind=changes.pop("kind", MessageKind.PRACTICE_SUBMITTED),
        sig_id=practice.sig_id,
        object_id=practice.id,
        recipient=recipient,
        due_at=due_at,
        **changes,
    )
    with database.begin() as session:
        outbox.enqueue(session, message)
