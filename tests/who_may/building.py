"""Builds the group: the sample group of the demo, and on top what each role needs."""

from dataclasses import replace
from datetime import timedelta

from exchange_files import CORPUS
from who_may import doings
from who_may.scene import EXPIRED, MUTE, TODAY, Scene, clock

from bot.domain.clusters import Cluster, Hub, Network, Theme
from bot.domain.members import ProposedCluster
from bot.domain.permissions import Role
from bot.domain.privacy import NOTICE_VERSION
from bot.domain.sigs import Membership, Person, Sig
from bot.services import exchange
from bot.services.members import Caller
from storage import clusters as cluster_rows
from storage import externals as external_rows
from storage import former_members, sigs
from storage import members as member_rows
from storage import networks as network_rows
from storage import proposals as proposal_rows
from storage import themes as theme_rows

from factories import NOW


def build(scene: Scene, name: str) -> Scene:
    """Fill an empty scene."""
    with scene.database.begin() as session:
        sig = sigs.add(session, Sig(name=name))
    exchange.import_file(scene.database, clock, CORPUS, sig_id=sig.id)
    with scene.database.begin() as session:
        bound = sigs.bind(session, sig.id, team_id=scene.team, channel_id=scene.channel)
        scene.sig = sigs.save(
            session,
            replace(bound, name=name, quiet_from=bound.quiet_until),
        )
        _registers(scene, session)
        _people(scene, session)
    doings.write(scene)
    return scene


def _registers(scene, session):
    ids, sig_id = scene.ids, scene.sig.id
    for key in ("home", "other", "ends", "ends_too", "stays"):
        cluster = Cluster(
            key=key,
            name=scene.say(f"Cluster {key}"),
            name_original=scene.say(f"Klaster {key}"),
            acronym=f"{key.upper()}",
            country="EE",
            city=scene.say("Tartu"),
            hubs=(Hub(city=scene.say("Narva")),),
            s3_priorities=(scene.say("Health data"),),
        )
        setattr(ids, key, cluster_rows.add_cluster(session, sig_id, cluster).id)
    network = Network(
        slug="spare",
        name=scene.say("Spare network"),
        kind="network",
        relation="liaison",
        next_step=scene.say("Call them"),
    )
    ids.network = network_rows.add_network(session, sig_id, network).id
    for position, slug in enumerate(("spare", "first", "second"), start=90):
        theme = Theme(
            slug=slug,
            label=scene.say(f"Theme {slug}"),
            position=position,
            description=scene.say("What it is about"),
        )
        setattr(ids, f"theme_{slug}", theme_rows.add_theme(session, sig_id, theme).id)


def _people(scene, session):
    ids = scene.ids
    for role in Role:
        is_external = role is Role.EXTERNAL
        place = {"cluster_id": None if is_external else ids.home}
        if is_external:
            place |= _terms(scene)
        scene.callers[role.value] = _seat(scene, session, role.value, role, **place)
    for name, terms in (
        (EXPIRED, {"expires_on": TODAY - timedelta(days=1)}),
        (MUTE, {"may_submit": False}),
    ):
        place = _terms(scene) | terms
        scene.callers[name] = _seat(scene, session, name, Role.EXTERNAL, **place)
    # Somebody else has to be chair, or the chair could not leave.
    _seat(scene, session, "second", Role.CHAIR)
    for name in ("author", "partner"):
        seat = _seat(scene, session, name, Role.MEMBER, cluster_id=ids.other)
        scene.callers[name] = seat
    guest = _seat(scene, session, "guest", Role.EXTERNAL, **_terms(scene))
    ids.guest = guest.person.id
    for each in (guest.person.id, scene.callers["external"].person.id):
        organisation = scene.say(f"Hospital {each}")
        external_rows.set_organisation(session, scene.sig.id, each, name=organisation)
    ids.someone = _seat(
        scene, session, "someone", Role.MEMBER, cluster_id=ids.home
    ).person.id
    ids.proposal = _proposal(scene, session, "newcomer")
    ids.declined = _proposal(scene, session, "latecomer")
    gone = _seat(scene, session, "gone", Role.MEMBER, cluster_id=ids.home)
    ids.gone = gone.person.id
    chair = scene.callers["chair"].person.id
    former_members.end(session, scene.sig.id, ids.gone, by=chair, now=NOW)


def _proposal(scene, session, name) -> int:
    newcomer = _seat(scene, session, name, Role.MEMBER)
    proposed = ProposedCluster(name=scene.say(f"Cluster of a {name}"), country="LV")
    return proposal_rows.store(
        session, scene.sig.id, newcomer.person.id, proposed=proposed
    ).id


def _terms(scene) -> dict:
    return {
        "sponsor_cluster_id": scene.ids.home,
        "purpose": scene.say("Advice"),
        "expires_on": TODAY + timedelta(days=90),
    }


def _seat(scene, session, name, role, **place) -> Caller:
    person = member_rows.add_person(
        session,
        Person(
            team_id=scene.team,
            user_id=scene.account(name),
            display_name=scene.say(f"Name of {name}"),
            notice_version=NOTICE_VERSION,
            notice_seen_at=NOW,
        ),
    )
    member_rows.set_membership(
        session,
        Membership(sig_id=scene.sig.id, person_id=person.id, role=role, **place),
    )
    actor = member_rows.actor(session, scene.sig.id, person.id)
    return Caller(sig=scene.sig, person=person, actor=actor)
