"""The white paper: writing, comments, imports, recommendations, editions.

Revision ID: 0008
Revises: 0007
"""

from storage.migrations.white_papers import advising, importing, publishing, writing

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    writing.upgrade()
    importing.upgrade()
    advising.upgrade()
    publishing.upgrade()


def downgrade() -> None:
    publishing.downgrade()
    advising.downgrade()
    importing.downgrade()
    writing.downgrade()
