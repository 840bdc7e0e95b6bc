"""The facts beside the text of a practice: money, places, dates; read and checked."""

import re
from dataclasses import replace
from datetime import date

from bot.domain import nuts
from bot.domain.contact_details import contact_details
from bot.domain.countries import to_nuts_prefix
from bot.domain.currencies import CURRENCIES
from bot.domain.practices.checks import LIMITS, check_lengths, is_partial_date
from bot.domain.practices.formatting import readable_text
from bot.domain.practices.values import Funding, PracticeContent
from bot.domain.registers.places import check_nuts

MAX_PROGRAMME = 300
MAX_GRANT = 100
HIGHEST_TRL = 9
# Larger sums than any budget; above it JSON numbers lose digits (RFC 8259, section 6).
_MOST_MONEY = 10**13
# 1 200 000, 1.200.000, 1,200,000 or 1'200'000: in Europe all of these are in use.
_AMOUNT = re.compile(
    r"\d{1,20}|\d{1,3}(?:([ .,'\u2019])\d{3})(?:\1\d{3}){0,5}", re.ASCII
)
_SPACES = re.compile("[\u00a0\u2009\u202f]")


def read_amount(typed: str) -> int | None:
    """Return an amount of money as a whole number; None where it is none."""
    text = _SPACES.sub(" ", typed.strip())
    if not _AMOUNT.fullmatch(text):
        return None
    amount = int(re.sub(r"\D", "", text))
    return amount if amount <= _MOST_MONEY else None


def check_funding(money: Funding | None) -> dict[str, str]:
    """Return what is wrong with the money, by the names of its fields in the form."""
    if money is None:
        return {}
    problems = {}
    has_amount = money.total is not None or money.eu is not None
    if has_amount and money.currency is None:
        problems["funding_currency"] = "Please choose the currency of the amounts."
    elif money.currency is not None and money.currency not in CURRENCIES:
        problems["funding_currency"] = "I do not know this currency (ISO 4217)."
    if None not in {money.total, money.eu} and (money.eu or 0) > (money.total or 0):
        problems["funding_eu"] = "The part from the EU is larger than the total."
    limits = {"programme": MAX_PROGRAMME, "grant": MAX_GRANT}
    for name, limit in limits.items():
        length = len(getattr(money, name) or "")
        if length > limit:
            said = f"That is {length} characters; {limit} fit here."
            problems[f"funding_{name}"] = said
    return problems


def check_as_of(content: PracticeContent, day: date) -> dict[str, str]:
    """Return a problem where the facts are said to be of a day that is still to come.

    Of a year or a month only the beginning has to be there.
    """
    said = content.valid_as_of
    if said and is_partial_date(said) and said > day.isoformat()[: len(said)]:
        shown = f"{day.day}.{day.month}.{day.year}"
        sentence = f"Facts are of today ({shown}) at the latest, not of the future."
        return {"valid_as_of": sentence}
    return {}


def check_details(content: PracticeContent) -> dict[str, str]:
    """Return what is wrong with the facts that few people give."""
    problems = check_lengths(content) | check_funding(content.funding)
    if content.nuts is not None:
        said = check_nuts(content.nuts, content.country, content.nuts_version)
        problems |= {"nuts": said} if said else {}
    if content.trl is not None and not 1 <= content.trl <= HIGHEST_TRL:
        problems["trl"] = f"Levels go from 1 to {HIGHEST_TRL}."
    return problems


def with_region(content: PracticeContent, code: str | None) -> PracticeContent:
    """Return the content with this region (NUTS), whose name is kept if it stays."""
    code = (code or "").strip().upper() or None
    if code == content.nuts:
        return content
    edition = nuts.edition_of(code) if code else None
    return replace(content, nuts=code, nuts_name=None, nuts_version=edition)


def without_other_region(content: PracticeContent) -> PracticeContent:
    """Return the content without a region that lies in another country."""
    prefix = to_nuts_prefix(content.country) if content.country else None
    if content.nuts is None or content.nuts[:2] == prefix:
        return content
    return with_region(content, None)


def contacts_in(content: PracticeContent) -> dict[str, tuple[str, ...]]:
    """Return what looks like contact details or numbers of people, by field.

    Links are addresses by nature, and a grant is a number.
    """
    texts = {name: readable_text(content, name) for name in LIMITS}
    if content.funding is not None:
        texts["funding_programme"] = content.funding.programme or ""
    found = {name: contact_details(text) for name, text in texts.items()}
    return {name: details for name, details in found.items() if details}
