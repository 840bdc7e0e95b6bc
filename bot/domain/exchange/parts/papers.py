"""What belongs to the paper: texts of sections, comments, edited drafts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.exchange.fields import Fields
from bot.domain.exchange.parts.shapes import (
    CLUSTER,
    FLAG,
    KEY,
    MOMENT,
    PERSON,
    REVISION,
    Names,
    Said,
    choice,
    key_of,
    keys_of,
    line,
    read_parts,
    said,
    verbatim,
    words,
)
from bot.domain.whitepaper import holds_marker
from bot.domain.whitepaper.comments import (
    ANSWER_LIMIT,
    COMMENT_LIMIT,
    NOTE_LIMIT,
    CommentKind,
    CommentState,
)
from bot.domain.whitepaper.conflicts import ConflictState
from bot.domain.whitepaper.roundtrip import Fate
from bot.domain.whitepaper.sections import REASON_LIMIT, TITLE_LIMIT

_SHA256 = 64
_FILE_NAME = 1000
# What the program proposes of an edited draft has this before its name. No other
# colon: positions of clusters are called by ids that mean something else elsewhere.
_COMMENT = re.compile(r"(edit:)?[A-Za-z0-9][A-Za-z0-9._-]{0,79}", re.ASCII)
_MARKED = "A line looks like the marks that protect a section; change it."


def _comment_id(given: Fields, _names: Names, name: str) -> str:
    found = given.text(name)
    if not _COMMENT.fullmatch(found):
        given.complain(name, "Use up to 80 letters, digits, dots and dashes.")
    return found


def _comment_ids(given: Fields, names: Names, name: str) -> tuple[str, ...]:
    return names.some_of(given, name, names.comments)


def _body(given: Fields, _names: Names, name: str) -> str:
    body = given.verbatim(name) or ""
    if holds_marker(body):
        given.complain(name, _MARKED)
    return body


SECTION = key_of("sections")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text of a section; the newest has no ``body``: it is the section's own."""

    revision: int = field(metadata=said(REVISION))
    body: str | None = field(metadata=said(Said(_body), "body_md"), default=None)
    author: str | None = field(metadata=said(PERSON), default=None)
    reason: str = field(metadata=said(words(REASON_LIMIT)), default="")
    at: datetime = field(metadata=said(MOMENT))


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRecord:
    """A time for comments on some sections, on all where none is named."""

    id: str = field(metadata=said(KEY))
    sections: tuple[str, ...] = field(metadata=said(keys_of("sections")), default=())
    note: str = field(metadata=said(words(NOTE_LIMIT)), default="")
    opened_at: datetime = field(metadata=said(MOMENT))
    closes_at: datetime = field(metadata=said(MOMENT))
    opened_by: str | None = field(metadata=said(PERSON), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentRecord:
    """A comment; the position of a cluster has no ``id``, there is one in a window."""

    id: str = field(metadata=said(Said(_comment_id)), default="")
    section: str = field(metadata=said(SECTION))
    window: str | None = field(metadata=said(key_of("windows")), default=None)
    kind: CommentKind = field(
        metadata=said(choice(CommentKind)), default=CommentKind.COMMENT
    )
    person: str | None = field(metadata=said(PERSON), default=None)
    cluster: str | None = field(metadata=said(CLUSTER), default=None)
    text: str = field(metadata=said(words(COMMENT_LIMIT)))
    proposal: str = field(metadata=said(words(COMMENT_LIMIT)), default="")
    consolidates: tuple[str, ...] = field(metadata=said(Said(_comment_ids)), default=())
    is_late: bool = field(metadata=said(FLAG, "late"), default=False)
    state: CommentState = field(
        metadata=said(choice(CommentState)), default=CommentState.OPEN
    )
    answer: str = field(metadata=said(words(ANSWER_LIMIT)), default="")
    answered_by: str | None = field(metadata=said(PERSON), default=None)
    said_at: datetime = field(metadata=said(MOMENT))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRecord:
    """Two texts of a section that an edited draft left, and what was chosen."""

    section: str = field(metadata=said(line(TITLE_LIMIT)))
    title: str = field(metadata=said(line(TITLE_LIMIT)))
    fate: Fate = field(metadata=said(choice(Fate)))
    base: str = field(metadata=said(verbatim()), default="")
    current: str = field(metadata=said(verbatim()), default="")
    edited: str = field(metadata=said(verbatim()), default="")
    revision: int = field(metadata=said(REVISION))
    state: ConflictState = field(
        metadata=said(choice(ConflictState)), default=ConflictState.OPEN
    )
    settled_by: str | None = field(metadata=said(PERSON), default=None)


def _conflicts(given: Fields, names: Names, name: str) -> tuple[ConflictRecord, ...]:
    return read_parts(ConflictRecord, given, names, name=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """An edited draft that was taken, with the conflicts it left."""

    sha256: str = field(metadata=said(line(_SHA256)))
    file: str = field(metadata=said(line(_FILE_NAME)))
    brought_by: str | None = field(metadata=said(PERSON), default=None)
    conflicts: tuple[ConflictRecord, ...] = field(
        metadata=said(Said(_conflicts)), default=()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperParts:
    """What belongs to the paper beside its sections; ``texts`` by their keys."""

    texts: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)
    windows: tuple[WindowRecord, ...] = ()
    comments: tuple[CommentRecord, ...] = ()
    imports: tuple[ImportRecord, ...] = ()
