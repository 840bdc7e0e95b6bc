"""A group with two clusters and its people, for tests of who is in it."""

from dataclasses import dataclass, field

from clocks import Clock
from sqlmodel import select

from bot.domain.clusters import Cluster
from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from bot.services import members
from bot.services.members import Account, Caller, Origin
from storage import clusters as cluster_rows
from storage import sigs as sig_rows
from storage.tables import AuditEventRow, OutboxRow

from groups import TEAM, a_caller

CHANNEL = "CSIG"


@dataclass
class Group:
    """A group in a real database: Estonia, Latvia, and whoever was added."""

    database: object
    channel: str = CHANNEL
    clock: Clock = field(default_factory=Clock)
    sig: Sig = None
    estonia: Cluster = None
    latvia: Cluster = None

    def __post_init__(self):
        with self.database.begin() as session:
            sig = sig_rows.add(session, Sig(name="Digitalisation"))
            self.sig = sig_rows.bind(
                session, sig.id, team_id=TEAM, channel_id=self.channel
            )
            self.estonia, self.latvia = (
                cluster_rows.add_cluster(
                    session, sig.id, Cluster(key=key, name=name, country=key.upper())
                )
                for key, name in (("ee", "Estonia"), ("lv", "Latvia"))
            )

    def add(self, role, user, cluster=None, **place) -> Caller:
        cluster_id = cluster.id if cluster else None
        return a_caller(
            self.database, self.sig, role, user, cluster_id=cluster_id, **place
        )

    def origin(self, user, team=None):
        return Origin(
            team_id=TEAM, user_id=user, channel_id=self.channel, user_team_id=team
        )

    def find(self, user, team=None) -> Caller | None:
        return members.find(self.database, self.origin(user, team))

    def join(self, user, nonce="nonce", **answers):
        return members.join(
            self.database, self.clock, self.origin(user), nonce=nonce, **answers
        )

    def change(self, caller, user, role, cluster=None, *, version=1, team=TEAM):
        return members.change(
            self.database,
            self.clock,
            caller=caller,
            account=Account(user_id=user, team_id=team),
            version=version,
            role=role,
            cluster_id=cluster.id if cluster else None,
        )

    def do(self, use_case, caller, **arguments):
        return use_case(self.database, self.clock, caller=caller, **arguments)

    def messages(self, kind=None):
        """Return the messages of the outbox, oldest first."""
        with self.database.read() as session:
            rows = session.exec(select(OutboxRow).order_by(OutboxRow.id)).all()
            return [row for row in rows if kind in (None, row.kind)]

    def log(self):
        """Return the verbs of the audit trail, oldest first."""
        with self.database.read() as session:
            rows = session.exec(select(AuditEventRow).order_by(AuditEventRow.id))
            return [row.verb for row in rows]


def reload(group, caller):
    """Return the caller as the group sees them now."""
    return group.find(caller.person.user_id, caller.person.team_id)


CHAIR, MEMBER, EXTERNAL = Role.CHAIR, Role.MEMBER, Role.EXTERNAL
