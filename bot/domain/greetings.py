"""What somebody means who writes to the bot instead of typing a command."""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from bot.domain.text import normalise_line

# The words of each slash command, as they are bound: a phrase for which none is there
# is not understood.
Commands = Mapping[str, Collection[str]]
_LONGEST = 300
# In a sentence only with its hyphen; alone also as "p7" or "A 13".
_IN_SENTENCE = re.compile(
    r"(?<![\w-])([PMADR])[-\u2010-\u2015]0*([1-9]\d{0,8})\b", re.IGNORECASE
)
_ALONE = re.compile(r"([PMADR])\s?0*([1-9]\d{0,8})", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:'\w+)?")
_KINDS = {
    "P": "/practice",
    "M": "/meeting",
    "A": "/action",
    "D": "/decision",
    "R": "/recommendation",
}
_FILLERS = frozenset(
    {
        *("a", "all", "any", "are", "can", "could", "give", "have", "hello", "hey"),
        *("hi", "i", "is", "list", "me", "of", "our", "please", "see", "show", "tell"),
        *("the", "to", "us", "we", "what", "what's", "when", "where", "which", "who"),
    }
)
_PHRASES: Mapping[str, tuple[str, str]] = {
    "next meeting": ("/meeting", "next"),
    "meeting": ("/meeting", "next"),
    "meetings": ("/meeting", "list"),
    "agenda": ("/meeting", "agenda"),
    "polls": ("/meeting", "poll list"),
    "my actions": ("/action", "mine"),
    "my action items": ("/action", "mine"),
    "actions": ("/action", "mine"),
    "action": ("/action", "mine"),
    "action items": ("/action", "mine"),
    "todo": ("/action", "mine"),
    "my practices": ("/practice", "mine"),
    "mine": ("/practice", "mine"),
    "practices": ("/practice", "list"),
    "practice": ("/practice", "list"),
    "my reviews": ("/practice", "review"),
    "reviews": ("/practice", "review"),
    "decisions": ("/decision", "list"),
    "decision": ("/decision", "list"),
    "members": ("/sig", "members"),
    "clusters": ("/sig", "clusters"),
    "themes": ("/sig", "themes"),
    "networks": ("/sig", "networks"),
    "status": ("/sig", "status"),
    "paper": ("/whitepaper", "status"),
    "white paper": ("/whitepaper", "status"),
    "whitepaper": ("/whitepaper", "status"),
}


class Wanted(NamedTuple):
    """What a command would be typed for; these never need a form."""

    command: str
    text: str


def wanted(text: str, commands: Commands) -> Wanted | None:
    """Return what a message asks for; None when it is not clear."""
    line = normalise_line(text)[:_LONGEST].strip(" .,;:!?¿¡")
    return _typed(line, commands) or _named(line, commands) or _said(line, commands)


def _typed(line: str, commands: Commands) -> Wanted | None:
    """Read a command, with or without its slash: ``practice search diabetes``."""
    name, _, rest = line.partition(" ")
    name, rest = name.lower().lstrip("/"), rest.strip()
    if name == "help":
        name, rest = rest.lower().lstrip("/"), "help"
    for command in (f"/{name}", f"/{name.removesuffix('s')}"):
        word = rest.lower().partition(" ")[0]
        if command in commands and (word == "help" or word in commands[command]):
            return Wanted(command, rest) if word else None
    return None


def _named(line: str, commands: Commands) -> Wanted | None:
    """Find the name of something: what about P-7?"""
    alone = _ALONE.fullmatch(line)
    for match in (alone,) if alone else _IN_SENTENCE.finditer(line):
        command = _KINDS[match[1].upper()]
        if "show" in commands.get(command, ()):
            return Wanted(command, f"show {match[1].upper()}-{match[2]}")
    return None


def _said(line: str, commands: Commands) -> Wanted | None:
    words = [word for word in _WORD.findall(line.lower()) if word not in _FILLERS]
    found = _PHRASES.get(" ".join(words))
    if found is None or found[1].partition(" ")[0] not in commands.get(found[0], ()):
        return None
    return Wanted(*found)
