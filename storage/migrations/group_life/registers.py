"""Registers: profiles of clusters, relations with networks, words about themes."""

import sqlalchemy as sa

from storage.migrations import growing

_WORDS = ("acronym", "city", "website", "legal_form", "nuts_version")
_COUNTS = ("members_research", "members_care", "members_public", "established")
_PROFILE = (
    "members_as_of",
    "membership_criteria",
    "strategy_period",
    "strategy_url",
    "excellence_label",
)
_RELATION = ("acronym", "website", "scope", "next_step")


def upgrade() -> None:
    """Add the columns."""
    growing.add(
        "organisation",
        [
            *growing.empty(sa.String(), *_WORDS),
            *growing.choice(
                "organisation", "status", "active merged dissolved", default="active"
            ),
        ],
    )
    growing.add(
        "cluster",
        [
            *growing.empty(sa.Integer(), *_COUNTS),
            *growing.empty(sa.String(), *_PROFILE),
            *growing.empty(sa.Float(), "staff_fte"),
            growing.filled("hubs", sa.JSON(), "'[]'"),
        ],
    )
    growing.add(
        "network",
        [
            *growing.empty(sa.String(), *_RELATION),
            growing.reference("network", "liaison_person_id", "person"),
            *growing.empty(sa.Date(), "last_contact_on", "ended_on"),
            growing.filled("version", sa.Integer(), "1"),
        ],
    )
    growing.add(
        "theme",
        [
            growing.filled("description", sa.String(), "''"),
            growing.reference("theme", "merged_into_id", "theme"),
            *growing.empty(sa.JSON(), "moved"),
            growing.filled("version", sa.Integer(), "1"),
        ],
    )


def downgrade() -> None:
    """Take them away."""
    growing.drop("theme", "description", "merged_into_id", "moved", "version")
    growing.drop(
        "network",
        *_RELATION,
        "liaison_person_id",
        "last_contact_on",
        "ended_on",
        "version",
    )
    growing.drop("cluster", *_COUNTS, *_PROFILE, "staff_fte", "hubs")
    growing.drop("organisation", *_WORDS, "status", checks=["ck_organisation_status"])
