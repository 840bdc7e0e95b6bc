"""The words of practices, stored in the transaction that stores their texts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.domain.practices import Practice
from bot.domain.practices.search import Labels, Terms, terms_of
from storage.practices.loading import Which, load, shown_revision
from storage.statements import insert
from storage.tables import (
    ClusterRow,
    NetworkRow,
    OrganisationRow,
    PracticeRow,
    PracticeSearchRow,
    ThemeRow,
)
from storage.tables.search import MARKS, WORDS

_CHUNK = 500
# On SQLite, whose ids have 63 bits, the ids of texts are in the order of practices.
_REVISION_BITS = 20


def index(session: Session, practice: Practice) -> None:
    """Store the words of the text that a practice has now; texts of before go."""
    _forget_older(session, practice)
    name = _cluster_name(session, practice.cluster_id)
    labels = labels_of(session, practice.sig_id)
    _add(session, [replace(practice, cluster_name=name)], labels)


def reindex(session: Session, sig_id: int) -> None:
    """Store the words of all texts of a group anew, as after an import.

    What a text is found by also stands elsewhere: names of themes, networks, clusters.
    """
    session.flush()
    of_sig = sa.select(col(PracticeRow.id)).where(col(PracticeRow.sig_id) == sig_id)
    stored = col(PracticeSearchRow.practice_id).in_(of_sig)
    session.connection().execute(sa.delete(PracticeSearchRow).where(stored))
    index_missing(session)


def index_missing(session: Session) -> int:
    """Store the words of every text that has none yet; say of how many practices.

    After a migration those are all practices, later usually none.
    """
    query = (
        sa.select(col(PracticeRow.sig_id), col(PracticeRow.id))
        .where(sa.or_(*(_is_missing(shown) for shown in _shown_texts())))
        .order_by(col(PracticeRow.sig_id), col(PracticeRow.id))
    )
    by_sig: dict[int, list[int]] = {}
    for sig_id, practice_id in session.connection().execute(query):
        by_sig.setdefault(sig_id, []).append(practice_id)
    for sig_id, ids in by_sig.items():
        labels = labels_of(session, sig_id)
        for chunk in _chunks(ids):
            _index_all(session, chunk, labels)
    return sum(map(len, by_sig.values()))


def labels_of(session: Session, sig_id: int) -> Labels:
    """Return the names that the group's themes and networks have now."""
    found: tuple[dict[str, str], ...] = ({}, {})
    values = {"sig_id": sig_id}
    for slug, name, is_theme in session.connection().execute(_labels(), values):
        found[is_theme][slug] = name
    return Labels(themes=found[1], networks=found[0])


@cache
def _labels() -> Any:
    of_group: Any = sa.bindparam("sig_id")
    themes = sa.select(col(ThemeRow.slug), col(ThemeRow.label), sa.literal(1))
    networks = sa.select(col(NetworkRow.slug), col(NetworkRow.name), sa.literal(0))
    return sa.union_all(
        themes.where(col(ThemeRow.sig_id) == of_group),
        networks.where(col(NetworkRow.sig_id) == of_group),
    )


def _cluster_name(session: Session, cluster_id: int | None) -> str | None:
    query = (
        sa.select(col(OrganisationRow.name))
        .join(ClusterRow, col(ClusterRow.organisation_id) == OrganisationRow.id)
        .where(col(ClusterRow.id) == cluster_id)
    )
    return session.connection().execute(query).scalar() if cluster_id else None


def _shown_texts() -> tuple[sa.ColumnElement[Any], ...]:
    return shown_revision(printable=False), shown_revision(printable=True)


def _is_missing(revision: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return ~sa.exists().where(
        col(PracticeSearchRow.practice_id) == PracticeRow.id,
        col(PracticeSearchRow.revision) == revision,
    )


def _forget_older(session: Session, practice: Practice) -> None:
    """Take away the words of this text, and of those that nobody is shown now."""
    shown = sa.exists().where(
        col(PracticeRow.id) == PracticeSearchRow.practice_id,
        col(PracticeSearchRow.revision).in_(_shown_texts()),
    )
    is_this = col(PracticeSearchRow.revision) == practice.revision
    session.connection().execute(
        sa.delete(PracticeSearchRow).where(
            col(PracticeSearchRow.practice_id) == practice.id, sa.or_(is_this, ~shown)
        )
    )


def _index_all(session: Session, ids: Sequence[int], labels: Labels) -> None:
    texts = {
        (text.id, text.revision): text
        for printable in (False, True)
        for text in load(session, Which.IDS, printable=printable, practice_ids=ids)
    }
    of_these = col(PracticeSearchRow.practice_id).in_(ids)
    session.connection().execute(sa.delete(PracticeSearchRow).where(of_these))
    _add(session, list(texts.values()), labels)


def _add(session: Session, texts: Sequence[Practice], labels: Labels) -> None:
    connection = session.connection()
    terms = [terms_of(text, labels) for text in texts]
    is_sqlite = connection.dialect.name == "sqlite"
    ids = [(text.id << _REVISION_BITS) + text.revision for text in texts]
    rows = [
        ({"id": row_id} if is_sqlite else {"words": _vector(found)})
        | {
            "practice_id": text.id,
            "revision": text.revision,
            "visibility": text.content.visibility,
        }
        for row_id, text, found in zip(ids, texts, terms, strict=True)
    ]
    if not rows:
        return
    connection.execute(insert(session, PracticeSearchRow), rows)
    if is_sqlite:
        names = ("title", "summary", "facts", "rest")
        table = sa.table(WORDS, sa.column("rowid"), *map(sa.column, names))
        written = [
            {name: " ".join(getattr(found, name)) for name in names} | {"rowid": row_id}
            for row_id, found in zip(ids, terms, strict=True)
        ]
        connection.execute(sa.insert(table), written)


def _vector(terms: Terms) -> str:
    """Return all words as a tsvector is written, those of a weighty place marked too.

    The marks are those of ``search``: each place has the words of those before it.
    Marks and not weights, because an index alone cannot tell weights apart.
    """
    places = (terms.title, terms.summary, terms.facts, terms.rest)
    words: dict[str, None] = {}
    for at, mark in enumerate(MARKS):
        so_far = (word for known in places[: at + 1] for word in known)
        words |= dict.fromkeys(f"{mark}{word}" for word in so_far)
    return " ".join(f"'{word}'" for word in words)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
