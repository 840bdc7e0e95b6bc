"""Action items: links, snoozing, carrying over; private reminders; App Home.

Revision ID: 0007
Revises: 0006
"""

from storage.migrations.action_items import home, reminding, working

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    working.upgrade()
    reminding.upgrade()
    home.upgrade()


def downgrade() -> None:
    home.downgrade()
    reminding.downgrade()
    working.downgrade()
