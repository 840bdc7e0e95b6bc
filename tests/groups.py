"""Small groups in a real database, ready for a test."""

from dataclasses import replace

import copies
from exchange_files import CORPUS

from bot.domain.clusters import Cluster
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Role
from bot.domain.privacy import NOTICE_VERSION
from bot.domain.sigs import Membership, Person, Sig
from bot.services import exchange
from bot.services.members import Caller
from storage import clusters, members, outbox, practices, sigs
from storage.database import open_database

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


def onboard(database, channel, *user_ids, team=TEAM):
    """Let people be members of the channel's group who have seen the notice."""
    with database.begin() as session:
        sig = sigs.by_channel(session, team, channel)
        if sig is None:
            return
        for user_id in user_ids:
            known = members.find_person(session, team, user_id)
            person = known or members.add_person(
                session, Person(team_id=team, user_id=user_id)
            )
            seen = {"notice_version": NOTICE_VERSION, "notice_seen_at": NOW}
            members.save_person(session, replace(person, **seen))
            if members.place(session, sig.id, person.id) is None:
                place = Membership(sig_id=sig.id, person_id=person.id, role=Role.MEMBER)
                members.set_membership(session, place)


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


def the_sample_group(database):
    """Import the group of the year 2021 and return it."""

    def fill():
        return exchange.import_file(database, lambda: NOW, CORPUS).sig

    return copies.filled(database, "the sample group", fill)


def the_sample_group_in(url):
    """Import that group into a database that a bot is to begin with."""
    database = open_database(url)
    the_sample_group(database)
    database.close()


def a_caller(database, sig, role, user="UCALLER", **place):
    """Put somebody into a group and return them as a caller."""
    with database.begin() as session:
        person = members.add_person(session, Person(team_id=TEAM, user_id=user))
        members.set_membership(
            session, Membership(sig_id=sig.id, person_id=person.id, role=role, **place)
        )
        actor = members.actor(session, sig.id, person.id)
    return Caller(sig=sig, person=person, actor=actor)


def a_cluster(database, sig_id, country):
    """Store a cluster of a country, or return the one there is; its id."""
    with database.begin() as session:
        for known in clusters.clusters(session, sig_id):
            if known.country == country:
                return known.id
        new = Cluster(
            key=f"cl-{country.lower()}", name=f"Cluster {country}", country=country
        )
        return clusters.add_cluster(session, sig_id, new).id


def seat(database, channel, user_id, role, country=None, *, team=TEAM):
    """Give somebody a role in the channel's group, and a cluster to speak for."""
    onboard(database, channel, user_id, team=team)
    with database.read() as session:
        sig = sigs.by_channel(session, team, channel)
    cluster_id = a_cluster(database, sig.id, country) if country else None
    with database.begin() as session:
        person = members.find_person(session, team, user_id)
        place = Membership(
            sig_id=sig.id, person_id=person.id, role=role, cluster_id=cluster_id
        )
        members.set_membership(session, place)
