"""The form file for people without Slack: its questions, as Markdown and as CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.clusters import Theme
from bot.domain.countries import COUNTRIES
from bot.domain.currencies import CURRENCIES
from bot.domain.languages import LANGUAGES
from bot.domain.practices import (
    LIMITS,
    MAX_GRANT,
    MAX_PROGRAMME,
    MAX_THEMES,
    REQUIRED,
    TARGET_GROUPS,
)
from bot.domain.practices.outside import Kind, Question
from bot.domain.practices.outside.markdown import BEGIN, HELP
from bot.domain.practices.outside.table import HEADER
from templates import labels
from templates.documents.words import TARGET_GROUPS as GROUPS
from templates.documents.words import look_up
from templates.practices import fields, words
from templates.practices.fields import TextField
from templates.reports import File

NAME = "practice-form"
# In Europe a spreadsheet that is opened by a double click expects semicolons.
_SEPARATOR = ";"
_INTRODUCTION = (
    "Thank you for sharing a practice with {group}.",
    "Write your answers below the questions and leave the headings (##) as they are.",
    "What you do not know may stay empty.",
    "Please write nothing about patients who could be recognised, and no contact data.",
    "Then send this file back. Who gave it to you may ask, and confirms the printing.",
    "For another practice, copy everything from “# Practice” on and put it below.",
    "A line of your own text that begins with # needs a \\ in front of it.",
)
_IN_A_TABLE = (
    "Write your answers into the third column. What you do not know may stay empty. "
    "Another practice goes into the next column. Please write nothing about patients "
    "who could be recognised, and no contact data of people. Then send this file to "
    "the person who gave it to you."
)


def questions(themes: Sequence[Theme]) -> tuple[Question, ...]:
    """Return the questions in their order, with the group's themes to choose from."""
    named = {theme.slug: theme.label for theme in themes}
    groups = {slug: look_up(GROUPS, slug) for slug in TARGET_GROUPS}
    role = words.field("submitter_role")
    return (
        _text(fields.TITLE),
        _text(fields.TITLE_ORIGINAL),
        _choice(
            "language", LANGUAGES, "In English, for example Estonian.", listed=False
        ),
        _text(fields.SUMMARY),
        _text(fields.PROBLEM),
        _text(fields.DESCRIPTION),
        _text(fields.STAKEHOLDERS),
        _choice("target_groups", groups, kind=Kind.CHOICES),
        _text(fields.ORGANISATION),
        _choice("country", COUNTRIES, "Its name or its two letters.", listed=False),
        _choice("scope", labels.SCOPES),
        _choice("type", labels.TYPES),
        _choice("themes", named, kind=Kind.CHOICES, limit=MAX_THEMES),
        _choice("stage", labels.STAGES),
        _text(fields.START),
        _text(fields.END),
        _text(fields.RESOURCES),
        *_money(),
        _text(fields.EVIDENCE),
        _choice("evidence_level", labels.EVIDENCE_LEVELS),
        _text(fields.DIFFICULTIES),
        _text(fields.TRANSFER),
        _choice("transfer_readiness", labels.TRANSFER_READINESS),
        _choice("trl", labels.TRL, "Leave it empty for policies and the like."),
        _choice("twinning_role", labels.TWINNING_ROLES),
        _text(fields.LOOKING_FOR),
        Question(
            name="links",
            label=fields.LINKS.label,
            kind=Kind.LINKS,
            help=fields.LINKS.hint,
        ),
        _text(fields.VALID_AS_OF),
        _text(fields.DISCLOSURE),
        _line(
            "submitter_role",
            role,
            LIMITS["submitter_role"],
            "Your role, for example project manager. No name.",
        ),
    )


def markdown(asked: Sequence[Question], *, group: str) -> str:
    """Return the empty form as Markdown, easy in any editor."""
    lines = [f"# {BEGIN}", ""]
    lines += [f"{HELP} {line.format(group=group)}" for line in _INTRODUCTION]
    for question in asked:
        lines += ["", f"## {question.label}"]
        lines += [f"{HELP} {hint}" for hint in question.hints]
        lines += ["", ""]
    return "\n".join(lines)


def table(asked: Sequence[Question]) -> bytes:
    """Return the empty form as CSV for a spreadsheet: a row for each question.

    The byte order mark tells Excel that it is UTF-8.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=_SEPARATOR, lineterminator="\r\n")
    writer.writerow(HEADER)
    for place, question in enumerate(asked):
        hints = [_IN_A_TABLE, *question.hints] if place == 0 else question.hints
        writer.writerow([question.label, " ".join(hints), ""])
    return text.getvalue().encode("utf-8-sig")


def files(asked: Sequence[Question], *, group: str) -> tuple[File, File]:
    """Return the empty form as files to pass on."""
    return (
        File(
            name=f"{NAME}.md",
            title="Form for a practice (text)",
            content=markdown(asked, group=group).encode(),
            description="The form to fill in, as text.",
        ),
        File(
            name=f"{NAME}.csv",
            title="Form for a practice (spreadsheet)",
            content=table(asked),
            description="The form to fill in, as a table.",
        ),
    )


def _text(field: TextField) -> Question:
    is_date = field.limit is not None and field.name not in LIMITS
    kind = Kind.TEXT if field.lines else Kind.DATE if is_date else Kind.LINE
    return Question(
        name=field.name,
        label=field.label,
        kind=kind,
        help=field.hint if is_date else field.advice,
        limit=field.max_length,
        is_required=field.is_required,
    )


def _choice(
    name: str,
    known: Mapping[Any, str],
    hint: str = "",
    *,
    kind: Kind = Kind.CHOICE,
    limit: int | None = None,
    listed: bool = True,
) -> Question:
    """Return a question with a choice; a long one is not ``listed`` in the form."""
    return Question(
        name=name,
        label=words.field(name),
        kind=kind,
        help=hint,
        limit=limit,
        is_required=name in REQUIRED,
        words={str(slug): said for slug, said in known.items()},
        is_listed=listed,
    )


def _money() -> tuple[Question, ...]:
    figures = "A whole amount in figures, for example 1 200 000."
    return (
        _amount("funding_total", "Money in total", figures),
        _amount("funding_eu", "Part of it from the EU", "In the same currency."),
        Question(
            name="funding_currency",
            label="Currency",
            kind=Kind.CHOICE,
            help="Its three letters or its name, for example EUR.",
            words=CURRENCIES,
            is_listed=False,
        ),
        _line("funding_programme", "Programme that paid", MAX_PROGRAMME),
        _line("funding_grant", "Grant number", MAX_GRANT),
    )


def _amount(name: str, label: str, hint: str) -> Question:
    return Question(name=name, label=label, kind=Kind.AMOUNT, help=hint)


def _line(name: str, label: str, limit: int, hint: str = "") -> Question:
    said = f"{hint} Up to {limit} characters.".strip()
    return Question(name=name, label=label, kind=Kind.LINE, help=said, limit=limit)
