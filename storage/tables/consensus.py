"""Tables of what clusters say to recommendations."""

from datetime import datetime

from sqlmodel import Field

from bot.domain.consensus import Stance
from storage.tables.columns import Table, enum_type, mention, parent


class RecommendationRoundRow(Table, table=True):
    """A time in which the clusters are asked; the last one of each counts."""

    __tablename__ = "recommendation_round"

    recommendation_id: int = parent("recommendation.id", primary_key=True)
    number: int = Field(primary_key=True)
    opened_at: datetime
    closes_at: datetime
    ended_at: datetime | None = None


class RecommendationPositionRow(Table, table=True):
    """What one cluster said in a round; its last word counts, whoever says it."""

    __tablename__ = "recommendation_position"

    recommendation_id: int = parent("recommendation.id", primary_key=True)
    number: int = Field(primary_key=True)
    cluster_id: int = parent("cluster.id", primary_key=True, index=True)
    person_id: int | None = mention("person.id")
    stance: Stance = Field(sa_type=enum_type(Stance, "stance"))
    reason: str = ""
    is_printed: bool = False
    said_at: datetime
