"""The white paper: what a snapshot holds and how a document is assembled from it."""

from bot.domain.whitepaper.assembly import assemble
from bot.domain.whitepaper.document import Counts, Document, Gap, GapKind, Withheld
from bot.domain.whitepaper.editions import BLANK, Stamp, digest, next_version, stamp
from bot.domain.whitepaper.markers import holds_marker, is_section_key
from bot.domain.whitepaper.outline import default_paper
from bot.domain.whitepaper.pictures import Picture
from bot.domain.whitepaper.values import (
    DRAFTING,
    PUBLISHED,
    Edition,
    EditionState,
    Paper,
    Section,
    SectionMode,
    SectionState,
    Snapshot,
)

__all__ = [
    "BLANK",
    "DRAFTING",
    "PUBLISHED",
    "Counts",
    "Document",
    "Edition",
    "EditionState",
    "Gap",
    "GapKind",
    "Paper",
    "Picture",
    "Section",
    "SectionMode",
    "SectionState",
    "Snapshot",
    "Stamp",
    "Withheld",
    "assemble",
    "default_paper",
    "digest",
    "holds_marker",
    "is_section_key",
    "next_version",
    "stamp",
]
