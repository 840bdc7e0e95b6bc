"""What people do in the scenarios of needs and offers."""

from factories_matching import two_more_clusters

from bot.domain.permissions import Role
from bot.domain.sigs import Membership
from storage import members, sigs
from storage.tables import SigRow

from groups import TEAM
from scenarios_forms import seen

CHANNEL = "CSIG"
TEXT = "A hospital that tries our remote ECG service for six months"
FITTING = "Test beds for remote monitoring in two hospitals, nurses included"


def seated(slack, convenor):
    """Return somebody of each of two clusters, and a chair of none."""
    with convenor.deps.db.begin() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        # Otherwise the questions would wait for the morning when tests run at night.
        row = session.get(SigRow, sig.id)
        row.quiet_until = row.quiet_from
        clusters = two_more_clusters(session, sig.id)
        for user, cluster_id in zip(("UMEMBER", "UOTHER"), clusters, strict=True):
            person = members.find_person(session, TEAM, user)
            members.set_membership(
                session,
                Membership(
                    sig_id=sig.id,
                    person_id=person.id,
                    role=Role.MEMBER,
                    cluster_id=cluster_id,
                ),
            )
    return tuple(slack.person(user) for user in ("UMEMBER", "UOTHER", "UCHAIR"))


def open_offer(slack, person):
    assert person.command("/sig", "offer", channel=CHANNEL).ok
    slack.wait_until(lambda: person.view is not None)


def state(slack, person, kind, text, **values):
    open_offer(slack, person)
    person.fill({"kind": kind, "theme": "telehealth", "text": text} | values)
    outcome = person.submit()
    assert outcome.errors == {}
    slack.wait_until(lambda: seen(person, CHANNEL, "Saved until"))


def match(slack, person):
    before = len(seen(person, CHANNEL, "that fit"))
    person.command("/sig", "match", channel=CHANNEL)
    slack.wait_until(lambda: len(seen(person, CHANNEL, "that fit")) > before)
    return seen(person, CHANNEL, "that fit")[-1]
