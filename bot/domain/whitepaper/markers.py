"""Protected regions: the lines in the file around what only people write.

::

    <!-- sig:begin KEY rev=7 sha=ab12cd34 -->
    the body, byte for byte
    <!-- sig:end KEY -->
"""

import re
from dataclasses import dataclass

from bot.domain.whitepaper.editions import digest
from bot.domain.whitepaper.values import Section

_SHOWN_DIGITS = 8
KEY = r"[A-Za-z0-9][A-Za-z0-9_.-]*"
_REGION = re.compile(
    rf"^<!-- sig:begin (?P<key>{KEY}) "
    r"rev=(?P<revision>\d+) sha=(?P<sha>[0-9a-f]+) -->\n"
    r"(?P<body>.*?)\n<!-- sig:end (?P=key) -->$",
    re.MULTILINE | re.DOTALL,
)
_MARKER = re.compile(r"^\s*<!-- sig:(?:begin|end) .*-->\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A protected region as it stands in a file; ``sha`` is that of the export."""

    key: str
    revision: int
    sha: str
    body: str


def short_sha(body: str) -> str:
    """Return the beginning of the SHA-256 of a body, as the marker shows it."""
    return digest(body)[:_SHOWN_DIGITS]


def protect(section: Section) -> str:
    """Return the section's body between its markers."""
    body = section.body or ""
    begin = f"sig:begin {section.key} rev={section.revision} sha={short_sha(body)}"
    return f"<!-- {begin} -->\n{body}\n<!-- sig:end {section.key} -->"


def holds_marker(body: str) -> bool:
    """Whether a body holds a line that would break the regions of the file."""
    return _MARKER.search(body) is not None


def is_section_key(key: str) -> bool:
    """Whether a key can stand in a marker."""
    return re.fullmatch(KEY, key, re.ASCII) is not None


def split(markdown: str) -> tuple[str | Region, ...]:
    """Return the file as generated text and protected regions, in order."""
    parts: list[str | Region] = []
    end = 0
    for match in _REGION.finditer(markdown):
        parts.append(markdown[end : match.start()])
        parts.append(
            Region(
                key=match["key"],
                revision=int(match["revision"]),
                sha=match["sha"],
                body=match["body"],
            )
        )
        end = match.end()
    parts.append(markdown[end:])
    return tuple(parts)
