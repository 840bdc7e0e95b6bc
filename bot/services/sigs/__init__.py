"""Groups: set up by the operator or in Slack, their settings, their channels."""

from bot.services.sigs.channels import (
    follow,
    for_message,
    greet,
    homes,
    is_free,
    seen,
)
from bot.services.sigs.configured import only, set_up
from bot.services.sigs.founding import (
    Founded,
    Founder,
    at,
    check,
    found,
    is_leaderless,
    move,
    offers,
    require_founder,
    require_free,
    require_successor,
    take_over,
)
from bot.services.sigs.settings import Settings, conflict, read, save

__all__ = [
    "Founded",
    "Founder",
    "Settings",
    "at",
    "check",
    "conflict",
    "follow",
    "for_message",
    "found",
    "greet",
    "homes",
    "is_free",
    "is_leaderless",
    "move",
    "offers",
    "only",
    "read",
    "require_founder",
    "require_free",
    "require_successor",
    "save",
    "seen",
    "set_up",
    "take_over",
]
