"""Minutes as they read in Slack: Markdown turned into what mrkdwn can show."""

import html
import re

from templates.text import mrkdwn

_HEADING = re.compile(r"#{1,6} +(?P<title>.+)")
_BULLET = re.compile(r"[-*+] +(?P<text>.+)")
_ASIDE = re.compile(r"\*(?P<text>[^*]+)\*")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")


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
    # Every second part stood between the signs of bold.
    parts = _BOLD.split(text)
    return "".join(
        f"*{_plain(part)}*" if place % 2 else _plain(part)
        for place, part in enumerate(parts)
    )


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
