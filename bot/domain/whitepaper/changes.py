"""What changed from one edition to the next, read from their Markdown.

The Markdown is the truth, so nothing else has to be kept to compare two editions: every
heading of the machine has an id that says what stands below it, and every body that
people wrote has its marks.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.whitepaper.markers import Region, split

_HEADING = re.compile(r"^#{1,6} (?P<title>.*?) ?\{#(?P<id>[A-Za-z0-9_-]+)\}$")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_REFERENCE = re.compile(r"&#(?P<code>\d+);")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
# Number and date of the edition stand there: they differ always and say nothing.
_STAMPED = {"title-page", "sec-colophon"}
# Where a reference came or went, the numbers of all that follow are others.
_CITED = re.compile(r"\[\d+\]\(#ref-\d+\)")
# A new recommendation is told itself, not once more for each practice it rests on.
_CARRIES = re.compile(r"^\*\*Recommendations that rest on it:\*\* .*\n*", re.MULTILINE)
_NAMED = 6


class PartKind(StrEnum):
    """What a part of the paper is about."""

    PRACTICE = "practice"
    RECOMMENDATION = "recommendation"
    WRITTEN = "written"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What stands below one heading, or one body that people wrote."""

    id: str
    title: str
    text: str

    @property
    def kind(self) -> PartKind:
        """What it is about, by its id."""
        if self.id.startswith("body-"):
            return PartKind.WRITTEN
        if re.fullmatch(r"[pr]-\d+", self.id):
            is_practice = self.id[0] == "p"
            return PartKind.PRACTICE if is_practice else PartKind.RECOMMENDATION
        return PartKind.OTHER

    @property
    def name(self) -> str:
        """How it is called in a sentence: P-7, or its title."""
        is_numbered = self.kind in {PartKind.PRACTICE, PartKind.RECOMMENDATION}
        return self.id.upper() if is_numbered else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One part that reads differently; without ``before`` it is new."""

    part: Part
    before: str = ""
    after: str = ""

    @property
    def is_new(self) -> bool:
        """Whether the older edition had nothing of it."""
        return not self.before

    @property
    def is_gone(self) -> bool:
        """Whether the newer edition has nothing of it."""
        return not self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed from the edition ``old`` to ``new``, in the order of the paper."""

    old: str
    new: str
    changes: tuple[Change, ...] = field(default=())

    def of(self, *kinds: PartKind) -> tuple[Change, ...]:
        """Return the changes of parts of these kinds."""
        return tuple(each for each in self.changes if each.part.kind in kinds)

    @property
    def summary(self) -> str:
        """Return them in a sentence or two, for the list of editions."""
        numbered = self.of(PartKind.PRACTICE, PartKind.RECOMMENDATION)
        written = self.of(PartKind.WRITTEN)
        lists = {
            "New": [each for each in numbered if each.is_new],
            "Gone": [each for each in numbered if each.is_gone],
            "Changed": [
                each for each in numbered if not each.is_new and not each.is_gone
            ],
            "Written": [each for each in written if not each.is_gone],
            "Taken out": [each for each in written if each.is_gone],
        }
        said = [f"{word}: {_listed(found)}." for word, found in lists.items() if found]
        if said:
            return " ".join(said)
        if self.changes:
            return "Only lists and counts."
        return "Nothing changed."


def between(old: str, new: str, *, names: tuple[str, str] = ("", "")) -> Changes:
    """Return what changed from one edition's Markdown to another's."""
    before, after = parts(old), parts(new)
    changes = [
        Change(part=each, before=_text(before, each.id), after=_text(after, each.id))
        for each in _in_order(before, after)
        if each.id not in _STAMPED
        and _compared(before, each.id) != _compared(after, each.id)
    ]
    return Changes(old=names[0], new=names[1], changes=tuple(changes))


def first_summary(practices: int, recommendations: int) -> str:
    """Return what is said of an edition that has none before it."""
    return (
        f"The first draft: {_count(practices, 'practice')}, "
        f"{_count(recommendations, 'recommendation')}."
    )


def parts(markdown: str) -> dict[str, Part]:
    """Return the parts of an edition by id, in the order of the paper."""
    found: dict[str, Part] = {}
    above = Part(id="top", title="", text="")
    section = above
    for piece in split(_FRONT_MATTER.sub("", markdown, count=1)):
        if isinstance(piece, Region):
            key = f"body-{piece.key}"
            found[key] = Part(id=key, title=section.title, text=piece.body.strip())
            continue
        for part in _below_headings(piece, above):
            known = found.get(part.id)
            text = f"{known.text}\n\n{part.text}" if known and known.text else part.text
            above = Part(id=part.id, title=part.title, text=text)
            found[part.id] = above
            if part.id.startswith("sec-"):
                section = above
    found.pop("top", None)
    return found


def _below_headings(text: str, above: Part) -> Iterator[Part]:
    """Yield what stands below each heading; first what belongs to the one above."""
    heading, lines = above, list[str]()
    for line in text.split("\n"):
        if match := _HEADING.match(line):
            yield Part(id=heading.id, title=heading.title, text=_joined(lines))
            title = _plain(match["title"])
            heading, lines = Part(id=match["id"], title=title, text=""), [title]
        else:
            lines.append(line)
    yield Part(id=heading.id, title=heading.title, text=_joined(lines))


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n")


def _plain(text: str) -> str:
    """Return a title as it was typed: without the references that protect it."""
    text = _REFERENCE.sub(lambda found: chr(int(found["code"])), text)
    for entity, sign in _ENTITIES.items():
        text = text.replace(entity, sign)
    return text


def _in_order(before: Mapping[str, Part], after: Mapping[str, Part]) -> list[Part]:
    """Return all parts in the order of the newer paper; what is gone stays near."""
    order = list(after)
    previous: str | None = None
    for key in before:
        if key not in after:
            order.insert(order.index(previous) + 1 if previous in order else 0, key)
        previous = key
    return [after.get(key) or before[key] for key in order]


def _text(found: Mapping[str, Part], key: str) -> str:
    part = found.get(key)
    return part.text if part else ""


def _compared(found: Mapping[str, Part], key: str) -> str:
    return _CARRIES.sub("", _CITED.sub("[cited]", _text(found, key)))


def _listed(changes: Sequence[Change]) -> str:
    names = [each.part.name for each in changes[:_NAMED]]
    if more := len(changes) - len(names):
        names.append(f"{more} more")
    return ", ".join(names)


def _count(number: int, word: str) -> str:
    return f"{number} {word if number == 1 else word + 's'}"
