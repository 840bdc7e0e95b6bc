"""Practices without their texts, for counting: a few columns in three queries."""

from collections import defaultdict
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.domain.practices import (
    BEING_REVISED,
    Practice,
    PracticeContent,
    PracticeStatus,
    PublicationConsent,
)
from storage.tables import (
    ConsentRow,
    PracticeRevisionRow,
    PracticeRow,
    PracticeThemeRow,
    ThemeRow,
)


class Outline(NamedTuple):
    """A practice as the paper counts it, where it stands, and its author's first word.

    ``practice`` has of its text only country, themes, organisation, attribution and
    visibility. ``status`` differs from its own while a newer text waits.
    """

    practice: Practice
    status: PracticeStatus
    first_consent: PublicationConsent | None


def outlines(session: Session, sig_id: int) -> tuple[Outline, ...]:
    """Return all practices that have a number, by number, with the printable text."""
    themes, consents = _themes(session, sig_id), _consents(session, sig_id)
    query: Any = (
        sa.select(
            col(PracticeRow.id),
            col(PracticeRow.number),
            col(PracticeRow.status),
            col(PracticeRow.revision),
            col(PracticeRow.cluster_id),
            col(PracticeRow.submitted_at),
            col(PracticeRow.accepted_at),
            col(PracticeRevisionRow.id).label("text_id"),
            col(PracticeRevisionRow.revision).label("shown"),
            col(PracticeRevisionRow.country),
            col(PracticeRevisionRow.organisation),
            col(PracticeRevisionRow.attribution),
            col(PracticeRevisionRow.visibility),
            col(PracticeRevisionRow.valid_as_of),
        )
        .join(
            PracticeRevisionRow, col(PracticeRevisionRow.practice_id) == PracticeRow.id
        )
        .where(*_numbered(sig_id), col(PracticeRevisionRow.revision) == _shown())
        .order_by(col(PracticeRow.number))
    )
    return tuple(
        _outline(row, sig_id, themes=themes[row.text_id], consents=consents[row.id])
        for row in session.connection().execute(query)
    )


def _numbered(sig_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return col(PracticeRow.sig_id) == sig_id, col(PracticeRow.number).is_not(None)


def _shown() -> sa.ColumnElement[Any]:
    """The accepted text goes before a newer one that waits."""
    newest = col(PracticeRow.revision)
    return sa.case(
        (
            col(PracticeRow.status).in_(list(BEING_REVISED)),
            sa.func.coalesce(col(PracticeRow.accepted_revision), newest),
        ),
        else_=newest,
    )


def _themes(session: Session, sig_id: int) -> defaultdict[int, tuple[str, ...]]:
    query = (
        sa.select(col(PracticeThemeRow.revision_id), col(ThemeRow.slug))
        .join(ThemeRow, col(ThemeRow.id) == PracticeThemeRow.theme_id)
        .where(col(ThemeRow.sig_id) == sig_id)
        .order_by(col(PracticeThemeRow.revision_id), col(PracticeThemeRow.position))
    )
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for revision_id, slug in session.connection().execute(query):
        found[revision_id] += (slug,)
    return found


def _consents(
    session: Session, sig_id: int
) -> defaultdict[int, list[PublicationConsent]]:
    """Return each author's words, oldest first; the last one counts."""
    query = (
        sa.select(
            col(ConsentRow.practice_id),
            col(ConsentRow.publish),
            col(ConsentRow.licence),
            col(ConsentRow.attribution),
            col(ConsentRow.policy_version),
            col(ConsentRow.given_on),
            col(ConsentRow.withdrawn_on),
        )
        .join(PracticeRow, col(PracticeRow.id) == ConsentRow.practice_id)
        .where(*_numbered(sig_id))
        .order_by(col(ConsentRow.id))
    )
    found: defaultdict[int, list[PublicationConsent]] = defaultdict(list)
    for row in session.connection().execute(query):
        values = row._asdict()
        found[values.pop("practice_id")].append(PublicationConsent(**values))
    return found


def _outline(
    row: Any,
    sig_id: int,
    *,
    themes: tuple[str, ...],
    consents: list[PublicationConsent],
) -> Outline:
    is_older = row.shown != row.revision
    practice = Practice(
        id=row.id,
        sig_id=sig_id,
        number=row.number,
        status=PracticeStatus.ACCEPTED if is_older else row.status,
        revision=row.shown,
        content=PracticeContent(
            country=row.country,
            themes=themes,
            organisation=row.organisation,
            attribution=row.attribution,
            visibility=row.visibility,
            valid_as_of=row.valid_as_of,
        ),
        cluster_id=row.cluster_id,
        consent=consents[-1] if consents else None,
        submitted_at=row.submitted_at,
        accepted_at=row.accepted_at,
    )
    first = consents[0] if consents else None
    return Outline(practice=practice, status=row.status, first_consent=first)
