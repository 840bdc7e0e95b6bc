"""Action items: who does what until when."""

from bot.domain.actions.items import ActionItem, ActionStatus, Shown

__all__ = ["ActionItem", "ActionStatus", "Shown"]
