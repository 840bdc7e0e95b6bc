"""A group whose people have things to do, and what they are told when days pass."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlmodel import select

from bot.domain.actions import ActionItem
from bot.domain.outbox import MessageState
from bot.domain.permissions import Role
from bot.domain.sigs import Membership, Person, Sig
from bot.rendering import RENDER, UPDATES
from bot.services.actions import reminding
from storage import actions, members, outbox, sigs
from storage.directory import directory
from storage.tables import OutboxRow

from groups import TEAM, a_cluster

CHANNEL = "CSIG"
# A Wednesday; the next summary comes on Monday 23 November, at 8:00 UTC.
START = datetime(2026, 11, 18, 12, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
LEASE = timedelta(seconds=60)
WORKER = "postman"


def a_group(database, name="Group", channel=CHANNEL):
    with database.begin() as session:
        sig = sigs.add(session, Sig(name=name))
        return sigs.bind(session, sig.id, team_id=TEAM, channel_id=channel)


def join(database, sig, user_id, role=Role.MEMBER, country=None, **terms):
    """Let somebody be in the group; return their key there."""
    zone = terms.pop("zone", "Europe/Brussels")
    cluster_id = a_cluster(database, sig.id, country) if country else None
    with database.begin() as session:
        new = Person(team_id=TEAM, user_id=user_id, zone=zone)
        person = members.add_person(session, new)
        place = Membership(
            sig_id=sig.id,
            person_id=person.id,
            role=role,
            cluster_id=cluster_id,
            **terms,
        )
        members.set_membership(session, place)
        return directory(session, sig.id).people[person.id]


def move(database, user_id, **changes):
    """Change a person: their zone, or whether their account works."""
    with database.begin() as session:
        person = members.find_person(session, TEAM, user_id)
        members.save_person(session, replace(person, **changes))


def act(database, sig, owner=None, due_on=None, *, now=START, **facts):
    """Record an action, and plan for it."""
    title = facts.pop("title", "Send the figures")
    new = ActionItem(number=0, title=title, owner=owner, due_on=due_on, **facts)
    with database.begin() as session:
        added = actions.add(session, sig.id, new)
        reminding.replan(session, sig.id, numbers=[added.number], now=now)
    return added


def change(database, sig, action, *, now=START, **facts):
    """Let something become of an action."""
    with database.begin() as session:
        known = actions.find(session, sig.id, action.number)
        changed = actions.change(session, sig.id, replace(known, **facts))
        reminding.replan(session, sig.id, numbers=[action.number], now=now)
    return changed


def deliver(database, now, *, dies=False):
    """Send what is due, as the worker does, to people's pockets.

    ``dies``: the worker is killed after the first message, before it says so.
    """
    told = []
    while True:
        with database.begin() as session:
            message = outbox.claim(session, now, LEASE, WORKER)
        if message is None:
            return told
        if message.kind in UPDATES and UPDATES[message.kind](database, message) is None:
            raise AssertionError(message)
        post = RENDER[message.kind](database, message)
        is_over = message.not_after is not None and message.not_after < now
        if post is not None and not is_over:
            told.append((message.recipient, post))
        if dies:
            return told
        with database.begin() as session:
            if post is None or is_over:
                state = MessageState.MISSED if post else MessageState.CANCELLED
                outbox.finish(session, message, state=state, worker=WORKER, reason="")
            else:
                outbox.confirm(
                    session, message, worker=WORKER, ts="1", channel_id="D1", now=now
                )


def pass_by(database, since, until, *, step=timedelta(hours=12)):
    """Let time pass where the bot runs; return what was told, and when.

    Beginning at noon it looks at noon and at midnight.
    """
    told, now = [], since
    while now <= until:
        reminding.plan_all(database, lambda now=now: now)
        told += [(f"{now:%F %R}", *each) for each in deliver(database, now)]
        now += step
    return told


def everything(database):
    with database.read() as session:
        rows = session.exec(select(OutboxRow).order_by(OutboxRow.key))
        return [
            (row.key, row.recipient, row.state, row.due_at, row.not_after)
            for row in rows
        ]


def planned(database, kind="action"):
    """Return who is told what when, as long as nobody begins it."""
    return [
        (recipient, f"{due_at:%F %R}")
        for key, recipient, state, due_at, _ in everything(database)
        if state is MessageState.PENDING and key.startswith(kind)
    ]


def text_of(post):
    """Return everything that a post says, in its blocks too."""
    found = [post.text]
    for block in post.blocks:
        said = getattr(block, "text", None)
        found.append(said.text if said else "")
    return "\n".join(found)
