"""Comments as one reader may see them: where they are, and what they may do."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.permissions import Permission, may
from bot.domain.whitepaper import comments as rules
from bot.domain.whitepaper.comments import (
    Comment,
    CommentKind,
    CommentState,
    Said,
    Window,
)
from bot.domain.whitepaper.desk import Board, Overview
from bot.domain.whitepaper.sections import Kept, may_write
from bot.services.members import Caller, require_permission, today
from bot.services.whitepaper.common import SOMEBODY, find, people, prepare
from storage import clusters as cluster_rows
from storage import comments as rows
from storage import sections as section_rows
from storage.database import Database


def overview(db: Database, clock: Clock, *, caller: Caller) -> Overview:
    """Return where comments are, and the times for comments that are open.

    Raises:
        NotAllowedError: only people inside the group may read the paper.
    """
    require_permission(clock, caller, Permission.READ_WHITEPAPER)
    prepare(db, clock, caller=caller)
    now, day = clock(), today(clock, caller.sig)
    with db.read() as session:
        sections = section_rows.listed(session, caller.sig.id)
        shown = [
            each.comment
            for kept in sections
            for each in seen(session, clock, caller=caller, kept=kept)
        ]
        found = rows.windows(session, caller.sig.id)
    return Overview(
        sections=tuple(
            (kept, _count(shown, kept), _count(shown, kept, CommentState.OPEN))
            for kept in sections
        ),
        windows=tuple(each for each in found if each.is_open(now)),
        may_open=may(caller.actor, Permission.OUTLINE_WHITEPAPER, today=day),
    )


def _count(
    comments: Iterable[Comment], kept: Kept, state: CommentState | None = None
) -> int:
    return sum(
        each.section_id == kept.id and state in {None, each.state} for each in comments
    )


def board(db: Database, clock: Clock, *, caller: Caller, name: str | int) -> Board:
    """Return the comments on a section: to its writers all of them.

    Others see their own, those of their cluster, and the positions of clusters.

    Raises:
        InvalidInputError: several sections are called that.
        NotAllowedError: only people inside the group may read the paper.
        NotFoundError: there is no such section.
    """
    require_permission(clock, caller, Permission.READ_WHITEPAPER)
    prepare(db, clock, caller=caller)
    day = today(clock, caller.sig)
    with db.read() as session:
        kept = find(session, caller.sig, name)
        window, is_late = window_of(session, caller, kept, now=clock())
        return Board(
            kept=kept,
            said=seen(session, clock, caller=caller, kept=kept),
            window=window,
            is_late=is_late,
            may_comment=may(caller.actor, Permission.COMMENT_WHITEPAPER, today=day),
            may_answer=may(caller.actor, Permission.ANSWER_COMMENTS, today=day),
            has_cluster=caller.actor.cluster_id is not None,
        )


def to_comment(db: Database, clock: Clock, *, caller: Caller, name: str | int) -> Board:
    """Return what the form of a comment is about.

    Raises:
        InvalidInputError: several sections are called that.
        NotAllowedError: only those who may speak for a cluster comment.
        NotFoundError: there is no such section.
    """
    require_permission(clock, caller, Permission.COMMENT_WHITEPAPER)
    return board(db, clock, caller=caller, name=name)


def waiting(db: Database, clock: Clock, *, caller: Caller, section_id: int) -> int:
    """Return how many comments on a section wait for an answer.

    Raises:
        NotAllowedError: only people inside the group may read the paper.
    """
    require_permission(clock, caller, Permission.READ_WHITEPAPER)
    with db.read() as session:
        return rows.open_counts(session, caller.sig.id).get(section_id, 0)


def window_of(
    session: Session, caller: Caller, kept: Kept, *, now: datetime
) -> tuple[Window | None, bool]:
    """Return the time for comments that one of now belongs to, and if it is over."""
    known = rows.windows(session, caller.sig.id)
    return rules.window_for(known, kept.section.key, now)


def seen(
    session: Session, clock: Clock, *, caller: Caller, kept: Kept
) -> tuple[Said, ...]:
    """Return the comments on a section that the caller may see."""
    found = rows.listed(session, caller.sig.id, section_id=kept.id)
    if not found:
        return ()
    by = _names(session, caller)
    consolidated = {
        number
        for each in found
        if each.kind is CommentKind.POSITION
        for number in each.consolidates
    }
    said = [_said(each, caller, by, consolidated) for each in found]
    day = today(clock, caller.sig)
    reads_all = may(caller.actor, Permission.ANSWER_COMMENTS, today=day)
    if reads_all or may_write(caller.actor, kept):
        return tuple(said)
    return tuple(
        each
        for each in said
        if each.is_mine or each.is_ours or each.comment.kind is CommentKind.POSITION
    )


def _names(session: Session, caller: Caller) -> dict[tuple[str, int | None], str]:
    clusters = cluster_rows.clusters(session, caller.sig.id)
    known = people(session, caller.sig)
    named: dict[tuple[str, int | None], str] = {
        ("cluster", each.id): each.name for each in clusters
    }
    return named | {("person", each): words for each, words in known.items()}


def _said(
    comment: Comment,
    caller: Caller,
    by: dict[tuple[str, int | None], str],
    consolidated: set[int],
) -> Said:
    is_position = comment.kind is CommentKind.POSITION
    who = (
        ("cluster", comment.cluster_id)
        if is_position
        else ("person", comment.person_id)
    )
    ours = caller.actor.cluster_id
    return Said(
        comment=comment,
        by=by.get(who, SOMEBODY),
        is_mine=not is_position and comment.person_id == caller.person.id,
        is_ours=ours is not None and comment.cluster_id == ours,
        taken_up=comment.id in consolidated,
    )


def to_answer(
    db: Database, clock: Clock, *, caller: Caller, comment_id: int
) -> tuple[Kept, Said]:
    """Return a comment with its section, for the form that answers it.

    Raises:
        NotAllowedError: only editors and those who lead the group answer.
        NotFoundError: there is no such comment.
    """
    require_permission(clock, caller, Permission.ANSWER_COMMENTS)
    with db.read() as session:
        found = rows.find(session, caller.sig.id, comment_id)
        kept = section_rows.find(session, caller.sig.id, found.section_id)
        return kept, _said(found, caller, _names(session, caller), set())
