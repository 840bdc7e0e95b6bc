"""What private reminders remember."""


def upgrade() -> None:
    """Add what it needs."""


def downgrade() -> None:
    """Take it away."""
