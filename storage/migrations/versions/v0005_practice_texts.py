"""Practices with formatted texts, twinning, and a disclosure of interest.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa

from storage.migrations import growing
from storage.migrations.first_release.columns import choice

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TABLE = "practice_revision"


def upgrade() -> None:
    growing.add(
        _TABLE,
        [
            growing.filled("formatted", sa.JSON(), "'[]'"),
            *choice(_TABLE, "twinning_role", "offers seeks both", nullable=True),
            growing.filled("looking_for", sa.String(), "''"),
            growing.filled("interest_disclosure", sa.String(), "''"),
        ],
    )
    growing.add("consent", [growing.filled("names_no_patient", sa.Boolean(), "false")])


def downgrade() -> None:
    growing.drop("consent", "names_no_patient")
    growing.drop(
        _TABLE,
        "formatted",
        "twinning_role",
        "looking_for",
        "interest_disclosure",
        checks=["ck_practice_revision_twinning_role"],
    )
