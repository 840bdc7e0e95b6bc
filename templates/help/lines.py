"""A line of help: an example and what it does."""

from typing import NamedTuple

from bot.domain.permissions import Permission


class Line(NamedTuple):
    """One example and what it does; ``needs`` is what one must be allowed for it."""

    example: str
    does: str
    needs: Permission | None = None
