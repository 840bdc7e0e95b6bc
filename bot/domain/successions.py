"""What becomes of clusters: mergers, splits, renamings, replacements."""

from enum import StrEnum


class SuccessionKind(StrEnum):
    """How clusters went up in others."""

    MERGER = "merger"
    SPLIT = "split"
    RENAME = "rename"
    REPLACEMENT = "replacement"
