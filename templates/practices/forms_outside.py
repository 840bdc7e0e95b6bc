"""The form file for people without Slack: its questions, as Markdown and as CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.clusters import Theme
from bot.domain.countries import COUNTRIES
from bot.domain.languages import LANGUAGES
from bot.domain.practices import LIMITS, MAX_THEMES, REQUIRED, TARGET_GROUPS
from bot.domain.practices.outside import Kind, Question
from bot.domain.practices.outside.markdown import BEGIN, HELP
from bot.domain.practices.outside.table import HEADER
from templates import labels
from templates.practices import fields, words
from templates.practices.fields import TextField
from templates.reports import File

NAME = "practice-form"
# In Europe a spreadsheet that is opened by a double click expects semicolons.
_SEPARATOR = ";"
_ONE_LINE = {"title", "title_original", "summary", "organisation", "submitter_role"}
_PROGRAMME = 150
_TRL = (
    "The technology readiness level from 1 (basic principles) to 9 (proven in "
    "operation). Leave it empty for policies and the like."
)
_INTRODUCTION = (
    "Thank you for sharing a practice with {group}. Write your answers below the "
    "questions and leave the headings (##) as they are. What you do not know may stay "
    "empty.",
    "Then send this file to the person who gave it to you. They look at it, may ask "
    "you back, and confirm that it may be shared and printed.",
    "Please write nothing about patients who could be recognised, and no contact data "
    "of people.",
    "To describe another practice, copy everything from “# Practice” on and put it "
    "below. A line of your text that begins with # needs a \\ in front of it.",
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
    groups = {slug: slug.replace("_", " ") for slug in TARGET_GROUPS}
    return (
        _text(fields.TITLE),
        _more("title_original", "If it has one in another language than English."),
        _choice(
            "language", LANGUAGES, "In English, for example Estonian.", listed=False
        ),
        _text(fields.SUMMARY),
        _text(fields.PROBLEM),
        _text(fields.DESCRIPTION),
        _more("stakeholders", "Who works together on it: kinds of organisations."),
        _choice("target_groups", groups, kind=Kind.CHOICES),
        _text(fields.ORGANISATION),
        _choice("country", COUNTRIES, "Its name or its two letters.", listed=False),
        _choice("scope", labels.SCOPES),
        _choice("type", labels.TYPES),
        _choice("themes", named, kind=Kind.CHOICES, limit=MAX_THEMES),
        _choice("stage", labels.STAGES),
        _date(fields.START.name, fields.START.hint),
        _date(fields.END.name, fields.END.hint),
        _text(fields.RESOURCES),
        *_money(),
        _text(fields.EVIDENCE),
        _choice("evidence_level", labels.EVIDENCE_LEVELS),
        _text(fields.DIFFICULTIES),
        _text(fields.TRANSFER),
        _choice("transfer_readiness", labels.TRANSFER_READINESS),
        Question(name="trl", label=words.field("trl"), kind=Kind.LEVEL, help=_TRL),
        Question(
            name="links",
            label=words.field("links"),
            kind=Kind.LINKS,
            help=fields.LINKS.hint,
        ),
        _date("valid_as_of", "When what you wrote was true: 2026, 2026-03 or a day."),
        _more("submitter_role", "Your role, for example project manager. No name."),
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
    return Question(
        name=field.name,
        label=field.label,
        kind=Kind.LINE if field.name in _ONE_LINE else Kind.TEXT,
        help=field.hint,
        limit=field.max_length,
        is_required=field.is_required,
    )


def _more(name: str, hint: str) -> Question:
    return Question(
        name=name,
        label=words.field(name),
        kind=Kind.LINE if name in _ONE_LINE else Kind.TEXT,
        help=hint,
        limit=LIMITS[name],
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


def _date(name: str, hint: str) -> Question:
    return Question(name=name, label=words.field(name), kind=Kind.DATE, help=hint)


def _money() -> tuple[Question, ...]:
    return (
        Question(
            name="funding_total",
            label="Money: the whole amount",
            kind=Kind.AMOUNT,
            help="In figures, without the currency, for example 1200000.",
        ),
        Question(
            name="funding_eu",
            label="Money: of which from the EU",
            kind=Kind.AMOUNT,
            help="In figures, without the currency.",
        ),
        Question(
            name="funding_currency",
            label="Money: the currency",
            kind=Kind.CURRENCY,
            help="Its three letters, for example EUR.",
        ),
        Question(
            name="funding_programme",
            label="Money: the programme",
            kind=Kind.LINE,
            help="Where it comes from, for example Interreg.",
            limit=_PROGRAMME,
        ),
    )
