"""The life of the group: set-up, people, registers, successions, matching.

Revision ID: 0002
Revises: 0001
"""

from storage.migrations.group_life import (
    matching,
    people,
    registers,
    settings,
    successions,
)

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_PARTS = (settings, people, registers, successions, matching)


def upgrade() -> None:
    for part in _PARTS:
        part.upgrade()


def downgrade() -> None:
    for part in reversed(_PARTS):
        part.downgrade()
