"""Needs and offers for tests: name only what the test is about."""

from datetime import time, timedelta

from bot.domain.clusters import Cluster
from bot.domain.matching import Offer, OfferKind, Statement
from bot.domain.sigs import Sig
from bot.domain.themes import DEFAULT_THEMES
from storage import clusters, sigs, themes

from factories import NOW
from groups import TEAM

TODAY = NOW.date()


def an_offer(number=1, kind=OfferKind.OFFER, **changes):
    values = {
        "id": number,
        "sig_id": 1,
        "kind": kind,
        "cluster_id": 1,
        "cluster_name": "Health Cluster",
        "theme": "telehealth",
        "theme_label": "Telehealth",
        "text": "Test beds for remote monitoring in two hospitals",
        "until": TODAY + timedelta(days=90),
        "stated_on": TODAY,
    }
    return Offer(**values | changes)


def a_statement(**changes):
    values = {
        "kind": OfferKind.OFFER,
        "theme": "telehealth",
        "text": "Test beds for remote monitoring in two hospitals",
        "until": TODAY + timedelta(days=90),
    }
    return Statement(**values | changes)


def two_clusters(database, channel="CSIG", quiet=(time(0), time(0))):
    """Store a group that has themes and two clusters, by default no quiet hours."""
    with database.begin() as session:
        group = Sig(name="Group", quiet_from=quiet[0], quiet_until=quiet[1])
        sig = sigs.add(session, group)
        themes.ensure_themes(session, sig.id, DEFAULT_THEMES)
        sig = sigs.bind(session, sig.id, team_id=TEAM, channel_id=channel)
        return sig, *two_more_clusters(session, sig.id)


def two_more_clusters(session, sig_id):
    """Store two clusters and return their ids."""
    names = {"ee": "Tallinn Health Cluster", "pt": "Lisbon Health Cluster"}
    return [
        clusters.add_cluster(
            session, sig_id, Cluster(key=key, name=name, country=key.upper())
        ).id
        for key, name in names.items()
    ]
