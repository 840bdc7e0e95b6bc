"""A whole group as one document, read and written."""

from storage.exchange.loading import load
from storage.exchange.saving import save

__all__ = ["load", "save"]
