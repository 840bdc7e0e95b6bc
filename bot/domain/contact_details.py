"""What looks like a way to reach somebody, in texts that many people will read."""

import re
from collections.abc import Mapping
from hashlib import sha256

from bot.domain.text import normalise

# Every repetition has an end, so that no text takes long; the lengths of the parts of
# an address are those of RFC 5321, section 4.5.3.1.
_EMAIL = re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,255}\.\w{2,63}")
_NUMBER = re.compile(
    r"(?<![\w.,])(?:(?:\+|\(\+?)?\d[\d\s()./\u2011-]{5,40}\d|\d{8,})(?!\w)"
)
# Numbers that are long and yet no telephone number: dates, spans of years, amounts
# beside a currency, and what stands in a web address.
_DATES = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4}"
    r"|(?:19|20)\d\d\s*[-/\u2011]\s*(?:19|20)\d\d"
)
_MONEY_BEFORE = re.compile(r"(?:[A-Z]{3}|[$\u20ac\u00a3])\s*$")
_MONEY_AFTER = re.compile(r"\s*(?:[A-Z]{3}\b|[$\u20ac\u00a3])")
_WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_FEWEST_DIGITS = 8
_FEWEST_ABROAD = 7
_NEAR = 8
# Enough to tell apart what stands in one form.
_SIGNS = 8


def contact_details(text: str) -> tuple[str, ...]:
    """Return what looks like an e-mail address or a telephone number.

    A long run of digits may also be the number of a person or a patient. Only a
    reason to ask: who writes it may still mean it.
    """
    text = _WEB_ADDRESS.sub(" ", text)
    found = [match[0] for match in _EMAIL.finditer(text)]
    for match in _NUMBER.finditer(text):
        number = match[0].strip()
        digits = sum(character.isdigit() for character in number)
        is_abroad = number.lstrip("(").startswith(("+", "00"))
        needed = _FEWEST_ABROAD if is_abroad else _FEWEST_DIGITS
        is_other = (
            _DATES.fullmatch(number)
            or _MONEY_BEFORE.search(text[max(match.start() - _NEAR, 0) : match.start()])
            or _MONEY_AFTER.match(text[match.end() :][:_NEAR])
        )
        if digits >= needed and not is_other:
            found.append(number)
    return tuple(dict.fromkeys(found))


def fingerprint(text: str) -> str:
    """Return what tells one text from another, to know which was confirmed."""
    return sha256(normalise(text).encode()).hexdigest()[:16]


def signs_of(found: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Return short signs of what was found in which field, to know it again."""
    return frozenset(
        _sign(name, each) for name, details in found.items() for each in details
    )


def unknown(
    found: Mapping[str, tuple[str, ...]], confirmed: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    """Return what nobody has confirmed yet, by field."""
    left = {
        name: tuple(each for each in details if _sign(name, each) not in confirmed)
        for name, details in found.items()
    }
    return {name: details for name, details in left.items() if details}


def _sign(name: str, detail: str) -> str:
    return fingerprint(f"{name}: {detail}")[:_SIGNS]
