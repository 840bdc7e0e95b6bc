"""Agendas: read, proposed to, put in order, carried to the next meeting."""

from bot.services.agendas.carrying import carry_over, pick_up
from bot.services.agendas.editing import accept, close, edit, editable, finish, move
from bot.services.agendas.proposing import choices, propose
from bot.services.agendas.reading import agenda_of, for_message, proposal_of, shown

__all__ = [
    "accept",
    "agenda_of",
    "carry_over",
    "choices",
    "close",
    "edit",
    "editable",
    "finish",
    "for_message",
    "move",
    "pick_up",
    "proposal_of",
    "propose",
    "shown",
]
