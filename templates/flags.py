"""Countries with their flags; the name always stands beside it in words."""

from bot.domain.countries import COUNTRIES

# A flag is written with the regional indicators of its country's two letters
# (https://www.unicode.org/reports/tr51/#Flags).
_REGIONAL_A = 0x1F1E6


def flag(code: str) -> str:
    """Return the flag of a country (ISO 3166-1 alpha-2); nothing for an unknown one."""
    if code not in COUNTRIES:
        return ""
    return "".join(chr(_REGIONAL_A + ord(letter) - ord("A")) for letter in code)


def country(code: str | None) -> str:
    """Return flag and name, not escaped; a code that is not known stays a code."""
    if not code:
        return "no country"
    return f"{flag(code)} {COUNTRIES.get(code, code)}".strip()
