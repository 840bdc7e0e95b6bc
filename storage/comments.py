"""Comments on sections, positions of clusters, and the windows they are made in."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import NotFoundError, StaleVersionError
from bot.domain.whitepaper.comments import Comment, CommentState, Window
from storage.statements import changed_one, insert_new
from storage.tables import CommentWindowRow, SectionCommentRow

_NO_WINDOW = "There is no such time for comments in this group."
_NONE = "There is no such comment in this group. /whitepaper comments shows all."
_CHANGED = (
    "Somebody else changed this meanwhile, so nothing was changed now. Look at it "
    "again: /whitepaper comments"
)


def add_window(
    session: Session, sig_id: int, window: Window, *, by: int | None
) -> Window:
    """Store a window and return it with its id; the same nonce is the same window."""
    insert_new(
        session,
        CommentWindowRow,
        sig_id=sig_id,
        nonce=window.nonce,
        sections=list(window.sections),
        note=window.note,
        opened_at=window.opened_at,
        closes_at=window.closes_at,
        opened_by=by,
        version=1,
    )
    query = select(CommentWindowRow).where(
        CommentWindowRow.sig_id == sig_id, CommentWindowRow.nonce == window.nonce
    )
    return _window(session.exec(query).one())


def windows(session: Session, sig_id: int) -> tuple[Window, ...]:
    """Return the group's windows, the newest first."""
    query = (
        select(CommentWindowRow)
        .where(CommentWindowRow.sig_id == sig_id)
        .order_by(col(CommentWindowRow.closes_at).desc(), col(CommentWindowRow.id))
        .execution_options(populate_existing=True)
    )
    return tuple(_window(row) for row in session.exec(query))


def window(session: Session, sig_id: int, window_id: int) -> Window:
    """Return a window of the group.

    Raises:
        NotFoundError: the group has none with this id.
    """
    for each in windows(session, sig_id):
        if each.id == window_id:
            return each
    raise NotFoundError(_NO_WINDOW)


def close_window(session: Session, found: Window, *, at: datetime) -> None:
    """Let a window end now.

    Raises:
        StaleVersionError: somebody else changed it meanwhile.
    """
    statement = (
        sa.update(CommentWindowRow)
        .where(
            col(CommentWindowRow.id) == found.id,
            col(CommentWindowRow.version) == found.version,
        )
        .values(closes_at=at, version=found.version + 1)
    )
    if not changed_one(session, statement):
        raise StaleVersionError(_CHANGED)


def add(session: Session, sig_id: int, new: Comment, *, nonce: str) -> Comment:
    """Store a comment; the same nonce is the same comment, as it was said first."""
    insert_new(session, SectionCommentRow, sig_id=sig_id, nonce=nonce, **_values(new))
    found = by_nonce(session, sig_id, nonce)
    if found is None:  # gone again since
        raise NotFoundError(_NONE)
    return found


def by_nonce(session: Session, sig_id: int, nonce: str) -> Comment | None:
    """Return the comment with this nonce."""
    found = _load(session, sig_id, col(SectionCommentRow.nonce) == nonce)
    return next(iter(found), None)


def find(session: Session, sig_id: int, comment_id: int) -> Comment:
    """Return a comment of the group.

    Raises:
        NotFoundError: the group has none with this id.
    """
    for each in _load(session, sig_id, col(SectionCommentRow.id) == comment_id):
        return each
    raise NotFoundError(_NONE)


def listed(
    session: Session, sig_id: int, *, section_id: int | None = None
) -> tuple[Comment, ...]:
    """Return the group's comments, or those on one section, first come first."""
    if section_id is None:
        return _load(session, sig_id)
    return _load(session, sig_id, col(SectionCommentRow.section_id) == section_id)


def save(session: Session, changed: Comment) -> Comment:
    """Store a comment that nobody changed since it was read, and return it.

    Raises:
        StaleVersionError: somebody did.
    """
    statement = (
        sa.update(SectionCommentRow)
        .where(
            col(SectionCommentRow.id) == changed.id,
            col(SectionCommentRow.version) == changed.version,
        )
        .values(**_values(changed) | {"version": changed.version + 1})
    )
    if not changed_one(session, statement):
        raise StaleVersionError(_CHANGED)
    return replace(changed, version=changed.version + 1)


def _load(session: Session, sig_id: int, *conditions: Any) -> tuple[Comment, ...]:
    query = (
        select(SectionCommentRow)
        .where(SectionCommentRow.sig_id == sig_id, *conditions)
        .order_by(col(SectionCommentRow.id))
        .execution_options(populate_existing=True)
    )
    return tuple(_comment(row) for row in session.exec(query))


def _values(comment: Comment) -> dict[str, Any]:
    return {
        "section_id": comment.section_id,
        "window_id": comment.window_id,
        "kind": comment.kind,
        "person_id": comment.person_id,
        "cluster_id": comment.cluster_id,
        "text": comment.text,
        "proposal": comment.proposal,
        "consolidates": list(comment.consolidates),
        "is_late": comment.is_late,
        "state": comment.state,
        "answer": comment.answer,
        "answered_by": comment.answered_by,
        "version": comment.version,
    }


def _comment(row: SectionCommentRow) -> Comment:
    return Comment(
        id=row.id,
        section_id=row.section_id,
        window_id=row.window_id,
        kind=row.kind,
        person_id=row.person_id,
        cluster_id=row.cluster_id,
        text=row.text,
        proposal=row.proposal,
        consolidates=tuple(row.consolidates),
        is_late=row.is_late,
        state=row.state,
        answer=row.answer,
        answered_by=row.answered_by,
        version=row.version,
        said_at=row.created_at,
    )


def _window(row: CommentWindowRow) -> Window:
    return Window(
        id=row.id,
        sig_id=row.sig_id,
        nonce=row.nonce,
        sections=tuple(row.sections),
        note=row.note,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        version=row.version,
    )


def take_up_late(session: Session, sig_id: int, section_ids: Collection[int]) -> None:
    """Let comments that came too late, and that nobody answered, be open now."""
    statement = (
        sa.update(SectionCommentRow)
        .where(
            col(SectionCommentRow.sig_id) == sig_id,
            col(SectionCommentRow.section_id).in_(section_ids),
            col(SectionCommentRow.state) == CommentState.KEPT,
            col(SectionCommentRow.is_late),
            col(SectionCommentRow.answered_by).is_(None),
        )
        .values(state=CommentState.OPEN, version=col(SectionCommentRow.version) + 1)
    )
    session.connection().execute(statement)


def open_counts(session: Session, sig_id: int) -> dict[int, int]:
    """Return how many comments wait for an answer, by section."""
    query = (
        select(SectionCommentRow.section_id, sa.func.count())
        .where(
            SectionCommentRow.sig_id == sig_id,
            SectionCommentRow.state == CommentState.OPEN,
        )
        .group_by(col(SectionCommentRow.section_id))
    )
    return dict(session.exec(query).all())
