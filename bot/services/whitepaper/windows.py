"""Times for comments: opening and ending one, and what is told about comments."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import NotFoundError
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Permission
from bot.domain.quiet import when_awake
from bot.domain.registers.typed import Typed, Values
from bot.domain.sigs import Sig
from bot.domain.whitepaper.comments import (
    NOTE_LIMIT,
    REMINDER,
    Answered,
    Comment,
    CommentState,
    Opened,
    Window,
    require_later,
)
from bot.domain.whitepaper.sections import Kept
from bot.services.members import Caller, require_permission
from bot.services.whitepaper.common import log, prepare
from storage import comments as rows
from storage import members as member_rows
from storage import outbox, sigs
from storage import sections as section_rows
from storage.database import Database

_USEFUL = timedelta(days=14)
_ALL = "all"


def to_open(db: Database, clock: Clock, *, caller: Caller) -> tuple[Kept, ...]:
    """Return the sections that a time for comments may be about.

    Raises:
        NotAllowedError: only the chair and the secretariat open one.
    """
    require_permission(clock, caller, Permission.OUTLINE_WHITEPAPER)
    prepare(db, clock, caller=caller)
    with db.read() as session:
        return section_rows.listed(session, caller.sig.id)


def open_window(
    db: Database, clock: Clock, *, caller: Caller, nonce: str, typed: Values
) -> Window:
    """Ask for comments until the end of a day; the channel is told once.

    What came too late for the last edition, and has no answer yet, is open again.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: only the chair and the secretariat may.
    """
    require_permission(clock, caller, Permission.OUTLINE_WHITEPAPER)
    form, now = Typed(typed), clock()
    with db.begin() as session:
        here = section_rows.listed(session, caller.sig.id)
        known = {each.section.key for each in here}
        window = _read(form, caller, known, nonce=nonce, now=now)
        covered = [each.id for each in here if window.covers(each.section.key)]
        rows.take_up_late(session, caller.sig.id, covered)
        added = rows.add_window(session, caller.sig.id, window, by=caller.person.id)
        _announce(session, caller.sig, added, now)
        log(session, caller, "opened", kind="comments", object_id=added.id, now=now)
        return added


def _read(
    form: Typed, caller: Caller, known: set[str], *, nonce: str, now: datetime
) -> Window:
    until = form.day("until")
    if until is None:
        form.complain("until", "Please choose the last day for comments.")
    sections = form.choices("sections", known)
    note = form.text("note", NOTE_LIMIT) or ""
    form.require()
    closes_at = end_of(until or now.date(), caller.sig)
    require_later(closes_at, now)
    return Window(
        nonce=nonce, sections=sections, note=note, opened_at=now, closes_at=closes_at
    )


def end_of(day: date, sig: Sig) -> datetime:
    """Return the moment at which a day is over in the group's home zone."""
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(sig.zone))
    return midnight.astimezone(UTC)


def _announce(session: Session, sig: Sig, window: Window, now: datetime) -> None:
    _post(session, sig, window, kind=MessageKind.COMMENTS_OPENED, due=now)
    reminder = window.closes_at - REMINDER
    if reminder > now + REMINDER / 2:
        kind = MessageKind.COMMENTS_REMINDER
        _post(session, sig, window, kind=kind, due=reminder)


def _post(
    session: Session, sig: Sig, window: Window, *, kind: MessageKind, due: datetime
) -> None:
    if sig.channel_id is None:
        return
    message = Message(
        key=f"{kind.value}:{window.id}",
        kind=kind,
        sig_id=sig.id,
        object_id=window.id,
        recipient=sig.channel_id,
        due_at=due,
        not_after=window.closes_at,
    )
    outbox.enqueue(session, message)


def end_window(db: Database, clock: Clock, *, caller: Caller, window_id: int) -> Window:
    """End a time for comments now; what is said later waits for the next edition.

    Raises:
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: there is none with this id.
        StaleVersionError: somebody else ended it meanwhile.
    """
    require_permission(clock, caller, Permission.OUTLINE_WHITEPAPER)
    now = clock()
    with db.begin() as session:
        found = rows.window(session, caller.sig.id, window_id)
        if found.is_open(now):
            rows.close_window(session, found, at=now)
            kind = MessageKind.COMMENTS_REMINDER
            outbox.cancel(session, f"{kind.value}:{found.id}", reason="ended early")
            log(session, caller, "ended", kind="comments", object_id=found.id, now=now)
        return rows.window(session, caller.sig.id, window_id)


def opened_for_message(db: Database, message: Message) -> Opened | None:
    """Return the time for comments that a message tells of; None once it is over."""
    with db.read() as session:
        try:
            sig = sigs.get(session, message.sig_id)
            found = rows.window(session, sig.id, message.object_id)
        except NotFoundError:
            return None
        if not found.is_open(message.due_at):
            return None
        titles = tuple(
            each.section.title
            for each in section_rows.listed(session, sig.id)
            if each.section.key in found.sections
        )
        said = rows.listed(session, sig.id)
    count = sum(each.window_id == found.id for each in said)
    return Opened(window=found, titles=titles, zone=sig.zone, comments=count)


def tell_answer(
    session: Session, caller: Caller, comment: Comment, now: datetime
) -> None:
    """Tell whoever made a comment what became of it, when they are awake."""
    if comment.person_id in {None, caller.person.id}:
        return
    person = member_rows.person(session, comment.person_id or 0)
    if person.user_id is None or comment.state is CommentState.OPEN:
        return
    sig = caller.sig
    due = when_awake(
        now,
        person.zone or sig.zone,
        quiet_from=sig.quiet_from,
        quiet_until=sig.quiet_until,
    )
    message = Message(
        key=f"comment:{comment.id}:v{comment.version}:answered",
        kind=MessageKind.COMMENT_ANSWERED,
        sig_id=sig.id,
        object_id=comment.id,
        recipient=person.user_id,
        due_at=due,
        not_after=due + _USEFUL,
    )
    outbox.enqueue(session, message)


def answer_for_message(db: Database, message: Message) -> Answered | None:
    """Return the comment that a message tells its author of; None if it is open."""
    with db.read() as session:
        try:
            sig = sigs.get(session, message.sig_id)
            found = rows.find(session, sig.id, message.object_id)
        except NotFoundError:
            return None
        if found.state is CommentState.OPEN or found.person_id is None:
            return None
        if member_rows.membership(session, sig.id, found.person_id) is None:
            return None
        kept = section_rows.find(session, sig.id, found.section_id)
    return Answered(comment=found, section=kept.section.title, group=sig.name)
