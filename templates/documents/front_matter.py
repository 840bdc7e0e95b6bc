"""The facts at the head of the paper's Markdown: title, edition, date, language."""

import json
import re
from dataclasses import dataclass
from datetime import date

_FRONT_MATTER = re.compile(r"\A---\n(?P<lines>.*?)\n---\n", re.DOTALL)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.ASCII)
ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the head of a paper says; what it does not say is empty."""

    title: str = ""
    subtitle: str = ""
    group: str = ""
    version: str = ""
    as_of: date | None = None
    language: str = ENGLISH
    licence: str = ""


def read_facts(markdown: str) -> tuple[Facts, str]:
    """Return the facts at the head of the text, and the text without them."""
    match = _FRONT_MATTER.match(markdown)
    if match is None:
        return Facts(), markdown
    found = dict(map(_fact, match["lines"].splitlines()))
    facts = Facts(
        title=found.get("title", ""),
        subtitle=found.get("subtitle", ""),
        group=found.get("group", ""),
        version=found.get("version", ""),
        as_of=_day(found.get("date", "")),
        language=language_tag(found.get("language", "")),
        licence=found.get("licence", ""),
    )
    return facts, markdown[match.end() :]


def language_tag(language: str) -> str:
    """Return a tag of RFC 5646 that all readers of documents understand."""
    return language if _LANGUAGE.fullmatch(language) else ENGLISH


def _fact(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    try:
        text = json.loads(value)
    except ValueError:
        text = value
    return name.strip(), str(text).strip()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
