"""What a practice must contain: limits, required fields, dates and links."""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from urllib.parse import urlsplit

from bot.domain.countries import COUNTRIES
from bot.domain.errors import InvalidInputError
from bot.domain.practices.formatting import (
    FORMATTABLE,
    readable_text,
    tidy_formatted,
)
from bot.domain.practices.values import PracticeContent
from bot.domain.text import normalise, normalise_line

# Characters as one reads them: after normalisation, before any escaping, without the
# signs of formatting. The title's limit and the summary as a sub-title follow Interreg
# Europe's good-practice form.
LIMITS: Mapping[str, int] = {
    "title": 100,
    "title_original": 150,
    "summary": 160,
    "problem": 500,
    "description": 12_000,
    "organisation": 150,
    "stakeholders": 500,
    "resources": 300,
    "evidence": 500,
    "difficulties": 300,
    "transfer": 1000,
    "looking_for": 200,
    "interest_disclosure": 200,
    "submitter_role": 150,
}
# What reads well; longer texts are taken too, as far as the limit.
ADVISED: Mapping[str, int] = {"description": 1500}
REQUIRED = (
    "title",
    "summary",
    "problem",
    "description",
    "organisation",
    "country",
    "themes",
    "evidence",
    "transfer",
)
MAX_THEMES = 5
MAX_LINKS = 5
MAX_LINK_LENGTH = 500
_SHOWN = 60
_ONE_LINE = {"title", "title_original", "summary", "organisation", "submitter_role"}
_ONE_LINE |= {"looking_for", "interest_disclosure"}
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_LABELS = {
    "title": "a title",
    "summary": "a summary",
    "problem": "the problem it solves",
    "description": "a description",
    "organisation": "the organisation in charge",
    "country": "a country",
    "themes": "at least one theme",
    "evidence": "one sentence of evidence",
    "transfer": "what others can take over",
}


def tidy(content: PracticeContent) -> PracticeContent:
    """Return the content with every text normalised as it is stored."""
    changes: dict[str, object] = {}
    for name in LIMITS:
        value = getattr(content, name)
        is_formatted = name in FORMATTABLE and name in content.formatted
        if value is not None and not is_formatted:
            changes[name] = (
                normalise_line(value) if name in _ONE_LINE else normalise(value)
            )
    changes["links"] = tuple(
        link for link in (normalise_line(raw) for raw in content.links) if link
    )
    changes["themes"] = tuple(dict.fromkeys(content.themes))
    return tidy_formatted(replace(content, **changes))  # type: ignore[arg-type]


def check_lengths(content: PracticeContent) -> dict[str, str]:
    """Return the texts that are too long, even for a draft: field to sentence."""
    return {
        name: f"That is {len(value)} characters; {limit} fit here."
        for name, limit in LIMITS.items()
        if len(value := readable_text(content, name)) > limit
    }


def check_limits(content: PracticeContent) -> dict[str, str]:
    """Return everything that is wrong with what is there: field to sentence."""
    problems = check_lengths(content)
    if len(content.themes) > MAX_THEMES:
        problems["themes"] = f"Choose up to {MAX_THEMES} themes."
    if content.country is not None and content.country not in COUNTRIES:
        problems["country"] = "I do not know this country code (ISO 3166, e.g. GR)."
    return problems | _check_dates(content) | _check_links(content)


def check_submission(content: PracticeContent) -> dict[str, str]:
    """Return everything that stands in the way of submitting it."""
    missing = {
        name: f"Please give {_LABELS[name]}."
        for name in REQUIRED
        if not getattr(content, name)
    }
    return missing | check_limits(content)


def require_valid(problems: Mapping[str, str]) -> None:
    """Pass when there are none.

    Raises:
        InvalidInputError: with a sentence per field.
    """
    if problems:
        raise InvalidInputError(problems)


def _check_dates(content: PracticeContent) -> dict[str, str]:
    problems = {
        name: "Write a date like 2021, 2021-03 or 2021-03-15."
        for name in ("start", "end", "valid_as_of")
        if (value := getattr(content, name)) and not is_partial_date(value)
    }
    if not problems and content.start and content.end:
        shorter = min(len(content.start), len(content.end))
        if content.end[:shorter] < content.start[:shorter]:
            problems["end"] = "The end lies before the start."
    return problems


def is_partial_date(text: str) -> bool:
    """Whether it is an ISO 8601 date, also with reduced precision."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def _check_links(content: PracticeContent) -> dict[str, str]:
    if len(content.links) > MAX_LINKS:
        return {"links": f"Up to {MAX_LINKS} links fit here, one per line."}
    for link in content.links:
        if not is_web_link(link):
            shown = link if len(link) <= _SHOWN else link[: _SHOWN - 1] + "…"
            return {"links": f"Not a web address: {shown}. Start it with https://."}
    return {}


def is_web_link(link: str) -> bool:
    """Whether it is an http(s) address with a host, without spaces or brackets."""
    if len(link) > MAX_LINK_LENGTH or re.search(r"[\s<>\"`{}|\\^\[\]]", link):
        return False
    try:
        parts = urlsplit(link)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def is_slack_message(link: str) -> bool:
    """Whether it leads to a message of a workspace, which only its members can read."""
    if not is_web_link(link):
        return False
    parts = urlsplit(link)
    is_slack = (parts.hostname or "").endswith((".slack.com", ".slack-gov.com"))
    return is_slack and parts.path.startswith("/archives/")


def changed_fields(before: PracticeContent, after: PracticeContent) -> tuple[str, ...]:
    """Name the fields in which two texts differ, be it in formatting only."""
    reformatted = {*before.formatted} ^ {*after.formatted}
    return tuple(
        item.name
        for item in fields(PracticeContent)
        if item.name != "formatted"
        and (
            item.name in reformatted
            or getattr(before, item.name) != getattr(after, item.name)
        )
    )
