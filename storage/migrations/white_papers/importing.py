"""Conflicts of edited drafts that came back."""


def upgrade() -> None:
    """Add what it needs."""


def downgrade() -> None:
    """Take it away."""
