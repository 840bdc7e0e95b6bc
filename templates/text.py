"""Escaping: one function per place where text that people typed is shown.

Text is stored as typed (``bot.domain.text`` only normalises it), so it is escaped
exactly once, here, when it goes out. In Markdown every character that any common
dialect could take as markup becomes a numeric character reference: backslashes are
not enough, because Python-Markdown does not know them for ``=``, ``~`` and ``:``.
"""

import json
import re
import unicodedata
from urllib.parse import quote, urlsplit

from bot.domain.text import normalise, normalise_line

ELLIPSIS = "…"
_MAX_SLUG = 60


class Markdown(str):
    """Text that is Markdown already; every other string is escaped on output."""

    __slots__ = ()


# --- Slack -------------------------------------------------------------------------

_SLACK = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# Slack also reads bare words: these lose their meaning when a zero-width space stands
# after the sign. Addresses are left alone, or they would no longer work.
_SLACK_SIGNS = re.compile(
    r"(?P<address>https?://\S+)"
    r"|(?P<sign>@(?=(?:here|channel|everyone|group)\b)|(?<![^\W_])[*_~`](?=\S))"
    r"|(?P<quote>^&gt;)",
    re.IGNORECASE | re.MULTILINE,
)
_NOTHING = "\u200b"


def mrkdwn(text: str) -> str:
    """Return ``text`` for a Slack mrkdwn object or the ``text`` of a message.

    ``&``, ``<`` and ``>`` are escaped once and nothing else is
    (https://docs.slack.dev/messaging/formatting-message-text), which disarms
    ``<!channel>``, ``<@U...>`` and ``<url|label>``. What Slack would still read is
    broken by a zero-width space: ``@here``, ``@channel`` and ``@everyone``, a sign
    that opens bold, italic, strike or code, and ``>`` at the start of a line. The
    space is removed again when somebody pastes the text back, because
    ``normalise`` drops it. Text that must be shown exactly is best put into a
    ``plain_text`` object, where none of this is needed.
    """
    return _SLACK_SIGNS.sub(_disarm, text.translate(_SLACK))


def _disarm(match: re.Match[str]) -> str:
    if match["address"]:
        return match[0]
    return _NOTHING + match[0] if match["quote"] else match[0] + _NOTHING


def plain(text: str, limit: int) -> str:
    """Return ``text`` for a Slack plain_text object: not escaped, but cut to size."""
    return cut(text.strip(), limit)


def cut(text: str, limit: int) -> str:
    """Return at most ``limit`` characters of ``text``, with … where it was cut.

    Characters are counted as UTF-16 code units, the largest of the counts a service
    may use. The cut never falls inside an entity (``&amp;``), an emoji sequence, a
    flag, or between a letter and its accent.
    """
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * limit:
        return text
    end = len(units[: 2 * max(limit - 1, 0)].decode("utf-16-le", "ignore"))
    while end and not _may_cut(text, end):
        end -= 1
    return (text[:end].rstrip() + ELLIPSIS)[: max(limit, 0)]


_ENTITY = re.compile(r"&(?:#\d{1,7}|[a-z]{2,4});", re.ASCII)
_LONGEST_ENTITY = 10
_ZERO_WIDTH_JOINER = "\u200d"
_FLAG_LETTERS = re.compile("[\U0001f1e6-\U0001f1ff]*$")


def _may_cut(text: str, at: int) -> bool:
    after = text[at]
    if text[at - 1] == _ZERO_WIDTH_JOINER or _continues(after):
        return False
    if "\U0001f1e6" <= after <= "\U0001f1ff":
        letters = _FLAG_LETTERS.search(text[:at])
        return len(letters[0]) % 2 == 0 if letters else True
    start = text.rfind("&", max(0, at - _LONGEST_ENTITY), at)
    entity = _ENTITY.match(text, start) if start >= 0 else None
    return entity is None or entity.end() <= at


def _continues(character: str) -> bool:
    """Whether it belongs to the character before it (an accent, a skin tone)."""
    return (
        unicodedata.category(character).startswith("M")
        or character == _ZERO_WIDTH_JOINER
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )


# --- Markdown ----------------------------------------------------------------------

_ANYWHERE = str.maketrans(
    {sign: f"&#{ord(sign)};" for sign in "\\`*_{}[]|~^$"} | _SLACK
)
# Signs that mean something at the start of a line only (headings, lists, underlines,
# definitions, directives), numbers of lists, and # at the end of a heading.
_AT_LINE_START = re.compile(
    r"^(?P<sign>[#+\-=:%!@])|^(?P<number>\d+)(?P<dot>[.)])(?=\s|$)|#$", re.MULTILINE
)
_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")
HARD_BREAK = "  \n"


def markdown_inline(text: str) -> Markdown:
    """Return ``text`` on one line, for paragraphs, headings and table cells."""
    return _escaped_markdown(normalise_line(text))


def markdown_block(text: str) -> Markdown:
    """Return ``text`` as paragraphs; single line breaks stay line breaks.

    Indentation is dropped, because four spaces would make a code block.
    """
    paragraphs = _PARAGRAPHS.split(normalise(text))
    return Markdown(
        "\n\n".join(
            HARD_BREAK.join(
                _escaped_markdown(line.strip()) for line in paragraph.split("\n")
            )
            for paragraph in paragraphs
        )
    )


def _escaped_markdown(text: str) -> Markdown:
    return Markdown(_AT_LINE_START.sub(_reference, text.translate(_ANYWHERE)))


def _reference(match: re.Match[str]) -> str:
    if match["number"]:
        return f"{match['number']}&#{ord(match['dot'])};"
    return f"&#{ord(match[0])};"


def markdown_link(url: str) -> Markdown:
    """Return the address as a Markdown link to itself, or as text if it is not safe."""
    address = link(url)
    return Markdown(f"<{address}>") if address else markdown_inline(url)


# --- Addresses, YAML, anchors -------------------------------------------------------

_UNSAFE_IN_ADDRESS = re.compile(r"[^\w\-.~:/?#@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})")
# Python-Markdown reads &copy; as a character even inside an address.
_ENTITY_LIKE = re.compile(r"(&#?\w+);")
_SCHEMES = {"http", "https"}


def link(url: str) -> str:
    """Return an address that is safe as the target of a link, or an empty string.

    Only http and https with a host name pass, and mailto. A user name in front of
    the host (``https://bank.example@evil.example``) only serves to deceive. Signs
    that could end the link in Markdown, HTML or Slack are percent-encoded
    (RFC 3986, section 2.1).
    """
    url = normalise_line(url)
    try:
        parts = urlsplit(url)
        good = bool(parts.hostname) and parts.username is None
    except ValueError:
        return ""
    if parts.scheme == "mailto":
        good = "@" in parts.path and not parts.query
    elif parts.scheme not in _SCHEMES:
        good = False
    if not good:
        return ""
    return _ENTITY_LIKE.sub(
        r"\1%3B", _UNSAFE_IN_ADDRESS.sub(lambda sign: quote(sign[0]), url)
    )


# YAML 1.1 readers refuse these even inside quotes (section 5.1, printable characters).
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def yaml_string(text: str) -> str:
    """Return ``text`` as a YAML scalar: a JSON string on one line."""
    quoted = json.dumps(normalise(text), ensure_ascii=False)
    return _NOT_IN_YAML.sub(lambda sign: f"\\u{ord(sign[0]):04x}", quoted)


# Letters of European languages that do not decompose into an ASCII letter.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d"}
    | {"þ": "th", "\u0131": "i", "ħ": "h", "ŋ": "n"}
)


def slug(text: str) -> str:
    """Return a short ASCII name: small letters, digits and single hyphens."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    ascii_only = letters.encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower())
    return words[:_MAX_SLUG].strip("-")


# Slack's 3,000 characters for a section, after the longest escaping of each.
_PIECE = 450
_FITS = 2900


def pieces_of(text: str) -> list[str]:
    """Cut a text at spaces into pieces that fit into a section however they escape."""
    pieces = [""]
    for word in re.findall(rf"\S{{1,{_PIECE}}}\s*|\s+", text):
        if (
            len(pieces[-1]) + len(word) > _PIECE
            and len(mrkdwn(pieces[-1] + word)) > _FITS
        ):
            pieces.append("")
        pieces[-1] += word
    return pieces
