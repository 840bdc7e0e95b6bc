"""Reads who is to do what out of a line, as Slack sends it.

``<@U1> and <@U2> send the figures``: whoever is named first owns it, the others in
front of the text help. A cluster is named before a colon or "to", or behind an @:
``Tallinn Health: send the figures``, ``THC to send them``, ``@THC send them``.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.domain.clusters import Cluster
from bot.domain.members import same_cluster
from bot.domain.text import decode_slack, normalise_line

_ACCOUNT = r"<@([UW][A-Z0-9]+)(?:\|([^>]*))?>"
_ANY_ACCOUNT = re.compile(_ACCOUNT)
_AND = r"(?:[\s,;+]|&amp;|and\b)*"
_NEXT_ACCOUNT = re.compile(rf"{_AND}{_ACCOUNT}", re.IGNORECASE)
_NAME = re.compile(rf"{_AND}@(\S*[^\s:,;.])", re.IGNORECASE)
_FOR = re.compile(r"for\s+(?=\S)", re.IGNORECASE)
# What may stand between whoever does it and what is to be done.
_BETWEEN = re.compile(r"[\s:,;]*(?:[-\u2013\u2014]\s+)?(?:to\s+(?=\S))?", re.IGNORECASE)
_MOST_WORDS = 12
_REF = re.compile(r"A-[0-9]{1,9}", re.IGNORECASE)
# Words of the command that are verbs too; behind them stands the name of an action.
VERBS = ("start", "take", "block", "unblock", "cancel", "link", "assign", "show")
# Behind these stands what to look for, so only an article begins a sentence.
LISTING_VERBS = ("list", "export")
_ARTICLES = {"the", "a", "an", "our", "their", "his", "her"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Who and what: Slack accounts, or the cluster that owns it; and the text.

    ``unknown`` is a word behind an @ that is nobody's name; it stays in the text.
    """

    title: str
    owner: str = ""
    co_owners: tuple[str, ...] = ()
    cluster: Cluster | None = None
    unknown: str = ""


def is_sentence(word: str, rest: str) -> bool:
    """Whether a word of the command begins what is to be done, as a verb.

    "start the survey" is something to do, "start A-13" is about an action.
    """
    first, _, more = rest.strip().partition(" ")
    if word in LISTING_VERBS:
        return first.casefold() in _ARTICLES and bool(more)
    is_name = any(sign.isdigit() for sign in first)
    return word in VERBS and bool(more.strip()) and not is_name


def is_name(line: str) -> bool:
    """Whether a line is the name of an action alone: whoever types it means it."""
    return bool(_REF.fullmatch(line.strip()))


def accounts(typed: str) -> tuple[str, ...]:
    """Return every account that a line names, each once."""
    return tuple(dict.fromkeys(match[1] for match in _ANY_ACCOUNT.finditer(typed)))


def read(
    typed: str, *, clusters: Collection[Cluster] = (), names: Mapping[str, str]
) -> Line:
    """Read a line; ``names`` are those of accounts that Slack names by id alone."""
    typed = typed.strip()
    who, rest = _leading(typed)
    if who:
        first, *others = who
        unread = _NAME.match(rest)
        title = _text(rest[_end(_BETWEEN, rest) :], names)
        return Line(
            title=title,
            owner=first,
            co_owners=tuple(others),
            unknown=unread[1] if unread else "",
        )
    return _of_cluster(_text(typed, names), clusters)


def _leading(typed: str) -> tuple[tuple[str, ...], str]:
    """Return the accounts in front, each once, and what follows them."""
    found: dict[str, None] = {}
    at = _end(_FOR, typed)
    while match := _NEXT_ACCOUNT.match(typed, at):
        if not found and not typed[at:].startswith("<@"):
            break
        found[match[1]] = None
        at = match.end()
    return tuple(found), typed[at:] if found else typed


def _end(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0


def _text(typed: str, names: Mapping[str, str]) -> str:
    """Return what was written, with accounts as names."""

    def named(match: re.Match[str]) -> str:
        name = match[2] or names.get(match[1])
        return f"<@{match[1]}|{name}>" if name else match[0]

    return normalise_line(decode_slack(_ANY_ACCOUNT.sub(named, typed)))


def _of_cluster(text: str, clusters: Collection[Cluster]) -> Line:
    """Read the name of a cluster in front of a text, where there is one."""
    bare = text[_end(_FOR, text) :]
    for name, rest in _splits(bare):
        known = same_cluster(name.removeprefix("@").strip(), clusters)
        if known is not None:
            return Line(title=rest[_end(_BETWEEN, rest) :], cluster=known)
    at = re.match(r"@(\S*[^\s:,;.])", bare)
    return Line(title=text, unknown=at[1] if at else "")


def _splits(text: str) -> list[tuple[str, str]]:
    """Return where a name may end: at a colon, at "to", or anywhere behind an @."""
    places = [match.start() for match in re.finditer(r":|\sto\s", text, re.IGNORECASE)]
    if text.startswith("@"):
        words = list(re.finditer(r"\S+", text))[:_MOST_WORDS]
        places += sorted((match.end() for match in words), reverse=True)
    return [(text[:place].strip(), text[place:]) for place in places[:40]]
