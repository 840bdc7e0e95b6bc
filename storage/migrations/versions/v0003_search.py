"""Practices found by words.

Revision ID: 0003
Revises: 0002
"""

from storage.migrations.search import practices

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    practices.upgrade()


def downgrade() -> None:
    practices.downgrade()
