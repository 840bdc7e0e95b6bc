"""Needs and offers of clusters, and which of them fit."""

from enum import StrEnum


class OfferKind(StrEnum):
    """Whether a cluster looks for something or has it."""

    NEED = "need"
    OFFER = "offer"


class OfferState(StrEnum):
    """Whether it still stands; past its last day it is closed by itself."""

    OPEN = "open"
    CLOSED = "closed"
