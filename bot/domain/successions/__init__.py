"""What becomes of clusters: mergers, splits, renamings, replacements."""

from bot.domain.successions.checks import (
    MAX_NOTE,
    MAX_PREDECESSORS,
    Parties,
    check,
    shape_problem,
    tidied,
)
from bot.domain.successions.lineage import Lineage
from bot.domain.successions.plans import (
    OpenAction,
    Plan,
    Preview,
    Stock,
    founded,
    heir,
    joined_hubs,
    joined_networks,
)
from bot.domain.successions.values import Part, Succession, SuccessionKind

__all__ = [
    "MAX_NOTE",
    "MAX_PREDECESSORS",
    "Lineage",
    "OpenAction",
    "Part",
    "Parties",
    "Plan",
    "Preview",
    "Stock",
    "Succession",
    "SuccessionKind",
    "check",
    "founded",
    "heir",
    "joined_hubs",
    "joined_networks",
    "shape_problem",
    "tidied",
]
