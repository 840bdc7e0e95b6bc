"""What `/sig` does, an example for each."""

from bot.domain.permissions import Permission
from templates.help.lines import Line

LINES = (
    Line("/sig setup", "make this channel home of a group, or change its settings"),
    Line(
        "/sig status",
        "how the group is doing, on one screen",
        Permission.READ_STATUS,
    ),
    Line(
        "/sig members",
        "who is in the group; roles, guests and their limits",
        Permission.READ_MEMBERS,
    ),
    Line(
        "/sig clusters",
        "the member clusters and their profiles",
        Permission.READ_GROUP,
    ),
    Line(
        "/sig clusters show Medtech",
        "one of them, by name, short form or key",
        Permission.READ_GROUP,
    ),
    Line(
        "/sig clusters edit",
        "change the profile of your own cluster",
        Permission.EDIT_OWN_CLUSTER,
    ),
    Line(
        "/sig clusters add",
        "add a cluster (chair, secretariat)",
        Permission.MANAGE_CLUSTERS,
    ),
    Line(
        "/sig networks",
        "other networks: who keeps contact, and since when not",
        Permission.READ_GROUP,
    ),
    Line(
        "/sig networks contact ScanBalt",
        "note a contact and the next step",
        Permission.RECORD_CONTACT,
    ),
    Line(
        "/sig networks add",
        "add a network (chair, secretariat, editors)",
        Permission.MANAGE_NETWORKS,
    ),
    Line("/sig themes", "what the group works on", Permission.READ_GROUP),
    Line(
        "/sig themes add",
        "add a theme (chair, secretariat, editors)",
        Permission.MANAGE_THEMES,
    ),
    Line(
        "/sig themes merge Skills",
        "let a theme go up in another one (chair, secretariat, editors)",
        Permission.MANAGE_THEMES,
    ),
    Line(
        "/sig merge",
        "merge, split, rename or replace clusters (chair, secretariat)",
        Permission.MERGE_CLUSTERS,
    ),
    Line(
        "/sig merge list",
        "what became of clusters; those who may undo a change here",
        Permission.READ_GROUP,
    ),
    Line(
        "/sig offer",
        "say what your cluster looks for or offers",
        Permission.STATE_OFFER,
    ),
    Line(
        "/sig offer list",
        "needs and offers of everybody; change or close yours",
        Permission.READ_GROUP,
    ),
    Line(
        "/sig match",
        "needs and offers that fit, across clusters",
        Permission.MATCH_OFFERS,
    ),
    Line(
        "/sig report 2026",
        "the figures of a year: text, table and chart",
        Permission.READ_STATUS,
    ),
    Line("/sig help", "this list"),
)
