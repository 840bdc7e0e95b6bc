"""What App Home shows, a page of each list, and what it remembers of each person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from bot.domain.actions import ActionStatus
from bot.domain.home import (
    SIZES,
    OwnSection,
    Page,
    Part,
    Places,
    Share,
    Tab,
    Task,
    ToDo,
    start_of,
)
from bot.domain.meetings import MeetingStatus, MinutesStatus
from bot.domain.polls import Poll, PollState
from bot.domain.practices import (
    IN_REVIEW,
    Practice,
    PracticeContent,
    PracticeStatus,
    ReviewState,
)
from bot.domain.reminders import ASKED_FOR, MINUTES_DUE
from bot.domain.sigs import PersonState
from storage.statements import insert
from storage.tables import (
    ActionCoOwnerRow,
    ActionItemRow,
    AuditEventRow,
    HomeTabRow,
    MeetingRow,
    PersonRow,
    PollAnswerRow,
    PollRow,
    PollSlotRow,
    PracticeRevisionRow,
    PracticeRow,
    ReviewRow,
    SectionRow,
    WhitePaperRow,
)

_FINISHED = (ActionStatus.DONE, ActionStatus.CANCELLED)
_COMING = (MeetingStatus.PLANNED, MeetingStatus.SCHEDULED, MeetingStatus.IN_PROGRESS)
# A meeting of more than a day is none; longer ago than that it is over.
_LONGEST = timedelta(days=1)
_CANDIDATES = 50
_WITHOUT_MINUTES = (MinutesStatus.NONE, MinutesStatus.DRAFT)
# What needs its author comes first.
_FIRST = (
    PracticeStatus.CHANGES_REQUESTED,
    PracticeStatus.DRAFT,
    PracticeStatus.SUBMITTED,
    PracticeStatus.UNDER_REVIEW,
    PracticeStatus.ACCEPTED,
    PracticeStatus.PUBLISHED,
    PracticeStatus.REJECTED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose things: a person's of a group, and those of the cluster they speak for."""

    sig_id: int
    person_id: int
    cluster_id: int | None
    places: Places

    def owns(
        self, person: Mapped[int | None], cluster: Mapped[int | None]
    ) -> sa.ColumnElement[bool]:
        """Whether something is theirs, by its two columns."""
        theirs: sa.ColumnElement[bool] = person == self.person_id
        if self.cluster_id is None:
            return theirs
        return sa.or_(theirs, cluster == self.cluster_id)

    def share(self) -> sa.Case[str]:
        """Return why an action is theirs: they own it, their cluster does, or help."""
        found = [(col(ActionItemRow.owner_person_id) == self.person_id, Share.OWN)]
        if self.cluster_id is not None:
            cluster = col(ActionItemRow.owner_cluster_id) == self.cluster_id
            found.append((cluster, Share.CLUSTER))
        cases = ((which, sa.literal(share.value)) for which, share in found)
        return sa.case(*cases, else_=sa.literal(Share.HELPS.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Somebody's Home, and their Slack account."""

    tab: Tab
    team_id: str | None
    user_id: str


def coming(session: Session, sig_id: int, now: datetime) -> tuple[int, ...]:
    """Return the numbers of the meetings that run or come, the next one first."""
    query = (
        select(MeetingRow.number, MeetingRow.starts_at, MeetingRow.duration_minutes)
        .where(
            MeetingRow.sig_id == sig_id,
            col(MeetingRow.status).in_(_COMING),
            col(MeetingRow.starts_at) > now - _LONGEST,
        )
        .order_by(col(MeetingRow.starts_at), col(MeetingRow.number))
        .limit(_CANDIDATES)
    )
    return tuple(
        number
        for number, starts_at, minutes in session.exec(query)
        if starts_at + timedelta(minutes=minutes) > now
    )


def actions(session: Session, whose: Whose, today: date) -> Page[ToDo]:
    """Return somebody's open actions: late ones first, those put off last."""
    helps = select(ActionCoOwnerRow.action_id).where(
        whose.owns(col(ActionCoOwnerRow.person_id), col(ActionCoOwnerRow.cluster_id))
    )
    mine = whose.owns(
        col(ActionItemRow.owner_person_id), col(ActionItemRow.owner_cluster_id)
    )
    due, snoozed = col(ActionItemRow.due_on), col(ActionItemRow.snoozed_until)
    query: Any = sa.select(
        col(ActionItemRow.number),
        col(ActionItemRow.title),
        col(ActionItemRow.status),
        due,
        snoozed,
        col(ActionItemRow.reason),
        whose.share().label("share"),
    ).where(
        col(ActionItemRow.sig_id) == whose.sig_id,
        col(ActionItemRow.status).not_in(_FINISHED),
        sa.or_(mine, col(ActionItemRow.id).in_(helps)),
    )
    order = (
        sa.case((snoozed > today, 1), else_=0),
        sa.case((due.is_(None), 1), else_=0),
        due,
        col(ActionItemRow.number),
    )
    page, rows = _page(session, query, Part.ACTIONS, places=whose.places, order=order)
    return _filled(page, (ToDo(**row._asdict()) for row in rows))


def practices(session: Session, whose: Whose) -> Page[Practice]:
    """Return somebody's practices: those that wait for them first."""
    status = col(PracticeRow.status)
    query = _practices().where(
        col(PracticeRow.sig_id) == whose.sig_id,
        col(PracticeRow.author_id) == whose.person_id,
        status.in_(_FIRST),
    )
    rank = sa.case({each: at for at, each in enumerate(_FIRST)}, value=status)
    order = (rank, col(PracticeRow.number).desc(), col(PracticeRow.id).desc())
    page, rows = _page(session, query, Part.PRACTICES, places=whose.places, order=order)
    return _filled(page, map(_practice, rows))


def reviews(session: Session, whose: Whose) -> Page[Task]:
    """Return what waits for somebody's review, longest first."""
    query = (
        _practices()
        .add_columns(col(ReviewRow.asked_at))
        .join(ReviewRow, col(ReviewRow.practice_id) == PracticeRow.id)
        .where(
            col(ReviewRow.sig_id) == whose.sig_id,
            col(ReviewRow.reviewer_id) == whose.person_id,
            col(ReviewRow.state) == ReviewState.OPEN,
            col(ReviewRow.revision) == PracticeRow.revision,
            col(PracticeRow.status).in_(list(IN_REVIEW)),
        )
    )
    order = (col(ReviewRow.asked_at), col(ReviewRow.id))
    page, rows = _page(session, query, Part.REVIEWS, places=whose.places, order=order)
    found = (Task(practice=_practice(row), asked_at=row.asked_at) for row in rows)
    return _filled(page, found)


def polls(session: Session, whose: Whose, now: datetime) -> Page[Poll]:
    """Return the open polls that somebody has not answered, the first to end first."""
    answered = (
        select(PollSlotRow.poll_id)
        .join(PollAnswerRow, col(PollAnswerRow.slot_id) == PollSlotRow.id)
        .where(PollAnswerRow.person_id == whose.person_id)
    )
    query: Any = sa.select(
        col(PollRow.id),
        col(PollRow.number),
        col(PollRow.title),
        col(PollRow.zone),
        col(PollRow.duration_minutes),
        col(PollRow.mode),
        col(PollRow.deadline_at),
    ).where(
        col(PollRow.sig_id) == whose.sig_id,
        col(PollRow.state) == PollState.OPEN,
        col(PollRow.deadline_at) > now,
        col(PollRow.id).not_in(answered),
    )
    order = (col(PollRow.deadline_at), col(PollRow.id))
    page, rows = _page(session, query, Part.POLLS, places=whose.places, order=order)
    return _filled(page, (Poll(**row._asdict()) for row in rows))


def sections(session: Session, whose: Whose) -> Page[OwnSection]:
    """Return the sections of the paper that somebody writes, in the paper's order."""
    query: Any = (
        sa.select(col(SectionRow.title), col(SectionRow.state), col(SectionRow.due_on))
        .join(WhitePaperRow, col(WhitePaperRow.id) == SectionRow.paper_id)
        .where(
            col(WhitePaperRow.sig_id) == whose.sig_id,
            col(SectionRow.removed_at).is_(None),
            whose.owns(
                col(SectionRow.owner_person_id), col(SectionRow.owner_cluster_id)
            ),
        )
    )
    order = (col(SectionRow.position), col(SectionRow.id))
    page, rows = _page(session, query, Part.SECTIONS, places=whose.places, order=order)
    return _filled(page, (OwnSection(**row._asdict()) for row in rows))


def without_owner(session: Session, sig_id: int) -> tuple[int, ...]:
    """Return the numbers of the open actions that nobody owns."""
    query = select(ActionItemRow.number).where(
        ActionItemRow.sig_id == sig_id,
        col(ActionItemRow.status).not_in(_FINISHED),
        col(ActionItemRow.owner_person_id).is_(None),
        col(ActionItemRow.owner_cluster_id).is_(None),
    )
    return tuple(session.exec(query.order_by(col(ActionItemRow.number))))


def without_minutes(session: Session, sig_id: int, now: datetime) -> tuple[int, ...]:
    """Return the numbers of the meetings whose minutes are due, the latest first."""
    query = (
        select(MeetingRow.number, MeetingRow.starts_at, MeetingRow.duration_minutes)
        .where(
            MeetingRow.sig_id == sig_id,
            col(MeetingRow.status) != MeetingStatus.CANCELLED,
            col(MeetingRow.minutes_status).in_(_WITHOUT_MINUTES),
            col(MeetingRow.starts_at) < now - MINUTES_DUE,
            col(MeetingRow.starts_at) > now - ASKED_FOR,
        )
        .order_by(col(MeetingRow.number).desc())
    )
    return tuple(
        number
        for number, starts_at, minutes in session.exec(query)
        if starts_at + timedelta(minutes=minutes) + MINUTES_DUE <= now
    )


def find(session: Session, person_id: int) -> Tab | None:
    """Return what is known of somebody's Home."""
    row = session.get(HomeTabRow, person_id, populate_existing=True)
    return _tab(row) if row else None


def lock(session: Session, person_id: int) -> Tab | None:
    """Return the same, and let nobody else change it until the commit."""
    query = select(HomeTabRow.person_id).where(HomeTabRow.person_id == person_id)
    session.exec(query.with_for_update()).first()
    return find(session, person_id)


def keep(session: Session, person_id: int, now: datetime, **values: Any) -> None:
    """Note something about somebody's Home; at the first time, that they opened it."""
    first = {"places": {}, "opened_at": now, "seen_event": 0} | values
    statement = insert(session, HomeTabRow).values(person_id=person_id, **first)
    changes = values | {"updated_at": statement.excluded.updated_at}
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=["person_id"], set_=changes)
    )


def tabs(session: Session, since: datetime) -> tuple[Kept, ...]:
    """Return the Homes that were opened since then, longest unread first."""
    query = (
        select(HomeTabRow, PersonRow.team_id, PersonRow.user_id)
        .join(PersonRow, col(PersonRow.id) == HomeTabRow.person_id)
        .where(
            col(HomeTabRow.opened_at) >= since,
            col(PersonRow.user_id).is_not(None),
            PersonRow.state == PersonState.ACTIVE,
        )
        .order_by(col(HomeTabRow.read_at), col(HomeTabRow.person_id))
    )
    return tuple(
        Kept(tab=_tab(row), team_id=team_id, user_id=str(user_id))
        for row, team_id, user_id in session.exec(query)
    )


def last_event(session: Session) -> int:
    """Return the id of the last event of the audit trail."""
    return session.exec(select(sa.func.max(AuditEventRow.id))).one() or 0


def last_events(session: Session, after: int) -> Mapping[int, int]:
    """Return the id of the last event of each group, of those after that one."""
    query = (
        select(AuditEventRow.sig_id, sa.func.max(AuditEventRow.id))
        .where(col(AuditEventRow.id) > after)
        .group_by(col(AuditEventRow.sig_id))
    )
    return dict(session.exec(query).all())


def _page(
    session: Session,
    query: Any,
    part: Part,
    *,
    places: Places,
    order: Iterable[Any],
) -> tuple[Page[Any], Iterable[Any]]:
    """Return the place in a list and the rows of that page: always two queries."""
    counted = sa.select(sa.func.count()).select_from(query.subquery())
    total = session.connection().execute(counted).scalar_one()
    offset = start_of(part, places.get(part, 0), total)
    rows = session.connection().execute(
        query.order_by(*order).limit(SIZES[part]).offset(offset)
    )
    return Page(part=part, total=total, offset=offset), rows


def _filled(page: Page[Any], items: Iterable[Any]) -> Page[Any]:
    return Page(
        part=page.part, total=page.total, offset=page.offset, items=tuple(items)
    )


def _practices() -> Any:
    return sa.select(
        col(PracticeRow.id),
        col(PracticeRow.sig_id),
        col(PracticeRow.number),
        col(PracticeRow.status),
        col(PracticeRow.label),
        col(PracticeRow.revision),
        col(PracticeRevisionRow.title),
    ).join(
        PracticeRevisionRow,
        sa.and_(
            col(PracticeRevisionRow.practice_id) == PracticeRow.id,
            col(PracticeRevisionRow.revision) == PracticeRow.revision,
        ),
    )


def _practice(row: Any) -> Practice:
    return Practice(
        id=row.id,
        sig_id=row.sig_id,
        number=row.number,
        status=row.status,
        label=row.label,
        revision=row.revision,
        content=PracticeContent(title=row.title),
    )


def _tab(row: HomeTabRow) -> Tab:
    return Tab(
        person_id=row.person_id,
        sig_id=row.sig_id,
        places={Part(name): int(at) for name, at in row.places.items()},
        opened_at=row.opened_at,
        read_at=row.read_at,
        seen_event=row.seen_event,
        shown_hash=row.shown_hash,
        fingerprint=row.fingerprint,
    )
