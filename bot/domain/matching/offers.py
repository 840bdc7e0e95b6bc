"""What a cluster looks for or offers, and what such a statement must hold."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from bot.domain.text import normalise

MAX_TEXT = 300
DEFAULT_MONTHS = 6
MOST_MONTHS = 24


class OfferKind(StrEnum):
    """Whether a cluster looks for something or has it."""

    NEED = "need"
    OFFER = "offer"


class OfferState(StrEnum):
    """Whether it still stands; past its last day it is closed by itself."""

    OPEN = "open"
    CLOSED = "closed"


class Shown(StrEnum):
    """Which part of the list somebody looks at."""

    OURS = "ours"
    ALL = "all"
    NEEDS = "needs"
    OFFERS = "offers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A need or an offer of a cluster.

    ``person_id`` is whom the group knows as its contact; ``until`` is its last day
    and ``stated_on`` its first, in the group's home zone. ``theme`` is a slug, that
    of the successor where the theme was merged. ``may_print`` is the consent to
    stand in the white paper.
    """

    id: int = 0
    sig_id: int
    nonce: str = ""
    kind: OfferKind
    cluster_id: int
    cluster_name: str = ""
    person_id: int | None = None
    theme: str | None = None
    theme_label: str = ""
    practice_id: int | None = None
    practice_number: int | None = None
    text: str
    until: date
    stated_on: date
    may_print: bool = False
    state: OfferState = OfferState.OPEN
    version: int = 1

    def is_open(self, day: date) -> bool:
        """Whether it stands on that day."""
        return self.state is OfferState.OPEN and self.until >= day

    def reopen(self, day: date) -> "Offer":
        """Return it as open; one whose last day is over gets a new one."""
        until = self.until if self.until >= day else default_until(day)
        return replace(self, state=OfferState.OPEN, until=until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody typed into the form; anything may be missing."""

    kind: OfferKind | None = None
    theme: str | None = None
    text: str = ""
    until: date | None = None
    practice_id: int | None = None
    may_print: bool = False

    def onto(self, offer: Offer) -> Offer:
        """Return ``offer`` as stated here; call it when nothing is missing."""
        return replace(
            offer,
            kind=self.kind or offer.kind,
            theme=self.theme,
            text=normalise(self.text),
            until=self.until or offer.until,
            practice_id=self.practice_id,
            may_print=self.may_print,
        )


def default_until(day: date) -> date:
    """Return the last day that is proposed."""
    return day + relativedelta(months=DEFAULT_MONTHS)


def latest_until(day: date) -> date:
    """Return the last day that can be chosen at most."""
    return day + relativedelta(months=MOST_MONTHS)


def check_statement(
    statement: Statement, *, day: date, themes: Collection[str]
) -> dict[str, str]:
    """Return a sentence for every field that is not acceptable.

    ``themes`` are the group's; where there is none, none can be chosen.
    """
    problems: dict[str, str] = {}
    if statement.kind is None:
        problems["kind"] = "Please say whether you look for it or offer it."
    if themes and statement.theme not in themes:
        problems["theme"] = "Please choose a theme of the group."
    problems |= _check_text(normalise(statement.text))
    return problems | _check_until(statement.until, day)


def _check_text(text: str) -> dict[str, str]:
    if not any(character.isalnum() for character in text):
        return {"text": "Please say in a sentence or two what it is."}
    if len(text) > MAX_TEXT:
        over = len(text) - MAX_TEXT
        return {"text": f"Please shorten it by {over} to {MAX_TEXT} characters."}
    return {}


def _check_until(until: date | None, day: date) -> dict[str, str]:
    if until is None:
        return {"until": "Please choose its last day."}
    if until < day:
        return {"until": "This day is over. Please choose today or a later day."}
    if until > latest_until(day):
        return {
            "until": f"At most {MOST_MONTHS} months ahead, so until "
            f"{latest_until(day):%d.%m.%Y}. You can prolong it later."
        }
    return {}
