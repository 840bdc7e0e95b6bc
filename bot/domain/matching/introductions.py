"""Introductions: two people are asked, and only two who agreed meet.

States, for each side::

    asked -> waiting (said yes) -> introduced, when the other agrees too
    asked -> declined (said no) -> over
    waiting <-> declined, until the other has answered
    waiting -> not now, when the other says no
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import InvalidTransitionError
from bot.domain.matching.offers import OfferKind


class Standing(StrEnum):
    """How an introduction looks to one of its two people."""

    ASKED = "asked"
    WAITING = "waiting"
    DECLINED = "declined"
    INTRODUCED = "introduced"
    NOT_NOW = "not_now"
    OVER = "over"
    CLOSED = "closed"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """A need and an offer that fit, who was asked, and what they said.

    A pair has one introduction for ever, so nobody is asked twice about it. The
    people are those who were asked: when a contact changes, the new one is asked.
    """

    id: int = 0
    sig_id: int
    need_id: int
    offer_id: int
    need_person_id: int | None
    offer_person_id: int | None
    need_answer: bool | None = None
    offer_answer: bool | None = None
    proposed_by: int | None = None
    introduced_at: datetime | None = None
    version: int = 1

    @property
    def is_settled(self) -> bool:
        """Whether both have answered; nothing changes any more."""
        return self.need_answer is not None and self.offer_answer is not None

    @property
    def is_agreed(self) -> bool:
        """Whether both said yes."""
        return bool(self.need_answer and self.offer_answer)

    def side_of(self, person_id: int) -> OfferKind | None:
        """Return which side somebody was asked for, or None for anybody else."""
        if person_id == self.need_person_id:
            return OfferKind.NEED
        return OfferKind.OFFER if person_id == self.offer_person_id else None

    def person_of(self, side: OfferKind) -> int | None:
        """Return who was asked for a side."""
        is_need = side is OfferKind.NEED
        return self.need_person_id if is_need else self.offer_person_id

    def answer_of(self, side: OfferKind) -> bool | None:
        """Return what a side said so far."""
        return self.need_answer if side is OfferKind.NEED else self.offer_answer

    def answer(self, side: OfferKind, now: datetime, *, yes: bool) -> "Introduction":
        """Return it with what a side says; the same again changes nothing.

        Raises:
            InvalidTransitionError: both have answered, and this is something else.
        """
        if self.answer_of(side) is yes:
            return self
        if self.is_settled:
            raise InvalidTransitionError(
                "Both of you have answered, so this is settled and cannot be changed."
            )
        if side is OfferKind.NEED:
            changed = replace(self, need_answer=yes)
        else:
            changed = replace(self, offer_answer=yes)
        return replace(changed, introduced_at=now) if changed.is_agreed else changed

    def ask(
        self, *, need_person_id: int | None, offer_person_id: int | None
    ) -> "Introduction":
        """Return it with the contacts of today; the word of an earlier one is void."""
        if self.is_settled:
            return self
        is_same_need = need_person_id == self.need_person_id
        is_same_offer = offer_person_id == self.offer_person_id
        return replace(
            self,
            need_person_id=need_person_id,
            offer_person_id=offer_person_id,
            need_answer=self.need_answer if is_same_need else None,
            offer_answer=self.offer_answer if is_same_offer else None,
        )

    def standing(
        self, side: OfferKind, *, is_open: bool, is_reachable: bool
    ) -> Standing:
        """Return how it looks to one side.

        ``is_open`` says that need and offer both stand, ``is_reachable`` that the
        other person still speaks for their cluster.
        """
        own, other = self.answer_of(side), self.answer_of(other_side(side))
        if self.is_agreed:
            return Standing.INTRODUCED if is_reachable else Standing.GONE
        if self.is_settled:
            return Standing.NOT_NOW if own and not other else Standing.OVER
        if not is_open:
            return Standing.CLOSED
        if not is_reachable:
            return Standing.GONE
        if own is None:
            return Standing.ASKED
        return Standing.WAITING if own else Standing.DECLINED


def other_side(side: OfferKind) -> OfferKind:
    """Return whom a side is introduced to."""
    return OfferKind.OFFER if side is OfferKind.NEED else OfferKind.NEED
