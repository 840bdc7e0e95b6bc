"""Practices of a document with their texts and consents, many at once."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

from sqlmodel import Session, col, select

from bot.domain.exchange import Entry, PracticeRecord
from bot.domain.practices import Practice, PracticeContent, PracticeStatus
from storage import networks, themes
from storage import practices as rows
from storage.directory import directory
from storage.practices.loading import Which, load
from storage.tables import (
    ConsentRow,
    PracticeNetworkRow,
    PracticeRevisionRow,
    PracticeRow,
    PracticeThemeRow,
)
from storage.vocabulary import ids_of

_PRINTED = {PracticeStatus.ACCEPTED, PracticeStatus.PUBLISHED}


@dataclass(frozen=True, slots=True)
class _Ids:
    people: Mapping[str, int]
    clusters: Mapping[str, int]
    themes: Mapping[str, int]
    networks: Mapping[str, int]


def save_practices(
    session: Session, sig_id: int, *, entries: Iterable[Entry[PracticeRecord]]
) -> None:
    """Store practices; the text of a known one becomes a new revision if it differs.

    Raises:
        InvalidInputError: a theme or network is not known in the group.
    """
    entries = list(entries)
    if not entries:
        return
    ids = _ids(session, sig_id)
    query = select(PracticeRow).where(
        PracticeRow.sig_id == sig_id, col(PracticeRow.number).is_not(None)
    )
    known = {row.number: row for row in session.exec(query)}
    new = [each for each in entries if each.value.practice.number not in known]
    _add(session, sig_id, entries=new, ids=ids)
    for entry in entries:
        number = entry.value.practice.number
        if number in known:
            _change(session, known[number], entry=entry, ids=ids)


def _ids(session: Session, sig_id: int) -> _Ids:
    who = directory(session, sig_id)
    return _Ids(
        {key: person_id for person_id, key in who.people.items()},
        {key: cluster_id for cluster_id, key in who.clusters.items()},
        themes.ids_by_slug(session, sig_id),
        {network.slug: network.id for network in networks.networks(session, sig_id)},
    )


def _add(
    session: Session,
    sig_id: int,
    *,
    entries: list[Entry[PracticeRecord]],
    ids: _Ids,
) -> None:
    stored = [_row(sig_id, entry, ids) for entry in entries]
    session.add_all(stored)
    session.flush()
    texts = []
    for row, entry in zip(stored, entries, strict=True):
        record = entry.value
        if record.accepted:
            texts.append((_text(row.id, 1, record.accepted), record.accepted))
        content = record.practice.content
        texts.append((_text(row.id, row.revision, content), content))
    session.add_all(text for text, _ in texts)
    session.flush()
    for text, content in texts:
        _add_links(session, text.id, content, ids=ids)
    for row, entry in zip(stored, entries, strict=True):
        if consent := entry.value.practice.consent:
            session.add(
                ConsentRow(
                    practice_id=row.id, person_id=row.author_id, **asdict(consent)
                )
            )
    session.flush()


def _row(sig_id: int, entry: Entry[PracticeRecord], ids: _Ids) -> PracticeRow:
    record, practice = entry.value, entry.value.practice
    revision = 2 if record.accepted else 1
    accepted = revision if practice.status in _PRINTED else None
    return PracticeRow(
        sig_id=sig_id,
        number=practice.number,
        key=practice.key,
        status=practice.status,
        revision=revision,
        accepted_revision=1 if record.accepted else accepted,
        cluster_id=ids.clusters.get(practice.cluster_key or ""),
        author_id=ids.people.get(record.author or ""),
        submitted_at=practice.submitted_at,
        accepted_at=practice.accepted_at,
        label=practice.label,
        is_ruling=practice.is_ruling,
        reason=practice.reason,
        superseded_by=practice.superseded_by,
        extra=dict(entry.extra) or None,
    )


def _text(
    practice_id: int, revision: int, content: PracticeContent
) -> PracticeRevisionRow:
    return PracticeRevisionRow(
        practice_id=practice_id, revision=revision, **rows.content_values(content)
    )


def _add_links(
    session: Session, revision_id: int, content: PracticeContent, *, ids: _Ids
) -> None:
    theme_ids = ids_of("theme", content.themes, known=ids.themes)
    network_ids = ids_of("network", content.networks, known=ids.networks)
    session.add_all(
        PracticeThemeRow(revision_id=revision_id, theme_id=found, position=position)
        for position, found in enumerate(theme_ids)
    )
    session.add_all(
        PracticeNetworkRow(revision_id=revision_id, network_id=found, position=position)
        for position, found in enumerate(network_ids)
    )


def _accepted_text(session: Session, practice_id: int) -> PracticeContent | None:
    shown = load(session, Which.ID, printable=True, practice_id=practice_id)
    return shown[0].content if shown[0].status is PracticeStatus.ACCEPTED else None


def _change(
    session: Session, row: PracticeRow, *, entry: Entry[PracticeRecord], ids: _Ids
) -> None:
    record = entry.value
    before = rows.by_id(session, row.id)
    after: Practice = replace(
        record.practice, id=row.id, sig_id=row.sig_id, version=before.version
    )
    if record.accepted and record.accepted != _accepted_text(session, row.id):
        accepted = replace(after, content=record.accepted)
        before = rows.revise(session, before, accepted)
        row.accepted_revision = before.revision
    if after.content == before.content:
        rows.change_status(session, before, after)
    else:
        rows.revise(session, before, after)
    session.flush()
    session.refresh(row)
    if after.status in _PRINTED:
        row.accepted_revision = row.revision
    # Authors who left the group are in no file and stay authors.
    if after.cluster_key:
        row.cluster_id = ids.clusters.get(after.cluster_key)
    if record.author:
        row.author_id = ids.people.get(record.author)
    row.extra = dict(entry.extra) or None
    session.flush()
    if after.consent:
        rows.set_consent(session, row.id, row.author_id, after.consent)
