"""The white paper: drafting it, writing its sections, publishing it."""

from bot.services.whitepaper.drafting import keep, material, material_of

__all__ = ["keep", "material", "material_of"]
