"""Sections with a state, comments, positions of clusters."""


def upgrade() -> None:
    """Add what it needs."""


def downgrade() -> None:
    """Take it away."""
