"""What App Home remembers of each person."""


def upgrade() -> None:
    """Add what it needs."""


def downgrade() -> None:
    """Take it away."""
