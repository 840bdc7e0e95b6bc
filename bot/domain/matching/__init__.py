"""Needs and offers of clusters, which of them fit, and who is introduced to whom."""

from bot.domain.matching.introductions import Introduction, Standing, other_side
from bot.domain.matching.offers import (
    MAX_TEXT,
    Offer,
    OfferKind,
    OfferState,
    Shown,
    Statement,
    check_statement,
    default_until,
    latest_until,
)
from bot.domain.matching.pairs import Holders, Pair, fit, held_by, holders, pairs
from bot.domain.matching.views import Direct, Listed, Match, Request, Together

__all__ = [
    "MAX_TEXT",
    "Direct",
    "Holders",
    "Introduction",
    "Listed",
    "Match",
    "Offer",
    "OfferKind",
    "OfferState",
    "Pair",
    "Request",
    "Shown",
    "Standing",
    "Statement",
    "Together",
    "check_statement",
    "default_until",
    "fit",
    "held_by",
    "holders",
    "latest_until",
    "other_side",
    "pairs",
]
