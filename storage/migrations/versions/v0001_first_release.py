"""All tables of the first release.

Revision ID: 0001
Revises:
"""

from alembic import op

from storage.migrations.first_release import delivery, group, paper, practices, work

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_PARTS = (group, practices, work, paper, delivery)


def upgrade() -> None:
    for part in _PARTS:
        part.create()


def downgrade() -> None:
    for part in reversed(_PARTS):
        for table in reversed(part.TABLES):
            op.drop_table(table)
