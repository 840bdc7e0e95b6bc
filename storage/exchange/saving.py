"""Records of a document written into a group, new or in place of older ones."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.domain.clusters import Cluster
from bot.domain.errors import NotSavedError
from bot.domain.exchange import Document, Entry, PaperRecord
from bot.domain.references import Kind
from storage import (
    actions,
    clusters,
    meetings,
    sigs,
)
from storage import themes as theme_rows
from storage.exchange.beside_saving import save_beside
from storage.exchange.networks import network_values, save_liaisons
from storage.exchange.offers import save_offers
from storage.exchange.paper import save_paper
from storage.exchange.people import save_people
from storage.exchange.practices import save_practices
from storage.exchange.rounds import save_recommendations
from storage.exchange.settings import save_history, sig_values
from storage.exchange.successions import save_successions
from storage.practices.indexing import reindex
from storage.statements import insert
from storage.tables import (
    ActionItemRow,
    ClusterRow,
    DecisionRow,
    MeetingRow,
    NetworkRow,
    RecommendationRow,
    SigRow,
    SourceRow,
    Table,
    ThemeRow,
    WhitePaperRow,
)

_MEANWHILE = (
    "Nothing was saved: somebody changed the group at the same moment. "
    "Please import the file again."
)


def save(session: Session, sig_id: int, *, document: Document) -> None:
    """Store the records of a document; those that it does not hold stay.

    Raises:
        InvalidInputError: one names something that the group does not know.
        NotSavedError: somebody stored a record of the same number meanwhile.
    """
    try:
        _save(session, sig_id, document)
    except sa.exc.IntegrityError as error:
        raise NotSavedError(_MEANWHILE) from error


def _save(session: Session, sig_id: int, document: Document) -> None:
    _save_sig(session, sig_id, document)
    _save_vocabulary(session, sig_id, document)
    _save_clusters(session, sig_id, document.clusters)
    save_successions(session, sig_id, entries=document.successions)
    save_people(session, sig_id, entries=document.people)
    save_liaisons(session, sig_id, entries=document.networks)
    save_history(session, sig_id, entry=document.sig)
    save_practices(session, sig_id, entries=document.practices)
    outside = _values(document.decisions)
    meetings.save(session, sig_id, _values(document.meetings), outside=outside)
    save_recommendations(session, sig_id, entries=document.recommendations)
    save_offers(session, sig_id, entries=document.offers)
    if document.paper:
        save_paper(session, sig_id, document.paper.value)
        _save_paper_extra(session, sig_id, document.paper)
    # They may belong to anything of the above, also to a section of the paper.
    actions.save(session, sig_id, _values(document.actions))
    save_beside(session, sig_id, document=document)
    for table, entries in (
        (MeetingRow, document.meetings),
        (DecisionRow, document.decisions),
        (ActionItemRow, document.actions),
        (RecommendationRow, document.recommendations),
    ):
        extras = {entry.value.number: entry.extra for entry in entries}
        _save_extras(session, sig_id, table=table, key="number", extras=extras)
    for kind in Kind:
        if numbers := document.keys(kind):
            sigs.raise_counter(session, sig_id, kind=kind, number=max(numbers))
    reindex(session, sig_id)


def _values(entries: Iterable[Entry[Any]]) -> list[Any]:
    return [entry.value for entry in entries]


def _save_sig(session: Session, sig_id: int, document: Document) -> None:
    values: dict[str, Any] = {}
    if document.sig:
        values = sig_values(document.sig.value.sig)
    if document.extra:
        values["extra"] = dict(document.extra)
    if values:
        row = session.get_one(SigRow, sig_id)
        row.sqlmodel_update(values | {"version": row.version + 1})
        session.flush()


def _save_vocabulary(session: Session, sig_id: int, document: Document) -> None:
    sources = [
        {
            "key": entry.value.key,
            "status": entry.value.status,
            "where": entry.value.where,
            "extra": _extra(entry),
        }
        for entry in document.sources
    ]
    _upsert(session, sig_id, table=SourceRow, key="key", rows=sources)
    themes = [
        {
            "slug": entry.value.slug,
            "label": entry.value.label,
            "description": entry.value.description,
            "extra": _extra(entry),
        }
        for entry in document.themes
    ]
    _upsert(session, sig_id, table=ThemeRow, key="slug", rows=themes)
    theme_rows.save_successors(session, sig_id, _values(document.themes))
    networks = [
        network_values(entry.value.network) | {"extra": _extra(entry)}
        for entry in document.networks
    ]
    _upsert(session, sig_id, table=NetworkRow, key="slug", rows=networks)


def _upsert(
    session: Session,
    sig_id: int,
    *,
    table: type[Table],
    key: str,
    rows: list[dict[str, Any]],
) -> None:
    """Store rows of a vocabulary; new ones come after those that are there."""
    if not rows:
        return
    columns = table.__table__.c  # type: ignore[attr-defined]  # set by the metaclass
    highest = sa.select(sa.func.max(columns.position)).where(columns.sig_id == sig_id)
    first = (session.connection().execute(highest).scalar() or 0) + 1
    statement = insert(session, table)
    changes = {name: statement.excluded[name] for name in (*rows[0], "updated_at")}
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=["sig_id", key], set_=changes),
        [
            row | {"sig_id": sig_id, "position": position}
            for position, row in enumerate(rows, start=first)
        ],
    )


def _save_clusters(
    session: Session, sig_id: int, entries: Iterable[Entry[Cluster]]
) -> None:
    known = {each.key: each.id for each in clusters.clusters(session, sig_id)}
    for entry in entries:
        if entry.value.key in known:
            clusters.update_cluster(session, sig_id, entry.value)
        else:
            added = clusters.add_cluster(session, sig_id, entry.value)
            known[added.key] = added.id
    extras = {known[entry.value.key]: entry.extra for entry in entries}
    _save_extras(session, sig_id, table=ClusterRow, key="id", extras=extras)


def _save_paper_extra(session: Session, sig_id: int, entry: Entry[PaperRecord]) -> None:
    statement = (
        sa.update(WhitePaperRow)
        .where(col(WhitePaperRow.sig_id) == sig_id)
        .values(extra=_extra(entry))
    )
    session.connection().execute(statement)


def _save_extras(
    session: Session,
    sig_id: int,
    *,
    table: type[Table],
    key: str,
    extras: Mapping[int, Mapping[str, Any]],
) -> None:
    columns = table.__table__.c  # type: ignore[attr-defined]  # set by the metaclass
    for name, extra in extras.items():
        if extra:
            session.connection().execute(
                sa.update(table)
                .where(columns.sig_id == sig_id, columns[key] == name)
                .values(extra=dict(extra))
            )


def _extra(entry: Entry[Any]) -> dict[str, Any] | None:
    return dict(entry.extra) or None
