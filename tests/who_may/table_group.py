"""What each use case asks that is about the group: people, registers, settings."""

from datetime import timedelta

from who_may.asking import Answers, Case, Everybody, Table, Theirs, asks
from who_may.scene import TODAY

from bot.domain.permissions import Permission, Role
from bot.services import successions
from bot.services.members import Account
from storage import clusters as cluster_rows

READ_GROUP, READ_MEMBERS = Permission.READ_GROUP, Permission.READ_MEMBERS
READ_STATUS, CHANGE_GROUP = Permission.READ_STATUS, Permission.CHANGE_GROUP
MANAGE_MEMBERS, INVITE = Permission.MANAGE_MEMBERS, Permission.INVITE_EXTERNAL
MANAGE_CLUSTERS, OWN_CLUSTER = Permission.MANAGE_CLUSTERS, Permission.EDIT_OWN_CLUSTER
MERGE, MANAGE_NETWORKS = Permission.MERGE_CLUSTERS, Permission.MANAGE_NETWORKS
RECORD_CONTACT, MANAGE_THEMES = Permission.RECORD_CONTACT, Permission.MANAGE_THEMES


def a_cluster(s, key):
    with s.database.read() as session:
        return cluster_rows.cluster(session, s.sig.id, getattr(s.ids, key))


def basics(**typed):
    return {"name": "Another name", "country": "EE", "kind": "network"} | typed


def changes(key, **typed):
    """Return what saves a form about a cluster."""
    return lambda s, _: {
        "cluster_id": getattr(s.ids, key),
        "version": 1,
        "typed": typed,
    }


def account(s, name):
    return Account(user_id=s.account(name), team_id=s.team)


def invitation(s, _):
    return {
        "account": Account(user_id="UELSEWHERE", team_id="TELSEWHERE"),
        "version": 0,
        "typed": {
            "sponsor": str(s.ids.home),
            "organisation": "Hospital",
            "purpose": "Advice",
            "expires_on": (TODAY + timedelta(days=30)).isoformat(),
            "may_submit": "yes",
        },
    }


def settings(s, _):
    return {
        "version": s.sig.version,
        "typed": {"objectives": "Share what works."},
        "fields": ["objectives"],
    }


def agreed(s, _):
    """Return a plan with what the chair saw and agreed to."""
    seen = s.do(successions.preview, "chair", plan=s.ids.plan)
    return {"plan": s.ids.plan, "nonce": "new", "digest": seen.digest}


def one(name, key=None, **more):
    """Return arguments that name a row of the scene by its id."""
    return lambda s, _: {name: getattr(s.ids, key or name)} | more


MEMBERS: Table = {
    "members.callers.require_permission": (
        asks(READ_GROUP, arguments=lambda _s, _w: {"permission": READ_GROUP}),
    ),
    "members.callers.require_access": (
        Case(Theirs(words="whether their own access is over")),
    ),
    "members.changing.place_form": (
        asks(
            MANAGE_MEMBERS,
            arguments=lambda s, _: {"user_id": s.account("someone")},
            shared="any account of the workspace may be given a place",
        ),
    ),
    "members.changing.to_remove": (
        asks(MANAGE_MEMBERS, arguments=one("person_id", "someone")),
    ),
    "members.changing.require_leavable": (
        Case(Everybody(words="nobody is kept in a group")),
    ),
    "members.changing.change": (
        asks(
            MANAGE_MEMBERS,
            arguments=lambda s, _: {
                "account": account(s, "someone"),
                "version": 1,
                "role": Role.REVIEWER,
                "cluster_id": s.ids.other,
            },
        ),
    ),
    "members.changing.remove": (
        asks(MANAGE_MEMBERS, arguments=one("person_id", "someone")),
    ),
    "members.changing.leave": (Case(Everybody(words="nobody is kept in a group")),),
    "members.changing.put_back": (
        asks(MANAGE_MEMBERS, arguments=one("person_id", "gone")),
    ),
    "members.inviting.invitation_form": (
        asks(INVITE),
        asks(INVITE, arguments=one("person_id", "guest")),
    ),
    "members.inviting.invite": (asks(INVITE, arguments=invitation),),
    "members.inviting.extend": (
        asks(
            INVITE,
            arguments=one("person_id", "guest", seen=TODAY + timedelta(days=90)),
        ),
    ),
    "members.inviting.let_end": (asks(INVITE, arguments=one("person_id", "guest")),),
    "members.proposing.accept_cluster": (
        asks(MANAGE_CLUSTERS, arguments=one("proposal_id", "proposal", version=1)),
    ),
    "members.proposing.decline_cluster": (
        asks(MANAGE_CLUSTERS, arguments=one("proposal_id", "proposal", version=1)),
    ),
    "members.roster.listed": (asks(READ_MEMBERS),),
    "members.roster.shown": (
        asks(READ_MEMBERS, arguments=one("person_id", "someone")),
    ),
    "members.roster.id_of": (
        asks(READ_MEMBERS, arguments=lambda s, _: {"user_id": s.account("someone")}),
    ),
}

REGISTERS: Table = {
    "clusters.listed": (asks(READ_GROUP),),
    "clusters.find": (asks(READ_GROUP, arguments=lambda _s, _w: {"name": "other"}),),
    "clusters.read": (asks(READ_GROUP, arguments=one("cluster_id", "other")),),
    "clusters.own": (asks(READ_GROUP),),
    "clusters.networks": (asks(READ_GROUP),),
    "clusters.require_editable": (
        asks(
            MANAGE_CLUSTERS, arguments=lambda s, _: {"cluster": a_cluster(s, "other")}
        ),
        asks(
            MANAGE_CLUSTERS,
            OWN_CLUSTER,
            arguments=lambda s, _: {"cluster": a_cluster(s, "home")},
        ),
    ),
    "clusters.require_addable": (asks(MANAGE_CLUSTERS),),
    "clusters.add": (
        asks(
            MANAGE_CLUSTERS,
            arguments=lambda _s, _w: {"nonce": "new", "typed": basics()},
        ),
    ),
    "clusters.edit_basics": (
        asks(MANAGE_CLUSTERS, arguments=changes("other", **basics())),
        asks(MANAGE_CLUSTERS, OWN_CLUSTER, arguments=changes("home", **basics())),
    ),
    "clusters.edit_profile": (
        asks(MANAGE_CLUSTERS, arguments=changes("other", members_total="82")),
        asks(
            MANAGE_CLUSTERS, OWN_CLUSTER, arguments=changes("home", members_total="82")
        ),
    ),
    "networks.listed": (asks(READ_GROUP),),
    "networks.find": (asks(READ_GROUP, arguments=lambda _s, _w: {"name": "spare"}),),
    "networks.read": (asks(READ_GROUP, arguments=one("network_id", "network")),),
    "networks.require_manageable": (asks(MANAGE_NETWORKS),),
    "networks.require_recordable": (asks(RECORD_CONTACT),),
    "networks.add": (
        asks(
            MANAGE_NETWORKS,
            arguments=lambda _s, _w: {"nonce": "new", "typed": {"name": "New one"}},
        ),
    ),
    "networks.edit": (
        asks(
            MANAGE_NETWORKS,
            arguments=one(
                "network_id", "network", version=1, typed={"name": "Renamed"}
            ),
        ),
    ),
    "networks.note_contact": (
        asks(
            RECORD_CONTACT,
            arguments=one(
                "network_id", "network", version=1, typed={"day": str(TODAY)}
            ),
        ),
    ),
    "themes.listed": (asks(READ_GROUP),),
    "themes.find": (asks(READ_GROUP, arguments=lambda _s, _w: {"name": "spare"}),),
    "themes.read": (asks(READ_GROUP, arguments=one("theme_id", "theme_spare")),),
    "themes.require_manageable": (asks(MANAGE_THEMES),),
    "themes.may_manage": (Case(Answers((MANAGE_THEMES,))),),
    "themes.add": (
        asks(
            MANAGE_THEMES,
            arguments=lambda _s, _w: {"nonce": "new", "typed": {"label": "New one"}},
        ),
    ),
    "themes.edit": (
        asks(
            MANAGE_THEMES,
            arguments=one(
                "theme_id", "theme_spare", version=1, typed={"label": "Renamed"}
            ),
        ),
    ),
    "themes.merge": (
        asks(MANAGE_THEMES, arguments=one("theme_id", "theme_spare", into="first")),
    ),
    "themes.undo_merge": (
        asks(MANAGE_THEMES, arguments=one("theme_id", "theme_second")),
    ),
    "themes.remove": (asks(MANAGE_THEMES, arguments=one("theme_id", "theme_spare")),),
}

GROUP: Table = {
    "reports.read": (asks(READ_STATUS),),
    "sigs.settings.read": (asks(CHANGE_GROUP),),
    "sigs.settings.conflict": (asks(CHANGE_GROUP, arguments=settings),),
    "sigs.settings.save": (asks(CHANGE_GROUP, arguments=settings),),
    "status.read": (asks(READ_STATUS),),
    "successions.choices": (asks(MERGE),),
    "successions.preview": (asks(MERGE, arguments=lambda s, _: {"plan": s.ids.plan}),),
    "successions.commit": (asks(MERGE, arguments=agreed),),
    "successions.undo": (asks(MERGE, arguments=one("succession_id", "succession")),),
    "successions.read": (
        asks(READ_GROUP, arguments=one("succession_id", "succession")),
    ),
    "successions.listed": (asks(READ_GROUP, arguments=lambda _s, _w: {"limit": 5}),),
    "successions.lineage": (asks(READ_GROUP),),
}
