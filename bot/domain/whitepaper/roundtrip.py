"""What an edited draft would change, before anything is changed.

Pure: the same file, edition and sections give the same plan. The bodies of the edition
are the common ancestor of what stands in the file and of what is stored today.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.whitepaper.aligning import changed, unchanged
from bot.domain.whitepaper.incoming import Incoming, Text, rejected
from bot.domain.whitepaper.markers import Region, split
from bot.domain.whitepaper.merging import merge
from bot.domain.whitepaper.values import Edition, Section

UNPLACED = "unplaced"
_ANCHOR = re.compile(r"\{#(?P<id>[A-Za-z0-9_-]+)\}")
_SECTION = "sec-"
_BLANK = re.compile(r"\n(?:[ \t]*\n)+")
_SPACE_AT_END = re.compile(r"[ \t]$", re.MULTILINE)


class Fate(StrEnum):
    """What becomes of an edited body.

    ``changed``: it becomes the text; ``merged``: together with what others wrote
    meanwhile; ``conflict``: others changed the same lines; ``locked`` and ``gone``: the
    section does not take any text. Of the last three both texts are kept.
    """

    CHANGED = "changed"
    MERGED = "merged"
    CONFLICT = "conflict"
    LOCKED = "locked"
    GONE = "gone"

    @property
    def is_clean(self) -> bool:
        """Whether the text can be taken without asking anybody."""
        return self in {Fate.CHANGED, Fate.MERGED}


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyEdit:
    """One edited body: ``base`` as exported, ``current`` as stored, ``edited``.

    ``result`` is what the section says afterwards; ``revision`` is the one that
    ``current`` has.
    """

    key: str
    title: str
    fate: Fate
    base: str
    current: str
    edited: str
    result: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedEdit:
    """Words changed where the paper is assembled: told, not taken.

    ``anchor`` is the id of the heading above them, for example ``p-7`` or
    ``sec-methodology``: from it follows what to edit instead. ``section`` is the key of
    the section they stand in.
    """

    line: int
    before: str
    after: str
    anchor: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import does; ``unplaced`` is text that stood outside of all regions."""

    version: str
    bodies: tuple[BodyEdit, ...] = ()
    generated: tuple[GeneratedEdit, ...] = ()
    unplaced: str = ""

    @property
    def taken(self) -> tuple[BodyEdit, ...]:
        """The sections that change."""
        return tuple(each for each in self.bodies if each.fate.is_clean)

    @property
    def conflicts(self) -> tuple[BodyEdit, ...]:
        """The sections for which somebody has to choose."""
        return tuple(each for each in self.bodies if not each.fate.is_clean)

    @property
    def changes_nothing(self) -> bool:
        """Whether the import would leave everything as it is."""
        return not self.bodies and not self.unplaced


@dataclass(frozen=True, slots=True, kw_only=True)
class _Habits:
    """What the program did to all lines without anybody wanting it."""

    strips: bool
    wraps: bool

    def same(self, before: str, after: str) -> bool:
        """Whether two texts differ by nothing but these habits."""
        if before == after:
            return True
        if self.wraps:
            return _words(before) == _words(after)
        return self.strips and _stripped(before) == _stripped(after)

    def undone(self, before: str, after: str) -> str:
        """Give lines that nobody changed the spaces at their ends back.

        Two of them are a line break in Markdown, so they would be missed.
        """
        if not self.strips:
            return after
        old, new = before.split("\n"), after.split("\n")
        stripped = [line.rstrip() for line in old]
        for same in unchanged(stripped, new):
            new[same.new_start : same.new_end] = old[same.start : same.end]
        return "\n".join(new)


def plan(incoming: Incoming, edition: Edition, sections: Sequence[Section]) -> Plan:
    """Return what the import of a file would change; ``sections`` are today's.

    Raises:
        ImportRejectedError: its regions are not those of the edition.
    """
    parts = split(edition.markdown)
    regions = [part for part in parts if isinstance(part, Region)]
    texts = [part for part in parts if isinstance(part, str)]
    _require_same_regions(incoming, regions)
    habits = _habits(incoming, edition.markdown, texts)
    today = {section.key: section for section in sections}
    pairs = zip(incoming.bodies, regions, strict=True)
    edits = [
        _body_edit(region, habits.undone(region.body, body.body), today.get(body.key))
        for body, region in pairs
        if not habits.same(region.body, body.body)
    ]
    outside = list(_outside(incoming.texts, texts, habits))
    unplaced = today.get(UNPLACED)
    return Plan(
        version=edition.version,
        bodies=tuple(edit for edit in edits if edit.edited != edit.current),
        generated=tuple(each for each in outside if isinstance(each, GeneratedEdit)),
        unplaced=_new(outside, (unplaced.body or "") if unplaced else ""),
    )


def _require_same_regions(incoming: Incoming, regions: Sequence[Region]) -> None:
    expected = {region.key: region for region in regions}
    problems = list(_unknown(incoming, expected))
    there = {body.key for body in incoming.bodies}
    before = "at the beginning"
    for region in regions:
        if region.key not in there:
            problems.append(f"The section {region.key} is missing, {before}.")
        before = f"after the section {region.key}"
    if not problems and [body.key for body in incoming.bodies] != list(expected):
        problems.append(
            "The sections are not in the order of the edition. "
            "Use /whitepaper outline to move them."
        )
    if problems:
        raise rejected(*problems)


def _unknown(incoming: Incoming, expected: Mapping[str, Region]) -> Iterator[str]:
    for body in incoming.bodies:
        region = expected.get(body.key)
        if region is None:
            yield (
                f"Line {body.line}: there is no section {body.key} in edition "
                f"{incoming.version}."
            )
        elif (body.revision, body.sha) != (region.revision, region.sha):
            yield (
                f"Line {body.line}: rev or sha of {body.key} is not the one that was "
                "exported."
            )


def _habits(incoming: Incoming, markdown: str, texts: Sequence[str]) -> _Habits:
    """Tell from the parts that nobody means to edit what the program does to lines."""
    now = [text.text for text in incoming.texts]
    everything = [*now, *(body.body for body in incoming.bodies)]
    had_spaces = _SPACE_AT_END.search(markdown) is not None
    has_spaces = any(_SPACE_AT_END.search(text) for text in everything)
    return _Habits(
        strips=had_spaces and not has_spaces,
        wraps=any(
            _stripped(before) != _stripped(after) and _words(before) == _words(after)
            for before, after in zip(texts, now, strict=True)
        ),
    )


def _stripped(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))


def _words(text: str) -> list[list[str]]:
    """Return the words of each paragraph: what is left when lines break elsewhere."""
    return [block.split() for block in _BLANK.split(text.strip())]


def _body_edit(region: Region, edited: str, section: Section | None) -> BodyEdit:
    current = (section.body or "") if section else region.body
    merged = merge(region.body, current, edited)
    fate = _fate(region.body, current, merged, section)
    return BodyEdit(
        key=region.key,
        title=section.title if section else region.key,
        fate=fate,
        base=region.body,
        current=current,
        edited=edited,
        result=merged if fate.is_clean and merged is not None else current,
        revision=section.revision if section else 0,
    )


def _fate(base: str, current: str, merged: str | None, section: Section | None) -> Fate:
    if section is None or not section.is_protected:
        return Fate.GONE
    if section.locked:
        return Fate.LOCKED
    if merged is None:
        return Fate.CONFLICT
    return Fate.CHANGED if current == base else Fate.MERGED


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """Lines between blank ones, from line ``line`` on."""

    line: int
    text: str

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.text.split())


def _blocks(text: str, line: int) -> list[_Block]:
    found, lines = [], []
    for number, each in enumerate([*text.split("\n"), ""], start=line):
        if each.strip():
            lines.append(each)
        elif lines:
            found.append(_Block(line=number - len(lines), text="\n".join(lines)))
            lines = []
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Above:
    """The id of the last heading above a block, and the section it is in."""

    anchor: str = ""
    section: str = "title_page"

    def after(self, blocks: Sequence[_Block]) -> "_Above":
        """Return the same for what follows these blocks."""
        found = [name for block in blocks for name in _ANCHOR.findall(block.text)]
        sections = [name for name in found if name.startswith(_SECTION)]
        return _Above(
            anchor=found[-1] if found else self.anchor,
            section=sections[-1][len(_SECTION) :] if sections else self.section,
        )


def _outside(
    now: Sequence[Text], before: Sequence[str], habits: _Habits
) -> Iterator[GeneratedEdit | _Block]:
    """Yield what was changed, and blocks that were added, where nobody writes."""
    above = _Above()
    for text, exported in zip(now, before, strict=True):
        old = _blocks(exported, 1)
        if not habits.same(exported, text.text):
            yield from _changes(old, _blocks(text.text, text.line), above)
        above = above.after(old)


def _changes(
    old: Sequence[_Block], new: Sequence[_Block], above: _Above
) -> Iterator[GeneratedEdit | _Block]:
    spans = changed([block.words for block in old], [block.words for block in new])
    end_line, seen = new[-1].line if new else 0, 0
    for start, end, new_start, new_end in spans:
        if start == end:
            yield from new[new_start:new_end]
        else:
            line = new[new_start].line if new_start < len(new) else end_line
            above, seen = above.after(old[seen : start + 1]), start + 1
            yield GeneratedEdit(
                line=line,
                anchor=above.anchor,
                section=above.section,
                **_difference(old[start:end], new[new_start:new_end]),
            )


def _difference(old: Sequence[_Block], new: Sequence[_Block]) -> dict[str, str]:
    """Return the lines that differ, without those that stayed at both ends."""
    before = [line for block in old for line in block.text.split("\n")]
    after = [line for block in new for line in block.text.split("\n")]
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    return {"before": "\n".join(before), "after": "\n".join(after)}


def _new(outside: Sequence[GeneratedEdit | _Block], known: str) -> str:
    """Return the blocks that were added and are not kept already."""
    blocks = [each.text for each in outside if isinstance(each, _Block)]
    return "\n\n".join(text for text in blocks if text not in known)
