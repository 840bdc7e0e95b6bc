"""The paper of a document with what belongs to it: texts, comments, edited drafts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from typing import Any

from sqlmodel import Session, col, select

from bot.domain.exchange import PaperRecord
from bot.domain.exchange.parts.paper import comment_ids, import_ids
from bot.domain.exchange.parts.papers import (
    CommentRecord,
    ConflictRecord,
    ImportRecord,
    PaperParts,
    Text,
    WindowRecord,
)
from bot.domain.whitepaper import Paper
from bot.domain.whitepaper.comments import (
    CommentKind,
    CommentState,
    Window,
    position_nonce,
)
from bot.domain.whitepaper.conflicts import ImportState
from storage import comments as comment_rows
from storage import editions, whitepaper
from storage.directory import Directory, directory
from storage.exchange.parts import part_of, values_of
from storage.tables import (
    CommentWindowRow,
    PaperImportRow,
    SectionCommentRow,
    SectionConflictRow,
    SectionRevisionRow,
    SectionRow,
    WhitePaperRow,
)

_TEXT = {"author": "author_id", "at": "created_at"}
_WINDOW = {"id": "nonce"}
_COMMENT = {
    "id": "nonce",
    "person": "person_id",
    "cluster": "cluster_id",
    "said_at": "created_at",
}
_LINKS = {"id", "section", "window", "consolidates"}
_DRAFT = {"file": "name", "brought_by": "person_id"}
_CONFLICT = {"section": "section_key"}


def load_paper(session: Session, sig_id: int, who: Directory) -> PaperRecord | None:
    """Return a group's paper with everything that a file of it holds."""
    paper = whitepaper.paper(session, sig_id, who=who, with_removed=True)
    if paper is None:
        return None
    keys = {section.id: section.key for section in paper.sections}
    windows = _rows(session, sig_id, CommentWindowRow)
    return PaperRecord(
        paper=paper,
        editions=editions.all_editions(session, sig_id),
        parts=PaperParts(
            texts=_texts(session, paper, who),
            windows=tuple(
                part_of(WindowRecord, row, who, columns=_WINDOW) for row in windows
            ),
            comments=_comments(
                session, sig_id, who, keys, {row.id: row.nonce for row in windows}
            ),
            imports=_imports(session, sig_id, who),
        ),
    )


def _rows(session: Session, sig_id: int, table: Any, *which: Any) -> list[Any]:
    query = (
        select(table)
        .where(table.sig_id == sig_id, *which)
        .order_by(col(table.id))
        .execution_options(populate_existing=True)
    )
    return list(session.exec(query))


def _texts(
    session: Session, paper: Paper, who: Directory
) -> dict[str, tuple[Text, ...]]:
    """Return the texts of sections; of the newest only who wrote it, and why.

    A newest text that came with a file says nothing of that.
    """
    found: defaultdict[str, list[Text]] = defaultdict(list)
    newest = {section.id: section for section in paper.sections}
    for row in _text_rows(session, paper.id):
        section = newest[row.section_id]
        text = part_of(Text, row, who, columns=_TEXT)
        if row.revision < section.revision:
            found[section.key].append(text)
        elif text.author or text.reason:
            last = part_of(Text, row, who, columns=_TEXT, body=None)
            found[section.key].append(last)
    return {key: tuple(texts) for key, texts in found.items()}


def _text_rows(session: Session, paper_id: int) -> Iterable[SectionRevisionRow]:
    query = (
        select(SectionRevisionRow)
        .join(SectionRow, col(SectionRow.id) == SectionRevisionRow.section_id)
        .where(SectionRow.paper_id == paper_id)
        .order_by(col(SectionRevisionRow.section_id), col(SectionRevisionRow.revision))
        .execution_options(populate_existing=True)
    )
    return session.exec(query)


def _comments(
    session: Session,
    sig_id: int,
    who: Directory,
    sections: Mapping[int, str],
    windows: Mapping[int, str],
) -> tuple[CommentRecord, ...]:
    rows = _rows(session, sig_id, SectionCommentRow)
    names = {row.id: row.nonce for row in rows if row.kind is CommentKind.COMMENT}
    return tuple(
        part_of(
            CommentRecord,
            row,
            who,
            columns=_COMMENT,
            id=names.get(row.id, ""),
            section=sections[row.section_id],
            window=windows.get(row.window_id or 0),
            consolidates=tuple(
                names[each] for each in row.consolidates if each in names
            ),
        )
        for row in rows
    )


def _imports(session: Session, sig_id: int, who: Directory) -> tuple[ImportRecord, ...]:
    conflicts: defaultdict[int, list[ConflictRecord]] = defaultdict(list)
    for row in _rows(session, sig_id, SectionConflictRow):
        each = part_of(ConflictRecord, row, who, columns=_CONFLICT)
        conflicts[row.import_id].append(each)
    drafts = _taken(session, sig_id)
    return tuple(
        part_of(
            ImportRecord, row, who, columns=_DRAFT, conflicts=tuple(conflicts[row.id])
        )
        for row in drafts
    )


def _taken(session: Session, sig_id: int) -> list[PaperImportRow]:
    is_taken = col(PaperImportRow.state) == ImportState.TAKEN
    return _rows(session, sig_id, PaperImportRow, is_taken)


def save_paper(session: Session, sig_id: int, record: PaperRecord) -> None:
    """Store the paper with what belongs to it; what is there stays as it is."""
    whitepaper.update_paper(session, sig_id, record.paper)
    known = {edition.version for edition in editions.all_editions(session, sig_id)}
    for edition in record.editions:
        if edition.version not in known:
            editions.add(session, sig_id, edition)
    who = directory(session, sig_id)
    query = select(SectionRow).join(
        WhitePaperRow, col(WhitePaperRow.id) == SectionRow.paper_id
    )
    query = query.where(WhitePaperRow.sig_id == sig_id)
    sections = {row.key: row for row in session.exec(query)}
    _save_texts(session, sections, record.parts.texts, who=who)
    _save_windows(session, sig_id, record.parts.windows, who=who)
    _save_comments(session, sig_id, record.parts.comments, who=who, keys=sections)
    _save_imports(session, sig_id, record.parts.imports, who=who, keys=sections)
    session.flush()


def _save_texts(
    session: Session,
    sections: Mapping[str, SectionRow],
    texts: Mapping[str, tuple[Text, ...]],
    *,
    who: Directory,
) -> None:
    rows: dict[tuple[int, int], SectionRevisionRow] = {}
    for paper_id in {row.paper_id for row in sections.values()}:
        for row in _text_rows(session, paper_id):
            rows[row.section_id, row.revision] = row
    for key, listed in texts.items():
        section_id = sections[key].id
        for each in listed:
            values = values_of(each, who, columns=_TEXT, leave={"revision", "body"})
            known = rows.get((section_id, each.revision))
            if known is None:
                body = each.body or ""
                values |= {"body": body, "sha256": sha256(body.encode()).hexdigest()}
                new = SectionRevisionRow(
                    section_id=section_id, revision=each.revision, **values
                )
                session.add(new)
            elif known.author_id is None and not known.reason:
                known.sqlmodel_update(values)
    session.flush()


def _save_windows(
    session: Session,
    sig_id: int,
    windows: Iterable[WindowRecord],
    *,
    who: Directory,
) -> None:
    known = {row.nonce for row in _rows(session, sig_id, CommentWindowRow)}
    session.add_all(
        CommentWindowRow(
            sig_id=sig_id, **values_of(each, who, columns=_WINDOW, leave={})
        )
        for each in windows
        if each.id not in known
    )
    session.flush()


def _save_comments(
    session: Session,
    sig_id: int,
    comments: Iterable[CommentRecord],
    *,
    who: Directory,
    keys: Mapping[str, SectionRow],
) -> None:
    """Store what was said; of what is known here only the answer can be new."""
    windows = {each.nonce: each for each in comment_rows.windows(session, sig_id)}
    names = {window.id: nonce for nonce, window in windows.items()}
    rows = _rows(session, sig_id, SectionCommentRow)
    sections = {row.id: key for key, row in keys.items()}
    held = _comments(session, sig_id, who, sections, names)
    known = dict(zip(comment_ids(held), rows, strict=True))
    taken = {row.nonce for row in rows}
    comments = list(comments)
    consolidating = []
    for name, each in zip(comment_ids(comments), comments, strict=True):
        values = values_of(each, who, columns=_COMMENT, leave=_LINKS)
        row = known.get(name)
        if row is None:
            section, window = keys[each.section], windows.get(each.window or "")
            values |= {
                "nonce": each.id or _nonce(section, values, window, taken),
                "section_id": section.id,
                "window_id": window.id if window else None,
            }
            row = known[name] = SectionCommentRow(sig_id=sig_id, **values)
            session.add(row)
            taken.add(row.nonce)
            consolidating.append((row, each))
        elif row.state is CommentState.OPEN is not each.state:
            said = {name: values[name] for name in ("state", "answer", "answered_by")}
            row.sqlmodel_update(said | {"version": row.version + 1})
    session.flush()
    for row, each in consolidating:
        row.consolidates = [known[name].id for name in each.consolidates]
    session.flush()


def _nonce(
    section: SectionRow,
    values: Mapping[str, Any],
    window: Window | None,
    taken: Collection[str],
) -> str:
    """Return what a position is known by here; of clusters that are gone, not again."""
    nonce = position_nonce(section.id, values["cluster_id"] or 0, window)
    free = (f"{nonce}:{place}" for place in range(len(taken) + 1))
    return next(each for each in (nonce, *free) if each not in taken)


def _save_imports(
    session: Session,
    sig_id: int,
    drafts: Iterable[ImportRecord],
    *,
    who: Directory,
    keys: Mapping[str, SectionRow],
) -> None:
    """Store conflicts; the edited drafts themselves are in no file."""
    held = _imports(session, sig_id, who)
    known = dict(zip(import_ids(held), _taken(session, sig_id), strict=True))
    there = {
        (row.import_id, row.section_key)
        for row in _rows(session, sig_id, SectionConflictRow)
    }
    drafts = list(drafts)
    new = {}
    for name, each in zip(import_ids(drafts), drafts, strict=True):
        if name not in known:
            values = values_of(each, who, columns=_DRAFT, leave={"conflicts"})
            values |= {"text": "", "preview": "", "state": ImportState.TAKEN}
            new[name] = PaperImportRow(sig_id=sig_id, **values)
    session.add_all(new.values())
    session.flush()
    for name, draft in zip(import_ids(drafts), drafts, strict=True):
        import_id = (known | new)[name].id
        for conflict in draft.conflicts:
            if (import_id, conflict.section) not in there:
                values = values_of(conflict, who, columns=_CONFLICT, leave={})
                section = keys.get(conflict.section)
                values["section_id"] = section.id if section else None
                row = SectionConflictRow(sig_id=sig_id, import_id=import_id, **values)
                session.add(row)
    session.flush()
