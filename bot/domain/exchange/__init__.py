"""The exchange format: one JSON document that holds a whole group."""

from bot.domain.exchange.comparing import Difference, compare
from bot.domain.exchange.completing import complete
from bot.domain.exchange.decoding import decode
from bot.domain.exchange.reading import read
from bot.domain.exchange.values import (
    Document,
    Entry,
    Member,
    NetworkRecord,
    OfferRecord,
    PaperRecord,
    PracticeRecord,
    Purpose,
    SigRecord,
)
from bot.domain.exchange.writing import write

__all__ = [
    "Difference",
    "Document",
    "Entry",
    "Member",
    "NetworkRecord",
    "OfferRecord",
    "PaperRecord",
    "PracticeRecord",
    "Purpose",
    "SigRecord",
    "compare",
    "complete",
    "decode",
    "read",
    "write",
]
