"""Tables of needs and offers, and of the introductions that follow."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from bot.domain.matching import OfferKind, OfferState
from storage.tables.columns import (
    Json,
    Table,
    enum_type,
    json_field,
    mention,
    parent,
    primary_key,
)


class OfferRow(Table, table=True):
    """What a cluster looks for or offers."""

    __tablename__ = "offer"
    __table_args__ = (sa.UniqueConstraint("sig_id", "nonce"),)

    id: int = primary_key()
    sig_id: int = parent("sig.id", index=True)
    nonce: str
    kind: OfferKind = Field(sa_type=enum_type(OfferKind, "kind"))
    cluster_id: int = parent("cluster.id", index=True)
    person_id: int | None = mention("person.id", index=True)
    theme_id: int | None = mention("theme.id")
    practice_id: int | None = mention("practice.id")
    text: str
    until: date
    stated_on: date
    may_print: bool = False
    state: OfferState = Field(sa_type=enum_type(OfferState, "state"))
    version: int = 1
    extra: Json | None = json_field()


class IntroductionRow(Table, table=True):
    """A need and an offer that fit, who was asked, and what they said to it."""

    __tablename__ = "introduction"
    __table_args__ = (sa.UniqueConstraint("need_id", "offer_id"),)

    id: int = primary_key()
    sig_id: int = parent("sig.id", index=True)
    need_id: int = parent("offer.id")
    offer_id: int = parent("offer.id", index=True)
    need_person_id: int | None = mention("person.id")
    offer_person_id: int | None = mention("person.id")
    need_answer: bool | None = None
    offer_answer: bool | None = None
    proposed_by: int | None = mention("person.id")
    introduced_at: datetime | None = None
    version: int = 1
