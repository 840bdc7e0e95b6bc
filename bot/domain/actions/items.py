"""What an action item is, and what is derived from it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.references import Kind, label


class ActionStatus(StrEnum):
    """Where an action stands; overdue is derived, not a state."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE = "done"
    CANCELLED = "cancelled"


FINISHED = frozenset({ActionStatus.DONE, ActionStatus.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItem:
    """One thing to do. ``owner`` and ``co_owners`` are keys of persons or clusters.

    ``due_on``, ``done_on`` and ``snoozed_until`` are dates in the group's home zone.
    ``meeting``, ``decision`` and ``practice`` are the numbers of what it comes from or
    belongs to, ``section`` the key of a section of the paper, ``agenda_item`` the id of
    a point of an agenda; ``permalink`` leads to the message it was made of, with
    ``said_by`` (a key of a person). ``reason`` is why it is blocked or was cancelled.
    ``carried`` counts the meetings that left it open; ``recorded_by`` and ``done_by``
    are ids of persons.
    """

    id: int = 0
    number: int
    key: str | None = None
    title: str
    owner: str | None = None
    co_owners: tuple[str, ...] = ()
    meeting: int | None = None
    due_on: date | None = None
    status: ActionStatus = ActionStatus.OPEN
    done_on: date | None = None
    priority: str = "normal"
    note: str | None = None
    evidence: str | None = None
    detail: str = ""
    reason: str = ""
    snoozed_until: date | None = None
    decision: int | None = None
    practice: int | None = None
    section: str | None = None
    agenda_item: int | None = None
    permalink: str = ""
    said_by: str | None = None
    recorded_by: int | None = None
    done_by: int | None = None
    carried: int = 0
    version: int = 1

    @property
    def ref(self) -> str:
        """The name people say, for example ``A-13``."""
        return label(Kind.ACTION, self.number)

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been done before ``today``."""
        return self.is_open and self.due_on is not None and self.due_on < today

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done: neither done nor cancelled."""
        return self.status not in FINISHED

    @property
    def needs_owner(self) -> bool:
        """Whether nobody has it, though it is still to be done."""
        return self.is_open and self.owner is None

    @property
    def is_done_late(self) -> bool:
        """Whether it was done after its due date."""
        return bool(
            self.status is ActionStatus.DONE
            and self.done_on
            and self.due_on
            and self.done_on > self.due_on
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An action as it is shown; ``owner`` is a title or a name, or nothing yet.

    ``helpers`` are the names of those who help, ``helper_user_ids`` their accounts in
    the same order; ``people`` are the ids of the persons who own it or help,
    ``clusters`` those of the clusters, the owner first.
    """

    action: ActionItem
    action_id: int
    sig_id: int = 0
    owner: str = ""
    owner_user_id: str | None = None
    helpers: tuple[str, ...] = ()
    helper_user_ids: tuple[str | None, ...] = ()
    people: tuple[int, ...] = ()
    clusters: tuple[int, ...] = ()
