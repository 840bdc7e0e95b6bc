"""An action item before it is recorded: what somebody typed or chose so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.domain.actions.items import Shown
from bot.domain.actions.phrases import Reading
from bot.domain.clusters import Cluster
from bot.domain.meetings import Meeting

MAX_TITLE = 200
MAX_DETAIL = 3000
MAX_CO_OWNERS = 20
NO_TEXT = (
    "Write what is to be done, for example: /action @somebody send the list by 3 "
    "December."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be recorded.

    ``owner`` and ``co_owners`` are Slack accounts; ``cluster`` is the key of a cluster
    that owns it instead of a person. ``meeting``, ``decision`` and ``practice`` are
    numbers, ``section`` a key, ``agenda_item`` an id, ``said_by`` the key of whoever
    wrote the message that ``permalink`` leads to: as in ``ActionItem``.
    """

    title: str = ""
    detail: str = ""
    owner: str = ""
    co_owners: tuple[str, ...] = ()
    cluster: str | None = None
    due_on: date | None = None
    meeting: int | None = None
    decision: int | None = None
    practice: int | None = None
    section: str | None = None
    agenda_item: int | None = None
    permalink: str = ""
    said_by: str | None = None

    @property
    def belongs(self) -> bool:
        """Whether it is known already where it comes from."""
        known = (self.meeting, self.decision, self.practice, self.agenda_item)
        return any(each is not None for each in (*known, self.section))


class Concern(StrEnum):
    """What somebody should know of a person before the action is recorded."""

    NOT_HERE = "not_here"
    GONE = "gone"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A draft, and what its form offers to choose from."""

    draft: Draft
    meetings: Sequence[Meeting] = ()
    clusters: Sequence[Cluster] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a typed line was understood as, for its writer to judge.

    ``draft`` has no date where ``when`` is open to question; ``whole`` is the title
    with the words that were read as a date; ``is_sure``: words such as "by" say that
    they are one. ``concerns`` are about accounts, ``unknown`` is a name after an @ that
    nobody has.
    """

    draft: Draft
    whole: str
    today: date
    when: Reading | None = None
    cluster: str = ""
    meeting: Meeting | None = None
    concerns: Mapping[str, Concern] = field(default_factory=dict)
    unknown: str = ""
    is_sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An action as it is stored; ``is_new``: not recorded before by the same act."""

    shown: Shown
    is_new: bool = True
    told: int = 0
