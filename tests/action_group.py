"""A small group with action items, for tests of use cases."""

from datetime import timedelta

from held import a_hall
from sqlmodel import select

from bot.domain.actions import ActionItem
from storage import actions, members, outbox, sigs
from storage.directory import directory
from storage.tables import OutboxRow

from factories import NOW
from groups import TEAM

TODAY = NOW.date()


def days(count):
    """Return the day so many days from now."""
    return TODAY + timedelta(days=count)


class Office:
    """A hall whose people do things."""

    def __init__(self, database):
        self.hall = a_hall(database)
        self.database = database
        self.sig = self.hall.sig

    def do(self, use_case, name, **arguments):
        return self.hall.do(use_case, name, **arguments)

    def key(self, name):
        """Return the key of a person."""
        with self.database.read() as session:
            who = directory(session, self.sig.id)
        return who.people[self.hall.people[name].person.id]

    def add(self, title="Send the figures", owner="member", *, source=None, **changes):
        """Store an action item; its owner is a person, a cluster's key or None."""
        known = owner in self.hall.people
        action = ActionItem(
            number=0,
            title=title,
            owner=self.key(owner) if known else owner,
            **changes,
        )
        with self.database.begin() as session:
            return actions.add(session, self.sig.id, action, source=source)

    def read(self, number=1):
        with self.database.read() as session:
            return actions.find(session, self.sig.id, number)

    def told(self, kind=None):
        """Return who is to hear what: the keys' verbs and the accounts."""
        with self.database.read() as session:
            rows = session.exec(select(OutboxRow).order_by(OutboxRow.id)).all()
            return [
                (row.key.split(":")[2], row.recipient)
                for row in rows
                if row.kind == (kind or "action_changed")
            ]

    def messages(self, kind):
        """Return the messages of a kind."""
        with self.database.read() as session:
            keys = session.exec(
                select(OutboxRow.key).where(OutboxRow.kind == kind)
            ).all()
            return [outbox.by_key(session, key) for key in keys]


def an_office(database):
    """Store the group: a chair, an editor, members of two clusters, an external."""
    return Office(database)


def many(convenor, user_id, count, *, channel="CSIG"):
    """Give somebody many things to do, some of them late."""
    with convenor.deps.db.begin() as session:
        sig = sigs.by_channel(session, TEAM, channel)
        person = members.find_person(session, TEAM, user_id)
        owner = directory(session, sig.id).people[person.id]
        actions.save(
            session,
            sig.id,
            [
                ActionItem(
                    number=number,
                    title=f"Thing {number}",
                    owner=owner,
                    due_on=days(number - 50),
                )
                for number in range(1, count + 1)
            ],
        )
