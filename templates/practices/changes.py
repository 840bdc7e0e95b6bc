"""Two versions of a practice: what went is struck through, what came is bold."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextSectionElement,
)
from slack_sdk.models.views import View

from bot.domain.errors import InvalidInputError
from bot.domain.practices import (
    Piece,
    PieceKind,
    Practice,
    PracticeContent,
    differences,
)
from templates.messages import section
from templates.practices import words
from templates.text import cut

FIRST = "practice_version_first"
SECOND = "practice_version_second"
BEFORE = "practice_compare_before"
AFTER = "practice_compare_after"
PAGE = 6
_CONTEXT = 60
_DIGITS = 7
_MOST_PIECES = 80
_PIECE = 2000
_STYLES = {
    PieceKind.SAME: None,
    PieceKind.REMOVED: RichTextElementParts.TextStyle(strike=True),
    PieceKind.ADDED: RichTextElementParts.TextStyle(bold=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Which versions a view compares, and from which field on."""

    practice_id: int
    first: int
    offset: int = 0
    channel: str | None = None
    sig_id: int | None = None


def compare_view(
    practice: Practice,
    before: PracticeContent,
    *,
    shown: Shown,
    fields: Sequence[str],
    themes: Mapping[str, str],
) -> View:
    """Show what changed between a version and the newest, field by field.

    Long passages that stayed are cut; both versions can be read in full.
    """
    page = fields[shown.offset : shown.offset + PAGE]
    head = f"*Version {shown.first} and version {practice.revision}*: "
    blocks: list[Block] = [
        section(head + ("what changed." if fields else "they say the same.")),
        _note("~Struck through~ is what went, *bold* is what came, … what stayed."),
    ]
    for name in page:
        old = words.value(before, name, themes)
        new = words.value(practice.content, name, themes)
        blocks += _field(words.field(name), old, new)
    blocks.append(_read(practice, shown.first))
    blocks += _pager(len(fields), shown.offset)
    meta = {
        "i": shown.practice_id,
        "f": shown.first,
        "o": shown.offset,
        "c": shown.channel,
        "g": shown.sig_id,
    }
    return View(
        type="modal",
        title=f"{practice.ref}: changes",
        close="Close",
        private_metadata=json.dumps(meta, separators=(",", ":")),
        blocks=blocks,
    )


def read_words(typed: str) -> tuple[str, int | None]:
    """Read what follows the command: a practice, and perhaps a version's number.

    Raises:
        InvalidInputError: the version is no number.
    """
    name, _, said = typed.partition(" ")
    said = said.strip().lower().removeprefix("version").strip()
    if not said:
        return name, None
    if not (said.isascii() and said.isdecimal() and 0 < len(said) < _DIGITS):
        message = "Name a version by its number, like: /practice compare P-7 1"
        raise InvalidInputError({"version": message})
    return name, int(said)


def read_shown(view: Mapping[str, Any]) -> Shown:
    """Read what a view compares."""
    meta = json.loads(view.get("private_metadata") or "{}")
    return Shown(
        practice_id=int(meta["i"]),
        first=int(meta["f"]),
        offset=int(meta.get("o", 0)),
        channel=meta.get("c"),
        sig_id=meta.get("g"),
    )


def _field(name: str, old: str, new: str) -> list[Block]:
    pieces = differences(old, new)
    if len(pieces) > _MOST_PIECES:  # hardly anything stayed: one after the other
        pieces = (Piece(PieceKind.REMOVED, old), Piece(PieceKind.ADDED, new))
    heading = RichTextElementParts.Text(
        text=f"{name}\n", style=RichTextElementParts.TextStyle(italic=True)
    )
    elements = [heading, *_texts(pieces)]
    return [RichTextBlock(elements=[RichTextSectionElement(elements=elements)])]


def _texts(pieces: Sequence[Piece]) -> list[RichTextElementParts.Text]:
    texts: list[RichTextElementParts.Text] = []
    for index, piece in enumerate(pieces):
        text = piece.text
        if piece.kind is PieceKind.SAME:
            text = _elided(text, is_first=index == 0, is_last=index + 1 == len(pieces))
        if piece.kind is PieceKind.REMOVED and not text.endswith((" ", "\n")):
            text += " "  # else the word that came would stick to it
        texts += [
            RichTextElementParts.Text(text=part, style=_STYLES[piece.kind])
            for part in (text[at : at + _PIECE] for at in range(0, len(text), _PIECE))
        ]
    return texts


def _elided(text: str, *, is_first: bool, is_last: bool) -> str:
    """Keep only what stands near a change."""
    head = "" if is_first else cut(text, _CONTEXT)
    if len(text) <= 2 * _CONTEXT:
        return text
    tail = "" if is_last else text[-_CONTEXT:].partition(" ")[2]
    return f"{head or '…'}{' ' if head else ''}{tail}"


def _read(practice: Practice, first: int) -> ActionsBlock:
    elements = [
        ButtonElement(
            text=f"Read version {number}",
            action_id=action,
            value=f"{practice.id}:{number}:{practice.sig_id}",
        )
        for action, number in ((FIRST, first), (SECOND, practice.revision))
    ]
    return ActionsBlock(elements=elements)


def _pager(total: int, offset: int) -> list[Block]:
    elements = []
    if offset > 0:
        earlier = str(max(0, offset - PAGE))
        elements.append(ButtonElement(text="Earlier", action_id=BEFORE, value=earlier))
    if offset + PAGE < total:
        later = str(offset + PAGE)
        elements.append(ButtonElement(text="Later", action_id=AFTER, value=later))
    return [ActionsBlock(elements=elements)] if elements else []


def _note(text: str) -> ContextBlock:
    return ContextBlock(elements=[MarkdownTextObject(text=text, verbatim=True)])
