"""Meetings: series, polls, invitations, agendas, answers, minutes, votes.

Revision ID: 0006
Revises: 0005
"""

from storage.migrations.meetings import delivering, holding, scheduling

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    scheduling.upgrade()
    holding.upgrade()
    delivering.upgrade()


def downgrade() -> None:
    delivering.downgrade()
    holding.downgrade()
    scheduling.downgrade()
