"""Successions of clusters: what became of which, what moved, and the way back."""

from storage.successions.dependents import dependents
from storage.successions.loading import (
    all_successions,
    by_nonce,
    get,
    is_made_here,
    lineage,
    lock,
    stock,
    taken_keys,
)
from storage.successions.moving import add, move, restore

__all__ = [
    "add",
    "all_successions",
    "by_nonce",
    "dependents",
    "get",
    "is_made_here",
    "lineage",
    "lock",
    "move",
    "restore",
    "stock",
    "taken_keys",
]
