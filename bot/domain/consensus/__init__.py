"""Finding out whether a group can recommend something: rounds, positions, what follows.

::

    stateDiagram-v2
        [*] --> proposed
        proposed --> discussed: a round is opened
        discussed --> adopted: nobody objects until its end, or the chair rules
        discussed --> rejected: the chair rules
        proposed --> merged: into another one
        discussed --> merged
        adopted --> superseded: by a newer one
        rejected --> proposed: opened again

Silence is consent: a cluster that says nothing until the end of a round agrees, as in
the written procedures of the groups this is made for. Each cluster has one voice.
"""

from bot.domain.consensus.counting import count
from bot.domain.consensus.reading import WORDS, changed_since, mark
from bot.domain.consensus.steps import (
    end_round,
    is_overdue,
    open_round,
    require_answerable,
    require_editable,
    rule,
)
from bot.domain.consensus.values import (
    REASON_LIMIT,
    REMINDER,
    TEXT_LIMIT,
    TITLE_LIMIT,
    Answer,
    Facet,
    Outcome,
    Position,
    Proposed,
    Round,
    Ruling,
    Stance,
    Standing,
    Tally,
)

__all__ = [
    "REASON_LIMIT",
    "REMINDER",
    "TEXT_LIMIT",
    "TITLE_LIMIT",
    "WORDS",
    "Answer",
    "Facet",
    "Outcome",
    "Position",
    "Proposed",
    "Round",
    "Ruling",
    "Stance",
    "Standing",
    "Tally",
    "changed_since",
    "count",
    "end_round",
    "is_overdue",
    "mark",
    "open_round",
    "require_answerable",
    "require_editable",
    "rule",
]
