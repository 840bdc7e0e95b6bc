"""Minutes as they read in Slack: Markdown turned into what mrkdwn can show."""

import html
import re

from templates.text import mrkdwn

_HEADING = re.compile(r"#{1,6} +(?P<title>.+)")
_BULLET = re.compile(r"[-*+] +(?P<text>.+)")
_ASIDE = re.compile(r"\*(?P<text>[^*]+)\*")
_STYLED = re.compile(
    r"\*\*(?P<bold>[^*]+)\*\*|(?<![\w*])\*(?=\S)(?P<italic>[^*]*[^\s*])\*(?![\w*])"
)


def shown(markdown: str) -> str:
    """Return the text of minutes as mrkdwn; what people typed is escaped as ever.

    Character references become the characters they stand for before that, so that
    ``Q&amp;A`` reads as it was typed.
    """
    return "\n".join(_line(line) for line in markdown.split("\n"))


def _line(line: str) -> str:
    text = line.strip()
    if heading := _HEADING.fullmatch(text):
        return f"*{_plain(heading['title'])}*"
    if aside := _ASIDE.fullmatch(text):
        return f"_{_plain(aside['text'])}_"
    if bullet := _BULLET.fullmatch(text):
        return f"• {_inline(bullet['text'])}"
    return _inline(text)


def _inline(text: str) -> str:
    """Turn bold and italics into those of Slack.

    Signs that people typed are character references here, so none of theirs is one.
    """
    found, at = [], 0
    for match in _STYLED.finditer(text):
        sign = "*" if match["bold"] else "_"
        inner = _plain(match["bold"] or match["italic"])
        found += [_plain(text[at : match.start()]), f"{sign}{inner}{sign}"]
        at = match.end()
    return "".join([*found, _plain(text[at:])])


def _plain(text: str) -> str:
    return mrkdwn(html.unescape(text))


def pieces(markdown: str, limit: int) -> list[str]:
    """Cut the text at its lines into pieces that fit; a longer line is cut short."""
    found = [""]
    for line in shown(markdown).split("\n"):
        longer = f"{found[-1]}\n{line}"
        if len(longer) > limit:
            found.append(line[:limit])
        else:
            found[-1] = longer
    return [piece.strip() for piece in found if piece.strip()]
