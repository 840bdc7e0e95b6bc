"""Comments on sections: reading and saying them, positions of clusters, answers."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import InvalidInputError
from bot.domain.permissions import Permission
from bot.domain.registers.typed import Typed, Values
from bot.domain.whitepaper import comments as rules
from bot.domain.whitepaper.comments import (
    ANSWER_LIMIT,
    COMMENT_LIMIT,
    Comment,
    CommentKind,
    CommentState,
)
from bot.domain.whitepaper.desk import Position
from bot.domain.whitepaper.sections import Kept
from bot.services.members import Caller, require_permission
from bot.services.whitepaper import windows
from bot.services.whitepaper.boards import seen, window_of
from bot.services.whitepaper.common import find, log, prepare
from storage import clusters as cluster_rows
from storage import comments as rows
from storage import sections as section_rows
from storage.database import Database

_NO_CLUSTER = (
    "You speak for no cluster in this group, so there is no position to write. You "
    "can comment yourself: /whitepaper comment"
)
# A form that was opened before there was a position speaks of version 1.
_FIRST = 2
_MISSING = "Please write what you think, or the text you propose."


def comment(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    section_id: int,
    nonce: str,
    typed: Values,
) -> Comment:
    """Say something about a section; too late it is kept for the next edition.

    The same nonce is the same comment.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: only those who may speak for a cluster comment.
        NotFoundError: there is no such section.
    """
    require_permission(clock, caller, Permission.COMMENT_WHITEPAPER)
    text, proposal = _read(Typed(typed))
    now = clock()
    with db.begin() as session:
        kept = section_rows.find(session, caller.sig.id, section_id)
        return say(session, caller, kept, said=(text, proposal), nonce=nonce, now=now)


def say(
    session: Session,
    caller: Caller,
    kept: Kept,
    *,
    said: tuple[str, str],
    nonce: str,
    now: datetime,
) -> Comment:
    """Store a comment on a section: its text and what it proposes."""
    window, is_late = window_of(session, caller, kept, now=now)
    text, proposal = said
    new = Comment(
        section_id=kept.id,
        window_id=window.id if window else None,
        person_id=caller.person.id,
        cluster_id=caller.actor.cluster_id,
        text=text,
        proposal=proposal,
        is_late=is_late,
        state=rules.state_of_new(is_late=is_late),
    )
    added = rows.add(session, caller.sig.id, new, nonce=nonce)
    log(session, caller, "said", kind="comment", object_id=added.id, now=now)
    return added


def _read(form: Typed) -> tuple[str, str]:
    text = form.text("text", COMMENT_LIMIT) or ""
    proposal = form.text("proposal", COMMENT_LIMIT) or ""
    if not text and not proposal:
        form.complain("text", _MISSING)
    form.require()
    return text, proposal


def position(
    db: Database, clock: Clock, *, caller: Caller, name: str | int
) -> Position:
    """Return what the caller's cluster says of a section so far, for the form.

    Raises:
        InvalidInputError: the caller speaks for no cluster.
        NotAllowedError: only those who may speak for a cluster write its position.
        NotFoundError: there is no such section.
    """
    require_permission(clock, caller, Permission.COMMENT_WHITEPAPER)
    _require_cluster(caller)
    prepare(db, clock, caller=caller)
    with db.read() as session:
        kept = find(session, caller.sig, name)
        return _position(session, clock, caller, kept)


def _require_cluster(caller: Caller) -> int:
    if caller.actor.cluster_id is None:
        raise InvalidInputError({"text": _NO_CLUSTER})
    return caller.actor.cluster_id


def _position(session: Session, clock: Clock, caller: Caller, kept: Kept) -> Position:
    cluster_id = _require_cluster(caller)
    window, is_late = window_of(session, caller, kept, now=clock())
    nonce = rules.position_nonce(kept.id, cluster_id, window)
    blank = Comment(
        section_id=kept.id,
        window_id=window.id if window else None,
        kind=CommentKind.POSITION,
        cluster_id=cluster_id,
        text="",
    )
    return Position(
        kept=kept,
        cluster=cluster_rows.cluster(session, caller.sig.id, cluster_id).name,
        comment=rows.by_nonce(session, caller.sig.id, nonce) or blank,
        colleagues=tuple(
            each
            for each in seen(session, clock, caller=caller, kept=kept)
            if each.is_ours and each.comment.kind is CommentKind.COMMENT
        ),
        is_late=is_late,
    )


def save_position(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    section_id: int,
    version: int,
    typed: Values,
) -> Position:
    """Save the one position of the caller's cluster; ``version`` 1 is a new one.

    Where a colleague saved meanwhile nothing is overwritten: the answer has both.

    Raises:
        InvalidInputError: with a sentence per field, or the caller has no cluster.
        NotAllowedError: only those who may speak for a cluster write its position.
        NotFoundError: there is no such section.
    """
    require_permission(clock, caller, Permission.COMMENT_WHITEPAPER)
    cluster_id, form = _require_cluster(caller), Typed(typed)
    text, proposal = _read(form)
    now = clock()
    with db.begin() as session:
        cluster_rows.lock(session, caller.sig.id, cluster_id)
        kept = section_rows.find(session, caller.sig.id, section_id)
        known = _position(session, clock, caller, kept)
        taken = {str(each.comment.id): each.comment.id for each in known.colleagues}
        wanted = replace(
            known.comment,
            person_id=caller.person.id,
            text=text,
            proposal=proposal,
            consolidates=tuple(
                taken[each] for each in form.choices("consolidates", taken)
            ),
            is_late=known.is_late,
            state=rules.state_of_new(is_late=known.is_late),
        )
        form.require()
        if _is_same(wanted, known.comment):
            return known
        if known.comment.version != version:
            return replace(known, refused=wanted)
        saved = _store(session, caller, kept, wanted)
        log(session, caller, "stated", kind="comment", object_id=saved.id, now=now)
        return replace(known, comment=saved)


def _is_same(wanted: Comment, known: Comment) -> bool:
    said = (known.text, known.proposal, known.consolidates)
    return said == (wanted.text, wanted.proposal, wanted.consolidates)


def _store(session: Session, caller: Caller, kept: Kept, wanted: Comment) -> Comment:
    if wanted.id:
        return rows.save(session, wanted)
    window = next(
        (
            each
            for each in rows.windows(session, caller.sig.id)
            if each.id == wanted.window_id
        ),
        None,
    )
    nonce = rules.position_nonce(kept.id, wanted.cluster_id or 0, window)
    return rows.add(
        session, caller.sig.id, replace(wanted, version=_FIRST), nonce=nonce
    )


def answer(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    comment_id: int,
    version: int,
    typed: Values,
) -> Comment:
    """Say what became of a comment; whoever made it is told privately.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: only editors and those who lead the group answer.
        NotFoundError: there is no such comment.
        StaleVersionError: somebody else changed it meanwhile.
    """
    require_permission(clock, caller, Permission.ANSWER_COMMENTS)
    form, now = Typed(typed), clock()
    state = form.choice("state", list(CommentState))
    if state is None:
        form.complain("state", "Please say what became of it.")
    said = form.text("answer", ANSWER_LIMIT) or ""
    form.require()
    with db.begin() as session:
        found = rows.find(session, caller.sig.id, comment_id)
        if (found.state, found.answer) == (state, said):
            return found  # nothing new, or the same save twice
        changed = replace(
            found,
            state=CommentState(state or found.state),
            answer=said,
            answered_by=caller.person.id,
            version=version,
        )
        saved = rows.save(session, changed)
        windows.tell_answer(session, caller, saved, now)
        log(session, caller, saved.state, kind="comment", object_id=saved.id, now=now)
        return saved
