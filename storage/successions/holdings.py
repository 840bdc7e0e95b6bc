"""What rows can belong to a cluster, and which of them follow it to another."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from bot.domain.actions import ActionStatus
from bot.domain.matching import OfferState
from bot.domain.meetings import MeetingStatus
from bot.domain.successions.undoing import Holding
from storage.tables import (
    ActionItemRow,
    AgendaItemRow,
    MeetingRow,
    MembershipRow,
    OfferRow,
    PracticeRow,
    SectionRow,
)

OPEN = (ActionStatus.OPEN, ActionStatus.IN_PROGRESS, ActionStatus.BLOCKED)
_COMING = (MeetingStatus.SCHEDULED, MeetingStatus.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Movable:
    """Rows of a table that name a cluster in a column, and how they move.

    ``stays`` without an heir, because such a row cannot be without a cluster or
    should not lose it; ``is_personal`` where people choose anew after a split.
    """

    table: Any
    column: str
    identity: str
    which: sa.ColumnElement[bool]
    stays: bool = False
    is_personal: bool = False


def movables() -> dict[Holding, Movable]:
    """Return what moves when a cluster ends: what is open, never what is past."""
    coming = select(MeetingRow.id).where(col(MeetingRow.status).in_(_COMING))
    always = sa.true()
    return {
        Holding.PEOPLE: Movable(
            MembershipRow, "cluster_id", "person_id", always, is_personal=True
        ),
        Holding.EXTERNALS: Movable(
            MembershipRow, "sponsor_cluster_id", "person_id", always, stays=True
        ),
        Holding.ACTIONS: Movable(
            ActionItemRow,
            "owner_cluster_id",
            "id",
            col(ActionItemRow.status).in_(OPEN),
        ),
        Holding.SECTIONS: Movable(SectionRow, "owner_cluster_id", "id", always),
        Holding.OFFERS: Movable(
            OfferRow,
            "cluster_id",
            "id",
            col(OfferRow.state) == OfferState.OPEN,
            stays=True,
        ),
        Holding.AGENDA: Movable(
            AgendaItemRow,
            "presenter_cluster_id",
            "id",
            col(AgendaItemRow.meeting_id).in_(coming),
            stays=True,
        ),
        # A draft is nobody's practice yet: it is submitted for the new cluster.
        Holding.PRACTICES: Movable(
            PracticeRow,
            "cluster_id",
            "id",
            col(PracticeRow.number).is_(None),
            stays=True,
            is_personal=True,
        ),
    }
