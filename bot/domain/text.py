"""What people type, made safe to store: one spelling, no control or trick characters.

Escaping belongs to the output (``templates/text.py``); here text is only normalised,
so that what was typed can be shown again exactly.
"""

import re
import unicodedata

# Zero-width joiner and variation selectors build emoji sequences; they stay, the
# other invisible characters only serve to make two texts look alike (UTS #39).
# U+FFFE and U+FFFF are no characters at all, and XML (so DOCX) refuses them.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0"
    "\ufff9-\ufffb\ufffe\uffff\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LINE_BREAKS = re.compile("\r\n|[\r\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# A joiner that joins nothing is a trick too: keep it only between visible characters.
_LOOSE_JOINER = re.compile(
    r"(?:(?<=\s)|^)[\u200d\ufe0e\ufe0f]+|\u200d+(?=[\s\x00-\x7f]|$)"
)
_SLACK_TOKEN = re.compile(r"<([^<>\n]+)>")
_PIPE = "|"


def normalise(text: str) -> str:
    """Return ``text`` as it is stored: NFC, LF, no control, bidi or zero-width tricks.

    Lone surrogates become U+FFFD, so the result always encodes to UTF-8.
    Idempotent. Leading and trailing white space is removed.
    """
    if text.isascii() and text.replace("\n", "").isprintable():
        return text.strip()
    return clean(text).strip()


def clean(text: str) -> str:
    """Return ``text`` normalised, but with the white space around it."""
    text = _LINE_BREAKS.sub("\n", text)
    text = _SURROGATES.sub("\ufffd", text)
    text = _INVISIBLE.sub("", _CONTROL.sub("", text)).replace("\t", " ")
    # Normalised before the joiners are judged, because NFC turns some signs into ASCII
    # or white space, and again after, because an accent may have met its letter.
    text = _LOOSE_JOINER.sub("", unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", text)


def normalise_line(text: str) -> str:
    """Return ``text`` normalised and on one line, runs of white space folded."""
    return " ".join(normalise(text).split())


def decode_slack(text: str) -> str:
    """Decode a command's or message's text once: entities and ``<...>`` tokens.

    Slack encodes only ``&``, ``<`` and ``>``
    (https://docs.slack.dev/messaging/formatting-message-text). A link whose label
    differs from its address shows both, so that no label can pose as an address.
    Text of modals is raw and must not pass through here.
    """
    text = _SLACK_TOKEN.sub(lambda match: _token(match[1]), text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _token(token: str) -> str:
    target, _, label = token.partition(_PIPE)
    if target[:2] in {"@U", "@W"} or target[:2] == "#C":
        return f"{target[0]}{label or target[1:]}"
    if target.startswith("!"):
        return f"@{label or target[1:].partition('^')[0]}".replace("@@", "@")
    address = target.removeprefix("mailto:")
    return f"{label} ({address})" if label and label != address else address
