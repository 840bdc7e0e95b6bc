"""Reads, writes and completes what belongs to the paper."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bot.domain.exchange.fields import Fields
from bot.domain.exchange.names import Names, repeated, short
from bot.domain.exchange.parts.merging import ids_in, merged
from bot.domain.exchange.parts.papers import (
    CommentRecord,
    ImportRecord,
    PaperParts,
    Text,
    WindowRecord,
)
from bot.domain.exchange.parts.shapes import (
    ENDS_FIRST,
    is_before,
    parts_json,
    read_part,
    read_parts,
)
from bot.domain.exchange.values import Json
from bot.domain.whitepaper import Section
from bot.domain.whitepaper.comments import CommentKind, CommentState

_LISTS = {
    "comment_windows": ("windows", WindowRecord),
    "comments": ("comments", CommentRecord),
    "edited_drafts": ("imports", ImportRecord),
}
LISTS = tuple(_LISTS)


def paper_parts_json(parts: PaperParts) -> Json:
    """Return the lists that there are."""
    return {
        name: parts_json(listed)
        for name, (here, _) in _LISTS.items()
        if (listed := getattr(parts, here))
    }


def read_texts(given: Fields, names: Names, section: Section) -> tuple[Text, ...]:
    """Read the texts that a section had, the oldest first."""
    newest = section.revision
    found = []
    for each in given.inners("revisions"):
        text = read_part(Text, each, names)
        if text.revision and text.revision > newest:
            each.complain("revision", f"The newest text is revision {newest}.")
        elif (text.body is None) != (text.revision == newest):
            is_newest = text.revision == newest
            reason = "The section says this." if is_newest else "This is missing."
            each.complain("body_md", reason)
        elif text.revision == newest and section.body is None:
            given.complain("body_md", "This is missing.")
        found.append(text)
    for number in repeated([str(each.revision) for each in found]):
        given.complain("revisions", f"Revision {number} is there twice.")
    return tuple(sorted(found, key=lambda each: each.revision or 0))


def read_paper_parts(
    given: Fields, names: Names, texts: Mapping[str, tuple[Text, ...]]
) -> PaperParts:
    """Read what belongs to the paper beside its sections."""
    lists: dict[str, Any] = {
        here: read_parts(kind, given, names, name=name)
        for name, (here, kind) in _LISTS.items()
    }
    parts = PaperParts(texts=texts, **lists)
    for name, ids in (
        ("comment_windows", [each.id for each in parts.windows]),
        ("comments", [each.id for each in parts.comments]),
    ):
        for key in repeated(ids):
            given.complain(name, f"{short(key)} is there twice.")
    for place, draft in enumerate(parts.imports):
        for key in repeated(each.section or "" for each in draft.conflicts):
            name = f"edited_drafts[{place}].conflicts"
            given.complain(name, f"{short(key)} is there twice.")
    _check(given, parts)
    return parts


def _check(given: Fields, parts: PaperParts) -> None:
    for place, each in enumerate(parts.windows):
        if is_before(each.closes_at, each.opened_at):
            given.complain(f"comment_windows[{place}].closes_at", ENDS_FIRST)
    for at, comment in enumerate(parts.comments):
        is_position = comment.kind is CommentKind.POSITION
        if is_position == bool(comment.id):
            reason = "A position has none." if is_position else "This is missing."
            given.complain(f"comments[{at}].id", reason)


def complete_parts(new: PaperParts, old: PaperParts) -> PaperParts:
    """Return what belongs to the paper after an import.

    What is known here stays as it is, but an open comment can be answered. The texts
    of sections are the matter of ``complete_texts``.
    """
    return replace(
        new,
        windows=merged(new.windows, old.windows, window_ids),
        comments=merged(new.comments, old.comments, comment_ids, _answered),
        imports=merged(new.imports, old.imports, import_ids),
    )


def _answered(new: CommentRecord, old: CommentRecord) -> CommentRecord:
    if old.state is not CommentState.OPEN:
        return old
    return replace(old, state=new.state, answer=new.answer, answered_by=new.answered_by)


def window_ids(windows: Iterable[WindowRecord]) -> list[str]:
    """Return what each window is known by."""
    return [each.id for each in windows]


def comment_ids(comments: Iterable[CommentRecord]) -> list[str]:
    """Return what each comment is known by; of a position, whose and where it is."""
    return ids_in(
        each.id or f"position {each.section} {each.cluster} {each.window}"
        for each in comments
    )


def import_ids(imports: Iterable[ImportRecord]) -> list[str]:
    """Return what each edited draft is known by: the same file may come again."""
    return ids_in(each.sha256 for each in imports)


def complete_texts(
    new: Section,
    held: Section,
    body: str | None,
    *,
    texts: Iterable[Text],
    known: Iterable[Text],
) -> tuple[int, tuple[Text, ...]]:
    """Return the number of a section's newest text, and the texts it has had.

    ``body`` is what it says after the import. A history that goes on from the group's
    is taken as it is; of another one only the newest text is, and nobody is said to
    have written what may have been changed in the file.
    """
    file, group = _by_number(texts, new), _by_number(known, held)
    is_same = is_one_history(new, held, texts, known)
    listed = {**file, **group} if is_same else {**group}
    revision = held.revision
    if body is not None and body != held.body:
        is_told = _bodies(file, new).get(held.revision) == held.body
        goes_on = is_same and is_told and new.revision > held.revision
        revision = held.revision + 1
        if new.revision not in group:
            listed.pop(new.revision, None)
        if goes_on or held.body is None:
            revision = max(revision, new.revision)
            if newest := file.get(new.revision):
                listed[revision] = replace(newest, revision=revision)
    return revision, tuple(
        replace(listed[number], body=None) if number == revision else listed[number]
        for number in sorted(listed)
        if number <= revision
    )


def is_one_history(
    new: Section, held: Section, texts: Iterable[Text], known: Iterable[Text]
) -> bool:
    """Whether no older text of a section is another one in the file than here."""
    said = _bodies(_by_number(texts, new), new)
    here = _bodies(_by_number(known, held), held)
    newest = min(new.revision, held.revision)
    both = said.keys() & here.keys()
    return all(said[number] == here[number] for number in both if number < newest)


def _bodies(texts: Mapping[int, Text], section: Section) -> dict[int, str | None]:
    bodies = {number: each.body for number, each in texts.items()}
    return bodies if section.body is None else bodies | {section.revision: section.body}


def _by_number(texts: Iterable[Text], section: Section) -> dict[int, Text]:
    """Return texts by their number, the newest with the words of the section."""
    return {
        each.revision: replace(each, body=section.body)
        if each.revision == section.revision
        else each
        for each in texts
    }
