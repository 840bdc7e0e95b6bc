"""Slack's mrkdwn, plain text and rich text as pieces of a page.

https://docs.slack.dev/messaging/formatting-message-text
"""

import itertools
import re
from collections.abc import Callable, Iterable

from bot.playground.page.emoji import EMOJI
from bot.playground.page.reader import Reader
from bot.playground.page.tree import Element, Tree, el
from bot.playground.records import Json

_PRE = re.compile(r"```\n?([\s\S]+?)```\n?")
_QUOTE = re.compile(r"(?:&gt;|>) ?")
# Styled words are bounded, so that a text of nothing but stars is read in no time.
_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<reference>[^<>\n]+)>"
    r"|(?<![^\W_])(?P<sign>[*_~])(?=\S)(?P<styled>[^\n]{0,1000}?\S)(?P=sign)(?![^\W_])"
    r"|:(?P<emoji>[a-z0-9_+-]+):"
    r"|(?P<url>https?://(?:(?!&[lg]t;)[^\s<>|])*(?<![.,;:!?\"')\]]))"
)
_EMOJI_CODE = re.compile(r":([a-z0-9_+-]+):")
_ENTITY = re.compile(r"&(?:amp|lt|gt);")
_CHARACTERS = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_DEEPEST = 3  # there are three signs; more only serves to break readers
_STYLES = {"*": "strong", "_": "em", "~": "s"}
_LINKED = ("http://", "https://", "mailto:", "tel:")
_BROADCASTS = {"!here", "!channel", "!everyone"}


def plain(text: Json | None) -> str:
    """Return what a plain_text object shows: its text and emoji, nothing else."""
    if text is None:
        return ""
    return str(text["text"]) if text.get("emoji") is False else with_emoji(text["text"])


def text(given: Json | None, reader: Reader) -> list[Tree]:
    """Return what a text object of either kind shows."""
    if given is None:
        return []
    if given["type"] == "mrkdwn":
        return mrkdwn(given["text"], reader)
    return [plain(given)]


def mrkdwn(source: str, reader: Reader) -> list[Tree]:
    """Return what mrkdwn shows."""
    shown: list[Tree] = []
    for index, part in enumerate(_PRE.split(source)):
        shown += [el("pre", _decoded(part))] if index % 2 else _lines(part, reader)
    return [tree for tree in shown if tree != ""]


def with_emoji(source: str) -> str:
    """Replace the codes of emoji that are known here."""
    return _EMOJI_CODE.sub(lambda found: EMOJI.get(found[1], found[0]), source)


def link(url: str, *shown: Tree) -> Element:
    """Return a link that opens elsewhere, or only its words for strange addresses."""
    if not url.lower().startswith(_LINKED):
        return el("span", *shown)
    return el("a", *shown, href=url, target="_blank", rel="noopener noreferrer")


def rich_text(block: Json, reader: Reader) -> list[Tree]:
    """Return what a rich_text block shows.

    https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
    """
    return [_rich_part(part, reader) for part in block["elements"]]


def _decoded(source: str) -> str:
    # Once only: what is escaped twice was meant to be seen escaped.
    return _ENTITY.sub(lambda entity: _CHARACTERS[entity[0]], source)


def _lines(source: str, reader: Reader) -> Iterable[Tree]:
    lines = source.split("\n")
    for quoted, run in itertools.groupby(lines, lambda line: bool(_QUOTE.match(line))):
        if quoted:
            body = "\n".join(_QUOTE.sub("", line, count=1) for line in run)
            yield el("blockquote", _inline(body, reader))
        else:
            yield from _inline("\n".join(run), reader)


def _inline(source: str, reader: Reader, depth: int = 0) -> list[Tree]:
    shown: list[Tree] = []
    end = 0
    for found in _INLINE.finditer(source):
        shown += [_decoded(source[end : found.start()]), _piece(found, reader, depth)]
        end = found.end()
    return [tree for tree in [*shown, _decoded(source[end:])] if tree != ""]


def _piece(found: re.Match[str], reader: Reader, depth: int) -> Tree:
    if found["code"]:
        return el("code", _decoded(found["code"]))
    if found["reference"]:
        return _referred(found["reference"], reader)
    if found["sign"] and depth < _DEEPEST:
        styled = _inline(found["styled"], reader, depth + 1)
        return el(_STYLES[found["sign"]], styled)
    if found["url"]:
        url = _decoded(found["url"])
        return link(url, url)
    return EMOJI.get(found["emoji"] or "", _decoded(found[0]))


def _referred(body: str, reader: Reader) -> Tree:
    target, _, label = body.partition("|")
    target, label = _decoded(target), _decoded(label)
    if target.startswith("!date^"):
        stamp, form, url = [*target.split("^")[1:], "", "", ""][:3]
        return _date(stamp, form, url=url, fallback=label, reader=reader)
    if target.lower().startswith(_LINKED):
        return link(target, label or re.sub("^(mailto|tel):", "", target))
    return _mentioned(target, label, reader) or f"<{_decoded(body)}>"


def _mentioned(target: str, label: str, reader: Reader) -> Tree | None:
    if target.startswith(("@U", "@W")):
        return _mention("@", reader.names.get(target[1:]) or label or "somebody")
    if target.startswith(("#C", "#G", "#D")):
        return _mention("#", reader.channels.get(target[1:]) or label or "private")
    if target in _BROADCASTS:
        return _mention("@", target[1:])
    if target.startswith("!subteam^"):
        return _mention("@", label.removeprefix("@") or "group")
    return None


def _mention(sign: str, name: str) -> Tree:
    return el("bdi", sign, name, class_="mention")


def _date(stamp: str, form: str, *, url: str, fallback: str, reader: Reader) -> Tree:
    try:
        shown = reader.date(float(stamp), form)
        exact = reader.moment(float(stamp)).isoformat()
    except ValueError:
        return fallback or form
    time = el("time", shown, datetime=exact)
    return link(url, time) if url else time


_TAGS = {
    "bold": "strong",
    "italic": "em",
    "strike": "s",
    "code": "code",
    "underline": "u",
}
_PIECES: dict[str, Callable[[Json, Reader], Tree]] = {
    "text": lambda piece, _reader: piece["text"],
    "link": lambda piece, _reader: link(
        piece["url"], piece.get("text") or piece["url"]
    ),
    "user": lambda piece, reader: _referred(f"@{piece['user_id']}", reader),
    "channel": lambda piece, reader: _referred(f"#{piece['channel_id']}", reader),
    "usergroup": lambda _piece, _reader: _mention("@", "group"),
    "broadcast": lambda piece, _reader: _mention("@", piece["range"]),
    "emoji": lambda piece, _reader: with_emoji(f":{piece['name']}:"),
    "date": lambda piece, reader: _date(
        str(piece["timestamp"]),
        piece["format"],
        url=piece.get("url", ""),
        fallback=piece.get("fallback", ""),
        reader=reader,
    ),
    "color": lambda piece, _reader: piece["value"],
}


def _rich_part(part: Json, reader: Reader) -> Tree:
    kind = part["type"]
    if kind == "rich_text_list":
        items = [el("li", _rich(item["elements"], reader)) for item in part["elements"]]
        tag = "ol" if part["style"] == "ordered" else "ul"
        start = part["offset"] + 1 if part.get("offset") else None
        return el(tag, items, class_=f"indent-{part.get('indent', 0)}", start=start)
    tags = {"rich_text_quote": "blockquote", "rich_text_preformatted": "pre"}
    return el(tags.get(kind, "div"), _rich(part["elements"], reader))


def _rich(pieces: list[Json], reader: Reader) -> Iterable[Tree]:
    for piece in pieces:
        draw = _PIECES.get(piece["type"])
        shown = draw(piece, reader) if draw else str(piece.get("text", ""))
        for style, on in (piece.get("style") or {}).items():
            if on and style in _TAGS:
                shown = el(_TAGS[style], shown)
        yield shown
