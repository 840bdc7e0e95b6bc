"""Action items: who does what until when."""

from bot.domain.actions.items import FINISHED, ActionItem, ActionStatus, Shown

__all__ = ["FINISHED", "ActionItem", "ActionStatus", "Shown"]
