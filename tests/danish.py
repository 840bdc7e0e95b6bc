"""Five Danish clusters in the sample group, as they were before they became one.

The names and the day are public facts; who did what for them is made up.
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import copies
from exchange_files import give, take, the_corpus

from bot.domain.members import voting
from bot.domain.permissions import Role
from bot.domain.sigs import Membership, Person
from bot.domain.successions import Plan, SuccessionKind
from bot.services import members, successions
from bot.services.members import Origin
from bot.services.whitepaper import material_of
from storage import actions, clusters, sigs
from storage import members as member_rows
from templates.documents import draft

TEAM, CHANNEL, CHAIR = "T0PLAYGROUND", "CSIG", "UCHAIR"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
AS_OF = date(2021, 11, 15)
SUCCESSOR = "Danish Life Science Cluster"
# Key -> name and seat.
CLUSTERS = {
    "biopeople": ("Biopeople", "Copenhagen"),
    "chc": ("Copenhagen Healthtech Cluster", "Copenhagen"),
    "lsind": ("Life Science Innovation North Denmark", "Aalborg"),
    "mtic": ("MedTech Innovation Consortium", "Aarhus"),
    "welfare-tech": ("Welfare Tech", "Odense"),
}
# Whose practice it is, and whom the text names as the organisation.
_PRACTICES = {
    "P-06": ("mtic", "MedTech Innovation Consortium"),
    "P-07": ("mtic", "MTIC with hospitals and municipalities"),
    "P-08": ("welfare-tech", "Welfare Tech"),
    "P-09": ("biopeople", f"{SUCCESSOR} (successor of five clusters)"),
}


def clock():
    return NOW


def the_file():
    """Return the sample group with the five clusters in the place of the one."""
    value = json.loads(json.dumps(the_corpus()).replace('"cl-dk"', '"welfare-tech"'))
    (model,) = (each for each in value["clusters"] if each["id"] == "welfare-tech")
    value["clusters"].remove(model)
    for key, (name, _) in CLUSTERS.items():
        value["clusters"].append(model | {"id": key, "name": name})
    value["clusters"][-1]["networks"] = ["scanbalt", "dih-hero"]
    for practice in value["practices"]:
        if practice["id"] in _PRACTICES:
            practice["cluster"], practice["organisation"] = _PRACTICES[practice["id"]]
    for meeting in value["meetings"]:
        present = meeting["attendance"]["present"]
        if "welfare-tech" in present:
            present += sorted(set(CLUSTERS) - {"welfare-tech"})
    _give_work(value["action_items"])
    value["members"] = [
        {
            "id": f"voice-{key}",
            "role": "member",
            "name": "",
            "cluster": key,
            "sponsor": None,
        }
        for key in CLUSTERS
    ]
    return value


def _give_work(actions):
    """Leave two actions open, owned by one cluster each and helped by another."""
    owned = [each for each in actions if each["owner"] == "welfare-tech"]
    first, second = owned[0], owned[-1]
    assert first["status"] == "done", "what is done stays where it is"
    second |= {"owner": "mtic", "co_owners": ["biopeople", "cl-fr"]}
    other = actions[-1]
    other |= {"owner": "chc", "status": "open", "done_on": None, "co_owners": []}


def prepare(database):
    """Import the group, give it a channel and a chair, and return the chair."""
    copies.filled(database, "five Danish clusters", lambda: _fill(database))
    return chair(database)


def _fill(database):
    report = take(database, the_file())
    with database.begin() as session:
        sig = sigs.bind(session, report.sig.id, team_id=TEAM, channel_id=CHANNEL)
        person = member_rows.add_person(session, Person(team_id=TEAM, user_id=CHAIR))
        place = Membership(sig_id=sig.id, person_id=person.id, role=Role.CHAIR)
        member_rows.set_membership(session, place)
        for each in clusters.clusters(session, sig.id):
            if each.key in CLUSTERS:
                _, city = CLUSTERS[each.key]
                clusters.update_cluster(session, sig.id, replace(each, city=city))


def chair(database):
    origin = Origin(team_id=TEAM, user_id=CHAIR, channel_id=CHANNEL)
    return members.find(database, origin)


def ids(database, sig_id):
    """Return the clusters of the group: ids by key."""
    with database.read() as session:
        return {each.key: each.id for each in clusters.clusters(session, sig_id)}


def the_plan(database, who, **changes):
    known = ids(database, who.sig.id)
    values = {
        "kind": SuccessionKind.MERGER,
        "predecessors": tuple(known[key] for key in CLUSTERS),
        "new": (SUCCESSOR,),
        "effective_on": date(2021, 1, 1),
        "note": "As announced.",
    }
    return Plan(**values | changes)


def merge(database, who, nonce="nonce", **changes):
    """Preview and agree; return the succession."""
    plan = the_plan(database, who, **changes)
    shown = successions.preview(database, clock, caller=who, plan=plan)
    return successions.commit(
        database, clock, caller=who, plan=plan, nonce=nonce, digest=shown.digest
    )


def paper(database, sig_id):
    """Return the paper drafted now, as a fixed day has it."""
    return draft(material_of(database, sig_id), as_of=AS_OF)


def known(database, who):
    with database.read() as session:
        found = clusters.clusters(session, who.sig.id)
    return {each.key: each for each in found}


def votes(database, who):
    """Return the keys of the clusters that have a vote."""
    by_id = {cluster_id: key for key, cluster_id in ids(database, who.sig.id).items()}
    with database.read() as session:
        return {by_id[each] for each in voting(member_rows.roster(session, who.sig.id))}


def action(database, who, key):
    with database.read() as session:
        found = actions.all_actions(session, who.sig.id)
    return next(each for each in found if each.key == key)


def everything(database, who, folder):
    """Return the export of the group and the paper: what people can see of it."""
    value = give(database, folder, sig_id=who.sig.id)
    with database.read() as session:
        profiles = clusters.clusters(session, who.sig.id)
    unversioned = [replace(each, version=0) for each in profiles]
    return value, unversioned, paper(database, who.sig.id).markdown


def undo(database, who, made):
    return successions.undo(database, clock, caller=who, succession_id=made.id)


def new_id(database, who):
    """Return the id of the cluster that the five became."""
    return ids(database, who.sig.id)["danish-life-science-cluster"]
