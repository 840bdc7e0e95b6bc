"""Editions with what changed, their pictures and their publication."""


def upgrade() -> None:
    """Add what it needs."""


def downgrade() -> None:
    """Take it away."""
