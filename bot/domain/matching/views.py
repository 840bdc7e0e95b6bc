"""What people are shown of needs, offers and introductions."""

from dataclasses import dataclass

from bot.domain.matching.introductions import Introduction, Standing
from bot.domain.matching.offers import Offer, OfferKind
from bot.domain.matching.pairs import Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A line of the list, and what the reader may do with it."""

    offer: Offer
    is_open: bool
    may_change: bool
    may_close: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A pair that fits; ``can_ask`` says that its people were not asked yet."""

    pair: Pair
    introduction: Introduction | None
    can_ask: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What one of the two people sees: their own side, the other's, how it stands.

    Who the other person is stays unsaid.
    """

    introduction: Introduction
    side: OfferKind
    own: Offer
    other: Offer
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Two people who agreed, by their Slack ids, with what they are here for."""

    need: Offer
    offer: Offer
    need_user: str
    offer_user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Direct:
    """What one of two who agreed is told where no common message can be opened.

    ``other_user`` is None when the other has left since; ``is_doubtful`` says that
    Slack could not reach one of the two.
    """

    own: Offer
    other: Offer
    other_user: str | None
    is_doubtful: bool
